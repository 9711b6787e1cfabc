"""Inscription: what is laid over the pages of a copy, in the brief's language, with faces for the reader's name."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import escape

from briefing.copying.register import Reader
from briefing.language.isolation import isolated
from briefing.language.words import Language
from briefing.model.problem import FaultyInputError, Problem
from briefing.press.fonts import fonts_for
from briefing.press.strips import Line


def inscribed(readers: Sequence[Reader], language: Language) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """What is laid over the pages of each reader, and warnings: W301 where a font of this machine is used.

    The faces are chosen for each name by itself, so that no copy shows who else got one. Raises FaultyInputError with
    E301 for every name that no font can set.
    """
    lines = []
    problems: dict[str, Problem] = {}
    for reader in readers:
        markup = _markup(reader, len(readers), language)
        fonts, found = fonts_for(markup)
        lines.append(Line(markup, fonts))
        for problem in found:
            key = reader.name if problem.is_error else problem.message
            problems.setdefault(key, replace(problem, place=reader.place))
    if faults := [problem for problem in problems.values() if problem.is_error]:
        raise FaultyInputError(faults)
    return tuple(lines), tuple(problems.values())


def _markup(reader: Reader, total: int, language: Language) -> str:
    label = language.label("Copy {number} of {total}").format(
        number=language.number(reader.number), total=language.number(total)
    )
    return " · ".join(escape(isolated(text, language.direction)) for text in (label, reader.name))
