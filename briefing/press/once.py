"""What the pages of a process share is made once: style sheets, fonts, lines that were broken, runs that were drawn.

The variants of a brief share most of their text, and a page that is drawn again after an edit nearly all. This is the
one place that reaches into WeasyPrint. While a page is pressed, some of its functions are exchanged for ones that
remember; the bytes stay what they were (tests/press/test_once.py). What is remembered is bounded, and belongs to one
set of font files: lines and runs of others are never asked for.

Proven on WeasyPrint 70.0, whose files are compared with what they were then. On any other `fits` says no, and pages are
pressed as if this module was not there. Of cffi, Pango and HarfBuzz nothing is used that WeasyPrint does not use,
but `g_object_ref`, by which a font stays alive for as long as it is remembered.
"""

import logging
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any

import weasyprint.css
import weasyprint.draw.text
import weasyprint.layout.inline
import weasyprint.layout.preferred
import weasyprint.text.line_break
from weasyprint import CSS, VERSION
from weasyprint.text.ffi import ffi, gobject
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

from briefing.press.additions import ALIVE
from briefing.press.memory import Memory

Style = Any  # WeasyPrint's: the properties of a box
Box = Any
Stream = Any  # WeasyPrint's: what a page is drawn into
Font = Any  # WeasyPrint's: a font of a PDF
PangoFont = Any
Line = tuple[Any, ...]

ffi.cdef(ALIVE)

_PROVEN = {
    "70.0": {
        "css/__init__.py": "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",
        "draw/text.py": "c9a450aa209277e760227e1fed2da492647bd28e5a5ebc4c9d8aaedecc400d77",
        "layout/inline.py": "0e7c1569330f54734ed61b568789c4f279ba103c0385115efa6444f3c43b96b4",
        "layout/preferred.py": "a7973703cd8ac5fada246b35e7fea6e728a364002adc5dbb248ee08f084c0a6e",
        "pdf/fonts.py": "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
        "pdf/stream.py": "4faf9169d1970d4688b9cf41f733659ca6b1c4c098707c64f67c47a07309e81e",
        "text/fonts.py": "59d74d0c161349b8416f1d13466e16dd47c1161f0a397ff1e4ca70814eb36091",
        "text/line_break.py": "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",
    }
}

_MOST_LINES = 20_000
"""Of a page of A4 some 500 are asked for; with its text one takes about 2 KiB."""
_MOST_RUNS = 10_000
_MOST_SHEETS = 16
_MOST_SETS_OF_FONTS = 4

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


@cache
def fits() -> bool:
    """Whether this WeasyPrint is the one that this module knows, file by file."""
    folder = Path(weasyprint.__file__).parent
    known = _PROVEN.get(VERSION, {"": ""})
    try:
        return all(sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in known.items())
    except OSError:
        return False


class Shared(FontConfiguration):  # type: ignore[misc]
    """The fonts of some files, and all that was set in them: what one page leaves to the next."""

    def __init__(self) -> None:
        """Begin with nothing remembered."""
        super().__init__()
        self.lines: Memory[Line] = Memory(_MOST_LINES)
        self.runs: Memory[_Run] = Memory(_MOST_RUNS)
        self.fonts: dict[Hashable, PangoFont] = {}
        self.is_spoilt = False

    def add_font_face(self, *described: Any) -> None:
        """Take a font that a page brings with it: from then on nothing holds for other pages, nor did it before."""
        self.is_spoilt = True
        self.lines, self.runs, self.fonts = Memory(_MOST_LINES), Memory(_MOST_RUNS), {}
        super().add_font_face(*described)


_SMALLEST = 1e-6
"""Below it nothing is drawn."""
_BREAKING = (weasyprint.text.line_break, weasyprint.layout.inline, weasyprint.layout.preferred)
"""Who knows `split_first_line` by its name."""

_sets: dict[Hashable, Shared] = {}
_sheets: Memory["_Sheet"] = Memory(_MOST_SHEETS)


@contextmanager
def sharing(fonts: Hashable) -> Iterator[FontConfiguration]:
    """While a page is pressed: the fonts by this name, with what was set in them before.

    The name has to be another one wherever the environment shows another set of fonts, or other files by the same name.
    """
    shared = _sets.pop(fonts, None) or Shared()
    shared.strut_layouts = {}  # heights of lines may follow from the page itself (rem, vw)
    with _exchanged(shared):
        yield shared
    if not shared.is_spoilt:
        _sets[fonts] = shared
        while len(_sets) > _MOST_SETS_OF_FONTS:
            del _sets[next(iter(_sets))]


def forget() -> None:
    """Forget everything, as if the process had just begun."""
    _sets.clear()
    globals()["_sheets"] = Memory(_MOST_SHEETS)


@contextmanager
def _exchanged(shared: Shared) -> Iterator[None]:
    """Have WeasyPrint ask what is remembered first."""
    exchanges: list[tuple[Any, str, Any]] = [
        (weasyprint.css, "CSS", _reading(shared)),
        (weasyprint.draw.text, "draw_first_line", _drawing(shared)),
        *((module, "split_first_line", _breaking(shared)) for module in _BREAKING),
        (weasyprint.layout.inline, "create_layout", _spacing(shared)),
    ]
    before = [getattr(module, name) for module, name, _ in exchanges]
    for module, name, function in exchanges:
        setattr(module, name, function)
    try:
        yield
    finally:
        for (module, name, _), function in zip(exchanges, before, strict=True):
            setattr(module, name, function)


# Style sheets


class _Watch(logging.Handler):
    """Counts what WeasyPrint complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints = 0

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 (that there is one is enough)
        self.complaints += 1


class _Sheet:
    """A style sheet that was read without a complaint: its rules, and what it added to those of the page."""

    def __init__(self, css: CSS, page_rules: list[Any], layers: list[str], counters: dict[str, Any]) -> None:
        self.matcher, self.base_url = css.matcher, css.base_url
        self.page_rules, self.layers, self.counters = page_rules, layers, counters

    def again(self, page_rules: list[Any], layers: list[str], counter_style: dict[str, Any]) -> CSS:
        """The same style sheet in another page."""
        css = CSS.__new__(CSS)
        css.matcher, css.base_url, css.page_rules, css.layers = self.matcher, self.base_url, page_rules, layers
        page_rules += self.page_rules
        layers[:] = self.layers
        counter_style.update(self.counters)
        return css


def _reading(shared: Shared) -> Callable[..., CSS]:
    """A style sheet of a page, read or remembered."""

    def read(**given: Any) -> CSS:
        if "string" not in given:
            return CSS(**given)
        page_rules, layers, counter_style = given["page_rules"], given["layers"], given["counter_style"]
        # A counter may stand on another, and a layer after another, of a sheet before this one.
        key = (given["string"], given["base_url"], given["media_type"], tuple(layers), frozenset(counter_style))
        if known := _sheets.get(key):
            return known.again(page_rules, layers, counter_style)
        rules, counters, profiles = len(page_rules), dict(counter_style), dict(given["color_profiles"])
        logger, watch = logging.getLogger("weasyprint"), _Watch()
        logger.addHandler(watch)
        try:
            css = CSS(**given)
        finally:
            logger.removeHandler(watch)
        if not watch.complaints and not shared.is_spoilt and given["color_profiles"] == profiles:
            new = {name: counter for name, counter in counter_style.items() if counters.get(name) is not counter}
            _sheets.keep(key, _Sheet(css, page_rules[rules:], list(layers), new))
        return css

    return read


# Lines


class _Remembered(Layout):  # type: ignore[misc]
    """A line that was set in type, without the type: Pango sets it again only where it is asked for."""

    @classmethod
    def of(cls, layout: Layout) -> "_Remembered":
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


def _of_the_text(style: Style) -> Hashable:
    """Everything of a style that a text is set by."""
    family, decoration = style["font_family"], style["text_decoration_line"]  # a list in drawings; a word, or a set
    return _OF_THE_TEXT(style), tuple(family), decoration if decoration == "none" else frozenset(decoration)


def _breaking(shared: Shared) -> Callable[..., Line]:
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
        key = (text, _of_the_text(style), of_the_line, max_width, justification_spacing, is_line_start, minimum)
        found = shared.lines.get(key)
        if found is None:
            layout, *rest = plain(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            found = (_Remembered.of(layout), *rest)
            shared.lines.keep(key, found)
        return (_Remembered.of(found[0]), *found[1:])

    return split_first_line


def _spacing(shared: Shared) -> Callable[..., Layout]:
    """A line as it is spread over the width: only its text counts until it is drawn."""
    plain = weasyprint.text.line_break.create_layout

    def create_layout(
        text: str, style: Style, context: Any, max_width: float | None, justification_spacing: float
    ) -> Layout:
        if "\t" in text or style.font_config is not shared:
            return plain(text, style, context, max_width, justification_spacing)
        key = (text, _of_the_text(style), max_width, justification_spacing)
        found = shared.lines.get(key)
        if found is None:
            layout = plain(text, style, context, max_width, justification_spacing)
            layout.deactivate()
            found = (_Remembered.of(layout),)
            shared.lines.keep(key, found)
        return _Remembered.of(found[0])

    return create_layout


# Drawing


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

    def __init__(self, stream: Stream, shared: Shared) -> None:
        self._stream, self._shared = stream, shared
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.fonts: dict[Hashable, _Watched] = {}
        self.steps: list[tuple[Any, ...]] = []

    def add_font(self, pango_font: PangoFont) -> tuple[_Watched, float]:
        font, size = self._stream.add_font(pango_font)
        key = next(key for key, one in self._stream._fonts.items() if one is font)  # noqa: SLF001
        if (key, size) not in self._shared.fonts:
            self._shared.fonts[key, size] = _held(pango_font, self._shared)
        if key not in self.fonts:
            self.fonts[key] = _Watched((key, size), font)
        return self.fonts[key], size

    def finished(self) -> "_Run | None":
        """Leave in the fonts what was seen of them, and give the run to be kept, if it can be."""
        for watched in self.fonts.values():
            for glyph, text in watched.to_unicode.items():
                watched.font.to_unicode.setdefault(glyph, text)
        return _Run(self) if all(watched.is_plain for watched in self.fonts.values()) else None

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


class _Run:
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

    def draw(self, stream: Stream, shared: Shared) -> None:
        """Draw it again, after its place was set."""
        for (key, size), widths, letters in self.fonts:
            font = stream._fonts.get(key) or stream.add_font(shared.fonts[key, size])[0]  # noqa: SLF001
            for glyph, width in widths:
                font.widths.setdefault(glyph, width)
            for glyph, text in letters:
                font.to_unicode.setdefault(glyph, text)
        for name, *values in self.steps:
            getattr(stream, name)(*values)


def _held(pango_font: PangoFont, shared: Shared) -> PangoFont:
    """A font, held for as long as this reference to it: it must not go before those who know it by its address."""
    fonts = shared.font_map
    gobject.g_object_ref(pango_font)

    def release(font: PangoFont, _map: Any = fonts) -> None:
        gobject.g_object_unref(font)

    return ffi.gc(pango_font, release)


def _drawing(shared: Shared) -> Callable[..., list[Any]]:
    """A line of text, drawn as Pango sets it or as it was drawn before."""
    plain = weasyprint.draw.text.draw_first_line

    def draw_first_line(
        stream: Stream, textbox: Box, text_overflow: str, block_ellipsis: Any, matrix: Any
    ) -> list[Any]:
        layout, style = textbox.pango_layout, textbox.style
        if (
            not isinstance(layout, _Remembered)
            or text_overflow == "ellipsis"
            or block_ellipsis != "none"
            or "\t" in layout.text
            or not textbox.text.strip()
            or style["font_size"] < _SMALLEST
            or style.font_config is not shared
        ):
            return plain(stream, textbox, text_overflow, block_ellipsis, matrix)  # type: ignore[no-any-return]
        key = (layout.text, _of_the_text(style), layout.justification_spacing)
        known = shared.runs.get(key)
        if known is not None and known.fits(stream):
            stream.set_text_matrix(*matrix.values)
            known.draw(stream, shared)
            return []
        recorder = _Recorder(stream, shared)
        emojis = plain(recorder, textbox, text_overflow, block_ellipsis, matrix)
        if run := recorder.finished():
            shared.runs.keep(key, run)
        return emojis  # type: ignore[no-any-return]

    return draw_first_line
