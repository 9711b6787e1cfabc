"""What looks like a template, markup, style or an order to the terminal is text, wherever it is written."""

import json
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pypdfium2
import pytest
import yaml

from briefing.building.build import open_workshop
from briefing.composing.compose import compose
from briefing.loading.load import load_brief
from briefing.press import press
from briefing.press.fonts import fonts_for
from tests.workbench import BRIEF, HOUSE, DeskCopy, page_of

PAYLOADS = [
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__ }}",
    '{% include "/etc/passwd" %}',
    "{# nobody sees this #}",
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><h1>x</h1>",
    "</title></head>",
    "<!-- x --><![CDATA[x]]>",
    "url(http://127.0.0.1/x.png)",
    '"; } @import "http://127.0.0.1/x.css"; p { content: "',
    "\\65 \\000a x",
    "&lt;b&gt; &amp; &#65;",
    "[link](javascript:alert(1)) **bold** `code`",
    "%s %(x)s {0} {x} $x ${x}",
]
KEPT = {"id", "file", "date", "published", "accessed", "review_by", "embargo", "language", "marking", "grade"} | {
    *("cites", "likelihood", "confidence", "only", "except", "priority", "silence", "note", "kind", "side", "verbatim"),
}
"""Keys whose values are no free text."""


def with_text(value: Any, text: str) -> Any:
    """The same data with this text in the place of every free text."""
    if isinstance(value, dict):
        return {key: inner if key in KEPT else with_text(inner, text) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_text(inner, text) for inner in value]
    return text if isinstance(value, str) else value


def fill(desk: DeskCopy, text: str) -> None:
    """Write this text into every field of the brief, its articles and the house style."""
    for file in (BRIEF, HOUSE):
        data = yaml.load((desk.folder / file).read_text("utf-8"), Loader=yaml.CSafeLoader)
        if file == HOUSE:
            data["organisation"] = text
            data["audiences"] = {name: {**one, "title": text} for name, one in data["audiences"].items()}
        else:
            data = with_text(data, text)
        desk.write(yaml.safe_dump(data, allow_unicode=True), file)
    for article in ("ferry.txt", "letter.txt"):
        (desk.brief / article).write_text(f"Heading {text} heading\n\n" + f"{text} is said here.\n\n" * 6, "utf-8")


def page(desk: DeskCopy, audience: str) -> str:
    """The page of an audience, made in spite of what the rules say of such a brief."""
    workshop = open_workshop(desk.folder)
    brief, problems = load_brief(desk.brief, workshop.desk.house)
    assert brief is not None
    assert problems == ()
    layout = workshop.layouts[brief.house.audiences[audience].layout]
    return page_of(compose(brief, audience, layout.sections), workshop)


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self.values: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def text(self) -> str:
        """All text outside the style sheet."""
        return "".join(text for text in self.texts if "@page" not in text)


@pytest.mark.parametrize("audience", ["chief", "board", "reader"])
def test_hostile_text_changes_no_element_of_a_page(desk: DeskCopy, audience: str) -> None:
    fill(desk, "harmless")
    plain = Skeleton(page(desk, audience))
    assert plain.text().count("harmless") > 20
    for payload in PAYLOADS:
        fill(desk, payload)
        hostile = Skeleton(page(desk, audience))
        assert hostile.elements == plain.elements, payload
        assert hostile.text().count(payload) == plain.text().count("harmless"), payload
        assert "".join(hostile.values).count(payload) == "".join(plain.values).count("harmless"), payload


def test_hostile_text_stands_in_the_pdf_as_it_is_written(desk: DeskCopy) -> None:
    text = "  ".join(PAYLOADS)
    fill(desk, text)
    html = page(desk, "board")
    fonts, _ = fonts_for(html)
    pressed = press(html, identifier=b"0" * 64, fonts=fonts, scratch=desk.folder)
    # A title longer than a page leaves no room for the bottom line: that is told, and is not the matter here.
    assert not [problem for problem in pressed.problems if problem.is_error and problem.code != "E405"]
    with pypdfium2.PdfDocument(pressed.pdf) as pdf:
        seen = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    missing = [payload for payload in PAYLOADS if "".join(payload.split()) not in seen]
    assert not missing
    assert "root:x:0" not in seen


def unprintable(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}} - {"\n"}


NASTY = {
    "escape": "\\e[31mred",
    "bell": "\\a",
    "title": "\\e]0;owned\\a",
    "turned": "\\u202eabc\\u2066",
    "8-bit": "\\x9b31m",
}
FIELDS = {
    "a key": lambda text: f'"{text}": x\n',
    "a side": lambda text: f'key_actors: [{{name: X, side: "{text}"}}]\n',
    "a marking": lambda text: f'context: [{{text: X, marking: "{text}"}}]\n',
    "a likelihood": lambda text: f'context: [{{text: X, likelihood: "{text}"}}]\n',
    "a confidence": lambda text: f'context: [{{text: X, confidence: "{text}"}}]\n',
    "an audience": lambda text: f'context: [{{text: X, only: ["{text}"]}}]\n',
    "a citation": lambda text: f'context: [{{text: X, cites: ["{text}"]}}]\n',
    "a day": lambda text: f'timeline: [{{text: X, date: "{text}"}}]\n',
    "an id": lambda text: f'context: [{{text: X, id: "{text}"}}]\n',
    "a figure": lambda text: f'context: [{{text: "77 million {text}", cites: [A1]}}]\n',
    "a quotation": lambda text: f'expert_views: [{{expert: X, quotes: [{{text: "{text} words", cites: [A1]}}]}}]\n',
    "the language": lambda text: f'language: "{text}"\n',
}
LEAST = "title: T\ndate: 2026-01-01\nmarking: TLP:CLEAR\narticles: {A: {file: ferry.txt}}\n"


def messages(desk: DeskCopy, briefing: Any) -> Iterator[str]:
    for form in ("text", "github", "json"):
        said = briefing("check", "--format", form)
        yield said.out
        yield said.err
    said = briefing("build", "harbour", "-a", "chief")
    yield said.out
    yield said.err


@pytest.mark.parametrize("field", FIELDS)
def test_no_message_carries_an_order_to_the_terminal(desk: DeskCopy, briefing: Any, field: str) -> None:
    for name, nasty in NASTY.items():
        desk.write(LEAST + FIELDS[field](nasty))
        for message in messages(desk, briefing):
            assert unprintable(message) == set(), (name, message)


def test_neither_does_a_message_about_words_on_the_command_line(briefing: Any) -> None:
    for arguments in (
        ["check", "\x1b[31m"],
        ["build", "-a", "\u202ex"],
        ["--desk", "\x1b]0;x\x07", "check"],
        ["\x9b1m"],
    ):
        said = briefing(*arguments)
        assert said.status in {0, 2}
        assert unprintable(said.out + said.err) == set(), arguments


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_a_character_that_cannot_be_printed_is_refused_where_it_stands(desk: DeskCopy, nasty: str) -> None:
    desk.edit("owner: Head of transport", f'owner: "{nasty}"')
    errors = desk.errors()
    code = "E220" if "u202e" in nasty else "E009"
    assert [(problem.code, problem.place and problem.place.column) for problem in errors] == [(code, 8)]


def test_json_stays_json_whatever_is_in_it(desk: DeskCopy, briefing: Any) -> None:
    desk.write(LEAST + '"\\e\\x9b\\u202e\\U000e0041\\"\\\\": x\n')
    problems = json.loads(briefing("check", "--format", "json").out)
    assert (
        next(problem for problem in problems if problem["code"] == "E021")["message"]
        == 'the key “\x1b\x9b\u202e\U000e0041"\\” is not known here'
    )
