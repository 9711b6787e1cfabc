"""A PDF and what is written behind its end (ISO 32000-1, 7.5.6), without a word of it changed."""

import hashlib
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec

from briefing.seal.refusal import no_pdf

# PDF/A has every annotation printed (ISO 19005-3, 6.3.2), and PDF/UA all of them in the tags that lie on the page
# (ISO 14289-1, 7.18.1). So the field has no extent, and lies off the page.
OFF_THE_PAGE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
NO_CHANGES = MDPPerm.NO_CHANGES


class Update(IncrementalPdfFileWriter):
    """An update to which nothing is added unasked: the metadata stay as pressed. The same PDF gives the same one."""

    @classmethod
    def over(cls, pdf: bytes) -> "Update":
        """An update of a PDF. Raises FaultyInputError (E895)."""
        try:
            update = cls(BytesIO(pdf))
            is_locked = update.security_handler is not None
        except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            raise no_pdf("the PDF cannot be read, so that it takes no seal") from error
        if is_locked:
            raise no_pdf("the PDF is encrypted, so that it takes no seal")
        return update

    @classmethod
    def _handle_id(cls, prev: object) -> generic.ArrayObject:
        # The first part stays, the second is of what is updated (ISO 32000-1, 14.4), and not of chance.
        identifier = super()._handle_id(prev)  # type: ignore[no-untyped-call]
        stream = prev.stream  # type: ignore[attr-defined]
        second = hashlib.md5(stream.getbuffer(), usedforsecurity=False).hexdigest()
        return generic.ArrayObject([identifier[0], generic.ByteStringObject(second.encode())])

    def _update_meta(self) -> None:
        """The day on which the file was changed would go here, and what it says of PDF/UA would be lost."""


def field(name: str, title: str) -> SigFieldSpec:
    """A field for a seal, which nobody sees; `title` is what is read aloud of it."""
    return SigFieldSpec(name, invis_sig_settings=OFF_THE_PAGE, readable_field_name=title)
