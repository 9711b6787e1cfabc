"""Ground: what an edit is held against, read from the desk and kept for as long as its files stay as they are."""

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from briefing.checking.check import check
from briefing.loading.document import document_of
from briefing.loading.load import load_desk, load_layouts
from briefing.model.article import Article
from briefing.model.brief import Brief
from briefing.model.desk import HOUSE
from briefing.model.house import House
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.summary import Path as ValuePath
from briefing.model.summary import SectionName
from briefing.read import read
from briefing.writing.edited import summary_of
from briefing.writing.readers import readers, why_not
from briefing.writing.standing import Ground

_T = TypeVar("_T")
_Status = tuple[int, int, int]


@dataclass
class Grounds:
    """The house style, the layouts and the articles that a brief is written on."""

    desk: Path
    file: Path
    _kept: dict[object, tuple[object, Any]] = field(default_factory=dict)

    def of(self, text: str) -> Ground:
        """The ground of a brief with this text. Raises FaultyInputError where the house style has faults."""
        summary = summary_of(text, self.file)
        articles = {key: self._article(key, entry.file) for key, entry in summary.articles.items()}
        return Ground(self._house(), {key: article for key, article in articles.items() if article is not None})

    def foreseen(self, before: str, after: str, path: ValuePath) -> dict[str, Any]:
        """What would come of a change: who would get the item at the path and who not, and what would be wrong."""
        old, new = self._brief(before), self._brief(after)
        sections = {name: self._sections(name) for name in new.house.audiences}
        is_item = path in dict(new.summary.items())
        gets = readers(new, sections)[path] if is_item else ()
        without = [name for name in new.house.audiences if name not in gets] if is_item else []
        had, has = _named(check(old)), _named(check(new))
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
        return {
            "readers": list(gets),
            "left": [{"name": name, "why": why_not(new, sections, path, name)} for name in without],
            "problems": [_told(problem) for name, problem in has.items() if name not in had],
            "mended": [_told(problem) for name, problem in had.items() if name not in has],
            "diff": [line for line in lines if not line.startswith(("---", "+++", "@@"))],
        }

    def _brief(self, text: str) -> Brief:
        ground = self.of(text)
        places = document_of(text.removeprefix("\ufeff"), self.file).places
        return Brief(self.file.parent.name, summary_of(text, self.file), ground.articles, ground.house, places)

    def _house(self) -> House:
        return self._once("house", self.desk / HOUSE, lambda: load_desk(self.desk).house)

    def _sections(self, audience: str) -> tuple[SectionName, ...]:
        of_audience = self._house().audiences[audience]
        own = self.desk / "layouts"
        layout = load_layouts(own if own.is_dir() else None).get(of_audience.layout)
        return of_audience.sections or (tuple(layout.sections) if layout else ())

    def _article(self, key: str, name: str) -> Article | None:
        """An article; None for one that the check has something to say of: nothing is taken from that."""
        folder = self.file.parent.resolve()
        try:
            path = (folder / name).resolve()
            if not path.is_relative_to(folder):
                return None
            return self._once((key, name), path, lambda: read(key, path))
        except (FaultyInputError, OSError, RuntimeError, ValueError):
            return None

    def _once(self, what: object, file: Path, make: Callable[[], _T]) -> _T:
        """What is read of a file, read again only where that was written since."""
        status = _status(file)
        known = self._kept.get(what)
        if known is None or known[0] != status:
            known = self._kept[what] = (status, make())
        made: _T = known[1]
        return made


def _status(file: Path) -> _Status | None:
    try:
        status = os.stat(file)  # noqa: PTH116 (asked at every edit)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _named(problems: tuple[Problem, ...]) -> dict[tuple[str, ValuePath, str], Problem]:
    return {(problem.code, problem.path, problem.message): problem for problem in problems}


def _told(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
    }
