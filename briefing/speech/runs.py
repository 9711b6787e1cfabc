"""Runs: words with capitals that stand together in a paragraph, out of which names are made."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.speech.given import is_given
from briefing.speech.lexicon import Lexicon, lexicon, listed, plain_word
from briefing.speech.nickname import MARKS, is_nickname

_TOKEN = re.compile(
    r"(?:Jr|Sr)\.|&(?=\s[^\W\d_])|[^\W\d_]\.(?:-?[^\W\d_]\.)*(?![^\W_])|[^\W_]+(?:[’'‑‐&-][^\W_]+)*[’']?"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_POSTNOMINALS = listed("postnominals")
_ABBREVIATED = listed("abbreviated")
_PEOPLES = listed("peoples")
"""Possessives inside the names of institutions (People’s Army); a plural (Farmers’ Union) always stands inside one."""
_FRENCH_TAIL = re.compile(
    r"(?:\s(?:des?|du|d[’']|de\sla|de\sl[’'])\s?(?!(?:la|l)\b)[^\W\d_]+(?:-[^\W\d_]+)*"
    r"|\s(?:régional|national|européen|général|central|internation|fédéral|départemental|municipal|commercial)\w*"
    r"|(?<=s)\s(?!dans|sans|sous|mais|puis|vers|depuis|après|alors)[^\W\d_A-Z]+s(?=\s(?:dans|a|ont|de|du|en)\b|[,.»]))+"
)
_LONGEST_RUN = 16
_FIGURE_BESIDE = re.compile(r"\d")
_ELIDED = re.compile(r"[^\W\d_]{1,2}[’'][a-zß-öø-ÿ]")  # I’m, D’ici
_GERMAN_ARTICLE = re.compile(r"\b(?:[Dd](?:er|ie|em|en|es)|[Ee]ine?[mnrs]?)\s$")
_GENITIVE = re.compile(r"\b(?:[Dd]es|[Ee]ines)\s$")
_ADJECTIVE_ENDS = ("e", "en", "es", "em")
_GERMAN_SMALL = frozenset(["von", "der", "den", "zu", "zum", "zur"])
_ALWAYS_NAMES = frozenset(
    ["van", "bin", "bint", "ibn", "ben", "al", "el", "ter", "ten", "af", "da", "dos", "y", "della"]
)
_NOBLE = frozenset(["graf", "gräfin", "freiherr", "freifrau", "fürst", "fürstin", "prinz", "prinzessin"])
_FIRM_ENDS = (
    "betreiber",
    "hersteller",
    "anbieter",
    "versorger",
    "konzern",
    "dienstleister",
    "zulieferer",
    "autobauer",
    "verlag",
    "sender",
)
_TRADE_ENDS = (
    "er",
    "in",
    "or",
    "ist",
    "chef",
    "rat",
    "mann",
    "frau",
    "loge",
    "ent",
    "arzt",
    "wart",
    "wirt",
    "graf",
    "man",
    "eur",
)
_JOINS = frozenset(["of", "for", "on", "für"])
_ARTICLES = frozenset(["the", "la", "le", "der", "des", "die"])
_SENTENCE_START = re.compile(r"(?:^|[.!?…:][”\"’'»)]*\s+|[“„«\"‘『「(\[]\s*|[\n•–—]\s*)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place; `possessive` where it ended in ’s, which is left off."""

    text: str
    start: int
    end: int
    possessive: bool = False
    plural: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital, behind a particle at most (al-Assad)."""
        if self.text[0] in MARKS:
            return True  # a nickname
        if _ELIDED.match(self.text) or not self.text[0].isalpha():
            return False
        return self.text[0].isupper() or (not self.text.islower() and "-" in self.text and self.text[-1].islower())


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together: what is a title, and what may be a name."""

    paragraph: int
    title: tuple[Word, ...]
    words: tuple[Word, ...]
    opening: Word | None = None
    """A word before them that may be part of the name, or only the first of a sentence."""
    behind: int = 0
    """Where letters behind the name end (KC, MP); 0 where there are none."""

    @property
    def begin(self) -> int:
        """Where the title begins, or else the name."""
        return self.title[0].start if self.title else self.start

    @property
    def start(self) -> int:
        """Where the name begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where the name ends, a possessive s left off, letters behind it (KC, MP) included."""
        return self.behind or self.words[-1].end

    @property
    def name(self) -> str:
        """The name as it is written."""
        return _written(self.words)

    def with_opening(self) -> "Run":
        """The same run with the word before it as part of the name."""
        return Run(self.paragraph, (), (self.opening, *self.words)) if self.opening and not self.title else self


def _written(words: Sequence[Word]) -> str:
    ends = ("’ " if word.plural else "’s " if word.possessive else " " for word in words[:-1])
    return "".join(word.text + end for word, end in zip(words, (*ends, ""), strict=True))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text with their places."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for match in _TOKEN.finditer(text):
        token = match[0]
        start, end = match.start() - 1, match.end() + (token[-1] not in MARKS)
        if start > 0 and text[start] in MARKS and is_nickname(text, start, end):
            yield Word(text[start:end], start, end)
            continue
        cut = _POSSESSIVE.search(token)
        if cut and cut.start():
            end = match.start() + cut.start()
            yield Word(token[: cut.start()], match.start(), end, possessive=True, plural=len(cut[0]) == 1)
        else:
            yield Word(token, match.start(), match.end())


def runs_of(number: int, text: str, vocabulary: frozenset[str]) -> Iterator[Run]:
    """The runs of a paragraph; `vocabulary` are the words that the article has in lower case."""
    lex = lexicon()
    words = words_of(text)
    index = 0
    while index < len(words):
        if not words[index].is_capital:
            index += 1
            continue
        end = _end_of_run(words, index, text, lex)
        yield from _parted(number, words[index:end], text, vocabulary, lex)
        index = end


def _end_of_run(words: Sequence[Word], first: int, text: str, lex: Lexicon) -> int:
    """The index behind the last word of a run: capitals side by side, with particles and “of the” between them."""
    end = first + 1
    while end < min(len(words), first + _LONGEST_RUN):
        before, word = words[end - 1], words[end]
        if not _side_by_side(before, word, text):
            break
        if word.is_capital:
            end += 1
            continue
        if word.text == "&" and words[end + 1].is_capital:
            end += 2
            continue
        reach = _bridge(words, first, end, text, lex) or _french(words, first, end, text, lex)
        reach = reach or _paired(words, first, end, text, lex)
        if not reach:
            break
        end = reach
    return end


def _side_by_side(before: Word, word: Word, text: str) -> bool:
    if before.possessive:
        return word.is_capital and (before.plural or plain_word(before.text) in _PEOPLES)
    gap = text[before.end : word.start]
    return gap in {" ", "\u00a0", "\u202f"} or (gap == ". " and plain_word(before.text) in _ABBREVIATED)


def _bridge(words: Sequence[Word], first: int, at: int, text: str, lex: Lexicon) -> int:
    """Past particles (von der), or “of the” behind an institution: the index behind the capital that follows, or 0."""
    institution = any(lex.is_institution(word.text) for word in words[first:at])
    small = words[at].text
    if small in {"der", "de", "du", "la", "le"} and lex.is_title(words[at - 1].text):
        return 0  # Sprecher der Behörde
    if small in lex.particles:
        if at == first + 1 and _is_participle(words[first].text, lex):
            return 0  # Venue de Rennes,
        if small not in _ALWAYS_NAMES and not (
            at - 1 == first or is_given(words[at - 1].text) or words[at - 1].text.casefold() in _NOBLE
        ):
            return 0  # Aylin Gökdemir von der Hochschule
        if small in _GERMAN_SMALL and not (is_given(words[at - 1].text) or words[at - 1].text.casefold() in _NOBLE):
            return 0  # Beginn der Sitzung, Küche von Anna Karu
        allowed = lex.particles
    elif small in _JOINS and institution:
        allowed = _JOINS | _ARTICLES
    elif small in {"and", "et", "und", "&"} and institution and any(w.text in _JOINS for w in words[first:at]):
        allowed = frozenset([small])
    else:
        return 0
    place = at
    while place < len(words) and words[place].text in allowed and place - at < 3:
        place += 1
        if place == len(words) or text[words[place - 1].end : words[place].start] != " ":
            return 0
    follows = words[place]
    if small in {"and", "et", "und", "&"} and plain_word(follows.text) in lex.institutions:
        return 0
    return place + 1 if follows.is_capital else 0


def _is_participle(word: str, lex: Lexicon) -> bool:
    """Whether a word that begins a sentence looks like a French participle, and is no first name."""
    plain = word.casefold()
    return plain.endswith(("é", "ée", "és", "ées", "u", "ue", "us", "ues")) and not lex.is_first_name(plain)


def _paired(words: Sequence[Word], first: int, at: int, text: str, lex: Lexicon) -> int:
    """Past “and” inside the name of an institution (the Food and Drug Administration), or 0."""
    article = "the" in {words[first].text.casefold(), words[max(first - 1, 0)].text.casefold()}
    if words[at].text != "and" or not article:
        return 0
    end = at + 1
    while end < len(words) and words[end].is_capital and text[words[end - 1].end : words[end].start] == " ":
        end += 1
    single = lex.is_institution(words[at + 1].text) if end > at + 1 else True
    before = any(lex.is_institution(word.text) or lex.is_title(word.text) for word in words[first:at])
    return end if not single and not before and lex.is_institution(words[end - 1].text) else 0


def _french(words: Sequence[Word], first: int, at: int, text: str, lex: Lexicon) -> int:
    """Past what French writes small in the name of an institution (Compagnie des eaux de la Varenne), or 0."""
    if plain_word(words[first].text) not in lex.institutions:
        return 0
    match = _FRENCH_TAIL.match(text, words[at - 1].end)
    end = at
    while match and end < len(words) and words[end].end <= match.end():
        end += 1
    return end if end > at else 0


def is_firm(word: str) -> bool:
    """Whether a German noun before a name makes it that of a firm: Netzbetreiber."""
    return word.casefold().endswith(_FIRM_ENDS)


def _parted(number: int, words: Sequence[Word], text: str, vocabulary: frozenset[str], lex: Lexicon) -> Iterator[Run]:
    """A run without the word that only begins a sentence and without days, parted into title and name."""
    begins = bool(_SENTENCE_START.search(text[max(0, words[0].start - 6) : words[0].start])) or words[0].start == 0
    words, opening = _without_opening(words, vocabulary, lex, begins=begins)
    part: list[Word] = []
    for word in (*words, None):
        if word is not None and not _is_day(word, text, lex):
            part.append(word)
            continue
        behind = part[-1].end if len(part) > 1 and part[-1].text in _POSTNOMINALS else 0
        while len(part) > 1 and part[-1].text in _POSTNOMINALS:
            part.pop()
        if part:
            title, name = _titled(part, lex)
            if not title:
                title, name = _trade(part, lex)
            if not title and _GERMAN_ARTICLE.search(text, max(0, part[0].start - 5), part[0].start):
                title, name = _german_trade(part, lex)
            if name:
                yield Run(number, tuple(title), (_nominative(name[0], text, lex), *name[1:]), opening, behind)
        part, opening = [], None


def _nominative(word: Word, text: str, lex: Lexicon) -> Word:
    """“des Landesamts”: the German name of a body without the ending of its genitive."""
    is_genitive = word.text.endswith("s") and _GENITIVE.search(text, max(0, word.start - 6), word.start) is not None
    if (
        not is_genitive
        or not lex.is_institution(word.text)
        or not word.text.casefold()[:-1].endswith(lex.german_institutions)
    ):
        return word
    return replace(word, text=word.text.removesuffix("s"))


def _is_day(word: Word, text: str, lex: Lexicon) -> bool:
    plain = word.text.casefold()
    if not word.text.istitle():
        return False
    beside = plain in lex.months and _FIGURE_BESIDE.search(text[max(0, word.start - 3) : word.end + 3])
    return plain in lex.days or bool(beside)


def _without_opening(
    words: Sequence[Word], vocabulary: frozenset[str], lex: Lexicon, *, begins: bool
) -> tuple[Sequence[Word], Word | None]:
    """A run without the small words at its head, and the common word that may only begin the sentence."""
    while words and _is_small(words[0], lex):
        words = words[1:]
        begins = False
    if not words or not begins:
        return words, None
    plain = words[0].text.casefold()
    if plain.endswith("ly") and len(words) == 1 and not lex.is_first_name(plain):
        return (), None
    known = lex.is_title(words[0].text) or lex.is_institution(words[0].text) or lex.is_first_name(plain)
    return (words[1:], words[0]) if plain in vocabulary and not known else (words, None)


def _is_small(word: Word, lex: Lexicon) -> bool:
    plain = re.split("[’']", word.text.casefold())[0]
    return plain in lex.small and not (len(plain) == 1 and word.text.endswith("."))


def _trade(words: Sequence[Word], lex: Lexicon) -> tuple[Sequence[Word], Sequence[Word]]:
    """Part “Brückenwart Jon Ahlm”: a word that is no name, before a given name that a surname follows."""
    first = words[0].text
    if len(words) > 1 and first.casefold().endswith(_FIRM_ENDS) and not lex.is_institution(words[-1].text):
        return words[:1], words[1:]
    if len(words) < 3 or is_given(first) or not is_given(words[1].text) or not first.casefold().endswith(_TRADE_ENDS):
        return (), words
    is_body = any(lex.is_institution(word.text) for word in words)
    return (
        ((), words)
        if is_body or "-" in words[1].text and words[1].text.split("-")[1].islower()
        else (words[:1], words[1:])
    )


def _german_trade(words: Sequence[Word], lex: Lexicon) -> tuple[Sequence[Word], Sequence[Word]]:
    """Part “der Deichgraf Hauke Petersen”: behind an article stands a trade, even one that no list has."""
    names = len(words) > 2 and not any(lex.is_institution(word.text) for word in words)
    return (words[:1], words[1:]) if names and not words[0].text.endswith(_ADJECTIVE_ENDS) else ((), words)


def _titled(words: Sequence[Word], lex: Lexicon) -> tuple[Sequence[Word], Sequence[Word]]:
    """Part the words of a run into the title before a name, and the name."""
    plain = [plain_word(word.text) for word in words]
    is_someone = plain[0] in lex.honorifics or is_given(words[0].text)
    is_body = plain[-1] in lex.institutions if is_someone else lex.is_institution(words[-1].text)
    if is_body or plain[0] in lex.institutions:
        has_title = any(lex.is_title(word) for word in plain[1:-1]) and plain[-1] not in lex.institutions
        if not has_title:
            return (), words
    if len(words) > 2 and is_given(words[0].text) and plain[1] in _NOBLE:
        return (), words  # Maximilian Graf von Tessen
    titles = [index for index, word in enumerate(words) if lex.is_title(word.text)]
    while titles and plain[titles[-1]] in {"jr", "sr"}:
        titles.pop()
    named_so = titles == [len(words) - 1] and len(words) > 1 and lex.is_first_name(plain[0])
    if not titles or named_so:  # Tilda Baker is no baker
        return (), words
    cut = titles[-1] + 1
    while cut < len(words) and (plain[cut] in lex.portfolios or plain[cut] in _JOINS | _ARTICLES | {"and"}):
        cut += 1
    return words[:cut], words[cut:]
