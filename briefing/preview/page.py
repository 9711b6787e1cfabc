"""The page of the preview as HTML: whole enough to read title and problems without a script.

The scripts take it over from there: they find their places by the ids that stand here, and the first State in the
page itself, so that nothing waits for a second request. All text is escaped; the page asks nothing of other hosts.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

_STYLES = ("base", "frame", "pages", "panels", "evidence")
_SEVERITIES = {"error": "Error", "warning": "Warning"}
_PANELS = (("problems", "Problems"), ("evidence", "Evidence"), ("items", "Items"), ("editions", "Editions"))
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What would end a script, or begin a comment, in the middle of its data."""

Values = Mapping[str, Any]


def brief_page(state: Values, *, token: str, desk: str | None = None) -> str:
    """The page of a brief. `token` is what writing asks for; `desk` is the address of the list of briefs, if any."""
    head = Markup('<meta name="briefing-token" content="{}">\n<meta name="briefing-brief" content="{}">').format(
        token, state["brief"]
    )
    data = Markup('<script type="application/json" id="state">{}</script>').format(Markup(_as_data(state)))  # noqa: S704
    script = Markup('<script type="module" src="/static/preview.js"></script>')
    body = Markup("{}\n<main>\n{}\n{}\n</main>\n{}\n{}").format(
        _top(state, desk), _stage(), _panel(state), data, script
    )
    return _document(state.get("title") or state["brief"], body, head)


def desk_page(title: str, briefs: Sequence[Values]) -> str:
    """The list of a desk's briefs: name, title and date of each, and how many problems it has where that is known."""
    rows = Markup("\n").join(_row(one) for one in briefs)
    listed = (
        Markup('<ul class="briefs">\n{}\n</ul>').format(rows)
        if briefs
        else Markup(
            "<p>No brief stands on this desk yet. <code>briefing new NAME --article FILE</code> starts one.</p>"
        )
    )
    body = Markup('<main class="desk">\n<h1>{}</h1>\n{}\n</main>').format(title, listed)
    return _document(title, body)


def _row(brief: Values) -> Markup:
    facts = [_day(brief["date"])] if brief.get("date") else []
    if brief.get("problems") is not None:
        facts.append(_counted(brief["problems"]))
    return Markup('<li><a href="/briefs/{}"><strong dir="auto">{}</strong></a> <span>{}</span></li>').format(
        brief["name"], brief.get("title") or brief["name"], " · ".join(facts)
    )


def _document(title: str, body: Markup, head: Markup = Markup()) -> str:  # noqa: B008 (it never changes)
    styles = Markup("\n").join(Markup('<link rel="stylesheet" href="/static/{}.css">').format(one) for one in _STYLES)
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            '<title>{} – preview</title>\n<link rel="icon" href="/static/icon.svg" type="image/svg+xml">\n'
            "{}\n{}\n</head>\n<body>\n{}\n</body>\n</html>\n"
        ).format(title, styles, head, body)
    )


def _as_data(state: Values) -> str:
    return json.dumps(state, ensure_ascii=False).translate(_IN_SCRIPT)


def _top(state: Values, desk: str | None) -> Markup:
    back = Markup('<a class="back" href="{}">All briefs</a>').format(desk) if desk else Markup()
    return Markup(
        '<div class="skips"><a href="#sheets">Skip to the pages</a> '
        '<a href="#panel">Skip to problems and evidence</a></div>\n'
        '<header class="top">\n{}\n<div class="names"><h1 id="title" dir="auto">{}</h1>'
        '<p id="about">{}</p></div>\n'
        '<p id="status" class="status" role="status">Opening…</p>\n'
        '<div id="tools" class="tools" role="toolbar" aria-label="Brief"></div>\n'
        '<div id="lost" class="lost" role="alert"></div>\n</header>'
    ).format(back, state.get("title") or state["brief"], _day(state.get("date")))


def _day(date: str | None) -> str:
    """A day as it is read, or whatever stands in its place."""
    try:
        known = dt.date.fromisoformat(date or "")
    except ValueError:
        return date or ""
    return f"{known.day} {_MONTHS[known.month - 1]} {known.year}"


def _stage() -> Markup:
    return Markup(
        '<section id="stage" class="stage" aria-label="Pages">\n<div id="audiences" class="tabs" role="tablist" '
        'aria-label="Audience"></div>\n<div id="view" class="bar"></div>\n'
        '<div id="sheets" class="sheets" tabindex="0" role="tabpanel" aria-label="Pages as they will print">'
        "<noscript><p>The pages need JavaScript. The problems stand beside.</p></noscript></div>\n</section>"
    )


def _panel(state: Values) -> Markup:
    tabs = Markup("").join(
        Markup(
            '<button type="button" role="tab" id="tab-{0}" aria-controls="{0}" '
            'aria-selected="{1}" tabindex="{2}">{3}</button>'
        ).format(name, "false" if index else "true", -1 if index else 0, label)
        for index, (name, label) in enumerate(_PANELS)
    )
    panels = Markup("\n").join(
        Markup('<div role="tabpanel" id="{0}" aria-labelledby="tab-{0}" tabindex="0" class="{1}"{2}>{3}</div>').format(
            name,
            f"panel-body {name}",
            Markup(" hidden") if index else "",
            _problems(state) if name == "problems" else "",
        )
        for index, (name, _) in enumerate(_PANELS)
    )
    return Markup(
        '<section id="panel" class="panel" aria-label="Problems, evidence, items and editions" tabindex="-1">\n'
        '<div id="panels" class="tabs" role="tablist" aria-label="Beside the pages">{}</div>\n{}\n'
        '<div id="toast" class="toast" role="status"></div>\n</section>'
    ).format(tabs, panels)


def _problems(state: Values) -> Markup:
    found = [*state.get("problems", ()), *_of_the_view(state)]
    listed = Markup("\n").join(_problem(one) for one in found)
    return Markup('<p>{}</p>\n<ul class="found">\n{}\n</ul>').format(_counted(len(found)), listed)


def _of_the_view(state: Values) -> Iterable[Values]:
    view = state.get("view") or {}
    prints = state.get("variants", {}).get(view.get("audience"), {})
    found: Iterable[Values] = prints.get(view.get("print"), {}).get("problems", ())
    return found


def _problem(one: Values) -> Markup:
    place = ":".join(str(part) for part in (one.get("file"), one.get("line")) if part)
    source = Markup('<pre dir="auto">{}</pre>').format(one["source"]) if one.get("source") else Markup()
    hint = Markup('<p class="hint" dir="auto">{}</p>').format(one["hint"]) if one.get("hint") else Markup()
    return Markup('<li class="problem {}"><p><b>{} {}</b> {}</p><p dir="auto">{}</p>{}{}</li>').format(
        one["severity"],
        _SEVERITIES.get(one["severity"], one["severity"]),
        one["code"],
        place,
        one["message"],
        source,
        hint,
    )


def _counted(number: int) -> str:
    return {0: "No problems", 1: "1 problem"}.get(number, f"{number} problems")
