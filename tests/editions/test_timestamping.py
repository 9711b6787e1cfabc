"""`briefing timestamp`: asking, carrying, and what is said where an authority is away, refuses or talks rubbish."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug import Request, Response

from briefing import fetch
from briefing.fetch import ask
from briefing.timestamp import QUERY, REPLY
from tests.archive_desk import fresh
from tests.archive_scenario import archive_of, file_next
from tests.authority import Authority, authority, refusal, reply
from tests.conftest import Command, Said
from tests.workbench import HOUSE, DeskCopy


@pytest.fixture(scope="module")
def everybody() -> Iterator[Authority]:
    with authority() as made:
        yield made


@pytest.fixture
def tsa(everybody: Authority) -> Iterator[Authority]:
    everybody.asked.clear()
    yield everybody
    everybody.instead = None


@pytest.fixture
def timestamp(briefing: Command, desk: DeskCopy, tsa: Authority, monkeypatch: pytest.MonkeyPatch) -> "Asking":
    """The command, for the archive of a desk that names the authority; one edition is filed."""
    monkeypatch.setenv("BRIEFING_KEYS", str(desk.folder / "keys/first"))
    file_next(desk.folder, lambda _: None)
    named(desk, tsa)
    return Asking(briefing)


class Asking:
    """The command `timestamp`."""

    def __init__(self, briefing: Command) -> None:
        self._briefing = briefing

    def __call__(self, *options: str) -> Said:
        said = self._briefing("timestamp", *options)
        assert "Traceback" not in said.err
        return said


def named(desk: DeskCopy, tsa: Authority, *, who: str = "tsa", each: str = "") -> None:
    """Name the authority in house.yaml."""
    desk.write(tsa.pem(), "sources/tsa.pem")
    more = f", each: {each}" if each else ""
    desk.append(f"\ntimestamp: {{authority: '{tsa.stamps(who)}', certificates: tsa.pem{more}}}\n", HOUSE)


def lines(desk: DeskCopy) -> list[str]:
    log = (archive_of(desk.folder) / "log.jsonl").read_text("utf-8")
    return [json.loads(line)["kind"] for line in log.splitlines()]


def test_the_log_is_stamped_by_the_authority_that_the_house_style_names(
    timestamp: Asking, briefing: Command, desk: DeskCopy
) -> None:
    done = timestamp()
    assert done.status == 0, done.err
    assert "Stamped by Test Time Stamping at 20" in done.err
    assert "Renew it before 2045-01-01." in done.err
    assert lines(desk) == ["key", "edition", "timestamp"]
    again = timestamp()
    assert (again.status, lines(desk)) == (0, ["key", "edition", "timestamp"])
    assert "Nothing was filed since the log was stamped" in again.err
    assert timestamp("--renew", "--json").status == 0
    assert lines(desk)[-1] == "timestamp"
    verified = briefing("verify", "--json")
    told = json.loads(verified.out)
    assert (verified.status, told["problems"]) == (0, [])
    assert [(one["authority"], one["trusted"], one["relied"]) for one in told["timestamps"]] == [
        ("Test Time Stamping", True, True)
    ] * 2


def test_a_request_can_be_carried_to_a_machine_that_has_a_network(
    timestamp: Asking, desk: DeskCopy, tsa: Authority
) -> None:
    written = timestamp("--request", "monday.tsq")
    assert (written.status, written.out) == (0, "monday.tsq\n")
    assert tsa.asked == []
    answer = ask(tsa.stamps(), (desk.folder / "monday.tsq").read_bytes(), kind=QUERY, answered=REPLY)
    (desk.folder / "monday.tsr").write_bytes(answer)
    done = timestamp("--response", "monday.tsr")
    assert done.status == 0, done.err
    assert lines(desk) == ["key", "edition", "timestamp"]
    late = timestamp("--response", "monday.tsr")
    assert late.status == 1
    assert "E845 another stamp was filed since this one was asked for" in late.err


def test_an_answer_to_another_request_is_not_filed(timestamp: Asking, desk: DeskCopy, tsa: Authority) -> None:
    for day in ("monday", "tuesday"):
        assert timestamp("--request", f"{day}.tsq").status == 0
    answer = ask(tsa.stamps(), (desk.folder / "monday.tsq").read_bytes(), kind=QUERY, answered=REPLY)
    (desk.folder / "tuesday.tsr").write_bytes(answer)
    done = timestamp("--response", "tuesday.tsr")
    assert done.status == 1
    assert "E845 the answer is to another request" in done.err
    assert timestamp("--response", "tuesday.tsr", "--request", "monday.tsq").status == 0


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (refusal("no such client"), "E844", "the answer of the authority is a refusal: no such client"),
        (reply(b"rubbish"), "E845", "the answer cannot be read"),
        (reply(b""), "E845", "the answer cannot be read"),
        (reply(b"<p>Pay here", "text/html"), "E844", "gave no timestamp: it sent text/html"),
        (reply(b"0" * (2 * 1024 * 1024)), "E844", "larger than 1 MiB"),
        (Response(status=500), "E844", "gave no timestamp: it answered 500"),
        (Response(status=302, headers={"Location": "/elsewhere"}), "E844", "it answered 302"),
    ],
)
def test_what_an_authority_answers_instead_is_said_and_nothing_is_filed(
    timestamp: Asking, desk: DeskCopy, tsa: Authority, answer: Response, code: str, said: str
) -> None:
    tsa.instead = lambda _: answer
    done = timestamp()
    assert done.status == 1
    assert f"{code} " in done.err
    assert said in done.err
    assert "hint: " in done.err
    assert lines(desk) == ["key", "edition"]


def test_an_authority_that_answers_late_is_given_up(
    timestamp: Asking, tsa: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    monkeypatch.setitem(fetch.ask.__kwdefaults__, "seconds", 0.2)

    def late(_: Request) -> Response:
        ended.wait(60)
        return refusal()

    tsa.instead = late
    done = timestamp()
    ended.set()
    assert done.status == 1
    assert "E844" in done.err
    assert "timed out" in done.err


@pytest.mark.parametrize(
    ("who", "certificates", "said"),
    [
        ("tsa-wrong", ("root",), "is signed with a certificate that is not for time stamping: Test Clerk"),
        ("tsa-expired", ("root",), "was signed with a certificate that was not valid at that moment"),
        ("tsa-short", ("root",), "is signed below “Test Issuer”, whose certificate is not among those given"),
    ],
)
def test_an_answer_that_proves_nothing_is_not_filed(
    timestamp: Asking, desk: DeskCopy, tsa: Authority, who: str, certificates: tuple[str, ...], said: str
) -> None:
    desk.write(tsa.pem(*certificates), "some.pem")
    done = timestamp("--authority", tsa.stamps(who), "--certificates", "some.pem")
    assert done.status == 1
    assert f"E845 the answer {said}" in done.err
    assert lines(desk) == ["key", "edition"]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--authority", "http://x/", "--request", "a.tsq"), 2, "leave one out"),
        (("--response", "gone.tsr"), 1, "E848 gone.tsq.txt cannot be read"),
        (
            ("--authority", "ftp://127.0.0.1/"),
            1,
            "E844 ftp://127.0.0.1/ gave no timestamp: it is no address of the web",
        ),
        (("--certificates", "gone.pem"), 1, "E848 gone.pem cannot be read"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    timestamp: Asking, options: tuple[str, ...], status: int, said: str
) -> None:
    done = timestamp(*options)
    assert done.status == status
    assert said in done.err


def test_without_an_authority_it_is_said_how_to_name_one(
    briefing: Command, desk: DeskCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_KEYS", str(desk.folder / "keys/first"))
    file_next(desk.folder, lambda _: None)
    done = briefing("timestamp")
    assert done.status == 2
    assert "No authority is named" in done.err


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_of_roots_without_one_is_said(
    timestamp: Asking, briefing: Command, desk: DeskCopy, content: bytes
) -> None:
    desk.write(content, "roots.pem")
    done = briefing("verify", "--trusted", "roots.pem")
    assert done.status == 1
    assert "E848 there is no certificate in it that can be read" in done.err


def test_the_day_of_renewal_stands_among_what_is_due(timestamp: Asking, briefing: Command) -> None:
    assert timestamp().status == 0
    assert "to be renewed before 2045-01-01" in briefing("retention").out
    assert "to be renewed" not in briefing("retention", "--due").out
    assert "to be renewed" in briefing("retention", "--due", "--as-of", "2044-12-01").out


@pytest.mark.parametrize("value", ["ftp://x.example", "tsa.example.org", ""])
def test_an_authority_that_is_no_address_is_an_error_of_the_house_style(
    briefing: Command, desk: DeskCopy, value: str
) -> None:
    desk.append(f"\ntimestamp: {{authority: '{value}', certificates: tsa.pem}}\n", HOUSE)
    done = briefing("timestamp")
    assert done.status == 1
    assert "house.yaml" in done.err
    assert "authority" in done.err


# After each edition


def test_an_edition_is_filed_though_the_authority_is_down_and_the_next_command_makes_up_for_it(
    everybody: Authority, tmp_path: Path
) -> None:
    desk = fresh(tmp_path / "desk")
    named(desk, everybody, each="edition")
    everybody.instead = lambda _: Response(status=503)
    said = desk.file()
    assert "Filed: edition 1.0" in said
    assert "warning: W844 the log was not stamped: " in said
    assert "gave no timestamp: it answered 503" in said
    everybody.instead = None
    again = desk.file()
    assert "nothing was filed" in again
    assert "Stamped by Test Time Stamping" in again
    assert lines(desk) == ["key", "edition", "timestamp"]
