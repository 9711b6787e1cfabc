"""The style sheet of a layout: the tokens and rules of all that it extends, its own last, pictures inside."""

import base64
import mimetypes
from dataclasses import dataclass
from pathlib import Path

import tinycss2

from briefing.layout import Layout
from briefing.problem import FaultyInputError, Place, Problem


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build asks of a style sheet: paper, faces that the text needs, a style of print, digits, a direction.

    `digits` is the counter style of CSS that writes the page numbers.
    """

    paper: str
    fallback_faces: tuple[str, ...] = ()
    print_style: str = ""
    digits: str = "decimal"
    rtl: bool = False


def style_sheet(layout: Layout, asked: Asked) -> str:
    """The CSS of a layout as one sheet that needs nothing else.

    Order: tokens, what the build asks for, rules, those of pages written from right to left, the rules of the print
    (those of `prints/NAME.css`), rules for screens.
    """
    faces = ", ".join(f'"{face}"' for face in asked.fallback_faces)
    root = f":root {{ --paper: {asked.paper};" + (f" --fallback-faces: {faces};" if faces else "")
    root += (f" --digits: {asked.digits};" if asked.digits != "decimal" else "") + " }\n"
    mirrored = _sheets(layout, "rtl.css") if asked.rtl else ""
    screen = "@media screen {\n" + _sheets(layout, "screen.css") + "}\n"
    of_print = _sheets(layout, f"prints/{asked.print_style}.css") if asked.print_style else ""
    return _sheets(layout, "tokens.css") + root + _sheets(layout, "brief.css") + mirrored + of_print + screen


def _sheets(layout: Layout, name: str) -> str:
    files = ((folder / name, folder) for folder in reversed(layout.folders))
    return "".join(_self_contained(file, folder) for file, folder in files if file.is_file())


def _is_inside(file: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, links followed."""
    return file.resolve().is_relative_to(folder.resolve())


def _self_contained(file: Path, folder: Path) -> str:
    """A style sheet of a layout with the pictures of its folder inside it, as data: addresses."""
    if not _is_inside(file, folder):
        hint = "A layout uses files of its own folder only: copy the style sheet there."
        raise FaultyInputError(
            [Problem("E503", "the style sheet is a link out of the layout's folder", hint, Place(file))]
        )
    try:
        css = file.read_text("utf-8")
    except UnicodeDecodeError:
        hint = "Save the file as UTF-8."
        raise FaultyInputError([Problem("E503", "the style sheet is not UTF-8 text", hint, Place(file))]) from None
    if "url(" not in css.casefold():
        return css.replace("</", "<\\/")
    rules = tinycss2.parse_stylesheet(css)
    for rule in rules:
        # White space and comments between the rules have neither.
        for part in (getattr(rule, "prelude", None), getattr(rule, "content", None)):
            _inline(part or [], file)
    return str(tinycss2.serialize(rules)).replace("</", "<\\/")


def _inline(tokens: list[tinycss2.ast.Node], file: Path) -> None:
    for token in tokens:
        if token.type == "url":
            token.value = _data_address(token.value, file, token.source_line)
            token.representation = f'url("{token.value}")'
        elif token.type == "function" and token.lower_name == "url":
            for argument in token.arguments:
                if argument.type == "string":
                    argument.value = _data_address(argument.value, file, token.source_line)
                    argument.representation = f'"{argument.value}"'
        for inside in ("content", "arguments"):
            _inline(getattr(token, inside, None) or [], file)


def _data_address(address: str, file: Path, line: int) -> str:
    if address.startswith(("data:", "#")):
        return address
    folder = file.parent.resolve()
    picture = folder / address
    if not _is_inside(picture, folder) or not picture.is_file():
        message = f"the style sheet names “{address}”, which is not in the layout's folder"
        hint = "A layout uses files of its own folder only: put the picture there."
        raise FaultyInputError([Problem("E503", message, hint, Place(file, line))])
    kind = mimetypes.guess_type(picture.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(picture.read_bytes()).decode('ascii')}"
