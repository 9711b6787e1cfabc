"""Proofs that nothing that a seal stands on was revoked: fetched while there is somebody to ask, and kept in the file.

For every certificate but those that are trusted anyway, its authority is asked (OCSP, RFC 6960), or the list of what it
revoked is taken (RFC 5280, section 5).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from asn1crypto import crl, ocsp, x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.ocsp import OCSPRequestBuilder
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator import errors as told
from pyhanko_certvalidator.path import ValidationPath

from briefing.fetch import NoAnswerError, ask, take
from briefing.seal.certificate import called
from briefing.seal.refusal import no_proof, not_for_this

_ASKED, _ANSWERED = "application/ocsp-request", "application/ocsp-response"


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was answered, and the certificates that it is about."""

    certificates: tuple[x509.Certificate, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()


@dataclass(slots=True)
class Gathering:
    """Gathers proofs; no authority is asked twice about one certificate, and no list is taken twice."""

    trusted: Sequence[x509.Certificate]
    _certificates: dict[bytes, x509.Certificate] = field(default_factory=dict)
    _answers: list[ocsp.OCSPResponse] = field(default_factory=list)
    _lists: dict[str, crl.CertificateList] = field(default_factory=dict)
    _asked: set[bytes] = field(default_factory=set)

    async def of(
        self, certificate: x509.Certificate, others: Iterable[x509.Certificate], at: dt.datetime, use: str
    ) -> None:
        """Prove of a certificate that it leads to those who are trusted, and that nothing on the way was revoked.

        Raises FaultyInputError: E892 where it was revoked, or leads nowhere, E894 where nobody proves it.
        """
        path = await path_of(certificate, others, self.trusted, at, use)
        chain = list(path)
        for above, one in pairwise(chain):
            self._ask(one, above)
        self._certificates.update((one.dump(), one) for one in chain)
        await _hold_proofs(certificate, _context(self.trusted, others, at, self._answers, self._lists.values()), use)

    def done(self) -> Proofs:
        """What was gathered."""
        return Proofs(tuple(self._certificates.values()), tuple(self._answers), tuple(self._lists.values()))

    def _ask(self, one: x509.Certificate, above: x509.Certificate) -> None:
        if one.dump() in self._asked or (one.ocsp_no_check_value is not None):
            return
        self._asked.add(one.dump())
        refusals = []
        for address in one.ocsp_urls:
            try:
                self._answers.append(_answer(address, one, above))
            except NoAnswerError as error:
                refusals.append(f"{address}: {error}")
            else:
                return
        for address in _lists_of(one):
            try:
                self._lists[address] = self._lists.get(address) or _list(address)
            except NoAnswerError as error:
                refusals.append(f"{address}: {error}")
            else:
                return
        why = "; ".join(refusals) or "its certificate names nobody who could be asked"
        raise no_proof(f"nobody says whether “{called(one.subject)}” was revoked: {why}")


async def path_of(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    trusted: Sequence[x509.Certificate],
    at: dt.datetime,
    use: str,
) -> ValidationPath:
    """The way from a certificate to one who is trusted. Raises FaultyInputError (E892) where there is none."""
    context = ValidationContext(trust_roots=list(trusted), other_certs=list(others), moment=at)
    return await _hold(certificate, context, use)


def _context(
    trusted: Sequence[x509.Certificate],
    others: Iterable[x509.Certificate],
    at: dt.datetime,
    answers: Iterable[ocsp.OCSPResponse],
    lists: Iterable[crl.CertificateList],
) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(trusted),
        other_certs=list(others),
        moment=at,
        ocsps=list(answers),
        crls=list(lists),
        revocation_mode="require",
        retroactive_revinfo=True,  # the proof is younger than what it proves, by the seconds that asking took
    )


async def _hold_proofs(certificate: x509.Certificate, context: ValidationContext, use: str) -> None:
    """See that what was answered proves what it has to."""
    await _hold(certificate, context, use)


async def _hold(certificate: x509.Certificate, context: ValidationContext, use: str) -> ValidationPath:
    name = called(certificate.subject)
    validator = CertificateValidator(certificate, validation_context=context)
    purposes = {"time_stamping"} if use == "time_stamping" else None
    try:
        path: ValidationPath = await validator.async_validate_usage(set(), purposes)
    except told.RevokedError as error:
        raise not_for_this(f"“{name}”, or who stands above it, was revoked: {error}", _ASK) from error
    except told.InsufficientRevinfoError as error:
        raise no_proof(f"what was answered about “{name}” does not prove that it was not revoked") from error
    except told.PathBuildingError as error:
        hint = "Let “trusted” name the file with the certificates of those who gave this one, up to the topmost."
        raise not_for_this(f"the certificate of “{name}” leads to nobody who is trusted", hint) from error
    except (told.ValidationError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise not_for_this(f"the certificate of “{name}” is not valid: {reason}", _ASK) from error
    return path


_ASK = "Ask those who gave it for a new one. To file without a seal this once: --no-seal."


def _answer(address: str, one: x509.Certificate, above: x509.Certificate) -> ocsp.OCSPResponse:
    its, issuer = (load_der_x509_certificate(cert.dump()) for cert in (one, above))
    # SHA-1 names the certificate and proves nothing here; many responders know no other (RFC 5019, 2.1.1).
    question = OCSPRequestBuilder().add_certificate(its, issuer, SHA1()).build()  # noqa: S303
    data = ask(address, question.public_bytes(Encoding.DER), kind=_ASKED, answered=_ANSWERED)
    try:
        answer = ocsp.OCSPResponse.load(data, strict=True)
        status = answer["response_status"].native
        if status == "successful":
            _ = answer.response_data.native
            return answer
    except (ValueError, TypeError, KeyError) as error:
        raise NoAnswerError("its answer cannot be read") from error
    raise NoAnswerError(f"it says “{status}”")


def _lists_of(one: x509.Certificate) -> Iterator[str]:
    for point in one.crl_distribution_points:
        if point.url and point.url.lower().startswith(("http://", "https://")):
            yield point.url


def _list(address: str) -> crl.CertificateList:
    try:
        found = crl.CertificateList.load(take(address), strict=True)
        _ = found["tbs_cert_list"]["this_update"].native
    except (ValueError, TypeError, KeyError) as error:
        raise NoAnswerError("what lies there is no list of what was revoked") from error
    return found
