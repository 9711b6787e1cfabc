"""The style sheet of a layout: the tokens and rules of all that it extends, its own last, pictures inside."""

import ast
import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from pathlib import Path

import tinycss2

from briefing.laying_out.picture_file import kind_of
from briefing.laying_out.restraint import excesses
from briefing.model.layout import Layout, is_inside, is_shipped
from briefing.model.problem import FaultyInputError, Place, Problem

PAPER = "--paper"
"""The token that the house style or the command states, whatever a layout says."""
_LARGEST = 1_000_000  # bytes of a style sheet
_MOST_TOLD = 20
_LESS = "Write it simpler: the guide for designers says what a style sheet may ask for."
_HINT = "A layout uses files of its own folder only: put the picture there."
_POSITION = re.compile(r" at (\d+):(\d+)")
_SELECTOR = re.compile(r"selector ('.*'|\".*\"), ")
_UNKNOWN = "The guide for designers lists what the press does not know; browsers may know it."
_STRINGS_ARE_ADDRESSES = {"url", "image-set", "-webkit-image-set", "src"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet, and the files that it is made of: each with the number of lines that it takes (None: ours)."""

    text: str
    parts: tuple[tuple[Path | None, int], ...]

    def origin(self, line: int) -> tuple[Path, int] | None:
        """The file that a line of the sheet (counted from 1) comes from, and its line there."""
        starts = accumulate((lines for _, lines in self.parts), initial=0)
        for start, (file, lines) in zip(starts, self.parts, strict=False):
            if file is not None and start < line <= start + lines:
                return file, line - start
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build asks of a style sheet: paper, faces that the text needs, a style of print, digits, a direction.

    `digits` is the counter style of CSS that writes the page numbers; `tokens` stand for the layout's own.
    """

    paper: str
    fallback_faces: tuple[str, ...] = ()
    print_style: str = ""
    digits: str = "decimal"
    rtl: bool = False
    tokens: tuple[tuple[str, str], ...] = ()

    def rule(self) -> str:
        """What is asked, as tokens."""
        tokens = {PAPER: self.paper, **{f"--{name}": value for name, value in self.tokens}}
        if self.fallback_faces:
            tokens["--fallback-faces"] = ", ".join(f'"{face}"' for face in self.fallback_faces)
        if self.digits != "decimal":
            tokens["--digits"] = self.digits
        return f":root {{{''.join(f' {name}: {value};' for name, value in tokens.items())} }}\n"


def style_sheet(layout: Layout, asked: Asked) -> str:
    """The CSS of a layout as one sheet that needs nothing else. Raises FaultyInputError with all that is wrong."""
    return sheet_of(layout, asked).text


def sheet_of(layout: Layout, asked: Asked) -> Sheet:
    """The sheet of a layout, and what it is made of.

    Order: tokens, what the build asks for, rules, those of pages written from right to left, the rules of the print
    (those of `prints/NAME.css`), rules for screens.
    Problems: E503 a file that cannot be used, or names what it may not; E507 a picture that cannot be used.
    """
    problems: list[Problem] = []
    pieces: list[tuple[Path | None, str]] = [
        *_pieces(layout, "tokens.css", problems),
        (None, asked.rule()),
        *_pieces(layout, "brief.css", problems),
        *(_pieces(layout, "rtl.css", problems) if asked.rtl else ()),
        *(_pieces(layout, f"prints/{asked.print_style}.css", problems) if asked.print_style else ()),
        (None, "@media screen {\n"),
        *_pieces(layout, "screen.css", problems),
        (None, "}\n"),
    ]
    if problems:
        raise FaultyInputError(problems)
    text = "".join(css for _, css in pieces)
    return Sheet(text, tuple((file, css.count("\n")) for file, css in pieces))


def tokens_of(layout: Layout) -> dict[str, str]:
    """The design tokens of a layout, by name, with their values in force; in the order in which they are stated."""
    tokens: dict[str, str] = {}
    for folder in reversed(layout.folders):
        file = folder / "tokens.css"
        rules = tinycss2.parse_stylesheet(file.read_text("utf-8")) if file.is_file() else []
        for rule in rules:
            for stated in tinycss2.parse_blocks_contents(getattr(rule, "content", None) or []):
                if stated.type == "declaration" and stated.name.startswith("--"):
                    tokens[stated.name] = tinycss2.serialize(stated.value).strip()
    return tokens


def of_the_designer(problems: Iterable[Problem], sheet: Sheet, html: str) -> Iterator[Problem]:
    """The press's problems, with those that a layout's own style sheet causes named by file and line (W501)."""
    before = html.partition(sheet.text)[0].rpartition("<style")[2].count("\n")
    for problem in problems:
        found = _blamed(problem.message, sheet, before) if problem.code == "W302" else None
        if found is None or is_shipped(found.file):
            yield problem
            continue
        mistake = _POSITION.sub("", problem.message.partition(": ")[2], count=1)
        message = f"this is left out of the page: {mistake[:1].lower()}{mistake[1:]}"
        yield replace(problem, code="W501", message=message, hint=_UNKNOWN, place=found)


def _blamed(message: str, sheet: Sheet, before: int) -> Place | None:
    """The place that the press speaks of, by its line in the page or by the selector that it names."""
    if where := _POSITION.search(message):
        found = sheet.origin(int(where[1]) - before)
        return _place(found[0], found[1], int(where[2])) if found else None
    if named := _SELECTOR.search(message):
        wanted = str(ast.literal_eval(named[1])).strip()
        for file in dict.fromkeys(file for file, _ in sheet.parts if file is not None and not is_shipped(file)):
            start = file.read_text("utf-8", "replace").replace("\r\n", "\n").partition(wanted)
            if start[1]:
                return _place(file, start[0].count("\n") + 1, len(start[0].rpartition("\n")[2]) + 1)
    return None


def _place(file: Path, line: int, column: int) -> Place:
    lines = file.read_text("utf-8", "replace").split("\n")
    return Place(file, line, column, lines[line - 1].rstrip("\r") if line <= len(lines) else "")


def _pieces(layout: Layout, name: str, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    for folder in reversed(layout.folders):
        file = folder / name
        if file.is_file() or file.is_symlink():
            css = _self_contained(file, problems)
            # Each file ends its last line: what follows begins on a line of its own.
            yield file, css if css.endswith("\n") or not css else css + "\n"


def _self_contained(file: Path, problems: list[Problem]) -> str:
    """A style sheet with the pictures of its folder inside it, as data: addresses."""
    css = _read(file, problems)
    if not is_shipped(file):
        rules = tinycss2.parse_stylesheet(css)
        sheet = _File(file, css.splitlines())
        heavy = [
            Problem("E505", f"the style sheet asks for too much: {what}", _LESS, sheet.place(node))
            for node, what in islice(excesses(rules), _MOST_TOLD)
        ]
        if heavy:
            problems += heavy
            return ""
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword == "import":
                problems.append(_import(sheet.place(rule)))
                continue
            # White space and comments between the rules have neither.
            for part in (getattr(rule, "prelude", None), getattr(rule, "content", None)):
                _inline(part or [], sheet, problems)
        whole = str(tinycss2.serialize(rules))
        problems += _unclosed(css, whole, rules, file)
        css = whole
    return css.replace("</", "<\\/")


def _read(file: Path, problems: list[Problem]) -> str:
    if not is_inside(file, file.parent):
        hint = "A layout uses files of its own folder only: copy the style sheet there."
        problems.append(Problem("E503", "the style sheet is a link out of the layout's folder", hint, Place(file)))
        return ""
    raw = file.read_bytes()
    if len(raw) > _LARGEST:
        message = f"the style sheet is larger than {_LARGEST:,} bytes"
        problems.append(Problem("E503", message, "Put pictures and fonts into files of their own.", Place(file)))
        return ""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = Place(file, raw.count(b"\n", 0, error.start) + 1)
        problems.append(Problem("E503", "the style sheet is not UTF-8 text", "Save the file as UTF-8.", place))
        return ""


def _unclosed(css: str, whole: str, rules: list[tinycss2.ast.Node], file: Path) -> Iterator[Problem]:
    """What is begun and not ended: written out again, the sheet has more ends than it had."""
    for end, what in (("}", "a { is not closed by a }"), ("*/", "a comment is not closed by */")):
        if whole.count(end) > css.count(end):
            line = max((rule.source_line for rule in rules if rule.type != "whitespace"), default=1)
            message = f"in the style sheet {what}"
            lines = css.splitlines()
            hint = "From this line on; what follows it would be lost."
            yield Problem("E503", message, hint, Place(file, line, 1, lines[line - 1]))


@dataclass(frozen=True, slots=True)
class _File:
    """A style sheet that is being read."""

    path: Path
    lines: list[str]

    def place(self, token: tinycss2.ast.Node) -> Place:
        excerpt = self.lines[token.source_line - 1] if token.source_line <= len(self.lines) else ""
        return Place(self.path, token.source_line, token.source_column, excerpt)


def _inline(tokens: list[tinycss2.ast.Node], file: _File, problems: list[Problem], *, named: bool = False) -> None:
    """Put pictures and fonts in the place of their addresses; `named`: strings here are addresses, too."""
    for token in tokens:
        if token.type == "at-keyword" and token.lower_value == "import":
            problems.append(_import(file.place(token)))
        elif token.type == "url" or (token.type == "string" and named):
            token.value = _data_address(token.value, file.place(token), problems)
            token.representation = f'url("{token.value}")' if token.type == "url" else f'"{token.value}"'
        is_function = token.type == "function"
        inside = (token.arguments if is_function else getattr(token, "content", None)) or []
        _inline(inside, file, problems, named=named or (is_function and token.lower_name in _STRINGS_ARE_ADDRESSES))


def _import(place: Place) -> Problem:
    return Problem("E503", "a style sheet imports nothing", "Write the rules into brief.css itself.", place)


def _data_address(address: str, place: Place, problems: list[Problem]) -> str:
    if address.startswith(("data:", "#")):
        return address
    folder = place.file.parent
    try:
        picture = folder / address
        is_there = is_inside(picture, folder) and picture.is_file()
    except (OSError, RuntimeError, ValueError):  # too long for a name, a link to itself, a NUL
        is_there = False
    if not is_there:
        message = f"the style sheet names “{address[:80]}”, which is not in the layout's folder"
        problems.append(Problem("E503", message, _HINT, place))
        return ""
    kind = kind_of(picture)
    if not kind.mime:
        message = f"“{address}” cannot be used: {kind.fault}"
        problems.append(Problem("E507", message, kind.hint, place))
        return ""
    return f"data:{kind.mime};base64,{base64.b64encode(picture.read_bytes()).decode('ascii')}"
