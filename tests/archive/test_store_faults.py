"""An archive whose making is broken off is made to the end by the next command, and is the same archive."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.archive.site import Site
from briefing.archive.store import Archive
from briefing.ocfl.posix import Posix
from tests.ocfl_faulty import Faulty, Killed
from tests.ocfl_judge import complaints


@pytest.mark.parametrize("before", [True, False])
def test_a_kill_at_any_step_of_making_an_archive_is_mended_by_the_next(tmp_path: Path, before: bool) -> None:
    whole = Faulty(Posix(tmp_path / "whole"))
    Archive(replace(Site.of_folder(tmp_path / "whole"), storage=whole), None, create=True)
    assert whole.steps.count("write_root") >= 5
    for at in range(1, len(whole.steps) + 1):
        folder = tmp_path / f"{at}" / "archive"
        with pytest.raises(Killed):
            Archive(
                replace(Site.of_folder(folder), storage=Faulty(Posix(folder), at, before=before)), None, create=True
            )
        written = folder / "archive.json"
        known = json.loads(written.read_text())["identifier"] if written.exists() else None
        made = Archive.open(folder, None, create=True)
        assert known in {None, made.identifier}
        assert Archive.open(folder, None).identifier == made.identifier
        assert complaints(folder) == []
        assert (folder / "README.txt").exists()
