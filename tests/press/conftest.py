"""A page to press, and a press that does not press the same page twice."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from briefing.press import Pressed, press
from briefing.press.fonts import fonts_for

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)
WORDS = (
    "Pyongyang has signalled that it will deepen military cooperation with Moscow, and the consequences for"
    " regional security are considerable. "
)

Print = Callable[..., Pressed]


def page(body: str, css: str = "", head: str = "", lang: str = "en-GB") -> str:
    """A page with a title, a language, a heading and a style sheet."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Arms &amp; men – a “brief”</title>'
        f'{head}<style>html {{font-family: XCharter, "Source Sans 3"; font-size: 10pt}}'
        f"@page {{size: A5; margin: 20mm}} {css}</style></head><body><h1>Heading</h1>{body}</body></html>"
    )


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="session")
def printed(scratch: Path) -> Print:
    """Press a body with a style sheet; the same twice is pressed once."""

    @cache
    def printed_once(body: str, css: str = "", head: str = "", lang: str = "en-GB") -> Pressed:
        html = page(body, css, head, lang)
        return press(html, identifier=b"0123456789abcdef", fonts=fonts_for(html)[0], scratch=scratch)

    return printed_once
