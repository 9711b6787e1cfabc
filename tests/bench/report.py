"""docs/performance.md: what is between its marks is made from docs/performance.json, the rest is written by hand."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tests.bench.goals import Goal, goals
from tests.bench.measured import ROOT, Answer, Pairs, Table
from tests.bench.results import Result

PAGE = ROOT / "docs" / "performance.md"
_MADE = re.compile(r"(<!-- made by the bench: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
ABSENT = "–"
Cell = Callable[[Pairs], str]


def page(results: Sequence[Result], file: Path = PAGE) -> str:
    """The page as it should stand there."""
    by_name = {result.answer.name: result for result in results}

    def made(match: re.Match[str]) -> str:
        name = match[2]
        if name == "goals":
            lines = goals_table(goals(result.answer for result in results))
        elif name == "machine":
            lines = machine(results)
        else:
            lines = section(by_name[name]) if name in by_name else iter(("Not measured yet.",))
        return "\n".join((match[1], *lines, "", match[3]))

    return _MADE.sub(made, file.read_text("utf-8"))


def machine(results: Iterable[Result]) -> Iterator[str]:
    """What was measured on which machine."""
    of: dict[str, list[str]] = {}
    for result in results:
        limits = {"a first look, with few rounds": result.quick, "others were at work on the machine": result.busy}
        told = "; ".join((result.machine, *(limit for limit, holds in limits.items() if holds)))
        of.setdefault(told, []).append(result.answer.question)
    for where, questions in of.items():
        yield f"- {', '.join(f'*{question}*' for question in questions)}: {where}."


def goals_table(reached: Iterable[Goal]) -> Iterator[str]:
    """Every goal beside what was reached."""
    yield from head("what", "beside", "goal, at most", "reached", "range", "", "of processors", words=2)
    for goal in reached:
        is_spread = goal.low is not None and goal.high is not None and goal.low < goal.high
        spread = f"{ratio(goal.low or 0)}–{ratio(goal.high or 0)}" if is_spread else ABSENT
        processors = ABSENT if goal.processors is None else ratio(goal.processors)
        verdict = "met" if goal.is_met else "**not met**"
        yield row(goal.what, goal.beside, ratio(goal.wanted), f"**{ratio(goal.reached)}**", spread, verdict, processors)


def section(result: Result) -> Iterator[str]:
    """An answer: its tables, and what is not in them."""
    answer = result.answer
    yield f"## {answer.question}\n"
    yield answer.about
    if any(pairs.size for pairs in answer.pairs):
        yield from grown(answer)
    elif answer.pairs:
        yield ""
        yield from beside(answer.pairs)
    for table in answer.tables:
        yield from plain(table)
    notes = {pairs.name: pairs.note for pairs in answer.pairs if pairs.note}
    if notes or answer.absent:
        yield "\nWhat is left out, and what is absent:\n"
    yield from (f"- {name}: {note}." for name, note in (*notes.items(), *answer.absent.items()))


def beside(every: Sequence[Pairs]) -> Iterator[str]:
    """Pairs with their base: seconds, and the medians and ranges of ratios."""
    yield from head("what", "beside", "seconds", "MiB", "wall", "processors", "memory", words=2)
    told = set()
    for pairs in every:
        if pairs.base not in told:
            told.add(pairs.base)
            base = (f"{pairs.base_median():.3g}", f"{pairs.base_median('memory'):.0f}")
            yield row(f"*{pairs.base}*", "", *base, "1", "1", "1")
        ratios = (spread(pairs, of) for of in ("wall", "cpu", "memory"))
        own = (f"{pairs.median():.3g}", f"{pairs.median('memory'):.0f}")
        yield row(pairs.name, pairs.base, *own, *ratios)


def grown(answer: Answer) -> Iterator[str]:
    """Tables with a column for each size."""
    sizes = sorted({pairs.size for pairs in answer.pairs if pairs.size})
    of = {(pairs.name, pairs.size): pairs for pairs in answer.pairs}
    base = answer.pairs[0].base
    first = {size: next(pairs for pairs in answer.pairs if pairs.size == size) for size in sizes}
    names = list(dict.fromkeys(pairs.name for pairs in answer.pairs))

    def table(title: str, cell: Cell, base_cell: Cell, *, with_base: bool = True) -> Iterator[str]:
        yield f"\n### {title}\n"
        yield from head("", *(f"{size} pages" for size in sizes))
        if with_base:
            yield row(f"*{base}*", *(base_cell(first[size]) for size in sizes))
        for name in names:
            yield row(name, *(cell(of[name, size]) if (name, size) in of else ABSENT for size in sizes))

    yield from table("Pages made", lambda one: f"{one.pages or ABSENT}", lambda one: f"{one.pages}")
    yield from table("Seconds", lambda one: f"{one.median():.3g}", lambda one: f"{one.base_median():.3g}")
    yield from table("Wall time, ratio to the bare command", lambda one: spread(one, "wall"), str, with_base=False)
    yield from table(
        "Time of processors, ratio to the bare command", lambda one: spread(one, "cpu"), str, with_base=False
    )
    yield from table(
        "Most memory of one process, MiB",
        lambda one: f"{one.median('memory'):.0f}",
        lambda one: f"{one.base_median('memory'):.0f}",
    )
    yield from table(
        "Milliseconds a page, start included",
        lambda one: f"{1000 * one.median() / one.pages:.0f}" if one.pages else ABSENT,
        lambda one: f"{1000 * one.base_median() / (one.pages or 1):.0f}",
    )


def plain(table: Table) -> Iterator[str]:
    """A table as it was given."""
    yield f"\n### {table.title}\n"
    yield from head(*table.heads)
    yield from (row(*cells) for cells in table.rows)


def spread(pairs: Pairs, of: str) -> str:
    """The median of ratios in bold, and their range where there was more than one."""
    ratios = pairs.ratios(of)
    reach = f" ({ratio(ratios[0])}–{ratio(ratios[-1])})" if len(ratios) > 1 else ""
    return f"**{ratio(pairs.ratio(of))}**{reach}"


def ratio(number: float) -> str:
    """A ratio with two digits that mean something."""
    return f"{number:.2f}" if number >= 0.1 else f"{number:.2g}"


def head(*cells: str, words: int = 1) -> tuple[str, str]:
    """The head of a table, whose first columns are words and the others figures."""
    return row(*cells), f"|{' --- |' * words}{' ---: |' * (len(cells) - words)}"


def row(*cells: str) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"
