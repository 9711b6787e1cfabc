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
from markupsafe import Markup, escape

from briefing import __version__
from briefing.box import Box
from briefing.direction import Direction, direction_of, disturbs, runs, turned
from briefing.ids import with_own_ids
from briefing.layout import Layout
from briefing.pictures import timeline
from briefing.problem import FaultyInputError, Place, Problem
from briefing.style import Asked, style_sheet
from briefing.summary import StakeKind
from briefing.variant import Annex, Entry, StakeEntry, Variant
from briefing.words import Language

_T = TypeVar("_T")
# What a template can run into. RecursionError: it includes itself; OSError: a name that no file can have.
_MISTAKES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
_LETTERING = "Source Sans 3"  # of drawings, which do not see the style sheet
_KINDS: tuple[StakeKind | None, ...] = ("gain", "risk", "constraint", None)


@dataclass(frozen=True, slots=True)
class Page:
    """How a variant is laid out: the paper, and the faces that its characters need beyond the layout's own.

    `faces` are the fonts themselves, as CSS: given, the page becomes the twin that a browser shows and prints.
    `style` names what makes the difference of a print: a style sheet, and what it needs on the page, in `prints/`;
    `notes` says where citations stand (`margin`, `below`), for a print that differs from its layout in that.
    """

    paper: str
    fallback_faces: tuple[str, ...] = ()
    faces: str = ""
    style: str = ""
    template: str = "brief.html"
    notes: str | None = None


def lay_out(variant: Variant, layout: Layout, page: Page) -> str:
    """The HTML of a variant. Raises FaultyInputError for a mistake in a template, with its file and line."""
    return _rendered(variant, layout, page, page.template, **_of_variant(variant))


def lay_out_box(box: Box, layout: Layout, page: Page) -> str:
    """The HTML of a box: each variant as its layout makes it, bound in one page whose ids are unique."""
    bound = [_bound(box, variant, f"t{tab}-", layout, page) for tab, variant in enumerate(box.variants, start=1)]
    return _rendered(box, layout, page, "box.html", bound=bound)


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


def _rendered(variant: Variant | Box, layout: Layout, page: Page, template: str, **more: Any) -> str:
    language = Language(variant.language)
    rtl = language.direction == "rtl"
    asked = Asked(page.paper, page.fallback_faces, page.style, language.counter_style, rtl=rtl)
    style = style_sheet(layout, asked) + page.faces
    # A template is given values that it can print, and nothing through which it could reach a file.
    seen = {
        **more,
        "variant": variant,
        "language": language,
        "layout": {"name": layout.name, "notes": page.notes or layout.notes, "stakes_columns": layout.stakes_columns},
        "timeline": timeline,
        "lettering": ", ".join((_LETTERING, *reversed(page.fallback_faces))),  # of two faces the sans comes last
        "generator": f"briefing {__version__}",
        "style": Markup(style),  # noqa: S704 (a designer's style sheet; no text of a brief is in it)
        "twin": bool(page.faces),
        "print": page.style,
    }
    try:
        return _environment(layout, language).get_template(template).render(seen)
    except _MISTAKES as error:
        raise FaultyInputError([_template_problem(error, layout)]) from error


def _environment(layout: Layout, language: Language) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(_finder(layout)),
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
        quoted=lambda text: Markup(language.quoted(str(escape(_isolated(text, language.direction))))),  # noqa: S704
        listed=lambda parts: _listed(parts, language),
        direction_of_article=lambda annex: _direction_of_article(annex, language.direction),
        grade_of_information=lambda grade: language.label(_INFORMATION_GRADES[grade[1]]),
    )
    environment.filters["bdi"] = lambda text, direction=language.direction: _isolated(text, direction)
    environment.filters.update(css_string=_css_string, grouped=_grouped, in_even_groups=_even_groups, kinds=_kinds)
    return environment


def _finder(layout: Layout) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    """Find a template in the layout, then in those it extends; "base/x.html" is that of the layout `base`.

    A file has to lie in its layout's folder, links followed.
    """

    def find(template: str) -> tuple[str, str, Callable[[], bool]] | None:
        named = [folder for folder in layout.folders if template.startswith(f"{folder.name}/")]
        for folder in named or layout.folders:
            path = (folder / template.removeprefix(f"{folder.name}/")).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path.read_text("utf-8"), str(path), lambda: True
        return None

    return find


def _anchors(variant: Variant) -> dict[tuple[str, int], str]:
    """The generated id of each paragraph that stands in an annex."""
    return {
        (annex.source.key, set_.block.number): f"a{index}-{set_.block.number}"
        for index, annex in enumerate(variant.annexes, start=1)
        for set_ in annex.blocks
        if set_.block.number is not None
    }


def _isolated(text: str, direction: Direction) -> str:
    """A text of the brief on a page of this direction: what runs the other way is kept to itself.

    Otherwise the figures and commas that follow a name would go with it (Unicode Standard Annex 9, 2.4).
    """
    if not disturbs(text, direction):
        return text
    own = direction_of(text, direction)
    other = "ltr" if own == "rtl" else "rtl"
    inside = Markup("").join(
        Markup('<bdi dir="{}">{}</bdi>').format(other, piece) if is_other else piece
        for piece, is_other in runs(text, own)
    )
    return inside if own == direction and not turned(text) else Markup('<bdi dir="{}">{}</bdi>').format(own, inside)


def _listed(parts: Iterable[str], language: Language) -> str:
    """Texts as a sentence lists them, each kept to itself."""
    isolated = [str(escape(_isolated(part, language.direction))) for part in parts]
    return Markup(language.listed(isolated))  # noqa: S704 (what the language adds are commas and words of its own)


def _direction_of_article(annex: Annex, otherwise: Direction) -> Direction:
    return direction_of("".join(set_.block.text for set_ in annex.blocks), otherwise)


def _css_string(text: str) -> Markup:
    """A text as a string of CSS (CSS Syntax Level 3, 4.3.7): all but letters, figures and spaces as code points."""
    plain = "".join(char if char.isalnum() or char == " " else f"\\{ord(char):06x}" for char in text)
    return Markup(f'"{plain}"')  # noqa: S704 (nothing is left in it that could end a string or a style sheet)


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


def _template_problem(error: Exception, layout: Layout) -> Problem:
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
    what = f"there is no template “{error}”" if isinstance(error, jinja2.TemplateNotFound) else str(error)
    message = f"the layout “{layout.name}” cannot be used: {what or type(error).__name__}"
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
