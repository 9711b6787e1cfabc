"""Displays: words that are nobody's: those on a banner, a T-shirt or a wall, and those of a treaty or a contract."""

import re

from briefing.speech.kinds import is_uttered, words_in
from briefing.speech.marks import Marked
from briefing.speech.passage import Passage

_THINGS = (
    r"(?:placard|banner|poster|sticker|shirt|badge|mug|billboard|signboard|noticeboard|leaflet|pancarte|banderole|affiche|affichette|"
    r"ardoise|chalkboard|blackboard|carton)s?|transparente?n?|plakate?n?|bettlaken|panneaux?|zettel|aufkleber|grabstein|inschrift|plaques?|tombstones?|headstones?|inscriptions?|tags?|schild(?:er)?n?|graffit[io]|signs?"
)
_DISPLAYED = re.compile(
    rf"\b(?:{_THINGS})\b"
    r"(?:\s(?:that|which|saying|reading|read|reads|said|says|stand|steht|proclaimed|declared|demanded|bearing|marked|"
    r"slogans?|message|inscription|proclamant|disant|qui|mit|der|aufschrift|in|on|the|with|words|window|wall|hung|outside|nearby|was|were)){0,4}$"
    rf"|\b(?:{_THINGS})\b(?:\s[^\s,.;:\x00]+){{0,6}}?\s(?:reads?|reading|proclaim(?:s|ed|ing)?)$"
    r"|\b(?:with|bearing|carrying|in) (?:the|a) (?:words?|slogan|message|legend|inscription|lettering)"
    r"(?: (?:painted|written|sprayed))?$"
    rf"|\b(?:{_THINGS}),\s(?:auf|in|sur) (?:de[mnr]|laquelle|lequel)(?: on lit| on peut lire)?$"
    r"|\bmit der Aufschrift$|\b(?:avec|portant) (?:les mots|l[’']inscription)$|\boù l[’']on (?:peut|pouvait) lire$",
    re.IGNORECASE,
)
_SIGN_AND_COLON = re.compile(rf"\b(?:{_THINGS})\b(?:\s[^\s,.;:\x00]+){{0,6}}\s?:\s?$", re.IGNORECASE)
_SHOWN = re.compile(rf"\b(?:{_THINGS}|ads?|adverts?|notice|card|anzeige|annonce)\b", re.IGNORECASE)
_IT_READS = re.compile(
    r"(?:(?:It|They|One|Some|Another|Others)(?:\s(?:that|had|simply|just|have))*\s(?:reads?|says?|said)|(?:Darauf|Darunter)\s(?:steht|stand))$"
)
_IT_READS_BEHIND = re.compile(r",?\s(?:it|they|one)\s(?:reads?|says?|said)\b")
_TEXTS = (
    r"treaty|convention|clause|lease|contract|agreement|principles|statute|law|charter|accord|resolution|constitution|protocol|"
    r"covenant|licen[cs]e|regulations?|directive|bylaws?|deal|pact|verordnung|richtlinie|vertrag|gesetz|satzung|verfassung|abkommen|traité|contrat|loi|bail|charte"
)
_OF_A_TEXT = re.compile(
    rf"(?:[^\s,.;:\x00]+\s){{0,7}}?(?:{_TEXTS})\b[^.;:\x00]*?\b"
    r"(?:speaks? of|requires?|obliges?|forbids?|promises?|urges?|"
    r"provides?|guarantees?|grants?|confers?|accorde|gewährt|prescribes?|commits?|prohibits?|"
    r"binds?|calls? for|entitles?|verlangt|verpflichtet|verbietet|prévoit|impose|"
    r"interdit|oblige|garantit|parle)\b[^.;:\x00]*$",
    re.IGNORECASE,
)
_JOINS = frozenset(["and", "or", "und", "et", "ou", ","])


def is_displayed(passage: Passage, span: Marked, shown: Marked | None) -> bool:
    """Whether the words stand on a banner or a wall, and are nobody's; `shown` are those before them that do."""
    if shown and passage.bare[shown.end : span.start].strip() in _JOINS:
        return True  # “Pay Us” and “Then Go”
    start = passage.sentence(span.start)[0]
    before = passage.bare[start : span.start].rstrip(" :,\u00a0\u202f")
    is_led = passage.bare[start : span.start].endswith((":", ": ", ":\u00a0"))
    if _DISPLAYED.search(before) or (is_led and _SIGN_AND_COLON.search(passage.bare, start, span.start)):
        return True
    if not (_IT_READS.match(before) or (not before and _IT_READS_BEHIND.match(passage.bare, span.end))):
        return False
    earlier = next(passage.sentences_back(start), None)
    return earlier is not None and _SHOWN.search(passage.bare, *earlier) is not None


def is_of_a_text(passage: Passage, span: Marked) -> bool:
    """Whether they are words of a treaty or a contract: it requires “reasonable notice”."""
    start = passage.sentence(span.start)[0]
    return len(words_in(span)) > 1 and _OF_A_TEXT.match(passage.bare, start, span.start) is not None


def is_nobodys(passage: Passage, span: Marked) -> bool:
    """Whether words are uttered or written, and no verb of saying gives them to anybody."""
    return is_uttered(passage, span) or is_of_a_text(passage, span)
