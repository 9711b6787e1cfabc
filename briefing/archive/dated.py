"""Dated: what the timestamps of an archive prove, and what they do not, in words for those who answer for it.

A stamp counts where its signature is true, its text is a head of this log as it lies here, and it covers the stamp
before it. It can be relied on while its certificates last; after that, where a stamp that can be relied on covered it
before they ended.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from briefing.archive.refusal import told
from briefing.archive.store import Archive
from briefing.archive.timestamps import Stamp, stamps
from briefing.log import Checkpoint, Leaf
from briefing.log.merkle import root
from briefing.log.note import NoteError
from briefing.log.stamped import Stamped, StampedError
from briefing.model.problem import Place, Problem, Severity
from briefing.timestamp import NoTimestampError, Timestamp, is_ready, leads_to, read

_SOON = dt.timedelta(days=183)
_LOOK = "Compare it with a copy of the archive."
_RENEW = "Stamp again: briefing timestamp --renew"


@dataclass(frozen=True, slots=True)
class Trust:
    """Against what timestamps are held: this moment, and the roots of authorities that are trusted (PEM), if named."""

    now: dt.datetime
    roots: bytes | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A stamp that counts: the first `lines` of the log were there at a moment.

    `is_trusted` is None where nobody named whom to trust. `is_relied`: its certificates last, or it was renewed before
    they ended (`is_renewed`).
    """

    folder: str
    lines: int
    timestamp: Timestamp
    is_trusted: bool | None
    is_relied: bool = True
    is_renewed: bool = False

    def as_object(self) -> dict[str, Any]:
        """The same, for machines."""
        return {
            "folder": self.folder,
            "lines": self.lines,
            "at": self.timestamp.at.isoformat(),
            "authority": self.timestamp.authority,
            "until": self.timestamp.until.isoformat(),
            "trusted": self.is_trusted,
            "relied": self.is_relied,
            "renewed": self.is_renewed,
        }


@dataclass(frozen=True, slots=True)
class Dating:
    """What the stamps of an archive come to, oldest first."""

    stamps: tuple[Dated, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def renew_before(self, now: dt.datetime, *, soon: bool = False) -> dt.datetime | None:
        """The day before which the newest stamp is to be renewed; with `soon`, where that is within half a year."""
        until = self.stamps[-1].timestamp.until if self.stamps else None
        return until if until and (not soon or until - now < _SOON) else None

    def of_line(self, index: int) -> Dated | None:
        """The oldest stamp that covers a line of the log, counted from 0: first one that can be relied on."""
        covering = [one for one in self.stamps if one.lines > index]
        return min(covering, key=lambda one: (not one.is_relied, one.is_trusted is False, one.lines), default=None)


def dating(archive: Archive, trust: Trust) -> Dating:
    """What the stamps that lie in an archive come to."""
    lying = tuple(stamps(archive))
    if not lying:
        return Dating()
    if not is_ready():
        many = "1 timestamp lies" if len(lying) == 1 else f"{len(lying)} timestamps lie"
        return Dating(notes=(f'{many} in the archive, not checked. Install the extra: pip install "briefing[sign]"',))
    return _Examination(archive, trust).of(lying)


class _Examination:
    """One look at the stamps."""

    def __init__(self, archive: Archive, trust: Trust) -> None:
        self._archive = archive
        self._trust = trust
        with told():
            self._hashes = archive.book.hashes()
            self._entries = archive.book.leaves()
        self._problems: list[Problem] = []

    def of(self, lying: tuple[Stamp, ...]) -> Dating:
        counting: list[Dated] = []
        for before, one in zip((None, *lying), lying, strict=False):
            found = self._one(one, before, counting[-1] if counting else None)
            if found:
                counting.append(found)
        stamps_ = tuple(_relied(counting, self._trust.now))
        self._tell_of_trust(stamps_)
        self._tell_of_end(stamps_)
        return Dating(stamps_, tuple(self._problems), tuple(self._notes(stamps_)))

    def _one(self, one: Stamp, before: Stamp | None, earlier: Dated | None) -> Dated | None:
        """What a stamp states; None where it does not count, and then it is said why."""
        code, why = "E846", one.why_not and f"cannot be read: {one.why_not}"
        try:
            if not why:
                stamped = Stamped.parse(one.text)
                timestamp = read(one.answer, one.text, one.certificates)
                if other := self._why_other(stamped.checkpoint):
                    code, why = "E847", other
                elif stamped.before != (before.listed() if before else ()):
                    why = "does not cover the stamp before it as that lies there"
                elif earlier and timestamp.at < earlier.timestamp.at:
                    why = "states an earlier time than the stamp before it, which it covers"
        except (StampedError, NoteError) as error:
            why = f"is of no head of a log: {error}"
        except NoTimestampError as error:
            why = str(error)
        if why:
            message = f"the stamp {one.folder.removesuffix('/content')} {why}"
            self._problems.append(Problem(code, message, _LOOK, Place(self._archive.site.path(one.folder))))
            return None
        roots = self._trust.roots
        trusted = None if roots is None else leads_to(one.answer, one.text, one.certificates, roots)
        return Dated(one.folder, stamped.checkpoint.size, timestamp, trusted)

    def _why_other(self, head: Checkpoint) -> str:
        """Why a head is none of the log that lies there; empty where it is one."""
        if head.origin != self._archive.origin:
            return f"is of another log, {head.origin}"
        if head.size > len(self._hashes):
            return f"covers {head.size} lines, and the log has {len(self._hashes)}: it was set back"
        if root(self._hashes[: head.size]) != head.root:
            return "is of another log than lies there: it was written anew after it was stamped"
        return ""

    def _tell_of_trust(self, found: tuple[Dated, ...]) -> None:
        names = dict.fromkeys(one.timestamp.authority for one in found if one.is_trusted is False)
        for name in names:
            message = f"“{name}”, which stamped the log, is not below an authority that you named as trusted"
            hint = "If it is to be trusted, put the certificate of its root beside the others that you name."
            self._problems.append(Problem("W849", message, hint, severity=Severity.WARNING))

    def _tell_of_end(self, found: tuple[Dated, ...]) -> None:
        """What has ended, or ends soon."""
        if not found:
            return
        lost = [one for one in found if not one.is_relied]
        last = found[-1].timestamp
        why = ""
        if lost:
            first = lost[0].timestamp
            ended = f"the certificates of the stamp of {_moment(first.at)} ended on {_day(first.until)}"
            why = f"{ended}, and it was not renewed before"
        elif last.weak:
            why = f"the last stamp, of {_moment(last.at)}, rests on {last.weak}, which is no longer strong"
        elif last.until - self._trust.now < _SOON:
            why = f"the certificates of the last stamp end on {_day(last.until)}: renew it before"
        if why:
            self._problems.append(Problem("W848", why, _RENEW, severity=Severity.WARNING))

    def _notes(self, found: tuple[Dated, ...]) -> Iterator[str]:
        if not found:
            return
        last = found[-1]
        stated, many = last.timestamp, _editions(self._entries[: last.lines])
        if last.is_relied and last.is_trusted is not False:
            was = "was" if many.startswith("1 ") else "were"
            proved = f"{many} of the log {was} there on {_moment(stated.at)} at the latest"
            yield f"Stamped {_times(len(found))}, last by {stated.authority}: {proved}."
            yield f"Renew the stamp before {_day(stated.until)}."
        else:
            yield f"Stamped {_times(len(found))}, last by {stated.authority} on {_moment(stated.at)}, over {many}."
        if self._trust.roots is None:
            yield (
                "Not checked: whether whoever stamped can be trusted. Name the certificate of a root that you trust: "
                "briefing verify --trusted FILE.pem"
            )
        new = [one for one in self._entries[last.lines :] if isinstance(one, Leaf) and one.kind == "edition"]
        if new:
            yield f"In no stamp yet: {_editions(new)} filed since. Stamp the log: briefing timestamp"


def said_of(dating_: Dating, archive: Archive, brief: str, version: int, label: str) -> str:
    """What the stamps say of an edition, in a sentence; empty where nothing was ever stamped."""
    if not dating_.stamps:
        return ""
    with told():
        entries = archive.book.leaves()
    lines = [
        index
        for index, one in enumerate(entries)
        if isinstance(one, Leaf) and (one.kind, one.object, one.version) == ("edition", brief, f"v{version}")
    ]
    found = dating_.of_line(lines[0]) if lines else None
    if found is None:
        return f"Edition {label} is in no stamp yet."
    by = f"stamped by {found.timestamp.authority} (covers {_editions(entries[: found.lines])} of the log)"
    moment = _moment(found.timestamp.at)
    if not found.is_relied:
        return f"Edition {label} was {by} on {moment}; that is no proof any more, since it was not renewed in time."
    if found.is_trusted is False:
        return f"Edition {label} was {by} on {moment}; that is no proof to you, who did not name it as trusted."
    renewed = "; its certificates have ended since, and it was renewed before" if found.is_renewed else ""
    unchecked = " Whether that authority can be trusted was not checked." if found.is_trusted is None else ""
    return f"Edition {label} was there on {moment} at the latest: {by}{renewed}.{unchecked}"


def _relied(found: Iterable[Dated], now: dt.datetime) -> list[Dated]:
    """Each with whether it can be relied on now: looked at from the newest, each renews those before it."""
    done: list[Dated] = []
    since: dt.datetime | None = None  # the earliest stamp so far that renews what it covers
    for one in reversed(list(found)):
        until = one.timestamp.until
        is_relied = until >= now or (since is not None and since <= until)
        if is_relied and one.is_trusted is not False:
            since = one.timestamp.at
        done.append(replace(one, is_relied=is_relied, is_renewed=is_relied and until < now))
    return done[::-1]


def _editions(entries: Iterable[object]) -> str:
    count = sum(1 for one in entries if isinstance(one, Leaf) and one.kind == "edition")
    return "1 edition" if count == 1 else f"{count} editions"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _moment(at: dt.datetime) -> str:
    return f"{_day(at)} at {at:%H:%M:%S} UTC"


def _day(at: dt.datetime) -> str:
    return f"{at.day} {at:%B %Y}"
