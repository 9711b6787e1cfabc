"""People: who is named in an article, and which institutions, by which forms of the name, where, and in which role."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.model.article import Article
from briefing.speech.forms import Form, Kind, bearers_of, forms_of, is_noun, same_word, title_word
from briefing.speech.lexicon import lexicon
from briefing.speech.roles import role_at
from briefing.speech.runs import Run, runs_of
from briefing.speech.tongue import tongue_of

_SMALL_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]+\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where somebody or something is named; `start` is that of the name, `begin` that of a title before it."""

    paragraph: int
    begin: int
    start: int
    end: int
    name: str
    kind: Kind
    title: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a name: the fullest form of it, the role, and where it is mentioned."""

    name: str
    kind: Kind
    role: str
    gender: str
    mentions: tuple[Mention, ...]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The paragraphs that mention it, each once."""
        return tuple(dict.fromkeys(mention.paragraph for mention in self.mentions))


@dataclass(frozen=True)
class People:
    """All that is named in an article, by name, and the mentions of each paragraph in order."""

    named: Mapping[str, Named]
    mentions: Mapping[int, tuple[Mention, ...]]


def people_of(article: Article) -> People:
    """Who and what is named in an article."""
    texts = [block.text for block in article.paragraphs]
    vocabulary = frozenset(word for text in texts for word in _SMALL_WORD.findall(text) if word.islower())
    runs = _whole(run for number, text in enumerate(texts, start=1) for run in runs_of(number, text, vocabulary))
    forms = forms_of(runs, texts)
    if tongue_of(texts) == "de":
        bearers = bearers_of(forms)
        runs = [run for run in runs if bearers[run.name] or not is_noun(forms[run.name])]
        forms = {run.name: forms[run.name] for run in runs}
    by_name: dict[str, list[Mention]] = {}
    by_paragraph: dict[int, list[Mention]] = {}
    for mention in _Bearers(forms).mentions(runs):
        by_name.setdefault(mention.name, []).append(mention)
        by_paragraph.setdefault(mention.paragraph, []).append(mention)
    named = {key: _named(key, forms[key], found, texts) for key, found in by_name.items()}
    return People(named, {number: tuple(found) for number, found in by_paragraph.items()})


def _whole(found: Iterable[Run]) -> list[Run]:
    """Runs with their opening word put back where the article has the longer name elsewhere."""
    runs = list(found)
    known: set[str] = set()
    for run in runs:
        words = run.name.split(" ")
        known |= {" ".join(words[:end]) for end in range(2, len(words) + 1)}
    runs = [long if run.opening and (long := run.with_opening()).name in known else run for run in runs]
    return [run.with_full_stop() if f"{run.name}." in known else run for run in runs]


class _Bearers:
    """Follows an article from name to name, and says of each form whose it is."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = forms
        self._bearers = bearers_of(forms)
        self._met: dict[str, int] = {}

    def mentions(self, runs: Iterable[Run]) -> Iterator[Mention]:
        """Every mention with the full name that it stands for."""
        lex = lexicon()
        for order, run in enumerate(runs):
            gender = next((found for word in run.title if (found := lex.gender(word.text))), "")
            name = self._bearer(run, gender)
            self._met[name] = order
            self._forms[name].gender = gender or self._forms[name].gender
            title = " ".join(word.text for word in run.title)
            yield Mention(run.paragraph, run.begin, run.start, run.end, name, self._forms[name].kind, title)

    def _bearer(self, run: Run, gender: str) -> str:
        """Whose name it is: of those with such a title or gender, whoever was named last by it, or first of all."""
        possible = self._fitting(self._bearers[run.name], run, gender)
        last = run.words[-1].text
        ahead = [key for key in possible if key in self._met and same_word(self._forms[key].words[-1], last)]
        return max(ahead, key=lambda key: self._met[key]) if ahead else next(iter(possible), run.name)

    def _fitting(self, possible: Sequence[str], run: Run, gender: str) -> Sequence[str]:
        titles = {title_word(word.text) for word in run.title} & lexicon().roles
        titled = [key for key in possible if titles & self._forms[key].titles]
        fitting = [key for key in possible if not gender or self._forms[key].gender in {"", gender}]
        return titled or fitting or possible


def _named(key: str, form: Form, mentions: Sequence[Mention], texts: Sequence[str]) -> Named:
    role, gender = "", form.gender
    if form.kind == "person":
        lex = lexicon()
        roles = [role_at(texts[m.paragraph - 1], m.begin, m.start, m.end, lex) for m in mentions]
        role = next((found for found in roles if found), "")
        genders = Counter(found for one in roles for word in one.split() if (found := lex.gender(word)))
        titled = any(lex.gender(word) for mention in mentions for word in mention.title.split())
        gender = genders.most_common(1)[0][0] if genders and not titled else gender
    return Named(key, form.kind, role, gender, tuple(mentions))
