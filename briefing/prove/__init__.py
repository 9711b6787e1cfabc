"""Prove: a finished file is searched for what its audience may not see, before it reaches its place."""

import json
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from itertools import chain

from briefing.model.brief import Brief
from briefing.model.problem import Problem
from briefing.model.proof import Proof
from briefing.model.summary import Path
from briefing.model.variant import Variant
from briefing.prove.encoded import Encoded
from briefing.prove.grams import Needles, Reading
from briefing.prove.withheld import Place, withheld

__all__ = ["Proof", "Search"]

_MOST_SHOWN = 60


class Search:
    """A search for what was withheld from the audience of a variant.

    Looked for is every text of the full brief that is neither in the variant nor in an article that it may show, nor
    in what this audience reads `beside` it: of other briefs in the same file. What is `allowed` may be found too.
    """

    def __init__(
        self,
        brief: Brief,
        variant: Variant,
        beside: Iterable[tuple[Brief, Variant]] = (),
        allowed: Iterable[str] = (),
    ) -> None:
        self._brief = brief
        self._variant = variant
        self._places, of_variant = withheld(brief, variant)
        self._allowed = (*of_variant, *(text for other in beside for text in withheld(*other)[1]), *allowed)

    @cached_property
    def _needles(self) -> Needles:
        return Needles.of([text for _, text in self._places], self._allowed)

    def digest(self) -> str:
        """A digest of what is looked for, and of what may be found: where it is the same, so is what comes of it."""
        words = json.dumps([[text for _, text in self._places], self._allowed])
        return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()

    def prepare(self) -> None:
        """Make ready what the search needs before there is a file: it may be done while the file is made."""
        import_module("briefing.prove.pdf")
        _ = self._needles

    def prove(self, pdf: bytes, *, name: str, twin: str = "") -> Proof:
        """Search a PDF, the name it is to have, and its HTML twin.

        Problems: E404 for each withheld text that was found, with the place where.
        """
        # Only now: what reads PDFs and web pages takes long to load, and is needed last.
        from briefing.prove.page import readings_of_page  # noqa: PLC0415
        from briefing.prove.pdf import Part, parts_of_pdf  # noqa: PLC0415

        named = (Reading("the file's name", name),)
        of_pdf = (("its PDF", part) for part in chain([named], parts_of_pdf(pdf)))
        of_twin = (("its HTML twin", (reading,)) for reading in (readings_of_page(twin) if twin else ()))
        places, hits, searched, done = 0, dict[int, str](), set[Hashable](), dict[int, Part]()
        for file, part in chain(of_pdf, of_twin):
            places += len(part)
            # A file says the same thousands of times, most of all the names of its dictionaries.
            if id(part) in done:
                continue
            if not any(isinstance(reading, Encoded) for reading in part):  # streams are large, and let go
                done[id(part)] = part
            for reading in part:
                if reading.key in searched:
                    continue
                searched.add(reading.key)
                for index in self._needles.in_reading(reading) if self._needles else ():
                    hits.setdefault(index, f"{file}, {reading.where}")
        problems = tuple(self._problems(hits.items()))
        return Proof(self._needles.count, places, len(problems), problems)

    def found_in(self, texts: Iterable[str]) -> Iterator[Place]:
        """The withheld texts of which something stands in one of some texts, each with its place in the brief."""
        for text in texts if self._needles else ():
            yield from (self._places[index] for index in self._needles.in_reading(Reading("a text", text)))

    def _problems(self, hits: Iterable[tuple[int, str]]) -> Iterator[Problem]:
        for index, where in hits:
            path, text = self._places[index]
            yield self._problem(path, text, where)

    def _problem(self, path: Path, text: str, where: str) -> Problem:
        shown = text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN].rsplit(" ", 1)[0] + "…"
        message = f"“{shown}” is withheld from “{self._variant.audience}”, and stands in {where}"
        hint = "Nothing was written. Look for it in the layout, which alone can have put it there."
        return Problem("E404", message, hint, self._brief.places.at(path), audience=self._variant.audience)
