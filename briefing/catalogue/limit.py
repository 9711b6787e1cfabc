"""What a catalogue is limited to: a ceiling, audiences, or nothing; and which variants that lets through.

Every edition is judged by the marking scheme that was filed with it. A variant is let through where that scheme reads
both its marking and the ceiling, and allows the one under the other; whatever cannot be read is withheld.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml
from pydantic import ValidationError

from briefing.archive.record import VariantRecord
from briefing.model.house import House
from briefing.model.marking import Marking, Scheme


@dataclass(frozen=True, slots=True)
class Limit:
    """The highest marking that is shown, in the words of its scheme, and the audiences; empty where all are."""

    ceiling: str = ""
    audiences: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether anything is withheld at all."""
        return bool(self.ceiling or self.audiences)

    def lets_through(self, variant: VariantRecord, scheme: Scheme | None) -> bool:
        """Whether a variant may be shown."""
        if self.audiences and variant.audience not in self.audiences:
            return False
        if not self.ceiling:
            return True
        ceiling, marking = read_marking(scheme, self.ceiling), read_marking(scheme, variant.marking)
        return bool(scheme and ceiling and marking and scheme.allows(ceiling, marking))


def read_marking(scheme: Scheme | None, text: str) -> Marking | None:
    """A marking as a scheme reads it; None where it does not know it."""
    return scheme.marking(text) if scheme and scheme.knows(text) else None


def scheme_of_house(data: bytes) -> Scheme | None:
    """The marking scheme of a house style as it was filed; None where it cannot be read any more."""
    try:
        raw = yaml.safe_load(data)
        if not isinstance(raw, dict):
            return None
        asked = {"marking": raw["marking"]} if "marking" in raw else {}
        # Whatever else the house style of those days says, its scheme is read.
        return House.model_validate({"organisation": "-", "audiences": {"any": {"title": "-"}}, **asked}).scheme
    except (yaml.YAMLError, ValidationError, ValueError, RecursionError):
        return None


def highest(markings: Iterable[tuple[str, Scheme | None]]) -> tuple[str, ...]:
    """The banner of what stands together: one marking for each scheme, those that cannot be read as they stand."""
    of_scheme: dict[Scheme, list[Marking]] = {}
    unread: dict[str, None] = {}
    for text, scheme in markings:
        marking = read_marking(scheme, text)
        if scheme and marking:
            of_scheme.setdefault(scheme, []).append(marking)
        elif text:
            unread[text] = None
    return tuple(dict.fromkeys((*(scheme.banner(held).name for scheme, held in of_scheme.items()), *unread)))
