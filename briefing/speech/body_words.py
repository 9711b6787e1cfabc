"""Body words: the nouns for institutions and for what speaks for them, and which names each may stand for."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from briefing.speech.lexicon import lexicon, listed, plain_word
from briefing.speech.memory import Speaker
from briefing.speech.passage import Passage
from briefing.speech.people import Mention
from briefing.speech.subjects import Reference

SPOKEN_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|press (?:office|release)|statements?|report|inquiry|review|audit|"
    r"investigation|guidance|guidelines|rules|minutes|manifesto|charter|filing|letter|website|account|note|memo|memorandum|study|survey|analysis|commentary|article|essay|column|email|"
    r"message|blog|documents?|papers?|briefing|post|reply|response|notice|bulletin|evaluation|assessment|submission|ruling|[a-zäöüß]*sprecher(?:in)?|bericht|mitteilung|erklärung|stellungnahme|brief|schreiben|"
    r"gutachten|studie|papier|vermerk|pressemitteilung|protokoll|vorlage|begründung|urteil|beschluss|bescheid|konzept|darin|daraus|porte-parole|communiqué|rapport|"
    r"lettre|courrier|étude|déclaration|avis|tribune)\b",
    re.IGNORECASE,
)
# An institution whose name begins small: “la préfecture de la Loue-Maritime”, “the ministry of Fisheries”.
_OWN_NAME = re.compile(
    r"(?:(?:[Tt]he|[Ll]a|[Ll]e|[Ll]es|[Dd]ie|[Dd]er|[Dd]as)\s|[Ll][’'])?"
    r"((?:[a-z]+\s)?(?P<head>[^\W\d_]\w+)(?:\s(?:[a-z]+al|[a-z]+if|[a-z]+ale|d[’']appel))?\s(?:of|for|de|du|des|d[’'])\s?(?:the\s|la\s|l[’'])?[^\W\d_a-zß-öø-ÿ][^,;]*)$"
)
_DEFINITE = listed("definite")
COMPANIES = listed("companies")
ANY_BODY = COMPANIES | listed("any_body")
_NO_COMPANIES = listed("no_companies")
GENERIC = listed("generic")
_OWN_ARTICLES = frozenset(["its", "this", "their"])
_HEAD_ENDS = re.compile(r",|\s(?:who|qui|whose)\s")
_FRENCH_ADJECTIVES = ("al", "ale", "aux", "if", "ive")
_STATE = re.compile(
    r"(?:ministerium|ministère|gericht|amt|behörde|polizei|ministry|bundestag|landtag|kreistag|cdu|csu|spd|fdp|afd)$"
)
SOCIETIES = listed("societies")
OFFICES = frozenset(["behörde", "amt", "ministerium", "ministry", "department", "ministère"])
_OF_STATE = ("amt", "behörde", "direktion", "inspektion", "ministerium", "polizei", "agentur", "ministry", "ministère")


def is_spoken_for(text: str) -> bool:
    """Whether words are of what speaks for a body: a spokesman, a statement, a report."""
    head = _HEAD_ENDS.split(text)[0]
    match = SPOKEN_FOR.search(head)
    following = head[match.end() :].split()[:1] if match else []
    return match is not None and not (following and following[0] in lexicon().institutions)  # the audit office


def own_name(reference: Reference) -> Speaker | None:
    """An institution whose name begins small: “la préfecture de la Loue-Maritime”, “the ministry of Fisheries”."""
    match = _OWN_NAME.match(reference.text)
    return Speaker(match[1]) if match and plain_word(match["head"]) in lexicon().institutions else None


def named_in(passage: Passage, start: int, end: int) -> Speaker | None:
    """The institution that is named between two places."""
    mention = next((m for m in passage.between(start, end) if m.kind == "institution"), None)
    return Speaker(mention.name) if mention and plain_word(mention.name) not in GENERIC else None


def is_body_name(mention: Mention) -> bool:
    """Whether a mention names an institution, and is no German noun such as Unternehmen."""
    return mention.kind == "institution" and plain_word(mention.name) not in GENERIC | COMPANIES


def uninflected(word: str) -> str:
    """A German genitive without its ending: des Unternehmens."""
    plain = plain_word(word)
    return plain.removesuffix("s") if plain.removesuffix("s") in GENERIC | COMPANIES else plain


def is_company(head: str) -> bool:
    """Whether a noun is of a body: a company, a ministry."""
    lex = lexicon()
    return head in COMPANIES | lex.companies or lex.is_institution(head)


def small_body(words: Sequence[str]) -> Speaker | None:
    """A body that is written small, and is told from others: “the presidential office”."""
    if not 3 <= len(words) <= 6 or words[0].casefold() not in _DEFINITE - _OWN_ARTICLES:
        return None
    if words[2] == "of" and lexicon().is_institution(words[1]):
        return Speaker(" ".join(words[1:]))
    if len(words) == 3 and words[1] in lexicon().institutions and words[2].endswith(_FRENCH_ADJECTIVES):
        return Speaker(" ".join(words[1:]))  # le conseil départemental
    is_body = len(words) <= 4 and lexicon().is_institution(words[-1]) and words[-1].islower()
    return Speaker(" ".join(words[1:])) if is_body and plain_word(words[-1]) not in COMPANIES else None


def is_body(word: str) -> bool:
    """Whether a noun is of a body that an article may call so: the ministry, the force."""
    return plain_word(word) in ANY_BODY or lexicon().is_institution(word)


def is_form_of(head: str, word: str) -> bool:
    """Whether “the ministry” is the last word of a name, “des Ministeriums” the end of one."""
    return head == word or (len(head) > 5 and word.removesuffix("s").endswith(head.removesuffix("s")))


def may_stand_for(head: str, name: str, words: AbstractSet[str]) -> bool:
    """Whether a noun that no name has may stand for one: “the company” for no ministry, “das Amt” for no firm."""
    if head in COMPANIES | SOCIETIES and (words & _NO_COMPANIES or any(map(_STATE.search, words))):
        return False
    return head not in OFFICES or name.casefold().endswith(_OF_STATE)
