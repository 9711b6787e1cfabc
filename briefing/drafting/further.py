"""Further: another article added to a brief that is there; whatever fails, nothing of the brief is touched."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, product
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from briefing.drafting.draft import Draft, draft, ids_of
from briefing.drafting.insertion import Addition, NoPlaceError, expected, has_bare_citations, put_in
from briefing.drafting.manuscript import entry_of, items_of
from briefing.fetch import Received
from briefing.loading.document import Document, read_document
from briefing.model.desk import BRIEF
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.printing.put import put
from briefing.read import read

_NO_ROOM = "Nothing was changed. Make room, or mend the permissions of the folder."


@dataclass(frozen=True, slots=True)
class Added:
    """What was added: the key of the article and what was drafted; how it touches what was there."""

    key: str
    drafted: Draft
    known: tuple[str, ...] = ()
    """The experts of whom the brief had a view before."""
    keyed: str = ""
    """The key that citations which named no article were given."""


def add(folder: Path, received: Received, today: dt.date) -> Added:
    """Add an article to the brief of a folder.

    The brief.yaml is written last, and only if it says all that it said. Raises FaultyInputError: E704 the article is
    there already, E705 the file has no place for it.
    """
    path = (folder / BRIEF).resolve()
    before = read_document(path)
    if before.problems:
        raise FaultyInputError(before.problems)
    raw = path.read_bytes()
    data = before.data
    articles = data.get("articles")
    if not isinstance(articles, dict) or not articles:
        raise _no_place(before, "its articles do not stand under it as A: …", "articles")
    _refuse_twice(received.content, articles, folder)
    key, file = _free(articles, folder, received.suffix)
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        kept = Path(scratch) / file.name
        kept.write_bytes(received.content)
        article = read(key, kept)
        drafted, known = _without_known(draft(article, folder.name, today=today, taken=ids_of(data)), data)
        entry = entry_of(file.name, article, drafted, received.address, today)
        addition = Addition(key, entry, items_of(drafted, key))
        made = _put_in(raw, addition, before)
        _hold_against(made, addition, before, Path(scratch) / BRIEF)
    if path.read_bytes() != raw:
        hint = "Nothing was changed. Save what you have in the editor, and try again."
        raise FaultyInputError([Problem("E705", "the brief was changed while the article was read", hint, Place(path))])
    put(file, received.content, _NO_ROOM)
    try:
        put(path, made, _NO_ROOM)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    alone = next(iter(articles)) if len(articles) == 1 and has_bare_citations(data) else ""
    return Added(key, drafted, known, alone)


def _free(articles: dict[str, Any], folder: Path, suffix: str) -> tuple[str, Path]:
    """The next free letter, and the name of a file that is not there."""
    taken = {key.casefold() for key in articles}
    letters = ("".join(letters) for length in count(1) for letters in product(ascii_uppercase, repeat=length))
    key = next(key for key in letters if key.casefold() not in taken)
    names = (f"article-{key.lower()}{number}{suffix}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return key, next(folder / name for name in names if not (folder / name).exists())


def _refuse_twice(content: bytes, articles: dict[str, Any], folder: Path) -> None:
    for key, entry in articles.items():
        name = entry.get("file") if isinstance(entry, dict) else None
        if isinstance(name, str) and _holds(folder / name, content):
            hint = "Nothing was changed. Choose another article, or another name for a new brief."
            raise FaultyInputError(
                [Problem("E704", f"the brief has this article already, as {key}", hint, Place(folder / name))]
            )


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file holds just these bytes."""
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except (OSError, ValueError):  # not to be read, or no name of a file at all
        return False


def _without_known(drafted: Draft, data: dict[str, Any]) -> tuple[Draft, tuple[str, ...]]:
    """A draft without the actors that the brief has, and the experts of whom it has a view."""
    actors = {name.casefold() for name in _names(data.get("key_actors"), "name")}
    experts = {name.casefold() for name in _names(data.get("expert_views"), "expert")}
    left = tuple(actor for actor in drafted.actors if actor.name.casefold() not in actors | experts)
    known = tuple(view.expert for view in drafted.views if view.expert.casefold() in experts)
    return replace(drafted, actors=left), known


def _names(items: Any, key: str) -> Iterator[str]:
    for item in items if isinstance(items, list) else ():
        value = item.get(key) if isinstance(item, dict) else item
        value = value.get("default") if isinstance(value, dict) else value
        if isinstance(value, str):
            yield value


def _put_in(raw: bytes, addition: Addition, before: Document) -> bytes:
    """The bytes of a brief with an addition."""
    text = raw.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    try:
        return (mark + put_in(text.removeprefix(mark), addition)).encode("utf-8")
    except NoPlaceError as error:
        raise _no_place(before, str(error), error.key) from None


def _hold_against(made: bytes, addition: Addition, before: Document, scratch: Path) -> None:
    """Read the new text; it must say what the brief said, and what was added, and nothing else."""
    scratch.write_bytes(made)
    try:
        after = read_document(scratch).data
    except FaultyInputError:
        after = None
    if after != expected(before.data, addition):
        raise _no_place(before, "its lines cannot be kept as they are beside new ones")


def _no_place(before: Document, why: str, key: str = "") -> FaultyInputError:
    hint = "Nothing was changed. Write each section line by line, as briefing new does, or add the article by hand."
    place = before.places.at((key,) if key else (), key=True)
    return FaultyInputError([Problem("E705", f"the article cannot be added to this brief: {why}", hint, place)])
