"""What is asked of a seal: with which key, to which level, by whose time. Nothing here opens a key."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from briefing.model.house import SEAL_LEVELS, SealEntry, SealLevel

Secret = Callable[[str], str]
"""Asks for the passphrase or PIN of what is named; raises FaultyInputError where nobody can be asked."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A certificate with its key in a file (PKCS #12, RFC 7292)."""

    path: Path


@dataclass(frozen=True, slots=True)
class Card:
    """A certificate with its key on a card or in a box that keeps keys (PKCS #11), by the labels that it gives them.

    `module` is the library that talks to it; `key` is the label of the key, where it is not that of the certificate.
    """

    module: Path
    token: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a seal is made with. `authority` is the address of who stamps the time (RFC 3161).

    `trusted` is a file of certificates, of those who are trusted to say who is who (PEM); `reason` and `name` are told
    to whoever looks at the seal.
    """

    source: KeyFile | Card
    level: SealLevel = "B-B"
    authority: str = ""
    trusted: Path | None = None
    reason: str = ""
    name: str = ""


def is_at_least(level: str, asked: str) -> bool:
    """Whether a level reaches one that is asked for; what is no level reaches none."""
    return level in SEAL_LEVELS and SEAL_LEVELS.index(level) >= SEAL_LEVELS.index(asked)


def plan_of(entry: SealEntry, beside: Path) -> Plan:
    """What house.yaml says of the seal; its paths are relative to that file."""
    card = entry.pkcs11
    return Plan(
        source=Card(_at(beside, card.module), card.token, card.label, card.key or "")
        if card
        else KeyFile(_at(beside, entry.certificate or "")),
        level=entry.level,
        authority=entry.authority or "",
        trusted=_at(beside, entry.trusted) if entry.trusted else None,
        reason=entry.reason or "",
        name=entry.name or "",
    )


def _at(beside: Path, path: str) -> Path:
    return beside / Path(path).expanduser()
