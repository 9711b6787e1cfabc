"""The proof has teeth: a layout that smuggles withheld text into the file, in whatever way, gets nothing built."""

import base64
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest

from briefing.building.build import Made, Order, build_folder, open_workshop
from briefing.model.problem import Problem
from briefing.press import press
from briefing.press.fonts import Fonts, fonts_for
from briefing.prove import Search, drawn, encoded
from briefing.prove import pdf as pdf_of
from tests.workbench import HOUSE, ROOT, DeskCopy, copy_desk, page_of

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
    return lambda secret: f"<p class='sabotage'>x</p><style>{rules.replace('SECRET', secret)}</style>"


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


def forget() -> None:
    """Search from here on as if nothing had ever been searched."""
    for module in (drawn, encoded, pdf_of):
        module.forget()


@dataclass(frozen=True)
class Bench:
    """The public variant of the small desk, its page, and the search for what was withheld from it."""

    html: str
    fonts: Fonts
    search: Search
    identifier: bytes

    def with_line(self, line: str) -> str:
        """The page with a line too many: whatever a layout may do, here it is done."""
        place = '<meta charset="utf-8">' if line.startswith(("<meta", "<title")) else '<div id="end">'
        assert self.html.count(place) == 1
        return self.html.replace(place, line + place)

    def press(self, html: str) -> bytes:
        with tempfile.TemporaryDirectory() as scratch:
            return press(html, identifier=self.identifier, fonts=self.fonts, scratch=Path(scratch)).pdf


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    desk = copy_desk(tmp_path_factory.mktemp("sabotage"))
    brief, _ = desk.examine()
    assert brief is not None
    variant = desk.variant("public")
    html = page_of(variant, desk.workshop())
    return Bench(html, fonts_for(html)[0], Search(brief, variant), variant.digest())


@pytest.fixture(scope="module")
def clean(bench: Bench) -> bytes:
    return bench.press(bench.html)


def test_what_may_be_seen_is_no_leak(bench: Bench) -> None:
    html = bench.with_line("<p>The ferry, the quay and the council.</p>")
    proof = bench.search.prove(bench.press(html), name="2026-03-09_harbour_public.pdf", twin=html)
    assert (proof.found, proof.problems) == (0, ())
    assert proof.texts > 20
    assert proof.places > 1000


@pytest.mark.parametrize("way", [*IN_THE_PDF, *IN_THE_HEAD])
def test_a_withheld_text_is_found_in_the_pdf(way: str, bench: Bench) -> None:
    html = bench.with_line({**IN_THE_PDF, **IN_THE_HEAD}[way](f"{NAME}: {SENTENCE}"))
    found = bench.search.prove(bench.press(html), name="x.pdf").problems
    for secret in (SENTENCE, NAME):
        assert any(secret in one.message and "its PDF" in one.message for one in found), f"{way}: {secret} got through"
    assert {problem.audience for problem in found} == {"public"}


@pytest.mark.parametrize("way", [*IN_THE_PDF][::3] + [*IN_THE_HEAD][:2])
def test_what_is_remembered_of_an_unchanged_page_hides_no_leak(way: str, bench: Bench, clean: bytes) -> None:
    pdf = bench.press(bench.with_line({**IN_THE_PDF, **IN_THE_HEAD}[way](SENTENCE)))
    forget()
    cold = bench.search.prove(pdf, name="x.pdf")
    assert cold.found, f"{way} got through"
    forget()
    assert not bench.search.prove(clean, name="x.pdf").found
    # Now all that is the same is remembered, as it was without the line; and the second time the line too.
    assert bench.search.prove(pdf, name="x.pdf") == bench.search.prove(pdf, name="x.pdf") == cold


def test_what_was_read_for_one_search_is_searched_for_another(bench: Bench, clean: bytes) -> None:
    assert not bench.search.prove(clean, name="x.pdf").found
    brief, variant = bench.search._brief, bench.search._variant
    hidden = replace(variant, title="Another title", sections=(), annexes=(), sources=())
    warm = Search(brief, hidden).prove(clean, name="x.pdf")
    assert warm.found > 5
    forget()
    assert Search(brief, hidden).prove(clean, name="x.pdf") == warm


@pytest.mark.parametrize("secret", [SENTENCE, NAME])
@pytest.mark.parametrize("way", [*IN_THE_PDF, *IN_THE_HEAD, *IN_THE_TWIN])
def test_a_withheld_text_is_found_in_the_twin(way: str, secret: str, bench: Bench, clean: bytes) -> None:
    html = bench.with_line({**IN_THE_PDF, **IN_THE_HEAD, **IN_THE_TWIN}[way](secret))
    found = bench.search.prove(clean, name="x.pdf", twin=html).problems
    assert any(secret in problem.message and "its HTML twin" in problem.message for problem in found), way


# Through the whole build: nothing is written


def for_the_public(desk: DeskCopy, line: str) -> list[Made | Problem]:
    """Build the public variant with a line added to its layout."""
    folder = desk.folder / "layouts" / "sabotage"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("title: S\ndescription: D\nextends: policy-brief\n", "utf-8")
    template = (ROOT / "layouts/base/brief.html").read_text("utf-8")
    spoiled = template.replace('<div id="end">', f'{{% raw %}}{line}{{% endraw %}}<div id="end">')
    (folder / "brief.html").write_text(spoiled, "utf-8")
    own = "    layout: {}\n    numbering: closed"
    desk.edit(own.format("policy-brief"), own.format("sabotage"), HOUSE)
    order = Order(desk.folder / "build", ("public",), html=True)
    return list(build_folder(desk.brief, order, open_workshop(desk.folder)))


def leaks(results: list[Made | Problem]) -> list[Problem]:
    return [one for one in results if isinstance(one, Problem) and one.code == "E404"]


@pytest.mark.parametrize("way", ["plain text", "a heading", "the label of a drawing", "the address of a link"])
def test_a_layout_that_leaks_gets_nothing_built(way: str, desk: DeskCopy) -> None:
    results = for_the_public(desk, IN_THE_PDF[way](SENTENCE))
    assert leaks(results)
    assert not [one for one in results if isinstance(one, Made)]
    assert not desk.made(), "a file was left"


def test_what_was_proved_is_part_of_what_was_made(desk: DeskCopy) -> None:
    (made,) = [one for one in for_the_public(desk, "<p>The ferry.</p>") if isinstance(one, Made)]
    proof = made.as_object()["proof"]
    assert proof["found"] == 0
    assert proof["texts"] > 20


def test_the_name_of_the_file_is_searched_too(desk: DeskCopy) -> None:
    renamed = desk.brief.rename(desk.brief.with_name("eva-strand"))
    results = list(build_folder(renamed, Order(desk.folder / "build"), open_workshop(desk.folder)))
    told = {problem.audience: problem.message for problem in leaks(results)}
    assert set(told) == {"public"}
    assert "the file's name" in told["public"]


def test_a_part_of_a_withheld_sentence_is_found(bench: Bench, clean: bytes) -> None:
    assert bench.search.prove(clean, name="x", twin=bench.with_line("<p>… yard offered a discount in …</p>")).found


def test_the_place_is_that_of_the_item(desk: DeskCopy) -> None:
    (problem,) = leaks(for_the_public(desk, f"<p>{SENTENCE}</p>"))
    assert problem.place is not None
    assert problem.place.line == desk.line_of(SENTENCE)
    assert Path(problem.place.file).name == "brief.yaml"
