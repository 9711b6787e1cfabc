"""What a page may hold, whatever the layout that made it: nothing that runs, nothing from elsewhere, all it must show.

The page is read as browsers read it (WHATWG HTML), and what is not known to be harmless is refused: the HTML twin
is opened by readers who trust it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

import tinycss2

from briefing.laying_out.restraint import excesses
from briefing.model.box import Box
from briefing.model.layout import Layout, is_inside, is_shipped
from briefing.model.problem import Place, Problem, Severity
from briefing.model.variant import Variant
from briefing.parsed import keep, read

ELEMENTS = frozenset(
    "a abbr article aside b bdi bdo blockquote body br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 head header hgroup hr html i img ins kbd li main mark meta nav ol p "
    "pre q rp rt ruby s samp section small span strong style sub summary sup table tbody td tfoot th thead time "
    "title tr u ul var wbr".split()
)
"""The elements of HTML that a page may hold."""
DRAWING = frozenset(
    "circle clipPath defs desc ellipse g line linearGradient marker path pattern polygon polyline radialGradient "
    "rect stop svg symbol text title tspan use".split()
)
"""The elements of SVG that a page may hold."""
ATTRIBUTES = frozenset(
    "abbr alt charset cite class colspan content datetime dir headers height href id lang name open reversed role "
    "rowspan scope span src start style tabindex title translate type value width".split()
)
"""The attributes of HTML that a page may hold, beside aria-… and data-…."""
ANNEX_LABEL = "A"
"""What the labels of an annex's pages begin with."""
_SVG = "{http://www.w3.org/2000/svg}"
_NOT_DRAWN = {"attributename", "from", "to", "values", "begin", "target"}
_LINK = re.compile(r"(?:#|https?:|mailto:)", re.IGNORECASE)
_WITHIN = re.compile("#")
_EMBEDDED = re.compile(r"#|data:(?:image/(?:png|jpeg|gif|webp|svg\+xml)|font/[a-z0-9]+)[;,]", re.IGNORECASE)
_FETCHING = {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "element"}
_HINTS = {
    "E504": "A page shows text and drawings, and runs and fetches nothing: leave it out.",
    "E505": "Write it simpler: the guide for designers says what a style sheet may ask for.",
    "E506": "Extend base/brief.html, and keep {{ parts.banner() }} at the head and foot of the page.",
    "W502": 'Extend base/brief.html, or put <div id="end"></div> after the last section: pages are counted up to it.',
    "W503": "See that a template prints it: {{ entry.text }}, for every entry of every section.",
}


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a page, and what to look for in the templates."""

    code: str
    what: str
    wanted: str = ""


def examine(html: str, of: Variant | Box, layout: Layout, *, whole: bool = True) -> tuple[Problem, ...]:
    """What is wrong with a page that a layout made of a variant or a box; one that is not `whole` has no paragraphs.

    E504: it could run code or fetch something; E505: its style asks for too much; E506: its marking is not on it.
    Warnings: W502, its pages cannot be counted; W503, a paragraph of the variant is not on it.
    """
    variants = of.variants if isinstance(of, Box) else (of,)
    texts = tuple((entry.number, entry.text) for variant in variants for entry in variant.entries() if whole)
    faults = _faults(html, of.marking.name, texts, whole)
    return tuple(_problem(fault, layout) for fault in faults)


def examine_pages(
    margins: Sequence[tuple[str, str]], labels: Sequence[str], of: Variant | Box, layout: Layout
) -> tuple[Problem, ...]:
    """What is wrong with the pages of a PDF, given what can be read at the head and foot of each, and their labels.

    E506: the marking is not there: that of the whole, or on a page of an annex that of the annex, if it has its own.
    """
    own = of.marking.name
    annexes = () if isinstance(of, Box) else of.annexes
    annexed = {own, *(annex.banner.name for annex in annexes if annex.banner)}
    bare = [
        label
        for (head, foot), label in zip(margins, labels, strict=True)
        if not any(
            _bare(name) in _bare(head) and _bare(name) in _bare(foot)
            for name in (annexed if label.startswith(ANNEX_LABEL) else {own})
        )
    ]
    if not bare:
        return ()
    pages = "any page" if len(bare) == len(margins) else f"page {', '.join(bare[:5])}"
    what = f"the marking “{own}” cannot be read at the head and foot of {pages}"
    return (_problem(_Fault("E506", what), layout),)


@lru_cache(maxsize=4)
def _faults(html: str, marking: str, texts: tuple[tuple[int, str], ...], whole: bool) -> tuple[_Fault, ...]:  # noqa: FBT001
    tree = read(html)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    found = [fault for element in elements for fault in _of_element(element)]
    found += _too_much(elements)
    body = tree.find("body")
    shown = _bare("" if body is None else " ".join(body.itertext()))
    if shown.count(_bare(marking)) < 2:
        found.append(_Fault("E506", f"the marking “{marking}” is not printed at the head and foot of the page"))
    if whole and not any(element.get("id") == "end" for element in tree.iter()):
        found.append(_Fault("W502", 'the page has no element with id="end"'))
    found += [
        _Fault("W503", f"paragraph {number} is not on the page") for number, text in texts if _bare(text) not in shown
    ]
    keep(html, tree)
    return tuple(dict.fromkeys(found))


def _too_much(elements: Sequence[Element]) -> Iterator[_Fault]:
    """What the style sheets and the styles of a page ask for that would keep the press from ending."""
    for element in elements:
        sheet, own = "".join(element.itertext()) if element.tag == "style" else "", element.get("style", "")
        what = _asked_too_much(sheet, own, len(elements)) if sheet or own else None
        if what:
            yield _Fault("E505", f"its style asks for too much: {what}", own or "<style")


@lru_cache(maxsize=256)  # pages have the same style sheets
def _asked_too_much(sheet: str, own: str, elements: int) -> str | None:
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    rules += tinycss2.parse_blocks_contents(own, skip_comments=True, skip_whitespace=True)
    return next((what for _, what in excesses(rules, elements)), None) if rules else None


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _of_element(element: Element) -> Iterator[_Fault]:
    is_svg = element.tag.startswith(_SVG)
    name = element.tag.removeprefix(_SVG)
    if name not in (DRAWING if is_svg else ELEMENTS):
        name = name.rpartition("}")[2]
        yield _Fault("E504", f"the page holds <{name}>", f"<{name}")
        return
    for attribute, value in element.attrib.items():
        yield from _of_attribute(name, str(attribute), value, is_svg=is_svg)
    if name == "style":
        yield from _of_style("".join(element.itertext()), f"<{name}>")


def _of_attribute(element: str, attribute: str, value: str, *, is_svg: bool) -> Iterator[_Fault]:
    name = attribute.lower().rpartition("}")[2].removeprefix("xlink:")
    refused = f'the page holds <{element} {attribute.rpartition("}")[2]}="{value[:60]}">'
    is_known = name in ATTRIBUTES or name.startswith(("aria-", "data-"))
    is_drawn = is_svg and not name.startswith("on") and name not in _NOT_DRAWN
    if not (is_known or is_drawn):
        yield _Fault("E504", refused, f"{name}=")
    elif (name == "href" and not (_LINK if element == "a" and not is_svg else _WITHIN).match(value.strip())) or (
        name == "src" and not (element == "img" and _EMBEDDED.match(value))
    ):
        yield _Fault("E504", refused, value)
    elif name == "style" or (is_svg and "(" in value):
        yield from _of_style(value, refused)


def _of_style(css: str, where: str) -> Iterator[_Fault]:
    for address in _fetched_by(css):
        yield _Fault("E504", f"{where} asks for “{address[:80]}”", address)


@lru_cache(maxsize=256)
def _fetched_by(css: str) -> tuple[str, ...]:
    return tuple(fetched(tinycss2.parse_component_value_list(css)))


def fetched(tokens: list[tinycss2.ast.Node], inside: str = "") -> Iterator[str]:
    """What a style sheet asks for from elsewhere: every address that is not inside the page, every @import."""
    for token in tokens:
        if token.type == "at-keyword" and token.lower_value == "import":
            yield "@import"
        elif token.type == "url" or (token.type == "string" and inside):
            if not _EMBEDDED.match(token.value):
                yield token.value
        elif token.type == "function":
            fetching = token.lower_name if token.lower_name in _FETCHING else inside
            if inside and token.lower_name in {"var", "attr", "env"}:
                yield f"{inside}({token.lower_name}(…))"
            yield from fetched(token.arguments, fetching)
        elif getattr(token, "content", None):
            yield from fetched(token.content, inside)


def _problem(fault: _Fault, layout: Layout) -> Problem:
    severity = Severity.WARNING if fault.code.startswith("W") else Severity.ERROR
    message = f"the layout “{layout.name}” cannot be used: {fault.what}"
    if severity is Severity.WARNING:
        message = f"the layout “{layout.name}” may be at fault: {fault.what}"
    return Problem(fault.code, message, _HINTS[fault.code], _place(fault.wanted, layout), severity)


def _place(wanted: str, layout: Layout) -> Place:
    """Where something is likely to stand in the designer's own templates; else the layout's own file."""
    for folder in layout.folders if wanted else ():
        for file in () if is_shipped(folder) else sorted(folder.rglob("*.html")):
            if is_inside(file, folder) and (place := _found(wanted, file)) is not None:
                return place
    return Place(layout.folders[0] / "layout.yaml")


def _found(wanted: str, file: Path) -> Place | None:
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1):
        column = line.casefold().find(wanted.casefold())
        if column >= 0:
            return Place(file, number, column + 1, line)
    return None
