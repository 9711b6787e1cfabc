"""Examining seals: whose they are, whether they hold, and what was done to a file since."""

import datetime as dt
import socket
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.copying.overlay import base_of, overlay
from briefing.seal.certificate import certificates_in
from briefing.seal.examine import UnreadableSealError, examine
from briefing.seal.seen import Seen
from tests.authority import authority
from tests.seal.conftest import AT, LEVELS, Office

Sealed = Callable[[str], bytes]
LATER = AT.replace(year=2027)


def seen(pdf: bytes, office: Office | None, at: dt.datetime = LATER) -> Seen:
    """What is found where the root of these tests is trusted, or nobody is."""
    trusted = certificates_in(office.folder / "root.pem") if office else ()
    (one,) = examine(pdf, trusted, at)
    return one


@pytest.mark.parametrize("level", LEVELS)
def test_a_seal_holds_at_its_level_and_says_whose_it_is(level: str, sealed: Sealed, office: Office) -> None:
    one = seen(sealed(level), office)
    assert one.holds
    assert (one.level, one.name, one.by, one.reason) == (level, "Example Policy Unit", "Test Issuer", "Filed")
    assert one.told == AT
    assert (one.stamp is not None) == (level != "B-B")
    assert (one.last is not None) == (level == "B-LTA")
    assert one.revocation == ("not revoked" if level in {"B-LT", "B-LTA"} else "not known")
    first, *rest = one.sentences()
    assert first.startswith("SEALED on 2026-05-04 12:30 UTC by Example Policy Unit, as Test Issuer certifies; ")
    assert ("nothing was added since but proofs and stamps" in first) == (level == "B-LT")
    assert any("nobody else vouches for it" in sentence for sentence in rest) == (level == "B-B")
    assert any("vouched for by Test Time Stamping" in sentence for sentence in rest) == (level != "B-B")
    assert f"Level {level}: " in rest[-1]


def test_nobody_is_asked_over_the_network(sealed: Sealed, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("somebody was asked")

    before = len(office.authority.asked)
    monkeypatch.setattr(socket.socket, "connect", connect)
    assert seen(sealed("B-LT"), office).holds
    assert len(office.authority.asked) == before


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
def test_without_anybody_to_trust_it_is_whole_and_nobody_is_proved(level: str, sealed: Sealed, office: Office) -> None:
    one = seen(sealed(level), None)
    assert (one.is_unchanged, one.holds, one.trust, one.level) == (True, False, "nobody to trust", level)
    assert "AND BY WHOM IS NOT PROVED" in next(one.sentences())
    assert any("--trusted FILE.pem" in sentence for sentence in one.sentences())


def test_the_certificates_in_the_file_are_not_trusted_for_being_there(sealed: Sealed) -> None:
    with authority(AT, name="Other ") as others:
        stranger = examine(sealed("B-LTA"), certificates_in_bytes(others.pem()), LATER)[0]
    assert (stranger.trust, stranger.holds) == ("not trusted", False)
    assert "“Test Root”, who is not among those who are trusted" in " ".join(stranger.sentences())


def certificates_in_bytes(pem: bytes) -> tuple[object, ...]:
    from asn1crypto import pem as armour  # noqa: PLC0415
    from asn1crypto import x509  # noqa: PLC0415

    return (x509.Certificate.load(armour.unarmor(pem)[2]),)


def _changed(data: bytes) -> bytes:
    return data.replace(b"/Reason (Filed)", b"/Reason (Fired)")


def _of_the_press(data: bytes) -> bytes:
    at = data.index(b"stream\n") + 40
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
@pytest.mark.parametrize("change", [_changed, _of_the_press])
def test_a_file_that_was_tampered_with_is_found_out(
    level: str, change: Callable[[bytes], bytes], sealed: Sealed, office: Office
) -> None:
    changed = change(sealed(level))
    assert changed != sealed(level)
    one = seen(changed, office)
    assert (one.is_intact, one.holds) == (False, False)
    assert next(one.sentences()).startswith("SEAL BROKEN: Example Policy Unit sealed something else")


def _with_a_name(data: bytes) -> bytes:
    line = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 20))
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 9 9 re f")
        pdf.save(line)
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    return overlay(base_of(data), line.getvalue(), (200, 20), [(20, 20)] * pages)


@pytest.mark.parametrize("level", ["B-B", "B-LT"])
@pytest.mark.parametrize(
    "add",
    [_with_a_name, lambda data: data + b"% more\n", lambda data: data + data[data.rindex(b"startxref") :]],
    ids=["a line on each page", "a few bytes", "another end"],
)
def test_what_is_added_after_sealing_is_found_out(
    level: str, add: Callable[[bytes], bytes], sealed: Sealed, office: Office
) -> None:
    one = seen(add(sealed(level)), office)
    assert (one.is_intact, one.is_whole, one.holds) == (True, False, False)
    assert next(one.sentences()).startswith("SEAL BROKEN: something was added to this file after")


def test_a_certificate_that_expired_counts_on_where_its_hour_is_stamped(
    sealed: Sealed, office: Office, pressed: bytes
) -> None:
    earlier = AT.replace(year=2020)
    office.authority.moment = earlier
    plain = office.seal(pressed, office.plan("B-B", who="officer-expired"), earlier)
    stamped = office.seal(pressed, office.plan("B-T", who="officer-expired"), earlier)
    assert seen(plain, office, earlier.replace(month=12)).holds
    late = seen(plain, office)
    assert not late.holds
    assert "it was good until 2021-01-01" in " ".join(late.sentences())
    assert seen(stamped, office).holds


def test_a_stamp_whose_own_certificate_expired_needs_the_stamp_over_it(
    sealed: Sealed, office: Office, pressed: bytes
) -> None:
    after = AT.replace(year=2032)
    short = office.seal(pressed, office.plan("B-T", stamps="tsa-short"))
    one = seen(short, office, after)
    assert one.stamp is not None
    assert not one.stamp.holds
    assert "who does not count here: it was good until 2031-05-01" in " ".join(one.sentences())
    assert seen(sealed("B-LTA"), office, after).holds


def test_a_certificate_revoked_before_it_sealed_is_told_where_the_file_carries_the_proof(
    office: Office, pressed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seen(office.seal(pressed, office.plan("B-T", who="officer-revoked")), office).revocation == "not known"

    async def hold(*_: object) -> None:
        """Let pass what is refused where it is sealed."""

    monkeypatch.setattr("briefing.seal.proofs._hold_proofs", hold)
    one = seen(office.seal(pressed, office.plan("B-LT", who="officer-revoked")), office)
    assert (one.revocation, one.holds) == ("revoked", False)
    assert next(one.sentences()) == (
        "SEAL NOT VALID: the certificate of Example Policy Unit, revoked was revoked on 2024-06-01 00:00 UTC."
    )


def test_a_file_without_a_seal_has_none(pressed: bytes) -> None:
    assert examine(pressed, (), LATER) == ()


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n"])
def test_of_what_is_no_pdf_it_is_said_that_it_cannot_be_read(data: bytes) -> None:
    with pytest.raises(UnreadableSealError):
        examine(data, (), LATER)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_is_changed_in_the_seal_it_never_holds_and_nothing_breaks(data: st.DataObject, spoiled: bytes) -> None:
    """Any byte of what stands behind the press, exchanged: but for what fills up the room for the signature."""
    at = data.draw(st.integers(0, len(spoiled) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != spoiled[at]))
    try:
        found = examine(spoiled[:at] + bytes([value]) + spoiled[at + 1 :], (), LATER)
    except UnreadableSealError:
        return
    for one in found:
        assert not one.holds


@pytest.fixture(scope="session")
def spoiled(sealed: Sealed) -> bytes:
    return sealed("B-B")


def test_the_words_of_a_seal_can_be_said_to_machines(sealed: Sealed, office: Office) -> None:
    shown = seen(sealed("B-LTA"), office).as_object()
    assert shown["holds"] is True
    assert shown["told"] == "2026-05-04T12:30:00+00:00"
    assert shown["stamp"]["by"] == "Test Time Stamping"
    assert len(shown["sha256"]) == 64
