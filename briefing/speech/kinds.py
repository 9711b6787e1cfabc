"""Kinds: whether words between quotation marks are somebody's words, or a title, a name, a term, a doubt."""

import re

from briefing.speech.lexicon import lexicon, listed
from briefing.speech.marks import Marked
from briefing.speech.passage import Passage
from briefing.speech.subjects import Reference
from briefing.speech.verbs import Verb

_CALLED = (
    r"called|named|dubbed|nicknamed|christened|titled|entitled|headlined|codenamed|code-named|"
    r"labelled|labeled|branded|stamped|marked|subtitled|styled|termed"
)
_NAMING = re.compile(
    r"(?:\bso[- ]called|\bknown (?:\w+ )?as|\bknow \w+(?: \w+)? as"
    rf"|(?:[,—–]|\b\w+) (?:\w+ly )?(?:{_CALLED})"
    r"|\b(?:chalutier|navire|bateau|cargo|film|roman|livre|album|chanson|opération|trawler|ship|boat|vessel|yacht|tug|"
    r"cutter|kutter|schiff|frachter|dampfer)"
    r"|\bunder the (?:name|title|code ?name|banner|heading)(?: of)?"
    r"|\b(?:the|a|an|his|her|their|its|my|our|new|latest) "
    r"(?:term|notion|concept|idea|label|title|name|film|novel|song|book|play|album|documentary|programme|"
    r"program|painting|poem|hashtag|essay|memoir)s?"
    r"|\b(?:baptisée?|intitulée?|surnommée?|appelée?|nommée?|dites?|dits|soi-disant|sogenannten?|genannt|namens|"
    r"mit dem (?:Titel|Namen)|unter dem (?:Titel|Namen))"
    r"|(?<!\bil)(?<!elle)(?<!\bon)(?<!\bqui)(?<!\ba)(?<!\bont)(?<!avait)(?<!\ben)\sdit"
    r"|\b(?:heißt|hieß)\b(?! es\b)[^,:]{0,30}"
    r"|\b(?:known|called|named|dubbed) (?:\w+ )?as)"
    r"\s*(?:\b(?:the|a|an|la|le|der|die|das))?,?\s*$"
)
_CALLED_BY_SOMEONE = re.compile(
    r"\b(?:call(?:ed|s|ing)?|deemed|considered|labell?ed|branded|dubbed)\s(?:the|an?|his|her|their|its)\s\w+$|"
    rf"\bwhat\b.{{1,50}}\s(?:{_CALLED})$|\b(?:he|she|they|it|who|we|i|has|have|had)\s+(?:\w+ly\s+)?(?:{_CALLED})$",
    re.IGNORECASE,
)
_HABITUAL = listed("habitual")
_SINGLE = listed("single")
_OF_BOOKS = listed("of_books")
_SELF_STYLED = re.compile(r"\bs(?:[’'](?:est|était|étaient)|e\s(?:sont|dit|disait))(?:\sdite?s?)?$")
_UTTERED = re.compile(
    r"\b(?:words|chants?|chanting|chanted|slogans?|cry|cries|refrain|messages?|motto|reply|replies|answer|placards?|banners?|"
    r"signs?|read|reads|reading|painted|scrawled|scribbled|sprayed|chalked|carved|daubed|scratched|stencilled|"
    r"line|statement|note|letter|post|tweet|email|translation|leaflet|poster|graffiti|pancarte|banderole|affichette|transparenten?|plakat(?:en?)?|schildern?|steht|stand|geschrieben|écrit|lire)\b"
    r"[^.;]{0,16}$",
    re.IGNORECASE,
)
_MENTIONED = re.compile(r"\bthe (?:word|phrase|term|expression)s?\s$")
_WRITTEN = re.compile(
    r"[^.;]{0,30}\b(?:is|was|were|are|been) (?:painted|written|scrawled|chalked|carved|printed|sprayed)\b"
)
_ISSUED = re.compile(
    r"\b(?:issued|released|published|sent|posted|put out|gave|circulated|handed out|offered|shared|filed|distributed|"
    r"publié|diffusé|veröffentlicht\w*)\b"
)
_WORD = re.compile(r"[^\W_]+(?:[’'‑-][^\W_]+)*")
_ENDS = (".", "!", "?", "…", ",", "。", "！", "？", "—", "–")
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_CLAUSE_TAKERS = listed("clause_takers")
_GERMAN_LEADS = frozenset(["ein", "eine", "einen", "einem", "einer", "als", "von", "vor"])
_NEAR = 5
_LINKS = listed("links")
_LEADS = listed("leads")
_COUNTING = frozenset(["most", "many", "few", "more", "other", "another", "every", "each", "several"])
_THAT = listed("that")


def words_in(span: Marked) -> list[str]:
    """The words between the marks."""
    return _WORD.findall(span.text)


def is_named(passage: Passage, span: Marked) -> bool:
    """Whether what comes before announces a name, a title or a term: “so-called”, “a plan called”."""
    start = max(passage.sentence(span.start)[0], span.start - 80)
    before = passage.bare[start : span.start].rstrip()
    if not _NAMING.search(before) or _CALLED_BY_SOMEONE.search(before):
        return False
    if _SELF_STYLED.search(before):
        return False
    if before.endswith(" dit") and span.text[:1].islower() and is_long(span):
        return False  # La préfecture dit « suivre le dossier »
    verb = len(before) - len(before.rsplit(" ", 1)[-1]) + start - 1
    return not any(m.end == verb and m.kind != "thing" for m in passage.between(start, verb))


def is_title(span: Marked) -> bool:
    """Whether the words are written as those of a title or a name: capitals throughout, or a script's title marks."""
    words = words_in(span)
    small = lexicon().small | lexicon().particles
    long = [word for word in words if word.casefold() not in small]
    if span.style in "『〝":
        return True
    text = span.text.rstrip("’”'\"")
    is_short = len(long) >= 2 and len(words) <= 4 and ". " not in text and ", " not in text
    ended = text.endswith(("!", "?")) or (text.endswith(".") and not is_short)
    if len(words) > 8 or ended or not long or not (words[0][0].isupper() or words[0] == "the"):
        return False
    return all(word[0].isupper() or word[0].isdigit() for word in long) and (len(words) > 1 or not text.endswith(","))


def is_called(passage: Passage, span: Marked, verb: Verb) -> bool:
    """Whether a German noun with its capital is what somebody says: warnt vor einem „Fass ohne Boden“."""
    gap = [word.casefold() for word in _WORD.findall(passage.bare[verb.end : span.start])]
    return verb.calls or (0 < len(gap) <= _NEAR and gap[-1] in _GERMAN_LEADS)


def is_followed(passage: Passage, span: Marked, behind: Reference) -> bool:
    """Whether the verb behind the words has its own clause: “Paper Rivers,” Feld argues that; im „Boten“ erklärt."""
    apart = span.text.endswith(_ENDS) or passage.text.startswith((",", " –", " —"), span.end)
    return not apart or (behind.verb is not None and passage.bare.startswith(" that ", behind.verb.end))


def is_uttered(passage: Passage, span: Marked) -> bool:
    """Whether what comes before says that these are words: a chant, a banner, a reply."""
    behind = passage.bare[span.end : span.end + 40]
    if len(words_in(span)) <= 3 and _MENTIONED.search(_sentence_before(passage, span)) and re.match(r"\s[a-z]", behind):
        return False  # the words “sand budget” now appear
    return bool(_UTTERED.search(_sentence_before(passage, span).rstrip(" :,")) or _WRITTEN.match(behind))


def is_cried(passage: Passage, span: Marked, verb: Verb) -> bool:
    """Whether a verb of speech stands right before a word with a capital: somebody shouted “Judas”."""
    return not verb.calls and verb.text not in _OF_BOOKS and not passage.bare[verb.end : span.start].strip(" :,")


def is_introduced(passage: Passage, span: Marked) -> bool:
    """Whether a colon leads to the words, and they are a sentence, or more than one."""
    is_whole = span.text.endswith((".", "!", "?")) or len(words_in(span)) > 1
    return is_whole and _sentence_before(passage, span).rstrip().endswith(":")


def is_issued(passage: Passage, span: Marked) -> bool:
    """Whether somebody is said to have issued the words: “it released a statement of one line”."""
    return bool(_ISSUED.search(_sentence_before(passage, span)))


def _sentence_before(passage: Passage, span: Marked) -> str:
    return passage.bare[passage.sentence(span.start)[0] : span.start]


def is_sentence(passage: Passage, span: Marked) -> bool:
    """Whether the words stand as a sentence of their own: begun where a sentence begins, and ended."""
    alone = not _sentence_before(passage, span).strip(" —–-•\u00a0") or span.goes_back
    ended = span.text.rstrip("’”'\"»").endswith(_ENDS)
    return alone and (span.goes_on or ended or len(words_in(span)) > 5) and bool(words_in(span))


def takes_up(passage: Passage, span: Marked, earlier: Marked) -> bool:
    """Whether words take up what was interrupted, as in “It was,” recalled Ida Frey, “cold.”."""
    between = passage.bare[earlier.end : span.start].rstrip()
    interrupted = earlier.text.endswith((",", "—", "–")) or passage.text.startswith(",", earlier.end)
    same_sentence = passage.sentence(max(earlier.end - 1, 0)) == passage.sentence(span.start)
    return same_sentence and interrupted and between.endswith(",") and span.text[:1].islower()


def is_long(span: Marked) -> bool:
    """Whether the words are so many that they are hardly a term."""
    if _WITHOUT_SPACES.search(span.text):
        return len(span.text) >= 10
    return len(words_in(span)) >= 4


def is_said(passage: Passage, span: Marked, before: Reference) -> bool:
    """Whether a verb of saying before the words reaches them: not “said the ‘reset’ had failed”."""
    verb = before.verb
    if verb is None:
        return True
    if verb.calls and before.kind == "noun" and verb.text in _HABITUAL:
        return before.text.split()[0].casefold() in _SINGLE and not (
            before.text.endswith("s") and span.style not in "„»"
        )
    if len(words_in(span)) > 3 or span.text.endswith(_ENDS):
        return True
    gap = [word.casefold() for word in _WORD.findall(passage.bare[verb.end : span.start])]
    if not gap or gap[-1] not in _LEADS or ":" in passage.bare[verb.end : span.start]:
        return True
    if any(word in _LINKS or word in lexicon().calling for word in gap[-3:]):
        return True
    return verb.calls or (len(gap) <= 3 and verb.text not in _CLAUSE_TAKERS and gap[0] not in _THAT)


def is_term(passage: Passage, span: Marked) -> bool:
    """Whether a few words stand in a phrase like any other: “the ‘experts’ were wrong”."""
    gap = [word.casefold() for word in _WORD.findall(_sentence_before(passage, span))]
    if len(words_in(span)) > 3 or span.text.endswith(_ENDS) or not gap:
        return False
    return gap[-1] in _LEADS | _COUNTING and not any(word in _LINKS for word in gap[-3:])
