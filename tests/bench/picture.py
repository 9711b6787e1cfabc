"""The pictures of docs/performance.md: black on white, told apart by dashes and marks, as any copier keeps them."""

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape

from tests.bench.bare import BARE
from tests.bench.goals import Goal
from tests.bench.growth import BUILD, PEERS
from tests.bench.measured import Answer

WIDTH = 760
SIZE = 13
_STYLE = (
    f"text {{ font: {SIZE}px sans-serif; fill: #000 }} .thin {{ stroke: #bbb }}"
    " .small { font-size: 11px; paint-order: stroke; stroke: #fff; stroke-width: 4px }"
    " .end { text-anchor: end } .middle { text-anchor: middle } .bold { font-weight: bold }"
)
_SHORT = {BUILD: "briefing build", BARE: "bare weasyprint"}
_DASHES = ("", "7 4", "2 3", "9 3 2 3", "1 5")
_MARKS = ("circle", "square", "diamond", "triangle", "ring")


def svg(height: int, title: str, *parts: str) -> str:
    """A picture with a title for those who hear it."""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
            f' role="img"><title>{escape(title)}</title>',
            f"<style>{_STYLE}</style>",
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            *parts,
            "</svg>\n",
        )
    )


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Words at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(words)}</text>'


def line(x: float, y: float, to_x: float, to_y: float, kind: str = "", width: float = 1) -> str:
    """A straight line."""
    stroke = "" if kind else ' stroke="#000"'
    place = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {place} class="{kind}"{stroke} stroke-width="{width:g}"/>'


def along(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Where a number stands on an axis of powers of ten."""
    reach = math.log10(high / low)
    return lambda number: start + (end - start) * math.log10(number / low) / reach


def growth(answer: Answer) -> str:
    """Seconds against pages, a line for each program; both axes in powers of ten."""
    lines = lines_of(answer)
    seconds = [second for _, points in lines for _, second in points]
    sizes = sorted({size for _, points in lines for size, _ in points})
    height, left, right, top, bottom = 470, 56, 560, 44, 420
    low, high = 10 ** math.floor(math.log10(min(seconds))), max(seconds) * 1.3
    x, y = along(sizes[0], sizes[-1], left + 12, right), along(low, high, bottom, top)
    parts = [text(left, 22, "Seconds for one PDF, start included, by its pages", "bold")]
    for step in _steps(low, high):
        parts += [line(left, y(step), right, y(step), "thin"), text(left - 8, y(step) + 4, f"{step:g} s", "end")]
    for size in sizes:
        parts += [line(x(size), bottom, x(size), bottom + 5), text(x(size), bottom + 20, f"{size}", "middle")]
    parts += [line(left, bottom, right, bottom), text((left + right) / 2, bottom + 40, "pages", "middle small")]
    ends = _apart([(y(points[-1][1]), at) for at, (_, points) in enumerate(lines)])
    for at, (name, points) in enumerate(lines):
        places = [(x(size), y(second)) for size, second in points]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in places)
        width = 2.6 if at == 0 else 1.4
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="#000" stroke-width="{width}"'
            f' stroke-dasharray="{_DASHES[at]}"/>'
        )
        parts += [_mark(_MARKS[at], *place) for place in places]
        parts.append(text(right + 16, ends[at] + 4, f"{name}, {points[-1][1]:.3g} s", "bold" if at == 0 else ""))
    return svg(height, "Seconds against pages, for this program, the bare command and peers", *parts)


def lines_of(answer: Answer) -> list[tuple[str, list[tuple[int, float]]]]:
    """This program, its base and the peers: their names, and the seconds of each size."""
    found: dict[str, list[tuple[int, float]]] = {}
    for pairs in answer.pairs:
        if pairs.size and pairs.name in {BUILD, *PEERS}:
            found.setdefault(pairs.name, []).append((pairs.size, pairs.median()))
            if pairs.name == BUILD:
                found.setdefault(pairs.base, []).append((pairs.size, pairs.base_median()))
    return [(_SHORT.get(name, name), points) for name, points in found.items()]


def reached(goals: Sequence[Goal]) -> str:
    """A bar for every goal: how long the thing takes beside its base, and where the goal is."""
    step, top, left, right = 46, 62, 24, 640
    bottom = top + step * len(goals)
    low = 10 ** math.floor(math.log10(min(min(goal.reached, goal.wanted) for goal in goals)))
    x = along(low, max(max(goal.reached, goal.wanted) for goal in goals) * 1.25, left, right)
    parts = [text(left, 22, "What was reached (bar) and the goal (upright line): time beside its base", "bold")]
    parts.append(
        text(left, 40, "Grey: met. White: not met. The shorter, the better; every step is ten times.", "small")
    )
    for tick in _steps(low, 10):
        if x(tick) <= right:
            parts += [
                line(x(tick), top, x(tick), bottom, "thin"),
                text(x(tick), bottom + 16, f"{tick:g}", "middle small"),
            ]
    for at, goal in enumerate(goals):
        y = top + step * at + 20
        fill = "#999" if goal.is_met else "#fff"
        parts.append(text(left + 2, y - 5, f"{goal.what}, beside {goal.beside}".replace("`", ""), "small"))
        parts.append(
            f'<rect x="{left}" y="{y}" width="{x(goal.reached) - left:.1f}" height="14" fill="{fill}" stroke="#000"/>'
        )
        parts.append(line(x(goal.wanted), y - 3, x(goal.wanted), y + 17, width=3))
        words = f"{goal.reached:.2g} (goal {goal.wanted:.2g})"
        parts.append(text(right + 12, y + 11, words, "" if goal.is_met else "bold"))
    return svg(bottom + 28, "Every goal, and the ratio that was reached", *parts)


def _steps(low: float, high: float) -> Iterator[float]:
    """Powers of ten."""
    step = low
    while step <= high:
        yield step
        step *= 10


def _apart(places: list[tuple[float, int]]) -> dict[int, float]:
    """Heights of labels, moved down until none touches another."""
    found: dict[int, float] = {}
    last = -math.inf
    for y, at in sorted(places):
        last = max(y, last + SIZE + 3)
        found[at] = last
    return found


def _mark(kind: str, x: float, y: float) -> str:
    if kind in {"circle", "ring"}:
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" stroke="#000" fill="{"#000" if kind == "circle" else "#fff"}"/>'
        )
    corners = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "diamond": ((0, -5), (5, 0), (0, 5), (-5, 0)),
        "triangle": ((0, -5), (5, 4), (-5, 4)),
    }[kind]
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" stroke="#000" fill="#fff"/>'
