"""What a certificate says, in words: whose it is, who gave it, from when to when, and what for (RFC 5280)."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509
from cryptography.x509 import load_der_x509_certificate

from briefing.seal.refusal import no_settings, not_for_this

_TO_SEAL = {"digital_signature", "non_repudiation"}
"""What a certificate must be for, one of them, where it says what it is for (RFC 5280, 4.2.1.3)."""
_FOR_OTHERS = {"time_stamping", "ocsp_signing", "server_auth", "code_signing"}
"""What a certificate may be for that signs no document, if it is for nothing else (RFC 5280, 4.2.1.12)."""
_FIRST = ("common_name", "organizational_unit_name", "organization_name")
"""Of a name, what people know somebody by."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate in words. `subject` and `issuer` are whole names (RFC 4514), `name` and `by` what people call them.

    `serial` is in hexadecimal, as OpenSSL prints it; `sha256` is the digest of the whole certificate.
    """

    name: str
    subject: str
    by: str
    issuer: str
    serial: str
    sha256: str


def holder_of(certificate: x509.Certificate) -> Holder:
    """Whose a certificate is."""
    names = load_der_x509_certificate(certificate.dump())
    return Holder(
        called(certificate.subject),
        names.subject.rfc4514_string(),
        called(certificate.issuer),
        names.issuer.rfc4514_string(),
        f"{certificate.serial_number:X}",
        hashlib.sha256(certificate.dump()).hexdigest(),
    )


def called(name: x509.Name) -> str:
    """What people call somebody: the common name, or what comes nearest to it."""
    parts = name.native
    for key in _FIRST:
        value = parts.get(key)
        if value:
            return value if isinstance(value, str) else ", ".join(value)
    return str(name.human_friendly)


def certificates_in(path: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of a file, PEM or DER. Raises FaultyInputError (E890) where there are none."""
    hint = "It is a text with “-----BEGIN CERTIFICATE-----”, as those who give certificates publish theirs."
    try:
        found = tuple(_certificates(path.read_bytes()))
        for one in found:
            holder_of(one)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise no_settings(f"{path} cannot be read: {reason}", "Look at what “trusted” names.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise no_settings(f"{path} holds no certificates that can be read", hint) from error
    if not found:
        raise no_settings(f"{path} holds no certificate", hint)
    return found


def _certificates(data: bytes) -> Iterator[x509.Certificate]:
    if pem.detect(data):
        for kind, _, der in pem.unarmor(data, multiple=True):
            if kind == "CERTIFICATE":
                yield x509.Certificate.load(der, strict=True)
    else:
        yield x509.Certificate.load(data, strict=True)


def hold_to(certificate: x509.Certificate, at: dt.datetime, what: str) -> None:
    """See that a certificate is one to seal with at that moment. Raises FaultyInputError (E892)."""
    name = called(certificate.subject)
    since, until = certificate.not_valid_before, certificate.not_valid_after
    if at > until:
        hint = f"Ask {called(certificate.issuer)} for a new one. To file without a seal this once: --no-seal."
        raise not_for_this(f"the certificate of “{name}” in {what} was good until {_day(until)}", hint)
    if at < since:
        hint = "See that the clock is right. To file without a seal this once: --no-seal."
        raise not_for_this(f"the certificate of “{name}” in {what} is not good before {_day(since)}", hint)
    if not is_to_seal(certificate):
        hint = "Ask for one whose key usage is digital signature, or non-repudiation (content commitment)."
        raise not_for_this(f"the certificate of “{name}” in {what} is not made for signing", hint)
    constraints = certificate.basic_constraints_value
    if constraints is not None and constraints["ca"].native:
        hint = "Seal with the certificate of your own unit, and not with that of those who give certificates."
        raise not_for_this(f"the certificate of “{name}” in {what} is that of an authority", hint)


def is_to_seal(certificate: x509.Certificate) -> bool:
    """Whether a certificate is one to sign with, as far as it says what it is for."""
    uses, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    if uses is not None and not _TO_SEAL & set(uses.native):
        return False
    return purposes is None or not set(purposes.native) <= _FOR_OTHERS


def _day(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).date().isoformat()
