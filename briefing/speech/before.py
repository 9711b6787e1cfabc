"""Before: who speaks, as the words before a quotation say: Karu said: “…”; she calls it “…”; in Karu’s words, “…”."""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.speech.after import subject_after
from briefing.speech.behind import DETERMINERS, MOST, PASSIVE, according
from briefing.speech.lexicon import lexicon, listed
from briefing.speech.main_subject import body_first, main_subject
from briefing.speech.marks import Marked
from briefing.speech.passage import WORD, Passage
from briefing.speech.subjects import (
    CLAUSE,
    Reference,
    may_act,
    named,
    noun,
    subject_before,
    without_skipped,
    word_before,
)
from briefing.speech.verbs import Verb, verbs_in
from briefing.speech.views import for_whom, heard_from, possessor, source, told

_DEFINITE = listed("definite")
_GERUNDS = ("ing", "ant")
_MODAL = listed("modal")
_JOINING = listed("joining")
_PUT_SO = re.compile(r",\s(?:so|wie)\s(?=(?:de[rn]|die|das)?\s?[^\W_a-zß-öø-ÿ][^,\x00]*,\s?$)")
_FOR = re.compile(
    r"(?:Pour|For|Für|To|Selon|Laut)\s+(?=(?:(?:la|le|les|die|den|das|the)\s|l[’'])?[^\W\d_a-zß-öø-ÿ]|(?:him|her|lui|elle)\b)"
)
_INSERTED = re.compile(
    r",\s[^\W\d_]+-(?:t-)?(?P<turned>il|elle|ils|elles|on),?(?:\s(?:mais|et|car|ou|que))*$"
    r"|,\s[^\W\d_]+-(?:t-)?(?P<inside>il|elle|ils|elles|on),\s[^,;:\x00]{1,40}$"
    r"|,\sso\s(?:hat|hatte)?\s?(?P<german>er|sie)\b[^,\x00]*,[^,;\x00]*$"
    r"|,\s(?P<plain>he|she|they)\s[a-z]+(?:ed|s|d|te|t|ew|ght)\b[^,;]{0,60},[^,;\x00]*$"
)
_GERMAN_FRONT = re.compile(
    r"(?:Den|Dem|Diesen|Diesem|Seinen|Ihren|[IA]m|In|An|Auf|Aus|Bei|Beim|Nach|Vor|Mit|Zu|Zum|Zur|Über|Unter|Gegenüber|Seit|Während|Von|Vom|Für|Gegen|Als|Auch|So|Dann|"
    r"Dabei|Dazu|Daher|Damals|Gestern|Heute|Später|Zuvor|Zugleich|Zudem|Daraufhin|Dagegen|Dennoch|Trotzdem|Ausdrücklich)\b[^,:;]*$"
)
_CLAUSE_FIRST = re.compile(r"(?:Was|Wen|Wem|Dass|Ob|Wenn|Weil|Obwohl|Nachdem|Auf die Frage)\b[^:;]*,\s$")
_GERMAN_PERFECT = re.compile(r"\s(?:hat|hatte|haben|hatten|wollte|will|habe)\s")
_KONJUNKTIV = re.compile(
    r"\b(?:habe|sei|seien|werde|könne|müsse|dürfe|wolle|solle|gebe|gehe|stehe|wisse|brauche|bleibe)\b"
)
_PARTICIPLES = ("é", "ée", "és", "ées", "ed")
_FINITE = frozenset(["a", "ont", "avait", "has", "had", "have", "he", "she", "they", "who"])
_AUXILIARIES = (" a ", " ont ", " avait ", " avaient ")
_TURNED = re.compile(r"\s(?:er|sie)\b")  # wies er zurück
_FRENCH = frozenset(["elle", "il", "elles", "ils", "nous", "je"])
_NOBODY = frozenset(["es", "man"])
_IS_SAID = frozenset(["heisst", "heißt", "hieß", "hiess"])
_ANOTHER = re.compile(r"\s(?:and|und|et)\s(?:that|dass|que)\s|;")
_PUTS_IN = frozenset(["that", "—", "–", "because", "while", "but"])
_OFTEN_ELSE = frozenset(
    ["hold", "holds", "held", "find", "finds", "found", "feel", "feels", "felt", "point", "points", "rule", "rules"]
)
"""Verbs that say something of things, too: “argues that the site holds ice”."""
_OUT_OF = re.compile(r"(?:Aus|Beim?|Im|In|Von|Vom)\s(?:(?:de[mnr]|die|das)\s)?")
_BRIEFLY = re.compile(r"(?:\s[a-zäöüß]+){1,3}\s?:\s?")  # antwortete Karu knapp:
_PUT_IN = re.compile(r"(?:\s[^,.;:\x00]{1,24})?,\s")
_BY = re.compile(r",?\s(?:by|par|von)\s")
_BY_AS = re.compile(r"\s(?:by|par|von)\s(?=.*\s(?:as|als|comme)\s*$)")


def attributed_before(passage: Passage, span: Marked) -> Reference | None:
    """Who speaks, as the words before a quotation say: Karu said: “…”; she calls it “…”; in Karu’s words, “…”."""
    start = passage.sentence(span.start)[0]
    end = start + len(passage.bare[start : span.start].rstrip())
    if start >= end:
        return None
    inserted = _INSERTED.search(passage.bare, start, end)
    pronoun = inserted.lastgroup or "" if inserted else ""
    if inserted and not _says_again(passage, inserted.end(pronoun), end):
        return Reference("pronoun", inserted[pronoun], *inserted.span(pronoun))
    found = heard_from(passage, start, end) or for_whom(passage, start, end) or _by_leads(passage, start, end, span)
    return found or source(passage, start, end) or told(passage, start, end) or _introduced(passage, start, end, span)


def _by_leads(passage: Passage, start: int, end: int, span: Marked) -> Reference | None:
    """Who speaks by the nearest verb or “according to”; by one that is seldom of speech only where no other is."""
    nearest = sorted(_leads(passage, start, end), key=lambda found: -found[0])[:MOST]
    nearest = [found for found in nearest if not _is_cut_off(passage, found[1], end)] or nearest
    unsure: Reference | None = None
    for _, lead in sorted(nearest, key=lambda found: _is_infinitive(passage, found[1])):
        found = _by_verb(passage, start, lead, span) if isinstance(lead, Verb) else according(passage, lead, end)
        if found and isinstance(lead, Verb):
            found = replace(found, verb=lead)
            aside = lead.text in _OFTEN_ELSE or (lead.calls and passage.bare.startswith(" to ", lead.end))
            if found.kind != "noun" or not aside:
                return found
            unsure = unsure or found
        elif found:
            return found
    return unsure


def _introduced(passage: Passage, start: int, end: int, span: Marked) -> Reference | None:
    """Whose view, answer or clause leads to the words, where no verb of saying does."""
    last = passage.bare[end - 1]
    introduces = last == ":" or (last == "," and span.text[:1].isupper() and span.text.endswith((".", "!", "?")))
    introduces = introduces or (reports(passage, start, end) and ":" in passage.bare[start:end])
    return possessor(passage, start, end) or (_introducing(passage, start, end) if introduces else None)


def _says_again(passage: Passage, start: int, end: int) -> bool:
    """Whether a verb of saying stands right before the words, behind a “he said” that is put in."""
    verbs = [verb for verb in verbs_in(passage, start, end) if not verb.calls]
    return len(verbs) > 1 and not passage.bare[verbs[-1].end : end].strip(" :,")


def _introducing(passage: Passage, start: int, end: int) -> Reference | None:
    """The subject of the last clause before a colon, or else of the sentence: “When Karu asked, Ahlm shrugged:”."""
    comma = passage.bare.rfind(", ", start, end)
    last = main_subject(passage, comma + 2, end) if comma >= 0 else None
    found = last or main_subject(passage, start, end)
    return None if found and found.text in _NOBODY else found


def reports(passage: Passage, start: int, end: int) -> bool:
    """Whether German reports what somebody said: Das Amt wies das zurück: Man habe „nie“."""
    return _KONJUNKTIV.search(passage.bare, start, end) is not None


def _leads(passage: Passage, start: int, end: int) -> Iterator[tuple[int, Verb | int]]:
    """What may lead to a speaker, with its place: verbs, and where a name follows “according to”."""
    yield from ((match.start(), match.end()) for match in lexicon().according.finditer(passage.bare, start, end))
    yield from ((match.start(), match.end()) for match in _PUT_SO.finditer(passage.bare, start, end))
    if match := _FOR.match(passage.bare, start):
        yield match.start(), match.end()
    yield from ((verb.start, verb) for verb in verbs_in(passage, start, end))


def _is_cut_off(passage: Passage, lead: Verb | int, end: int) -> bool:
    """Whether another clause begins behind a verb of calling: “offered a compromise and that it had “…””."""
    return isinstance(lead, Verb) and lead.calls and _ANOTHER.search(passage.bare, lead.end, end) is not None


def _is_infinitive(passage: Passage, lead: Verb | int) -> bool:
    """Whether a verb only says what somebody would do: another verb of the sentence goes before it."""
    return isinstance(lead, Verb) and word_before(passage, lead.start) in _MODAL


def _by_verb(passage: Passage, start: int, verb: Verb, span: Marked) -> Reference | None:
    """The subject of a verb before a quotation: before it, behind it, or of its sentence."""
    text = passage.bare
    words = [word[0].casefold() for word in WORD.finditer(text, max(start, verb.start - 60), verb.start)]
    before = next((word for word in reversed(words) if not word.endswith("ly")), "")
    if ";" in text[verb.end : span.start]:
        return None
    is_participle = verb.text.endswith(_PARTICIPLES) and before not in _FINITE and _BY.match(text, span.end) is not None
    if (
        is_participle
        or text.startswith((" by ", " par "), verb.end)
        or (before in PASSIVE and not verb.text.endswith("ing"))
    ):
        return _agent(passage, verb, span)
    opens = text[start : verb.start].strip().casefold() in {"er", "sie"}
    if words and (words[-1] in _FRENCH or opens) and text.startswith(" ", verb.start - 1):
        return subject_before(passage, start, verb.start)  # Elle réclame la nomination
    if behind := _subject_behind(passage, start, verb, span):
        return behind
    clause, is_closed = _clause_of(passage, start, verb)
    if is_closed and (apposed := _apposed_name(passage, clause, verb)):
        return apposed
    if is_closed and not text.startswith(",", verb.end):
        first = main_subject(passage, clause, verb.start)
        if first and first.kind == "name":
            return first  # The union welcomed the plan, called it
    if before in _JOINING and (earlier := _verb_before(passage, start, verb)):
        return _by_verb(passage, start, earlier, span)
    split = verb.text in lexicon().german and _GERMAN_PERFECT.search(text, clause, verb.start)
    if split or verb.text.endswith(_GERUNDS) or before in _JOINING:
        found = main_subject(passage, clause, verb.start) or main_subject(passage, start, verb.start)
        return found or body_first(passage, start, verb.start) or subject_before(passage, clause, verb.start)
    found = subject_before(passage, clause, verb.start) or main_subject(passage, start, verb.start)
    return found or body_first(passage, start, verb.start)


def _has_subject(passage: Passage, start: int, verb: Verb) -> bool:
    """Whether a name stands right before a verb: Bürgermeister Ahlm nennt sie."""
    return any(m.end == verb.start - 1 and may_act(m) for m in passage.between(start, verb.start))


def _apposed_name(passage: Passage, clause: int, verb: Verb) -> Reference | None:
    """Who is named between commas before a verb: “after the operator, Downline Coaches, said”."""
    found = subject_before(passage, clause, verb.start)
    if found is None or found.kind != "name":
        return None
    between = passage.bare.endswith(", ", clause, found.start) and passage.bare.startswith(", ", found.end)
    return found if between and passage.bare[found.end + 2 : verb.start].strip() == "" else None


def _subject_behind(passage: Passage, start: int, verb: Verb, span: Marked) -> Reference | None:
    """The subject of a verb that goes before it: said Anna Karu, sagt er; not of “called”."""
    text, german = passage.bare, verb.text in lexicon().german
    if verb.text in _IS_SAID and text.startswith(" es", verb.end):
        body = next((m for m in passage.between(start, verb.start) if m.kind == "institution"), None)
        if text.startswith((" es weiter", " es dort", " es dazu"), verb.end):
            return Reference("pronoun", "wir", verb.start, verb.end)  # whoever has just spoken
        if body and text[body.end : verb.start] == " " and _OUT_OF.fullmatch(text, start, body.begin):
            return named(body)  # Aus dem Ministerium hieß es
        return noun(passage, start, verb.start)  # In einem Bericht heißt es
    inverted = german and (_GERMAN_FRONT.match(text, start, verb.start) or _CLAUSE_FIRST.match(text, start, verb.start))
    is_turned = german and _TURNED.match(text, verb.end) is not None and not _has_subject(passage, start, verb)
    if (verb.calls and not (inverted or is_turned)) or text.startswith(",", verb.end):
        return None
    behind = subject_after(passage, verb.end, span.start)
    if behind is None or (behind.kind == "pronoun" and behind.text == "it"):
        return None  # as Karu puts it
    if behind.kind == "noun" and text.endswith(_AUXILIARIES, start, verb.start):
        return None  # La compagnie a annoncé la suspension
    if behind.kind == "pronoun" and german and behind.text != "es" and not (verb.calls and not (inverted or is_turned)):
        return behind  # Die Kosten schätzt er auf
    if text[start : verb.start].endswith(", ") and _PUT_IN.match(text, behind.end, span.start):
        return behind
    rest = text[behind.end : span.start]
    reaches = not rest.strip(" ,:\u00a0") or (german and _BRIEFLY.fullmatch(rest) is not None)
    return behind if (inverted or reaches) and _may_follow(passage, behind, verb) else None


def _clause_of(passage: Passage, start: int, verb: Verb) -> tuple[int, bool]:
    """Where the clause of a verb begins, and whether a comma closes what stands before the verb.

    “Corvane, the company that owns the plant, said”: what the comma closes is no clause of the verb.
    """
    text, clause = passage.bare, start
    is_closed = text[start : without_skipped(text, start, verb.start)].endswith((",", "—", "–"))
    for boundary in CLAUSE.finditer(text, start, verb.start):
        if WORD.search(text, boundary.end(), verb.start) and not (is_closed and boundary[0].strip() in _PUTS_IN):
            clause = boundary.end()
    return clause, is_closed


def _verb_before(passage: Passage, start: int, verb: Verb) -> Verb | None:
    """The verb of saying before one that “and” joins to it: “called him a fool and told him to leave”."""
    return next((one for one in reversed(list(verbs_in(passage, start, verb.start)))), None)


def _may_follow(passage: Passage, found: Reference, verb: Verb) -> bool:
    """Whether what follows a verb can be its subject: a person, an institution, in French any noun."""
    if found.kind == "name":
        mention = passage.mention_at(found.start)
        return mention is not None and may_act(mention)
    if found.kind == "pronoun":
        return found.text != "it"
    first = WORD.match(found.text)
    begins = first is not None and (first[0].casefold() in DETERMINERS | _DEFINITE or first[0][0].isupper())
    return begins and verb.text in lexicon().foreign and (not verb.calls or verb.text in lexicon().german)


def _agent(passage: Passage, verb: Verb, span: Marked) -> Reference | None:
    """By whom something was called what it was: “was called “a disgrace” by the union”."""
    before = _BY_AS.search(passage.bare, verb.end, span.start)
    if before:
        return subject_after(passage, before.end(), span.start)
    end = passage.sentence(span.start)[1]
    behind = _BY.match(passage.bare, span.end, end)
    return subject_after(passage, behind.end(), end) if behind else None
