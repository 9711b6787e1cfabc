"""The list of a desk's briefs: what each calls itself, and the day that it speaks of. Nothing is checked for it."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefing.loading.document import read_document
from briefing.model.desk import BRIEF
from briefing.model.problem import FaultyInputError

Values = dict[str, Any]


def listed(folders: Iterable[Path]) -> list[Values]:
    """Name, title and date of each; of one that cannot be read the name alone."""
    return [{"name": folder.name, **_told(folder / BRIEF)} for folder in folders]


def _told(file: Path) -> Values:
    try:
        data = read_document(file).data
    except FaultyInputError:
        return {}
    title, date = data.get("title"), data.get("date")
    if isinstance(title, dict):
        title = title.get("default")
    return {
        "title": title if isinstance(title, str) else None,
        "date": date.isoformat() if isinstance(date, dt.date) else None,
    }
