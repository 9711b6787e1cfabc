"""The outcome of a build, told: what was made on standard output, what was wrong on standard error.

Of many briefs a summary comes last, with a line for each that was not built.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing.console import terminal
from briefing.model.problem import FaultyInputError, Problem
from briefing.printing.order import Made, Outcome

_FEW = 2
"""So many briefs need no summary."""


@dataclass
class _Told:
    """What came of a brief, as far as it has come."""

    brief: str
    is_unchanged: bool
    draft: bool
    made: list[Made] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_whole: bool = False

    @property
    def failed(self) -> bool:
        """Whether not all was made. A draft is made in spite of the errors of its brief, which it shows."""
        return any(p.is_error and (p.audience or not self.draft or not self.made) for p in self.problems)


def tell_results(
    outcomes: Iterable[Outcome], of_house: Iterable[Problem], *, as_json: bool, draft: bool = False, briefs: int = 1
) -> bool:
    """Tell what comes of a build as it comes; whether all was made. Of several `briefs` the errors are told last.

    Where the work is interrupted, or cannot go on, what was done until then is told, and the error raised.
    """
    told: list[_Told] = []
    try:
        for outcome in outcomes:
            told.append(_Told(outcome.brief, outcome.is_unchanged, draft))
            _take(outcome, told[-1], as_json=as_json)
    except (KeyboardInterrupt, FaultyInputError) as error:
        is_interrupted = isinstance(error, KeyboardInterrupt)
        if told or is_interrupted:
            _tell(told, [], as_json=as_json, briefs=briefs)
        if briefs > 1 and (told or is_interrupted):
            how = "Interrupted" if is_interrupted else "Stopped"
            terminal.say(f"{how}: {_done(told)} of {terminal.number_of(briefs, 'brief')} done ({_pdfs(told)}).")
        raise
    return _tell(told, list(of_house), as_json=as_json, briefs=briefs)


def _take(outcome: Outcome, told: _Told, *, as_json: bool) -> None:
    for result in outcome.results:
        if isinstance(result, Problem):
            told.problems.append(result)
        else:
            told.made.append(result)
            if not as_json:
                terminal.give(terminal.shown_path(result.path))
    told.is_whole = True


def _tell(told: Sequence[_Told], of_house: Iterable[Problem], *, as_json: bool, briefs: int) -> bool:
    # Several are built side by side: what comes of them is told in the same order each time.
    several = briefs > 1
    in_order = sorted(told, key=lambda one: one.brief) if several else told
    if as_json:
        objects = [made.as_object() for one in in_order for made in one.made]
        terminal.give(json.dumps(objects, ensure_ascii=False, indent=2))
    problems = [*of_house, *(problem for one in in_order for problem in one.problems)]
    failed = [one for one in in_order if one.failed]
    problems.sort(key=lambda problem: several and problem.is_error)
    tell(problems, failed=bool(failed) or any(problem.is_error for problem in of_house))
    if len(told) == briefs > _FEW:
        for line in _summary(in_order, failed):
            terminal.say(line)
    return not failed


def _summary(told: Sequence[_Told], failed: Sequence[_Told]) -> Iterable[str]:
    """How many briefs were built, and what is first wrong with each of the others."""
    unchanged = sum(one.is_unchanged for one in told)
    built = f"{len(told) - len(failed):,}" if failed else "all"
    detail = "; ".join((_pdfs(told), *([f"{unchanged:,} unchanged"] if unchanged else [])))
    ending = f", {len(failed):,} with problems:" if failed else "."
    yield f"{terminal.number_of(len(told), 'brief')}: {built} built ({detail}){ending}"
    for one in failed:
        first, *others = (problem for problem in one.problems if problem.is_error)
        more = f" (and {terminal.number_of(len(others), 'error')} more)" if others else ""
        audience = f"[{first.audience}] " if first.audience else ""
        yield f"  {terminal.plain(one.brief)}: {first.code} {audience}{terminal.plain(first.message)}{more}"


def _done(told: Iterable[_Told]) -> str:
    return f"{sum(one.is_whole for one in told):,}"


def _pdfs(told: Iterable[_Told]) -> str:
    return terminal.number_of(sum(len(one.made) for one in told), "PDF")


def tell(problems: Iterable[Problem], *, failed: bool, so: str = "not everything was made") -> bool:
    """Tell problems on standard error, and where something failed, what came of it."""
    told = list(problems)
    for problem in told:
        terminal.say(terminal.as_text(problem, sys.stderr))
    if failed:
        terminal.say(f"{terminal.counted(told)}: {so}.".capitalize())
    return not failed
