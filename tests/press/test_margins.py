"""What can be read at the head and foot of a page, and what only stands there."""

import tempfile
from pathlib import Path

import pytest

from briefing.press import press
from briefing.press.fonts import fonts_for

PAGE = """<!DOCTYPE html><html lang="en"><head><title>x</title><style>
html {{ font-family: "Source Sans 3" }}
@page {{ size: A5; @top-right {{ content: element(head) }} @bottom-center {{ content: "foot" }} }}
.head {{ position: running(head) }}
{}
</style></head><body><div class="head">HEAD</div><h1>x</h1><p style="break-before: page">y</p></body></html>"""


def margins(css: str) -> tuple[tuple[str, str], ...]:
    html = PAGE.format(css)
    fonts, _ = fonts_for(html)
    with tempfile.TemporaryDirectory() as scratch:
        return press(html, identifier=b"x", fonts=fonts, scratch=Path(scratch)).margins


def test_head_and_foot_of_every_page_are_read() -> None:
    assert margins("") == (("HEAD", "foot"), ("HEAD", "foot"))


@pytest.mark.parametrize(
    "css",
    [
        ".head { background: #000; color: #fff }",
        ".head { background: #fff; color: #595959 }",
        ".head { background: rgb(0 0 0 / 10%) }",
        ".head { font-size: 6pt }",
        ".head { background: #000 } .head { color: #ffc000 }",
    ],
)
def test_what_is_in_contrast_and_large_enough_is_read(css: str) -> None:
    assert {head for head, _ in margins(css)} == {"HEAD"}


@pytest.mark.parametrize(
    "css",
    [
        ".head { display: none }",
        ".head { visibility: hidden }",
        ".head { font-size: 5pt }",
        ".head { color: #fff }",
        ".head { color: #ddd }",
        ".head { background: #000 }",
        ".head { color: rgb(0 0 0 / 20%) }",
        ".head { background: #000; color: currentcolor }",
        ".head { text-indent: -300mm }",
        "@page { @top-right { content: none } }",
    ],
)
def test_what_cannot_be_read_is_not(css: str) -> None:
    assert {head for head, _ in margins(css)} == {""}


def test_one_page_may_differ() -> None:
    assert margins("@page :first { @bottom-center { content: none } }") == (("HEAD", ""), ("HEAD", "foot"))
