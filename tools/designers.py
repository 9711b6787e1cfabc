"""Write the lists of docs/guide-designers.md from the program; with --check, say whether they are up to date."""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from briefing.language.words import Language
from briefing.laying_out import pictures, qr, sandbox, templates
from briefing.laying_out.bounded import TEXT
from briefing.laying_out.filters import FILTERS
from briefing.laying_out.page import ATTRIBUTES, DRAWING, ELEMENTS
from briefing.laying_out.picture_file import LARGEST, PIXELS
from briefing.model import article, change, designation, edition, marking, variant, yardstick
from briefing.model.layout import SHIPPED, LayoutFile
from briefing.model.summary import SECTIONS

PAGE = Path(__file__).parents[1] / "docs" / "guide-designers.md"
_MADE = re.compile(r"(<!-- made from the program: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_BASE = SHIPPED / "base"
THINGS: tuple[type, ...] = (
    *(variant.Variant, variant.Section, variant.Entry, variant.ActorEntry, variant.StakeEntry, variant.ViewEntry),
    *(variant.QuestionEntry, variant.EventEntry, variant.OptionEntry, variant.ReadingEntry, variant.Words),
    *(variant.Likelihood, variant.Source, variant.Annex, variant.AnnexBlock, variant.Silenced, variant.Wrong),
    edition.Imprint,
    edition.Number,
    *change.OF_CHANGES,
    *(article.Block, article.Citation, marking.Marking, marking.Level, marking.Caveat, marking.Form, marking.Scheme),
    designation.Designation,
    *(yardstick.Yardstick, yardstick.Band, Language, qr.Square, pictures.Timeline, pictures.Mark, pictures.Tick),
)
"""What a template can come to, and what the guide lists."""


def page() -> str:
    """The guide as it should stand in docs/."""
    return _MADE.sub(lambda made: f"{made[1]}\n{LISTS[made[2]]()}\n\n{made[3]}", PAGE.read_text("utf-8"))


def seen_of(thing: type) -> Iterator[tuple[str, bool]]:
    """The names that a template sees of a thing, those that it states first, and whether each is called."""
    shown = templates.SHOWN.get(thing)
    fields = getattr(thing, "__dataclass_fields__", {})
    above = {name for base in thing.__mro__[1:] for name in getattr(base, "__dataclass_fields__", {})}
    if thing is Language:
        yield "tag", False  # made when it is; of the class there is nothing to see
    for name in (*(name for name in fields if name not in above), *(n for n in vars(thing) if n not in fields)):
        if not name.startswith("_") and (shown is None or name in shown):
            yield name, inspect.isfunction(inspect.getattr_static(thing, name, None))


def _keys() -> str:
    rows = (
        f"| `{name}` | {field.description or ''} | {_default(field.default)} |"
        for name, field in LayoutFile.model_fields.items()
    )
    return _table(("key", "what it says", "left out"), rows)


def _default(value: object) -> str:
    if value is None:
        return "as the layout that it extends"
    return "needed" if repr(value) == "PydanticUndefined" else f"`{value}`" if value else ""


def _things() -> str:
    rows = []
    for thing in THINGS:
        names = ", ".join(f"`{name}{'(…)' if called else ''}`" for name, called in seen_of(thing))
        base = next((b.__name__ for b in thing.__mro__[1:] if b in THINGS), "")
        says = " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].partition(" Raises ")[0].split())
        rows.append(f"| {thing.__name__}{f' (also what {base} has)' if base else ''} | {says} | {names} |")
    return _table(("thing", "what it is", "what a template sees of it"), rows)


def _names() -> str:
    rows = (f"| `{name}` | {says} |" for name, says in NAMES.items())
    return _table(("name", "what it is"), rows)


NAMES = {
    "variant": "what this audience reads, and nothing else (Variant, below)",
    "language": "the language of the brief: days, numbers, quotation marks (Language, below)",
    "layout": "`layout.name`, `layout.notes`, `layout.stakes_columns`",
    "timeline": "`timeline(entries, language)`: where the events of a timeline stand (Timeline, below), or none",
    "qr": "`qr(text)`: a text as a QR code (Square, below)",
    "identifier": "the beginning of the file's identifier, for a control block",
    "print": "the print that is made, such as `binder`; empty for the plain one",
    "box": "the box that a brief is bound in (in `bound.html`)",
    "bound": "the pages of the briefs in a box (in `box.html`)",
    "anchors": "`anchors.get((article, paragraph))`: the id of a paragraph that stands in an annex",
    "style": "the whole style sheet, to be put into `<style>`",
    "twin": "whether this is the HTML twin, to be read in a browser",
    "generator": "the program and its version",
    "lettering": "the faces for text in a drawing, which does not see the style sheet",
    "quoted": "`quoted(text)`: words in the quotation marks of the language",
    "listed": "`listed(texts)`: texts as a sentence lists them",
    "direction_of_article": "`direction_of_article(annex)`: `ltr` or `rtl`",
    "_": '`_("Bottom line")`: a label in the language of the brief',
    "ngettext": '`ngettext("one page", "{n} pages", n)`: the form that goes with a number',
    "grade_of_source": "what the letter of a grade says",
    "grade_of_information": "what the figure of a grade says",
}
"""What every template sees; a test holds these names against the program."""


def _filters() -> str:
    own = (f"| `{name}` | {_first(filter_.__doc__)} |" for name, filter_ in FILTERS.items())
    jinja = ", ".join(f"`{name}`" for name in sorted(sandbox.FILTERS))
    return f"{_table(('filter', 'what it does'), own)}\n\nAnd of [Jinja's own]({_JINJA}): {jinja}."


_JINJA = "https://jinja.palletsprojects.com/en/stable/templates/#builtin-filters"


def _blocks() -> str:
    blocks = re.findall(r"\{% block (\w+) %\}", (_BASE / "brief.html").read_text("utf-8"))
    return "Blocks of `base/brief.html`, in their order: " + ", ".join(f"`{name}`" for name in blocks) + "."


def _parts() -> str:
    text = (_BASE / "parts.html").read_text("utf-8")
    found = re.findall(r"(?:\{#-? ?((?:(?!#\}).)*?) ?-?#\}\s*)?\{%-? macro (\w+\([^)]*\)) -?%\}", text)
    rows = (f"| `parts.{macro}` | {' '.join(says.split())} |" for says, macro in found)
    return _table(("part", ""), rows)


def _files() -> str:
    shipped = sorted(path.relative_to(_BASE).as_posix() for path in _BASE.rglob("*.html"))
    return "Templates of `base`: " + ", ".join(f"`{name}`" for name in shipped) + "."


def _tokens() -> str:
    stated = re.findall(r"  (--[\w-]+): ([^;]+);(?: +/\* (.*?) \*/)?", (_BASE / "tokens.css").read_text("utf-8"))
    return _table(("token", "in `base`", ""), (f"| `{name}` | `{value}` | {says} |" for name, value, says in stated))


def _sections() -> str:
    return "Sections: " + ", ".join(f"`{name}`" for name in SECTIONS) + "."


def _allowed() -> str:
    def listed(names: Iterable[str]) -> str:
        return " ".join(f"`{name}`" for name in sorted(names))

    return (
        f"Elements: {listed(ELEMENTS)}.\n\nElements inside `<svg>`: {listed(DRAWING)}.\n\n"
        f"Attributes: {listed(ATTRIBUTES)}, and `aria-…`, `data-…`; those that draw, inside `<svg>`."
    )


def _limits() -> str:
    return (
        f"A page takes at most {sandbox.STEPS:,} steps (rounds, calls, filters) and {sandbox.PAGE:,} characters, "
        f"each part counted whenever it is put into another; a text that a template makes has at most {TEXT:,} "
        f"characters, a list {sandbox.VALUES:,} values. A picture or font has at most {LARGEST:,} bytes, a picture "
        f"{PIXELS:,} pixels."
    )


def _first(doc: str | None) -> str:
    return " ".join((doc or "").partition("\n\n")[0].split())


def _table(heads: tuple[str, ...], rows: Iterable[str]) -> str:
    head = f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}"
    return "\n".join((head, *(re.sub(r" +\|$", " |", row) for row in rows)))


LISTS: dict[str, Callable[[], str]] = {
    "keys": _keys,
    "sections": _sections,
    "files": _files,
    "blocks": _blocks,
    "parts": _parts,
    "names": _names,
    "things": _things,
    "filters": _filters,
    "tokens": _tokens,
    "allowed": _allowed,
    "limits": _limits,
}


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text("utf-8") == page() else f"{PAGE.name} is out of date: make guide")
    PAGE.write_text(page(), "utf-8")
