"""Opening a file in the user's editor, where that has a window of its own."""

import shutil
from pathlib import Path

import pytest

from briefing.preview.opening import KNOWN, editor_of

FILE = Path("/desk/sources/a brief/brief.yaml")


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"VISUAL": "code --wait"}, ("code", "--goto", f"{FILE}:12:3")),
        ({"VISUAL": "vi", "EDITOR": "subl -w -n"}, ("subl", "-n", f"{FILE}:12:3")),
        ({"EDITOR": "'/opt/my tools/kate'"}, ("/opt/my tools/kate", "--line", "12", "--column", "3", str(FILE))),
        ({"VISUAL": "gvim"}, ("gvim", "+call cursor(12,3)", str(FILE))),
        ({"VISUAL": "emacsclient"}, ("emacsclient", "--no-wait", "+12:3", str(FILE))),
    ],
)
def test_the_editor_that_was_chosen_opens_the_place(environment: dict[str, str], command: tuple[str, ...]) -> None:
    editor = editor_of({**environment, "PATH": ""})
    assert editor is not None
    assert editor.at(FILE, 12, 3) == command


@pytest.mark.parametrize("environment", [{}, {"EDITOR": "vi"}, {"VISUAL": "nano"}, {"VISUAL": "'"}, {"VISUAL": " "}])
def test_an_editor_of_the_terminal_is_not_started(environment: dict[str, str]) -> None:
    assert editor_of({**environment, "PATH": ""}) is None


def test_one_that_is_installed_is_taken_where_none_was_chosen(tmp_path: Path) -> None:
    command = tmp_path / "codium"
    shutil.copy("/bin/true", command)
    editor = editor_of({"EDITOR": "vi", "PATH": str(tmp_path)})
    assert editor is not None
    assert editor.command == ("codium",)


@pytest.mark.parametrize("name", KNOWN)
def test_every_known_editor_is_told_the_file_and_the_line(name: str) -> None:
    told = KNOWN[name](str(FILE), 12, 3)
    assert any(str(FILE) in word for word in told)
    assert any("12" in word for word in told)
    assert not any(word.startswith("-") and str(FILE) in word for word in told)
