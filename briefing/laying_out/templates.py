"""The templates of a layout: where they are found, what they see, and the problems of their designer.

A template is found in the layout's own folder, then in those that it extends; `base/x.html` is that of `base`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes

from briefing.language.isolation import direction_of_article, isolated, listed, quoted
from briefing.language.words import Language
from briefing.laying_out.bounded import TooMuchError
from briefing.laying_out.filters import FILTERS, grade_of_information, grade_of_source
from briefing.laying_out.sandbox import Sandbox
from briefing.model.change import OF_CHANGES
from briefing.model.designation import Designation
from briefing.model.edition import Number
from briefing.model.layout import Layout, is_inside, is_shipped
from briefing.model.marking import Scheme
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.model.variant import Variant

PAGE = "brief.html"
"""The template that makes the page."""


def _shown_of(thing: type) -> frozenset[str]:
    """What is public of a thing, without what it says for machines."""
    return frozenset(name for name in dir(thing) if not name.startswith("_")) - {"as_object"}


SHOWN: Mapping[type, frozenset[str]] = {
    # A scheme of the desk's own may have levels whose very names are not for every reader.
    Scheme: frozenset({"align", "lowest", "name", "portions", "size", "title"}),
    Designation: frozenset({"lines", "marking"}),
    Number: frozenset({"major", "minor"}),
    **{thing: _shown_of(thing) for thing in OF_CHANGES},
    Variant: frozenset({*Variant.__dataclass_fields__, "entries", "section", "words"}),
}
"""What templates see of a thing of which they do not see all that is public."""
_LARGEST = 1_000_000  # bytes of a template
# What a template can run into. RecursionError: it includes itself; OSError: a name that no file can have;
# SyntaxError and MemoryError: it is nested more deeply than Python can be.
_MISTAKES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
_HINT = "The guide for designers lists what a template sees."


def render(layout: Layout, language: Language, seen: Mapping[str, Any], given: int, template: str = PAGE) -> str:
    """What a template of a layout makes of what it sees, of which `given` characters are not the designer's.

    Raises FaultyInputError (E502, E505) for a mistake in a template.
    """
    try:
        return _sandbox(layout, language).render(template, seen, given)
    except _MISTAKES as error:
        raise FaultyInputError([_problem(error, layout)]) from error


def names(language: Language) -> dict[str, Any]:
    """What every template sees, whatever the variant: labels, and what the grades mean."""
    return {
        "_": language.label,
        "ngettext": language.labels,
        "quoted": lambda text: quoted(text, language),
        "listed": lambda parts: listed(parts, language),
        "direction_of_article": lambda annex: direction_of_article(annex, language.direction),
        "grade_of_source": lambda grade: language.label(grade_of_source(grade)),
        "grade_of_information": lambda grade: language.label(grade_of_information(grade)),
    }


def _sandbox(layout: Layout, language: Language) -> Sandbox:
    filters = {**FILTERS, "bdi": lambda text, direction=language.direction: isolated(text, direction)}
    return Sandbox(jinja2.FunctionLoader(_finder(layout)), filters, names(language), SHOWN)


def _finder(layout: Layout) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    """Find a template. A file has to lie in its layout's folder, links followed."""

    def find(template: str) -> tuple[str, str, Callable[[], bool]] | None:
        named = [folder for folder in layout.folders if template.startswith(f"{folder.name}/")]
        for folder in named or layout.folders:
            try:
                path = (folder / template.removeprefix(f"{folder.name}/")).resolve()
            except RuntimeError:  # a link that leads to itself
                continue
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return _read(path), str(path), lambda: True
        return None

    return find


def _read(file: Path) -> str:
    """The text of a template. Raises TemplateSyntaxError where it is none."""
    raw = file.read_bytes()
    if len(raw) > _LARGEST:
        raise jinja2.TemplateSyntaxError(f"it is larger than {_LARGEST:,} bytes", 1, None, str(file))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise jinja2.TemplateSyntaxError("it is not UTF-8 text: save it as UTF-8", line, None, str(file)) from None


# The designer's mistakes


def examine(layout: Layout, seen: Iterable[str]) -> Iterator[Problem]:
    """Every mistake in a desk's own templates that shows without running them, given the names that they see.

    E502 and E505, as they are when it is run. The shipped templates are tested, and not looked at here.
    """
    sandbox = _sandbox(layout, Language("en"))
    folders = [folder for folder in layout.folders if not is_shipped(folder)]
    files = [
        file
        for folder in folders
        for file in sorted(folder.rglob("*.html"))
        if file.is_file() and is_inside(file, folder)
    ]
    if not files:
        return
    trees: dict[Path, nodes.Template] = {}
    for file in files:
        try:
            tree = sandbox.parse(_read(file), None, str(file))
            unknown = list(_unknown(tree, sandbox))
            yield from (_problem_at(what, layout, file, line) for line, what in unknown)
            if not unknown:
                sandbox.compile(_read(file), None, str(file))
                trees[file] = tree
        except _MISTAKES as error:
            yield _problem(error, layout, file)
    # A part sees what the page around it has set: a name that is set anywhere may be meant.
    known = {*seen, *sandbox.globals, "loop", "self", "super", "caller", "varargs", "kwargs"}
    known |= {name for tree in (*trees.values(), *_inherited(layout, sandbox)) for name in _set_in(tree)}
    for file, tree in trees.items():
        undefined = meta.find_undeclared_variables(tree) - known
        for name in tree.find_all(nodes.Name):
            if name.ctx == "load" and name.name in undefined:
                yield _problem_at(f"'{name.name}' is undefined", layout, file, name.lineno)
        yield from _missing(tree, layout, sandbox, file)


def _unknown(tree: nodes.Template, sandbox: Sandbox) -> Iterator[tuple[int, str]]:
    """The filters and tests that there are not, each with its line."""
    for filter_ in tree.find_all(nodes.Filter):
        if filter_.name not in sandbox.filters:
            yield filter_.lineno, f"there is no filter '{filter_.name}'"
    for test in tree.find_all(nodes.Test):
        if test.name not in sandbox.tests:
            yield test.lineno, f"there is no test '{test.name}'"


def _inherited(layout: Layout, sandbox: Sandbox) -> Iterator[nodes.Template]:
    for folder in layout.folders:
        if is_shipped(folder):
            yield from (sandbox.parse(file.read_text("utf-8")) for file in sorted(folder.rglob("*.html")))


def _set_in(tree: nodes.Template) -> Iterator[str]:
    yield from (name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    for one in tree.find_all((nodes.Import, nodes.FromImport)):
        if isinstance(one, nodes.Import):
            yield one.target
        elif isinstance(one, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in one.names)


def _missing(tree: nodes.Template, layout: Layout, sandbox: Sandbox, file: Path) -> Iterator[Problem]:
    """Templates that are named and not there."""
    for one in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        named = getattr(one, "template", None)
        wanted = named.value if isinstance(named, nodes.Const) else None
        if isinstance(wanted, str) and not getattr(one, "ignore_missing", False):
            try:
                sandbox.get_template(wanted)
            except jinja2.TemplateNotFound as error:
                yield _problem_at(_said(error), layout, file, one.lineno)
            except _MISTAKES:
                continue  # it is told of itself


def _problem(error: Exception, layout: Layout, file: Path | None = None) -> Problem:
    """Name the file and line of a template's mistake: the last place inside a layout's folder."""
    file, line = file or layout.folders[0] / PAGE, None
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        file, line = Path(error.filename), error.lineno
    frame = error.__traceback__
    while frame is not None:
        name = Path(frame.tb_frame.f_code.co_filename)
        if any(name.is_relative_to(folder.resolve()) for folder in layout.folders):
            file, line = name, frame.tb_lineno
        frame = frame.tb_next
    if isinstance(error, TooMuchError | RecursionError | MemoryError):
        return _problem_at(_said(error), layout, file, line, "E505")
    return _problem_at(_said(error), layout, file, line)


def _said(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template “{error}”"
    if isinstance(error, RecursionError):
        return "a template includes or calls itself without end (recursion)"
    # Of a syntax error only the sentence: file and line are told apart.
    words = error.message if isinstance(error, jinja2.TemplateSyntaxError) else str(error)
    return words or type(error).__name__


def _problem_at(what: str, layout: Layout, file: Path, line: int | None, code: str = "E502") -> Problem:
    excerpt = _line(file, line) if line else ""
    column = next((match.start() + 1 for match in [re.search(r"\{[{%#]", excerpt)] if match), 1) if line else None
    named = re.search(r"['“]([^'“”]+)['”]", what)
    if excerpt and named and named[1] in excerpt:
        column = excerpt.index(named[1]) + 1
    message = f"the layout “{layout.name}” cannot be used: {what}"
    return Problem(code, message, _HINT, Place(file, line, column, excerpt))


def _line(file: Path, number: int) -> str:
    lines = file.read_text("utf-8", "replace").splitlines() if file.is_file() else []
    return lines[number - 1] if number <= len(lines) else ""
