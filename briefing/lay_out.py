"""Lay out: a composed variant and a layout become one self-contained HTML page.

Templates run in a sandbox, escape what they print, and see nothing but the variant, the language and the layout
itself. What they make is examined before anything is done with it.
"""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from briefing import __version__
from briefing.layout import Layout
from briefing.page import examine as examine_page
from briefing.pictures import timeline
from briefing.problem import FaultyInputError, Problem, stop_at_errors
from briefing.style import style_sheet
from briefing.templates import examine as examine_templates
from briefing.templates import render
from briefing.variant import Variant
from briefing.words import Language

SEEN = frozenset({"variant", "language", "layout", "timeline", "anchors", "generator", "style", "twin"})
"""The names of what a template sees, beside those that every template has."""


@dataclass(frozen=True, slots=True)
class Page:
    """How a variant is laid out: the paper, and the faces that its characters need beyond the layout's own.

    `faces` are the fonts themselves, as CSS: given, the page becomes the twin that a browser shows and prints.
    """

    paper: str
    fallback_faces: tuple[str, ...] = ()
    faces: str = ""


def lay_out(variant: Variant, layout: Layout, page: Page) -> str:
    """The HTML of a variant.

    Raises FaultyInputError for mistakes in a template or style sheet, with file and line (E502, E503, E505), and for
    a page that reaches out of itself, could run code or lacks what every page must have (E504, E506).
    """
    stop_at_errors(examine_layout(layout))
    language = Language(variant.language)
    style = style_sheet(layout, page.paper, page.fallback_faces)
    names = seen(variant, layout, language, style + page.faces, twin=bool(page.faces))
    html = render(layout, language, names, len(style + page.faces))
    # The fonts are ours: what a designer wrote is examined without their weight.
    stop_at_errors(examine_page(html.replace(page.faces, "") if page.faces else html, variant, layout))
    return html


def examine_layout(layout: Layout) -> tuple[Problem, ...]:
    """Every mistake in the files of a layout that shows without a variant; none in one that is shipped."""
    problems = tuple(examine_templates(layout, SEEN))
    try:
        style_sheet(layout, "A4")
    except FaultyInputError as error:
        return (*error.problems, *problems)
    return problems


def seen(variant: Variant, layout: Layout, language: Language, style: str, *, twin: bool = False) -> dict[str, Any]:
    """What a template sees: values that it can print, and nothing through which it could reach a file."""
    return {
        "variant": variant,
        "language": language,
        "layout": {"name": layout.name, "notes": layout.notes, "stakes_columns": layout.stakes_columns},
        "timeline": timeline,
        "anchors": _anchors(variant),
        "generator": f"briefing {__version__}",
        "style": Markup(style),  # noqa: S704 (a designer's style sheet; no text of a brief is in it)
        "twin": twin,
    }


def _anchors(variant: Variant) -> dict[tuple[str, int], str]:
    """The generated id of each paragraph that stands in an annex."""
    return {
        (annex.source.key, set_.block.number): f"a{index}-{set_.block.number}"
        for index, annex in enumerate(variant.annexes, start=1)
        for set_ in annex.blocks
        if set_.block.number is not None
    }
