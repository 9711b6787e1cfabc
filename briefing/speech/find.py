"""Find: the direct quotations of an article in order, each with its paragraph and its speaker."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.model.article import Article
from briefing.speech import kinds
from briefing.speech.at_end import attributed_at_end
from briefing.speech.before import attributed_before, reports
from briefing.speech.behind import attributed_behind, attributed_later
from briefing.speech.displays import is_displayed, is_nobodys, is_of_a_text
from briefing.speech.eastern import attributed_in_the_east
from briefing.speech.inside import attributed_inside
from briefing.speech.main_subject import main_subject
from briefing.speech.marks import Marked, marked
from briefing.speech.memory import Memory, Speaker
from briefing.speech.passage import Passage
from briefing.speech.people import People, people_of
from briefing.speech.resolve import Resolver
from briefing.speech.setting import passages_of
from briefing.speech.subjects import Reference
from briefing.speech.views import told

_POINTS_BACK = re.compile(
    r"\s*(?:That|This|Those|These|It|So|Such|Thus|C[’']est|C[’']était|Ainsi|Das)\b(?:[\s,]|$)", re.IGNORECASE
)
_BANNER = Speaker("banner", is_named=False)
_PERSONAL = frozenset(["he", "she", "er", "sie"])
_ASKED = re.compile(r"\b(?:I|we) (?:asked|pressed|told|reminded)\b")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A direct quotation: its words as they stand, its paragraph, and who speaks; None where nothing says who."""

    text: str
    paragraph: int
    speaker: Speaker | None


@dataclass(frozen=True)
class Speech:
    """What an article quotes, and whom it names."""

    quotations: tuple[Quoted, ...]
    people: People


@dataclass(frozen=True)
class _Heard:
    """A quotation that has been judged."""

    passage: Passage
    span: Marked
    speaker: Speaker | None
    """Who speaks; None where nothing says who."""
    is_tagged: bool = False
    """Whether the words behind it say so: “…,” she said."""


def listen(article: Article) -> Speech:
    """Find the direct quotations of an article with their speakers, and the people and institutions it names."""
    people = people_of(article)
    passages = passages_of(article, marked(article), people)
    heard = tuple(_Listener(passages, people).listen())
    return Speech(tuple(Quoted(one.span.text, one.passage.number, one.speaker) for one in heard), people)


class _Listener:
    """Goes through an article once, from its first quotation to its last."""

    def __init__(self, passages: Sequence[Passage], people: People) -> None:
        self._passages = passages
        self._memory = Memory(passages, people)
        self._resolver = Resolver(self._memory)
        self._earlier: _Heard | None = None

    def listen(self) -> Iterator[_Heard]:
        """The quotations, in order."""
        parts: list[_Heard] = []  # of a quotation over several paragraphs, whose speaker may be named at its end
        for passage in self._passages:
            for span in passage.spans:
                heard = self._judge(passage, span) if kinds.words_in(span) else None
                if heard is None:
                    continue
                if heard.speaker and heard.speaker != _BANNER:
                    self._memory.remember(passage.number, span.start, heard.speaker)
                self._earlier = heard
                if heard.speaker is None and span.goes_on:
                    parts.append(heard)
                    continue
                yield from (replace(part, speaker=heard.speaker) for part in parts)
                parts = []
                yield heard
        yield from parts

    def _judge(self, passage: Passage, span: Marked) -> _Heard | None:
        """Who speaks; None where these are nobody's words, but a title, a name or a term."""
        if span.goes_back and self._earlier:
            own = self._earlier.speaker or self._speaker(passage, attributed_behind(passage, span))
            return _Heard(passage, span, own)
        earlier = self._earlier if self._earlier and self._earlier.passage is passage else None
        shown = earlier.span if earlier and earlier.speaker == _BANNER else None
        if is_displayed(passage, span, shown):
            return _Heard(passage, span, _BANNER)
        if inside := attributed_inside(passage, span):
            return _Heard(passage, span, self._speaker(passage, inside), is_tagged=True)
        if passage.is_headline or kinds.is_named(passage, span):
            return None
        if name := attributed_in_the_east(passage, span):
            return _Heard(passage, span, Speaker(name))
        return self._judge_by_words(passage, span)

    def _judge_by_words(self, passage: Passage, span: Marked) -> _Heard | None:
        """The same, by the words behind and before."""
        behind = attributed_behind(passage, span)
        if behind and behind.verb is None and not kinds.is_sentence(passage, span):
            # “…!” Dal ignored him: what stands before weighs more than a verb that nobody knows.
            behind = attributed_before(passage, span) or behind
        if behind and kinds.is_title(span) and kinds.is_followed(passage, span, behind):
            return None
        if behind:
            return _Heard(passage, span, self._speaker(passage, behind), is_tagged=True)
        if kinds.is_sentence(passage, span):
            return _Heard(passage, span, self._continued(passage, span))
        return self._judge_fragment(passage, span)

    def _judge_fragment(self, passage: Passage, span: Marked) -> _Heard | None:
        """The same for words that are part of a sentence of the article."""
        earlier = self._earlier
        if earlier and earlier.is_tagged and earlier.passage is passage and kinds.takes_up(passage, span, earlier.span):
            return replace(earlier, span=span)
        final = attributed_at_end(passage, span)
        if final and span.style in "„»":
            return _Heard(passage, span, self._speaker(passage, final))
        before = attributed_before(passage, span)
        # German writes nouns with capitals, so that any two of them look like a title.
        called = span.style in "„»" and before and before.verb and kinds.is_called(passage, span, before.verb)
        cried = before is not None and before.verb is not None and kinds.is_cried(passage, span, before.verb)
        if kinds.is_title(span) and not (called or cried or kinds.is_introduced(passage, span)):
            return None
        if before:
            if kinds.is_said(passage, span, before):
                return _Heard(passage, span, self._speaker(passage, before))
            return _Heard(passage, span, None) if is_nobodys(passage, span) else None
        if final or is_of_a_text(passage, span):
            return _Heard(passage, span, self._speaker(passage, final))
        later = attributed_later(passage, span)
        if later and not kinds.is_term(passage, span):
            return _Heard(passage, span, self._speaker(passage, later))
        if earlier and self._runs_on(passage, span, earlier):
            return replace(earlier, span=span)
        if kinds.is_uttered(passage, span) or kinds.is_introduced(passage, span):
            return _Heard(passage, span, self._issuer(passage, span) or self._gone_on(passage, span))
        return _Heard(passage, span, self._of_sentence(passage, span)) if kinds.is_long(span) else None

    def _runs_on(self, passage: Passage, span: Marked, earlier: _Heard) -> bool:
        """Whether words go on in the sentence in which somebody was quoted before: “…”; a fault is “not excluded”."""
        same = earlier.passage is passage and passage.sentence(earlier.span.start) == passage.sentence(span.start)
        return same and earlier.speaker is not None and not kinds.is_term(passage, span)

    def _of_sentence(self, passage: Passage, span: Marked) -> Speaker | None:
        """Whose words they are that nothing introduces: of the sentence's subject, or of who spoke before."""
        start = passage.sentence(span.start)[0]
        if reports(passage, start, span.start):
            return self._continued(passage, span, start)  # Es könne nicht sein, „dass …“
        if subject := main_subject(passage, start, span.start):
            return self._speaker(passage, subject)
        earlier = self._earlier
        return (
            earlier.speaker
            if earlier and earlier.passage is passage and not passage.between(start, span.start)
            else None
        )

    def _speaker(self, passage: Passage, reference: Reference | None) -> Speaker | None:
        return self._resolver.speaker(passage, reference) if reference else None

    def _issuer(self, passage: Passage, span: Marked) -> Speaker | None:
        """Who issued a statement; None for a chant, a banner, a wall."""
        if not kinds.is_issued(passage, span):
            return None
        return self._speaker(passage, main_subject(passage, passage.sentence(span.start)[0], span.start))

    def _gone_on(self, passage: Passage, span: Marked) -> Speaker | None:
        """Who spoke before in the paragraph, where a colon leads on: “Then, after a pause: “Yes.””."""
        earlier = self._earlier
        if earlier is None or earlier.passage is not passage or not kinds.is_introduced(passage, span):
            return None
        start = passage.sentence(span.start)[0]
        return None if passage.between(start, span.start) or kinds.is_uttered(passage, span) else earlier.speaker

    def _continued(self, passage: Passage, span: Marked, place: int | None = None) -> Speaker | None:
        """Who speaks a sentence that says nothing of it.

        Who spoke before in the paragraph, or the subject of the sentence before; at the head of a paragraph,
        whom the sentence behind it points back to, or who the paragraph before was about.
        """
        if passage.signature:
            return Speaker(passage.signature)
        if self._earlier and self._earlier.passage is passage:
            turned = self._turned(passage, span)
            if turned or self._earlier.speaker != _BANNER:
                return turned or self._earlier.speaker
        for start, end in passage.sentences_back(span.start if place is None else place):
            if teller := told(passage, start, end):
                return self._speaker(passage, teller)
            if subject := main_subject(passage, start, end):
                return self._named_here(passage, start, subject) or self._speaker(passage, subject)
        following, end = passage.sentence(min(span.end + 1, len(passage.text) - 1))
        if following > span.start and _POINTS_BACK.match(passage.bare, following):
            mention = next((m for m in passage.between(following, end) if m.kind in {"person", "institution"}), None)
            return Speaker(mention.name) if mention else None
        return self._before(passage)

    def _named_here(self, passage: Passage, place: int, subject: Reference) -> Speaker | None:
        """Whom the paragraph is about, where the pronoun before a quotation stands for a thing (Er liegt da)."""
        meant = self._speaker(passage, subject) if subject.kind == "pronoun" else None
        if meant is None or any(mention.name == meant.name for mention in passage.between(0, place)):
            return None
        first = main_subject(passage, 0, place)
        mention = passage.mention_at(first.start) if first and first.kind == "name" else None
        return Speaker(mention.name) if mention and mention.kind == "person" else None

    def _turned(self, passage: Passage, span: Marked) -> Speaker | None:
        """Somebody else to whom the sentence before a quotation turns: “Ahlm, at the door, turned round. “No.””."""
        start, end = next(passage.sentences_back(span.start), (0, 0))
        earlier = self._earlier
        if earlier is None or start < earlier.span.end or earlier.span.end > start:
            return None
        if "\x00" in passage.bare[start:end]:
            return None
        if teller := told(passage, start, end):
            return self._speaker(passage, teller)
        subject = main_subject(passage, start, end)
        if subject and subject.text in _PERSONAL:
            meant = self._speaker(passage, subject)
            return meant if meant and meant.is_named else None
        named = subject if subject and subject.kind == "name" else None
        mention = passage.mention_at(named.start) if named else None
        return Speaker(mention.name) if mention and mention.kind == "person" else None

    def _before(self, passage: Passage) -> Speaker | None:
        """Who spoke last in the paragraph before, or whom its last sentence is about."""
        if passage.number == 1:
            return None
        before = self._passages[passage.number - 2]
        last = before.starts[-1]
        if asked := _ASKED.search(before.bare, last):
            mention = before.mention_at(asked.end() + 1)
            own = Speaker(mention.name) if mention else self._memory.last(passage.number)
            return own or self._memory.last(passage.number - 1) or self._memory.focus(passage.number - 1)
        subject = main_subject(before, last, len(before.text))
        if subject and subject.text == "i":
            return self._memory.last(passage.number)
        if subject and "\x00" not in before.bare[last:]:
            return self._speaker(before, subject) or self._memory.last(passage.number)
        return self._memory.last(passage.number) or self._memory.focus(passage.number - 1)
