"""What stands at the head and foot of a page and can be read there."""

from collections.abc import Iterator
from typing import Any

from briefing.press.sheets import Box, plain

_SMALLEST = 8  # CSS pixels: 6 points
_CONTRAST = 3  # WCAG 2.2, 1.4.11: what can just be told from its ground
_WHITE = (1.0, 1.0, 1.0)

Colour = tuple[float, float, float]


def legible(page: Box) -> tuple[str, str]:
    """The words at the head and at the foot of a page that can be read: large enough, on the paper, in contrast."""
    words = {"@top": "", "@bottom": ""}
    for box in page.children:
        side = next((side for side in words if (getattr(box, "at_keyword", None) or "").startswith(side)), None)
        if side:
            paper = (page.margin_width(), page.margin_height())
            words[side] += " " + "".join(_read(box, _WHITE, paper))
    return plain(words["@top"]), plain(words["@bottom"])


def _read(box: Box, ground: Colour, paper: tuple[float, float]) -> Iterator[str]:
    box = getattr(box, "_box", box)
    if (own := box.style["background_color"]) != "currentcolor" and own.alpha > 0.5:
        ground = _rgb(own)
    if hasattr(box, "text"):
        if _is_seen(box, ground, paper):
            yield box.text
        return
    yield " "
    for child in getattr(box, "children", ()):
        yield from _read(child, ground, paper)


def _is_seen(box: Box, ground: Colour, paper: tuple[float, float]) -> bool:
    style = box.style
    middle_x, middle_y = box.position_x + box.width / 2, box.position_y + box.height / 2
    return bool(
        style["visibility"] == "visible"
        and style["font_size"] >= _SMALLEST
        and style["color"].alpha > 0.5
        and _contrast(_rgb(style["color"]), ground) >= _CONTRAST
        and 0 < middle_x < paper[0]
        and 0 < middle_y < paper[1]
    )


def _rgb(colour: Any) -> Colour:
    red, green, blue = colour.to("srgb")[:3]
    return float(red), float(green), float(blue)


def _contrast(one: Colour, other: Colour) -> float:
    """How far two colours differ in lightness, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
