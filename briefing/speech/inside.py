"""Inside: who speaks, as words between the marks themselves say: « C’est fini, soupire la maire. On rentre »."""

import re

from briefing.speech.after import leads_to
from briefing.speech.lexicon import lexicon
from briefing.speech.marks import Marked
from briefing.speech.passage import Passage
from briefing.speech.subjects import Reference, named

_PUT_IN = re.compile(
    r",\s(?:(?:lui|leur|nous|vous|me|y)\s|[slm][’'])*(?:(?:a|ont|avait|est|était)(?:-t-(?P<before>il|elle|on))?\s)?"
    r"(?P<verb>[^\W\d_]+)(?:-(?:t-)?(?P<behind>il|elle|on))?(?=[\s,.])"
)
_NOUN = re.compile(r"\s(?P<noun>(?:une?|la|le|l[’']|sa|son)\s?[^\W\d_][^,.;:!?]{2,60})[,.]")
_LONGEST = 40


def attributed_inside(passage: Passage, span: Marked) -> Reference | None:
    """Who is said to speak between French marks, where the words are interrupted without closing them."""
    if span.style not in "«»":
        return None
    for match in _PUT_IN.finditer(passage.text, span.start, span.end):
        if match["verb"].casefold() not in lexicon().foreign:
            continue
        pronoun = next((name for name in ("before", "behind") if match[name]), "")
        if pronoun:
            return Reference("pronoun", match[pronoun].casefold(), *match.span(pronoun))
        mention = next((m for m in passage.named if match.end() <= m.start <= match.end() + _LONGEST), None)
        if mention and leads_to(passage.text[match.end() : mention.begin]):
            return named(mention)
        if noun := _NOUN.match(passage.text, match.end()):
            return Reference("noun", noun["noun"], *noun.span("noun"))
    return None
