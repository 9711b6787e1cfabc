"""Identify: which edition a PDF or the code on a paper belongs to, and whether it is the one that counts now."""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2

from briefing.archive.index_file import marked
from briefing.archive.logged import Status
from briefing.archive.record import Copy, Edition, FileRecord, Sent, VariantRecord, Withdrawal
from briefing.archive.refusal import told
from briefing.archive.store import COPIES, WITHDRAWALS, Archive
from briefing.model.edition_code import ALPHABET, read_code

_CODE = re.compile(rf"\b(?:[{ALPHABET}]{{4}}[-\u2010-\u2015 ]){{2}}[{ALPHABET}]{{4}}\b")


@dataclass(frozen=True, slots=True)
class GivenCopy:
    """A numbered copy of a print, and the register that it stands in."""

    copy: Copy
    sent: Sent


@dataclass(frozen=True, slots=True)
class Identity:
    """A variant of an edition that a paper or a file names.

    `file` is the very file that was filed, None for a code alone; with `given`, a numbered copy of that file.
    `successor` is the edition that this audience got last, where it is another. `status` says whether the edition, and
    the register of the copy, stand in the log as they lie there now; `doubt` what keeps from saying whether it is
    current; it is empty where nothing does. `without` is the last edition, where it has nothing for this audience.
    """

    edition: Edition
    variant: VariantRecord
    file: FileRecord | None
    withdrawal: Withdrawal | None
    successor: Edition | None
    status: Status
    given: GivenCopy | None = None
    doubt: str = ""
    without: Edition | None = None

    @property
    def is_current(self) -> bool:
        """Whether it is the newest of its audience, and not withdrawn, as far as can be said."""
        return self.successor is None and self.withdrawal is None and not self.doubt


def by_code(archive: Archive, code: str) -> Identity | None:
    """The variant that has this code; None where none has."""
    for edition, variant in _variants(archive, code):
        if variant.edition_code == code:
            return _identity(archive, edition, variant, None)
    return None


def by_content(archive: Archive, data: bytes) -> Identity | None:
    """The filed PDF that has these very bytes, or the numbered copy of one; None where none has."""
    digest = hashlib.sha512(data).hexdigest()
    for edition, variant in _variants(archive, digest):
        for file in variant.files:
            if file.sha512 == digest:
                return _identity(archive, edition, variant, file)
    return next(filter(None, (_copy(archive, brief, digest) for brief in archive.briefs())), None)


def _copy(archive: Archive, brief: str, digest: str) -> Identity | None:
    """The numbered copy that has this digest."""
    for sent in archive.register(brief).sent:
        found = next((one for one in sent.copies if one.sha512 == digest), None)
        edition = archive.edition(brief, sent.version) if found else None
        variant = edition.variant(sent.audience) if edition else None
        if found and edition and variant:
            file = next((one for one in variant.files if one.print == sent.print), None)
            return _identity(archive, edition, variant, file, GivenCopy(found, sent))
    return None


def _variants(archive: Archive, mark: str) -> Iterator[tuple[Edition, VariantRecord]]:
    """All variants, as the files state them; first those of editions that the index knows by this mark."""
    for edition in _editions(archive, mark):
        for variant in edition.audience:
            yield edition, variant


def _editions(archive: Archive, mark: str) -> Iterator[Edition]:
    for brief, version in marked(archive, mark):
        edition = archive.edition(brief, version)
        if edition:
            yield edition
    for brief in archive.briefs():
        yield from archive.editions(brief)


def _identity(
    archive: Archive,
    edition: Edition,
    variant: VariantRecord,
    file: FileRecord | None,
    given: GivenCopy | None = None,
) -> Identity:
    withdrawals = archive.withdrawals(edition.brief)
    after = [
        one
        for one in archive.editions(edition.brief)
        if one.version > edition.version and one.version not in withdrawals
    ]
    later = [one for one in after if one.variant(variant.audience)]
    return Identity(
        edition,
        variant,
        file,
        withdrawals.get(edition.version),
        later[-1] if later else None,
        _status(archive, edition, given),
        given,
        _doubt(archive, edition.brief),
        after[-1] if after[-1:] != later[-1:] else None,
    )


def _status(archive: Archive, edition: Edition, given: GivenCopy | None) -> Status:
    """Whether the edition stands in the log, and the register of a copy of it too."""
    with told():
        status = archive.logged.status_of(edition.brief, edition.version)
        if status != "in the log" or given is None:
            return status
        register = edition.brief + COPIES
        return archive.logged.status_of(register, archive.versions(register)[-1])


def _doubt(archive: Archive, brief: str) -> str:
    """What keeps from saying whether an edition is current: a later one, or its withdrawal, may have been removed."""
    with told():
        return archive.logged.amiss(brief) or archive.logged.amiss(brief + WITHDRAWALS)


def codes_in(data: bytes) -> tuple[str, ...]:
    """The codes that a PDF carries, in its metadata (dc:identifier) and then in its text, each once.

    None where it is no PDF that can be read.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as file, file.open_metadata() as metadata:
            told = str(metadata.get("dc:identifier", ""))
        with pypdfium2.PdfDocument(data) as document:
            text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError):
        return ()
    read = (read_code(found) for found in _CODE.findall(f"{told} {text}"))
    return tuple(dict.fromkeys(code for code in read if isinstance(code, str)))
