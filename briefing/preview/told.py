"""What is told of a brief as plain values, for a page in a browser: its problems, its items, its articles.

Everything here is the desk's own view of the brief, before anything is withheld from anybody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefing import evidence
from briefing.changes.words import reworded
from briefing.composing.reader import Reader
from briefing.evidence.quoted import Stands, nearest
from briefing.model.article import Citation
from briefing.model.brief import Brief
from briefing.model.problem import Problem
from briefing.model.summary import Item, Quotation
from briefing.model.summary import Path as ValuePath
from briefing.model.text import Text, texts_of
from briefing.writing.edited import drafted_in
from briefing.writing.readers import Sections, readers

_SHOWN_FIRST = ("text", "name", "question", "expert")
_MISQUOTED = "E101"

Values = dict[str, Any]


def problems(found: Iterable[Problem], desk: Path, differences: Mapping[ValuePath, Values]) -> list[Values]:
    """Problems, each with its line; `differences` are those of the quotations that stand nowhere."""
    return [_problem(one, desk, differences) for one in found]


def _problem(one: Problem, desk: Path, differences: Mapping[ValuePath, Values]) -> Values:
    place = one.place
    return {
        "code": one.code,
        "severity": str(one.severity),
        "file": shown(place.file, desk) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "source": place.excerpt if place else "",
        "message": one.message,
        "hint": one.hint,
        "audience": one.audience,
        "path": list(one.path) or None,
        "difference": differences.get(one.path) if one.code == _MISQUOTED else None,
    }


def shown(file: Path, desk: Path) -> str:
    """A file as the page names it: from the desk's folder, if it lies in it."""
    try:
        return file.resolve().relative_to(desk.resolve()).as_posix()
    except (ValueError, OSError):
        return str(file)


def differences(brief: Brief, of: Sequence[Stands]) -> dict[ValuePath, Values]:
    """How each quotation that stands nowhere differs from the passage nearest to it, by its place in brief.yaml."""
    return {one.path: found for one in of if not one.found and (found := _difference(brief, one))}


def _difference(brief: Brief, stands: Stands) -> Values | None:
    key, near = nearest(brief, stands)
    if near is None:
        return None
    change = reworded("quotation", near.passage, stands.text)
    pieces = (
        [{"kind": piece.kind, "article": piece.old, "quotation": piece.new} for piece in change.pieces]
        if change
        else []
    )
    return {"article": key, "paragraph": near.paragraph, "passage": near.passage, "pieces": pieces}


def items(
    brief: Brief, of: Sequence[Stands], different: Mapping[ValuePath, Values], sections: Sections
) -> list[Values]:
    """The items of a brief, in the order of their numbers; quotations within their expert view."""
    gets = readers(brief, sections)
    drafted = drafted_in("\n".join(brief.places.lines))
    numbers = Reader(brief, next(iter(sections))).numbers
    stands = {one.item: one for one in of if one.audience is None}
    told: list[Values] = []
    for path, item in brief.summary.items():
        # A view is confirmed together with its quotations.
        is_drafted = any(one == path or one[:-2] == path for one in drafted)
        values = {**_item(brief, path, item), "drafted": is_drafted, "readers": list(gets[path])}
        if isinstance(item, Quotation) and told:
            one = stands.get(path)
            told[-1]["quotes"].append(
                {**values, "ok": one.agrees if one else None, "difference": different.get(one.path) if one else None}
            )
        else:
            number = numbers[path]
            told.append({**values, "number": number, "label": f"¶ {number}", "quotes": []})
    return told


def _item(brief: Brief, path: ValuePath, item: Item) -> Values:
    texts = {"/".join(map(str, inside)): text for inside, text in texts_of(item)}
    return {
        "path": list(path),
        "kind": type(item).__name__.lower(),
        "section": str(path[0]),
        "id": item.id,
        "text": next((texts[name].default for name in _SHOWN_FIRST if name in texts), ""),
        "texts": {name: _text(text) for name, text in texts.items()},
        "marking": item.marking,
        "only": list(item.only) if item.only is not None else None,
        "except": list(item.except_),
        "cites": [_cite(brief, cite) for cite in evidence.citations(brief, item)],
    }


def _text(text: Text) -> str | Values:
    own = dict(text.each())
    return text.default if len(own) == 1 else {name or "default": words for name, words in own.items()}


def _cite(brief: Brief, cite: Citation) -> Values:
    words = brief.articles[cite.key].paragraphs[cite.first - 1 : cite.last]
    return {
        "article": cite.key,
        "first": cite.first,
        "last": cite.last,
        "text": "\n\n".join(block.text for block in words),
    }


def articles(brief: Brief, of: Sequence[Stands]) -> list[Values]:
    """The articles with their blocks: who cites each, and which of its words are quoted."""
    cited = _cited_by(brief)
    lit = _lit(of)
    return [_article(brief, key, cited, lit) for key in brief.articles]


def _article(brief: Brief, key: str, cited: Mapping[tuple[str, int], list[list[Any]]], lit: "_Lit") -> Values:
    entry = brief.summary.articles[key]
    return {
        "key": key,
        "file": entry.file,
        "title": entry.title.default if entry.title else "",
        "publisher": entry.publisher.default if entry.publisher else "",
        "verbatim": entry.verbatim,
        "marking": entry.marking,
        "blocks": [
            {
                "paragraph": block.number,
                "text": block.text,
                "cited_by": cited.get((key, block.number), []) if block.number else [],
                "lit": lit.get((key, block.number), []) if block.number else [],
            }
            for block in brief.articles[key].blocks
        ],
    }


_Lit = Mapping[tuple[str, int], list[Values]]


def _cited_by(brief: Brief) -> Mapping[tuple[str, int], list[list[Any]]]:
    found: dict[tuple[str, int], list[list[Any]]] = {}
    for path, item in brief.summary.items():
        for cite in evidence.citations(brief, item):
            for paragraph in cite:
                found.setdefault((cite.key, paragraph), []).append(list(path))
    return found


def _lit(of: Iterable[Stands]) -> _Lit:
    found: dict[tuple[str, int], list[Values]] = {}
    for key, paragraph, span in sorted(_spans(of), key=lambda one: (one[0], one[1], one[2]["start"], one[2]["end"])):
        found.setdefault((key, paragraph), []).append(span)
    return found


def _spans(of: Iterable[Stands]) -> Iterator[tuple[str, int, Values]]:
    for stands in of:
        where = list(stands.passages)
        passages = where or [(key, passage) for key, places in stands.found[:1] for passage in places.passages]
        for key, passage in dict.fromkeys(passages):
            span = {"start": passage.start, "end": passage.end, "path": list(stands.item), "ok": bool(where)}
            yield key, passage.paragraph, span
