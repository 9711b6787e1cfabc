"""The command `briefing catalogue`, as it is typed."""

import subprocess
from pathlib import Path

from tests.catalogue.shelf import SECRET, opened, pages
from tests.workbench import run


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(
        *("catalogue", "--archive", str(folder / "archive"), *arguments),
        folder=folder,
        environment={"BRIEFING_KEYS": str(folder / "keys")},
    )


def test_it_says_where_the_catalogue_is_and_who_may_have_it(tmp_path: Path) -> None:
    opened(tmp_path)
    whole = command(tmp_path, "-o", "site")
    assert whole.returncode == 0, whole.stderr
    assert whole.stdout == "site/index.html\n"
    assert "5 editions with 7 files" in whole.stderr
    assert "Everything in the archive is in it" in whole.stderr
    limited = command(tmp_path, "-o", "public", "--ceiling", "TLP:CLEAR", "-a", "public")
    assert limited.returncode == 0, limited.stderr
    assert "none stands in it" in limited.stderr
    assert SECRET not in "".join(pages(tmp_path / "public").values())


def test_what_is_named_wrongly_is_wrong_use_and_what_is_in_the_way_a_problem(tmp_path: Path) -> None:
    opened(tmp_path)
    unknown = command(tmp_path, "-o", "site", "--ceiling", "SECRET")
    assert unknown.returncode == 2
    assert "They have: TLP:CLEAR" in unknown.stderr
    in_the_way = command(tmp_path, "-o", "archive")
    assert in_the_way.returncode == 1
    assert "E881" in in_the_way.stderr
    assert not (tmp_path / "site").exists()
