"""Examining seals: what a PDF carries is held against itself, and against those who are trusted. Nobody is asked.

A seal is judged at the hour that is proved: that of its stamp, if the stamp holds; else at the hour that is told as
now. A stamp is judged at the hour of the stamp over it, the last one at the hour that is told as now. What was revoked
is what the file itself says.
"""

import asyncio
import datetime as dt
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.diff_analysis.policy_api import DiffResult
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker, validate_tst_signed_data
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel

from briefing.seal.carried import certificates_of, signer_of
from briefing.seal.certificate import called, holder_of
from briefing.seal.seen import Seen, Stamp
from briefing.seal.trust import AtHand, judge

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it has to say is said in words
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s?\Z")
_HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)


class UnreadableSealError(Exception):
    """A PDF that carries a seal of which nothing can be said, or that is no PDF that can be read."""


def examine(
    pdf: bytes, trusted: Sequence[x509.Certificate], at: dt.datetime, *, is_as_filed: bool = False
) -> tuple[Seen, ...]:
    """What seals a PDF carries, in the order in which they were made, judged as of that moment.

    Of a PDF that is known to be as it was filed, byte for byte, it is not asked what was added to it: that takes long.
    Raises UnreadableSealError.
    """
    try:
        return asyncio.run(_examine(pdf, trusted, at, is_as_filed=is_as_filed))
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError) as error:
        raise UnreadableSealError(" ".join(str(error).split())) from error
    except (AttributeError, AssertionError, NotImplementedError, OverflowError, RecursionError) as error:
        raise UnreadableSealError("it is not as a seal is written") from error


async def _examine(
    pdf: bytes, trusted: Sequence[x509.Certificate], at: dt.datetime, *, is_as_filed: bool
) -> tuple[Seen, ...]:
    reader = PdfFileReader(BytesIO(pdf))
    seals = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures
    at_hand = _at_hand(reader, trusted)
    carried = (certificate for one in (*seals, *stamps) for certificate in certificates_of(one.signed_data))
    at_hand = replace(at_hand, others=(*at_hand.others, *carried))
    last = await _last(stamps, at_hand, at)
    tail = pdf[reader.last_startxref :]
    ends = tail.count(b"startxref") == 1 and _END.search(tail) is not None
    found = [await _seen(one, at_hand, last, at, is_as_filed=is_as_filed) for one in seals]
    return tuple(replace(one, is_whole=one.is_covered or (one.is_whole and ends)) for one in found)


def _at_hand(reader: PdfFileReader, trusted: Sequence[x509.Certificate]) -> AtHand:
    """What the file carries to be judged by (ISO 32000-2, 12.8.4.3)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except ValidationInfoReadingError:
        return AtHand(trusted)
    answers = [ocsp.OCSPResponse.load(one.get_object().data) for one in store.ocsps]
    lists = [crl.CertificateList.load(one.get_object().data) for one in store.crls]
    return AtHand(trusted, tuple(store.load_certs()), tuple(answers), tuple(lists))


@dataclass(frozen=True, slots=True)
class _Last:
    """The stamp over everything, and whether it covers the file to its last byte."""

    stamp: Stamp
    is_over_all: bool


async def _last(stamps: Sequence[EmbeddedPdfSignature], at_hand: AtHand, at: dt.datetime) -> _Last | None:
    """The stamp that was put over everything last; each one before it is judged by the hour of the next."""
    found: _Last | None = None
    for one in reversed(stamps):
        status = await async_validate_pdf_timestamp(one, AtHand(()).context(at), skip_diff=True)
        stamp = await _stamp(one.signed_data, status.timestamp, at_hand, at, is_intact=status.intact and status.valid)
        covered = one.coverage == SignatureCoverageLevel.ENTIRE_FILE
        found = found or _Last(stamp, covered and stamp.is_intact)
        if not stamp.holds:
            break
        at = stamp.moment
    return found


async def _stamp(
    signed: cms.SignedData, moment: dt.datetime, at_hand: AtHand, at: dt.datetime, *, is_intact: bool
) -> Stamp:
    leaf = signer_of(signed, at_hand.others)
    if leaf is None:
        return Stamp(moment=moment, by="somebody", is_intact=False, trust="not trusted", why="it does not say by whom")
    carried = [*certificates_of(signed), *at_hand.others]
    judged = await judge(leaf, replace(at_hand, others=carried), at, for_time=True)
    return Stamp(moment=moment, by=called(leaf.subject), is_intact=bool(is_intact), trust=judged.trust, why=judged.why)


async def _seen(
    one: EmbeddedPdfSignature, at_hand: AtHand, last: _Last | None, at: dt.datetime, *, is_as_filed: bool
) -> Seen:
    status = await async_validate_pdf_signature(one, AtHand(()).context(at), skip_diff=is_as_filed)
    stamp = await _stamp_of(one, at_hand, last.stamp.moment if last and last.stamp.holds else at, at)
    proved = next((each.moment for each in (stamp, last.stamp if last else None) if each and each.holds), at)
    judged = await judge(one.signer_cert, at_hand, proved)
    holder = holder_of(one.signer_cert)
    changes = one.diff_result
    is_covered = one.coverage == SignatureCoverageLevel.ENTIRE_FILE
    is_updated = one.signed_revision < one.reader.xrefs.total_revisions - 1  # else what follows is none of a PDF's
    harmless = isinstance(changes, DiffResult) and changes.modification_level in _HARMLESS and is_updated
    return Seen(
        name=holder.name,
        subject=holder.subject,
        issuer=holder.issuer,
        by=holder.by,
        serial=holder.serial,
        sha256=holder.sha256,
        level=_level(one, stamp, at_hand, last),
        is_intact=bool(status.intact and status.valid),
        is_whole=is_covered or harmless or is_as_filed,
        is_covered=is_covered or is_as_filed or bool(harmless and last and last.is_over_all),
        trust=judged.trust,
        why=judged.why,
        reason=str(one.sig_object.get("/Reason", "")),
        told=one.self_reported_timestamp,
        stamp=stamp,
        last=last.stamp if last else None,
        revocation=judged.revocation,
        revoked=judged.revoked,
        known=judged.known,
    )


async def _stamp_of(one: EmbeddedPdfSignature, at_hand: AtHand, at: dt.datetime, now: dt.datetime) -> Stamp | None:
    """The stamp that was put on a signature, judged at a moment."""
    for signed in extract_tst_data_iter(one.signer_info, signed=False):
        status = await validate_tst_signed_data(
            signed, AtHand(()).context(now), message_imprint_checker(one.signer_info)
        )
        return await _stamp(signed, status["timestamp"], at_hand, at, is_intact=status["intact"] and status["valid"])
    return None


def _level(one: EmbeddedPdfSignature, stamp: Stamp | None, at_hand: AtHand, last: _Last | None) -> str:
    """The level of PAdES that a signature is written at; whether it holds is another question."""
    names = find_cms_attribute_iter(one.signer_info["signed_attrs"], "signing_certificate_v2")
    if one.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached" or next(iter(names), None) is None:
        return ""
    if not ((stamp and stamp.is_intact) or (last and last.stamp.is_intact)):
        return "B-B"
    if not (at_hand.answers or at_hand.lists):
        return "B-T"
    return "B-LTA" if last and last.stamp.is_intact else "B-LT"
