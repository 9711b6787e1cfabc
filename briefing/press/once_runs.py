"""Runs that were drawn: what they leave in a stream and in the fonts of a PDF. A part of `once`."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

import weasyprint.draw.text
from weasyprint.text.line_break import Layout

from briefing.press.once_lines import Remembered, of_the_text

if TYPE_CHECKING:
    from briefing.press.once import Shared

Box = Any
Stream = Any  # WeasyPrint's: what a page is drawn into
Font = Any  # WeasyPrint's: a font of a PDF
PangoFont = Any

_SMALLEST = 1e-6
"""Below it nothing is drawn."""


class _Widths(dict[int, int]):
    """The widths of the glyphs of a run, as the font of this PDF has them or is given them now."""

    def __init__(self, of: dict[int, int]) -> None:
        super().__init__()
        self._of = of

    def __contains__(self, glyph: object) -> bool:
        return glyph in self._of

    def __getitem__(self, glyph: int) -> int:
        width = self._of[glyph]
        super().__setitem__(glyph, width)
        return width

    def __setitem__(self, glyph: int, width: int) -> None:
        self._of[glyph] = width
        super().__setitem__(glyph, width)


class _Watched:
    """A font of a PDF, while a run is drawn in it: which glyphs of it are used."""

    def __init__(self, key: tuple[Hashable, float], font: Font) -> None:
        self.key, self.font = key, font
        self.hash, self.bitmap, self.png, self.svg, self.colr = font.hash, font.bitmap, font.png, font.svg, font.colr
        self.widths = _Widths(font.widths)
        self.to_unicode: dict[int, str] = {}
        self.is_plain = not (font.bitmap or font.png or font.svg or font.colr)

    def get_unused_glyph_id(self, codepoint: int) -> int:
        """A glyph for what the font has not: it is told, and so drawn anew each time."""
        self.is_plain = False
        return int(self.font.get_unused_glyph_id(codepoint))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.font, name)


class _Recorder:
    """A stream into which one run is drawn, and what was drawn."""

    def __init__(self, stream: Stream, shared: "Shared", layout: Layout) -> None:
        self._stream, self._shared, self._layout = stream, shared, layout
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.fonts: dict[Hashable, _Watched] = {}
        self.steps: list[tuple[Any, ...]] = []

    def add_font(self, pango_font: PangoFont) -> tuple[_Watched, float]:
        font, size = self._stream.add_font(pango_font)
        key = next(key for key, one in self._stream._fonts.items() if one is font)  # noqa: SLF001
        if (key, size) not in self._shared.fonts:
            # A font lives for as long as something is set in it that lives.
            self._shared.fonts[key, size] = (pango_font, self._layout.layout)
        if key not in self.fonts:
            self.fonts[key] = _Watched((key, size), font)
        return self.fonts[key], size

    def finished(self) -> "Run | None":
        """Leave in the fonts what was seen of them, and give the run to be kept, if it can be."""
        for watched in self.fonts.values():
            for glyph, text in watched.to_unicode.items():
                watched.font.to_unicode.setdefault(glyph, text)
        return Run(self) if all(watched.is_plain for watched in self.fonts.values()) else None

    def set_text_matrix(self, *matrix: float) -> None:
        self._stream.set_text_matrix(*matrix)

    def set_font_size(self, font: str, size: float) -> None:
        self.steps.append(("set_font_size", font, size))
        self._stream.set_font_size(font, size)

    def show_text(self, text: str) -> None:
        self.steps.append(("show_text", text))
        self._stream.show_text(text)

    def set_text_rise(self, rise: float) -> None:
        self.steps.append(("set_text_rise", rise))
        self._stream.set_text_rise(rise)


class Run:
    """A drawn run: what goes into the stream, and what it leaves in the fonts of the PDF."""

    def __init__(self, recorder: _Recorder) -> None:
        self.steps = tuple(recorder.steps)
        self.fonts = tuple(
            (font.key, tuple(font.widths.items()), tuple(font.to_unicode.items())) for font in recorder.fonts.values()
        )

    def fits(self, stream: Stream) -> bool:
        """Whether it can be drawn here: not where another size of the font gave a glyph another width first."""
        for (key, _), widths, _ in self.fonts:
            font = stream._fonts.get(key)  # noqa: SLF001
            if font is not None and any(font.widths.get(glyph, width) != width for glyph, width in widths):
                return False
        return True

    def draw(self, stream: Stream, shared: "Shared") -> None:
        """Draw it again, after its place was set."""
        for (key, size), widths, letters in self.fonts:
            font = stream._fonts.get(key) or stream.add_font(shared.fonts[key, size][0])[0]  # noqa: SLF001
            for glyph, width in widths:
                font.widths.setdefault(glyph, width)
            for glyph, text in letters:
                font.to_unicode.setdefault(glyph, text)
        for name, *values in self.steps:
            getattr(stream, name)(*values)


def drawing(shared: "Shared") -> Callable[..., list[Any]]:
    """A line of text, drawn as Pango sets it or as it was drawn before."""
    plain = weasyprint.draw.text.draw_first_line

    def draw_first_line(
        stream: Stream, textbox: Box, text_overflow: str, block_ellipsis: Any, matrix: Any
    ) -> list[Any]:
        layout, style = textbox.pango_layout, textbox.style
        if (
            not isinstance(layout, Remembered)
            or text_overflow == "ellipsis"
            or block_ellipsis != "none"
            or "\t" in layout.text
            or not textbox.text.strip()
            or style["font_size"] < _SMALLEST
            or style.font_config is not shared
        ):
            return plain(stream, textbox, text_overflow, block_ellipsis, matrix)  # type: ignore[no-any-return]
        key = (layout.text, of_the_text(style), layout.justification_spacing)
        known = shared.runs.get(key)
        if known is not None and known.fits(stream):
            stream.set_text_matrix(*matrix.values)
            known.draw(stream, shared)
            return []
        recorder = _Recorder(stream, shared, layout)
        emojis = plain(recorder, textbox, text_overflow, block_ellipsis, matrix)
        if run := recorder.finished():
            shared.runs.keep(key, run)
        return emojis  # type: ignore[no-any-return]

    return draw_first_line
