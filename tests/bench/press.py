"""What a process shares: its pages pressed with and without it, and a redraw after an edit beside a cold bare run.

Run: .venv/bin/python tests/bench/press.py [ROUNDS]
Prints medians and ranges of paired ratios of processor time, which on an idle machine is nearly all there is.
Warm presses are measured in one process, side by side, each page edited anew for both; the bare `weasyprint` command
in a new process on the same page, with the same PDF variant.
"""

import datetime as dt
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))


from briefing.build import build_folder, examine, open_workshop  # noqa: E402
from briefing.compose import compose  # noqa: E402
from briefing.order import Order  # noqa: E402
from briefing.press import Sharing, press  # noqa: E402
from briefing.press.fonts import fonts_for  # noqa: E402
from tests.workbench import DeskCopy, copy_desk, page_of  # noqa: E402

SEED = "sources/kim-putin-summit"
AUDIENCE = "committee"
EDITED = "is questionable at best"
WORDS = ("doubtful", "poor", "low", "mixed", "uneven", "unknown", "untested", "weak", "variable", "patchy", "modest")
BARE = (sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/a-3a")
FOUR = (sys.executable, "-c", "from briefing.entry import main; main()", "build", "--fresh")
MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Pairs:
    """What was measured beside what, and the ratios, one a round."""

    what: str
    beside: str
    ratios: tuple[float, ...]

    def __str__(self) -> str:
        middle = statistics.median(self.ratios)
        return f"{self.what} / {self.beside}: {middle:.3f} ({min(self.ratios):.3f} to {max(self.ratios):.3f})"


def main(rounds: int = 9) -> None:
    """Measure and print."""
    for pairs in measure(rounds):
        print(pairs, flush=True)


def measure(rounds: int) -> Iterator[Pairs]:
    """Everything, in pairs."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        bench = _Bench(Path(name))
        yield from bench.edited(rounds)
        yield from bench.variants(rounds)
        yield from bench.cold(rounds)


class _Bench:
    """The seed's brief, its page for the committee, and every way to press it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.desk = folder, copy_desk(folder / "desk", ROOT)
        self.words = (f"is {one} and {other} at best" for one, other in permutations(WORDS, 2))
        self.text = (self.desk.folder / SEED / "brief.yaml").read_text("utf-8")
        assert self.text.count(EDITED) == 1
        workshop = open_workshop(self.desk.folder)
        brief, _ = examine(self.desk.folder / SEED, workshop)
        assert brief is not None
        layouts = {name: workshop.layouts[reader.layout] for name, reader in brief.house.audiences.items()}
        self.pages = {
            name: page_of(compose(brief, name, layout.sections), workshop) for name, layout in layouts.items()
        }
        (folder / "page.html").write_text(self.pages[AUDIENCE], "utf-8")

    def edited(self, rounds: int) -> list[Pairs]:
        """One page of this process, pressed after an edit."""
        return self._beside(
            rounds,
            ("a page edited, pressed plainly", partial(self._page, "nothing")),
            {
                "with what pages share": partial(self._page, "parts"),
                "laid out again in part": partial(self._page, "pages"),
            },
        )

    def variants(self, rounds: int) -> list[Pairs]:
        """All the variants of a brief, pressed in this process after an edit."""
        return self._beside(
            rounds,
            ("four variants edited, pressed plainly", partial(self._variants, "nothing")),
            {"with what pages share": partial(self._variants, "parts")},
        )

    def cold(self, rounds: int) -> list[Pairs]:
        """Beside the bare command in a process of its own: a warm redraw, the press alone and whole; four variants."""
        known = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment = known | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}
        bare = (*BARE, str(self.folder / "page.html"), str(self.folder / "bare.pdf"))
        return self._beside(
            rounds,
            ("the bare command", lambda: _of_child(bare, self.folder, environment)),
            {
                "a warm redraw, the press of it": partial(self._page, "pages"),
                "a warm redraw, from brief.yaml to the PDF in its place": self._redraw,
                "all four variants, cold": lambda: _of_child(FOUR, self.desk.folder, environment),
            },
        )

    def _page(self, sharing: Sharing) -> float:
        return self._pressed([self.pages[AUDIENCE].replace(EDITED, next(self.words))], sharing)

    def _variants(self, sharing: Sharing) -> float:
        words = next(self.words)
        return self._pressed([page.replace(EDITED, words) for page in self.pages.values()], sharing)

    def _pressed(self, pages: list[str], sharing: Sharing) -> float:
        fonts = [fonts_for(page)[0] for page in pages]
        begun = time.process_time()
        for page, own in zip(pages, fonts, strict=True):
            press(page, identifier=b"bench", fonts=own, scratch=self.folder / "scratch", sharing=sharing)
        return time.process_time() - begun

    def _redraw(self) -> float:
        self._write(self.text.replace(EDITED, next(self.words)))
        order = Order(self.folder / "build", (AUDIENCE,), as_of=MOMENT, redraws=True)
        begun = time.process_time()
        results = list(build_folder(self.desk.folder / SEED, order, open_workshop(self.desk.folder)))
        elapsed = time.process_time() - begun
        self._write(self.text)
        assert any(hasattr(result, "sha256") for result in results), results
        return elapsed

    def _write(self, text: str) -> None:
        DeskCopy(self.desk.folder).write(text, f"{SEED}/brief.yaml")

    def _beside(
        self, rounds: int, base: tuple[str, Callable[[], float]], others: Mapping[str, Callable[[], float]]
    ) -> list[Pairs]:
        for each in (base[1], *others.values(), *others.values()):
            each()
        ratios: dict[str, list[float]] = {name: [] for name in others}
        for _ in range(rounds):
            plain = base[1]()
            for name, other in others.items():
                ratios[name].append(other() / plain)
        return [Pairs(name, base[0], tuple(each)) for name, each in ratios.items()]


def _of_child(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> float:
    """The processor time of a command that ends well."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
