"""What was measured, as it is kept: docs/performance.json, from which the page and its pictures are made."""

import importlib.metadata
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.measured import ROOT, Answer, Cost, Pairs, Table

FILE = ROOT / "docs" / "performance.json"
WEASYPRINT = importlib.metadata.version("weasyprint")


@dataclass(frozen=True, slots=True)
class Result:
    """An answer, the machine that gave it, whether it is a first look only, and whether others were at work there."""

    answer: Answer
    machine: str
    seconds: int
    quick: bool
    busy: bool


def machine() -> str:
    """This machine in general terms."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors, {gigabytes:.0f} GiB of memory"
    return f"{system}; Python {platform.python_version()}, WeasyPrint {WEASYPRINT}"


def is_busy() -> bool:
    """Whether more wants to run here than a bench of its own accord: then a figure of seconds means little."""
    return os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)


def write(results: Iterable[Result], file: Path = FILE) -> None:
    """Keep results. Those that lie there of other answers stay."""
    kept = {result.answer.name: result for result in read(file)} if file.exists() else {}
    kept |= {result.answer.name: result for result in results}
    file.write_text(
        json.dumps([_as_data(result) for result in kept.values()], indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def read(file: Path = FILE) -> list[Result]:
    """The results that are kept."""
    return [_from_data(data) for data in json.loads(file.read_text("utf-8"))]


def _as_data(result: Result) -> dict[str, Any]:
    data = asdict(result)
    for pairs in data["answer"]["pairs"]:
        pairs["rounds"] = [[list(map(_rounded, cost.values())) for cost in pair] for pair in pairs["rounds"]]
    return data


def _rounded(number: float) -> float:
    """Four digits that mean something."""
    return float(f"{number:.4g}")


def _from_data(data: dict[str, Any]) -> Result:
    answer = dict(data["answer"])
    answer["pairs"] = tuple(
        Pairs(**{**pairs, "rounds": tuple((Cost(*it), Cost(*base)) for it, base in pairs["rounds"])})
        for pairs in answer["pairs"]
    )
    answer["tables"] = tuple(
        Table(table["title"], tuple(table["heads"]), tuple(map(tuple, table["rows"]))) for table in answer["tables"]
    )
    return Result(Answer(**answer), data["machine"], data["seconds"], data["quick"], data["busy"])
