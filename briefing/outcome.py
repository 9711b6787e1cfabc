"""The outcome of a build, told: what was made on standard output, what was wrong on standard error."""

import json
import sys
from collections.abc import Iterable

from briefing import terminal
from briefing.order import Made
from briefing.problem import Problem


def tell_results(
    results: Iterable[Made | Problem],
    of_house: Iterable[Problem],
    *,
    as_json: bool,
    draft: bool = False,
    several: bool = False,
) -> bool:
    """Tell what comes of a build as it comes; whether all was made. Of `several` briefs the errors are told last."""
    made: list[Made] = []
    problems = list(of_house)
    for result in results:
        if isinstance(result, Problem):
            problems.append(result)
        else:
            made.append(result)
            if not as_json:
                terminal.give(terminal.shown_path(result.path))
    if as_json:
        terminal.give(json.dumps([one.as_object() for one in made], ensure_ascii=False, indent=2))
    # A draft is made in spite of the errors of its brief, which it shows; those of a variant stop it all the same.
    failed = any(p.is_error and (p.audience or not draft or not made) for p in problems)
    return tell(sorted(problems, key=lambda problem: several and problem.is_error), failed=failed)


def tell(problems: Iterable[Problem], *, failed: bool, done: str = "made") -> bool:
    """Tell problems on standard error, and where something failed, that not everything was done."""
    told = list(problems)
    for problem in told:
        terminal.say(terminal.as_text(problem, sys.stderr))
    if failed:
        terminal.say(f"{terminal.counted(told)}: not everything was {done}.".capitalize())
    return not failed
