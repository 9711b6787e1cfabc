"""Fixtures that the tests share: a desk to spoil, the command, golden files."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from briefing import cli
from tests import object_stores
from tests.object_stores import Store
from tests.workbench import GOLDEN, DeskCopy, copy_desk

# Examples are counted, not timed: the machine may be busy.
settings.register_profile("briefing", deadline=None)
settings.load_profile("briefing")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def desk(tmp_path: Path) -> DeskCopy:
    """A copy of the small desk, for one test alone."""
    return copy_desk(tmp_path / "desk")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def briefing(desk: DeskCopy, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command as a user calls it, run in this process and in the folder of the desk."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def answer(*arguments: str) -> Said:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return answer


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against the file of this name in tests/golden, or write that file with --update-golden."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.write_text(text, "utf-8")
        assert text == file.read_text("utf-8"), f"{name} is another; pytest --update-golden writes it anew"

    return compare


@pytest.fixture(scope="session")
def seaweedfs() -> Iterator[Store]:
    """A real object store, a program of its own."""
    if object_stores.weed() is None:
        pytest.skip("SeaweedFS comes as a package for Linux alone")
    with object_stores.seaweedfs() as store:
        yield store


@pytest.fixture(scope="session")
def moto() -> Iterator[Store]:
    """What answers as AWS says that S3 does."""
    with object_stores.moto() as store:
        yield store
