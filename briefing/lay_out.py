"""Lay out: a composed variant and a layout become one self-contained HTML page.

Layouts are found on the desk first, then among those shipped. Templates run in Jinja's sandbox, escape what
they print, and see nothing but the variant, the language and the layout itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing import __version__, pictures
from briefing.layout import Layout
from briefing.problem import FaultyInputError, Place, Problem
from briefing.style import style_sheet
from briefing.summary import StakeKind
from briefing.variant import Entry, StakeEntry, Variant
from briefing.words import Language

_T = TypeVar("_T")
_KINDS: tuple[StakeKind | None, ...] = ("gain", "risk", "constraint", None)


@dataclass(frozen=True, slots=True)
class Page:
    """How a variant is laid out: the paper, the faces that its characters need, and styles added for a twin."""

    paper: str
    fallback_faces: tuple[str, ...] = ()
    added_style: str = ""


def lay_out(variant: Variant, layout: Layout, page: Page) -> str:
    """The HTML of a variant. Raises FaultyInputError for a mistake in a template, with its file and line."""
    language = Language(variant.language)
    environment = _environment(layout, language)
    try:
        return environment.get_template("brief.html").render(
            variant=variant,
            layout=layout,
            language=language,
            pictures=pictures,
            anchors=_anchors(variant),
            stakes_columns=layout.stakes_columns,
            generator=f"briefing {__version__}",
            style=Markup(style_sheet(layout, page.paper, page.fallback_faces) + page.added_style),  # noqa: S704 (a designer's CSS, no user's text)
        )
    except jinja2.TemplateError as error:
        raise FaultyInputError([_template_problem(error, layout)]) from error


def _environment(layout: Layout, language: Language) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Loader(layout),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.globals.update(
        _=language.label,
        ngettext=language.labels,
        grade_of_source=lambda grade: language.label(_SOURCE_GRADES[grade[0]]),
        grade_of_information=lambda grade: language.label(_INFORMATION_GRADES[grade[1]]),
    )
    environment.filters.update(grouped=_grouped, in_even_groups=_even_groups, kinds=_kinds)
    return environment


class _Loader(jinja2.BaseLoader):
    """Finds a template in the layout, then in those it extends; "base/x.html" is that of the layout `base`.

    A file has to lie in its layout's folder, links followed.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        for folder in self._folders(template):
            path = (folder / template.removeprefix(f"{folder.name}/")).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path.read_text("utf-8"), str(path), lambda: True
        raise jinja2.TemplateNotFound(template)

    def _folders(self, template: str) -> Iterable[Path]:
        named = [folder for folder in self._layout.folders if template.startswith(f"{folder.name}/")]
        return named or self._layout.folders


def _anchors(variant: Variant) -> dict[tuple[str, int], str]:
    """The generated id of each paragraph that stands in an annex."""
    return {
        (annex.source.key, set_.block.number): f"a{index}-{set_.block.number}"
        for index, annex in enumerate(variant.annexes, start=1)
        for set_ in annex.blocks
        if set_.block.number is not None
    }


def _grouped(things: Iterable[_T], attribute: str) -> list[tuple[Any, list[_T]]]:
    """Things by an attribute, groups in the order in which they first come."""
    groups: dict[Any, list[_T]] = {}
    for thing in things:
        groups.setdefault(getattr(thing, attribute), []).append(thing)
    return list(groups.items())


def _even_groups(things: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    """Things in as few groups of at most so many as will do, the groups as even as can be."""
    count = -(-len(things) // most)
    size, larger = divmod(len(things), count or 1)
    start = 0
    for index in range(count):
        end = start + size + (index < larger)
        yield things[start:end]
        start = end


def _kinds(entries: Iterable[Entry]) -> list[StakeKind | None]:
    present = {entry.kind for entry in entries if isinstance(entry, StakeEntry)}
    return [kind for kind in _KINDS if kind in present]


def _template_problem(error: jinja2.TemplateError, layout: Layout) -> Problem:
    """Name the file and line of a template's mistake: the last place inside a layout's folder."""
    file, line = layout.folders[0] / "brief.html", None
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        file, line = Path(error.filename), error.lineno
    frame = error.__traceback__
    while frame is not None:
        name = Path(frame.tb_frame.f_code.co_filename)
        if any(name.is_relative_to(folder.resolve()) for folder in layout.folders):
            file, line = name, frame.tb_lineno
        frame = frame.tb_next
    excerpt = _line(file, line) if line else ""
    message = f"the layout “{layout.name}” cannot be used: {error.message or type(error).__name__}"
    hint = "The guide for designers lists what a template sees."
    return Problem("E502", message, hint, Place(file, line, 1 if line else None, excerpt))


def _line(file: Path, number: int) -> str:
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return lines[number - 1] if number <= len(lines) else ""


_SOURCE_GRADES = {
    "A": "a completely reliable source",
    "B": "a usually reliable source",
    "C": "a fairly reliable source",
    "D": "a source that is not usually reliable",
    "E": "an unreliable source",
    "F": "a source whose reliability cannot be judged",
}
_INFORMATION_GRADES = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "the truth of it cannot be judged",
}
