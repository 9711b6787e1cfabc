"""A box: what one reader gets of several briefs, bound into one paginated pack."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from briefing.model.designation import Designation, together
from briefing.model.marking import Marking, Scheme
from briefing.model.variant import Variant


@dataclass(frozen=True, slots=True)
class Box:
    """The variants of several briefs for one audience, in the order in which they are to be read; never empty.

    Its labels are in the language of the first; each brief keeps its own.
    """

    variants: tuple[Variant, ...]

    @property
    def first(self) -> Variant:
        """The variant that is read first."""
        return self.variants[0]

    @property
    def audience(self) -> str:
        """Whose box it is."""
        return self.first.audience

    @property
    def reader(self) -> str:
        """The audience's title."""
        return self.first.reader

    @property
    def organisation(self) -> str:
        """The organisation of the house."""
        return self.first.organisation

    @property
    def language(self) -> str:
        """The language of contents, running heads and feet."""
        return self.first.language

    @property
    def date(self) -> dt.date:
        """The latest day that one of the briefs speaks of."""
        return max(variant.date for variant in self.variants)

    @property
    def scheme(self) -> Scheme:
        """The marking scheme of the house."""
        return self.first.scheme

    @property
    def marking(self) -> Marking:
        """The marking of all the briefs together: the banner of every page."""
        return self.scheme.banner([variant.marking for variant in self.variants])

    @property
    def designation(self) -> Designation | None:
        """The designation indicator of all the briefs together."""
        return together(self.scheme, (variant.designation for variant in self.variants))

    def digest(self) -> bytes:
        """A digest (SHA-256, in hexadecimal) of all that is in the box, in its order."""
        return hashlib.sha256(b" ".join(variant.digest() for variant in self.variants)).hexdigest().encode()
