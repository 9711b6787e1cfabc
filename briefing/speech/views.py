"""Views: whose view a sentence gives where no verb of saying leads to the words: for whom, from whom, in whose."""

import re
from dataclasses import replace

from briefing.speech.after import subject_after
from briefing.speech.passage import Passage
from briefing.speech.subjects import Reference, begin, may_act, named, noun, subject_before
from briefing.speech.verbs import verbs_in

_WHOM = re.compile(r",\s(?:pour qui|selon qui|for whom|according to whom)\b")
_POSSESSED = re.compile(
    r"(?P<own>\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Ss]eine?|[Ii]hre?))?(?P<of>[’']s?)?\s+(?:[^\W\d_]+\s)?(?:view|verdict|position|answer|message|words?|"
    r"argument|comment|remark|explanation|verdict|conclusion|advice|line|reply|response|summary|phrase|motto|judgement|judgment|assessment|description|Rat|Urteil|Fazit|Antwort|Botschaft|"
    r"Kommentar|Bilanz|Prognose|Appell|Motto|Begründung|Worte?)\b[^.;]*$"
)
_HEARD = re.compile(
    r"(?:Aus|Von|Vom|Beim?|Im|In)\s[^,.;:\x00]*?\s(?:war zu hören|verlautete?|war zu erfahren|ist zu hören)\b"
)
_FROM = re.compile(r"\b(?:from|by|von|par|de)\s$")
_OWNERS = {
    "his": "he",
    "her": "she",
    "their": "they",
    "its": "it",
    "sein": "er",
    "seine": "er",
    "ihr": "sie",
    "ihre": "sie",
}


def told(passage: Passage, start: int, end: int) -> Reference | None:
    """Who tells what a sentence without marks reports: “It had been a hard year, said Karu.”."""
    for verb in verbs_in(passage, start, end):
        before = passage.bare[start : verb.start].rstrip()
        if verb.calls or "\x00" in passage.bare[start:end]:
            continue
        if before.endswith(","):
            found = subject_after(passage, verb.end, end)
            return replace(found, verb=verb) if found else None
        comma = before.rfind(", ")
        if comma >= 0 and passage.bare[verb.end : verb.end + 1] in {".", ","} and len(before[comma:].split()) <= 4:
            found = subject_before(passage, start + comma + 2, verb.start)
            return replace(found, verb=verb) if found else None
    return None


def for_whom(passage: Passage, start: int, end: int) -> Reference | None:
    """Whose view a relative clause gives: “Karu, for whom it is”; Montauriol, pour qui il faut."""
    for match in reversed(list(_WHOM.finditer(passage.bare, start, end))):
        mention = next((m for m in passage.between(start, match.start()) if m.end == match.start()), None)
        if mention:
            return named(mention)
    return None


def source(passage: Passage, start: int, end: int) -> Reference | None:
    """From whom words come that a colon introduces: “a correction from Anna Karu:”."""
    if passage.bare[end - 1] != ":":
        return None
    mention = next((m for m in reversed(passage.between(start, end)) if m.end == end - 1), None)
    if mention is None or not may_act(mention) or not _FROM.search(passage.bare, start, begin(passage, mention)):
        return None
    return named(mention)


def possessor(passage: Passage, start: int, end: int) -> Reference | None:
    """Whose view it is: “Karu’s verdict was”, “her answer:”."""
    match = _POSSESSED.search(passage.bare, start, end)
    if match and match["own"]:
        return Reference("pronoun", _OWNERS[match["own"].casefold()], *match.span("own"))
    if match and match["of"]:
        mention = next((m for m in passage.between(start, match.start()) if m.end == match.start()), None)
        return named(mention) if mention else noun(passage, start, match.start())
    return None


def heard_from(passage: Passage, start: int, end: int) -> Reference | None:
    """From where something was heard: “Aus dem Ministerium verlautete”, “Aus der Kanzlei war zu hören”."""
    heard = _HEARD.match(passage.bare, start, end)
    body = next((m for m in passage.between(start, end) if m.kind == "institution"), None) if heard else None
    return named(body) if heard and body and body.end <= heard.end() else None
