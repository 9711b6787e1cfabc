"""Printing: one print of a variant, laid out and pressed with the faces that its characters need."""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.interrupt import stop_if_interrupted
from briefing.language.whereabouts import located
from briefing.language.words import Language
from briefing.laying_out.lay_out import Page, asked_of, lay_out
from briefing.laying_out.page import examine as examine_page
from briefing.laying_out.page import examine_pages
from briefing.laying_out.style import of_the_designer, sheet_of
from briefing.laying_out.templates import PAGE
from briefing.model.brief import Brief
from briefing.model.layout import Layout
from briefing.model.prints import PAPERS, SHEETS, Print
from briefing.model.problem import Problem, stop_at_errors
from briefing.model.variant import Variant
from briefing.press import Pressed, Sharing, press
from briefing.press.fonts import Fonts, font_faces_css, fonts_for

_SPARE_PAGES = 3
"""What layouts put at the end of a booklet: at most so many pages are missing to whole sheets."""


@dataclass(frozen=True)
class Printed:
    """A print: the PDF, the page that it was made of, and the problems met on the way."""

    variant: Variant
    layout: Layout
    page: Page
    fonts: Fonts
    pressed: Pressed
    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]

    def twin(self) -> str:
        """The same page with its fonts inside, for a browser; printed, it gives the pages of the PDF."""
        faces = font_faces_css(self.fonts, lay_out(self.variant, self.layout, self.page))
        return lay_out(self.variant, self.layout, replace(self.page, faces=faces))


Pressing = Callable[[str, bytes, Fonts], Pressed]
"""How a page is pressed, given its HTML, the identifier of its file and its fonts."""


def press_page(html: str, identifier: bytes, fonts: Fonts) -> Pressed:
    """Press a page in a scratch folder of its own."""
    return _press(html, identifier, fonts, "parts")


def press_and_keep(html: str, identifier: bytes, fonts: Fonts) -> Pressed:
    """Press a page, and keep it as it was laid out: after an edit it is laid out again in part."""
    return _press(html, identifier, fonts, "pages")


def _press(html: str, identifier: bytes, fonts: Fonts, sharing: Sharing) -> Pressed:
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        return press(html, identifier=identifier, fonts=fonts, scratch=Path(scratch), sharing=sharing)


def print_variant(  # noqa: PLR0913 (each is a thing of its own)
    brief: Brief | None,
    variant: Variant,
    one: Print,
    layout: Layout,
    tokens: Mapping[str, str] | None = None,
    *,
    pressing: Pressing = press_page,
) -> Printed:
    """Lay out and press one print of a variant; `tokens` stand for those of the layout.

    Without the brief itself a character that no font has is told without its place there.

    Raises FaultyInputError where no font has a character, or the layout cannot be used.
    """
    html, page, fonts, missing = _laid_out(brief, variant, layout, one, tokens or {})
    pressed = pressing(html, _identifier(variant, one), fonts)
    stop_if_interrupted()
    problems = (
        *missing,
        *of_the_designer(pressed.problems, sheet_of(layout, asked_of(page, Language(variant.language))), html),
        *examine_page(html, variant, layout, whole=page.template == PAGE),
        *examine_pages(pressed.margins, pressed.labels, variant, layout),
    )
    stop_at_errors(problems)
    pdf, pages = _imposed(variant, one, pressed) if one.imposed else (pressed.pdf, pressed.pages)
    return Printed(variant, layout, page, fonts, pressed, pdf, pages, problems)


def _laid_out(
    brief: Brief | None, variant: Variant, layout: Layout, one: Print, tokens: Mapping[str, str]
) -> tuple[str, Page, Fonts, tuple[Problem, ...]]:
    """The page of a print, with the faces that it needs. Raises FaultyInputError where no font has a character."""
    page = Page(one.size, style=one.style, template=one.template, notes=one.notes, tokens=tuple(tokens.items()))
    html = lay_out(variant, layout, page)
    fonts, problems = fonts_for(html)
    unset = iter(fonts.unset)
    if brief is not None:
        problems = tuple(located(p, next(unset), brief, variant.audience) if p.is_error else p for p in problems)
    stop_at_errors(problems)
    if fonts.families:  # most texts need none but the layout's own
        page = replace(page, fallback_faces=fonts.families)
        html = lay_out(variant, layout, page)
    return html, page, fonts, problems


def _identifier(variant: Variant, one: Print) -> bytes:
    """The file identifier: plain prints are the record and share the variant's; other prints have their own."""
    own = variant.digest()
    return own if one.name in PAPERS else hashlib.sha256(own + one.name.encode()).hexdigest().encode()


def _imposed(variant: Variant, one: Print, pressed: Pressed) -> tuple[bytes, int]:
    """A booklet, and how many pages it has; the spare pages at its end fill up whole sheets."""
    from briefing.printing.impose import impose, padded  # noqa: PLC0415 (it loads what reads PDFs, and few prints are imposed)

    pages = padded(pressed.pages - _SPARE_PAGES)
    reads_leftwards = Language(variant.language).direction == "rtl"
    return impose(pressed.pdf, pages, SHEETS[one.paper], right_to_left=reads_leftwards), pages
