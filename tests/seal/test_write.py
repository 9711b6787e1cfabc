"""Writing seals: behind the end of a PDF, at every level, and nothing of it on a page."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from werkzeug import Response

from briefing.fetch import NoAnswerError
from briefing.model.problem import FaultyInputError
from briefing.seal.certificate import certificates_in
from briefing.seal.examine import examine
from briefing.seal.plan import KeyFile, Plan
from briefing.seal.write import open_sealer
from tests.authority import PASSWORD, refusal, reply
from tests.pdf_facts import faults
from tests.seal.conftest import AT, LEVELS, Office

Sealed = Callable[[str], bytes]


@pytest.mark.parametrize("level", LEVELS)
def test_what_was_pressed_stays_to_the_byte_and_the_seal_stands_behind_it(
    level: str, sealed: Sealed, pressed: bytes
) -> None:
    assert sealed(level).startswith(pressed)
    assert len(sealed(level)) > len(pressed)


@pytest.mark.parametrize("level", LEVELS)
def test_it_stays_what_the_standards_ask_for(level: str, sealed: Sealed) -> None:
    assert faults(sealed(level)) == []


def test_a_field_on_the_page_or_without_a_name_is_a_fault(sealed: Sealed) -> None:
    with pikepdf.open(BytesIO(sealed("B-B"))) as pdf:
        widget = next(one for one in pdf.pages[0].Annots if one.Subtype == "/Widget")
        widget.Rect = pikepdf.Array([0, 0, 9, 9])
        widget.F = 2
        del widget["/TU"]
        pdf.Root.AcroForm.NeedAppearances = True
        spoiled = BytesIO()
        pdf.save(spoiled)
    assert faults(spoiled.getvalue()) == [
        "a field that is in no tag lies on the page",
        "a field has an extent and no appearance",
        "a field is hidden, or is not printed",
        "a field has no name to be read aloud",
        "the form asks the reader to draw it",
    ]


def test_nothing_of_it_is_seen_and_the_metadata_are_those_of_the_press(sealed: Sealed, pressed: bytes) -> None:
    with pypdfium2.PdfDocument(pressed) as before, pypdfium2.PdfDocument(sealed("B-LTA")) as after:
        assert len(before) == len(after)
        for one, other in zip(before, after, strict=True):
            mine, theirs = (page.render(scale=1, may_draw_forms=True).to_pil().convert("RGB") for page in (one, other))
            assert ImageChops.difference(mine, theirs).getbbox() is None
            assert one.get_textpage().get_text_bounded() == other.get_textpage().get_text_bounded()
    with pikepdf.open(BytesIO(pressed)) as before, pikepdf.open(BytesIO(sealed("B-LTA"))) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert dict(before.docinfo) == dict(after.docinfo)
        assert bytes(before.trailer.ID[0]) == bytes(after.trailer.ID[0])


@pytest.mark.parametrize("level", LEVELS)
def test_another_program_finds_the_signature_valid(level: str, sealed: Sealed, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed(level))
    told = subprocess.run(
        ["pdfsig", "-nocert", "sealed.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Signature Validation: Signature is Valid." in told.stdout
    assert "Signer Certificate Common Name: Example Policy Unit" in told.stdout
    assert "Signature Type: ETSI.CAdES.detached" in told.stdout
    assert ("Not total document signed" in told.stdout) == (level in {"B-LT", "B-LTA"})


def test_openssl_finds_the_signature_valid_and_its_certificate_led_to_the_root(
    sealed: Sealed, office: Office, tmp_path: Path
) -> None:
    data = sealed("B-T")
    with pikepdf.open(BytesIO(data)) as pdf:
        signature = pdf.Root.AcroForm.Fields[0].V
        start, length, on, rest = (int(number) for number in signature.ByteRange)
        (tmp_path / "signature.der").write_bytes(bytes(signature.Contents))
    (tmp_path / "signed").write_bytes(data[start : start + length] + data[on : on + rest])
    (tmp_path / "root.pem").write_bytes(office.authority.pem())
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.der", "-content", "signed"]
    command += ["-CAfile", "root.pem", "-purpose", "any", "-out", "/dev/null"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "CMS Verification successful" in done.stderr
    (tmp_path / "signed").write_bytes(data[start + 1 : start + length] + data[on : on + rest])
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_stamp_is_asked_for_each_pdf_and_each_certificate_only_once_whether_it_was_revoked(
    office: Office, pressed: bytes
) -> None:
    before = len(office.authority.asked)
    with open_sealer(office.plan("B-LTA"), lambda _: PASSWORD, AT) as sealer:
        sealer.prepare()
        assert len(sealer.seal([pressed, pressed], AT)) == 2
    asked = office.authority.asked[before:]
    assert sum("/tsa/" in path for path in asked) == 5, "one to reckon by, and two for each"
    assert sum("/ocsp/" in path for path in asked) == 2, "the officer, and who stamps the time"
    assert sum("/crls/" in path for path in asked) == 1, "who is above both"


def refused(office: Office, plan: Plan, pdf: bytes) -> tuple[str, str]:
    with pytest.raises(FaultyInputError) as raised:
        office.seal(pdf, plan)
    (problem,) = raised.value.problems
    assert problem.hint
    return problem.code, problem.message


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("officer-expired", "was good until 2021-01-01"),
        ("tsa", "is not made for signing"),
        ("ocsp", "is not made for signing"),
        ("issuer", "is that of an authority"),
    ],
)
def test_a_certificate_that_is_none_to_seal_with_is_refused_before_anything_is_sealed(
    who: str, said: str, office: Office, pressed: bytes
) -> None:
    code, message = refused(office, office.plan(who=who), pressed)
    assert code == "E892"
    assert said in message


def test_a_certificate_that_is_not_good_yet_is_refused(office: Office, pressed: bytes) -> None:
    with pytest.raises(FaultyInputError, match="is not good before 2020-01-01"):
        office.seal(pressed, office.plan(), AT.replace(year=2019))


def test_a_revoked_certificate_is_found_out_where_a_proof_is_asked_for(office: Office, pressed: bytes) -> None:
    code, message = refused(office, office.plan("B-LT", who="officer-revoked"), pressed)
    assert code == "E892"
    assert "was revoked" in message


def test_a_certificate_that_leads_to_nobody_who_is_trusted_is_refused(office: Office, pressed: bytes) -> None:
    other = office.folder / "other.pem"
    other.write_bytes(office.authority.pem("tsa"))
    code, message = refused(office, replace(office.plan(), trusted=other), pressed)
    assert (code, "leads to nobody who is trusted" in message) == ("E892", True)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Response(status=503), "it answered 503"),
        (refusal(), "it refuses"),
        (reply(b"\x30\x03\x02\x01\x00"), "is no stamp"),
        (reply(b"nonsense"), "is no stamp"),
    ],
)
def test_an_authority_that_does_not_tell_the_time_is_said_with_what_to_do_tonight(
    answer: Response, said: str, office: Office, pressed: bytes
) -> None:
    plan = office.plan("B-T")
    office.authority.instead = lambda _: answer
    with pytest.raises(FaultyInputError) as raised:
        office.seal(pressed, plan)
    (problem,) = raised.value.problems
    assert problem.code == "E893"
    assert said in problem.message
    assert "--seal-level B-B" in problem.hint


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"level": "B-T", "authority": ""}, "needs an authority"),
        ({"level": "B-LT", "trusted": None}, "needs the certificates of those who are trusted"),
        ({"trusted": Path("gone.pem")}, "cannot be read"),
    ],
)
def test_a_level_for_which_too_little_was_said_is_refused(
    plan: dict[str, object], said: str, office: Office, pressed: bytes
) -> None:
    code, message = refused(office, replace(office.plan(), **plan), pressed)  # type: ignore[arg-type]
    assert (code, said in message) == ("E890", True)


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_takes_no_seal(data: bytes, office: Office) -> None:
    assert refused(office, office.plan(), data)[0] == "E895"


def test_a_sealed_pdf_takes_no_second_seal(office: Office, sealed: Sealed) -> None:
    code, message = refused(office, office.plan(), sealed("B-B"))
    assert (code, "already" in message) == ("E895", True)


def test_a_key_file_needs_no_root_to_be_trusted_to_sign_and_no_more(office: Office, pressed: bytes) -> None:
    plan = Plan(source=KeyFile(office.plan().source.path))  # type: ignore[union-attr]
    assert office.seal(pressed, plan).startswith(pressed)


def test_where_an_authority_does_not_answer_its_list_is_taken_and_without_either_nothing_is_sealed(
    office: Office, pressed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> bytes:
        raise NoAnswerError("nobody is there")

    monkeypatch.setattr("briefing.seal.proofs.ask", nobody)
    (seal,) = examine(office.seal(pressed, office.plan("B-LT")), certificates_in(office.folder / "root.pem"), AT)
    assert (seal.holds, seal.revocation) == (True, "not revoked")
    monkeypatch.setattr("briefing.seal.proofs.take", nobody)
    code, message = refused(office, office.plan("B-LT"), pressed)
    assert code == "E894"
    assert "nobody says whether “Test Issuer” was revoked" in message or "“Example Policy Unit”" in message
    assert "nobody is there" in message
