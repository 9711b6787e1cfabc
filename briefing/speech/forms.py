"""Forms: the forms of names in an article, and whether each is of a person, an institution, a place or a thing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from briefing.speech.firms import is_operator, weight_as_body
from briefing.speech.given import gender_of_name, is_given
from briefing.speech.lexicon import Lexicon, lexicon, listed, plain_word
from briefing.speech.roles import is_apposed
from briefing.speech.runs import Run
from briefing.speech.titles import is_firm

Kind = Literal["person", "institution", "place", "thing"]

_WRITTEN_OUT = {
    "adm": "admiral",
    "gen": "general",
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "lt": "lieutenant",
    "col": "colonel",
    "capt": "captain",
    "sgt": "sergeant",
    "prof": "professor",
    "dr": "doctor",
    "maj": "major",
}
_OF = listed("of") | {"on", "für"}
_GERMAN_DIE = re.compile(r"\bdie\s$")
_INITIAL = re.compile(r"[^\W\d_]\.?")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s$")
_WHO = re.compile(
    r"(?:[’']s?\s+|,?\s)(?:who|qui)\b|,\s(?:aged\s)?\d\d(?:\s(?:ans|Jahre)[,.]|,)|\s\(\d\d(?:\sans)?\)"
    r"|,\s(?:elle|lui|himself|herself),"
)
_BEFORE_NOUN = re.compile(r"(?:\b(?:de[rmns]|die|das|eine?[mnrs]?|[ia]m|zu[mr]|vom)|\d)\s$", re.IGNORECASE)
_NEXT_WORD = re.compile(r",?\s([^\W\d_]+)")
_TOWN = re.compile(r"-(?:sur|lès|les|le|la|en|sous|du|des|aux?|on|upon|under|am|an|im|ob)-")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az)[-‑]", re.IGNORECASE)
_LONGEST_NAME = 5
_WHEREABOUTS = listed("whereabouts") | {"of", "de"}
_HANGING = _WHEREABOUTS | {"du", "des"}
_GENERATIONS = frozenset(["Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"])


@dataclass
class Form:
    """A form of a name: its words, where it stands, and what speaks for its kind."""

    words: tuple[str, ...]
    runs: list[Run] = field(default_factory=list)
    as_person: int = 0
    as_institution: int = 0
    kind: Kind = "thing"
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    hangs: bool = False
    """Whether it hangs on a preposition wherever it stands: “du Vallonnet”, “in Carrow”."""
    is_noun: bool = False
    """Whether it is one word that stands behind an article or a figure wherever it stands."""

    @property
    def own_words(self) -> tuple[str, ...]:
        """The words without particles (von der, al-)."""
        left_out = lexicon().particles | _GENERATIONS
        return tuple(_ARABIC_ARTICLE.sub("", word) for word in self.words if word not in left_out)


def forms_of(runs: Iterable[Run], texts: Sequence[str]) -> dict[str, Form]:
    """The forms of names among the runs of an article, each with its kind."""
    lex = lexicon()
    forms: dict[str, Form] = {}
    for run in runs:
        form = forms.setdefault(run.name, Form(tuple(word.text for word in run.words)))
        form.runs.append(run)
        _weigh(form, run, texts[run.paragraph - 1], lex)
    for form in forms.values():
        form.hangs = len(form.words) == 1 and all(_hangs(run, texts[run.paragraph - 1]) for run in form.runs)
        form.is_noun = len(form.words) == 1 and _is_noun(form, texts)
    alone = {form.words[0] for form in forms.values() if len(form.words) == 1 and not form.is_noun}
    for form in forms.values():
        form.as_person += form.words[-1] in alone
        form.kind = _kind(form, lex)
    for form in forms.values():
        short = forms.get(form.words[0]) if len(form.words) > 1 and form.kind == "thing" else None
        if short and short.kind in {"person", "institution"} and not short.titles and not is_given(form.words[0]):
            form.kind = "institution"  # Baltmar Dredging, where “Baltmar said”
    for form in forms.values():
        form.gender = _gender(form, lex)
    return forms


def title_word(word: str) -> str:
    """The word of a title, written out."""
    plain = plain_word(word)
    return _WRITTEN_OUT.get(plain, plain)


def same_word(one: str, other: str) -> bool:
    """Whether two words are one, capitals aside (al-Khatib, Al-Khatib)."""
    return one.casefold() == other.casefold()


def _weigh(form: Form, run: Run, text: str, lex: Lexicon) -> None:
    """Note what one place of a name says of its kind: a title before it, a role beside it, a “who” behind it."""
    before = _WORD_BEFORE.search(text, max(0, run.start - 24), run.start)
    office = before[1] if before and before[1].islower() and _is_office(before[1], lex) else ""
    if run.title and is_firm(run.title[-1].text):
        form.as_institution += 3
    elif run.title or office:
        form.as_person += 2
        form.titles |= {title_word(word.text) for word in run.title} or {title_word(office)}
    following = None if before and before[1] in _WHEREABOUTS else _NEXT_WORD.match(text, run.end)
    if (len(run.words) > 1 or is_given(run.words[0].text)) and (
        (following and following[1] in lex.say | lex.calling) or (before and before[1] in lex.say)
    ):
        form.as_person += 1
    if _WHO.match(text, run.end) or is_apposed(text, run.begin, run.end, lex):
        form.as_person += 2
    if len(run.words) > 1 and not run.title and _GERMAN_DIE.search(text, max(0, run.start - 4), run.start):
        form.as_institution += 2  # die Helvia Rück: persons have no article
    if not is_given(run.words[0].text) and is_operator(text, run.start):
        form.as_institution += 3
    form.as_institution += weight_as_body(text, run.start, run.end)


def _is_noun(form: Form, texts: Sequence[str]) -> bool:
    """Whether a word stands behind an article or a figure wherever it stands: a German noun."""
    return all(_BEFORE_NOUN.search(texts[run.paragraph - 1], max(0, run.start - 8), run.start) for run in form.runs)


def _hangs(run: Run, text: str) -> bool:
    before = _WORD_BEFORE.search(text, max(0, run.start - 24), run.start)
    return before is not None and before[1] in _HANGING


def is_noun(form: Form) -> bool:
    """Whether a capitalised word or two are but German nouns (die Betreiberin, Runder Tisch), and no name."""
    if form.kind in {"institution", "place"} or form.titles:
        return False
    given = any(is_given(word) for word in form.words)
    return not given and (
        form.is_noun
        or (form.kind == "thing" and len(form.words) == 1)
        or (form.kind == "thing" and len(form.words) == 2 and form.words[0].endswith(("e", "en", "er", "es", "em")))
    )


def _is_office(word: str, lex: Lexicon) -> bool:
    return lex.is_title(word) and plain_word(word) not in lex.also_firms


def _kind(form: Form, lex: Lexicon) -> Kind:
    words, last = form.words, plain_word(form.words[-1])
    is_full = len(words) > 1 and is_given(words[0])
    if " ".join(words).casefold() in lex.territories or (lex.is_nationality(words[-1]) and not is_full):
        return "place"
    if (words[0].startswith(("Saint-", "Sainte-", "Sankt-")) or _TOWN.search(words[0])) and not form.titles:
        return "place"
    if _is_institution(words, lex):
        return "institution"
    if len(words) == 1:
        if not form.titles and (form.hangs or last in lex.months):
            return "institution" if form.as_institution >= 2 else "thing"
        given = is_given(words[0]) and form.as_person > 0 and not form.as_institution
        if form.titles or given or form.as_person >= max(2, form.as_institution + 1):
            return "person"
        return "institution" if form.as_institution >= 2 else "thing"
    if last in lex.things or len(form.own_words) > _LONGEST_NAME:
        return "thing"
    first = plain_word(words[0])
    first_name = 2 * (lex.is_first_name(first) or _INITIAL.fullmatch(words[0]) is not None) or is_given(first)
    if form.as_person + first_name > form.as_institution:
        return "person"
    return "institution" if form.as_institution else "thing"


def _is_institution(words: Sequence[str], lex: Lexicon) -> bool:
    of = next((index for index, word in enumerate(words) if word in _OF), 0)
    if "&" in words:
        return True
    if len(words) > 1 and not of and is_given(words[0]) and plain_word(words[-1]) not in lex.institutions:
        return False  # Julian Marchbank is no bank
    if any(lex.is_institution(word) for word in (words[-1], words[max(of - 1, 0)], words[0])):
        return True
    if len(words) > 1 and plain_word(words[-1]) in lex.companies:
        return True
    shouted = len(words) > 1 and all(word.isupper() for word in words)
    return not shouted and any(2 <= len(word) <= 6 and word.isupper() and word.isalpha() for word in words)


def _gender(form: Form, lex: Lexicon) -> str:
    titled = (lex.gender(word.text) for run in form.runs for word in run.title)
    return next((gender for gender in titled if gender), gender_of_name(" ".join(form.words)))


# One bearer for all forms


def bearers_of(forms: Mapping[str, Form]) -> Mapping[str, tuple[str, ...]]:
    """For each form the full names that it may stand for, best first."""
    by_word: dict[str, list[str]] = {}
    for key, form in forms.items():
        if len(form.words) > 1 and form.kind != "place":
            for word in {word.casefold() for word in form.own_words}:
                by_word.setdefault(word, []).append(key)
    return {key: tuple(_bearers(form, forms, by_word)) for key, form in forms.items()}


def _bearers(form: Form, forms: Mapping[str, Form], by_word: Mapping[str, list[str]]) -> list[str]:
    """The bearers of a form: those whose last name it is before the others, and longer names first."""
    last = form.own_words[-1] if form.own_words else ""
    named = (key for key in by_word.get(last.casefold(), ()) if len(forms[key].words) > len(form.words))
    found = [key for key in named if _stands_for(form, forms[key])]

    def order(key: str) -> tuple[bool, int, int]:
        full = forms[key]
        return not same_word(full.own_words[-1], last), full.runs[0].paragraph, -len(full.words)

    return sorted(found, key=order)


def _stands_for(short: Form, full: Form) -> bool:
    """Whether a shorter form can stand for a full name."""
    if full.kind == "person":
        label = len(short.words) == 1 and short.words[0].isupper()  # LIN: in a transcript
        if short.kind not in {"person", "thing"} and not label:
            return False
        words, whole = short.own_words, full.own_words
        begins_alike = same_word(words[0], whole[0]) or whole[-len(words) :] == words
        return len(words) == 1 or (same_word(words[-1], whole[-1]) and begins_alike)
    if full.kind != "institution" or short.kind == "place" or (short.titles and short.kind == "person"):
        return False
    behind = full.words[len(short.words) :]
    if short.is_noun and len(short.words) == 1 and not lexicon().is_institution(short.words[0]):
        return False  # das Hallenbad, of Förderverein Hallenbad
    if behind and behind[-1].islower():
        return False  # Wexmere, of Wexmere district council
    # Commission, of the Oska Commission.
    return short.words in {full.words[: len(short.words)], full.words[-len(short.words) :]}
