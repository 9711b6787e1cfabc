"""The certificates that a signature carries along (RFC 5652, 5.1)."""

from collections.abc import Iterable

from asn1crypto import cms, x509


def certificates_of(signed: cms.SignedData) -> tuple[x509.Certificate, ...]:
    """All that it carries."""
    return tuple(one.chosen for one in signed["certificates"] if one.name == "certificate")


def signer_of(signed: cms.SignedData, among: Iterable[x509.Certificate] = ()) -> x509.Certificate | None:
    """The certificate of who signed it, out of those that it carries and others; None where it is not there."""
    named = signed["signer_infos"][0]["sid"].chosen
    for one in (*certificates_of(signed), *among):
        if isinstance(named, cms.IssuerAndSerialNumber):
            if (one.issuer, one.serial_number) == (named["issuer"], named["serial_number"].native):
                return one
        elif one.key_identifier == named.native:
            return one
    return None
