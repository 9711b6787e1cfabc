"""Begun: a build of a brief from its first look at the files to what is noted of it at its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.model.brief import Brief
from briefing.model.desk import BRIEF
from briefing.model.problem import Problem
from briefing.printing.order import Made, Order
from briefing.reuse.installed import installed
from briefing.reuse.keeping import Keeping, write_kept
from briefing.reuse.kept import digest_of_file, of_made, of_problem, of_problems
from briefing.reuse.spared import BORROWED
from briefing.reuse.unchanged import (
    State,
    digests,
    file_of_build,
    keeps,
    of_parts,
    shown_of_hour,
    state_of_brief,
    state_of_desk,
)


@dataclass
class Begun:
    """A build of a brief that has begun: what the files said before any was read, and what comes of them."""

    folder: Path
    desk: Path
    state: State
    """The desk before its house style was read, for as long as the build lasts."""
    of_house: tuple[Problem, ...]
    keeping: Keeping
    brief: Brief | None = None
    covered: tuple[Path, ...] = ()
    """Every PDF that this build makes, or sets aside."""
    results: list[Made | Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._text = state_of_brief(self.folder) if keeps(self.keeping.order) else (None, 0)
        self._installed = installed() if keeps(self.keeping.order) else ""

    def keep(self) -> None:
        """Note what went in and what came out, where all went well and no file changed meanwhile."""
        order, brief, libraries = self.keeping.order, self.brief, self.keeping.libraries
        if not keeps(order) or self.state != state_of_desk(self.desk):
            return
        self.keeping.keep_noted()
        problems = [result for result in self.results if isinstance(result, Problem)]
        made = [result for result in self.results if isinstance(result, Made)]
        failed = any(problem.is_error or problem.code == BORROWED for problem in problems)
        if brief is None or libraries is None or failed or not made or self._text != state_of_brief(self.folder):
            return
        body = {
            "installed": self._installed,
            "libraries": libraries,
            "hours": _hours(brief, order),
            "fonts": {str(font): digest_of_file(font) for one in made for font in one.fonts},
            "desk": digests(self.state),
            # An article says itself what was read; brief.yaml is as it was before it was read.
            "inputs": {BRIEF: self._text[0]}
            | {brief.summary.articles[key].file: article.sha256 for key, article in brief.articles.items()},
            "not_made": sorted(self._not_made(made)),
            "of_house": of_problems(self.of_house),
            "results": [of_made(one, order.out) if isinstance(one, Made) else of_problem(one) for one in self.results],
        }
        write_kept(file_of_build(self.folder, order, self.desk), body)

    def _not_made(self, made: Iterable[Made]) -> Iterable[str]:
        out = self.keeping.order.out
        for path in set(self.covered) - {one.path for one in made}:
            yield from (str(one.relative_to(out)) for one in (path, path.with_suffix(".html")))


def keep_parts(folder: Path, order: Order, desk: Path, audiences: Iterable[str]) -> None:
    """Note of a brief that each of these audiences was built by itself."""
    # Where one alone was asked for it has noted that itself.
    if keeps(order) and len(order.audiences) != 1:
        write_kept(file_of_build(folder, order, desk), of_parts(audiences))


def _hours(brief: Brief, order: Order) -> Mapping[str, Any]:
    embargo, review_by = brief.summary.embargo, brief.summary.review_by
    return {
        "embargo": embargo.isoformat() if embargo else None,
        "review_by": review_by.isoformat() if review_by else None,
        "shown": shown_of_hour(embargo, review_by, order.as_of),
    }
