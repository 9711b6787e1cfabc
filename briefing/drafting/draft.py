"""Draft: what an article gives for its summary before anybody has read it: title, day, experts, actors, questions.

Nothing is drafted that the check would hold to be an error: quotations stand in the article word for word, and a
question with a figure that stands in no paragraph cites none.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice
from typing import Any

from briefing.matching.dateline import DraftedDay, day_of
from briefing.matching.figures import Day, Figure, figures, stand_in
from briefing.matching.quotation import Wording
from briefing.model.article import Article, Block
from briefing.speech import Named, Quoted, Speaker, listen

NOBODY = Speaker("Not named in the article", is_named=False)
_MOST_ACTORS = 15
_MOST_CITES = 12
_CITES_OF_ACTORS = 3
_MOST_QUOTATIONS, _MOST_CHARACTERS, _MOST_QUESTIONS = 1000, 500_000, 100
"""How much of a long article is drafted: more could neither be read through nor printed."""
_LONGEST_TITLE = 90
_WORDS_OF_AN_ID = 4
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SENTENCE = re.compile(r".+?[.!?…](?=[”’»\"')]*(?:\s|$))|.+", re.DOTALL)
_LEAD = re.compile(r"[^:“”]{1,25}:\s+(?=\S)")
_QUESTION = ("?", "？", "؟")


@dataclass(frozen=True, slots=True)
class DraftedQuote:
    """Words of the article, and the paragraph in which they stand."""

    id: str
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class DraftedView:
    """Somebody who is quoted: the name, from where, the paragraphs that name them, and their words."""

    id: str
    expert: str
    affiliation: str
    paragraphs: tuple[int, ...]
    quotes: tuple[DraftedQuote, ...]


@dataclass(frozen=True, slots=True)
class DraftedActor:
    """Somebody or a body that the article names again and again."""

    id: str
    name: str
    role: str
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DraftedQuestion:
    """A heading that is a question, and the paragraph behind it."""

    id: str
    question: str
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """All that is drafted from an article."""

    title: str
    day: DraftedDay
    views: tuple[DraftedView, ...]
    actors: tuple[DraftedActor, ...]
    questions: tuple[DraftedQuestion, ...]
    left_out: int = 0
    """How many quotations were found beyond those drafted."""


def draft(article: Article, name: str, *, today: dt.date, taken: Iterable[str] = ()) -> Draft:
    """Draft what an article gives for a brief of this name; `taken` are ids that others have."""
    return _Drafter(article, Ids(set(taken))).draft(name, today)


@dataclass
class Ids:
    """Gives ids out, each once."""

    taken: set[str] = field(default_factory=set)

    def of(self, name: str, otherwise: str) -> str:
        """An id made of a name, with a number where it is taken.

        A letter stands before each number, so that no page that holds “Karu” and “2” side by side holds the id.
        """
        base = _slug(name) or otherwise
        found, number = base, 1
        while found in self.taken:
            number += 1
            found = f"{base}-n{number}"
        self.taken.add(found)
        return found


def ids_of(value: Any) -> Iterator[str]:
    """Every id of a brief."""
    if isinstance(value, dict):
        yield from (str(part) for key, part in value.items() if key == "id")
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from ids_of(part)


# Letters that are no other letter with a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L"}
)


def last_name(name: str) -> str:
    """The last word of a name, or all of it where that is short (Kim Jong Un)."""
    last = name.rpartition(" ")[2]
    return last if len(last) > 3 else name


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]


@dataclass
class _Drafter:
    """Drafts from one article."""

    article: Article
    ids: Ids
    _found: dict[str, frozenset[int]] = field(default_factory=dict)

    def draft(self, name: str, today: dt.date) -> Draft:
        speech = listen(self.article)
        taken = _as_many_as_serve(speech.quotations)
        speakers: dict[Speaker, list[Quoted]] = {}
        for quoted in taken:
            speakers.setdefault(quoted.speaker or NOBODY, []).append(quoted)
        views = [self._view(speaker, quoted, speech.people.named) for speaker, quoted in speakers.items()]
        names = {view.expert for view in views}
        actors = tuple(self._actors(named for named in speech.people.named.values() if named.name not in names))
        title, block = self._title(name)
        questions = tuple(islice(self._questions(block), _MOST_QUESTIONS))
        return Draft(
            title=unturned(title),
            day=day_of(self.article, today),
            views=tuple(view for view in views if view.quotes),
            actors=actors,
            questions=questions,
            left_out=len(speech.quotations) - len(taken),
        )

    # Title

    def _title(self, name: str) -> tuple[str, Block | None]:
        """The title, and the heading that it is, if it is one."""
        first = self.article.blocks[0] if self.article.blocks else None
        if self.article.given.title:
            return self.article.given.title, first
        if first and first.is_heading:
            return first.text, first
        return (gist(first.text) if first else "") or name.replace("-", " ").capitalize(), None

    # Views

    def _view(self, speaker: Speaker, quoted: list[Quoted], people: Mapping[str, Named]) -> DraftedView:
        known = people.get(speaker.name) if speaker.is_named else None
        expert = speaker.name if self._stands(speaker.name) else NOBODY.name
        view = self.ids.of(last_name(expert) if speaker.is_named else "", "voice")
        quotes = tuple(self._quotes(view, quoted))
        paragraphs = {quote.paragraph for quote in quotes}
        mentioned = {*paragraphs, *(known.paragraphs if known else ())}
        cites = mentioned if len(mentioned) <= _MOST_CITES else paragraphs
        role = known.role if known and self._stands(known.role) else ""
        return DraftedView(view, _capital(expert), _capital(role), tuple(sorted(cites)), quotes)

    def _quotes(self, view: str, quoted: Iterable[Quoted]) -> Iterator[DraftedQuote]:
        seen: set[tuple[int, str]] = set()
        for one in quoted:
            text = unturned(one.text).rstrip(",，;:—– \u00a0\u202f")
            if one.paragraph in self._paragraphs_of(text) and (one.paragraph, text) not in seen:
                seen.add((one.paragraph, text))
                yield DraftedQuote(self.ids.of(f"{view}-q{len(seen)}", view), text, one.paragraph)

    def _paragraphs_of(self, text: str) -> frozenset[int]:
        """The paragraphs in which the check will find these words."""
        if text not in self._found:
            self._found[text] = frozenset(number for place in self._wording.find(text) for number in place.paragraphs)
        return self._found[text]

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.article)

    # Actors

    def _actors(self, others: Iterable[Named]) -> Iterator[DraftedActor]:
        """The people and institutions named at least twice, those named most, as they appear."""
        recurring = [named for named in others if named.kind in {"person", "institution"} and len(named.mentions) > 1]
        most = sorted(recurring, key=lambda named: -len(named.mentions))[:_MOST_ACTORS]
        for named in recurring:
            if named in most and self._stands(named.name):
                role = named.role if self._stands(named.role) else ""
                cites = named.paragraphs[:_CITES_OF_ACTORS]
                short = last_name(named.name) if named.kind == "person" else named.name
                yield DraftedActor(self.ids.of(short, "actor"), unturned(named.name), _capital(role), cites)

    # Questions

    def _questions(self, title: Block | None) -> Iterator[DraftedQuestion]:
        blocks = self.article.blocks
        for index, block in enumerate(blocks):
            if block.is_heading and block is not title and block.text.endswith(_QUESTION):
                following = next((later.number for later in blocks[index + 1 :] if later.number), None)
                cites = following if self._stands(block.text) else None
                yield DraftedQuestion(
                    self.ids.of(" ".join(block.text.split()[:_WORDS_OF_AN_ID]), "question"), unturned(block.text), cites
                )

    # Figures

    def _stands(self, text: str) -> bool:
        """Whether every figure of a text stands in a paragraph: an item that cites something must keep to that."""
        return all(stand_in(figure, self._figures) for figure in figures(text))

    @cached_property
    def _figures(self) -> tuple[Figure | Day, ...]:
        return tuple(figure for block in self.article.paragraphs for figure in figures(block.text, every=True))


def _as_many_as_serve(quotations: Sequence[Quoted]) -> Sequence[Quoted]:
    """The quotations of an article from its beginning on, as many as anybody would go through."""
    characters = accumulate(len(quoted.text) for quoted in quotations)
    return quotations[: min(_MOST_QUOTATIONS, sum(sofar <= _MOST_CHARACTERS for sofar in characters))]


def unturned(text: str) -> str:
    """A text without the controls that turn it round: an article may hold them, a brief may not (E220)."""
    return text.translate(_TURNS)


def _capital(text: str) -> str:
    text = unturned(text)
    return text[:1].upper() + text[1:]


def gist(text: str) -> str:
    """The beginning of a first sentence, short enough for a title."""
    match = _SENTENCE.match(text)
    sentence = " ".join((match[0] if match else text).split())
    lead = _LEAD.match(sentence)
    sentence = sentence[lead.end() :] if lead else sentence
    if len(sentence) <= _LONGEST_TITLE:
        return sentence.rstrip(".")
    end = sentence.rfind(" ", 0, _LONGEST_TITLE)
    return sentence[: end if end > 0 else _LONGEST_TITLE].rstrip(" ,;:–—-") + "…"
