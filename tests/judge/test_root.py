"""What a judge says of a storage root."""

import json
import shutil
from pathlib import Path

import pytest

from briefing.judge import Kind, OcflUnknownError, judge, judge_root
from tests.judge.made import FLAT, inventory_of, make_object, make_root, put_both, put_inventory, put_layout
from tests.judge.test_objects import told


def test_a_sound_root_is_valid_and_counted(root: Path) -> None:
    verdict = judge(root)
    assert verdict.faults == ()
    assert (verdict.what, verdict.spec, verdict.is_valid) == ("root", "1.1", True)
    assert (verdict.objects, verdict.versions, verdict.files, verdict.bytes) == (2, 4, 6, 38)


def test_a_root_of_version_1_0_is_sound_and_may_not_hold_what_is_newer(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", spec="1.0")
    assert (judge(root).is_valid, judge(root).spec) == (True, "1.0")
    make_object(root / "three", "three", spec="1.1")
    assert told(judge(root)) == {("E081", "three", Kind.CONTRADICTED)}


def test_a_root_of_version_1_1_may_hold_older_objects(root: Path) -> None:
    make_object(root / "three", "three", spec="1.0")
    assert judge(root).faults == ()


def test_an_empty_root_is_sound(tmp_path: Path) -> None:
    (tmp_path / "0=ocfl_1.1").write_text("ocfl_1.1\n", encoding="utf-8")
    verdict = judge(tmp_path)
    assert (verdict.is_valid, verdict.objects) == (True, 0)


def test_what_is_wrong_in_an_object_is_told_by_its_path_from_the_root(root: Path) -> None:
    (root / "two/v1/content/a.txt").write_bytes(b"fIrst\n")
    assert ("E092", "two/v1/content/a.txt", Kind.DAMAGED) in told(judge(root))
    assert not any(path.startswith("one") for _, path, _ in told(judge(root)))


def test_a_root_without_its_declaration_is_still_known_by_its_layout(root: Path) -> None:
    (root / "0=ocfl_1.1").unlink()
    verdict = judge(root)
    assert verdict.what == "root"
    assert told(verdict) == {("E069", "", Kind.GONE)}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("0=ocfl_1.0", "ocfl_1.0\n", "E076"),
        ("0=ocfl_7", "ocfl_7\n", "E079"),
        ("0=ocfl_1.1", "ocfl_1.1", "E080"),
        ("0=ocfl_1.1", "ocfl_1.1\n\n", "E080"),
    ],
)
def test_a_root_declares_itself_once_and_in_the_right_words(root: Path, name: str, content: str, code: str) -> None:
    (root / name).write_text(content, encoding="utf-8")
    assert code in {fault.code for fault in judge(root).faults}


def test_what_stands_between_the_root_and_its_objects_is_stray(root: Path) -> None:
    (root / "empty/er").mkdir(parents=True)
    (root / "folder").mkdir()
    (root / "folder/file").write_text("x", encoding="utf-8")
    (root / "link").symlink_to(root / "one")
    assert told(judge(root)) == {
        ("E073", "empty/er", Kind.STRAY),
        ("E072", "folder/file", Kind.STRAY),
        ("E090", "link", Kind.STRAY),
    }


def test_an_object_inside_an_object_is_no_object_of_the_root(root: Path) -> None:
    shutil.copytree(root / "one", root / "two/one")
    assert told(judge(root)) == {("E001", "two/one", Kind.ADDED)}


def test_an_object_that_lost_its_declaration_is_judged_as_one(root: Path) -> None:
    (root / "one/0=ocfl_object_1.1").unlink()
    assert told(judge(root)) == {("E003", "one", Kind.GONE)}


def test_a_renamed_object_is_not_where_its_id_says(root: Path) -> None:
    (root / "one").rename(root / "three")
    assert told(judge(root)) == {("E083", "three", Kind.STRAY)}


def test_two_objects_with_one_id_contradict_each_other(root: Path) -> None:
    shutil.copytree(root / "one", root / "zwei")
    assert told(judge(root)) == {("E037", "zwei", Kind.CONTRADICTED)}


def test_objects_at_several_depths_are_noted(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root")
    (root / "ocfl_layout.json").unlink()
    make_object(root / "deep/three", "three")
    assert told(judge(root)) == {("W015", "", Kind.NOTE)}


def test_extensions_hold_folders_only_and_known_ones(root: Path) -> None:
    (root / "extensions/file").write_text("x", encoding="utf-8")
    (root / "extensions/of-our-own").mkdir()
    assert told(judge(root)) == {
        ("E112", "extensions/file", Kind.ADDED),
        ("W016", "extensions/of-our-own", Kind.NOTE),
    }


@pytest.mark.parametrize(
    ("layout", "code"),
    [
        ("{", "E070"),
        ("[]", "E070"),
        ('{"extension": "0006-flat-omit-prefix-storage-layout"}', "E070"),
        ('{"extension": 3, "description": "x"}', "E070"),
        ('{"extension": "of-our-own", "description": "x"}', "E071"),
        ('{"extension": "9999-of-another-day", "description": "x"}', "W071"),
        ('{"extension": "0010-differential-n-tuple-omit-prefix-storage-layout", "description": "x"}', "W071"),
    ],
)
def test_the_description_of_the_layout_names_a_registered_extension(root: Path, layout: str, code: str) -> None:
    (root / "ocfl_layout.json").write_text(layout, encoding="utf-8")
    verdict = judge(root)
    assert {fault.code for fault in verdict.faults} == {code}
    assert verdict.is_valid == code.startswith("W")


@pytest.mark.parametrize(
    "config", [{}, {"delimiter": ""}, {"delimiter": 3}, {"extensionName": "x", "delimiter": "/"}, []]
)
def test_a_layout_whose_parameters_cannot_be_used_is_told(root: Path, config: object) -> None:
    put_layout(root, FLAT, config)
    assert told(judge(root)) == {("E083", f"extensions/{FLAT}/config.json", Kind.MALFORMED)}


def test_an_id_of_half_a_character_places_no_object_and_ends_nothing(root: Path) -> None:
    put_layout(root, "0003-hash-and-id-n-tuple-storage-layout", {})
    for folder in (root / "one", root / "one/v1", root / "one/v2"):
        put_inventory(folder, json.dumps(inventory_of(folder) | {"id": "urn:\ud800"}).encode())
    assert ("E033", "one/inventory.json", Kind.MALFORMED) in told(judge(root))


def test_progress_reaches_the_bytes_of_all_objects(root: Path) -> None:
    heard: list[tuple[int, int]] = []
    verdict = judge(root, progress=lambda done, total: heard.append((done, total)))
    assert {total for _, total in heard} == {verdict.bytes}
    assert heard[-1][0] == verdict.bytes


def test_without_fixity_the_contents_of_a_root_are_not_read(root: Path) -> None:
    (root / "one/v1/content/a.txt").write_bytes(b"fIrst\n")
    assert judge(root, fixity=False).is_valid


def test_a_folder_of_neither_kind_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(OcflUnknownError, match="neither an OCFL object nor a storage root"):
        judge(tmp_path)
    with pytest.raises(OcflUnknownError, match="is not a folder"):
        judge(tmp_path / "nothing")


def test_a_folder_asked_for_as_a_root_is_judged_as_one(tmp_path: Path) -> None:
    assert told(judge_root(tmp_path)) == {("E069", "", Kind.GONE)}
    assert told(judge_root(tmp_path / "nothing")) == {("E069", "", Kind.UNREADABLE)}


def test_a_release_that_was_cut_short_is_told_by_what_is_there(root: Path) -> None:
    """A new version stands whole in its folder, and the object's inventory does not know it yet."""
    value = inventory_of(root / "one")
    value["head"] = "v3"
    value["versions"]["v3"] = value["versions"]["v2"]
    put_inventory(root / "one/v3", value)
    assert told(judge(root)) == {("E046", "one/v3", Kind.ADDED)}
    put_both(root / "one", value, "v3")
    assert judge(root).is_valid
