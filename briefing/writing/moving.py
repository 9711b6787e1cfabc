"""Moving: an edit of a text that has changed in the meantime, where the change and the edit do not touch each other.

An edit names an item by its place. In the other text the item is looked for by its id, or by how it is written where it
has none, and must be written there letter for letter as it was. Otherwise the two touch, and somebody has to decide.
"""

from pathlib import Path as FilePath

from briefing.model.problem import FaultyInputError
from briefing.model.summary import Path, Summary
from briefing.writing.edit import Cite, Edit, Name, Quote
from briefing.writing.edited import summary_of
from briefing.writing.script import NoPlaceError, Script

_BOM = "\ufeff"


def moved(edit: Edit, seen: str, now: str, file: FilePath) -> Edit | None:
    """An edit of the text that was seen, as one of the text that is there now; None where the two touch."""
    path = edit.view if isinstance(edit, Quote) else None if isinstance(edit, Name) else edit.path
    if not _has_same_articles(edit, seen, now, file):
        return None
    if path is None:
        return edit
    found = _found(path, seen, now, file)
    if found is None:
        return None
    return edit.model_copy(update={"view" if isinstance(edit, Quote) else "path": found})


def _has_same_articles(edit: Edit, seen: str, now: str, file: FilePath) -> bool:
    """Whether the article that an edit takes words from, or cites, is the same in both texts."""
    try:
        before, after = summary_of(seen, file), summary_of(now, file)
    except FaultyInputError:
        return False
    if not isinstance(edit, Quote | Name | Cite):
        return True
    entries = [summary.articles.get(edit.article) for summary in (before, after)]
    return None not in entries and len({entry.file for entry in entries if entry}) == 1


def _found(path: Path, seen: str, now: str, file: FilePath) -> Path | None:
    before, after = (summary_of(text, file) for text in (seen, now))
    scripts = [Script.of(text.removeprefix(_BOM)) for text in (seen, now)]
    top = _top(path, before)
    try:
        if top is None:
            return path if _source(scripts[0], path) == _source(scripts[1], path) else None
        source = _source(scripts[0], top)
        id_of = {place: item.id for place, item in before.items()}[top]
        there = [
            place
            for place, item in after.items()
            if place[:-1] == top[:-1]
            and (item.id == id_of if id_of else item.id is None)
            and _source(scripts[1], place) == source
        ]
    except NoPlaceError:
        return None
    alike = [place for place, _ in before.items() if place[:-1] == top[:-1] and _source(scripts[0], place) == source]
    return (*there[0], *path[len(top) :]) if len(there) == len(alike) == 1 else None


def _top(path: Path, summary: Summary) -> Path | None:
    """The path of the item that a path leads to or into; of a quotation, that of its view."""
    places = {place for place, _ in summary.items()}
    return next((path[:length] for length in range(1, len(path) + 1) if path[:length] in places), None)


def _source(script: Script, path: Path) -> str:
    """How something is written, with what stands behind it in its last line."""
    part = script.part(path)
    return script.text[part.start : script.line_stop(part.end)]
