"""Behind: who speaks, as the words behind a quotation say: “…,” said Anna Karu; “…,” she said; „…“ nennt er es."""

import re
from dataclasses import replace
from itertools import islice

from briefing.speech.after import leads_to, subject_after
from briefing.speech.lexicon import lexicon, listed
from briefing.speech.main_subject import main_subject
from briefing.speech.marks import Marked
from briefing.speech.passage import WORD, Passage
from briefing.speech.phrases import person_noun
from briefing.speech.subjects import NO_NOUNS, PREPOSITIONS, Reference, begin, named, phrase, subject_before
from briefing.speech.verbs import Verb, verbs_in

DETERMINERS = listed("determiners")
PASSIVE = listed("passive")
_GOES_ON = listed("goes_on") | PREPOSITIONS
_NO_VERBS = PASSIVE | {"has", "as"}
_GERMAN_MODALS = frozenset(["will", "wollte"])  # “…?“, will Aden wissen
_SIGNED = re.compile(r"\s*(?:[—–―]|--?)\s*(?=[^\W\d_])")
_SO = re.compile(r"so\s+(?=(?:de[rn]|die|das|ein)?\s?[^\W\d_a-zß-öø-ÿ])")
_HIM = re.compile(r"(him|her|them|lui|elle|ihm|ihr)\b")
_HIMSELF = {"him": "he", "her": "she", "them": "they", "lui": "il", "elle": "elle", "ihm": "er", "ihr": "sie"}
_AUXILIARY = re.compile(
    r"(?:(?:lui|leur|nous|vous|me|y)\s|[slm][’'])?(?:a|ont|avait|est|hat|hatte|haben)(?:-t-(il|elle|ils|elles|on))?\s+"
)
_PARTICIPLE = re.compile(r"(?:[a-zéè]+ment\s)?[a-zß-öø-ÿ]+(?:é|i|u|it|is)e?(?=\s)")
_REFLEXIVE = re.compile(r"[sl][’']|se\s")
_DATIVE = re.compile(r"(?:lui|leur|nous|vous|me)\s(?!(?:a|ont|avait|est)\b)")
_LET = re.compile(r"(?:ließ|lässt|liess)\s")
_HYPHENED = re.compile(r"([^\W\d_]+)-(?:t-)?(il|elle|ils|elles|on|je)\b")
_AS = frozenset(["as", "comme", "wie"])
_UNKNOWN = re.compile(r"\s([a-z]+(?:ed|s|d))\b")
_SOMEBODY = re.compile(r"(he|she|they)\s+[a-z]+(?:ed|s)\b")
_ANYBODY = re.compile(r"[a-zß-öø-ÿ]+\s(une?|eine?|an?)\s")
_CLOSE = 24
_COMMA = re.compile(r",\s")
_WRITTEN_IN = re.compile(r"\ses\s(?:im|in|aus|beim)\s(?P<noun>[^,.;:\x00]+)")
_LONGEST_CLAUSE = 30
MOST = 5
"""How many verbs or clauses beside a quotation are looked at."""


def attributed_behind(passage: Passage, span: Marked) -> Reference | None:
    """Who speaks, as the words behind a quotation say: “…,” said Anna Karu; “…,” she said."""
    text = passage.bare
    last = passage.text[span.start : span.end - 1].rstrip()[-1:] if not span.goes_on else ""
    start = span.end
    while start < len(text) and text[start] in " \u00a0\u202f,—–-":
        start += 1
    end = min(passage.sentence(start)[1], passage.next_span(span.end))
    signed = _SIGNED.match(text, span.end, end)
    signer = next(iter(passage.between(signed.end(), end)), None) if signed else None
    if signed and signer and signer.begin == signed.end():
        return named(signer)
    begins = passage.sentence(span.start)[0]
    if (
        last in {".", "!", "?"}
        and text[begins : span.start].rstrip().endswith(":")
        and text[span.end : span.end + 1] != ","
    ):
        return None  # Eine Frau rief: „Lauter!“ Ahlm antwortete nicht.
    if start >= end or (last == "." and not _is_tag(text[start:end])):
        return None
    joined = last in ",?!…—–-" or text.startswith(",", span.end) or text[span.end : start].strip() in {"—", "–"}
    return _behind(passage, start, end, joined=joined)


def attributed_later(passage: Passage, span: Marked) -> Reference | None:
    """Who speaks, as the end of the sentence says: the tax is “a straw” for bakers, says Ida Frey."""
    end = passage.sentence(max(span.end - 1, span.start))[1]
    for comma in islice(_COMMA.finditer(passage.bare, span.end, end), MOST):
        found = _behind(passage, comma.end(), end, joined=False)
        if found and found.verb and not found.verb.calls:
            return found
    return None


def _is_tag(clause: str) -> bool:
    """Whether a sentence behind a full stop is but “she said”."""
    words = clause.split()
    is_short = 2 <= len(words) <= 5 and clause.rstrip().endswith((".", ","))
    return is_short and any(word.strip(".,").casefold() in lexicon().say for word in words if not word.endswith("ing,"))


def _behind(passage: Passage, start: int, end: int, *, joined: bool) -> Reference | None:
    """The subject of the clause behind a quotation, with its verb."""
    text = passage.bare
    source = lexicon().according.match(text, start) or _SO.match(text, start)
    if source:
        return according(passage, source.end(), end)
    if let := _LET.match(text, start):
        return subject_after(passage, let.end(), end)  # ließ er mitteilen
    found = _foreign(passage, start, end)
    if found:
        return found
    first = WORD.match(text, start)
    if first and first[0].casefold() in _AS:
        start = first.end() + 1
    elif first and first[0].casefold() in _GOES_ON:
        return None
    verb = next(verbs_in(passage, start, end), None)
    if verb and _goes_with_other(text, verb, start):
        return None
    if verb and verb.start == start:
        found = _written_in(passage, verb, end) or subject_after(passage, verb.end, end)
        return replace(found, verb=verb) if found else None
    if verb and (found := _subject_of(passage, verb, start)):
        return replace(found, verb=verb)
    return _unknown_verb(passage, start, end) if joined else None


def _goes_with_other(text: str, verb: Verb, start: int) -> bool:
    """Whether a verb says nothing of the words before it: tout en soulignant; Was Karu „…“ nennt, hält Ahlm für „…“."""
    is_gerund = verb.text.endswith("ant") and text[: verb.start].endswith(" en ")
    ends_clause = verb.start == start and verb.text in lexicon().german and verb.calls
    return is_gerund or (ends_clause and text.startswith(",", verb.end))


def _subject_of(passage: Passage, verb: Verb, start: int) -> Reference | None:
    """The subject that a clause begins with: “…,” Karu said; she paused before adding."""
    clause = passage.bare[start : verb.start]
    if _is_of_es(passage, verb) or re.search(r"[;:]", clause) or len(clause.split()) > _LONGEST_CLAUSE:
        return None
    is_gerund = verb.text.endswith("ing")
    found = (main_subject if is_gerund else subject_before)(passage, start, verb.start)
    return found if found and _begins_with(passage, found, start) else None


def _is_of_es(passage: Passage, verb: Verb) -> bool:
    """Whether “es” is the subject: …, heißt es in einer Mitteilung."""
    return verb.text in lexicon().german and passage.bare.startswith(" es ", verb.end)


def _written_in(passage: Passage, verb: Verb, end: int) -> Reference | None:
    """What German words stand in: heißt es in der Begründung."""
    if passage.bare.startswith((" es dort", " es dazu", " es."), verb.end):
        return Reference("pronoun", "es", verb.start, verb.end)  # at the body that was named
    if passage.bare.startswith(" es weiter", verb.end):
        return Reference("pronoun", "wir", verb.start, verb.end)  # whoever has just spoken
    written = _WRITTEN_IN.match(passage.bare, verb.end, end)
    body = (
        next((m for m in passage.between(written.start("noun"), written.end()) if m.kind == "institution"), None)
        if written
        else None
    )
    if written and body and body.end == written.end("noun"):
        return (
            named(body)
            if " " not in passage.bare[written.start("noun") : body.begin].strip()
            else Reference("noun", written["noun"], *written.span("noun"))
        )
    return Reference("noun", written["noun"], *written.span("noun")) if written else None


def according(passage: Passage, start: int, end: int) -> Reference | None:
    """Who is named behind “according to”."""
    if him := _HIM.match(passage.bare, start, end):
        return Reference("pronoun", _HIMSELF[him[1]], *him.span(1))
    return subject_after(passage, start, end)


def _foreign(passage: Passage, start: int, end: int) -> Reference | None:
    """“…”, a-t-elle ajouté; “…”, a déclaré la ministre; “…”, s’inquiète Claire Aubry; “…”, dit-il."""
    text = passage.bare
    auxiliary = _AUXILIARY.match(text, start)
    verb = next(verbs_in(passage, auxiliary.end(), end), None) if auxiliary else None
    if auxiliary and verb and verb.text in lexicon().foreign and len(text[auxiliary.end() : verb.start].split()) <= 1:
        if auxiliary[1]:
            return Reference("pronoun", auxiliary[1], *auxiliary.span(1))
        return subject_after(passage, verb.end, end)
    if auxiliary and not auxiliary[1] and (participle := _PARTICIPLE.match(text, auxiliary.end(), end)):
        return subject_after(passage, participle.end(), end)
    if auxiliary and auxiliary[1]:
        return Reference("pronoun", auxiliary[1], *auxiliary.span(1))
    if hyphened := _HYPHENED.match(text, start):
        return Reference("pronoun", hyphened[2], *hyphened.span(2))
    if reflexive := _REFLEXIVE.match(text, start) or _DATIVE.match(text, start):
        return _behind(passage, reflexive.end(), end, joined=True)
    return None


def _begins_with(passage: Passage, found: Reference, start: int) -> bool:
    """Whether a clause begins with this subject, and nothing but its description before it."""
    gap = passage.bare[start : found.start]
    words = gap.split()
    owned = words and (words[0].casefold() in DETERMINERS or "’s" in gap or "'s" in gap)
    described = found.kind == "name" and "," in gap and len(words) <= 10 and bool(owned)
    return leads_to(gap) or described


def _unknown_verb(passage: Passage, start: int, end: int) -> Reference | None:
    """“…,” Madden mused, with a verb that no list has; or “…”, tonne Claire Aubry."""
    mention = next(iter(passage.between(start, end)), None)
    if mention:
        words = passage.bare[start : begin(passage, mention)].split()
        verb = _UNKNOWN.match(passage.bare, mention.end)
        if not words and verb and verb[1] not in _NO_VERBS:
            return named(mention)
        first = WORD.match(passage.bare, start)
        if first and first[0].endswith("ed") and leads_to(passage.bare[first.end() : begin(passage, mention)]):
            return named(mention)
        no_verbs = PREPOSITIONS | NO_NOUNS | (lexicon().small - _GERMAN_MODALS)
        if len(words) == 1 and words[0].islower() and words[0] not in no_verbs:
            return named(mention)
    if anybody := _ANYBODY.match(passage.bare, start, end):
        person = person_noun(passage, anybody.end(), end, nouns_are_large=anybody[1].startswith("ein"))
        if person and person.start() - anybody.end() <= _CLOSE:
            return phrase(passage, anybody.start(1), person.end())  # lâche un cariste de 27 ans
    somebody = _SOMEBODY.match(passage.bare, start, end)
    return Reference("pronoun", somebody[1], *somebody.span(1)) if somebody else None
