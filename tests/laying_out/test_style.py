"""The style sheet of a layout: whole in itself, the layout's own rules last, nothing from outside its folder."""

import base64
import re

import pytest

from briefing.laying_out.style import Asked, of_the_designer, sheet_of, style_sheet
from briefing.loading.load import load_layouts
from briefing.model.layout import Layout
from briefing.model.problem import FaultyInputError, Place, Problem
from tests.workbench import DeskCopy

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def layout(desk: DeskCopy, css: str | bytes) -> Layout:
    desk.write("title: Mine\nextends: one-page\n", "layouts/mine/layout.yaml")
    desk.write(css, "layouts/mine/brief.css")
    desk.write(PIXEL, "layouts/mine/pictures/dot.png")
    return load_layouts(desk.folder / "layouts")["mine"]


def test_rules_come_from_the_general_to_the_particular(desk: DeskCopy) -> None:
    css = style_sheet(layout(desk, ".mine {}\n"), Asked("A4"))
    assert css.index("--paper: A4") < css.index(".masthead {") < css.index(".sheet-foot") < css.index(".mine {}")
    assert css.index(".mine {}") < css.index("@media screen")


def test_faces_that_a_text_needs_are_asked_for(desk: DeskCopy) -> None:
    assert '--fallback-faces: "Noto Sans", "X";' in style_sheet(layout(desk, "p {}"), Asked("A4", ("Noto Sans", "X")))
    assert "--fallback-faces: " not in style_sheet(layout(desk, "p {}"), Asked("A4")).partition(".masthead")[0]


@pytest.mark.parametrize(
    "css",
    [
        "p { background: url(pictures/dot.png) }",
        '/* a comment */\n\n@page { @top-left { background: url("pictures/dot.png") } }\n\np { color: red }\n',
        "p { background: URL('pictures/dot.png') }",
        '@media print { p { background: image-set(url("pictures/dot.png") 1x) } }',
    ],
)
def test_pictures_of_its_folder_go_into_the_sheet(desk: DeskCopy, css: str) -> None:
    sheet = style_sheet(layout(desk, css), Asked("A4"))
    assert "data:image/png;base64," + base64.b64encode(PIXEL).decode() in sheet
    assert "dot.png" not in sheet


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "../../../sources/house.yaml",
        "none.png",
        "link.png",
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "\n\np {{ background: url({}) }}",
        "\n\np {{ background: u\\72l('{}') }}",
        "\n\np {{ background: image-set('{}' 1x) }}",
        "\n\n@font-face {{ font-family: X; src: url('{}') }}",
        "\n\n@media print {{ p {{ list-style: src('{}') }} }}",
        "\n\n:root {{ --crest: url({}) }}",
    ],
)
def test_nothing_else_does(desk: DeskCopy, form: str, address: str) -> None:
    mine = layout(desk, form.format(address))
    (desk.folder / "layouts/mine/link.png").symlink_to("/etc/passwd")
    with pytest.raises(FaultyInputError, match="not in the layout's folder") as error:
        style_sheet(mine, Asked("A4"))
    (problem,) = error.value.problems
    assert problem.place is not None
    assert (problem.place.file.name, problem.place.line) == ("brief.css", 3)


def test_a_sheet_that_is_a_link_to_elsewhere_is_refused(desk: DeskCopy) -> None:
    mine = layout(desk, "p {}")
    file = desk.folder / "layouts/mine/brief.css"
    file.unlink()
    file.symlink_to("/etc/passwd")
    with pytest.raises(FaultyInputError, match="link out of the layout's folder"):
        style_sheet(mine, Asked("A4"))


def test_a_sheet_that_is_not_utf8_is_refused(desk: DeskCopy) -> None:
    with pytest.raises(FaultyInputError, match="not UTF-8"):
        style_sheet(layout(desk, b"p { content: '\xe9' }"), Asked("A4"))


def test_a_sheet_cannot_end_the_style_element(desk: DeskCopy) -> None:
    for css in ("p::after { content: '</style><script>' }", "/* </STYLE> */ p { background: url(#x) }"):
        assert "</" not in style_sheet(layout(desk, css), Asked("A4"))


def test_shipped_layouts_show_no_text_away(desk: DeskCopy) -> None:
    for name, shipped in load_layouts(None).items():
        sheet = style_sheet(shipped, Asked("A4")).partition("@media screen")[0]
        hiding = re.search(r"visibility: hidden|opacity|font-size: 0(?![.\d])|text-indent: -|clip", sheet)
        assert hiding is None, (name, hiding)


@pytest.mark.parametrize(
    "rule", ["@import 'x.css';", "@im\\70ort url(pictures/dot.png);", "@import url(http://127.0.0.1);"]
)
def test_a_sheet_imports_nothing(desk: DeskCopy, rule: str) -> None:
    with pytest.raises(FaultyInputError, match="imports nothing"):
        style_sheet(layout(desk, rule), Asked("A4"))


@pytest.mark.parametrize(
    ("css", "said"), [("p { color: red", "not closed by a }"), ("p {}\n/* to do", "not closed by \\*/")]
)
def test_what_is_begun_is_closed(desk: DeskCopy, css: str, said: str) -> None:
    with pytest.raises(FaultyInputError, match=said):
        style_sheet(layout(desk, css), Asked("A4"))


def test_every_mistake_of_a_sheet_is_told_at_once(desk: DeskCopy) -> None:
    mine = layout(desk, "p { background: url(a.png) }\np { background: url(b.png) }\n@import 'c';\nq {")
    with pytest.raises(FaultyInputError) as error:
        style_sheet(mine, Asked("A4"))
    assert [problem.place.line for problem in error.value.problems if problem.place] == [1, 2, 3, 4]
    assert all(problem.place and problem.place.excerpt for problem in error.value.problems)


def test_a_warning_of_the_press_names_the_designer_s_own_line(desk: DeskCopy) -> None:
    sheet = sheet_of(layout(desk, "p {}\n\np { colour: red }\na:::b { color: red }\n"), Asked("A4"))
    html = f"<style>\n{sheet.text}</style>"
    number = sheet.text[: sheet.text.index("colour")].count("\n") + 2
    said = [
        Problem("W302", f"It is at fault: Ignored `colour: red` at {number}:5, unknown property."),
        Problem("W302", "It is at fault: Invalid or unsupported selector 'a:::b ', x."),
        Problem("W302", "It is at fault: Ignored `x: y` at 3:5, unknown property."),
        Problem("E304", "A picture at 3:5 is mute."),
    ]
    first, second, *others = of_the_designer(said, sheet, html)
    assert others == said[2:], "those of the shipped sheets, and all else, stay as they are"
    assert first.place == Place(desk.folder / "layouts/mine/brief.css", 3, 5, "p { colour: red }")
    assert second.place == Place(desk.folder / "layouts/mine/brief.css", 4, 1, "a:::b { color: red }")
    assert {first.code, second.code} == {"W501"}
