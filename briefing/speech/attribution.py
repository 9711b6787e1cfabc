"""Attribution: which words beside a quotation say who speaks, before it, behind it or around it.

The subject of the nearest verb of saying speaks: “…,” said Anna Karu; the ministry said: “…”; she calls it “…”.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from briefing.speech.lexicon import lexicon, listed
from briefing.speech.marks import Marked
from briefing.speech.passage import WORD, Passage
from briefing.speech.subjects import (
    CLAUSE,
    NO_NOUNS,
    PREPOSITIONS,
    Reference,
    begin,
    leads_to,
    main_subject,
    may_act,
    named,
    noun,
    subject_after,
    subject_before,
    without_skipped,
    word_before,
)
from briefing.speech.verbs import Verb, verbs_in

_DETERMINERS = listed("determiners")
_DEFINITE = listed("definite")
_GERUNDS = ("ing", "ant")
_PASSIVE = listed("passive")
_MODAL = listed("modal")
_JOINING = listed("joining")
_GOES_ON = listed("goes_on") | PREPOSITIONS
_NO_VERBS = _PASSIVE | {"has", "as"}
_GERMAN_MODALS = frozenset(["will", "wollte"])  # “…?“, will Aden wissen
_SIGNED = re.compile(r"\s*(?:[—–―]|--?)\s*(?=[^\W\d_])")
_SO = re.compile(r"so\s+(?=(?:de[rn]|die|das|ein)?\s?[^\W\d_a-zß-öø-ÿ])")
_PUT_SO = re.compile(r",\s(?:so|wie)\s(?=(?:de[rn]|die|das)?\s?[^\W_a-zß-öø-ÿ][^,\x00]*,\s?$)")
_FOR = re.compile(r"(?:Pour|For|Selon|Laut)\s+(?=[^\W\d_a-z]|(?:him|her|lui|elle)\b)")
_HIM = re.compile(r"(him|her|them|lui|elle|ihm|ihr)\b")
_HIMSELF = {"him": "he", "her": "she", "them": "they", "lui": "il", "elle": "elle", "ihm": "er", "ihr": "sie"}
_AUXILIARY = re.compile(
    r"(?:(?:lui|leur|nous|vous|me|y)\s|[slm][’'])?(?:a|ont|avait|est|hat|hatte|haben)(?:-t-(il|elle|ils|elles|on))?\s+"
)
_PARTICIPLE = re.compile(r"(?:[a-zéè]+ment\s)?[a-zß-öø-ÿ]+(?:é|i|u|it|is)e?(?=\s)")
_REFLEXIVE = re.compile(r"[sl][’']")
_HYPHENED = re.compile(r"([^\W\d_]+)-(?:t-)?(il|elle|ils|elles|on|je)\b")
_INSERTED = re.compile(
    r",\s[^\W\d_]+-(?:t-)?(?P<turned>il|elle|ils|elles|on),?(?:\s(?:mais|et|car|ou|que))*$"
    r"|,\s[^\W\d_]+-(?:t-)?(?P<inside>il|elle|ils|elles|on),\s[^,;:\x00]{1,40}$"
    r"|,\sso\s(?:hat|hatte)?\s?(?P<german>er|sie)\b[^,\x00]*,[^,;\x00]*$"
    r"|,\s(?P<plain>he|she|they)\s[a-z]+(?:ed|s|d|te|t|ew|ght)\b[^,;]{0,60},[^,;\x00]*$"
)
_AS = frozenset(["as", "comme", "wie"])
_UNKNOWN = re.compile(r"\s([a-z]+(?:ed|s|d))\b")
_SOMEBODY = re.compile(r"(he|she|they)\s+[a-z]+(?:ed|s)\b")
_COMMA = re.compile(r",\s")
_GERMAN_FRONT = re.compile(
    r"(?:[IA]m|In|An|Auf|Aus|Bei|Beim|Nach|Vor|Mit|Zu|Zum|Zur|Über|Unter|Gegenüber|Seit|Während|Von|Vom|Für|Gegen|Als|Auch|So|Dann|"
    r"Dabei|Dazu|Daher|Damals|Gestern|Heute|Später|Zuvor|Zugleich|Zudem|Daraufhin|Dagegen|Dennoch|Trotzdem|Ausdrücklich)\b[^,:;]*$"
)
_GERMAN_PERFECT = re.compile(r"\s(?:hat|hatte|haben|hatten|wollte|will|habe)\s")
_KONJUNKTIV = re.compile(
    r"\b(?:habe|sei|seien|werde|könne|müsse|dürfe|wolle|solle|gebe|gehe|stehe|wisse|brauche|bleibe)\b"
)
_TALK = re.compile(r"\s(?:die Rede|gesprochen)\b")
_CLAUSE_REACH = 80
_IS_SAID = frozenset(["heisst", "heißt", "hieß", "hiess"])
_ANOTHER = re.compile(r"\s(?:and|und|et)\s(?:that|dass|que)\s|;")
_PUTS_IN = frozenset(["that", "—", "–", "because", "while", "but"])
_OFTEN_ELSE = frozenset(
    ["hold", "holds", "held", "find", "finds", "found", "feel", "feels", "felt", "point", "points", "rule", "rules"]
)
"""Verbs that say something of things, too: “argues that the site holds ice”."""
_PUT_IN = re.compile(r"(?:\s[^,.;:\x00]{1,24})?,\s")
_BY = re.compile(r",?\s(?:by|par|von)\s")
_BY_AS = re.compile(r"\s(?:by|par|von)\s(?=.*\s(?:as|als|comme)\s*$)")
_POSSESSED = re.compile(
    r"(?P<own>\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts))?(?P<of>[’']s?)?\s+(?:[^\W\d_]+\s)?(?:view|verdict|position|answer|message|words?|"
    r"argument|comment|remark|explanation|verdict|conclusion|advice|line|reply|response|summary|phrase|motto|judgement|judgment|assessment|description)\b[^.;]*$"
)
_FROM = re.compile(r"\b(?:from|by|von|par|de)\s$")
_OWNERS = {"his": "he", "her": "she", "their": "they", "its": "it"}
_MOST = 5
"""How many verbs or clauses beside a quotation are looked at."""


# Behind it


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
    if start >= end or (last == "." and not _is_tag(text[start:end])):
        return None
    joined = last in ",?!…—–-" or text.startswith(",", span.end) or text[span.end : start].strip() in {"—", "–"}
    return _behind(passage, start, end, joined=joined)


def attributed_later(passage: Passage, span: Marked) -> Reference | None:
    """Who speaks, as the end of the sentence says: the tax is “a straw” for bakers, says Ida Frey."""
    end = passage.sentence(max(span.end - 1, span.start))[1]
    for comma in islice(_COMMA.finditer(passage.bare, span.end, end), _MOST):
        found = _behind(passage, comma.end(), end, joined=False)
        if found and found.verb and not found.verb.calls:
            return found
    return None


def attributed_at_end(passage: Passage, span: Marked) -> Reference | None:
    """The subject of a German clause that ends in its verb: eine Liste, die er „das Ende“ nennt; hat „…“ zugesagt."""
    text, start = passage.bare, passage.sentence(span.start)[0]
    end = passage.sentence(max(span.end - 1, span.start))[1]
    if _TALK.match(text, span.end, end):
        return main_subject(passage, start, span.start) or noun(passage, start, _first_clause(text, start, span.start))
    for verb in islice(verbs_in(passage, span.end, min(end, span.end + _CLAUSE_REACH)), _MOST):
        if verb.text not in lexicon().german or text[verb.end : verb.end + 1] not in {".", ",", ";", " "}:
            continue
        if text[verb.end] == " " and not text.startswith((" und ", " oder "), verb.end):
            continue
        if re.search(r"[,;:]", text[span.end : verb.start]):
            return None
        clause = max(text.rfind(", ", start, span.start), text.rfind("; ", start, span.start)) + 2
        inner = main_subject(passage, clause, span.start) if clause > 1 else None
        found = inner or main_subject(passage, start, span.start)
        return replace(found, verb=verb) if found else None
    return None


def _first_clause(text: str, start: int, end: int) -> int:
    comma = text.find(",", start, end)
    return comma if comma >= 0 else end


def _is_tag(clause: str) -> bool:
    """Whether a sentence behind a full stop is but “she said”."""
    words = clause.split()
    is_short = 2 <= len(words) <= 5 and clause.rstrip().endswith((".", ","))
    return is_short and any(word.strip(".,").casefold() in lexicon().say for word in words if not word.endswith("ing,"))


def _behind(passage: Passage, start: int, end: int, *, joined: bool) -> Reference | None:
    """The subject of the clause behind a quotation, with its verb."""
    text = passage.bare
    according = lexicon().according.match(text, start) or _SO.match(text, start)
    if according:
        return _according(passage, according.end(), end)
    found = _foreign(passage, start, end)
    if found:
        return found
    first = WORD.match(text, start)
    if first and first[0].casefold() in _AS:
        start = first.end() + 1
    elif first and first[0].casefold() in _GOES_ON:
        return None
    verb = next(verbs_in(passage, start, end), None)
    if verb and verb.text.endswith("ing") and verb.start > start:
        found = main_subject(passage, start, verb.start)  # She paused before adding
        return replace(found, verb=verb) if found and _begins_with(passage, found, start) else None
    if verb and verb.text.endswith("ant") and text[: verb.start].endswith(" en "):
        return None  # tout en soulignant que
    if verb and verb.start == start:
        found = subject_after(passage, verb.end, end)
        return replace(found, verb=verb) if found else None
    if verb and not re.search(r"[;:]", text[start : verb.start]) and len(text[start : verb.start].split()) <= 30:
        found = subject_before(passage, start, verb.start)
        if found and _begins_with(passage, found, start):
            return replace(found, verb=verb)
    return _unknown_verb(passage, start, end) if joined else None


def _according(passage: Passage, start: int, end: int) -> Reference | None:
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
    if reflexive := _REFLEXIVE.match(text, start):
        return _behind(passage, reflexive.end(), end, joined=True)
    return None


def _begins_with(passage: Passage, found: Reference, start: int) -> bool:
    """Whether a clause begins with this subject, and nothing but its description before it."""
    gap = passage.bare[start : found.start]
    words = gap.split()
    owned = words and (words[0].casefold() in _DETERMINERS or "’s" in gap or "'s" in gap)
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
    somebody = _SOMEBODY.match(passage.bare, start, end)
    return Reference("pronoun", somebody[1], *somebody.span(1)) if somebody else None


# Beside it


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


# Before it


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
    nearest = sorted(_leads(passage, start, end), key=lambda found: -found[0])[:_MOST]
    nearest = [found for found in nearest if not _is_cut_off(passage, found[1], end)] or nearest
    unsure: Reference | None = None
    for _, lead in sorted(nearest, key=lambda found: _is_infinitive(passage, found[1])):
        found = _by_verb(passage, start, lead, span) if isinstance(lead, Verb) else _according(passage, lead, end)
        if found and isinstance(lead, Verb):
            found = replace(found, verb=lead)
            if found.kind != "noun" or lead.text not in _OFTEN_ELSE:
                return found
            unsure = unsure or found
        elif found:
            return found
    if unsure:
        return unsure
    if source := _source(passage, start, end):
        return source
    if teller := told(passage, start, end):
        return teller
    last = passage.bare[end - 1]
    introduces = last == ":" or (last == "," and span.text[:1].isupper() and span.text.endswith((".", "!", "?")))
    introduces = introduces or _reports(passage, start, end)
    return _possessor(passage, start, end) or (_introducing(passage, start, end) if introduces else None)


def _says_again(passage: Passage, start: int, end: int) -> bool:
    """Whether a verb of saying stands right before the words, behind a “he said” put in: he said, a man replied: “…”."""
    verbs = [verb for verb in verbs_in(passage, start, end) if not verb.calls]
    return len(verbs) > 1 and not passage.bare[verbs[-1].end : end].strip(" :,")


def _introducing(passage: Passage, start: int, end: int) -> Reference | None:
    """The subject of the last clause before a colon, or else of the sentence: “When Karu asked, Ahlm shrugged:”."""
    comma = passage.bare.rfind(", ", start, end)
    last = main_subject(passage, comma + 2, end) if comma >= 0 else None
    return last or main_subject(passage, start, end)


def _source(passage: Passage, start: int, end: int) -> Reference | None:
    """From whom words come that a colon introduces: “a correction from Anna Karu:”."""
    if passage.bare[end - 1] != ":":
        return None
    mention = next((m for m in reversed(passage.between(start, end)) if m.end == end - 1), None)
    return (
        named(mention)
        if mention and may_act(mention) and _FROM.search(passage.bare, start, begin(passage, mention))
        else None
    )


def _reports(passage: Passage, start: int, end: int) -> bool:
    """Whether German reports what somebody said: Das Amt wies das zurück: Man habe „nie“ …"""
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
    text = passage.bare
    words = [word[0].casefold() for word in WORD.finditer(text, max(start, verb.start - 60), verb.start)]
    before = next((word for word in reversed(words) if not word.endswith("ly")), "")
    if ";" in text[verb.end : span.start]:
        return None
    if text.startswith((" by ", " par "), verb.end) or (before in _PASSIVE and not verb.text.endswith("ing")):
        return _agent(passage, verb, span)
    # What stands behind “called” is what is called so.
    inverted = verb.text in lexicon().german and _GERMAN_FRONT.match(text, start, verb.start) is not None
    if verb.text in _IS_SAID and text.startswith(" es", verb.end):
        return noun(passage, start, verb.start)  # In einem Bericht heißt es
    behind = (
        None
        if (verb.calls and not inverted) or text.startswith(",", verb.end)
        else subject_after(passage, verb.end, span.start)
    )
    if behind and behind.kind == "pronoun" and verb.text in lexicon().german and behind.text != "es":
        return behind  # Die Kosten schätzt er auf
    if behind and text[start : verb.start].endswith(", ") and _PUT_IN.match(text, behind.end, span.start):
        return behind
    if behind and inverted and _may_follow(passage, behind, verb):
        return behind
    if behind and _may_follow(passage, behind, verb) and not text[behind.end : span.start].strip(" ,:\u00a0"):
        return behind
    clause = start
    put_in = text[start : without_skipped(text, start, verb.start)].endswith((",", "—", "–"))
    for boundary in CLAUSE.finditer(text, start, verb.start):
        # “Corvane, the company that owns the plant, said”: what the comma closes is no clause of the verb.
        if WORD.search(text, boundary.end(), verb.start) and not (put_in and boundary[0].strip() in _PUTS_IN):
            clause = boundary.end()
    if put_in and not text.startswith(",", verb.end):
        first = main_subject(passage, clause, verb.start)
        if first and first.kind == "name":
            return first  # The union welcomed the plan, called it
    if before in _JOINING and (earlier := _verb_before(passage, start, verb)):
        return _by_verb(passage, start, earlier, span)
    split = verb.text in lexicon().german and _GERMAN_PERFECT.search(text, clause, verb.start)
    if split or verb.text.endswith(_GERUNDS) or before in _JOINING:
        found = main_subject(passage, clause, verb.start) or main_subject(passage, start, verb.start)
        return found or subject_before(passage, clause, verb.start)
    return subject_before(passage, clause, verb.start) or main_subject(passage, start, verb.start)


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
    begins = first is not None and (first[0].casefold() in _DETERMINERS | _DEFINITE or first[0][0].isupper())
    return begins and verb.text in lexicon().foreign and (not verb.calls or verb.text in lexicon().german)


def _agent(passage: Passage, verb: Verb, span: Marked) -> Reference | None:
    """By whom something was called what it was: “was called “a disgrace” by the union”."""
    before = _BY_AS.search(passage.bare, verb.end, span.start)
    if before:
        return subject_after(passage, before.end(), span.start)
    end = passage.sentence(span.start)[1]
    behind = _BY.match(passage.bare, span.end, end)
    return subject_after(passage, behind.end(), end) if behind else None


def _possessor(passage: Passage, start: int, end: int) -> Reference | None:
    """Whose view it is: “Karu’s verdict was”, “her answer:”."""
    match = _POSSESSED.search(passage.bare, start, end)
    if match and match["own"]:
        return Reference("pronoun", _OWNERS[match["own"].casefold()], *match.span("own"))
    if match and match["of"]:
        mention = next((m for m in passage.between(start, match.start()) if m.end == match.start()), None)
        return named(mention) if mention else noun(passage, start, match.start())
    return None
