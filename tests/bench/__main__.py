"""Measure, side by side, and write docs/performance.md and what it is made from: `python -m tests.bench`.

Before it begins it says what it takes, by what it took the last time; all together is some twelve minutes.

--quick       a first look: few rounds, nothing long
--only NAME   this alone (may be said again); what lies there of the others stays. Two take so long that they are
              measured only so: memory (a thousand briefs, an hour) and preview (a quarter of an hour)
--rounds N    rounds for what takes a second or two (7)
--page        measure nothing: write the page anew from docs/performance.json
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tests.bench import picture, report, results
from tests.bench.batch import memory, throughput
from tests.bench.builds import builds
from tests.bench.copies import copies
from tests.bench.evidence import evidence
from tests.bench.goals import goals
from tests.bench.growth import growth
from tests.bench.measured import ROOT, Answer, Setting
from tests.bench.press import presses
from tests.bench.preview import redraws
from tests.bench.redraw import redraw
from tests.bench.stages import stages
from tests.bench.start import start

BENCHES: dict[str, Callable[[Setting], Answer]] = {
    "start": start,
    "builds": builds,
    "stages": stages,
    "redraw": redraw,
    "press": presses,
    "batch": throughput,
    "copies": copies,
    "growth": growth,
    "evidence": evidence,
    "memory": memory,
    "preview": redraws,
}
WHEN_ASKED = {"memory", "preview"}
"""What takes so long that it is measured only when it is asked for."""
PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    """Measure what was asked for, and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure, side by side.")
    parser.add_argument("--quick", action="store_true", help="a first look: few rounds, nothing long")
    parser.add_argument("--only", action="append", choices=BENCHES, metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds for what takes a second or two")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page anew")
    asked = parser.parse_args()
    if not asked.page:
        rounds = asked.rounds or (2 if asked.quick else 7)
        names = asked.only or [name for name in BENCHES if name not in WHEN_ASKED]
        print(expected(names, results.read(), quick=asked.quick), file=sys.stderr, flush=True)
        for name in names:
            results.write([measured(name, rounds, quick=asked.quick)])
    for file, content in made():
        file.write_text(content, "utf-8")
    print(report.PAGE.relative_to(ROOT))


def expected(names: Sequence[str], kept: Iterable[results.Result], *, quick: bool) -> str:
    """What these benches took the last time that they were run so."""
    took = {result.answer.name: result.seconds for result in kept if result.quick == quick}
    told = ", ".join(f"{name} {took[name]} s" if name in took else f"{name} not known yet" for name in names)
    return f"The last time this took {sum(took.get(name, 0) for name in names) / 60:.0f} minutes: {told}."


def measured(name: str, rounds: int, *, quick: bool) -> results.Result:
    """Run one bench in a folder of its own."""
    print(f"{name} …", file=sys.stderr, flush=True)
    begun, busy = time.monotonic(), results.is_busy()
    folder = Path(tempfile.mkdtemp(prefix="briefing-bench-"))
    try:
        answer = BENCHES[name](Setting(folder, rounds, quick))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = round(time.monotonic() - begun)
    print(f"{name}: {seconds} s", file=sys.stderr, flush=True)
    return results.Result(answer, results.machine(), seconds, quick, busy or results.is_busy())


def made() -> Iterator[tuple[Path, str]]:
    """The page and its pictures as they should stand in docs/."""
    kept = results.read()
    yield report.PAGE, report.page(kept)
    answers = {result.answer.name: result.answer for result in kept}
    if "growth" in answers:
        yield PICTURES / "performance-growth.svg", picture.growth(answers["growth"])
    yield PICTURES / "performance-goals.svg", picture.reached(list(goals(answers.values())))


if __name__ == "__main__":
    main()
