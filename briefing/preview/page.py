"""The page as the server makes it: what can be read of a brief without any script."""

from collections.abc import Iterable
from html import escape
from typing import Any

Values = dict[str, Any]


def page(state: Values, token: str) -> str:
    """The page of a brief."""
    problems = "".join(f"<li>{_problem(one)}</li>" for one in state["problems"]) or "<li>None.</li>"
    variants = state["variants"].get(state["view"]["audience"], {}).get(state["view"]["print"], {})
    where = f"/briefs/{escape(state['brief'])}/pages"
    pictures = "".join(
        f'<img src="{where}/{one["digest"]}.png?scale=1" alt="Page {escape(one["label"])}">'
        for one in variants.get("pages", ())
    )
    body = f"<h1>{escape(state['title'])}</h1><h2>Problems</h2><ol>{problems}</ol><h2>Pages</h2>{pictures}"
    return _whole(state["title"], body, token)


def briefs(names: Iterable[str]) -> str:
    """The list of the desk's briefs."""
    links = "".join(f'<li><a href="/briefs/{escape(name)}">{escape(name)}</a></li>' for name in names)
    return _whole("Briefs of this desk", f"<h1>Briefs of this desk</h1><ul>{links}</ul>")


def _problem(one: Values) -> str:
    where = f"{one['file']}:{one['line']}: " if one["file"] else ""
    return escape(f"{where}{one['severity']}: {one['code']} {one['message']} {one['hint']}")


def _whole(title: str, body: str, token: str = "") -> str:
    held = f'<meta name="briefing-token" content="{escape(token)}">' if token else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{held}'
        f'<link rel="stylesheet" href="/static/preview.css"></head><body>{body}</body></html>'
    )
