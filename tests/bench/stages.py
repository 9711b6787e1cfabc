"""Where the time of a cold build goes, stage by stage."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.builds import AUDIENCE, BRIEF
from tests.bench.measured import ROOT, Answer, Setting, Table

STEPS = (sys.executable, str(Path(__file__).with_name("stage_times.py")), str(ROOT), BRIEF, AUDIENCE)


def stages(setting: Setting) -> Answer:
    """The medians of several processes."""
    runs = [times() for _ in range(1 + setting.part(0.7))][1:]
    medians = {step: statistics.median(run[step] for run in runs) for step in runs[0]}
    whole = sum(medians.values())
    rows = [(step, f"{1000 * took:.0f}", f"{took / whole:.0%}") for step, took in medians.items()]
    rows.append(("*all*", f"{1000 * whole:.0f}", ""))
    return Answer(
        "stages",
        "Where a cold build spends its time",
        f"The brief of this repository for the {AUDIENCE}, each time a process of its own (runs: {len(runs)}); "
        "medians of the processors' time. To put the file in its place, and to keep what is known of it, takes no time "
        "that shows. *Press* is WeasyPrint with all that is looked at and completed on its pages.",
        (),
        tables=(Table("Time of processors", ("stage", "milliseconds", "share"), tuple(rows)),),
    )


def times() -> dict[str, float]:
    """The steps of one process, and the seconds of each."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(STEPS, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return {step: float(took) for step, _, took in (line.partition("\t") for line in ended.stdout.splitlines())}
