"""Edits: what somebody may do to a brief without its file, one class per kind; a `path` is one as problems have."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictInt, StrictStr, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from briefing.loading.document import UNPRINTABLE
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.text import Model

Path = Annotated[tuple[StrictStr | StrictInt, ...], Field(min_length=1, max_length=8)]


def _printable(text: str) -> str:
    found = UNPRINTABLE.search(text.replace("\r", "\n"))
    if found:
        raise PydanticCustomError(
            "unprintable", f"this text holds a character that cannot be printed ({_name(found[0])})"
        )
    return text


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100_000), AfterValidator(_printable)]
Number = Annotated[int, Field(strict=True, ge=0)]
Names = tuple[Annotated[str, StringConstraints(min_length=1, max_length=80)], ...]


Line = Annotated[Words, AfterValidator(lambda text: " ".join(text.split()))]
"""Words on one line."""


class Selection(Model):
    """Words of an article: from a place in a paragraph to one in the same, or in the next (`last`).

    Places are counted in characters of the paragraph's text (code points), from 0. `words` is what was selected, as it
    was seen: where the article says something else by now, nothing is taken from it.
    """

    article: str
    paragraph: Annotated[int, Field(strict=True, ge=1)]
    start: Number
    end: Number
    last: Annotated[int, Field(strict=True, ge=1)] | None = None
    words: str | None = None


class Quote(Selection):
    """Words of the article become a quotation of an expert view, or of a new one by the name of the expert."""

    kind: Literal["quote"] = "quote"
    view: Path | None = None
    expert: Line = ""
    affiliation: Line = ""


class Name(Selection):
    """Words of the article become the name of a key actor."""

    kind: Literal["actor"] = "actor"
    side: Line = ""


class Cite(Model):
    """An item cites one more paragraph, or several (to `last`)."""

    kind: Literal["cite"] = "cite"
    path: Path
    article: str
    paragraph: Annotated[int, Field(strict=True, ge=1)]
    last: Annotated[int, Field(strict=True, ge=1)] | None = None


class Uncite(Model):
    """An item has a citation no longer, such as A7 or A7-9."""

    kind: Literal["uncite"] = "uncite"
    path: Path
    cite: Words


class Reword(Model):
    """A text gets other words: that at the path, or the main one of the item there; an empty one goes.

    `was` is what it said as it was seen: where it says something else by now, nothing is changed.
    """

    kind: Literal["text"] = "text"
    path: Path
    text: Words
    was: str | None = None


class Confirm(Model):
    """What was drafted has been read, and is right; with an expert view its quotations are."""

    kind: Literal["confirm"] = "confirm"
    path: Path


class Drop(Model):
    """An item goes."""

    kind: Literal["drop"] = "drop"
    path: Path


class Mark(Model):
    """An item or an article gets another marking, or none of its own."""

    kind: Literal["marking"] = "marking"
    path: Path
    marking: Words | None


class Address(Model):
    """Who sees an item: only these audiences, or all but these; None for no such line."""

    kind: Literal["audiences"] = "audiences"
    path: Path
    only: Names | None = None
    except_: Names | None = Field(None, alias="except")


Edit = Quote | Name | Cite | Uncite | Reword | Confirm | Drop | Mark | Address
_EDITS: TypeAdapter[Edit] = TypeAdapter(Annotated[Edit, Field(discriminator="kind")])


def edit_of(values: Mapping[str, Any]) -> Edit:
    """The edit that plain values describe. Raises FaultyInputError (E722) where they describe none."""
    try:
        return _EDITS.validate_python(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "unprintable":
            raise FaultyInputError([Problem("E722", first["msg"], "Delete it: most editors do not show it.")]) from None
        where = ".".join(str(step) for step in first["loc"][1:])
        message = f"this is no edit that is known{f', by its “{where}”' if where else ''}"
        raise FaultyInputError(
            [Problem("E722", message, "Load the page anew: it may be of another version.")]
        ) from None
