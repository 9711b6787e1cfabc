"""A key in a file: with its passphrase it seals, and whatever else it is, it is said in a sentence."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.model.problem import FaultyInputError
from briefing.seal.keyfile import open_key_file
from tests.authority import PASSWORD
from tests.seal.conftest import AT, Office


def refused(path: Path, passphrase: str = PASSWORD) -> tuple[str, str]:
    with pytest.raises(FaultyInputError) as raised:
        open_key_file(path, lambda _: passphrase)
    (problem,) = raised.value.problems
    assert problem.hint
    assert passphrase not in problem.message + problem.hint
    return problem.code, problem.message


def certificate(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | dsa.DSAPrivateKey) -> x509.Certificate:
    """A certificate of its own for a key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Unit")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, AT, AT + dt.timedelta(99))
    return made.sign(key, hashes.SHA256())


def test_the_passphrase_is_asked_for_by_the_name_of_the_file(office: Office) -> None:
    asked: list[str] = []

    def secret(what: str) -> str:
        asked.append(what)
        return PASSWORD

    signer = open_key_file(office.plan().source.path, secret)  # type: ignore[union-attr]
    assert asked == ["Passphrase of officer.p12"]
    assert "Example Policy Unit" in str(signer.subject_name)


def test_nobody_is_asked_where_a_file_has_no_passphrase(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "open.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate(key), None, NoEncryption()))

    def secret(what: str) -> str:
        raise AssertionError(what)

    assert open_key_file(path, secret).signing_cert is not None


def test_a_wrong_passphrase_is_said_and_not_repeated(office: Office) -> None:
    code, message = refused(office.plan().source.path, "battery staple")  # type: ignore[union-attr]
    assert code == "E891"
    assert message == "the passphrase does not open officer.p12, or the file is damaged"


@pytest.mark.parametrize("data", [b"", b"no key", b"\x30\x80" * 1000, b"\x30\x84\xff\xff\xff\xff", bytes(5 * 2**20)])
def test_another_file_is_no_key_file(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key.p12"
    path.write_bytes(data)
    assert refused(path)[0] == "E891"


def test_a_file_that_is_gone_or_a_folder_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.p12", tmp_path):
        code, message = refused(path)
        assert (code, "cannot be read" in message) == ("E891", True)


def test_a_file_without_its_key_or_with_that_of_another_is_refused(tmp_path: Path) -> None:
    one, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    lock = BestAvailableEncryption(PASSWORD.encode())
    path = tmp_path / "key.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, None, None, [certificate(one)], lock))
    assert refused(path) == ("E891", "key.p12 holds no key to seal with")
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, one, None, None, lock))
    assert refused(path) == ("E891", "key.p12 holds no certificate to seal with")
    with pytest.raises(ValueError, match="do not match"):
        pkcs12.serialize_key_and_certificates(None, other, certificate(one), None, lock)


def test_a_key_that_proves_too_little_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.p12"
    small, old = rsa.generate_private_key(65537, 1024), dsa.generate_private_key(2048)  # noqa: S505 (it is refused)
    for key, said in ((small, "has 1024 bits"), (old, "is of a kind that seals no PDF")):
        made = pkcs12.serialize_key_and_certificates(None, key, certificate(key), None, NoEncryption())
        path.write_bytes(made)
        code, message = refused(path)
        assert (code, said in message) == ("E892", True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10**6), value=st.integers(0, 255), cut=st.integers(0, 200))
def test_a_damaged_file_is_opened_or_refused_and_nothing_breaks(
    at: int, value: int, cut: int, office: Office, tmp_path: Path
) -> None:
    data = bytearray(office.authority.pkcs12())
    data[at % len(data)] = value
    path = tmp_path / "key.p12"
    path.write_bytes(data[: len(data) - cut])
    with suppress(FaultyInputError):
        open_key_file(path, lambda _: PASSWORD)
