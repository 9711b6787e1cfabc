"""Timestamps: what an authority's answer states, what is wrong with one, and that OpenSSL is of the same opinion."""

import datetime as dt
import random
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from asn1crypto import tsp

from briefing.fetch import ask
from briefing.timestamp import QUERY, REPLY, Fault, NoTimestampError, leads_to, query, read, read_certificates
from tests.authority import Authority, authority, refusal

TEXT = b"the head of a log\n"
AT = dt.datetime(2026, 9, 12, 10, 2, 17, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def everybody() -> Iterator[Authority]:
    with authority(AT) as made:
        yield made


@pytest.fixture(scope="module")
def others() -> Iterator[Authority]:
    with authority(AT, name="Other ") as made:
        yield made


def answered(by: Authority, who: str = "tsa", request: bytes | None = None) -> bytes:
    return ask(by.stamps(who), request or query(TEXT), kind=QUERY, answered=REPLY)


def openssl(folder: Path, answer: bytes, roots: bytes, chain: bytes, text: bytes = TEXT) -> str:
    """What OpenSSL says, at the moment that the authority states."""
    for name, content in {"text": text, "answer": answer, "roots": roots, "chain": chain}.items():
        (folder / name).write_bytes(content)
    command = ("openssl", "ts", "-verify", "-data", "text", "-in", "answer", "-CAfile", "roots", "-untrusted", "chain")
    at = ("-attime", str(int(AT.timestamp())))
    done = subprocess.run([*command, *at], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.splitlines()[0]


def test_it_states_when_and_by_whom_and_until_when_it_can_be_relied_on(everybody: Authority, tmp_path: Path) -> None:
    answer = answered(everybody)
    found = read(answer, TEXT, everybody.pem())
    assert (found.authority, found.at) == ("Test Time Stamping", AT)
    assert found.until == dt.datetime(2045, 1, 1, tzinfo=dt.UTC)
    assert found.weak == ""
    assert openssl(tmp_path, answer, everybody.pem(), found.chain) == "Verification: OK"
    assert [one.subject for one in read_certificates(found.chain)] == [
        one.subject for one in read_certificates(everybody.pem("tsa", "issuer", "root"))
    ]


@pytest.mark.parametrize(
    ("parts", "accuracy", "later"), [(0, 0, 0), (1, 0, 1), (999_999, 0, 1), (0, 1, 1), (500, 2, 3)]
)
def test_at_the_latest_is_later_by_what_the_authority_leaves_open(
    everybody: Authority, parts: int, accuracy: int, later: int
) -> None:
    everybody.moment = AT.replace(microsecond=parts)
    try:
        with stating(accuracy):
            answer = answered(everybody)
    finally:
        everybody.moment = AT
    assert read(answer, TEXT, everybody.pem()).at == AT + dt.timedelta(seconds=later)


@contextmanager
def stating(seconds: int) -> Iterator[None]:
    """Let the authority say by how much it may be wrong, which Certomancer leaves out."""
    told = tsp.TSTInfo.__init__

    def more(self: tsp.TSTInfo, value: dict[str, object] | None = None, **rest: object) -> None:
        told(self, {**value, "accuracy": {"seconds": seconds}} if seconds and value else value, **rest)

    with mock.patch.object(tsp.TSTInfo, "__init__", more):
        yield


def test_certificates_that_the_answer_lacks_are_taken_from_those_given(everybody: Authority, tmp_path: Path) -> None:
    answer = answered(everybody, "tsa-short")
    with pytest.raises(NoTimestampError, match="signed below “Test Issuer”"):
        read(answer, TEXT, everybody.pem("root"))
    found = read(answer, TEXT, everybody.pem("root", "issuer"))
    assert found.until == dt.datetime(2031, 5, 1, tzinfo=dt.UTC)
    assert openssl(tmp_path, answer, everybody.pem(), found.chain) == "Verification: OK"


def test_only_a_root_that_is_named_is_trusted(everybody: Authority, others: Authority) -> None:
    answer = answered(everybody)
    chain = read(answer, TEXT, everybody.pem()).chain
    assert leads_to(answer, TEXT, chain, everybody.pem())
    assert leads_to(answer, TEXT, chain, others.pem() + everybody.pem())
    assert not leads_to(answer, TEXT, chain, others.pem())
    assert not leads_to(answer, TEXT, chain, b"")
    assert not leads_to(answer, TEXT, chain, everybody.pem("officer"))


@pytest.mark.parametrize(("who", "fault"), [("tsa-wrong", Fault.NOT_FOR_TIME), ("tsa-expired", Fault.NOT_VALID)])
def test_a_certificate_that_was_not_for_it_then_is_refused(
    everybody: Authority, tmp_path: Path, who: str, fault: Fault
) -> None:
    answer = answered(everybody, who)
    with pytest.raises(NoTimestampError) as refused:
        read(answer, TEXT, everybody.pem())
    assert refused.value.fault is fault
    assert openssl(tmp_path, answer, everybody.pem(), everybody.pem("issuer")) == "Verification: FAILED"


def test_an_answer_of_something_else_is_refused(everybody: Authority, others: Authority, tmp_path: Path) -> None:
    answer = answered(everybody)
    faults = {}
    for name, (text, certificates, request) in {
        "text": (TEXT + b"x", everybody.pem(), None),
        "request": (TEXT, everybody.pem(), query(TEXT)),
        "authority": (TEXT, others.pem(), None),
    }.items():
        with pytest.raises(NoTimestampError) as refused:
            read(answer, text, certificates, answers=request)
        faults[name] = refused.value.fault
    assert faults == {"text": Fault.OTHER_TEXT, "request": Fault.OTHER_REQUEST, "authority": Fault.NO_CHAIN}
    assert openssl(tmp_path, answer, everybody.pem(), b"", TEXT + b"x") == "Verification: FAILED"


def test_an_answer_to_the_request_is_taken(everybody: Authority) -> None:
    request = query(TEXT)
    assert read(answered(everybody, request=request), TEXT, everybody.pem(), answers=request).at == AT


def test_a_refusal_says_why() -> None:
    with pytest.raises(NoTimestampError, match="a refusal: not today"):
        read(refusal().get_data(), TEXT)


def test_whatever_is_changed_in_it_it_is_refused_in_a_sentence_or_says_the_same(everybody: Authority) -> None:
    answer, chance = answered(everybody), random.Random(8)  # noqa: S311 (to spoil files by)
    stated = read(answer, TEXT, everybody.pem())
    faults = set()
    for _ in range(120):
        spoilt = bytearray(answer)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                assert read(bytes(spoilt[: chance.choice((None, None, 40))]), TEXT, everybody.pem()) == stated
            except NoTimestampError as error:
                faults.add(error.fault)
    assert {Fault.UNREADABLE, Fault.FALSE, Fault.OTHER_TEXT} <= faults


@pytest.mark.parametrize("data", [b"", b"rubbish", b"\x30\x80", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_rubbish_is_no_answer_and_no_certificate(data: bytes) -> None:
    with pytest.raises(NoTimestampError, match="cannot be read"):
        read(data, TEXT)
    with pytest.raises(NoTimestampError, match="cannot be read") if data else warnings.catch_warnings():
        assert read_certificates(data) == []
