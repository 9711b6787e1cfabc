"""At end: who speaks, as the German verb at the end of a clause says: eine Liste, die sie „das dicke Ende“ nennt."""

import re
from dataclasses import replace
from itertools import islice

from briefing.speech.behind import MOST
from briefing.speech.lexicon import lexicon
from briefing.speech.main_subject import main_subject
from briefing.speech.marks import Marked
from briefing.speech.passage import Passage
from briefing.speech.subjects import Reference, named, noun, phrase
from briefing.speech.verbs import Verb, verbs_in

_TALK = re.compile(r"\s(?:die Rede|gesprochen)\b")
_THING = re.compile(r".*\b((?:[Ee]ine?[mnr]?|[Dd]er|[Dd]ie|[Dd]as|[Dd]e[mn])\s[^,]+)$")
_RELATIVE = re.compile(r"(?:der|die|das)\b")
_FIRST_CLAUSE = re.compile(r",|\s(?:ist|war|sei|wird|wurde)\s")
_CLAUSE_REACH = 80


def attributed_at_end(passage: Passage, span: Marked) -> Reference | None:
    """The subject of a German clause that ends in its verb: eine Liste, die er „das Ende“ nennt; hat „…“ zugesagt."""
    text, start = passage.bare, passage.sentence(span.start)[0]
    end = passage.sentence(max(span.end - 1, span.start))[1]
    if _TALK.match(text, span.end, end):
        return main_subject(passage, start, span.start) or noun(passage, start, _first_clause(text, start, span.start))
    for verb in islice(verbs_in(passage, span.end, min(end, span.end + _CLAUSE_REACH)), MOST):
        if verb.text not in lexicon().german or text[verb.end : verb.end + 1] not in {".", ",", ";", " "}:
            continue
        if text[verb.end] == " " and not text.startswith((" und ", " oder "), verb.end):
            continue
        if re.search(r"[,;:]", text[span.end : verb.start]):
            return None
        clause = max(text.rfind(", ", start, span.start), text.rfind("; ", start, span.start)) + 2
        inner = main_subject(passage, clause, span.start) if clause > 1 else None
        if clause > start + 1 and inner is None and _RELATIVE.match(text, clause, span.start):
            return _antecedent(passage, start, clause, verb)
        found = inner or main_subject(passage, start, span.start)
        return replace(found, verb=verb) if found else None
    return None


def _antecedent(passage: Passage, start: int, clause: int, verb: Verb) -> Reference | None:
    """What a German relative clause is about: ein Gutachten, das von einem „Fass“ spricht."""
    named_before = next((m for m in passage.between(start, clause) if m.end == clause - len(", ")), None)
    if named_before:
        return replace(named(named_before), verb=verb)
    thing = _THING.search(passage.bare, start, clause - len(", "))
    return replace(phrase(passage, *thing.span(1)), verb=verb) if thing else None


def _first_clause(text: str, start: int, end: int) -> int:
    stop = _FIRST_CLAUSE.search(text, start, end)
    return stop.start() if stop else end
