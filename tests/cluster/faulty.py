"""What the tests load into a Dask worker (`--preload`): it comes to grief at the task that a test has named.

A folder, named by CLUSTER_FAULTS, holds the file `fault`: what is to happen, and at the how manieth task from then on.
Whichever worker begins that task takes the file away and suffers it. Nothing of this is in the program.
"""

import fcntl
import os
import signal
import sys
import time
import types
from pathlib import Path
from typing import Any

from briefing.cluster import errand

FAULTS = Path(os.environ["CLUSTER_FAULTS"])
MADE_UP = "briefing.afar.made_up"
_carry_out = errand.carry_out


def dask_setup(_worker: Any) -> None:
    """Dask calls this when a worker begins."""
    errand.carry_out = _faulty
    made_up: Any = types.ModuleType(MADE_UP)
    made_up.echo = bytes.upper
    sys.modules[MADE_UP] = made_up
    if os.environ.get("CLUSTER_UNLIKE"):
        from briefing.afar import facts  # noqa: PLC0415

        ours = facts.facts
        facts.facts = lambda: {**ours(), **dict([os.environ["CLUSTER_UNLIKE"].split("=")])}


def _faulty(work: str, packed: bytes) -> bytes:
    if not work.endswith(":tell"):
        fault = _fault()
        if fault:
            _suffer(fault)
    return _carry_out(work, packed)


def _fault() -> str:
    """Count this task; what is to happen at it."""
    with (FAULTS / "begun").open("a+") as counted:
        fcntl.flock(counted, fcntl.LOCK_EX)
        counted.write(f"{os.getpid()}\n")
        counted.flush()
        counted.seek(0)
        begun = len(counted.readlines())
        plan = FAULTS / "fault"
        what, at, times = plan.read_text("ascii").split() if plan.exists() else ("", "0", "0")
        return what if int(at) <= begun < int(at) + int(times) else ""


def _suffer(fault: str) -> None:
    if fault == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif fault == "eat":
        eaten = []
        while True:
            eaten.append(os.urandom(1 << 20) * 32)
            time.sleep(0.02)
    elif fault == "wait":
        while (FAULTS / "fault").exists():
            time.sleep(0.05)
    elif fault == "behead":
        os.kill(int((FAULTS / "scheduler").read_text("ascii")), signal.SIGKILL)
        time.sleep(3600)
    elif fault == "raise":
        raise ZeroDivisionError("of the test")
    else:
        sys.exit(f"{fault} is no fault")
