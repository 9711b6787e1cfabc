"""A key in a file: PKCS #12 (RFC 7292), opened with its passphrase."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes as PrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import Certificate
from pyhanko.sign import signers

from briefing.seal.plan import Secret
from briefing.seal.refusal import no_key, not_for_this

_MOST_BYTES = 4 * 2**20
_SMALLEST = 2048  # bits of an RSA key that still proves something (NIST SP 800-131A)


def open_key_file(path: Path, secret: Secret) -> signers.Signer:
    """What signs with the key of a file; the passphrase is asked for where it has one.

    Raises FaultyInputError: E891 where the key cannot be had, E892 where it is none to seal with.
    """
    data = _read(path)
    passphrase: bytes | None = None
    opened = _opened(data, path, None)
    if opened is None:
        passphrase = secret(f"Passphrase of {path.name}").encode()
        opened = _opened(data, path, passphrase)
    if opened is None:
        hint = "Type it again. It is the one that was set when the file was saved."
        raise no_key(f"the passphrase does not open {path.name}, or the file is damaged", hint, path)
    if opened.key is None or opened.cert is None:
        lacking = "key" if opened.key is None else "certificate"
        hint = "Save it again from where it was made, with certificate and private key together."
        raise no_key(f"{path.name} holds no {lacking} to seal with", hint, path)
    _hold_key(opened.key, opened.cert.certificate, path)
    try:
        signer: signers.Signer = signers.SimpleSigner.load_pkcs12_data(data, (), passphrase)
    except (ValueError, TypeError, KeyError, NotImplementedError) as error:
        raise _no_key_file(path) from error
    return signer


def _hold_key(key: PrivateKey, certificate: Certificate, path: Path) -> None:
    """See that a key is one to seal with, and that of the certificate."""
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        hint = "Ask for one of another kind: RSA, ECDSA or Ed25519."
        raise not_for_this(f"the key in {path.name} is of a kind that seals no PDF", hint, path)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < _SMALLEST:
        hint = f"Ask for one of at least {_SMALLEST} bits."
        raise not_for_this(f"the key in {path.name} has {key.key_size} bits, too few to prove anything", hint, path)
    if key.public_key() != certificate.public_key():
        hint = "Save it again from where it was made: certificate and private key must belong together."
        raise no_key(f"in {path.name} the certificate belongs to another key", hint, path)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise no_key(f"the key file cannot be read: {reason}", "Look at what “certificate” names.", path) from error
    if len(data) > _MOST_BYTES:
        raise no_key(f"{path.name} is too large to be a key file", "It is a file that ends in .p12 or .pfx.", path)
    return data


def _opened(data: bytes, path: Path, passphrase: bytes | None) -> pkcs12.PKCS12KeyAndCertificates | None:
    """What is in the file; None where the passphrase is not the right one."""
    try:
        return pkcs12.load_pkcs12(data, passphrase)
    except ValueError as error:
        # A passphrase that is wrong and one that is lacking are told apart from another file by their words alone.
        if "password" in str(error).lower() or "passphrase" in str(error).lower():
            return None
        raise _no_key_file(path) from error
    except (TypeError, OverflowError, MemoryError, NotImplementedError) as error:
        raise _no_key_file(path) from error


def _no_key_file(path: Path) -> Exception:
    hint = "It is a file that ends in .p12 or .pfx, with certificate and private key."
    return no_key(f"{path.name} is no key file (PKCS #12) that can be read", hint, path)
