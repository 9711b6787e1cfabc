"""What changed, on a variant that is to be filed: what its reader read before, as far as they may see it now."""

from collections.abc import Sequence

from briefing.brief import Brief
from briefing.changes import compare, replaced_words, with_changes
from briefing.prove import Search
from briefing.said import Said, said_of
from briefing.variant import Variant


def changed(brief: Brief, variant: Variant, history: Sequence[Said]) -> Variant:
    """A variant that says what changed since the last of the earlier editions for its audience, oldest first.

    Words that were replaced are shown, struck through, unless some of them stand in a text that is withheld from this
    audience now. Then none of this variant are: were only those left out, the gap would tell which they are.
    """
    if not history:
        return variant
    earlier = history[-1]
    words = replaced_words(compare(earlier, said_of(variant)))
    return with_changes(variant, earlier, history, old_words=not Search(brief, variant).holds_withheld(words))
