"""Values of the structured summary: texts that may differ per audience, and days."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

_PARTIAL_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _written_as_text(value: object) -> object:
    """Let through what YAML read as text, and nothing that it read as something else (`no`, 1:30, 2023)."""
    if isinstance(value, str):
        return value
    raise PydanticCustomError("text_type", "this must be text, and YAML reads it as {read}", {"read": kind(value)})


def kind(value: object) -> str:
    """What YAML took a value for, in the user's words."""
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return "nothing"
        case int() | float():
            return f"the number {value}"
        case dt.datetime():
            return "a date and time"
        case dt.date():
            return "a date"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return "text"


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    BeforeValidator(_written_as_text, json_schema_input_type=str),
]
"""Text of at least one visible character."""


class Model(BaseModel):
    """A part of the input: frozen, and refusing keys that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=False, validate_by_alias=True)


class Text(Model):
    """Printed text: one for all, or one per audience with a default: `{default: …, public: …}`.

    `marking` is that of the text itself, where it stands outside the items (a title, an author, a side).
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Line]

    default: Line
    marking: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return value if isinstance(value, dict | Text) else {"default": _written_as_text(value)}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences that have a text of their own."""
        return tuple(self.__pydantic_extra__)

    def for_audience(self, audience: str) -> str:
        """The text that this audience reads."""
        return self.__pydantic_extra__.get(audience, self.default)

    def each(self) -> Iterator[tuple[str | None, str]]:
        """Every text with its audience: first the default, whose audience is None."""
        yield None, self.default
        yield from self.__pydantic_extra__.items()


def texts_of(model: Model) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Every printed text that a part of the input holds itself, with its path inside that part."""
    for name, info in type(model).model_fields.items():
        value, key = getattr(model, name), info.alias or name
        if isinstance(value, Text):
            yield (key,), value
        elif isinstance(value, tuple):
            yield from (((key, index), part) for index, part in enumerate(value) if isinstance(part, Text))
        elif isinstance(value, Mapping):
            yield from (((key, name), part) for name, part in value.items() if isinstance(part, Text))


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day", "“{text}” is not a date", {"text": value}) from None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise PydanticCustomError("day", "a date is wanted here, and YAML reads this as {read}", {"read": kind(value)})


Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"}, mode="validation")]
"""A day of the calendar: 2023-09-12."""


def _partial_day(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.isoformat() if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else value


def _is_partial_day(value: str) -> str:
    if _PARTIAL_DAY.fullmatch(value):
        try:
            dt.date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return value
    raise PydanticCustomError("day", "“{text}” is not a date", {"text": value})


PartialDay = Annotated[
    Line,
    BeforeValidator(_partial_day),
    AfterValidator(_is_partial_day),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["2019", "2023-07", "2023-09-12"]}),
]
"""A day, a month or a year: 2023-09-12, 2023-07, 2019; kept as it is written."""


def _moment(value: object) -> object:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day", "“{text}” is not a date and time", {"text": value}) from None
    if isinstance(value, dt.datetime):
        # YAML reads a time with an offset as UTC, and one without as naive: that one is UTC here, by definition.
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    raise PydanticCustomError(
        "day", "a date and time is wanted here, and YAML reads this as {read}", {"read": kind(value)}
    )


Moment = Annotated[
    dt.datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="validation"),
]
"""A date and time with its offset: 2023-09-13T06:00+00:00."""


def one_or_more(value: Any) -> Any:
    """A single value where a list is wanted is a list of one."""
    return value if isinstance(value, list | tuple) else [value]
