"""What changed, on a variant that is to be filed: what its reader read before, as far as they may see it now."""

from collections.abc import Iterator, Sequence

from briefing.changes import replaced_in_place, replaced_words, with_changes
from briefing.composing.reader import Reader
from briefing.model.brief import Brief
from briefing.model.change import Changes
from briefing.model.said import Said
from briefing.model.summary import Path
from briefing.model.text import texts_of
from briefing.model.variant import Variant
from briefing.prove import Search


def changed(brief: Brief, variant: Variant, history: Sequence[Said]) -> Variant:
    """A variant that says what changed since the last of the earlier editions for its audience, oldest first.

    Words that were replaced are shown, struck through, unless some of them stand in a text that is withheld from this
    audience now. Then none of this variant are: were only those left out, the gap would tell which they are.
    """
    if not history:
        return variant
    said = with_changes(variant, history[-1], history)
    if said.changes and _tells_of_withheld(brief, variant, said.changes):
        return with_changes(variant, history[-1], history, old_words=False)
    return said


def _tells_of_withheld(brief: Brief, variant: Variant, changes: Changes) -> bool:
    """Whether words of the earlier edition are withheld now.

    By themselves they may stand nowhere in what this variant does not say; put back into their sentences, in nothing
    that its reader may not see: a few words that were taken out of a text for them say what it still says to others.
    """
    search = Search(brief, variant)
    if any(True for _ in search.found_in(replaced_words(changes))):
        return True
    reader = Reader(brief, variant.audience)
    harmless = {place for path, _ in brief.summary.items() for place in _readable(brief, reader, path)}
    return any(place not in harmless for place in search.found_in(replaced_in_place(changes)))


def _readable(brief: Brief, reader: Reader, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts of an item that its reader may see, though their variant has no such section."""
    if reader.reads(path, ()):
        item = dict(brief.summary.items())[path]
        yield from ((path, reader.text(text)) for _, text in texts_of(item))
