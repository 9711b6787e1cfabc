"""What a judge says of one object that somebody has been at."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing.judge import Kind, Verdict, judge, judge_object
from tests.judge.made import digest, inventory_of, make_object, put_both, put_inventory


def told(verdict: Verdict) -> set[tuple[str, str, Kind]]:
    return {(fault.code, fault.path, fault.kind) for fault in verdict.faults}


def test_a_sound_object_is_valid_and_counted(thing: Path) -> None:
    verdict = judge(thing)
    assert verdict.is_valid
    assert verdict.faults == ()
    assert (verdict.what, verdict.spec) == ("object", "1.1")
    assert (verdict.objects, verdict.versions, verdict.files, verdict.bytes) == (1, 2, 3, len("firstsecondthird") + 3)


def test_a_sound_object_of_version_1_0_is_valid_too(tmp_path: Path) -> None:
    verdict = judge(make_object(tmp_path / "object", spec="1.0"))
    assert (verdict.is_valid, verdict.spec) == (True, "1.0")


def test_a_changed_file_is_damaged_and_both_digests_say_so(thing: Path) -> None:
    (thing / "v1/content/deep/b.txt").write_bytes(b"secand\n")
    assert told(judge(thing)) == {
        ("E092", "v1/content/deep/b.txt", Kind.DAMAGED),
        ("E093", "v1/content/deep/b.txt", Kind.DAMAGED),
    }


def test_a_missing_file_is_gone(thing: Path) -> None:
    (thing / "v2/content/a.txt").unlink()
    assert ("E092", "v2/content/a.txt", Kind.GONE) in told(judge(thing))


def test_a_file_that_nobody_lists_is_added(thing: Path) -> None:
    (thing / "v2/content/new.txt").write_bytes(b"new\n")
    assert told(judge(thing)) == {("E023", "v2/content/new.txt", Kind.ADDED)}


def test_an_inventory_changed_without_its_sidecar_is_damaged_and_contradicts_its_copy(thing: Path) -> None:
    value = inventory_of(thing)
    value["versions"]["v2"]["message"] = "Another edition"
    (thing / "inventory.json").write_text(json.dumps(value, indent=1), encoding="utf-8")
    assert told(judge(thing)) == {
        ("E060", "inventory.json", Kind.DAMAGED),
        ("E064", "v2/inventory.json", Kind.CONTRADICTED),
    }


def test_a_past_rewritten_with_all_sidecars_contradicts_what_was_said_then(thing: Path) -> None:
    """Whoever rewrites the newest inventory wholly leaves the earlier ones behind."""
    data = b"never said\n"
    (thing / "v1/content/a.txt").write_bytes(data)
    value = inventory_of(thing)
    text = (
        json.dumps(value)
        .replace(digest(b"first\n"), digest(data))
        .replace(digest(b"first\n", "md5"), digest(data, "md5"))
    )
    put_both(thing, json.loads(text))
    assert ("E066", "v1/inventory.json", Kind.CONTRADICTED) in told(judge(thing))
    assert ("E092", "v1/content/a.txt", Kind.DAMAGED) in told(judge(thing))


def test_a_lost_version_shows_as_a_gap_or_as_an_end(thing: Path) -> None:
    (thing / "v1").rename(thing.parent / "away")
    assert ("E010", "v1", Kind.GONE) in told(judge(thing))
    (thing.parent / "away").rename(thing / "v1")
    (thing / "v2").rename(thing.parent / "away")
    assert ("E046", "v2", Kind.GONE) in told(judge(thing))


def test_a_version_that_the_inventory_does_not_know_is_added(thing: Path) -> None:
    put_inventory(thing, inventory_of(thing / "v1"))
    assert ("E046", "v2", Kind.ADDED) in told(judge(thing))


def test_a_lost_declaration_still_leaves_an_object(thing: Path) -> None:
    (thing / "0=ocfl_object_1.1").unlink()
    verdict = judge(thing)
    assert verdict.what == "object"
    assert told(verdict) == {("E003", "", Kind.GONE)}


def test_two_declarations_are_one_too_many(thing: Path) -> None:
    (thing / "0=ocfl_object_1.0").write_text("ocfl_object_1.0\n", encoding="utf-8")
    assert told(judge(thing)) == {("E003", "", Kind.MALFORMED)}


def test_a_declaration_of_the_future_is_not_known(thing: Path) -> None:
    (thing / "0=ocfl_object_1.1").rename(thing / "0=ocfl_object_2.0")
    assert told(judge(thing)) == {("E006", "0=ocfl_object_2.0", Kind.MALFORMED)}


def test_links_pipes_and_empty_folders_are_strays(thing: Path) -> None:
    (thing / "v1/content/link").symlink_to("/etc/hostname")
    (thing / "v2/content/loop").symlink_to(thing)
    os.mkfifo(thing / "v1/content/pipe")
    (thing / "v2/content/empty").mkdir()
    assert told(judge(thing)) == {
        ("E090", "v1/content/link", Kind.STRAY),
        ("E090", "v2/content/loop", Kind.STRAY),
        ("E023", "v1/content/pipe", Kind.STRAY),
        ("E024", "v2/content/empty", Kind.STRAY),
    }


def test_a_link_in_the_place_of_a_file_is_told_once(thing: Path) -> None:
    file = thing / "v1/content/a.txt"
    file.rename(thing.parent / "elsewhere")
    file.symlink_to(thing.parent / "elsewhere")
    assert told(judge(thing)) == {("E090", "v1/content/a.txt", Kind.STRAY)}


@pytest.mark.parametrize("name", ["v1", "inventory.json", "v1/content", "extensions"])
def test_a_link_is_followed_nowhere(thing: Path, name: str) -> None:
    if (thing / name).exists():
        (thing / name).rename(thing.parent / "elsewhere")
    else:
        (thing.parent / "elsewhere").mkdir()
    (thing / name).symlink_to(thing.parent / "elsewhere")
    assert ("E090", name, Kind.STRAY) in told(judge_object(thing))


def _refuse(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, refused: Path) -> None:
    """Let the system refuse one path, as it would anybody but its administrator."""
    real = getattr(owner, name)

    def asked(path: Any, *args: Any, **more: Any) -> Any:
        if Path(path) == refused:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *args, **more)

    monkeypatch.setattr(owner, name, asked)


def test_a_file_that_cannot_be_read_is_said_to_be_so(thing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _refuse(monkeypatch, Path, "open", thing / "v1/content/a.txt")
    assert told(judge(thing)) == {("E092", "v1/content/a.txt", Kind.UNREADABLE)}


def test_a_folder_that_cannot_be_read_is_told_instead_of_its_files(
    thing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refuse(monkeypatch, os, "scandir", thing / "v1/content/deep")
    assert told(judge(thing)) == {("E092", "v1/content/deep", Kind.UNREADABLE)}


def test_a_version_that_cannot_be_read_is_told_instead_of_its_files(
    thing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refuse(monkeypatch, os, "scandir", thing / "v1")
    assert told(judge(thing)) == {("E046", "v1", Kind.UNREADABLE)}


def test_an_inventory_that_cannot_be_read_is_said_to_be_so(thing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _refuse(monkeypatch, os, "open", thing / "inventory.json")
    assert told(judge(thing)) == {("E063", "inventory.json", Kind.UNREADABLE)}


def test_names_that_are_no_text_are_shown_safely(thing: Path) -> None:
    os.close(os.open(os.fsencode(thing / "v1/content") + b"/b\xffd\n\x1b", os.O_CREAT | os.O_WRONLY))
    (fault,) = judge(thing).faults
    assert fault.path == "v1/content/b\\udcffd\\x0a\\x1b"
    assert fault.path.isprintable()


def test_without_fixity_no_content_file_is_read(thing: Path) -> None:
    (thing / "v1/content/a.txt").write_bytes(b"fi.st\n")
    assert judge(thing, fixity=False).is_valid
    assert not judge(thing).is_valid


def test_progress_counts_every_byte_once_up_to_the_whole(thing: Path) -> None:
    heard: list[tuple[int, int]] = []
    verdict = judge(thing, progress=lambda done, total: heard.append((done, total)))
    assert heard[0] == (0, verdict.bytes)
    assert heard[-1] == (verdict.bytes, verdict.bytes)
    assert heard == sorted(heard)


def test_a_file_under_several_algorithms_is_opened_once(thing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    real = Path.open

    def watched(self: Path, *args: Any, **more: Any) -> Any:
        opened.append(self)
        return real(self, *args, **more)

    monkeypatch.setattr(Path, "open", watched)
    assert judge(thing).is_valid
    contents = [path for path in opened if "content" in path.parts]
    assert len(contents) == len(set(contents)) == 3


def _manifest(value: Any) -> Any:
    return value["manifest"]


Change = Callable[[Any], Any]

CHANGES: dict[str, tuple[str, Change]] = {
    "an unknown key": ("E102", lambda v: v.update(extra=1)),
    "an unknown key of a version": ("E102", lambda v: v["versions"]["v2"].update(extra=1)),
    "an unknown key of a user": ("E102", lambda v: v["versions"]["v2"]["user"].update(extra=1)),
    "no id": ("E036", lambda v: v.pop("id")),
    "no type": ("E036", lambda v: v.pop("type")),
    "no digest algorithm": ("E036", lambda v: v.pop("digestAlgorithm")),
    "no head": ("E036", lambda v: v.pop("head")),
    "no manifest": ("E041", lambda v: v.pop("manifest")),
    "no versions": ("E041", lambda v: v.pop("versions")),
    "an empty id": ("E037", lambda v: v.update(id="")),
    "another id": ("E037", lambda v: v.update(id="urn:other")),
    "a type of another version": ("E038", lambda v: v.update(type="https://ocfl.io/1.0/spec/#inventory")),
    "a type that is a number": ("E038", lambda v: v.update(type=1.1)),
    "md5 for content": ("E025", lambda v: v.update(digestAlgorithm="md5")),
    "an algorithm that is a list": ("E025", lambda v: v.update(digestAlgorithm=["sha512"])),
    "a head that is not the newest": ("E040", lambda v: v.update(head="v1")),
    "a head that is a number": ("E040", lambda v: v.update(head=2)),
    "a content directory with a slash": ("E017", lambda v: v.update(contentDirectory="a/b")),
    "a content directory of dots": ("E018", lambda v: v.update(contentDirectory="..")),
    "an empty content directory": ("E108", lambda v: v.update(contentDirectory="")),
    "a content directory set late": ("E019", lambda v: v.update(contentDirectory="content")),
    "a manifest that is a list": ("E106", lambda v: v.update(manifest=[])),
    "a short digest": ("E031", lambda v: _manifest(v).update({"abc": ["v1/content/a.txt"]})),
    "a path that is a number": ("E092", lambda v: next(iter(_manifest(v).values())).append(3)),
    "paths that are text": ("E092", lambda v: _manifest(v).update({"0" * 128: "v1/content/a.txt"})),
    "a digest without paths": ("E092", lambda v: next(iter(_manifest(v).values())).clear()),
    "a content path of an unknown version": ("E042", lambda v: _manifest(v).update({"0" * 128: ["v7/content/a"]})),
    "a content path beside the content": ("E042", lambda v: _manifest(v).update({"0" * 128: ["v1/other/a"]})),
    "a content path with dots": ("E099", lambda v: _manifest(v).update({"0" * 128: ["v1/content/../a"]})),
    "an empty content path": ("E099", lambda v: _manifest(v).update({"0" * 128: [""]})),
    "a content path from the root": ("E100", lambda v: _manifest(v).update({"0" * 128: ["/v1/content/a"]})),
    "a content path below a file": ("E101", lambda v: _manifest(v).update({"0" * 128: ["v1/content/a.txt/b"]})),
    "half a character": ("E033", lambda v: _manifest(v).update({"0" * 128: ["v1/content/\udcff"]})),
    "a digest that no state uses": ("E107", lambda v: _manifest(v).update({"0" * 128: ["v1/content/c"]})),
    "a digest again in capitals": (
        "E096",
        lambda v: _manifest(v).update({key.upper(): list(paths) for key, paths in _manifest(v).items()}),
    ),
    "versions that are a list": ("E044", lambda v: v.update(versions=[])),
    "no version at all": ("E008", lambda v: v.update(versions={})),
    "a version that is text": ("E047", lambda v: v["versions"].update(v2="x")),
    "a version without v": ("E104", lambda v: v["versions"].update({"3": {}})),
    "a version of no number": ("E105", lambda v: v["versions"].update({"v0": {}})),
    "a first version that is not 1": ("E009", lambda v: v["versions"].pop("v1")),
    "a gap in the versions": ("E010", lambda v: v["versions"].update(v4=v["versions"]["v2"])),
    "versions of two ways": ("E013", lambda v: v["versions"].update(v003=v["versions"]["v2"])),
    "no time of making": ("E048", lambda v: v["versions"]["v2"].pop("created")),
    "no state": ("E048", lambda v: v["versions"]["v2"].pop("state")),
    "a day that is none": ("E049", lambda v: v["versions"]["v2"].update(created="2026-02-29T00:00:00Z")),
    "a state that is a list": ("E050", lambda v: v["versions"]["v2"].update(state=[])),
    "a state of an unknown digest": ("E050", lambda v: v["versions"]["v2"]["state"].update({"0" * 128: ["x"]})),
    "an empty logical path": ("E052", lambda v: next(iter(v["versions"]["v2"]["state"].values())).append("")),
    "a logical path with a slash at its end": (
        "E053",
        lambda v: next(iter(v["versions"]["v2"]["state"].values())).append("x/"),
    ),
    "a logical path twice": ("E095", lambda v: next(iter(v["versions"]["v2"]["state"].values())).append("a.txt")),
    "a logical path below a file": (
        "E095",
        lambda v: next(iter(v["versions"]["v2"]["state"].values())).append("a.txt/b"),
    ),
    "a message that is a list": ("E094", lambda v: v["versions"]["v2"].update(message=[])),
    "a user that is text": ("E054", lambda v: v["versions"]["v2"].update(user="me")),
    "a user without a name": ("E054", lambda v: v["versions"]["v2"]["user"].pop("name")),
    "an address that is a number": ("E054", lambda v: v["versions"]["v2"]["user"].update(address=1)),
    "a user without an address": ("W008", lambda v: v["versions"]["v2"]["user"].pop("address")),
    "an address that is no URI": ("W009", lambda v: v["versions"]["v2"]["user"].update(address="me")),
    "no message": ("W007", lambda v: v["versions"]["v2"].pop("message")),
    "another message for the past": ("W011", lambda v: v["versions"]["v1"].update(message="x")),
    "another state for the past": ("E066", lambda v: v["versions"]["v1"]["state"].popitem()),
    "fixity that is nothing": ("E111", lambda v: v.update(fixity=None)),
    "fixity of an unknown kind": ("W056", lambda v: v["fixity"].update(crc32={"abc": ["v1/content/a.txt"]})),
    "fixity of an unknown kind and no object": ("E057", lambda v: v["fixity"].update(crc32=3)),
    "fixity of a file that is not there": ("E093", lambda v: v["fixity"]["md5"].update({"0" * 32: ["v1/content/z"]})),
    "fixity that does not match": ("E093", lambda v: v["fixity"].update(sha1={"0" * 40: ["v1/content/a.txt"]})),
    "fixity by size that does not match": ("E093", lambda v: v["fixity"].update(size={"7": ["v1/content/a.txt"]})),
    "fixity of a wrong form": ("E057", lambda v: v["fixity"].update(sha1={"00": ["v1/content/a.txt"]})),
    "fixity again in capitals": (
        "E097",
        lambda v: v["fixity"]["md5"].update({key.upper(): [] for key in v["fixity"]["md5"]}),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_inventory_with(thing: Path, name: str) -> None:
    code, change = CHANGES[name]
    value = inventory_of(thing)
    change(value)
    put_both(thing, value)
    verdict = judge(thing)
    assert code in {fault.code for fault in verdict.faults}
    assert verdict.is_valid == code.startswith("W")


def test_an_id_that_is_no_uri_is_noted(thing: Path) -> None:
    for folder in (thing, thing / "v1", thing / "v2"):
        put_inventory(folder, inventory_of(folder) | {"id": "plain"})
    verdict = judge(thing)
    assert verdict.is_valid
    assert told(verdict) == {("W005", path, Kind.NOTE) for path in ("inventory.json", "v1/inventory.json")}


def test_a_size_in_the_fixity_block_is_compared_and_may_match(thing: Path) -> None:
    value = inventory_of(thing)
    value["fixity"]["size"] = {"6": ["v1/content/a.txt"], "7": ["v1/content/deep/b.txt"]}
    put_both(thing, value)
    assert judge(thing).faults == ()


def test_faults_of_one_code_are_listed_up_to_a_limit(thing: Path) -> None:
    value = inventory_of(thing)
    value.update({f"x{number}": 1 for number in range(3000)})
    put_both(thing, value)
    faults = judge(thing).faults
    assert len(faults) == 1001
    assert faults[-1].message == "2000 more faults E102 are not listed."
