"""Kill a command, and fail it, at every system call of filing a version; print what came of it.

    python tests/bench/ocfl_faults.py

Ends with 1 where anything was wrong after recovery.
"""

import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.ocfl_faults import befall, calls_to_fail, can_trace, faults, starts
from tests.ocfl_scenario import Ended


def main() -> int:
    if not can_trace():
        print("strace is missing, or may not trace here")
        return 2
    logging.disable()  # ocfl-py says much
    wrong = 0
    print(f"{'start':30} {'fault':24} points  filed  not yet whole before recovery  wrong after  told")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for title, start in starts(place / "starts").items():
            calls = calls_to_fail(start, place)
            tally: dict[str, Counter[str | Ended]] = {}
            for call in calls:
                for fault, inject in faults(call):
                    seen = befall(start, place, call, inject)
                    counted = tally.setdefault(fault, Counter())
                    counted.update(points=1, filed=seen.committed, open=not seen.valid_before, wrong=bool(seen.wrong))
                    counted[seen.ended] += 1
                    if seen.wrong:
                        wrong += 1
                        print(f"WRONG {title}: {fault} at {call.name} {call.number} {call.paths}: {seen.wrong}")
            for fault, counted in tally.items():
                told = ", ".join(f"{counted[ended]} {ended.name.lower()}" for ended in Ended if counted[ended])
                numbers = f"{counted['points']:6} {counted['filed']:6} {counted['open']:30} {counted['wrong']:12}"
                print(f"{title:30} {fault:24} {numbers}  {told}", flush=True)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
