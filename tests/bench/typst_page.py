"""A made-up brief in Typst's own markup: the same text, in the same faces and measures, on about as many pages.

It has the furniture of our page (banner, running head and foot with the number of pages), contents with page numbers,
numbered paragraphs with citations at the side, tables that repeat their heads, quotations and the annex. It has no
scales of likelihood, no marks of what is quoted, and nothing was checked, composed for a reader, or searched.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

HEADS = {
    "bottom_line": "Bottom line",
    "context": "Context",
    "timeline": "Timeline",
    "key_actors": "Key actors",
    "stakes": "What is at stake",
    "expert_views": "What the experts hold",
    "open_questions": "Open questions",
    "options": "Options",
    "recommendations": "Recommendations",
}
PREAMBLE = """\
#set document(title: [{title}], author: "Made-up desk", date: datetime(year: 2023, month: 9, day: 12))
#let banner = box(fill: black, inset: 4pt, text(fill: white, weight: "bold", font: "Source Sans 3")[TLP:CLEAR])
#set page(
  paper: "a4", margin: (x: 18mm, top: 30mm, bottom: 27mm),
  header: text(8pt, font: "Source Sans 3")[*Example Policy Unit* {title} #h(1fr) #banner],
  footer: context text(8pt, font: "Source Sans 3")[
    *Page #counter(page).display() of #counter(page).final().first()* Committee members #h(1fr) #banner
  ],
)
#set text(10.5pt, font: "XCharter", lang: "en", region: "GB", hyphenate: true)
#set par(justify: true, leading: 0.62em)
#show heading: set text(font: "Source Sans 3")
#let p(number, cites, body) = grid(
  columns: (10mm, 1fr, 36mm), column-gutter: 3mm,
  text(8pt, font: "Source Sans 3", weight: "bold", number), body, text(7pt, font: "Source Sans 3", cites),
)
#let small(body) = text(8.5pt, font: "Source Sans 3", body)
#show table.cell: small
#text(20pt)[*{title}*]

_{subtitle}_
"""
SPECIAL = re.compile(r"[\\#*_`$<>@\[\]~/=+-]")


def markup(made: dict[str, Any], paragraphs: list[str], sections: tuple[str, ...], *, with_annex: bool) -> str:
    """The whole file: these sections of the summary, the first before the contents, and the article as annex."""
    number = count(1)
    lines = [PREAMBLE.replace("{title}", _safe(made["title"])).replace("{subtitle}", _safe(made["subtitle"]))]
    for at, section in enumerate(one for one in sections if made.get(one)):
        lines += [f"= {HEADS[section]}", *_section(section, made[section], number)]
        lines += ["#outline(depth: 1)"] * (at == 0)
    if with_annex:
        lines += ["#pagebreak()", "= Annex A"]
        lines += [_paragraph(f"A{at}", "", _safe(text)) for at, text in enumerate(paragraphs, 1)]
    return "\n\n".join(lines) + "\n"


def _section(section: str, items: Any, number: "count[int]") -> Iterator[str]:
    if section == "key_actors":
        cells = [
            (f"{next(number)}", f"*{_safe(i['name'])}* {_safe(i['role'])}", _safe(i["interest"]), _cited(i))
            for i in items
        ]
        yield _table(("", "Who", "Interest and role in this", "Source"), cells)
    elif section == "stakes":
        for side, stakes in items.items():
            cells = [(f"{next(number)}", _safe(i["kind"]), _safe(i["text"]), _cited(i)) for i in stakes]
            yield _table(("", side.title(), "", ""), cells)
    else:
        for item in items:
            yield _paragraph(f"{next(number)}", _cited(item), "\n\n".join(_told(item)))
            for quote in item.get("quotes", ()):
                yield f"#quote(block: true)[_“{_safe(quote['text'])}”_ {_cited(quote)}]"


def _told(item: dict[str, Any]) -> Iterator[str]:
    """What a paragraph says: its head in bold, then the rest, each with its name."""
    for key in ("question", "expert", "name"):
        if key in item:
            yield f"*{_safe(item[key])}*"
    for key in ("date", "affiliation", "text", "view", "why", "watch_for", "for", "against"):
        if key in item:
            yield _safe(item[key])


def _paragraph(number: str, cites: str, text: str) -> str:
    return f"#p([{number}], [{cites}])[{text}]"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = ", ".join(f"[{head}]" for head in heads)
    cells = "\n".join("  " + ", ".join(f"[{cell}]" for cell in row) + "," for row in rows)
    return f"#table(columns: (8mm, 1fr, 2fr, 24mm), stroke: (y: 0.5pt), table.header({head}),\n{cells}\n)"


def _cited(item: dict[str, Any]) -> str:
    return " ".join(item["cites"])


def _safe(text: str) -> str:
    """The text with every sign escaped that Typst would take for markup."""
    return SPECIAL.sub(lambda sign: f"\\{sign[0]}", str(text))
