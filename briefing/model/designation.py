"""The designation indicator of a variant: who controls what is marked so, of which kind it is, who may have it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from briefing.model.marking import Indicator, LineOf, Marking, Scheme


@dataclass(frozen=True, slots=True)
class Stated:
    """What the house states: the offices in control, whom to ask, and what portions may leave open."""

    controlled_by: tuple[str, ...]
    contact: str = ""
    category: str = ""
    dissemination: str = ""


@dataclass(frozen=True, slots=True)
class Designation:
    """A designation indicator (32 CFR 2002.20; DoDI 5200.48, 3.4): `marking` is that of all portions of its level."""

    indicator: Indicator
    marking: Marking
    stated: Stated

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each line as it is printed, a label and what it says; one that has nothing to say is left out."""
        return tuple((label, said) for label, of in self.indicator.lines for said in self._said(of))

    def _said(self, of: LineOf) -> Iterator[str]:
        kinds = [caveat for caveat in self.marking.caveats if caveat.category]
        others = [caveat.text for caveat in self.marking.caveats if not caveat.category]
        match of:
            case "controlled_by":
                yield from self.stated.controlled_by
            case "category":
                named = "; ".join(f"{caveat.category} ({caveat.name})" for caveat in kinds)
                yield from filter(None, [named or self.stated.category])
            case "dissemination":
                # Nothing said: whoever has a lawful purpose of government may have it (32 CFR 2002.16).
                yield ", ".join(others) or self.stated.dissemination or "None"
            case "contact":
                yield from filter(None, [self.stated.contact])


def designation(scheme: Scheme, portions: Iterable[Marking], stated: Stated) -> Designation | None:
    """The designation indicator of what holds these portions; None where the scheme asks for none."""
    indicator = scheme.indicator
    held = [marking for marking in portions if indicator and marking.level.name == indicator.level]
    return Designation(indicator, scheme.banner(held), stated) if indicator and held else None


def together(scheme: Scheme, designations: Iterable[Designation | None]) -> Designation | None:
    """One designation indicator for several."""
    there = [one for one in designations if one]
    return replace(there[0], marking=scheme.banner(one.marking for one in there)) if there else None
