"""Manuscript: what was drafted, written as the YAML of a brief, with a comment on each item that is to be confirmed."""

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from briefing.draft import DraftedActor, DraftedQuestion, DraftedView

Value = str | bool | dt.date | Sequence[str] | Sequence[Mapping[str, "Value"]]
Item = Mapping[str, Value]

CONFIRM = "confirm"
_WIDTH = 100
# Line ends of YAML 1.1 and what it cannot print, for which only double quotes serve.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]|^\\s|\\s$")


def items_of_views(views: Iterable[DraftedView], key: str) -> list[Item]:
    """The expert views of an article as they stand in a brief."""
    return [_view(view, key) for view in views]


def _view(view: DraftedView, key: str) -> Item:
    quotes = [{"id": quote.id, "text": quote.text, "cites": [f"{key}{quote.paragraph}"]} for quote in view.quotes]
    affiliation = {"affiliation": view.affiliation} if view.affiliation else {}
    return {
        "id": view.id,
        "expert": view.expert,
        **affiliation,
        "view": "To be written in the desk’s own words.",
        "cites": [f"{key}{paragraph}" for paragraph in view.paragraphs],
        "quotes": quotes,
    }


def items_of_actors(actors: Iterable[DraftedActor], key: str) -> list[Item]:
    """The key actors of an article as they stand in a brief."""
    return [
        {
            "id": actor.id,
            "name": actor.name,
            **({"role": actor.role} if actor.role else {}),
            "cites": [f"{key}{paragraph}" for paragraph in actor.paragraphs],
        }
        for actor in actors
    ]


def items_of_questions(questions: Iterable[DraftedQuestion], key: str) -> list[Item]:
    """The open questions of an article as they stand in a brief."""
    return [
        {
            "id": asked.id,
            "question": asked.question,
            **({"cites": [f"{key}{asked.paragraph}"]} if asked.paragraph else {}),
        }
        for asked in questions
    ]


# As lines


def lines_of_items(items: Iterable[Item], indent: str) -> Iterator[str]:
    """Items as a block of YAML, each opening with a comment that it is to be confirmed."""
    for item in items:
        first, *others = lines_of(item, indent + "  ")
        yield f"{indent}- {first.lstrip()}  # {CONFIRM}"
        yield from others


def lines_of(item: Item, indent: str, comments: Mapping[str, str] | None = None) -> Iterator[str]:
    """A mapping as a block of YAML; comments go behind the keys that they are given for."""
    for key, value in item.items():
        behind = f"  # {comments[key]}" if comments and key in comments else ""
        if isinstance(value, str) and len(value) > _WIDTH - len(indent) - len(key) and not _UNSAFE.search(value):
            yield f"{indent}{key}: >-{behind}"
            yield from _folded(value, indent + "  ")
        elif isinstance(value, str | bool | dt.date):
            yield f"{indent}{key}: {scalar(value)}{behind}"
        elif value and not isinstance(value[0], str):
            yield f"{indent}{key}:{behind}"
            yield from lines_of_items([part for part in value if not isinstance(part, str)], indent + "  ")
        else:
            listed = ", ".join(scalar(part) for part in value if isinstance(part, str))
            yield f"{indent}{key}: [{listed}]{behind}"


def _folded(text: str, indent: str) -> list[str]:
    """A long text over several lines, broken at single spaces only, so that it is read as it was."""
    wrapper = textwrap.TextWrapper(
        width=_WIDTH - len(indent),
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
        drop_whitespace=False,
    )
    lines = [line.removesuffix(" ") for line in wrapper.wrap(text)]
    if " ".join(lines) != text or any(line != line.strip() or not line for line in lines):
        lines = [text]
    return [indent + line for line in lines]


def in_flow(item: Item) -> str:
    """A mapping on one line."""
    dumped: str = yaml.safe_dump(
        _plain(item), default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False
    )
    return dumped.strip()


def _plain(value: Value | Item) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, str | bool | dt.date):
        return value
    return [_plain(part) for part in value]


def scalar(value: str | bool | dt.date) -> str:
    """A value as YAML on one line, quoted where it would be read as something else."""
    if isinstance(value, dt.date):
        return value.isoformat()
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=10**9, default_flow_style=True)
    return dumped.removesuffix("\n").removesuffix("\n...")
