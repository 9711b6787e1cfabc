"""Timestamps of an archive: what is stamped, what the stamps prove, and what each kind of false one is told by."""

import datetime as dt
import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from briefing import timestamp
from briefing.archive import timestamps as module
from briefing.archive.dated import Dating, Trust, dating, said_of
from briefing.archive.site import Site
from briefing.archive.store import Act, Archive
from briefing.archive.timestamps import newest, stamps, wanted
from briefing.archive.transfer import copy_archive
from briefing.archive.verify import Inquiry, verify_archive
from briefing.editions.deposit import deposit
from briefing.editions.timestamping import Asked, asked, file_answer
from briefing.fetch import ask
from briefing.log import Book, Folder, LogError, merkle
from briefing.log.checkpoint import Checkpoint
from briefing.log.note import sign
from briefing.log.stamped import Stamped
from briefing.model.problem import FaultyInputError
from briefing.timestamp import QUERY, REPLY, query
from tests import store_faults
from tests.archive.tampering import rewrite
from tests.archive_scenario import NAME, archive_of, file_next, open_archive
from tests.authority import Authority, authority
from tests.bucket_memory import Memory

FIRST = dt.datetime(2026, 9, 12, 10, 2, 17, tzinfo=dt.UTC)
RENEWED = dt.datetime(2031, 3, 1, 9, 0, 0, tzinfo=dt.UTC)
AFTER = dt.datetime(2033, 1, 1, tzinfo=dt.UTC)
STAMPS = "log-001.timestamps"


@pytest.fixture(scope="module")
def tsa() -> Iterator[Authority]:
    with authority() as made:
        yield made


@pytest.fixture(scope="module")
def others() -> Iterator[Authority]:
    with authority(name="Other ") as made:
        yield made


@pytest.fixture(scope="module")
def stamped_once(tsa: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions and a stamp over them, by an authority whose certificate ends in May 2031; then a third edition."""
    folder = tmp_path_factory.mktemp("stamped")
    for _ in range(2):
        file_next(folder, lambda _: None)
    stamp(open_archive(folder), tsa, who="tsa-short")
    file_next(folder, lambda _: None)
    return folder


@pytest.fixture
def folder(stamped_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(stamped_once, tmp_path / "copy")


def stamp(archive: Archive, tsa: Authority, at: dt.datetime = FIRST, *, who: str = "tsa", renew: bool = False) -> None:
    """Stamp the log of an archive, as the command does, at a moment that the authority is set to."""
    question = asked(archive, lambda _: None, renew=renew)
    assert question is not None
    tsa.moment = at
    answer = ask(tsa.stamps(who), question.request, kind=QUERY, answered=REPLY)
    pem = tsa.pem("issuer", "root")
    file_answer(archive, question, answer, pem, at=at, by="officer", say=lambda _: None)


def looked_at(archive: Archive, tsa: Authority, now: dt.datetime = FIRST) -> Dating:
    return dating(archive, Trust(now, tsa.pem()))


def codes(found: Dating) -> list[str]:
    return [problem.code for problem in found.problems]


def said(found: Dating, archive: Archive, number: int = 1) -> str:
    return said_of(found, archive, NAME, number, f"{number}.0")


def test_an_edition_was_there_at_the_latest_when_the_first_stamp_over_it_was_made(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    found = looked_at(archive, tsa)
    assert codes(found) == []
    assert said(found, archive) == (
        "Edition 1.0 was there on 12 September 2026 at 10:02:17 UTC at the latest: "
        "stamped by Short Test Time Stamping (covers 2 editions of the log)."
    )
    assert said(found, archive, 3) == "Edition 3.0 is in no stamp yet."
    assert found.notes[-1] == "In no stamp yet: 1 edition filed since. Stamp the log: briefing timestamp"
    stamp(archive, tsa, RENEWED)
    later = looked_at(archive, tsa, RENEWED)
    assert "on 12 September 2026" in said(later, archive)
    assert "on 1 March 2031 at 09:00:00 UTC" in said(later, archive, 3)


def test_the_archive_with_its_stamps_is_whole_and_the_log_has_a_line_for_each(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    stamp(archive, tsa, RENEWED)
    report = verify_archive(archive, Inquiry(trust=Trust(RENEWED, tsa.pem())))
    assert report.problems == ()
    kinds = [entry.kind for entry in archive.book.leaves()]
    assert kinds == ["key", "edition", "edition", "timestamp", "edition", "timestamp"]
    assert archive.briefs() == (NAME,)


def test_nothing_is_stamped_twice_unless_it_is_renewed(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    stamp(archive, tsa, RENEWED)
    assert wanted(archive) is None
    assert asked(archive, lambda _: None) is None
    again = wanted(archive, renew=True)
    assert again is not None
    assert [path for path, _ in again.before] == [
        f"{STAMPS}/v2/content/{name}" for name in ("authority.pem", "stamp.tsr", "stamped.txt")
    ]


def test_of_an_empty_archive_there_is_nothing_to_stamp(tmp_path: Path) -> None:
    with pytest.raises(FaultyInputError, match="Nothing is filed"):
        asked(open_archive(tmp_path), lambda _: None)


def test_a_stamp_that_was_renewed_in_time_is_relied_on_and_one_that_was_not_is_not(
    folder: Path, tsa: Authority
) -> None:
    archive = open_archive(folder)
    late = looked_at(archive, tsa, AFTER)
    assert codes(late) == ["W848"]
    assert "ended on 1 May 2031, and it was not renewed before" in late.problems[0].message
    assert "no proof any more, since it was not renewed in time" in said(late, archive)
    stamp(archive, tsa, RENEWED, renew=True)
    in_time = looked_at(archive, tsa, AFTER)
    assert codes(in_time) == []
    assert "on 12 September 2026 at 10:02:17 UTC at the latest" in said(in_time, archive)
    assert said(in_time, archive).endswith("; its certificates have ended since, and it was renewed before.")


def test_a_stamp_that_comes_too_late_proves_what_was_there_then_and_saves_nothing_before(
    folder: Path, tsa: Authority
) -> None:
    archive = open_archive(folder)
    stamp(archive, tsa, AFTER)
    found = looked_at(archive, tsa, AFTER)
    assert codes(found) == ["W848"]
    assert "on 1 January 2033 at 00:00:00 UTC at the latest" in said(found, archive)


def test_renewal_is_asked_for_half_a_year_before(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    assert codes(looked_at(archive, tsa, dt.datetime(2030, 10, 1, tzinfo=dt.UTC))) == []
    soon = looked_at(archive, tsa, dt.datetime(2030, 12, 1, tzinfo=dt.UTC))
    assert codes(soon) == ["W848"]
    assert soon.problems[0].hint == "Stamp again: briefing timestamp --renew"
    assert soon.renew_before(FIRST) == dt.datetime(2031, 5, 1, tzinfo=dt.UTC)
    assert soon.renew_before(FIRST, soon=True) is None


def test_whom_nobody_named_is_told_to_be_unchecked_and_whom_somebody_did_not_name_to_be_untrusted(
    folder: Path, tsa: Authority, others: Authority
) -> None:
    archive = open_archive(folder)
    unnamed = dating(archive, Trust(FIRST))
    assert codes(unnamed) == []
    assert any("Not checked: whether whoever stamped can be trusted" in note for note in unnamed.notes)
    assert said(unnamed, archive).endswith("Whether that authority can be trusted was not checked.")
    untrusted = dating(archive, Trust(FIRST, others.pem()))
    assert codes(untrusted) == ["W849"]
    assert "no proof to you" in said(untrusted, archive)
    assert not any("at the latest" in note for note in untrusted.notes)
    assert codes(dating(archive, Trust(FIRST, others.pem() + tsa.pem()))) == []


def test_an_untrusted_stamp_renews_nothing(folder: Path, tsa: Authority, others: Authority) -> None:
    archive = open_archive(folder)
    stamp(archive, others, RENEWED)
    assert codes(looked_at(archive, tsa, AFTER)) == ["W849", "W848"]


# What is false in a stamp


def spoil(archive: Archive, name: str, content: bytes, version: int = 1) -> None:
    """Another file in the place of one of a stamp, and every digest made to agree."""
    root = archive.folder
    file = root / STAMPS / f"v{version}/content" / name
    old = hashlib.sha512(file.read_bytes()).hexdigest()
    file.write_bytes(content)
    rewrite(root / STAMPS, {old: hashlib.sha512(content).hexdigest()})


def filed_falsely(archive: Archive, text: bytes, tsa: Authority, at: dt.datetime = RENEWED, who: str = "tsa") -> None:
    """File a stamp without what the command would say to it, as whoever holds a key could do it."""
    tsa.moment = at
    answer = ask(tsa.stamps(who), query(text), kind=QUERY, answered=REPLY)
    chain = b"x\n" + text[:8].hex().encode() + b"\n" + tsa.pem(who, "issuer", "root")
    with archive.writing(lambda _: None):
        files = {"stamped.txt": text, "stamp.tsr": answer, "authority.pem": chain}
        archive.newest(STAMPS)
        archive.file(STAMPS, files, Act(kind="timestamp", at=at, by="", why="Stamped", restricted=False))


def only(found: Dating) -> tuple[str, str]:
    (problem,) = [one for one in found.problems if one.is_error]
    assert problem.hint
    return problem.code, problem.message


def test_a_damaged_file_is_told_as_the_archive_tells_of_it_and_the_stamp_counts_for_nothing(
    folder: Path, tsa: Authority
) -> None:
    archive = open_archive(folder)
    file = archive.folder / STAMPS / "v1/content/stamp.tsr"
    file.write_bytes(file.read_bytes()[:-1])
    report = verify_archive(archive, Inquiry(trust=Trust(FIRST, tsa.pem())))
    assert {problem.code for problem in report.problems} == {"E811", "E846"}
    assert report.dating.stamps == ()


@pytest.mark.parametrize("file", ["inventory.json", "v1/inventory.json", "v1/content/stamped.txt"])
def test_whatever_is_gone_of_a_stamp_it_is_said_and_not_raised(folder: Path, tsa: Authority, file: str) -> None:
    archive = open_archive(folder)
    (archive.folder / STAMPS / file).unlink()
    report = verify_archive(open_archive(folder), Inquiry(trust=Trust(FIRST, tsa.pem())))
    assert [problem for problem in report.problems if problem.is_error]


def test_a_version_that_no_inventory_knows_is_no_stamp(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    shutil.copytree(archive.folder / STAMPS / "v1", archive.folder / STAMPS / "v2")
    code, message = only(looked_at(archive, tsa))
    assert (code, message) == ("E846", f"the stamp {STAMPS}/v2 cannot be read: no inventory tells of it")


def test_a_damaged_stamp_keeps_none_from_being_made(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    (archive.folder / STAMPS / "v1/content/stamp.tsr").write_bytes(b"damaged")
    stamp(archive, tsa, RENEWED)
    found = looked_at(archive, tsa, RENEWED)
    assert only(found)[0] == "E846"
    assert "on 1 March 2031" in said(found, archive)


def test_a_token_of_another_text_is_false(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    tsa.moment = FIRST
    spoil(archive, "stamp.tsr", ask(tsa.stamps(), query(b"another"), kind=QUERY, answered=REPLY))
    assert only(looked_at(archive, tsa)) == ("E846", f"the stamp {STAMPS}/v1 is of another text")


def test_a_token_whose_moment_was_changed_is_false(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    token = (archive.folder / STAMPS / "v1/content/stamp.tsr").read_bytes()
    assert token.count(b"20260912100217Z") == 1
    spoil(archive, "stamp.tsr", token.replace(b"20260912100217Z", b"20250912100217Z"))
    assert only(looked_at(archive, tsa)) == ("E846", f"the stamp {STAMPS}/v1 is not signed by the one that it names")


def test_a_certificate_that_is_not_for_time_stamping_makes_a_stamp_false(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    text = wanted(archive)
    assert text is not None
    filed_falsely(archive, text.as_bytes(), tsa, who="tsa-wrong")
    code, message = only(looked_at(archive, tsa))
    assert code == "E846"
    assert "a certificate that is not for time stamping: Test Clerk" in message


def test_a_stamp_of_no_head_is_false(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    filed_falsely(archive, b"anything else\n", tsa)
    code, message = only(looked_at(archive, tsa))
    assert code == "E846"
    assert "is of no head of a log" in message


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("other", "is of another log, briefing/other"),
        ("longer", "covers 99 lines, and the log has"),
        ("anew", "it was written anew after it was stamped"),
    ],
)
def test_a_stamp_of_another_log_is_told_from_one_that_was_set_back_or_written_anew(
    folder: Path, tsa: Authority, which: str, told: str
) -> None:
    archive = open_archive(folder)
    origin = "briefing/other" if which == "other" else archive.origin
    head = Checkpoint(origin, 99 if which == "longer" else 3, bytes(32))
    signer = archive.keyring.own(archive.origin)
    note = sign(head.text(), signer) if which != "other" else sign(head.text(), signer.made(origin, lambda n: b"k" * n))
    last = newest(archive)
    assert last is not None
    filed_falsely(archive, Stamped(note, last.listed()).as_bytes(), tsa)
    code, message = only(looked_at(archive, tsa))
    assert code == "E847"
    assert told in message


def test_a_stamp_that_leaves_the_one_before_out_is_told(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    text = wanted(archive)
    assert text is not None
    filed_falsely(archive, Stamped(text.note).as_bytes(), tsa)
    code, message = only(looked_at(archive, tsa))
    assert code == "E846"
    assert "does not cover the stamp before it" in message


def test_a_stamp_that_is_older_than_the_one_it_covers_is_told(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    text = wanted(archive)
    assert text is not None
    filed_falsely(archive, text.as_bytes(), tsa, at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
    code, message = only(looked_at(archive, tsa))
    assert code == "E846"
    assert "states an earlier time" in message


def test_an_archive_that_was_set_back_is_found_out_by_a_stamp_that_was_kept(folder: Path, tsa: Authority) -> None:
    """On a machine that sees it for the first time, and knows no head of its log."""
    older = shutil.copytree(archive_of(folder), folder / "older")
    file_next(folder, lambda _: None)
    archive = open_archive(folder)
    stamp(archive, tsa, RENEWED)
    shutil.copytree(archive.folder / STAMPS, older / STAMPS, dirs_exist_ok=True)
    report = verify_archive(Archive.open(older, folder / "fresh-keys"), Inquiry(trust=Trust(RENEWED, tsa.pem())))
    found = {problem.code: problem.message for problem in report.problems if problem.is_error}
    assert set(found) == {"E818", "E847"}
    assert found["E847"] == f"the stamp {STAMPS}/v2 covers 6 lines, and the log has 5: it was set back"


# What is filed, and when


def test_what_belongs_to_another_log_or_comes_too_late_is_not_filed(
    folder: Path, tsa: Authority, tmp_path: Path
) -> None:
    archive = open_archive(folder)
    question = asked(archive, lambda _: None)
    assert question is not None
    stamp(archive, tsa, RENEWED)
    file_next(tmp_path / "second", lambda _: None)
    for other, why in (
        (archive, "another stamp was filed since"),
        (open_archive(tmp_path / "second"), "is not the log"),
    ):
        answer = ask(tsa.stamps(), question.request, kind=QUERY, answered=REPLY)
        with pytest.raises(FaultyInputError, match=why) as refused:
            file_answer(other, question, answer, tsa.pem(), at=RENEWED, by="", say=lambda _: None)
        assert refused.value.problems[0].code == "E845"


def test_what_is_filed_meanwhile_is_left_for_the_next_stamp(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    question = asked(archive, lambda _: None)
    assert question is not None
    file_next(folder, lambda _: None)
    tsa.moment = RENEWED
    answer = ask(tsa.stamps(), question.request, kind=QUERY, answered=REPLY)
    file_answer(open_archive(folder), question, answer, tsa.pem(), at=RENEWED, by="", say=lambda _: None)
    found = looked_at(open_archive(folder), tsa, RENEWED)
    assert said(found, open_archive(folder), 4) == "Edition 4.0 is in no stamp yet."
    assert codes(found) == []


def test_a_text_that_was_changed_on_the_way_is_not_filed(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    text = b"anything else\n"
    question = Asked(text, query(text))
    answer = ask(tsa.stamps(), question.request, kind=QUERY, answered=REPLY)
    with pytest.raises(FaultyInputError, match="no head of a log") as refused:
        file_answer(archive, question, answer, tsa.pem(), at=RENEWED, by="", say=lambda _: None)
    assert refused.value.problems[0].code == "E845"


def test_a_command_that_is_killed_before_the_log_has_its_line_is_finished_by_the_next(
    folder: Path, tsa: Authority
) -> None:
    archive = open_archive(folder)
    with (
        mock.patch.object(archive.unfinished, "enter_new", side_effect=LogError([])),
        pytest.raises(FaultyInputError),
    ):
        stamp(archive, tsa, RENEWED)
    told: list[str] = []
    after = open_archive(folder)
    after.finish(told.append)
    assert told == [f"v2 of “{STAMPS}” was filed by a command that was broken off, and is in the log now."]
    assert verify_archive(after, Inquiry(trust=Trust(RENEWED, tsa.pem()))).problems == ()
    assert len(looked_at(after, tsa, RENEWED).stamps) == 2


def test_a_stamp_goes_into_another_object_where_one_is_full(
    folder: Path, tsa: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    archive = open_archive(folder)
    for day in range(3):
        stamp(archive, tsa, RENEWED + dt.timedelta(days=day), renew=True)
    assert [one.folder.removesuffix("/content") for one in stamps(archive)] == [
        f"{STAMPS}/v1",
        f"{STAMPS}/v2",
        "log-002.timestamps/v1",
        "log-002.timestamps/v2",
    ]
    assert codes(looked_at(archive, tsa, RENEWED)) == []


def test_each_stamp_lies_in_a_folder_of_its_own_and_standard_tools_find_the_chain_whole(
    folder: Path, tsa: Authority
) -> None:
    archive = open_archive(folder)
    stamp(archive, tsa, RENEWED)
    listed = archive.folder / STAMPS / "v2/content/stamped.txt"
    lines = [line for line in listed.read_text("utf-8").splitlines() if "  log-" in line]
    done = subprocess.run(
        ["sha512sum", "-c"], input="\n".join(lines), cwd=archive.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3


def test_without_the_extra_the_stamps_are_counted_and_not_checked(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    with mock.patch.dict("sys.modules", {"rfc3161_client": None}):
        assert not timestamp.is_ready()
        found = dating(archive, Trust(FIRST))
        assert codes(found) == []
        assert found.notes == (
            '1 timestamp lies in the archive, not checked. Install the extra: pip install "briefing[sign]"',
        )
        with pytest.raises(FaultyInputError) as refused:
            asked(archive, lambda _: None)
    assert refused.value.problems[0].code == "E844"


# Where an archive lies


def test_a_copy_of_an_archive_has_its_stamps(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    copied = copy_archive(archive, Site.of_folder(folder / "copied"))
    assert not [problem for problem in copied.report.problems if problem.is_error]
    there = Archive.open(folder / "copied", folder / "keys" / "first")
    assert looked_at(there, tsa).stamps == looked_at(archive, tsa).stamps


def test_an_archive_in_a_store_is_stamped_alike(tsa: Authority, tmp_path: Path) -> None:
    bucket = Memory()
    store_faults.file_next(bucket, tmp_path / "keys")
    for moment in (FIRST, RENEWED):
        stamp(store_faults.open_archive(bucket, tmp_path / "keys"), tsa, moment, renew=True)
    archive = store_faults.open_archive(bucket, tmp_path / "keys")
    found = looked_at(archive, tsa, RENEWED)
    assert codes(found) == []
    assert len(found.stamps) == 2
    assert said(found, archive).startswith("Edition 1.0 was there on 12 September 2026")
    assert verify_archive(archive).problems == ()


def test_of_two_who_stamp_at_once_in_a_store_one_is_told_so(tsa: Authority, tmp_path: Path) -> None:
    bucket = Memory()
    store_faults.file_next(bucket, tmp_path / "keys")
    first, second = (store_faults.open_archive(bucket, tmp_path / "keys") for _ in range(2))
    question = asked(second, lambda _: None)
    assert question is not None
    stamp(first, tsa)
    answer = ask(tsa.stamps(), question.request, kind=QUERY, answered=REPLY)
    with pytest.raises(FaultyInputError) as refused:
        file_answer(second, question, answer, tsa.pem(), at=FIRST, by="", say=lambda _: None)
    assert refused.value.problems[0].code == "E845"


def test_the_records_say_for_machines_what_was_found(folder: Path, tsa: Authority) -> None:
    (one,) = looked_at(open_archive(folder), tsa).stamps
    assert json.loads(json.dumps(one.as_object())) == {
        "folder": f"{STAMPS}/v1/content",
        "lines": 3,
        "at": "2026-09-12T10:02:17+00:00",
        "authority": "Short Test Time Stamping",
        "until": "2031-05-01T00:00:00+00:00",
        "trusted": True,
        "relied": True,
        "renewed": False,
    }


def test_a_deposit_has_the_stamps_and_they_hold_for_the_log_as_it_lies_there(folder: Path, tsa: Authority) -> None:
    file_next(folder, lambda _: None, "second")
    archive = open_archive(folder)
    stamp(archive, tsa, RENEWED)
    deposit(archive, "second", folder / "bag", by="", day="2031-03-01")
    root = folder / "bag/data/ocfl"
    assert sorted(path.name for path in root.iterdir() if path.is_dir()) == ["extensions", STAMPS, "second"]
    handed = Book(Folder(root), archive.origin)
    assert [getattr(entry, "kind", "hidden") for entry in handed.leaves()] == [
        *("key", "hidden", "hidden", "timestamp", "hidden", "edition", "timestamp")
    ]
    for number in (1, 2):
        head = Stamped.parse((root / STAMPS / f"v{number}/content/stamped.txt").read_bytes()).checkpoint
        assert merkle.root(handed.hashes()[: head.size]) == head.root


def test_what_is_no_longer_strong_is_to_be_renewed(folder: Path, tsa: Authority) -> None:
    archive = open_archive(folder)
    with mock.patch.object(timestamp, "_WEAK_HASHES", {"sha256"}):
        found = looked_at(archive, tsa)
    assert codes(found) == ["W848"]
    assert "rests on SHA256, which is no longer strong" in found.problems[0].message
