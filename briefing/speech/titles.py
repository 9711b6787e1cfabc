"""Titles: where in a run of capitalised words an office or a trade ends and the name begins."""

from collections.abc import Sequence

from briefing.speech.given import is_given
from briefing.speech.lexicon import Lexicon, plain_word
from briefing.speech.words import Word

_ADJECTIVE_ENDS = ("e", "en", "es", "em")
NOBLE = frozenset(["graf", "gräfin", "freiherr", "freifrau", "fürst", "fürstin", "prinz", "prinzessin"])
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
JOINS = frozenset(["of", "for", "on", "für"])
ARTICLES = frozenset(["the", "la", "le", "der", "des", "die"])


def is_firm(word: str) -> bool:
    """Whether a German noun before a name makes it that of a firm: Netzbetreiber."""
    return word.casefold().endswith(_FIRM_ENDS)


def trade(words: Sequence[Word], lex: Lexicon) -> tuple[Sequence[Word], Sequence[Word]]:
    """Part “Brückenwart Jon Ahlm”: a word that is no name, before a given name that a surname follows."""
    first = words[0].text
    if len(words) > 1 and first.casefold().endswith(_FIRM_ENDS) and not lex.is_institution(words[-1].text):
        return words[:1], words[1:]
    if (
        len(words) > 3
        and first.endswith("s")
        and is_given(words[2].text)
        and words[1].text.casefold().endswith(_TRADE_ENDS)
    ):
        return (words[:2], words[2:]) if not any(lex.is_institution(word.text) for word in words) else ((), words)
    if len(words) < 3 or is_given(first) or not is_given(words[1].text) or not first.casefold().endswith(_TRADE_ENDS):
        return (), words
    is_body = any(lex.is_institution(word.text) for word in words)
    is_korean = words[1].text.partition("-")[2].islower()
    return ((), words) if is_body or is_korean else (words[:1], words[1:])


def german_trade(words: Sequence[Word], lex: Lexicon) -> tuple[Sequence[Word], Sequence[Word]]:
    """Part “der Deichgraf Hauke Petersen”: behind an article stands a trade, even one that no list has."""
    names = len(words) > 2 and not any(lex.is_institution(word.text) for word in words)
    return (words[:1], words[1:]) if names and not words[0].text.endswith(_ADJECTIVE_ENDS) else ((), words)


def titled(words: Sequence[Word], lex: Lexicon) -> tuple[Sequence[Word], Sequence[Word]]:
    """Part the words of a run into the title before a name, and the name."""
    plain = [plain_word(word.text) for word in words]
    is_someone = plain[0] in lex.honorifics or is_given(words[0].text)
    is_body = plain[-1] in lex.institutions if is_someone else lex.is_institution(words[-1].text)
    if is_body or plain[0] in lex.institutions:
        has_title = any(lex.is_title(word) for word in plain[1:-1]) and plain[-1] not in lex.institutions
        if not has_title:
            return (), words
    if len(words) > 2 and is_given(words[0].text) and plain[1] in NOBLE:
        return (), words  # Maximilian Graf von Tessen
    titles = [index for index, word in enumerate(words) if lex.is_title(word.text)]
    while titles and plain[titles[-1]] in {"jr", "sr"}:
        titles.pop()
    named_so = titles == [len(words) - 1] and len(words) > 1 and lex.is_first_name(plain[0])
    if not titles or named_so:  # Tilda Baker is no baker
        return (), words
    cut = titles[-1] + 1
    while cut < len(words) and (plain[cut] in lex.portfolios or plain[cut] in JOINS | ARTICLES | {"and"}):
        cut += 1
    return words[:cut], words[cut:]
