"""Writing seals: a PDF goes in, the same PDF with a seal behind its end comes out.

First every PDF is signed, and stamped with the time (B-B, B-T). Then those who gave the certificates are asked whether
any was revoked, so that their answers are younger than the signatures; the answers go behind them (B-LT), and over all
of it goes another stamp (B-LTA).
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from briefing.archive.record import SealRecord
from briefing.seal.card import open_card
from briefing.seal.carried import certificates_of, signer_of
from briefing.seal.certificate import Holder, certificates_in, hold_to, holder_of
from briefing.seal.clock import Clock
from briefing.seal.keyfile import open_key_file
from briefing.seal.plan import KeyFile, Plan, Secret, is_at_least
from briefing.seal.proofs import Gathering, Proofs, path_of
from briefing.seal.refusal import no_pdf, no_settings, no_time
from briefing.seal.update import NO_CHANGES, OFF_THE_PAGE, Update, field

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it has to say is said as a problem
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

FIELD, STAMP = "Seal", "Stamp"
_DIGEST = "sha512"


class Sealer:
    """Seals with a key that is open. `holder` is who seals, `level` how far."""

    def __init__(self, plan: Plan, signer: signers.Signer, trusted: Sequence[x509.Certificate]) -> None:
        self._plan = plan
        self._signer = signer
        self._trusted = trusted
        self._clock = Clock(plan.authority) if is_at_least(plan.level, "B-T") else None
        self.holder: Holder = holder_of(signer.signing_cert)
        self.level = plan.level

    @property
    def record(self) -> SealRecord:
        """What an edition says of its seals."""
        one = self.holder
        return SealRecord(
            level=self.level,
            name=one.name,
            subject=one.subject,
            issuer=one.issuer,
            serial=one.serial,
            sha256=one.sha256,
        )

    @property
    def says(self) -> tuple[str, ...]:
        """What every seal says of itself, in the words of the desk."""
        return tuple(filter(None, (self._plan.reason, self._plan.name)))

    def prepare(self) -> None:
        """Ask the authority for a stamp of nothing, which is needed later. Raises FaultyInputError (E893)."""
        if self._clock:
            asyncio.run(self._clock.async_dummy_response(_DIGEST))

    def seal(self, pdfs: Sequence[bytes], at: dt.datetime) -> tuple[bytes, ...]:
        """Seal PDFs, each with a seal of its own that names this moment.

        What comes out begins with what went in. Raises FaultyInputError: E891 where a card refuses, E893 and E894 where
        the level cannot be reached, E895 where a PDF takes no seal.
        """
        return asyncio.run(self._seal(pdfs, at))

    async def _seal(self, pdfs: Sequence[bytes], at: dt.datetime) -> tuple[bytes, ...]:
        signed = [await self._signed(pdf, at) for pdf in pdfs]
        if not is_at_least(self.level, "B-LT"):
            return tuple(signed)
        proofs = await self._proofs(signed)
        return tuple([await self._proved(pdf, proofs) for pdf in signed])

    async def _signed(self, pdf: bytes, at: dt.datetime) -> bytes:
        update = Update.over(pdf)
        about = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=self._plan.reason or None,
            name=self._plan.name or None,
            certify=True,
            docmdp_permissions=NO_CHANGES,
        )
        title = f"Seal of {self._plan.name or self.holder.name}"
        try:
            _hold_unsealed(update)
            writer = signers.PdfSigner(about, self._signer, timestamper=self._clock, new_field_spec=field(FIELD, title))
            session = writer.init_signing_session(update)
            session.system_time = at
            room = await session.estimate_signature_container_size(None)
            document = session.prepare_tbs_document(None, room)
            out = BytesIO()
            digest, _ = document.digest_tbs_document(output=out)
            await document.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=at))
        except (SigningError, PdfError) as error:
            raise no_pdf(f"the PDF takes no seal: {' '.join(str(error).split())}") from error
        return out.getvalue()

    async def _proofs(self, signed: Sequence[bytes]) -> Proofs:
        gathering = Gathering(self._trusted)
        for pdf in signed:
            signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[-1]
            stamp = next(extract_tst_data_iter(signature.signer_info, signed=False))
            moment = stamp["encap_content_info"]["content"].parsed["gen_time"].native
            others = [*self._signer.cert_registry, *certificates_of(signature.signed_data), *certificates_of(stamp)]
            await gathering.of(self._signer.signing_cert, others, moment, "signing")
            await gathering.of(_stamper_of(stamp), others, moment, "time_stamping")
        return gathering.done()

    async def _proved(self, pdf: bytes, proofs: Proofs) -> bytes:
        update = Update.over(pdf)
        DocumentSecurityStore.supply_dss_in_writer(
            update, None, certs=proofs.certificates, ocsps=proofs.answers, crls=proofs.lists
        )
        out = BytesIO()
        if self.level == "B-LTA" and self._clock:
            stamper = signers.PdfTimeStamper(
                self._clock, field_name=STAMP, invis_settings=OFF_THE_PAGE, readable_field_name="Stamp of the time"
            )
            await stamper.async_timestamp_pdf(update, _DIGEST, output=out)
        else:
            update.write(out)  # type: ignore[no-untyped-call]
        return out.getvalue()


def _hold_unsealed(update: Update) -> None:
    if "/AcroForm" in update.root:
        raise no_pdf("the PDF has a form or a seal already, so that it takes no seal")


def _stamper_of(stamp: cms.SignedData) -> x509.Certificate:
    found = signer_of(stamp)
    if found is None:
        raise no_time("the authority's stamp does not carry its certificate, so that nobody could check it later")
    return found


@contextmanager
def open_sealer(plan: Plan, secret: Secret, at: dt.datetime) -> Iterator[Sealer]:
    """Open the key, and see that what is asked for can be done with it at that moment; then seal as long as this lasts.

    Raises FaultyInputError: E890 where too little was said, E891 where the key cannot be had, E892 where its
    certificate is none to seal with.
    """
    _hold_plan(plan)
    trusted = certificates_in(plan.trusted) if plan.trusted else ()
    if isinstance(plan.source, KeyFile):
        signer = open_key_file(plan.source.path, secret)
        yield _checked(plan, signer, trusted, at, plan.source.path.name)
        return
    with open_card(plan.source, secret) as signer:
        yield _checked(plan, signer, trusted, at, f"the card “{plan.source.token}”")


def _hold_plan(plan: Plan) -> None:
    if is_at_least(plan.level, "B-T") and not plan.authority:
        hint = "Name it in house.yaml (seal: authority:), or with --authority, or ask for less: --seal-level B-B."
        raise no_settings(f"a seal of level {plan.level} needs an authority that stamps the time", hint)
    if is_at_least(plan.level, "B-LT") and not plan.trusted:
        hint = "Name their file in house.yaml (seal: trusted:), or with --trusted, or ask for less: --seal-level B-T."
        raise no_settings(f"a seal of level {plan.level} needs the certificates of those who are trusted", hint)


def _checked(
    plan: Plan, signer: signers.Signer, trusted: Sequence[x509.Certificate], at: dt.datetime, what: str
) -> Sealer:
    hold_to(signer.signing_cert, at, what)
    if trusted:
        asyncio.run(path_of(signer.signing_cert, signer.cert_registry, trusted, at, "signing"))
    return Sealer(plan, signer, trusted)
