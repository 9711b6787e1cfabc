"""The structured summary of an article, as `brief.yaml` holds it (design: one class per kind of item)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from briefing.model.text import Day, Line, Model, Moment, PartialDay, Text, kind, one_or_more

Path = tuple[str | int, ...]
Lines = Annotated[tuple[Line, ...], BeforeValidator(one_or_more, json_schema_input_type=list[Line] | Line)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_more, json_schema_input_type=list[Text] | Text)]
Confidence = Literal["low", "moderate", "high"]
StakeKind = Literal["gain", "risk", "constraint"]
SectionName = Literal[
    "bottom_line",
    "context",
    "timeline",
    "key_actors",
    "stakes",
    "expert_views",
    "open_questions",
    "options",
    "recommendations",
    "further_reading",
]
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)
"""The sections of a brief in the order in which their paragraphs are numbered."""


def _as_citations(value: object) -> object:
    listed = list(value) if isinstance(value, list | tuple) else [value]
    return [str(cite) if isinstance(cite, int) and not isinstance(cite, bool) else cite for cite in listed]


Cites = Annotated[
    tuple[Line, ...],
    BeforeValidator(_as_citations, json_schema_input_type=list[str | int] | str | int),
    Field(description="Citations: A7 is article A, paragraph 7; A7-9 a range; 7 serves where there is one article."),
]


class Silence(Model):
    """A rule that is silenced for one item, and why; the reason is printed."""

    code: Line
    reason: Line


class Item(Model):
    """What every item of the summary may carry."""

    plain: ClassVar[str] = ""
    """The key that a plain string stands for, where an item may be one."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)] | None = None
    marking: Line | None = None
    cites: Cites = ()
    likelihood: Line | None = None
    confidence: Confidence | None = None
    only: Lines | None = Field(None, description="The audiences that see this item; all others do not.")
    except_: Lines = Field((), alias="except", description="The audiences that do not see this item.")
    priority: Literal["low"] | None = None
    silence: Annotated[
        tuple[Silence, ...], BeforeValidator(one_or_more, json_schema_input_type=list[Silence] | Silence)
    ] = ()
    note: Line | None = Field(None, description="For the desk; never printed.")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        if isinstance(value, dict | Item):
            return value
        if cls.plain and isinstance(value, str):
            return {cls.plain: value}
        wanted = "text or a mapping" if cls.plain else "a mapping (key: value)"
        raise PydanticCustomError(
            "item_type",
            "this must be {wanted}, and YAML reads it as {read}",
            {"wanted": wanted, "read": kind(value)},
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        return {"anyOf": [{"type": "string", "minLength": 1}, schema]} if cls.plain else schema


class Statement(Item):
    """A sentence or a paragraph that stands for itself."""

    plain = "text"
    text: Text


class Judgement(Statement):
    """A statement of the bottom line, most often with likelihood and confidence."""


class Actor(Item):
    """A key actor: who, on which side, and what they want."""

    plain = "name"
    name: Text
    role: Text | None = None
    side: Line | None = None
    interest: Text | None = None


class Stake(Item):
    """What a side may gain, what it risks, or what holds it back."""

    plain = "text"
    text: Text
    kind: StakeKind | None = None


class Quotation(Item):
    """Words of the article, as they stand there."""

    plain = "text"
    text: Text


class ExpertView(Item):
    """Who holds what, from where, and in which words."""

    expert: Text
    affiliation: Text | None = None
    view: Text | None = None
    side: Line | None = None
    quotes: tuple[Quotation, ...] = ()


class OpenQuestion(Item):
    """A question that the article leaves open, why it matters, and what would answer it."""

    plain = "question"
    question: Text
    why: Text | None = None
    watch_for: Text | None = None


class Event(Item):
    """An entry of the timeline."""

    date: PartialDay
    text: Text


class Option(Item):
    """A course of action, with what speaks for and against it."""

    plain = "name"
    name: Text
    for_: Texts = Field((), alias="for")
    against: Texts = ()


class Reading(Item):
    """Something worth reading beyond the articles."""

    plain = "text"
    text: Text
    url: Line | None = None


class ArticleEntry(Model):
    """Where an article comes from, how good it is, and whether its words are the speaker's own."""

    file: Line
    title: Text | None = None
    publisher: Text | None = None
    author: Text | None = None
    published: PartialDay | None = None
    accessed: Day | None = None
    url: Line | None = None
    grade: Annotated[str, Field(pattern=r"^[A-F][1-6]$")] | None = None
    verbatim: bool = Field(
        default=True,
        strict=True,
        description="false: a translation or reworded copy; its words are nobody's own.",
    )
    rights: Text | None = None
    marking: Line | None = None
    note: Line | None = Field(None, description="For the desk; never printed.")


ArticleKey = Annotated[str, Field(pattern=r"^[A-Za-z]{1,12}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
Language = Annotated[Line, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")]


class Summary(Model):
    """The structured summary: everything that `brief.yaml` says."""

    title: Text
    subtitle: Text | None = None
    date: Day = Field(description="The day that the brief speaks of; printed.")
    authors: Texts = ()
    language: Language = "en-GB"
    marking: Line = Field(description="The marking of every item and article that carries none.")
    review_by: Day | None = None
    embargo: Moment | None = None
    owner: Text | None = None
    approved_by: Line | None = None
    keywords: Lines = ()
    articles: Mapping[ArticleKey, ArticleEntry] = Field(min_length=1)
    sides: Mapping[Name, Text] = Field(default_factory=dict)
    bottom_line: tuple[Judgement, ...] = ()
    key_actors: tuple[Actor, ...] = ()
    stakes: Mapping[Name, tuple[Stake, ...]] = Field(default_factory=dict)
    expert_views: tuple[ExpertView, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    context: tuple[Statement, ...] = ()
    timeline: tuple[Event, ...] = ()
    options: tuple[Option, ...] = ()
    recommendations: tuple[Judgement, ...] = ()
    further_reading: tuple[Reading, ...] = ()

    def items(self) -> Iterator[tuple[Path, Item]]:
        """Every item with its path, in the order of `SECTIONS`; quotations after their expert view."""
        for section in SECTIONS:
            yield from _items((section,), getattr(self, section))


def _items(path: Path, value: Any) -> Iterator[tuple[Path, Item]]:
    if isinstance(value, Item):
        yield path, value
        if isinstance(value, ExpertView):
            yield from _items((*path, "quotes"), value.quotes)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _items((*path, key), part)
    else:
        for index, part in enumerate(value):
            yield from _items((*path, index), part)
