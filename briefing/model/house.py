"""The house style of a desk, as `house.yaml` holds it: organisation, scheme, yardstick and audiences."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    GetPydanticSchema,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from briefing.model.designation import Stated
from briefing.model.marking import Marking, Scheme
from briefing.model.prints import PrintName
from briefing.model.scheme import SchemeEntry, scheme_of, shipped_schemes
from briefing.model.summary import Lines, Name, SectionName
from briefing.model.text import Line, Model, one_or_more
from briefing.model.yardstick import Yardstick, yardstick_of

Paper = Literal["A4", "Letter"]
SealLevel = Literal["B-B", "B-T", "B-LT", "B-LTA"]
SEAL_LEVELS: tuple[str, ...] = get_args(SealLevel)
"""The levels of PAdES (EN 319 142-1, 5): signed; with the time; with proofs that nothing was revoked; stamped again."""
_ADDRESS = re.compile(r"https?://[!-~]+[/=#]")
_LONGEST = 90  # characters
Layout = Annotated[Line, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class _Marking:
    """The scheme's name, a desk's own levels, lowest first, or a whole scheme of its own."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        levels = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
        return {"anyOf": [{"enum": list(shipped_schemes())}, levels, handler(core)]}


def _named(value: Any, own: ValidatorFunctionWrapHandler) -> str | SchemeEntry:
    """A scheme's name as it is; all else is a scheme of its own, so that what is wrong in it is told once."""
    entry: str | SchemeEntry = value if isinstance(value, str) else own(value)
    return entry


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) == len(names):
        return names
    raise PydanticCustomError("twice", "a section stands in this list twice")


def _printed_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) == len(names):
        return names
    raise PydanticCustomError("printed_twice", "a print stands in this list twice")


def _address(address: str) -> str:
    """An address that makes another with a code behind it, and one that a small QR code can hold."""
    if len(address) <= _LONGEST and _ADDRESS.fullmatch(address):
        return address
    raise PydanticCustomError(
        "address",
        "a code is put behind this: it begins with https:// and ends in /, = or #, as in https://example.org/edition/",
    )


def _web(address: str) -> str:
    if re.fullmatch(r"https?://[!-~]+", address):
        return address
    raise PydanticCustomError("web", "this is where an authority is asked: it begins with https:// or http://")


def _off(value: object) -> object:
    """YAML reads `off` as false."""
    return "off" if value is False else value


def _marking(value: Any) -> Any:
    if isinstance(value, list | tuple) and value and all(isinstance(name, str) and name.strip() for name in value):
        if len(set(value)) < len(value):
            raise PydanticCustomError("scheme", "a level stands in this list twice")
        return {"levels": tuple(value)}
    if isinstance(value, dict | SchemeEntry) or (isinstance(value, str) and value in shipped_schemes()):
        return value
    raise PydanticCustomError(
        "scheme",
        "there is no such scheme: it is one of {names}, or a list of levels",
        {"names": ", ".join(shipped_schemes())},
    )


class Audience(Model):
    """A reader: how high they are cleared, which layout and which sections they get."""

    title: Line
    layout: Layout = "policy-brief"
    ceiling: Line | None = Field(None, description="Nothing marked higher reaches this reader; left out: the lowest.")
    sections: Annotated[tuple[SectionName, ...], Field(min_length=1), AfterValidator(_once)] | None = None
    max_pages: Annotated[int, Field(ge=1, strict=True)] | None = None
    annex: bool = Field(default=False, strict=True)
    annex_banner: Literal["variant", "own"] = Field(
        "variant", description="The banner of the annex's pages: that of the whole variant, or the annex's own marking."
    )
    numbering: Literal["open", "closed"] = "open"
    embargo: Literal["stamp", "refuse"] = Field(
        "stamp", description="Before the hour of an embargo: stamp every page of the variant, or refuse to build it."
    )
    pack: Annotated[
        tuple[PrintName, ...],
        BeforeValidator(one_or_more, json_schema_input_type=list[PrintName] | PrintName),
        AfterValidator(_printed_once),
    ] = Field((), description="The prints that `briefing build --pack` makes for this audience, the plain one apart.")


class DesignationEntry(Model):
    """What the designation indicator says that no marking tells, where the scheme asks for one (US: CUI)."""

    controlled_by: Lines = Field((), description="The offices in control, each a line; left out: the organisation.")
    contact: Line | None = Field(None, description="Whom to ask: a telephone number or a mailbox of the office.")
    category: Line | None = Field(None, description="The category where no portion names one.")
    dissemination: Line | None = Field(None, description="What is said of distribution where no portion limits it.")


class CardEntry(Model):
    """A certificate with its key on a card, or in a box that keeps keys (PKCS #11)."""

    module: Line = Field(description="The library that talks to the card (.so, .dll, .dylib), as its maker gives it.")
    token: Line = Field(description="The label of the card.")
    label: Line = Field(description="The label of the certificate on it.")
    key: Line | None = Field(None, description="The label of its key, where that is another one.")


class SealEntry(Model):
    """What the PDFs of an edition are sealed with when it is filed. A passphrase or PIN never stands here."""

    certificate: Line | None = Field(None, description="A file with certificate and key (PKCS #12: .p12 or .pfx).")
    pkcs11: CardEntry | None = None
    level: SealLevel = Field("B-B", description="The level of PAdES; from B-T on it needs an authority.")
    authority: Annotated[Line, AfterValidator(_web)] | None = Field(
        None, description="The address of who stamps the time (RFC 3161)."
    )
    trusted: Line | None = Field(None, description="A file with the certificates of those who are trusted (PEM).")
    reason: Line | None = Field(None, description="Why it is sealed, as the seal says.")
    name: Line | None = Field(None, description="Who seals, as the seal says; left out: as the certificate says.")

    @model_validator(mode="after")
    def _with_one_key(self) -> Self:
        if (self.certificate is None) == (self.pkcs11 is None):
            raise PydanticCustomError("seal", "a seal is made with one key: that of a certificate, or that of pkcs11")
        return self


class TimestampEntry(Model):
    """Who states when the log of the archive was there (RFC 3161), and when they are asked."""

    authority: Annotated[Line, AfterValidator(_web)] = Field(description="The address of a time-stamping authority.")
    certificates: Line = Field(
        description="A file beside house.yaml (PEM): its certificates, up to the root, and those of earlier ones."
    )
    each: Literal["edition"] | None = Field(
        None, description="edition: asked after each edition is filed; left out: by `briefing timestamp` alone."
    )


class House(Model):
    """The house style of a desk."""

    organisation: Line
    paper: Paper = "A4"
    marking: Annotated[
        str | SchemeEntry,
        GetPydanticSchema(lambda _, schema_of: schema_of(SchemeEntry)),
        WrapValidator(_named),
        BeforeValidator(_marking),
        _Marking,
    ] = "tlp"
    portions: Annotated[bool, Field(strict=True)] | None = Field(
        None, description="Whether titles, paragraphs and list items carry their marking; left out: as the scheme asks."
    )
    yardstick: Literal["phia", "icd203"] = "phia"
    archive: Line = "../archive"
    withheld: Literal["silent", "note"] = "silent"
    rules: Mapping[str, Annotated[Literal["error", "warning", "off"], BeforeValidator(_off)]] = Field(
        default_factory=dict
    )
    distribution: Lines = ()
    retention_years: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = Field(
        None, description="How many years an edition is kept from the day it is filed; left out: no day is set."
    )
    verify_at: Annotated[Line, AfterValidator(_address)] = Field(
        "", description="An address that the code of an edition is put behind: a filed print's QR code leads there."
    )
    designation: DesignationEntry | None = None
    seal: SealEntry | None = Field(None, description="Left out: the PDFs of an edition are filed without a seal.")
    timestamp: TimestampEntry | None = None
    audiences: Mapping[Name, Audience] = Field(min_length=1)

    @property
    def scheme(self) -> Scheme:
        """The marking scheme of the house."""
        scheme = scheme_of(self.marking)
        return scheme if self.portions is None else replace(scheme, portions=self.portions)

    def ceiling(self, audience: str) -> Marking:
        """The highest marking that reaches an audience: the lowest level where it names none, or none there is."""
        name = self.audiences[audience].ceiling
        return self.scheme.marking(name) if name and self.scheme.knows(name) else self.scheme.lowest

    @property
    def stated(self) -> Stated:
        """What the designation indicator of a variant says beside its markings."""
        given = self.designation
        if given is None:
            return Stated((self.organisation,))
        offices = given.controlled_by or (self.organisation,)
        return Stated(offices, given.contact or "", given.category or "", given.dissemination or "")

    @property
    def words_of_likelihood(self) -> Yardstick:
        """The yardstick of the house."""
        return yardstick_of(self.yardstick)
