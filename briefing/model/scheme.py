"""Marking schemes as data: those shipped, and those that a house style writes itself."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from briefing.model.marking import Caveat, Form, Indicator, Level, LineOf, Scheme
from briefing.model.text import Line, Model

Colour = Annotated[Line, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]


class LevelEntry(Model):
    """A level: its name, what stands before a portion, its colours, and what it asks of a reader."""

    name: Line
    portion: Line | None = None
    colour: Colour = "#000000"
    ground: Colour = "#FFFFFF"
    restriction: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


class CaveatEntry(Model):
    """A handling caveat, and the rules by which it reaches a banner and limits who may see what carries it."""

    name: Line
    portion: Line | None = None
    restriction: Line | None = None
    rolls_up: Literal["any", "all"] = "any"
    limits: bool = True
    listed: bool = False
    overrides: tuple[Line, ...] = ()
    only_at: Line | None = None
    counted_from: Line | None = None
    category: Line | None = None


class FormEntry(Model):
    """What stands before, between and behind caveats; spaces count."""

    opens: str = "//"
    between: str = "/"
    closes: str = ""


class IndicatorLineEntry(Model):
    """A line of a designation indicator: its label, and what it is of."""

    label: Line
    of: LineOf


class IndicatorEntry(Model):
    """What the first page says where something marked at this level is held."""

    level: Line
    lines: tuple[IndicatorLineEntry, ...] = Field(min_length=1)


class SchemeEntry(Model):
    """A marking scheme, its levels from the lowest to the highest."""

    title: str = ""
    source: str = ""
    align: Literal["left", "center", "right"] = "center"
    size: Annotated[float, Field(ge=8, le=36)] = 11
    portions: bool = False
    form: FormEntry = FormEntry()
    levels: tuple[LevelEntry, ...] = Field(min_length=1)
    caveats: tuple[CaveatEntry, ...] = ()
    indicator: IndicatorEntry | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        levels = [level.name for level in self.levels]
        caveats = [caveat.name for caveat in self.caveats]
        for names in (levels, caveats):
            if len(set(names)) < len(names):
                raise PydanticCustomError("scheme", "a name stands in this scheme twice")
        for caveat in self.caveats:
            unknown = {caveat.only_at, caveat.counted_from} - {None, *levels} or set(caveat.overrides) - set(caveats)
            if unknown:
                name = ", ".join(str(one) for one in unknown)
                raise PydanticCustomError(
                    "own_scheme",
                    "“{caveat}” names “{name}”, which the scheme lacks",
                    {"caveat": caveat.name, "name": name},
                )
        if self.indicator and self.indicator.level not in levels:
            name = self.indicator.level
            raise PydanticCustomError(
                "own_scheme", "the indicator names “{name}”, which the scheme lacks", {"name": name}
            )
        return self

    def scheme(self, name: str) -> Scheme:
        """The scheme that this describes."""
        levels = tuple(
            Level(one.name, rank, one.portion or one.name, one.colour, one.ground, one.restriction or "")
            for rank, one in enumerate(self.levels)
        )
        ranks = {level.name: level.rank for level in levels}
        caveats = tuple(
            Caveat(
                one.name,
                one.portion or one.name,
                one.restriction or "",
                one.rolls_up,
                one.limits,
                one.listed,
                one.overrides,
                one.only_at,
                ranks[one.counted_from] if one.counted_from else 0,
                category=one.category or "",
            )
            for one in self.caveats
        )
        form = Form(self.form.opens, self.form.between, self.form.closes)
        asked = self.indicator
        indicator = Indicator(asked.level, tuple((line.label, line.of) for line in asked.lines)) if asked else None
        return Scheme(name, self.title, levels, caveats, self.align, self.size, self.portions, form, indicator)


def scheme_of(marking: str | SchemeEntry) -> Scheme:
    """The scheme that a house style names, or that it writes itself."""
    return marking.scheme("own") if isinstance(marking, SchemeEntry) else _shipped()[marking]


def shipped_schemes() -> tuple[str, ...]:
    """The names of the schemes that a house style may choose from."""
    return tuple(_shipped())


@cache
def _shipped() -> dict[str, Scheme]:
    raw: dict[str, Any] = yaml.safe_load(files("briefing").joinpath("data/markings.yaml").read_text("utf-8"))
    return {name: SchemeEntry.model_validate(entry).scheme(name) for name, entry in raw.items()}
