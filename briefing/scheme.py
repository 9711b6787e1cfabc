"""Marking schemes as data: those shipped, and those that a house style writes itself."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from briefing.marking import Caveat, Form, Level, Scheme
from briefing.text import Line, Model

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


class FormEntry(Model):
    """What stands before, between and behind caveats; spaces count."""

    opens: str = "//"
    between: str = "/"
    closes: str = ""


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
                    "scheme", "“{caveat}” names “{name}”, which the scheme lacks", {"caveat": caveat.name, "name": name}
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
            )
            for one in self.caveats
        )
        form = Form(self.form.opens, self.form.between, self.form.closes)
        return Scheme(name, self.title, levels, caveats, self.align, self.size, self.portions, form)


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
