"""Lay out: a composed variant and a layout become one self-contained HTML page.

Templates run in a sandbox, escape what they print, and see nothing but the variant, the language and the layout
itself. What they make is examined before anything is done with it.
"""

from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from briefing import __version__
from briefing.language.words import Language
from briefing.laying_out.ids import with_own_ids
from briefing.laying_out.page import examine as examine_page
from briefing.laying_out.pictures import timeline
from briefing.laying_out.qr import qr
from briefing.laying_out.style import Asked, style_sheet
from briefing.laying_out.templates import PAGE, render
from briefing.laying_out.templates import examine as examine_templates
from briefing.model.box import Box
from briefing.model.layout import Layout
from briefing.model.problem import FaultyInputError, Problem, stop_at_errors
from briefing.model.variant import Variant

SEEN = frozenset(
    {"variant", "language", "layout", "timeline", "anchors", "identifier", "generator", "style", "twin", "print"}
) | {"lettering", "box", "bound", "qr"}
"""The names of what a template sees, beside those that every template has; `box` and `bound` where briefs are bound."""


_LETTERING = "Source Sans 3"  # of drawings, which do not see the style sheet


@dataclass(frozen=True, slots=True)
class Page:
    """How a variant is laid out: the paper, and the faces that its characters need beyond the layout's own.

    `faces` are the fonts themselves, as CSS: given, the page becomes the twin that a browser shows and prints.
    `style` names what makes the difference of a print: a style sheet, and what it needs on the page, in `prints/`;
    `notes` says where citations stand, for a print that differs from its layout in that; `tokens` are set in the
    place of the layout's own.
    """

    paper: str
    fallback_faces: tuple[str, ...] = ()
    faces: str = ""
    style: str = ""
    template: str = PAGE
    notes: Literal["margin", "below"] | None = None
    tokens: tuple[tuple[str, str], ...] = ()


def lay_out(variant: Variant, layout: Layout, page: Page) -> str:
    """The HTML of a variant.

    Raises FaultyInputError for mistakes in a template or style sheet, with file and line (E502, E503, E505), and for
    a page that reaches out of itself, could run code or lacks what every page must have (E504, E506).
    """
    stop_at_errors(examine_layout(layout))
    html = _rendered(variant, layout, page, page.template, **_of_variant(variant))
    # The fonts are ours: what a designer wrote is examined without their weight.
    bare = html.replace(page.faces, "") if page.faces else html
    stop_at_errors(examine_page(bare, variant, layout, whole=page.template == PAGE))
    return html


def lay_out_box(box: Box, layout: Layout, page: Page) -> str:
    """The HTML of a box: each variant as its layout makes it, bound in one page whose ids are unique.

    Raises FaultyInputError as `lay_out` does.
    """
    stop_at_errors(examine_layout(layout))
    bound = [_bound(box, variant, f"t{tab}-", layout, page) for tab, variant in enumerate(box.variants, start=1)]
    html = _rendered(box, layout, page, "box.html", bound=bound)
    stop_at_errors(examine_page(html, box, layout))
    return html


def examine_layout(layout: Layout) -> tuple[Problem, ...]:
    """Every mistake in the files of a layout that shows without a variant; none in one that is shipped."""
    problems = tuple(examine_templates(layout, SEEN))
    try:
        style_sheet(layout, Asked("A4"))
    except FaultyInputError as error:
        return (*error.problems, *problems)
    return problems


def _bound(box: Box, variant: Variant, prefix: str, layout: Layout, page: Page) -> Markup:
    html = _rendered(variant, layout, page, "bound.html", box=box, **_of_variant(variant))
    return Markup(with_own_ids(html, prefix))  # noqa: S704 (a page of ours, its texts escaped)


def _of_variant(variant: Variant) -> dict[str, Any]:
    """What a template sees of a variant beside the variant itself."""
    return {"anchors": _anchors(variant), "identifier": _short(variant)}


def _short(variant: Variant) -> str:
    """The beginning of the file identifier, in groups that can be read out."""
    digest = variant.digest().decode("ascii").upper()
    return " ".join(digest[start : start + 4] for start in range(0, 12, 4))


def _rendered(of: Variant | Box, layout: Layout, page: Page, template: str, **more: Any) -> str:
    language = Language(of.language)
    style = style_sheet(layout, asked_of(page, language)) + page.faces
    given = len(style) + sum(len(part) for part in more.get("bound", ()))
    return render(layout, language, {**seen(of, layout, language, style, page), **more}, given, template)


def asked_of(page: Page, language: Language) -> Asked:
    """What a page in a language asks of its style sheet."""
    rtl = language.direction == "rtl"
    return Asked(page.paper, page.fallback_faces, page.style, language.counter_style, rtl=rtl, tokens=page.tokens)


def seen(of: Variant | Box, layout: Layout, language: Language, style: str, page: Page) -> dict[str, Any]:
    """What a template sees: values that it can print, and nothing through which it could reach a file."""
    return {
        "variant": of,
        "language": language,
        "layout": {"name": layout.name, "notes": page.notes or layout.notes, "stakes_columns": layout.stakes_columns},
        "timeline": timeline,
        "qr": qr,
        "generator": f"briefing {__version__}",
        "style": Markup(style),  # noqa: S704 (a designer's style sheet; no text of a brief is in it)
        "twin": bool(page.faces),
        "lettering": ", ".join((_LETTERING, *reversed(page.fallback_faces))),  # of two faces the sans comes last
        "print": page.style,
    }


def _anchors(variant: Variant) -> dict[tuple[str, int], str]:
    """The generated id of each paragraph that stands in an annex."""
    return {
        (annex.source.key, set_.block.number): f"a{index}-{set_.block.number}"
        for index, annex in enumerate(variant.annexes, start=1)
        for set_ in annex.blocks
        if set_.block.number is not None
    }
