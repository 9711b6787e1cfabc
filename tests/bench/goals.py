"""What the program should reach, held against what was measured."""

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.bench.growth import BUILD, START
from tests.bench.measured import Answer, Pairs

FEW, MANY = 10, 300
ENGINE = 1.1
"""What the engine alone may take for a page of a long brief, beside one of a short one."""
TWO_AT_A_TIME = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that is to be reached, and the one that was: at most this much is wanted."""

    what: str
    beside: str
    wanted: float
    reached: float
    low: float | None = None
    high: float | None = None
    processors: float | None = None
    """The same ratio of the time that processors worked: it changes less with what else the machine does."""

    @property
    def is_met(self) -> bool:
        """Whether it was reached."""
        return self.reached <= self.wanted


def goals(answers: Iterable[Answer]) -> Iterator[Goal]:
    """Every goal of which there is a measurement."""
    for answer in answers:
        for pairs in answer.pairs:
            if pairs.goal is not None:
                ratios = pairs.ratios("wall")
                yield Goal(pairs.name, pairs.base, pairs.goal, pairs.ratio(), ratios[0], ratios[-1], pairs.ratio("cpu"))
        if answer.name == "growth":
            yield from _of_growth({(pairs.name, pairs.size): pairs for pairs in answer.pairs})


def _of_growth(pairs: dict[tuple[str, int | None], Pairs]) -> Iterator[Goal]:
    """Time a page of a long brief beside that of a short one: medians, for the two were not made in one round."""
    few, many, start = (pairs.get(key) for key in ((BUILD, FEW), (BUILD, MANY), (START, FEW)))
    if few is None or many is None or start is None:
        return
    beside = f"the same with {few.pages} pages"
    yield Goal(f"a page of {many.pages}, start included", beside, 1.0, _page(many) / _page(few))
    loading = start.median()
    engine = ((_bare(one) - loading) / (one.pages or 1) for one in (many, few))
    ours = ((one.median() - loading) / (one.pages or 1) for one in (many, few))
    yield Goal(f"a page of {many.pages}, without the start", beside, ENGINE, _quotient(ours))
    yield Goal(f"a page of {many.pages}, without the start, bare command", beside, ENGINE, _quotient(engine))


def _page(pairs: Pairs) -> float:
    return pairs.median() / (pairs.pages or 1)


def _bare(pairs: Pairs) -> float:
    return statistics.median(base.wall for _, base in pairs.rounds)


def _quotient(pair: Iterable[float]) -> float:
    over, under = pair
    return over / under
