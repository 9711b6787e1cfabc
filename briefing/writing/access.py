"""Access: the marking of an item or an article, and the audiences that an item names."""

from collections.abc import Iterator

from briefing.model.summary import ArticleEntry, Path
from briefing.model.text import Model
from briefing.writing import edit as e
from briefing.writing.form import behind
from briefing.writing.standing import Intent, Standing, gone
from briefing.writing.step import Add, Put, Step, Take


def mark(on: Standing, edit: e.Mark) -> Intent:
    """A marking of the house's scheme, or none of its own."""
    is_article = edit.path[0] == "articles" and len(edit.path) == 2 and edit.path[1] in on.summary.articles
    model = ArticleEntry if is_article else type(on.item(edit.path))
    there = on.at((*edit.path, "marking"))
    scheme = on.ground.house.scheme
    if edit.marking and not scheme.knows(edit.marking):
        raise gone(f"there is no marking “{edit.marking}”", f"There is: {', '.join(scheme.names)}.")
    if not edit.marking:
        return Intent((Take((*edit.path, "marking")),) if there is not None else (), edit.path)
    if there == edit.marking:
        return Intent((), edit.path)
    put = Put(edit.path, "marking", edit.marking, behind(model, "marking"))
    return Intent((*on.opened(edit.path), put), edit.path)


def address(on: Standing, edit: e.Address) -> Intent:
    """The audiences that `only` and `except` name from now on."""
    model = type(on.item(edit.path))
    known = on.ground.house.audiences
    for name in (*(edit.only or ()), *(edit.except_ or ())):
        if name not in known:
            raise gone(f"there is no audience “{name}”", f"There is: {', '.join(known)}.")
    steps = [
        *_named(on, edit.path, "only", edit.only, model),
        *_named(on, edit.path, "except", edit.except_ or None, model),
    ]
    opened = on.opened(edit.path) if steps else []
    return Intent((*opened, *steps), edit.path)


def _named(on: Standing, path: Path, key: str, names: tuple[str, ...] | None, model: type[Model]) -> Iterator[Step]:
    """The steps after which just these names stand under a key; those that stay keep their order and comments."""
    there = on.at((*path, key))
    listed = there if isinstance(there, list) else [] if there is None else [there]
    had = [str(one).strip() for one in listed]
    wanted = list(dict.fromkeys(names or ()))
    is_empty = there is None and key in (on.at(path) or ())
    if is_empty:
        yield from (Add((*path, key), name) for name in wanted)
    elif names is None:
        # Nobody is excepted by an empty list; `only` an empty one is for nobody.
        says_nothing = there is None or (key == "except" and not had)
        yield from [] if says_nothing else [Take((*path, key))]
    elif there is None or not set(had) & set(wanted):
        yield from [] if there is None else [Take((*path, key))]
        yield Put(path, key, wanted, behind(model, key))
    else:
        yield from (Take((*path, key, i)) for i in reversed(range(len(had))) if had[i] not in wanted)
        yield from (Add((*path, key), name) for name in wanted if name not in had)
