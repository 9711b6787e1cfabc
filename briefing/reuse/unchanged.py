"""Unchanged: whether what a build would make of a brief lies there already, to the byte. Nothing else is loaded for it.

Everything that goes in is held against what went in then: brief.yaml, the articles, house.yaml, each file of the desk's
layouts, the fonts, the program with all that is installed, what was asked for, and what the hour shows. Then everything
that came out is held against what lies in its place. Where one thing differs, the brief is built.
"""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefing.model.desk import BRIEF, HOUSE
from briefing.model.problem import Problem
from briefing.printing.order import Made, Order
from briefing.reuse.installed import are_there, installed
from briefing.reuse.kept import FOLDER, digest_of, digest_of_file, read, to_made, to_problem, to_problems

_PARTS = "parts"
State = Mapping[str, tuple[str | None, int]]
"""Files by their paths, with the digest of what each says and when it was written, in nanoseconds."""


@dataclass(frozen=True)
class Before:
    """What an earlier build has told and made of a brief, and the warnings about the house style then."""

    results: tuple[Made | Problem, ...]
    of_house: tuple[Problem, ...]


@dataclass(frozen=True)
class Last:
    """What is known of the last builds of a desk's briefs to this order."""

    desk: Path
    order: Order
    _digests: dict[str, str | None] = field(default_factory=dict)
    _known: dict[str, Any] = field(default_factory=dict)
    """What was found once of the desk and of the libraries, which all its briefs share."""

    def unchanged(self, folder: Path) -> Before | None:
        """What a build of this brief would come to, where nothing has changed since the last one; else None."""
        if not keeps(self.order) or self.order.fresh:
            return None
        kept = read(file_of_build(folder, self.order, self.desk))
        try:
            return self._before(kept, folder) if kept else None
        except (KeyError, TypeError, ValueError):  # a file of another form, by whomever it was written
            return None

    def _before(self, kept: dict[str, Any], folder: Path) -> Before | None:
        if _PARTS in kept:
            return self._of_parts(kept[_PARTS], folder)
        inputs = {str(folder / path): digest for path, digest in kept["inputs"].items()}
        same = (
            kept["installed"] == installed()
            and self._are_there(kept["libraries"])
            and kept["hours"]["shown"] == list(shown_of_hour(*self._moments(kept["hours"]), self.order.as_of))
            and all(self._digest(path) == digest for path, digest in kept["fonts"].items())
            and kept["desk"] == self._digests_of_desk()
            and all(digest_of_file(path) == digest for path, digest in inputs.items())
            and not any((self.order.out / path).exists() for path in kept["not_made"])
        )
        results: list[Made | Problem] = []
        for one in kept["results"] if same else ():
            result = to_made(one, self.order.out) if "sha256" in one else to_problem(one)
            if result is None:
                return None
            results.append(result)
        return Before(tuple(results), to_problems(kept["of_house"])) if same else None

    def _of_parts(self, audiences: Iterable[str], folder: Path) -> Before | None:
        """The same of a brief of which each audience was built by itself."""
        parts: list[Before] = []
        for name in audiences:
            found = replace(self, order=replace(self.order, audiences=(name,))).unchanged(folder)
            if found is None:
                return None
            parts.append(found)
        return Before(tuple(joined(one.results for one in parts)), parts[0].of_house) if parts else None

    def _are_there(self, known: Iterable[tuple[str, int, int]]) -> bool:
        libraries = tuple((path, size, at) for path, size, at in known)
        if self._known.get("libraries") != libraries:
            if not are_there(libraries):
                return False
            self._known["libraries"] = libraries
        return True

    def _digests_of_desk(self) -> object:
        if "desk" not in self._known:
            self._known["desk"] = digests(state_of_desk(self.desk))
        return self._known["desk"]

    @staticmethod
    def _moments(hours: Mapping[str, str | None]) -> tuple[dt.datetime | None, dt.date | None]:
        embargo, review_by = hours["embargo"], hours["review_by"]
        return (
            dt.datetime.fromisoformat(embargo) if embargo else None,
            dt.date.fromisoformat(review_by) if review_by else None,
        )

    def _digest(self, path: str) -> str | None:
        """The digest of a font, which many briefs share."""
        if path not in self._digests:
            self._digests[path] = digest_of_file(path)
        return self._digests[path]


def of_parts(audiences: Iterable[str]) -> dict[str, Any]:
    """What is kept of a brief of which each audience was built by itself."""
    return {_PARTS: list(audiences)}


def joined(parts: Iterable[Iterable[Made | Problem]]) -> Iterator[Made | Problem]:
    """What came of the audiences of a brief, put together; what each says of the whole brief is said once."""
    told: set[Problem] = set()
    for results in parts:
        for result in results:
            if not isinstance(result, Problem):
                yield result
            elif result.audience or result not in told:
                told.add(result)
                yield result


def keeps(order: Order) -> bool:
    """Whether anything is kept of what is made to an order: not of a draft, and not of an edition."""
    return order.keeps and not order.draft and order.stamp is None and order.as_of is not None


def file_of_build(folder: Path, order: Order, desk: Path) -> Path:
    """Where it is kept what was made of a brief to this order."""
    where = [str(desk.resolve()), str(folder.resolve())]
    name = digest_of([*where, order.audiences, order.paper, order.html, order.pack, order.fit])[:16]
    return order.out / FOLDER / folder.name / f"{name}.json"


def shown_of_hour(
    embargo: dt.datetime | None, review_by: dt.date | None, as_of: dt.datetime | None
) -> tuple[bool, bool]:
    """What a print shows of the hour: whether an embargo is over, and whether the day of review has passed."""
    return (
        embargo is None or as_of is None or as_of >= embargo,
        review_by is not None and as_of is not None and as_of.date() > review_by,
    )


def state_of_desk(desk: Path) -> State:
    """The house style, and every file of the desk's own layouts, links followed."""
    files = [str(desk / HOUSE)]
    seen: set[str] = set()
    for name, folders, names in os.walk(desk / "layouts", followlinks=True):
        real = os.path.realpath(name)
        if real in seen:
            folders.clear()  # a link to a folder that was seen, which may be above it: that it is there counts
            files.append(name)
            continue
        seen.add(real)
        files += [f"{name}/{one}" for one in names]
    return {path: state_of(path) for path in sorted(files)}


def state_of(path: str | Path) -> tuple[str | None, int]:
    """What a file says now, and when it was written."""
    try:
        written = os.stat(path).st_mtime_ns  # noqa: PTH116 (of hundreds of files: a Path for each would take longer)
    except OSError:
        return (None, 0)
    return (digest_of_file(path), written)


def digests(state: State) -> dict[str, str | None]:
    """What files say, without when they were written."""
    return {path: digest for path, (digest, _) in state.items()}


def state_of_brief(folder: Path) -> tuple[str | None, int]:
    """What brief.yaml says now, and when it was written."""
    return state_of(folder / BRIEF)
