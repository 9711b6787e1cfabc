"""Restraint: what a style sheet may ask for, so that setting a page ends in time whatever a designer wrote.

Everything is counted, nothing is timed. The bounds come from trying what makes the press hang: many and deeply nested
selectors, values that unfold, lengths of kilometres and of hundredths of a pixel, columns and counters by the million.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2

Node = Any  # of tinycss2

WEIGHT = 60_000
"""What the selectors of one style sheet may weigh: their tokens, by the square of how far each looks back."""
WORK = 1_000_000_000
"""How much the selectors may weigh, times the elements of the page."""
DEPTH = 12
"""How deeply blocks and brackets may stand in each other."""
DECLARATIONS = 5_000
TOKENS = 2_000
"""How many tokens the value of a property may have, once what it refers to is put in its place."""
STRING = 1_000
"""How many characters the texts in a value may have."""
LONGEST = 20_000.0
"""The greatest length, in CSS pixels: some twenty pages."""
SHORTEST = 0.02
_HAS = 50
_FACTOR = 20.0
_TIMES = 2
_PIXELS = {
    **dict.fromkeys(("px", ""), 1.0),
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 3.78,
    "q": 0.945,
    "cm": 37.8,
    "in": 96.0,
    "%": 10.0,
    **dict.fromkeys(("em", "rem", "ch", "ex", "ic", "lh", "rlh", "cap", "vw", "vh", "vmin", "vmax", "fr"), 20.0),
}
_MOST = (
    (re.compile(r"columns|column-count|column-span"), 20.0),
    (re.compile(r"counter-.*|orphans|widows"), 1_000.0),
    (re.compile(r"grid.*|pad|tab-size|order|z-index|-weasy-.*"), 200.0),
)
_LEAST = (
    (re.compile(r"columns|column-width"), 20.0),
    (re.compile(r"size|tab-size|grid.*"), 10.0),
    (re.compile(r"font|font-size|line-height"), 0.5),
)
"""How small a length of a property may be, in CSS pixels, where it is not nothing."""


@dataclass
class Reading:
    """A style sheet that is being read, and what was found in it so far."""

    weight: int = 0
    declarations: int = 0
    own: dict[str, list[Sequence[Node]]] = field(default_factory=dict)

    def rules(self, nodes: Iterable[Node], times: int = 1, depth: int = 0) -> Iterator[tuple[Node, str]]:
        """What is too much in rules and declarations, with the node it stands in; the sums at last."""
        for node in nodes:
            if node.type == "declaration":
                self.declarations += 1
                yield from self._declaration(node)
            elif node.type in {"qualified-rule", "at-rule"}:
                if _depth(node.prelude) + depth > DEPTH:
                    yield node, f"more than {DEPTH} blocks and brackets stand in each other"
                    continue
                inside = times
                if node.type == "qualified-rule":
                    alternatives, weight = _weighed(node.prelude)
                    # Each & stands for all that is above it.
                    named = sum(token.type == "literal" and token.value == "&" for token in _walk(node.prelude))
                    inside = times * alternatives * max(named, 1)
                    self.weight += times * weight
                if self.weight > WEIGHT or inside > WEIGHT:
                    yield node, f"up to here its selectors ask for too much (they weigh more than {WEIGHT:,})"
                    return
                parsed = tinycss2.parse_blocks_contents(node.content or [], skip_comments=True, skip_whitespace=True)
                yield from self.rules(parsed, inside, depth + 1)
        if self.declarations > DECLARATIONS:
            yield node, f"there are more than {DECLARATIONS:,} declarations"

    def unfolded(self) -> Iterator[tuple[Node, str]]:
        """Custom properties that become too long, once what they refer to is put in their place."""
        sizes: dict[str, int] = {}
        for name, values in self.own.items():
            if self._size(name, sizes, ()) > TOKENS:
                yield values[0][0], f"“{name}” becomes too long (more than {TOKENS:,} tokens)"
                return

    def _size(self, name: str, sizes: dict[str, int], above: tuple[str, ...]) -> int:
        if name in above:  # it refers to itself, and is nothing
            return 0
        if name not in sizes:
            values = self.own.get(name, [])
            if len(above) > DEPTH * 4:
                return TOKENS + 1
            of_own = (
                sum(1 for _ in _walk(value)) + sum(self._size(one, sizes, (*above, name)) for one in _referred(value))
                for value in values
            )
            sizes[name] = min(max(of_own, default=1), TOKENS + 1)
        return sizes[name]

    def _declaration(self, node: Node) -> Iterator[tuple[Node, str]]:
        if _depth(node.value) > DEPTH:
            yield node, f"more than {DEPTH} brackets stand in each other"
            return
        tokens = list(_walk(node.value))
        if node.name.startswith("--"):
            self.own.setdefault(node.name, []).append(node.value)
        if len(tokens) > TOKENS:
            yield node, f"a value has more than {TOKENS:,} tokens"
            return
        if sum(len(token.value) for token in tokens if token.type == "string") > STRING:
            yield node, f"the texts of a value have more than {STRING:,} characters"
        reckons = any(token.type == "function" and token.lower_name == "calc" for token in tokens)
        products = sum(token.type == "literal" and token.value in {"*", "/"} for token in tokens) if reckons else 0
        for token in tokens:
            if token.type in {"number", "dimension", "percentage"}:
                yield from ((node, what) for what in _of_number(node.lower_name, token, products))
        if products > _TIMES * 2:
            yield node, f"a value multiplies more than {_TIMES * 2} times"


def _of_number(name: str, token: Node, products: int) -> Iterator[str]:
    unit = token.lower_unit if token.type == "dimension" else "%" if token.type == "percentage" else ""
    pixels = abs(token.value) * _PIXELS.get(unit, 1.0)
    shown = f"“{token.serialize()[:40]}”"
    most = min((limit for names, limit in _MOST if names.fullmatch(name) and not unit), default=LONGEST)
    if not pixels <= most:  # so that what is no number is refused, too
        yield f"{shown} is more than “{name}” can need"
    elif products and not unit and pixels > _FACTOR:
        yield f"{shown} multiplies by more than {_FACTOR:g}"
    elif unit and unit in _PIXELS and 0 < pixels < max((least for n, least in _LEAST if n.fullmatch(name)), default=0):
        yield f"{shown} is less than “{name}” can need"
    elif unit in _PIXELS and unit not in {"", "%", "fr"} and 0 < pixels < SHORTEST:
        yield f"{shown} is too small to be seen"


def _weighed(prelude: Sequence[Node]) -> tuple[int, int]:
    """Of a list of selectors: how many there are, those in brackets too, and what they weigh together."""
    weight = tokens = looks = 0
    selectors = 1
    pending = False
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            weight += tokens * (1 + looks) ** 2
            tokens = looks = 0
            selectors += 1
            pending = False
            continue
        if token.type == "whitespace":
            pending = tokens > 0
            continue
        looks += pending or (token.type == "literal" and token.value in {">", "~", "+"})
        pending = False
        tokens += 1
        if token.type == "function":
            inside, heavy = _weighed(token.arguments)
            tokens += heavy * (_HAS if token.lower_name == "has" else 1)
            selectors += inside - 1
    return selectors, weight + tokens * (1 + looks) ** 2


def _walk(tokens: Iterable[Node]) -> Iterator[Node]:
    """Every token of a value, those in brackets too, white space apart."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type not in {"whitespace", "comment"}:
            yield token
        waiting += _inside(token)


def _inside(token: Node) -> Sequence[Node]:
    return (token.arguments if token.type == "function" else getattr(token, "content", None)) or ()


def _depth(tokens: Iterable[Node]) -> int:
    """How deeply brackets stand in each other; counted without going down by calls."""
    waiting, deepest = [(token, 1) for token in tokens], 0
    while waiting:
        token, depth = waiting.pop()
        inside = _inside(token)
        deepest = max(deepest, depth if inside else 0)
        waiting += [(one, depth + 1) for one in inside]
    return deepest


def _referred(value: Iterable[Node]) -> Iterator[str]:
    for token in _walk(value):
        if token.type == "function" and token.lower_name == "var":
            yield from (one.value for one in token.arguments if one.type == "ident" and one.value.startswith("--"))


def excesses(rules: Sequence[Node], elements: int = 0) -> Iterator[tuple[Node, str]]:
    """What is too much in the rules of a style sheet, or in declarations: the node it stands in, and a phrase for it.

    Each selector is held against each of the `elements` of the page, where they are known.
    """
    reading = Reading()
    yield from reading.rules(rules)
    yield from reading.unfolded()
    if rules and reading.weight * elements > WORK:
        yield rules[-1], f"the page has {elements:,} elements, too many for so many selectors"
