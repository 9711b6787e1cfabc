"""Markings: a level of a scheme with its handling caveats, who may see it, and the banner of what stands together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_PARTS = re.compile(r"//|[/\[\]]|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scheme: its name as printed, its rank (0 is the lowest), its colours and restriction."""

    name: str
    rank: int
    portion: str = ""
    colour: str = "#000000"
    ground: str = "#FFFFFF"
    restriction: str = ""


@dataclass(frozen=True, slots=True)
class Caveat:
    """A handling caveat, as a scheme knows it or, with its `values` (REL TO USA, GBR), as something carries it.

    It stands in a banner if `any` portion carries it, or only if `all` do that are marked from the level
    `counted_from` on; never where a caveat stands that overrides it, nor, with `only_at`, at another level.
    One that `limits` reaches only those whose ceiling carries it as well.
    """

    name: str
    portion: str
    restriction: str = ""
    rolls_up: Literal["any", "all"] = "any"
    limits: bool = True
    listed: bool = False
    overrides: tuple[str, ...] = ()
    only_at: str | None = None
    counted_from: int = 0
    values: tuple[str, ...] = ()
    category: str = ""
    """What it says of the kind of information, in full (General Privacy); empty for one that says who may see it."""

    @property
    def text(self) -> str:
        """The caveat as a banner has it."""
        return f"{self.name} {', '.join(self.values)}" if self.values else self.name

    @property
    def short(self) -> str:
        """The caveat as a portion marking has it."""
        return f"{self.portion} {', '.join(self.values)}" if self.values else self.portion


@dataclass(frozen=True, slots=True)
class Form:
    """How a scheme writes caveats behind a level: what stands before, between and behind them."""

    opens: str = "//"
    between: str = "/"
    closes: str = ""

    def join(self, level: str, caveats: Sequence[str]) -> str:
        """A level and its caveats as one marking."""
        return f"{level}{self.opens}{self.between.join(caveats)}{self.closes}" if caveats else level


@dataclass(frozen=True, slots=True)
class Marking:
    """A level and the handling caveats that go with it, in the scheme's order."""

    level: Level
    caveats: tuple[Caveat, ...] = ()
    form: Form = Form()

    @property
    def name(self) -> str:
        """The marking in full, as a banner has it: SECRET//NOFORN."""
        return self.form.join(self.level.name, [caveat.text for caveat in self.caveats])

    @property
    def portion(self) -> str:
        """The marking as it stands before a portion: (S//NF)."""
        return f"({self.form.join(self.level.portion, [caveat.short for caveat in self.caveats])})"

    @property
    def restrictions(self) -> tuple[str, ...]:
        """What the marking asks of a reader, in sentences; in English, to be translated where it is printed."""
        asked = (self.level.restriction, *(caveat.restriction for caveat in self.caveats))
        return tuple(sentence for sentence in asked if sentence)


LineOf = Literal["controlled_by", "category", "dissemination", "contact"]
"""What a line of a designation indicator is of."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a scheme has the first page say where something marked at `level` is held: lines of a label and its kind."""

    level: str
    lines: tuple[tuple[str, LineOf], ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A marking scheme: levels from the lowest to the highest, its caveats, and how it is printed.

    `size` is the smallest type of the banner, in points; with `portions` every title, paragraph and list item
    is marked.
    """

    name: str
    title: str
    levels: tuple[Level, ...]
    caveats: tuple[Caveat, ...] = ()
    align: Literal["left", "center", "right"] = "center"
    size: float = 11
    portions: bool = False
    form: Form = Form()
    indicator: Indicator | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the levels, lowest first."""
        return tuple(level.name for level in self.levels)

    @property
    def lowest(self) -> Marking:
        """The marking that everybody may see."""
        return Marking(self.levels[0], form=self.form)

    def knows(self, text: str) -> bool:
        """Whether this is a marking of the scheme."""
        try:
            self.marking(text)
        except ValueError:
            return False
        return True

    def marking(self, text: str) -> Marking:
        """Read a marking, written in full or as a portion: SECRET//NOFORN, (S//NF), OFFICIAL-SENSITIVE [COMMERCIAL].

        Raises ValueError, whose message names the part that the scheme does not know.
        """
        plain = text.strip()
        plain = plain[1:-1].strip() if plain.startswith("(") and plain.endswith(")") else plain
        level, rest = self._level(plain)
        caveats = [self._caveat(part.strip(), level) for part in _PARTS.split(rest) if part.strip()]
        return self._made(level, caveats)

    def _level(self, text: str) -> tuple[Level, str]:
        names = [(name, level) for level in self.levels for name in (level.name, level.portion) if name]
        for name, level in sorted(names, key=lambda pair: -len(pair[0])):
            rest = text.removeprefix(name)
            if text.startswith(name) and (not rest or _PARTS.match(rest.lstrip() if "[" in rest[:2] else rest)):
                return level, rest
        raise ValueError(f"there is no marking “{text}”")

    def _caveat(self, text: str, level: Level) -> Caveat:
        for caveat in self.caveats:
            for name in (caveat.name, caveat.portion):
                values = tuple(re.split(r",\s*", text.removeprefix(name).strip()))
                if caveat.listed and text.startswith(f"{name} ") and all(values):
                    return replace(caveat, values=values)
                if not caveat.listed and text == name:
                    if caveat.only_at not in {None, level.name}:
                        raise ValueError(f"“{text}” goes with {caveat.only_at} only, not with {level.name}")
                    return caveat
        raise ValueError(f"there is no handling caveat “{text}”")

    def _made(self, level: Level, caveats: Iterable[Caveat]) -> Marking:
        carried = {caveat.name: caveat for caveat in caveats}
        overridden = {name for caveat in carried.values() for name in caveat.overrides}
        ordered = (carried[known.name] for known in self.caveats if known.name in carried)
        kept = (c for c in ordered if c.name not in overridden and c.only_at in {None, level.name})
        return Marking(level, tuple(kept), self.form)

    # What stands together

    def banner(self, portions: Iterable[Marking]) -> Marking:
        """The marking of what holds these portions: the highest level, and the caveats that they hand up."""
        held = tuple(portions) or (self.lowest,)
        level = max((marking.level for marking in held), key=lambda level: level.rank)
        return self._made(level, (c for known in self.caveats for c in _rolled_up(known, held)))

    # Who may see what

    def allows(self, ceiling: Marking, marking: Marking) -> bool:
        """Whether a reader with this ceiling may see what is marked so."""
        if marking.level.rank > ceiling.level.rank:
            return False
        own = {caveat.name: caveat for caveat in ceiling.caveats}
        carried = {caveat.name: caveat for caveat in marking.caveats}
        if any(caveat.limits and not caveat.listed and name not in own for name, caveat in carried.items()):
            return False
        # A reader who stands for somebody (REL TO GBR) sees what is released to them, and what needs no release.
        released = (
            name in carried and set(caveat.values) <= set(carried[name].values)
            for name, caveat in own.items()
            if caveat.listed and marking.level.rank >= caveat.counted_from
        )
        return all(released)


def _rolled_up(known: Caveat, portions: Sequence[Marking]) -> Iterator[Caveat]:
    counted = [marking for marking in portions if marking.level.rank >= known.counted_from]
    carried = [caveat for marking in counted for caveat in marking.caveats if caveat.name == known.name]
    if not carried or (known.rolls_up == "all" and len(carried) < len(counted)):
        return
    if known.listed:
        shared = tuple(value for value in carried[0].values if all(value in one.values for one in carried))
        if shared:
            yield replace(known, values=shared)
    else:
        yield known
