"""Answer: what an officer is told of a paper or a file that was held against the archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefing.archive.identify import GivenCopy, Identity
from briefing.archive.logged import Status
from briefing.archive.record import Disposal, DisposedEdition
from briefing.archive.store import Archive
from briefing.changes import compare
from briefing.model.change import Changes

_AGAINST: Mapping[Status, str] = {
    "log in question": "NOT PROVED: the log of the archive is in question; see what is wrong with it: briefing verify.",
    "damaged": "NOT PROVED: the archive is damaged where it tells of this edition; see: briefing verify {brief}.",
    "exchanged": "NOT GENUINE: the archive was changed; this edition is not the one that the log speaks of.",
    "not in the log": "NOT GENUINE: the log does not know of this edition: it was put there by another hand.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a paper or a file: its edition, if it has one, and in sentences what to make of it.

    `genuine`: it is what was filed, byte for byte; of a code alone, that such an edition was filed. `why_not` says what
    stands against it. `disposed`: where no edition has a code any more, the one that had it.
    """

    what: str
    identity: Identity | None
    why_not: str = ""
    disposed: tuple[Disposal, DisposedEdition] | None = None

    @property
    def is_genuine(self) -> bool:
        """Whether it is what was filed."""
        return self.identity is not None and not self.why_not and self.identity.status == "in the log"

    @property
    def is_proved(self) -> bool:
        """Whether it is what was filed, and nothing that was filed after it has gone."""
        return self.is_genuine and self.identity is not None and not self.identity.doubt

    def sentences(self) -> Iterator[str]:
        """The answer, the verdict first."""
        identity = self.identity
        yield self._verdict()
        if identity is None:
            return
        edition, variant = identity.edition, identity.variant
        which = f", print {identity.file.print}, {_pages(identity.file.pages)}" if identity.file else ""
        yield f"“{edition.title}”, edition {edition.label}{which}."
        yield f"For: {variant.title} ({variant.audience}), marked {variant.marking}."
        yield f"Filed {edition.issued.astimezone().strftime('%Y-%m-%d %H:%M %Z').strip()}, code {variant.edition_code}."
        if identity.withdrawal:
            day = identity.withdrawal.withdrawn.date().isoformat()
            yield f"WITHDRAWN on {day}: {identity.withdrawal.reason}"
        if identity.successor:
            yield f"REPLACED by edition {identity.successor.label}."
        if identity.doubt:
            yield f"NOT PROVED, whether it is current: {identity.doubt}; see: briefing verify {edition.brief}."
        elif identity.is_current:
            yield "CURRENT: no later edition was filed for this audience."
        if identity.without:
            yield f"Edition {identity.without.label}, filed after it, holds nothing for this audience."

    def _verdict(self) -> str:
        if self.why_not:
            return f"NOT GENUINE: {self.why_not}."
        if self.identity is None and self.disposed:
            gone, edition = self.disposed
            return (
                f"DISPOSED OF: {self.what} names edition {edition.edition} · {edition.date.isoformat()} of "
                f"“{gone.brief}”, which was removed on {gone.disposed.date().isoformat()} under {gone.order}."
            )
        if self.identity is None:
            return f"NOT KNOWN: {self.what} belongs to no edition in this archive."
        if self.identity.status in _AGAINST:
            return _AGAINST[self.identity.status].format(brief=self.identity.edition.brief)
        if self.identity.given:
            copy, total = self.identity.given.copy, len(self.identity.given.sent.copies)
            return f"GENUINE: {self.what} is, byte for byte, copy {copy.number} of {total}, made for {copy.name}."
        if self.identity.file:
            return f"GENUINE: {self.what} is, byte for byte, what was filed."
        return (
            f"GENUINE CODE: {self.what} was given to an edition. Compare the paper with it: anybody can print a code."
        )

    def changes(self, archive: Archive) -> Changes | None:
        """What this audience was told differently in the edition that replaced it; None where none did."""
        identity = self.identity
        replaced = identity.successor if identity else None
        variant = replaced.variant(identity.variant.audience) if identity and replaced else None
        if identity is None or replaced is None or variant is None:
            return None
        return compare(archive.said(identity.edition, identity.variant), archive.said(replaced, variant))

    def as_object(self) -> dict[str, Any]:
        """The answer, for machines."""
        identity = self.identity
        given = identity.given if identity else None
        shown: dict[str, Any] = {"genuine": self.is_genuine, "what": self.what, "why_not": self.why_not or None}
        if identity is None:
            return {**shown, **self._disposed_as_object()}
        return {
            **shown,
            "brief": identity.edition.brief,
            "edition": str(identity.edition.edition),
            "version": f"v{identity.edition.version}",
            "date": identity.edition.date.isoformat(),
            "issued": identity.edition.issued.isoformat(),
            "audience": identity.variant.audience,
            "marking": identity.variant.marking,
            "edition_code": identity.variant.edition_code,
            "print": identity.file.print if identity.file else None,
            "copy": _copy_as_object(given) if given else None,
            "status": identity.status,
            "current": None if identity.doubt else identity.is_current,
            "doubt": identity.doubt or None,
            "withdrawn": identity.withdrawal.as_object() if identity.withdrawal else None,
            "replaced_by": str(identity.successor.edition) if identity.successor else None,
        }

    def _disposed_as_object(self) -> dict[str, Any]:
        if self.disposed is None:
            return {}
        gone, edition = self.disposed
        return {"disposed": {"brief": gone.brief, "order": gone.order, "by": gone.by, **edition.as_object()}}


def _pages(number: int) -> str:
    return f"{number} page{'' if number == 1 else 's'}"


def _copy_as_object(given: GivenCopy) -> dict[str, Any]:
    return {
        "number": given.copy.number,
        "of": len(given.sent.copies),
        "name": given.copy.name,
        "made": given.sent.sent.isoformat(),
        "by": given.sent.by,
    }
