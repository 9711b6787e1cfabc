"""Edited: a brief's text after an edit, of which it is known that it can be read and says what the edit asked for."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from briefing.loading.document import document_of
from briefing.loading.schema import validate
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.summary import Path, Summary
from briefing.writing.edit import Edit
from briefing.writing.intent import intent
from briefing.writing.mark import drafted
from briefing.writing.rewrite import rewritten
from briefing.writing.script import Script
from briefing.writing.standing import Ground, Standing

_BOM = "\ufeff"


@dataclass(frozen=True)
class Edited:
    """A text after an edit, what it says, and the path of the item that the edit concerned."""

    text: str
    summary: Summary
    path: Path


def edited(text: str, edit: Edit, ground: Ground, file: FilePath) -> Edited:
    """The text of a brief after an edit; `file` is only named in what is wrong.

    Raises FaultyInputError: E723 the brief has to be mended first, E720 its lines cannot be kept beside the change,
    E721 the words cannot be taken over, E722 what the edit speaks of is not there, or what is wrong with the new text.
    """
    data, summary = _before(text, file)
    meant = intent(edit, Standing(data, summary, ground, drafted_in(text)))
    made = rewritten(text, meant.steps, file) if meant.steps else text
    _, after, problems = _read(made, file)
    if after is None or problems:
        raise FaultyInputError(problems[:1])
    return Edited(made, after, meant.path)


def summary_of(text: str, file: FilePath) -> Summary:
    """What the text of a brief says. Raises FaultyInputError (E723) where it has to be mended first."""
    return _before(text, file)[1]


def drafted_in(text: str) -> frozenset[Path]:
    """The paths of all that is marked “confirm” in the text of a brief that can be read."""
    return frozenset(drafted(Script.of(text.removeprefix(_BOM))))


@lru_cache(maxsize=8)
def _before(text: str, file: FilePath) -> tuple[Any, Summary]:
    try:
        data, summary, problems = _read(text, file)
    except FaultyInputError as error:
        data, summary, problems = None, None, list(error.problems)
    if summary is None or problems:
        # Where something had to be set aside, the paths that the page has lead elsewhere.
        first = problems[0]
        message = f"brief.yaml has to be mended before anything can be changed here: {first.message}"
        raise FaultyInputError([Problem("E723", message, first.hint, first.place, path=first.path)])
    return data, summary


def _read(text: str, file: FilePath) -> tuple[Any, Summary | None, list[Problem]]:
    document = document_of(text.removeprefix(_BOM), file)
    data = document.data
    summary, problems = validate(Summary, document, {})
    return data, summary, problems
