"""The records of an archive: what `edition.json` says of an edition, and what is kept of withdrawals and copies.

The names of `edition.json` are those of the Dublin Core (DCMI Metadata Terms) wherever it has one. Records are read
tolerantly, so that a later version of this program may add to them, and written in one form: the same record gives the
same bytes.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError

from briefing.model.edition import Number

FORMAT = 1
"""Which form of `edition.json` this is; a later one is read as far as it is known."""


class UnreadableRecordError(Exception):
    """A record of the archive is not what it should be; the message says why."""


def _number(value: object) -> object:
    number = Number.parse(value) if isinstance(value, str) else value
    if not isinstance(number, Number):
        raise ValueError(f"{value!r} is no number of an edition")  # noqa: TRY004 (pydantic wants it so)
    return number


EditionNumber = Annotated[Number, BeforeValidator(_number), PlainSerializer(str)]


class Record(BaseModel):
    """A record: frozen, and reading past keys that it does not know."""

    model_config = ConfigDict(extra="ignore", frozen=True, arbitrary_types_allowed=True)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """A record as it was filed. Raises UnreadableRecordError."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the whole"
            raise UnreadableRecordError(f"{where}: {first['msg']}") from None

    def as_object(self) -> dict[str, Any]:
        """The record, for machines."""
        return self.model_dump(mode="json")

    def as_bytes(self) -> bytes:
        """The record as it is filed: JSON, indented, keys in the order in which they are explained."""
        return (json.dumps(self.as_object(), ensure_ascii=False, indent=2) + "\n").encode()


class PressedRecord(Record):
    """A PDF as it was pressed, where a seal stands behind it: how many octets it has, and their digest (SHA-512)."""

    octets: int
    sha512: str


class SealRecord(Record):
    """What the PDFs of an edition were sealed with: the level of PAdES, and the certificate of who sealed them.

    `subject` and `issuer` are names as RFC 4514 writes them, `serial` is in hexadecimal, `sha256` the digest of the
    certificate.
    """

    level: str
    name: str
    subject: str
    issuer: str
    serial: str
    sha256: str


class FileRecord(Record):
    """A file that readers got: where it lies in its edition, which print it is, and its digest (SHA-512)."""

    path: str
    format: str
    print: str
    pages: int
    sha512: str
    fonts: tuple[str, ...] = ()
    """The font files that it was set with, each as `NAME sha512:DIGEST`."""
    pressed: PressedRecord | None = None
    """What it is without its seal, where it has one."""

    def without_seal(self, data: bytes) -> bytes:
        """The file as it was pressed, out of what was filed."""
        return data[: self.pressed.octets] if self.pressed else data


class VariantRecord(Record):
    """What one audience got of an edition; `said` is the file that holds its text for machines."""

    audience: str
    title: str
    marking: str
    edition_code: str
    replaces: EditionNumber | None = None
    said: str
    files: tuple[FileRecord, ...]
    proof: dict[str, Any] | None = None


class Edition(Record):
    """An edition of a brief, as `edition.json` states it.

    `date` is the day it speaks of, `issued` the moment it was filed, `as_of` the moment that embargo and review were
    held against; `keep_until` is the day up to which the house style has it kept. `not_for` are audiences that got none
    of it, each with the code of the reason. `seal` is what its PDFs were sealed with, None where they were not.
    """

    format_version: int = FORMAT
    identifier: str
    brief: str
    version: int
    edition: EditionNumber
    title: str
    creator: tuple[str, ...] = ()
    publisher: str
    date: dt.date
    issued: dt.datetime
    as_of: dt.datetime
    language: str
    rights: tuple[str, ...] = ()
    replaces: EditionNumber | None = None
    reason: str = ""
    made_by: str = ""
    prints: tuple[str, ...] = ()
    keep_until: dt.date | None = None
    seal: SealRecord | None = None
    audience: tuple[VariantRecord, ...]
    not_for: dict[str, str] = {}

    @property
    def label(self) -> str:
        """The edition as people name it: its number and its day."""
        return f"{self.edition} · {self.date.isoformat()}"

    def variant(self, audience: str) -> VariantRecord | None:
        """What an audience got of it; None where it got nothing."""
        return next((one for one in self.audience if one.audience == audience), None)

    def files(self) -> Iterable[tuple[VariantRecord, FileRecord]]:
        """Every file that a reader got."""
        return ((one, file) for one in self.audience for file in one.files)


class Withdrawal(Record):
    """That an edition was withdrawn: when, by whom, why."""

    edition: EditionNumber
    version: int
    withdrawn: dt.datetime
    reason: str
    by: str = ""


class Withdrawals(Record):
    """All withdrawals of a brief, in the order in which they were made."""

    withdrawals: tuple[Withdrawal, ...] = ()


class Copy(Record):
    """A numbered copy: its number, whose name stands on it, and the digest of its file (SHA-512)."""

    number: int
    name: str
    sha512: str


class Sent(Record):
    """That people were given a variant of an edition: to whom, and when; `copies` if numbered ones of a `print`."""

    edition: EditionNumber
    version: int
    audience: str
    to: tuple[str, ...]
    sent: dt.datetime
    by: str = ""
    print: str = ""
    copies: tuple[Copy, ...] = ()


class Register(Record):
    """Who was given what of a brief, in the order in which it was recorded."""

    sent: tuple[Sent, ...] = ()


class Hold(Record):
    """That a brief may not be disposed of: since when, why, by whom; and when that ended, if it has."""

    since: dt.datetime
    reason: str
    by: str = ""
    released: dt.datetime | None = None
    release_reason: str = ""
    released_by: str = ""


class Holds(Record):
    """All holds of a brief, in the order in which they were laid on it."""

    holds: tuple[Hold, ...] = ()

    @property
    def in_force(self) -> tuple[Hold, ...]:
        """Those that were not released."""
        return tuple(one for one in self.holds if one.released is None)


class DisposedEdition(Record):
    """What is left of an edition that was disposed of: when it was filed, its digest in the log, the codes it bore."""

    edition: EditionNumber
    version: int
    date: dt.date
    issued: dt.datetime
    inventory: str
    edition_codes: tuple[str, ...] = ()


class Disposal(Record):
    """That a whole brief was disposed of: when, by whom, under which order, why, and which editions it had."""

    brief: str
    disposed: dt.datetime
    order: str
    reason: str
    by: str = ""
    editions: tuple[DisposedEdition, ...] = ()


class Disposals(Record):
    """The disposals of a brief: more than one where its files had been put back from a copy."""

    disposals: tuple[Disposal, ...] = ()
