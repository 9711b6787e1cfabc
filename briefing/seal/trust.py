"""Whether a certificate leads to those who are trusted, at a moment, by what is at hand. Nobody is asked."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator import errors as told

from briefing.seal.certificate import called, is_to_seal
from briefing.seal.seen import Revocation, Trust


@dataclass(frozen=True, slots=True)
class AtHand:
    """What is at hand to judge by: who is trusted, other certificates, and what was said of revocation."""

    trusted: Sequence[x509.Certificate]
    others: Sequence[x509.Certificate] = ()
    answers: Sequence[ocsp.OCSPResponse] = ()
    lists: Sequence[crl.CertificateList] = ()

    def context(self, at: dt.datetime) -> ValidationContext:
        """What a certificate is judged in: at that moment, with nobody to ask, and nothing said of revocation."""
        return ValidationContext(trust_roots=list(self.trusted), other_certs=list(self.others), moment=at)

    def context_of_proofs(self, at: dt.datetime) -> ValidationContext:
        """The same, and every certificate has to be proved not to be revoked."""
        return ValidationContext(
            trust_roots=list(self.trusted),
            other_certs=list(self.others),
            moment=at,
            ocsps=list(self.answers),
            crls=list(self.lists),
            revocation_mode="require",
            retroactive_revinfo=True,  # the proof is younger than what it proves, by the seconds that asking took
        )

    def newest(self) -> dt.datetime | None:
        """Of when the newest proof is."""
        return max((one["this_update"].native for one in (*self.said(), *self.listed())), default=None)

    def said(self) -> Iterator[Any]:
        """What was answered, of each certificate that was asked about."""
        return (one for answer in self.answers for one in answer.response_data["responses"])

    def listed(self) -> Iterator[Any]:
        """The lists of what was revoked."""
        return (one["tbs_cert_list"] for one in self.lists)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is made of a certificate; `why` it is not trusted, in a few words."""

    trust: Trust
    why: str = ""
    revocation: Revocation = "not known"
    revoked: dt.datetime | None = None
    known: dt.datetime | None = None


async def judge(certificate: x509.Certificate, at_hand: AtHand, at: dt.datetime, *, for_time: bool = False) -> Judged:
    """Judge a certificate at a moment: to seal with, or to stamp the time with."""
    try:
        await _validate(certificate, at_hand.context(at), for_time=for_time)
    except told.PathBuildingError:
        top = _topmost(certificate, at_hand.others)
        why = f"it leads to “{called(top.issuer)}”, who is not among those who are trusted"
        return Judged("not trusted" if at_hand.trusted else "nobody to trust", why if at_hand.trusted else "")
    except told.ExpiredError as error:
        return Judged("not trusted", f"it was good until {error.expired_dt.date().isoformat()}")
    except told.NotYetValidError as error:
        return Judged("not trusted", f"it is not good before {error.valid_from.date().isoformat()}")
    except told.InvalidCertificateError:
        return Judged("not trusted", f"it is not made for {'stamping the time' if for_time else 'signing'}")
    except (told.ValidationError, ValueError, TypeError, KeyError) as error:
        return Judged("not trusted", " ".join(str(error).split()))
    return await _by_proofs(certificate, at_hand, at, for_time=for_time)


async def _by_proofs(certificate: x509.Certificate, at_hand: AtHand, at: dt.datetime, *, for_time: bool) -> Judged:
    """What the proofs say of a certificate that is trusted: those of then; else whether an older one is against it."""
    newest = at_hand.newest()
    if newest is None:
        return Judged("trusted")
    for moment in (at, newest):
        try:
            await _validate(certificate, at_hand.context_of_proofs(moment), for_time=for_time)
        except told.RevokedError as error:
            if error.revocation_dt <= at:
                return Judged("not trusted", "it was revoked", "revoked", error.revocation_dt)
        except (told.ValidationError, told.PathError, ValueError):
            continue
        else:
            return Judged(
                "trusted", "", "not revoked" if moment == at else "not known", None, _known(certificate, at_hand)
            )
    return Judged("trusted")


async def _validate(certificate: x509.Certificate, context: ValidationContext, *, for_time: bool) -> None:
    validator = CertificateValidator(certificate, validation_context=context)
    if for_time:
        await validator.async_validate_usage(set(), {"time_stamping"})
        return
    await validator.async_validate_path()
    if not is_to_seal(certificate):
        raise told.InvalidCertificateError("it is not made for signing")


def _topmost(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> x509.Certificate:
    """The last certificate on the way up, as far as there are any; nothing is proved by it."""
    by_subject = {one.subject.dump(): one for one in others}
    seen = {certificate.dump()}
    while (above := by_subject.get(certificate.issuer.dump())) is not None and above.dump() not in seen:
        seen.add(above.dump())
        certificate = above
    return certificate


def _known(certificate: x509.Certificate, at_hand: AtHand) -> dt.datetime | None:
    """Of when the proof is that a certificate was not revoked."""
    mine = (one for one in at_hand.said() if one["cert_id"]["serial_number"].native == certificate.serial_number)
    lists = (one for one in at_hand.listed() if one["issuer"] == certificate.issuer)
    return max((one["this_update"].native for one in (*mine, *lists)), default=None)
