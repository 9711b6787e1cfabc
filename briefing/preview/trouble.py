"""Trouble of the preview itself, told in the page as a problem is."""

from typing import Any


def trouble(message: str, hint: str, audience: str | None = None) -> dict[str, Any]:
    """A problem of no file (E307), as plain values."""
    return {
        **dict.fromkeys(("file", "line", "column", "path", "difference")),
        "code": "E307",
        "severity": "error",
        "source": "",
        "message": message,
        "hint": hint,
        "audience": audience,
    }
