"""The public fixtures, unpacked; and objects and roots made up for one test."""

import tarfile
from pathlib import Path

import pytest

from tests.judge.made import make_object, make_root

PACKED = Path(__file__).parent.parent / "ocfl-fixtures" / "objects-1.1.tar.xz"


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The OCFL community's fixtures; nothing in them may be changed."""
    folder = tmp_path_factory.mktemp("ocfl")
    with tarfile.open(PACKED) as packed:
        packed.extractall(folder, filter="data")
    return folder


@pytest.fixture
def thing(tmp_path: Path) -> Path:
    """A sound object of two versions."""
    return make_object(tmp_path / "object")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sound root with two objects, placed by the last part of their ids."""
    return make_root(tmp_path / "root")
