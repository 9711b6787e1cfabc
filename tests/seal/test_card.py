"""A key on a card: SoftHSM stands for the card, with its files in a folder of the test's own."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from briefing.model.problem import FaultyInputError
from briefing.seal.certificate import certificates_in
from briefing.seal.examine import examine
from briefing.seal.plan import Card, Plan
from briefing.seal.write import open_sealer
from tests.authority import PASSWORD
from tests.pdf_facts import faults
from tests.seal.conftest import AT, Office

TOKEN, PIN, LABEL = "Unit", "482913", "seal"
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
MODULE = next((Path(place) for place in _PLACES if Path(place).exists()), None)

pytestmark = pytest.mark.skipif(
    MODULE is None or shutil.which("softhsm2-util") is None, reason="SoftHSM stands for the card: softhsm2"
)


@pytest.fixture(scope="module")
def card(_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Card]:
    """A card with the officer's certificate and key."""
    folder = tmp_path_factory.mktemp("card")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")  # the library reads it once, when it is loaded
    _fill(_office, folder)
    assert MODULE is not None
    yield Card(MODULE, TOKEN, LABEL)
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def _fill(office: Office, folder: Path) -> None:
    def util(*arguments: str) -> None:
        done = subprocess.run(["softhsm2-util", *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    util("--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "12345678")
    key = pkcs12.load_pkcs12(office.authority.pkcs12(), PASSWORD.encode()).key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    util("--import", str(folder / "key.pem"), "--token", TOKEN, "--label", LABEL, "--id", "01", "--pin", PIN)
    _put_certificates(office)


def _put_certificates(office: Office) -> None:
    import pkcs11  # noqa: PLC0415 (it is loaded once the card is there)
    from pkcs11 import Attribute, CertificateType, ObjectClass  # noqa: PLC0415

    token = pkcs11.lib(str(MODULE)).get_token(token_label=TOKEN)
    with token.open(rw=True, user_pin=PIN) as session:
        for name, label in (("officer", LABEL), ("issuer", "issuer")):
            der = office.authority.der(name)
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.LABEL: label,
                    Attribute.ID: b"\x01" if name == "officer" else b"\x02",
                    Attribute.SUBJECT: _subject(der),
                    Attribute.VALUE: der,
                }
            )


def _subject(der: bytes) -> bytes:
    from asn1crypto import x509  # noqa: PLC0415

    return bytes(x509.Certificate.load(der).subject.dump())


def seal(card: Card, office: Office, pdf: bytes, pin: Callable[[str], str] = lambda _: PIN) -> bytes:
    office.plan()
    plan = Plan(source=card, trusted=office.folder / "root.pem")
    with open_sealer(plan, pin, AT) as sealer:
        (sealed,) = sealer.seal([pdf], AT)
    return sealed


def test_a_card_seals_as_a_file_of_keys_does(card: Card, office: Office, pressed: bytes) -> None:
    asked: list[str] = []

    def pin(what: str) -> str:
        asked.append(what)
        return PIN

    sealed = seal(card, office, pressed, pin)
    assert asked == ["PIN of the card Unit"]
    assert sealed.startswith(pressed)
    assert faults(sealed) == []
    (one,) = examine(sealed, certificates_in(office.folder / "root.pem"), AT)
    assert (one.holds, one.level, one.name) == (True, "B-B", "Example Policy Unit")


@pytest.mark.parametrize(
    ("pin", "given", "said"),
    [
        ("000000", {}, "the PIN is not the right one: “Unit”"),
        (PIN, {"token": "Another"}, "there is no card named “Another”"),
        (PIN, {"label": "wax"}, "there is no one certificate with its key named “wax”"),
        (PIN, {"key": "wax"}, "with its key named “seal”"),
        (PIN, {"module": Path("/nowhere/card.so")}, "cannot be loaded"),
        (PIN, {"module": Path(__file__)}, "cannot be loaded"),
    ],
)
def test_what_a_card_refuses_is_said_in_a_sentence(
    pin: str, given: dict[str, object], said: str, card: Card, office: Office, pressed: bytes
) -> None:
    other = Card(**{**{name: getattr(card, name) for name in ("module", "token", "label", "key")}, **given})  # type: ignore[arg-type]
    with pytest.raises(FaultyInputError) as raised:
        seal(other, office, pressed, lambda _: pin)
    (problem,) = raised.value.problems
    assert problem.code == "E891"
    assert said in problem.message
    assert problem.hint
    assert pin not in problem.message + problem.hint
