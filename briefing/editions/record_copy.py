"""Record copies: a filed PDF as PDF/A-2a, as national archives ask for it.

A filed PDF is PDF/A-3a (ISO 19005-3). PDF/A-2 (ISO 19005-2) differs in what a file may carry along: of its attachments
only such as are PDF/A themselves (clause 6.8). So those are left out, and the metadata says part 2; pages, fonts, tags
and colours stay as they are, to the last byte of their streams.
"""

import io

import pikepdf

PART = "pdfaid:part"


class NoRecordCopyError(ValueError):
    """A PDF that does not say of itself that it is PDF/A-3a, so that nothing can be said of a copy."""


def record_copy(pdf: bytes) -> bytes:
    """The PDF/A-2a of a PDF/A-3a of the press; the same bytes in, the same bytes out. Raises NoRecordCopyError."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                if (metadata.get(PART), metadata.get("pdfaid:conformance")) != ("3", "A"):
                    raise NoRecordCopyError("it does not say of itself that it is PDF/A-3a")
                metadata[PART] = "2"
            _leave_out_attachments(document)
            out = io.BytesIO()
            # The modern form of cross-references is what PDF/A-2 allows too; the identifier stays that of the original.
            document.save(out, deterministic_id=True, linearize=False)
            return out.getvalue()
    except pikepdf.PdfError as error:
        raise NoRecordCopyError("it cannot be read") from error


def _leave_out_attachments(document: pikepdf.Pdf) -> None:
    root = document.Root
    for name in list(document.attachments):
        del document.attachments[name]
    for item in (root, *document.objects):
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and "/AF" in item:
            del item["/AF"]
    if "/Names" in root and "/EmbeddedFiles" in root.Names:
        del root.Names["/EmbeddedFiles"]
