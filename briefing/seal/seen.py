"""What was found of a seal, and what it means, in words that need no knowledge of signatures."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Revocation = Literal["not revoked", "revoked", "not known"]
Trust = Literal["trusted", "not trusted", "nobody to trust"]

_LEVELS: Mapping[str, str] = {
    "": "It is a signature of another kind than PAdES.",
    "B-B": "Level B-B: signed, and no more.",
    "B-T": "Level B-T: signed, and stamped with the time.",
    "B-LT": "Level B-LT: signed and stamped, and it carries what proves that nothing was revoked.",
    "B-LTA": "Level B-LTA: signed and stamped, with the proofs that nothing was revoked, and stamped over all of it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A stamp of the time: the moment, whose it is, and whether it holds: unbroken, and by somebody who is trusted."""

    moment: dt.datetime
    by: str
    is_intact: bool
    trust: Trust
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether the moment is proved."""
        return self.is_intact and self.trust == "trusted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found of one seal.

    `is_intact`: what was signed is what stands there. `is_whole`: and nothing was written behind it, but proofs and
    stamps. `is_covered`: the seal, or the stamp over it, is of every byte of the file. `told` is the moment that the
    sealer's own clock told, `stamp` that of an authority, `last` that of the stamp over all of it. `why` says why the
    certificate is not trusted; `revoked` is since when it is not to be, `known` of when the proof is that it is.
    """

    name: str
    subject: str
    issuer: str
    by: str
    serial: str
    sha256: str
    level: str
    is_intact: bool
    is_whole: bool
    is_covered: bool
    trust: Trust
    why: str = ""
    reason: str = ""
    told: dt.datetime | None = None
    stamp: Stamp | None = None
    last: Stamp | None = None
    revocation: Revocation = "not known"
    revoked: dt.datetime | None = None
    known: dt.datetime | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was done to the file since it was sealed."""
        return self.is_intact and self.is_whole

    @property
    def holds(self) -> bool:
        """Whether the seal proves who sealed this file, and that it is as it was."""
        stamps = [one for one in (self.stamp, self.last) if one]
        return (
            self.is_unchanged
            and self.trust == "trusted"
            and self.revocation != "revoked"
            and all(one.is_intact for one in stamps)
        )

    @property
    def moment(self) -> dt.datetime | None:
        """When it was sealed, as far as anybody says."""
        proved = next((one.moment for one in (self.stamp, self.last) if one and one.holds), None)
        return proved or self.told

    def as_object(self) -> dict[str, Any]:
        """What was found, for machines."""
        shown = {key: _plain(value) for key, value in asdict(self).items()}
        return {"holds": self.holds, "unchanged": self.is_unchanged, **shown}

    def sentences(self) -> Iterator[str]:
        """What was found, in words: the verdict, then what it rests on."""
        yield self._verdict()
        if not self.is_unchanged:
            return
        yield from self._about_time()
        yield self._about_trust()
        yield from self._about_revocation()
        yield _LEVELS.get(self.level, f"Level {self.level}.")

    def _verdict(self) -> str:
        when = f" on {_hour(self.moment)}" if self.moment else ""
        if not self.is_intact:
            return f"SEAL BROKEN: {self.name} sealed something else than this file says now; it was changed."
        if not self.is_whole:
            return f"SEAL BROKEN: something was added to this file after {self.name} sealed it{when}."
        if self.revocation == "revoked" and self.revoked:
            return f"SEAL NOT VALID: the certificate of {self.name} was revoked on {_hour(self.revoked)}."
        since = "not a byte was changed since" if self.is_covered else "nothing was added since but proofs and stamps"
        if self.holds:
            return f"SEALED{when} by {self.name}, as {self.by} certifies; {since}."
        return f"SEALED{when}, AND BY WHOM IS NOT PROVED: it names {self.name}, certified by {self.by}; {since}."

    def _about_time(self) -> Iterator[str]:
        if self.stamp is None:
            yield "The hour is what the sealer's own clock told; nobody else vouches for it."
        for one, which in ((self.stamp, "The hour"), (self.last, "The stamp over all of it")):
            if one is not None:
                yield f"{which} {_about_stamp(one)}."

    def _about_trust(self) -> str:
        if self.trust == "trusted":
            return f"Its certificate leads to those who are trusted here (serial number {self.serial})."
        if self.trust == "nobody to trust":
            return (
                f"Nothing here says whom to trust (it is serial number {self.serial}): --trusted FILE.pem names them."
            )
        return f"Its certificate (serial number {self.serial}) does not count here: {self.why}."

    def _about_revocation(self) -> Iterator[str]:
        if self.revocation == "not revoked":
            when = f", as of {_hour(self.known)}" if self.known else ""
            yield f"Its certificate was not revoked: the file carries the proof{when}."
        elif self.trust == "trusted":
            yield "Whether its certificate was revoked is not known: the file carries no proof of it."


def _about_stamp(stamp: Stamp) -> str:
    if not stamp.is_intact:
        return f"is not proved: the stamp of {stamp.by} is of something else"
    if stamp.trust == "trusted":
        return f"({_hour(stamp.moment)}) is vouched for by {stamp.by}"
    unknown = "of whom nothing is known here" if stamp.trust == "nobody to trust" else ""
    return f"({_hour(stamp.moment)}) is told by {stamp.by}, {unknown or f'who does not count here: {stamp.why}'}"


def _hour(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC") if moment else ""


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value
