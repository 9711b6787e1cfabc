"""What the pages of a process share is made once: style sheets, fonts, lines that were broken, runs that were drawn.

The variants of a brief share most of their text, and a page that is drawn again after an edit nearly all. Here, in
`once_lines.py`, `once_runs.py`, `once_written.py` and `redraw.py`, and nowhere else, we reach into WeasyPrint and
pydyf: while a page is pressed, some of their functions are exchanged for ones that remember. The bytes stay what they
were (tests/press/test_once.py). What is remembered is bounded, and belongs to one set of font files: lines and runs of
others are never asked for.

Proven on WeasyPrint 70.0 and pydyf 0.13.0, whose files are compared with what they were then. On any other `fits` says
no, and pages are pressed as if this module was not there. Of cffi, Pango and HarfBuzz nothing is used that WeasyPrint
does not use itself: a font stays alive because a line that is set in it is held.
"""

import logging
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import weasyprint.css
import weasyprint.draw.text
import weasyprint.layout.inline
import weasyprint.layout.preferred
import weasyprint.text.line_break
from weasyprint import CSS, VERSION
from weasyprint.text.fonts import FontConfiguration

from briefing.memory import Memory
from briefing.press import once_written
from briefing.press.exchange import exchanged
from briefing.press.once_lines import Line, breaking, spacing
from briefing.press.once_runs import Run, drawing
from briefing.press.once_written import writing
from briefing.press.redraw import Desk

PangoFont = Any
PangoLayout = Any

_PROVEN = {
    "70.0": {
        "__init__.py": "7cd0f4ae8569eac9e1a9dc5e58a2c7aed8b164c008f27a2f4f99b0cf1fbf185d",
        "css/__init__.py": "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",
        "draw/text.py": "c9a450aa209277e760227e1fed2da492647bd28e5a5ebc4c9d8aaedecc400d77",
        "layout/inline.py": "0e7c1569330f54734ed61b568789c4f279ba103c0385115efa6444f3c43b96b4",
        "layout/preferred.py": "a7973703cd8ac5fada246b35e7fea6e728a364002adc5dbb248ee08f084c0a6e",
        "css/targets.py": "dc7a175f80bbca473564d4462cc60a240c6f4a45456e83165de73dd2c5d574b8",
        "document.py": "f08f91af64563f5fb27596828891fb326262511a56e4ace714e5a960898024c8",
        "formatting_structure/boxes.py": "8ffd28ab74a149f0097208fcba6a80df0c8bb01e8fd4f9ced95d11b7e9807e23",
        "formatting_structure/build.py": "335ad8b541295d6b9c5b71830d5184cd692f730d7b83ba5bac39fdb5aea23c87",
        "layout/__init__.py": "f226ba97ad21e44772b571aa64bfd446ecf3080d236c4861dcab25407a04d66a",
        "layout/page.py": "d99c5aceb36d458619a9cecb466a09df8827b9160fafacab7b4972a0d354dcca",
        "pdf/fonts.py": "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
        "pdf/stream.py": "4faf9169d1970d4688b9cf41f733659ca6b1c4c098707c64f67c47a07309e81e",
        "text/fonts.py": "59d74d0c161349b8416f1d13466e16dd47c1161f0a397ff1e4ca70814eb36091",
        "../pydyf/__init__.py": "0b10add9e640961db4636205686066e2b955fba63cad51e602a69250ef1df0d6",
        "text/line_break.py": "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",
    }
}

_MOST_LINES = 20_000
"""Of a page of A4 some 500 are asked for; with its text one takes about 2 KiB."""
_MOST_RUNS = 10_000
_MOST_SHEETS = 16
_MOST_SETS_OF_FONTS = 4


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
        self.runs: Memory[Run] = Memory(_MOST_RUNS)
        self.fonts: dict[Hashable, tuple[PangoFont, PangoLayout]] = {}
        self.pages = Desk()
        self.is_spoilt = False

    def add_font_face(self, *described: Any) -> None:
        """Take a font that a page brings with it: from then on nothing holds for other pages, nor did it before."""
        self.is_spoilt, self.pages = True, Desk()
        self.lines, self.runs, self.fonts = Memory(_MOST_LINES), Memory(_MOST_RUNS), {}
        super().add_font_face(*described)


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
    with exchanged(_exchanges(shared)):
        yield shared
    if not shared.is_spoilt:
        _sets[fonts] = shared
        while len(_sets) > _MOST_SETS_OF_FONTS:
            del _sets[next(iter(_sets))]


def forget() -> None:
    """Forget everything, as if the process had just begun."""
    _sets.clear()
    _sheets.forget()
    once_written.forget()


def _exchanges(shared: Shared) -> list[tuple[Any, str, Any]]:
    """What asks what is remembered first."""
    return [
        (weasyprint.css, "CSS", _reading(shared)),
        *writing(),
        (weasyprint.draw.text, "draw_first_line", drawing(shared)),
        *((module, "split_first_line", breaking(shared)) for module in _BREAKING),
        (weasyprint.layout.inline, "create_layout", spacing(shared)),
    ]


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
