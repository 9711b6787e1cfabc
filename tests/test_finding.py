"""The command that searches the archive, as an officer types it."""

import json
from pathlib import Path

import pytest

from briefing.archive.beside import withdraw
from tests.many_editions import MOMENT, file_texts, open_archive
from tests.workbench import run

LONG = f"{'Before it. ' * 40}The boat was sold. {'After it. ' * 40}".strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive: harbour in three editions, the second withdrawn; in the third a text is long."""
    folder = tmp_path_factory.mktemp("finding")
    archive = open_archive(folder)
    with archive.writing(print):
        for _ in range(2):
            file_texts(archive, "harbour", {"board": ["Prices rise.", "Of boats."], "public": ["Prices rise."]})
        file_texts(archive, "harbour", {"board": [("A quay\x1b[2J was built.", "Prices fall."), LONG]})
        withdraw(archive, archive.editions("harbour")[1], reason="Wrong", at=MOMENT, by="officer")
    return folder


def find(folder: Path, *typed: str, status: int = 0) -> tuple[str, str]:
    """What the command gave, and what it said."""
    done = run(
        *("find", *typed, "--archive", str(folder / "archive")),
        folder=folder,
        environment={"BRIEFING_KEYS": str(folder / "keys")},
    )
    assert done.returncode == status, done.stderr
    return done.stdout, done.stderr


def test_a_hit_shows_the_words_the_editions_and_the_audiences(folder: Path) -> None:
    assert find(folder, "PRICES", "rise") == (
        "harbour · context ¶1 · TLP:CLEAR\n"
        "  «Prices» «rise».\n"
        "  → board, public: 1.0 · 2024-01-01 to 2.0 · 2024-01-01 (2 editions), of which WITHDRAWN: 2.0\n",
        "",
    )


def test_what_was_filed_cannot_move_the_cursor(folder: Path) -> None:
    given, _ = find(folder, "prices fall")
    assert "\x1b" not in given
    assert "\\u001b[2J" in given
    assert "quotation: «Prices fall»." in given


def test_of_a_long_text_what_stands_around_the_words_is_shown(folder: Path) -> None:
    given, _ = find(folder, "boat")
    line = next(line for line in given.splitlines() if "«boat»" in line)
    assert line.startswith("  … ")
    assert line.endswith(" …")
    assert len(line) < 400


def test_hits_for_machines(folder: Path) -> None:
    given, _ = find(folder, "quay", "--json")
    (hit,) = json.loads(given)
    assert hit["texts"][0]["lit"] == [[2, 6]]
    assert hit["places"] == [
        {
            "edition": "3.0",
            "version": "v3",
            "date": "2024-01-01",
            "audience": "board",
            "paragraph": 1,
            "withdrawn": None,
        }
    ]


def test_nothing_found_is_said_and_is_no_error(folder: Path) -> None:
    assert find(folder, "zebra") == ("", "Nothing found.\n")
    assert find(folder, "zebra", "--json") == ("[]\n", "Nothing found.\n")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("-", "()"), "holds no word to look for"),
        (("boat", "--brief", "nobody"), "No edition of “nobody” is filed. The archive holds: harbour."),
        (("boat", "--since", "yesterday"), "“yesterday” is no day"),
        (("boat", "--limit", "0"), "--limit"),
    ],
)
def test_what_cannot_be_asked_is_said(folder: Path, typed: tuple[str, ...], said: str) -> None:
    assert said in find(folder, *typed, status=2)[1]


def test_what_is_damaged_is_told_and_the_rest_is_shown(folder: Path) -> None:
    find(folder, "rise")
    damaged = folder / "archive/harbour/v1/content/said/board.json"
    before = damaged.read_bytes()
    damaged.write_bytes(before.replace(b"rise", b"sink"))
    try:
        given, said = find(folder, "rise", status=1)
    finally:
        damaged.write_bytes(before)
    assert "public: 1.0" in given
    assert "E811" in said
