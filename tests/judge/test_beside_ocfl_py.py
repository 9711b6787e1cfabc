"""Spoiled objects before two judges: this one and ocfl-py, which was written by an editor of the specification."""

import random
import shutil
from pathlib import Path

import pytest

from briefing.judge import judge_object
from tests.judge.mutations import spoil
from tests.ocfl_py import Validator

STRICTER_HERE = {
    "E102",  # a key that the specification does not know; ocfl-py does not look for them
    "E061",  # more lines in a sidecar; ocfl-py reads the first one only
    "E007",  # more in a declaration than its name; ocfl-py looks at its beginning
    "E038",  # a type with more at its end, or of another version than is declared; ocfl-py takes either
    "E054",  # a name of a user that is empty; ocfl-py asks only that it be text
    "E101",  # a path twice in a fixity block; ocfl-py looks at the manifest only
}
"""What the specification forbids and ocfl-py 2.1.0 lets pass."""

STRICTER_THERE = {
    "E056",  # a fixity algorithm that nobody knows; the specification has clients pass over what they do not support
    "E060",  # a sidecar in capital letters; hexadecimal digits may be of either case
}
"""What ocfl-py 2.1.0 forbids and the specification lets pass."""

OBJECTS = (
    "good-objects/diff_files_same_md5",
    "good-objects/minimal_content_dir_called_stuff",
    "good-objects/ocfl_object_all_fixity_digests",
    "good-objects/spec-ex-full",
    "good-objects/updates_three_versions_one_file",
    "warn-objects/W001_zero_padded_versions",
    "warn-objects/W002_extra_dir_in_version_dir",
    "warn-objects/W004_versions_diff_digests",
    "warn-objects/W010_no_version_inventory",
    "warn-objects/W013_unregistered_extension",
)


def _compare(public: Path, folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated is wanted
    thing = folder / "spoiled"
    shutil.copytree(public / chance.choice(OBJECTS), thing)
    done = [spoil(thing, chance) for _ in range(chance.choice([1, 1, 2]))]
    ours = judge_object(thing)
    codes = {fault.code for fault in ours.faults if fault.is_error}
    other = Validator(log_warnings=False)
    try:
        theirs = other.validate_object(str(thing))
    except Exception:  # noqa: BLE001 - ocfl-py trips over values of the wrong type; this judge must not
        assert codes or "W056" in {fault.code for fault in ours.faults}, f"seed {seed}: {done}"
        return
    finally:
        shutil.rmtree(thing)
    if ours.is_valid and not theirs:
        assert {message[1:5] for message in other.log.messages} <= STRICTER_THERE, f"seed {seed}: {done}"
    elif theirs and not ours.is_valid:
        assert codes <= STRICTER_HERE, f"seed {seed}: {done}: {ours.faults}"


@pytest.mark.parametrize("first", range(0, 240, 60))
def test_both_judges_agree_on_spoiled_objects_but_where_the_reason_is_known(
    public: Path, tmp_path: Path, first: int
) -> None:
    for seed in range(first, first + 60):
        _compare(public, tmp_path, seed)


@pytest.mark.long
def test_they_agree_on_many_more(public: Path, tmp_path: Path) -> None:
    for seed in range(1000, 5000):
        _compare(public, tmp_path, seed)


def test_the_changes_make_sound_and_unsound_objects(public: Path, tmp_path: Path) -> None:
    """Else the comparison would show nothing."""
    valid = 0
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 - chance that can be repeated is wanted
        thing = tmp_path / str(seed)
        shutil.copytree(public / chance.choice(OBJECTS), thing)
        spoil(thing, chance)
        valid += judge_object(thing).is_valid
    assert 5 < valid < 55
