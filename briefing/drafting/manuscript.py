"""Manuscript: what was drafted, written as the YAML of a brief, with a comment on each item that is to be confirmed."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from briefing.checking.phrasing import TO_BE_WRITTEN
from briefing.drafting.draft import Draft, DraftedActor, DraftedQuestion, DraftedView
from briefing.model.article import Article

Single = str | bool | dt.date
Value = Single | Sequence[str] | Sequence[Mapping[str, "Value"]]
Item = Mapping[str, Value]

CONFIRM = "confirm"
_WIDTH = 100
# Line ends of YAML 1.1 and what it cannot print, for which only double quotes serve.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]|^\\s|\\s$")


def items_of(drafted: Draft, key: str) -> dict[str, Sequence[Item]]:
    """What was drafted from the article of this key, as items by section, in the order of sections."""
    return {
        "key_actors": items_of_actors(drafted.actors, key),
        "expert_views": items_of_views(drafted.views, key),
        "open_questions": items_of_questions(drafted.questions, key),
    }


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
        "view": f"{TO_BE_WRITTEN} in the desk’s own words.",
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


def entry_of(file: str, article: Article, drafted: Draft, address: str, today: dt.date) -> Item:
    """Where an article comes from, as far as its file and its text say."""
    given = article.given
    is_headed = any(block.is_heading and block.text == drafted.title for block in article.blocks[:1])
    said = {
        "title": drafted.title if given.title or is_headed else "",
        "publisher": given.publisher,
        "author": given.author,
        "url": address or given.url,
    }
    days = {"published": drafted.day.day} if drafted.day.is_plain else {}
    kept = {key: " ".join(value.split()) for key, value in said.items() if value}
    return {"file": file, **kept, **days, "accessed": today, "verbatim": True}


# As lines


def lines_of_items(items: Iterable[Item], indent: str, *, apart: bool = False, comment: str = CONFIRM) -> Iterator[str]:
    """Items as a block of YAML, each opening with a comment that it is to be confirmed; `apart`, a blank line each."""
    behind = f"  # {comment}" if comment else ""
    for index, item in enumerate(items):
        first, *others = lines_of(item, indent + "  ")
        if apart and index:
            yield ""
        yield f"{indent}- {first.lstrip()}{behind}"
        yield from others


def lines_of(item: Item, indent: str, comments: Mapping[str, str] | None = None) -> Iterator[str]:
    """A mapping as a block of YAML; comments go behind the keys that they are given for."""
    for key, value in item.items():
        behind = f"  # {_on_one_line(comments[key])}" if comments and key in comments else ""
        if isinstance(value, str) and len(value) > _WIDTH - len(indent) - len(key) and not _UNSAFE.search(value):
            yield f"{indent}{key}: >-{behind}"
            yield from _folded(value, indent + "  ")
        elif isinstance(value, str | bool | dt.date):
            yield f"{indent}{key}: {scalar(value)}{behind}"
        elif value and not isinstance(value[0], str):
            yield f"{indent}{key}:{behind}"
            yield from lines_of_items([part for part in value if not isinstance(part, str)], indent + "  ")
        else:
            yield f"{indent}{key}: {in_flow(value)}{behind}"


def _on_one_line(comment: str) -> str:
    return _UNSAFE.sub(" ", " ".join(comment.split()))


def _folded(text: str, indent: str) -> list[str]:
    """A long text over several lines, broken at single spaces only, so that it is read as it was."""
    words = text.split(" ")
    if any(not word or word.startswith("\t") for word in words):
        return [indent + text]
    lines = [words[0]]
    for word in words[1:]:
        if len(indent) + len(lines[-1]) + 1 + len(word) <= _WIDTH:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return [indent + line for line in lines]


def in_flow(value: Value | Item) -> str:
    """A value on one line, as it may stand between brackets and braces."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {in_flow(part)}' for key, part in value.items())}}}"
    if isinstance(value, str | bool | dt.date):
        return _dumped([value])[1:-1]
    return f"[{', '.join(in_flow(part) for part in value)}]"


def plain(value: Value | Item) -> object:
    """A value as YAML gives it back."""
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, str | bool | dt.date):
        return value
    return [plain(part) for part in value]


def scalar(value: Single) -> str:
    """A value as YAML on one line, quoted where it would be read as something else."""
    return _dumped(value).removesuffix("\n...")


def _dumped(value: Single | list[Single]) -> str:
    text = value[0] if isinstance(value, list) else value
    style = '"' if isinstance(text, str) and _UNSAFE.search(text) else None
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=10**9, default_flow_style=True, default_style=style)
    return dumped.removesuffix("\n")
