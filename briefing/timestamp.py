"""Timestamps: that a text was there at a moment, as an authority signs it (RFC 3161).

The protocol and the signatures are the business of `rfc3161-client`, which has OpenSSL verify; it comes with the extra
`sign`, and this module alone imports it. Here it is said what is asked, what was wrong with an answer, and until when
one can be relied on.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest, TimeStampResponse

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
"""The media types of a request and its answer (RFC 3161, section 3.4)."""
_SHA512 = "2.16.840.1.101.3.4.2.3"
_WEAK_HASHES = {"md5", "sha1"}
_LEAST_BITS = 2048  # of an RSA key
_LONGEST_CHAIN = 8


class Fault(StrEnum):
    """What is wrong with an answer, or with a token that was filed."""

    NO_LIBRARY = "no library"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    OTHER_TEXT = "other text"
    OTHER_REQUEST = "other request"
    NO_CHAIN = "no chain"  # certificates are missing between the one that signed and a root
    NOT_FOR_TIME = "not for time"
    NOT_VALID = "not valid"  # at the moment that it states
    FALSE = "false"


class NoTimestampError(Exception):
    """What is no timestamp of a text; the message says why, and goes on after “the answer” or “the stamp”."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Timestamp:
    """That a text was there `at` this moment at the latest, as an authority says.

    `until` is the day on which the first of its certificates ends, and `weak` what in it is no longer strong; `chain`
    are the certificates, as PEM, the one that signed first.
    """

    authority: str
    at: dt.datetime
    until: dt.datetime
    weak: str
    chain: bytes


def query(text: bytes) -> bytes:
    """A request to stamp a text, by its SHA-512, with a nonce. Raises NoTimestampError where the extra is missing."""
    return _asked(text).as_bytes()


def read(reply: bytes, text: bytes, certificates: bytes = b"", *, answers: bytes | None = None) -> Timestamp:
    """What an answer states of a text; `certificates` (PEM) are those that it may lack, up to a root.

    `answers` is the request: its nonce has to come back. Raises NoTimestampError. Whether the root is to be trusted is
    not said here (`leads_to`).
    """
    with _readable():
        return _read(reply, text, certificates, answers)


def _read(reply: bytes, text: bytes, certificates: bytes, request: bytes | None) -> Timestamp:
    answer = _answer(reply)
    info = answer.tst_info
    imprint = info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA512 or imprint.message != hashlib.sha512(text).digest():
        raise NoTimestampError(Fault.OTHER_TEXT, "is of another text")
    if request is not None and info.nonce != _nonce(request):
        raise NoTimestampError(Fault.OTHER_REQUEST, "is to another request")
    signer, *above = _chain(answer, read_certificates(certificates))
    _need_for_time(signer)
    if not signer.not_valid_before_utc <= info.gen_time <= signer.not_valid_after_utc:
        raise NoTimestampError(Fault.NOT_VALID, "was signed with a certificate that was not valid at that moment")
    _need_verified(answer, text, roots=above[-1:] or [signer], between=above[:-1])
    chain = (signer, *above)
    return Timestamp(
        _name(signer),
        _latest(answer, reply),
        min(one.not_valid_after_utc for one in chain),
        next(filter(None, map(_weakness, chain)), ""),
        b"".join(_shown(one) for one in chain),
    )


def leads_to(reply: bytes, text: bytes, certificates: bytes, trusted: bytes) -> bool:
    """Whether an answer that can be read is signed by one for whom a root stands that is trusted (PEM)."""
    roots = read_certificates(trusted)
    try:
        with _readable():
            answer = _answer(reply)
            known = (*_embedded(answer), *read_certificates(certificates))
            between = [one for one in known if one.issuer != one.subject and one not in roots]
            _need_verified(answer, text, roots=roots, between=between)
    except NoTimestampError:
        return False
    return True


def read_certificates(data: bytes) -> list[x509.Certificate]:
    """The certificates in PEM, or in one of DER; none where there are none. Raises NoTimestampError (UNREADABLE)."""
    if not data.strip():
        return []
    try:
        return (
            x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [x509.load_der_x509_certificate(data)]
        )
    except ValueError as error:
        raise NoTimestampError(Fault.UNREADABLE, "certificates that cannot be read") from error


def is_ready() -> bool:
    """Whether the extra is installed."""
    try:
        import rfc3161_client  # noqa: F401, PLC0415 (of an extra)
    except ImportError:
        return False
    return True


def _asked(text: bytes) -> "TimeStampRequest":
    if not is_ready():
        raise NoTimestampError(Fault.NO_LIBRARY, 'needs the extra sign: pip install "briefing[sign]"')
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415

    return TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA512).build()


def _nonce(request: bytes) -> int | None:
    from rfc3161_client import _rust  # noqa: PLC0415 (it reads requests, and shows it nowhere else)

    nonce: int | None = _rust.parse_timestamp_request(request).nonce
    return nonce


def _answer(reply: bytes) -> "TimeStampResponse":
    """An answer that carries a token. Raises NoTimestampError."""
    if not is_ready():
        raise NoTimestampError(Fault.NO_LIBRARY, 'needs the extra sign: pip install "briefing[sign]"')
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415

    answer = decode_timestamp_response(reply)
    if answer.status:
        why = " ".join(" ".join(map(str, answer.status_string)).split())
        raise NoTimestampError(Fault.REFUSED, f"is a refusal: {why or f'status {answer.status}'}")
    return answer


@contextmanager
def _readable() -> Iterator[None]:
    """What is read only when it is asked for, and cannot be, is told as all else that cannot be read."""
    try:
        yield
    except (ValueError, KeyError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm) as error:
        raise NoTimestampError(Fault.UNREADABLE, "cannot be read") from error


def _embedded(answer: "TimeStampResponse") -> Iterator[x509.Certificate]:
    return (x509.load_der_x509_certificate(one) for one in sorted(answer.signed_data.certificates))


def _chain(answer: "TimeStampResponse", given: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    """The certificate that signed, and those above it, the root last."""
    known = [*_embedded(answer), *given]
    signers = tuple(answer.signed_data.signer_infos)
    of_signer = [
        one for one in known for info in signers if (one.issuer, one.serial_number) == (info.issuer, info.serial_number)
    ]
    if len(signers) != 1 or not of_signer:
        raise NoTimestampError(Fault.NO_CHAIN, "does not carry the certificate that it was signed with")
    chain = of_signer[:1]
    while chain[-1].issuer != chain[-1].subject and len(chain) < _LONGEST_CHAIN:
        above = next((one for one in known if _is_above(one, chain[-1])), None)
        if above is None:
            break
        chain.append(above)
    if chain[-1].issuer != chain[-1].subject:
        name = _name_of(chain[-1].issuer)
        raise NoTimestampError(Fault.NO_CHAIN, f"is signed below “{name}”, whose certificate is not among those given")
    return chain


def _is_above(one: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(one)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _need_for_time(signer: x509.Certificate) -> None:
    """The certificate is for time stamping, and for nothing else (RFC 3161, section 2.3)."""
    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        is_fit = usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    except (x509.ExtensionNotFound, ValueError):
        is_fit = False
    if not is_fit:
        raise NoTimestampError(
            Fault.NOT_FOR_TIME, f"is signed with a certificate that is not for time stamping: {_name(signer)}"
        )


def _need_verified(
    answer: "TimeStampResponse", text: bytes, *, roots: list[x509.Certificate], between: list[x509.Certificate]
) -> None:
    """OpenSSL finds the signature true, at the moment that the token states."""
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415

    try:
        VerifierBuilder(roots=roots, intermediates=between).build().verify_message(answer, text)
    except (VerificationError, ValueError) as error:
        raise NoTimestampError(Fault.FALSE, "is not signed by the one that it names") from error


def _latest(answer: "TimeStampResponse", reply: bytes) -> dt.datetime:
    """The moment that is stated, up to the next whole second, and by how much the authority says it may be wrong."""
    stated, told = answer.tst_info.gen_time, answer.tst_info.accuracy
    parts = dt.timedelta()
    if told is not None:
        parts = dt.timedelta(seconds=told.seconds or 0, milliseconds=told.millis or 0, microseconds=told.micros or 0)
    if f"{stated:%Y%m%d%H%M%S}.".encode() in reply:  # the library leaves out what is less than a second
        parts += dt.timedelta(microseconds=999_999)
    return stated + dt.timedelta(seconds=-(-parts // dt.timedelta(seconds=1)))


def _weakness(one: x509.Certificate) -> str:
    """What is no longer strong in a certificate."""
    key = one.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < _LEAST_BITS:
        return f"an RSA key of {key.key_size} bits"
    hash_ = one.signature_hash_algorithm
    # A root is trusted for what it is, not for its own signature.
    return hash_.name.upper() if hash_ and hash_.name in _WEAK_HASHES and one.issuer != one.subject else ""


def _shown(one: x509.Certificate) -> bytes:
    """A certificate, as PEM, with what it is in front of it; readers of PEM pass that over."""
    days = f"{one.not_valid_before_utc:%Y-%m-%d} to {one.not_valid_after_utc:%Y-%m-%d}"
    return f"{_name(one)}, {days}\n".encode() + one.public_bytes(Encoding.PEM)


def _name(one: x509.Certificate) -> str:
    return _name_of(one.subject)


def _name_of(name: x509.Name) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for part in name.get_attributes_for_oid(kind):
            return " ".join(str(part.value).split())
    return name.rfc4514_string() or "an authority without a name"
