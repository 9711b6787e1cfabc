"""Sealing: what is filed is sealed, searched as it is sealed, and known again for what it is."""

import datetime as dt
import hashlib
import io
import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from werkzeug import Response

from briefing.archive.record import SealRecord
from briefing.archive.store import Archive
from briefing.cli.seals import secret_from
from briefing.editions.filing import FilingOrder, NewEdition, file_edition
from briefing.model.problem import FaultyInputError, Problem
from briefing.seal.plan import KeyFile, Plan
from briefing.seal.write import open_sealer
from tests.archive_desk import AS_OF, NAME, ArchiveDesk, fresh
from tests.authority import PASSWORD, Authority, authority
from tests.ocfl_judge import complaints
from tests.pdf_facts import faults
from tests.workbench import HOUSE, ROOT, run

AT = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)
CHIEF = "pdf/2026-03-09_harbour_chief.pdf"


@pytest.fixture(scope="module")
def office() -> Iterator[Authority]:
    with authority() as made:
        yield made


def settled(folder: Path, office: Authority, level: str) -> ArchiveDesk:
    """A desk whose house style has a seal."""
    desk = fresh(folder)
    desk.write(office.pkcs12(), "sources/unit.p12")
    desk.write(office.pem(), "sources/root.pem")
    seal = f"{{certificate: unit.p12, level: {level}, authority: '{office.stamps()}', trusted: root.pem}}"
    desk.append(f"seal: {seal}\n", HOUSE)
    return desk


def ask(desk: ArchiveDesk, *arguments: str, status: int = 0, **given: str) -> str:
    environment = {"BRIEFING_KEYS": str(desk.keys), "BRIEFING_PASSPHRASE": PASSWORD, **given}
    done = run(*arguments, folder=desk.folder, environment=environment, seconds=240)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def desk(office: Authority, tmp_path_factory: pytest.TempPathFactory) -> ArchiveDesk:
    """A sealed edition, only to be read."""
    made = settled(tmp_path_factory.mktemp("sealed") / "desk", office, "B-LTA")
    said = ask(made, "archive", NAME, "--as-of", AS_OF)
    assert "  sealed by Example Policy Unit (B-LTA)\n" in said
    return made


def test_every_audience_gets_a_sealed_pdf_and_the_record_says_by_whom(desk: ArchiveDesk, office: Authority) -> None:
    (edition,) = desk.editions()
    assert edition.seal == SealRecord(
        level="B-LTA",
        name="Example Policy Unit",
        subject="CN=Example Policy Unit,O=Tests,C=XX",
        issuer="CN=Test Issuer,O=Tests,C=XX",
        serial="1005",
        sha256=hashlib.sha256(office.der("officer")).hexdigest(),
    )
    files = [file for _, file in edition.files()]
    assert len(files) == 2
    statement = json.loads(desk.opened().read(NAME, 1, "provenance.json"))["predicate"]
    assert statement["buildDefinition"]["externalParameters"]["seal"]["sha256"] == edition.seal.sha256
    for file, made in zip(files, statement["runDetails"]["byproducts"], strict=True):
        filed = desk.opened().read(NAME, 1, file.path)
        assert hashlib.sha512(filed).hexdigest() == file.sha512
        assert faults(filed) == []
        assert file.pressed is not None
        assert file.pressed.octets < len(filed)
        assert hashlib.sha512(file.without_seal(filed)).hexdigest() == file.pressed.sha512 == made["digest"]["sha512"]
        assert (desk.folder / "build" / NAME / Path(file.path).name).read_bytes() == filed
    assert not complaints(desk.archive)


def test_an_unchanged_brief_is_not_filed_again_though_every_seal_is_another(desk: ArchiveDesk) -> None:
    assert "so nothing was filed" in ask(desk, "archive", NAME, "--as-of", AS_OF)
    assert "so nothing was filed" in ask(desk, "archive", NAME, "--as-of", AS_OF, "--no-seal")
    assert len(desk.editions()) == 1


def test_it_is_made_again_up_to_the_seal(desk: ArchiveDesk) -> None:
    said = ask(desk, "rebuild", NAME, "1.0")
    assert f"same       {CHIEF}, up to the seal that stands behind it" in said


def test_verify_says_of_a_sealed_pdf_what_it_is_and_who_sealed_it(desk: ArchiveDesk) -> None:
    said = ask(desk, "verify", f"build/{NAME}/{Path(CHIEF).name}")
    assert said.startswith("GENUINE: ")
    assert " by Example Policy Unit, as Test Issuer certifies; not a byte was changed since." in said
    assert "Level B-LTA: " in said


def test_verify_tells_what_was_added_to_a_sealed_pdf(desk: ArchiveDesk, tmp_path: Path) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(desk.opened().read(NAME, 1, CHIEF) + b"% more\n")
    said = ask(desk, "verify", str(changed), status=1)
    assert "NOT GENUINE: " in said
    assert "SEAL BROKEN: something was added to this file after Example Policy Unit sealed it" in said


def test_verify_of_the_brief_checks_every_seal_and_of_the_archive_counts_them(desk: ArchiveDesk) -> None:
    shown = json.loads(ask(desk, "verify", NAME, "--json"))
    assert shown["whole"] is True
    assert [(one["edition"], one["level"], one["holds"]) for one in shown["seals"]] == [("1.0", "B-LTA", True)] * 2
    assert any("every seal holds" in note for note in shown["notes"])
    assert "1 edition is sealed; by whom, and whether the seals hold: briefing verify BRIEF" in ask(desk, "verify")


def test_whoever_has_the_file_alone_can_check_it_with_a_certificate_to_trust(
    desk: ArchiveDesk, office: Authority, tmp_path: Path
) -> None:
    (tmp_path / "sealed.pdf").write_bytes(desk.opened().read(NAME, 1, CHIEF))
    (tmp_path / "root.pem").write_bytes(office.pem())
    done = run("verify", "sealed.pdf", "--trusted", "root.pem", folder=tmp_path, seconds=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("SEALED on ")
    done = run("verify", "sealed.pdf", folder=tmp_path, seconds=120)
    assert done.returncode == 1
    assert "AND BY WHOM IS NOT PROVED" in done.stdout


def test_without_the_extra_it_says_that_there_is_a_seal_and_what_checks_it(desk: ArchiveDesk, tmp_path: Path) -> None:
    (tmp_path / "pyhanko").mkdir()
    (tmp_path / "pyhanko/__init__.py").write_text("raise ImportError\n")
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    for what in (f"build/{NAME}/{Path(CHIEF).name}", NAME):
        assert 'not checked: pip install "briefing[sign]"' in ask(desk, "verify", what, PYTHONPATH=path)
    said = ask(desk, "archive", NAME, "--as-of", AS_OF, status=1, PYTHONPATH=path)
    assert "error: E890 seals need an extra part of this program" in said


def test_copies_and_record_copies_are_made_of_what_was_pressed(desk: ArchiveDesk, tmp_path: Path) -> None:
    filed = desk.opened().read(NAME, 1, CHIEF)
    (_, file), *_ = desk.editions()[0].files()
    (tmp_path / "readers.csv").write_text("name\nAda\n")
    said = ask(
        desk, "copies", NAME, "1.0", "-a", "chief", "--register", str(tmp_path / "readers.csv"), "-o", str(tmp_path)
    )
    assert "The copies carry no seal" in said
    (copy,) = tmp_path.glob("*copy*.pdf")
    assert copy.read_bytes().startswith(file.without_seal(filed))
    assert b"/ByteRange" not in copy.read_bytes()
    ask(desk, "deposit", NAME, "-o", str(tmp_path / "bag"))
    record = tmp_path / "bag/data/record-copies/v1" / Path(CHIEF).name
    with pikepdf.open(record) as pdf:
        assert "/AcroForm" not in pdf.Root
    assert (tmp_path / "bag/data/ocfl" / NAME / "v1/content" / CHIEF).read_bytes() == filed


def test_a_reader_in_2046_checks_a_seal_with_standard_tools_as_the_page_says(
    desk: ArchiveDesk, office: Authority, tmp_path: Path
) -> None:
    page = (ROOT / "docs/archive-format.md").read_text("utf-8")
    blocks = re.findall(r"^```bash\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    pdf = desk.archive / NAME / "v1/content" / CHIEF
    (tmp_path / "root.pem").write_bytes(office.pem())
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(pdf.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))

    def typed(block: str, pdf: Path) -> subprocess.CompletedProcess[str]:
        given = {"PDF": str(pdf), "ROOT": str(tmp_path / "root.pem"), "ARCHIVE": str(desk.archive), "NAME": NAME}
        return subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", block],
            cwd=tmp_path,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", **given},
            capture_output=True,
            text=True,
            check=False,
        )

    of_seal, of_press = blocks
    done = typed(of_seal, pdf)
    assert done.returncode == 0, done.stderr
    assert "Signature Validation: Signature is Valid." in done.stdout
    assert "CMS Verification successful" in done.stderr
    assert "CN=Example Policy Unit" in done.stdout.replace(" = ", "=")
    assert typed(of_seal, changed).returncode != 0
    done = typed(of_press, pdf)
    assert done.stdout.count("as pressed: pdf/") == 2, done.stderr


def test_a_dead_authority_files_nothing_and_less_of_a_seal_is_filed_tonight(tmp_path: Path) -> None:
    with authority() as office:
        desk = settled(tmp_path / "desk", office, "B-T")
        office.instead = lambda _: Response(status=503)
        said = ask(desk, "archive", NAME, "--as-of", AS_OF, status=1)
        assert "error: E893 " in said
        assert "--seal-level B-B" in said
        assert not list(desk.archive.glob(f"{NAME}*"))
        assert not list((desk.folder / "build").rglob("*.pdf"))
        ask(desk, "archive", NAME, "--as-of", AS_OF, "--seal-level", "B-B")
        office.instead = None
        assert "Filed: edition 2.0" in ask(desk, "archive", NAME, "--as-of", AS_OF), "a seal that was asked for"
    assert [edition.seal.level for edition in desk.editions() if edition.seal] == ["B-B", "B-T"]


@pytest.fixture
def plain(tmp_path: Path) -> ArchiveDesk:
    """A desk without a seal in its house style, and a key file beside it."""
    return fresh(tmp_path / "desk")


def test_a_pdf_that_is_not_filed_is_sealed_with_a_passphrase_from_a_file(
    plain: ArchiveDesk, office: Authority, desk: ArchiveDesk
) -> None:
    (_, file), *_ = desk.editions()[0].files()
    letter = file.without_seal(desk.opened().read(NAME, 1, CHIEF))
    plain.write(office.pkcs12(), "unit.p12")
    plain.write(letter, "letter.pdf")
    plain.write(PASSWORD + "\n", "passphrase")
    command = ("seal", "letter.pdf", "-o", "out.pdf", "--certificate", "unit.p12", "--passphrase-file")
    assert "E891 the passphrase does not open unit.p12" in _told(plain, *command, "-", given="wrong\n", status=1)
    assert not (plain.folder / "out.pdf").exists()
    assert "Sealed by Example Policy Unit (B-B)." in _told(plain, *command, "passphrase")
    assert (plain.folder / "out.pdf").read_bytes().startswith(letter)


def _told(desk: ArchiveDesk, *arguments: str, given: str = "", status: int = 0) -> str:
    done: subprocess.CompletedProcess[str] = run(*arguments, folder=desk.folder, given=given, seconds=120)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_passphrase_comes_from_a_file_or_the_variable_or_whoever_can_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes("correct hörse\r\nanother line\n".encode())
    assert secret_from("Passphrase", str(path)) == "correct hörse"
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    assert secret_from("Passphrase", "-") == "correct horse"
    monkeypatch.setenv("BRIEFING_PASSPHRASE", "battery staple")
    assert secret_from("Passphrase", None) == "battery staple"
    monkeypatch.delenv("BRIEFING_PASSPHRASE")
    for source, said in ((None, "Passphrase is needed"), (str(tmp_path / "gone"), "cannot be read")):
        with pytest.raises(FaultyInputError, match=said):
            secret_from("Passphrase", source)


def test_what_is_no_seal_in_the_house_style_is_told_at_its_line(plain: ArchiveDesk) -> None:
    plain.append("seal: {level: B-B, authority: stamps.example.org}\n", HOUSE)
    done = run("check", folder=plain.folder)
    assert done.returncode == 1
    assert "this is where an authority is asked" in done.stdout
    plain.edit("{level: B-B, authority: stamps.example.org}", "{level: B-B}", HOUSE)
    assert "a seal is made with one key" in run("check", folder=plain.folder).stdout


class Waxed:
    """A seal that does whatever a test wants behind the end of a PDF."""

    record = SealRecord(level="B-B", name="Unit", subject="CN=Unit", issuer="CN=Root", serial="1", sha256="0" * 64)
    says = ()

    def __init__(self, wax: bytes) -> None:
        self._wax = wax

    def prepare(self) -> None:
        """Nothing is to be asked."""

    def seal(self, pdfs: Sequence[bytes], _: dt.datetime) -> tuple[bytes, ...]:
        return tuple(pdf + self._wax for pdf in pdfs)


def filed(desk: ArchiveDesk, **given: object) -> list[object]:
    order = FilingOrder(
        out=desk.folder / "build",
        at=AT,
        as_of=dt.datetime.fromisoformat(AS_OF),
        by="officer",
        **given,  # type: ignore[arg-type]
    )
    where = (desk.archive, desk.keys)
    return list(file_edition(desk.brief, order, desk.folder, lambda: Archive.open(*where, create=True), lambda _: None))


def test_what_is_withheld_and_comes_in_with_the_seal_is_found_and_nothing_is_filed(plain: ArchiveDesk) -> None:
    results = filed(plain, seal=Waxed(b"% The yard offered a discount in confidence.\n"))
    found = {problem.code for problem in results if isinstance(problem, Problem) and problem.is_error}
    assert found == {"E404"}
    assert not [one for one in results if isinstance(one, NewEdition)]


def test_a_certificate_that_names_what_is_withheld_is_said_and_filed(plain: ArchiveDesk, tmp_path: Path) -> None:
    """It says nothing of the brief: the same certificate stands under every brief of the desk."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Harbour master of Sund")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, AT, AT + dt.timedelta(99)).sign(
        key, hashes.SHA256()
    )
    path = tmp_path / "master.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, key, made, None, NoEncryption()))
    with open_sealer(Plan(source=KeyFile(path)), str, AT) as sealer:
        results = filed(plain, seal=sealer)
    warnings = [one for one in results if isinstance(one, Problem) and one.code == "W898"]
    assert [(one.audience, one.is_error) for one in warnings] == [("public", False)]
    assert "“Harbour master of Sund” is withheld from “public”" in warnings[0].message
    (edition,) = [one.edition for one in results if isinstance(one, NewEdition)]
    assert [one.audience for one in edition.audience] == ["chief", "public"]


def test_a_seal_that_touches_what_was_pressed_is_a_mistake_of_ours(plain: ArchiveDesk) -> None:
    with pytest.raises(ValueError, match="whose own bytes stay"):
        filed(plain, seal=Waxed(b""))
    assert not list((plain.folder / "build").rglob("*.pdf"))
