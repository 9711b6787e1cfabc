"""The proof has teeth: a layout that smuggles withheld text into the file, in whatever way, gets nothing built."""

import base64
import html
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from briefing.build import Made, Order, build_folder, open_workshop
from briefing.problem import Problem
from tests.workbench import ROOT, DeskCopy

SENTENCE = "The yard offered a discount in confidence."
NAME = "Eva Strand"
Way = Callable[[str], str]


def sealed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def drawing(inside: str, label: str = "x") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-label="{label}">{inside}</svg>'


def picture(inside: str, alt: str = "x") -> str:
    return f'<img alt="{alt}" src="data:image/svg+xml;base64,{sealed(drawing(inside))}">'


def set_as(style: str) -> Way:
    return lambda secret: f'<p style="{style}">{secret}</p>'


def styled(rules: str) -> Way:
    return lambda secret: f"<p class=sabotage>x</p><style>{rules.replace('SECRET', secret)}</style>"


def one_by_one(letter: Callable[[str], str]) -> Way:
    return lambda secret: "".join(letter(character) for character in secret)


IN_THE_PDF: dict[str, Way] = {
    "plain text": set_as(""),
    "white text": set_as("color: #fff"),
    "text too small to see": set_as("font-size: 0.1pt"),
    "text beside the page": set_as("position: absolute; left: -900mm; top: 0"),
    "text below the page": set_as("position: absolute; top: 5000mm"),
    "text that is cut off": set_as("height: 1pt; overflow: hidden"),
    "text that shines through": set_as("color: rgb(0 0 0 / 1%)"),
    "text behind a bar": set_as("background: #000; color: #000"),
    "text in capitals": set_as("text-transform: uppercase"),
    "small capitals": set_as("font-variant-caps: all-small-caps"),
    "letterspaced text": set_as("letter-spacing: 1em; white-space: nowrap"),
    "text in pieces": lambda secret: f"<p>{one_by_one(lambda letter: f'<b>{letter}</b>')(secret)}</p>",
    "hyphenated text": set_as("width: 9mm; hyphens: auto; hyphenate-limit-chars: 4 2 2"),
    "soft hyphens": lambda secret: f"<p>{one_by_one(lambda letter: letter + '&shy;')(secret)}</p>",
    "text turned round": set_as("transform: rotate(180deg)"),
    "a table": lambda secret: f"<table><tr><td>{secret}</td></tr></table>",
    "words before an element": styled(".sabotage::before { content: 'SECRET' }"),
    "words in escapes": lambda secret: styled(
        f".sabotage::before {{ content: '{one_by_one(lambda letter: f'{chr(92)}{ord(letter):06x}')(secret)}' }}"
    )(""),
    "a running head": styled("@page { @top-center { content: 'SECRET' } }"),
    "a string of the page": styled(
        ".sabotage { string-set: leak 'SECRET' } @page { @bottom-center { content: string(leak) } }"
    ),
    "an alternative text": lambda secret: picture("", alt=secret),
    "the label of a drawing": lambda secret: drawing("", label=secret),
    "a bookmark": lambda secret: f"<p style=\"bookmark-level: 1; bookmark-label: '{secret}'\">x</p>",
    "a heading": lambda secret: f"<h2>{secret}</h2>",
    "the address of a link": lambda secret: f'<a href="https://example.org/?q={quote(secret)}">x</a>',
    "an attachment": lambda secret: f'<a rel="attachment" href="data:text/plain;base64,{sealed(secret)}">x</a>',
    "lettering in a drawing": lambda secret: drawing(f'<text x="0" y="5">{secret}</text>'),
    "lettering in a picture": lambda secret: picture(f'<text x="0" y="5">{secret}</text>'),
    "a name to jump to": lambda secret: (
        f'<p id="{secret.replace(" ", "-")}"><a href="#{secret.replace(" ", "-")}">x</a></p>'
    ),
}
IN_THE_HEAD: dict[str, Way] = {
    "the author": lambda secret: f'<meta name="author" content="{secret}">',
    "the description": lambda secret: f'<meta name="description" content="{secret}">',
    "the keywords": lambda secret: f'<meta name="keywords" content="{secret}">',
    "the generator": lambda secret: f'<meta name="generator" content="{secret}">',
    "the title": lambda secret: f"<title>{secret}</title>",
}
IN_THE_TWIN: dict[str, Way] = {
    "text that is not shown": set_as("display: none"),
    "text that is invisible": set_as("visibility: hidden"),
    "an attribute title": lambda secret: f'<p title="{secret}">x</p>',
    "an attribute of data": lambda secret: f'<p data-note="{secret}">x</p>',
    "an id": lambda secret: f'<p id="{secret.replace(" ", "-")}">x</p>',
    "a class": lambda secret: f'<p class="{secret.replace(" ", "-")}">x</p>',
    "a comment": lambda secret: f"<!-- {secret} -->",
    "a comment in a style sheet": lambda secret: f"<style>/* {secret} */</style>",
    "the description of a drawing": lambda secret: drawing(f"<desc>{secret}</desc>"),
    "the description in a picture": lambda secret: picture(f"<desc>{secret}</desc>"),
    "a template": lambda secret: f"<template><p>{secret}</p></template>",
    "an encoded attribute": lambda secret: f'<p data-x="{quote(secret)}">x</p>',
    "entities": lambda secret: f"<p hidden>{one_by_one(lambda letter: f'&#{ord(letter)};')(secret)}</p>",
    "a script": lambda secret: f'<script type="application/json">{{"x": "{secret}"}}</script>',
    "escapes in a script": lambda secret: (
        f"<script>x='{one_by_one(lambda letter: f'{chr(92)}u{ord(letter):04x}')(secret)}'</script>"
    ),
}


@pytest.fixture
def for_the_public(desk: DeskCopy) -> Callable[..., list[Made | Problem]]:
    """Build the public variant with a line added to its layout."""

    def build(line: str, *, twin: bool) -> list[Made | Problem]:
        folder = desk.folder / "layouts" / "sabotage"
        folder.mkdir(parents=True)
        (folder / "layout.yaml").write_text("title: S\ndescription: D\nextends: policy-brief\n", "utf-8")
        template = (ROOT / "layouts/base/brief.html").read_text("utf-8")
        place = '<meta charset="utf-8">' if line.startswith(("<meta", "<title")) else '<div id="end">'
        spoiled = template.replace(place, f"{{% raw %}}{line}{{% endraw %}}{place}")
        (folder / "brief.html").write_text(spoiled, "utf-8")
        desk.edit(
            "    layout: policy-brief\n    numbering: closed",
            "    layout: sabotage\n    numbering: closed",
            "sources/house.yaml",
        )
        order = Order(desk.folder / "build", ("public",), html=twin)
        return list(build_folder(desk.brief, order, open_workshop(desk.folder)))

    return build


def leaks(results: list[Made | Problem]) -> list[Problem]:
    return [one for one in results if isinstance(one, Problem) and one.code == "E404"]


def test_what_may_be_seen_is_no_leak(desk: DeskCopy, for_the_public: Callable[..., list[Made | Problem]]) -> None:
    (made,) = [
        one for one in for_the_public("<p>The ferry, the quay and the council.</p>", twin=True) if isinstance(one, Made)
    ]
    assert made.proof is not None
    assert made.proof.found == 0
    assert made.proof.texts > 20
    assert made.as_object()["proof"]["places"] > 100


@pytest.mark.parametrize("secret", [SENTENCE, NAME])
@pytest.mark.parametrize("way", [*IN_THE_PDF, *IN_THE_HEAD])
def test_a_withheld_text_is_found_in_the_pdf(
    way: str, secret: str, desk: DeskCopy, for_the_public: Callable[..., list[Made | Problem]]
) -> None:
    found = leaks(for_the_public({**IN_THE_PDF, **IN_THE_HEAD}[way](secret), twin=False))
    assert found, f"{way} got through"
    assert {problem.audience for problem in found} == {"public"}
    assert any(secret in problem.message and "PDF" in problem.message for problem in found)
    assert not desk.made(), "a file was left"


@pytest.mark.parametrize("secret", [SENTENCE, NAME])
@pytest.mark.parametrize("way", IN_THE_TWIN)
def test_a_withheld_text_is_found_in_the_twin(
    way: str, secret: str, desk: DeskCopy, for_the_public: Callable[..., list[Made | Problem]]
) -> None:
    found = leaks(for_the_public(IN_THE_TWIN[way](secret), twin=True))
    assert any(secret in problem.message for problem in found), f"{way} got through"
    assert not desk.made(), "a file was left"


def test_the_name_of_the_file_is_searched_too(desk: DeskCopy) -> None:
    renamed = desk.brief.rename(desk.brief.with_name("eva-strand"))
    results = list(build_folder(renamed, Order(desk.folder / "build"), open_workshop(desk.folder)))
    told = {problem.audience: problem.message for problem in leaks(results)}
    assert set(told) == {"public"}
    assert "the file's name" in told["public"]


def test_a_part_of_a_withheld_sentence_is_found(for_the_public: Callable[..., list[Made | Problem]]) -> None:
    assert leaks(for_the_public("<p>… yard offered a discount in …</p>", twin=False))


def test_the_place_is_that_of_the_item(desk: DeskCopy, for_the_public: Callable[..., list[Made | Problem]]) -> None:
    (problem,) = leaks(for_the_public(f"<p>{html.escape(SENTENCE)}</p>", twin=False))
    assert problem.place is not None
    assert problem.place.line == desk.line_of(SENTENCE)
    assert Path(problem.place.file).name == "brief.yaml"
