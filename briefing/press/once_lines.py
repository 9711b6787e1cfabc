"""Lines that were broken: WeasyPrint's answers, kept by everything that they follow from. A part of `once`."""

from collections.abc import Callable, Hashable
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import weasyprint.text.line_break
from weasyprint.text.line_break import Layout

if TYPE_CHECKING:
    from briefing.press.once import Shared

Style = Any  # WeasyPrint's: the properties of a box
Line = tuple[Any, ...]

_OF_THE_TEXT = itemgetter(
    "direction",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "lang",
    "letter_spacing",
    "overflow_wrap",
    "word_spacing",
)
"""The properties by which `Layout` sets a text in type, with the family and its decoration.

`tab_size` is one too, but a text with tabs is not remembered.
"""
_OF_THE_LINE = itemgetter(
    "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens", "white_space", "word_break"
)
"""Every further property by which `split_first_line` breaks it."""


class Remembered(Layout):  # type: ignore[misc]
    """A line that was set in type, without the type: Pango sets it again only where it is asked for."""

    @classmethod
    def of(cls, layout: Layout) -> "Remembered":
        """The same line, to be kept, or to be given to another box: drawing one may change its text."""
        line = cls.__new__(cls)
        line.__dict__.update(layout.__dict__)
        return line

    def __getattr__(self, name: str) -> Any:
        if name not in {"layout", "language"} or "style" not in self.__dict__:
            raise AttributeError(name)
        super().reactivate(self.style)
        return self.__dict__[name]

    def reactivate(self, style: Style) -> None:
        """Be ready to be drawn."""
        self.style = style

    def deactivate(self) -> None:
        """Let the type go."""
        for name in ("layout", "language", "style"):
            self.__dict__.pop(name, None)


def of_the_text(style: Style) -> Hashable:
    """Everything of a style that a text is set by."""
    family, decoration = style["font_family"], style["text_decoration_line"]  # a list in drawings; a word, or a set
    return _OF_THE_TEXT(style), tuple(family), decoration if decoration == "none" else frozenset(decoration)


def breaking(shared: "Shared") -> Callable[..., Line]:
    """The first line of a text, broken or remembered."""
    plain = weasyprint.text.line_break.split_first_line

    def split_first_line(  # noqa: PLR0913, PLR0917 (as it is called)
        text: str,
        style: Style,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002
        minimum: bool = False,  # noqa: FBT001, FBT002
    ) -> Line:
        if "\t" in text or style.font_config is not shared:
            return plain(text, style, context, max_width, justification_spacing, is_line_start, minimum)  # type: ignore[no-any-return]
        of_the_line = _OF_THE_LINE(style)
        key = (text, of_the_text(style), of_the_line, max_width, justification_spacing, is_line_start, minimum)
        found = shared.lines.get(key)
        if found is None:
            layout, *rest = plain(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            found = (Remembered.of(layout), *rest)
            shared.lines.keep(key, found)
        return (Remembered.of(found[0]), *found[1:])

    return split_first_line


def spacing(shared: "Shared") -> Callable[..., Layout]:
    """A line as it is spread over the width: only its text counts until it is drawn."""
    plain = weasyprint.text.line_break.create_layout

    def create_layout(
        text: str, style: Style, context: Any, max_width: float | None, justification_spacing: float
    ) -> Layout:
        if "\t" in text or style.font_config is not shared:
            return plain(text, style, context, max_width, justification_spacing)
        key = (text, of_the_text(style), max_width, justification_spacing)
        found = shared.lines.get(key)
        if found is None:
            layout = plain(text, style, context, max_width, justification_spacing)
            layout.deactivate()
            found = (Remembered.of(layout),)
            shared.lines.keep(key, found)
        return Remembered.of(found[0])

    return create_layout
