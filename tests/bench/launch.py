"""A small process that runs one command and says what it cost: `python -I -S launch.py RESULT COMMAND…`.

Of the figures that the system gives for a process, the most memory held is at least what its parent held when it was
started. So the parent is this: it imports next to nothing and holds 9 MiB. What the command leaves behind, such as a
browser's helpers, comes to this process and is counted once it ends.
"""

import ctypes
import json
import os
import sys
import time

SUBREAPER = 36
LINGER = 30
"""Seconds that helpers of the command have to end after it; those still there then are not counted."""


def main() -> None:
    """Run the command, and write its status, seconds and KiB as JSON into the file named first."""
    result, *command = sys.argv[1:]
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun = time.perf_counter()
    first = os.posix_spawnp(command[0], command, os.environ)
    status, cpu, memory, wall = 0, 0.0, 0, 0.0
    until = float("inf")
    while time.perf_counter() < until:
        try:
            ended, its_status, usage = os.wait4(-1, os.WNOHANG if wall else 0)
        except ChildProcessError:
            break
        if not ended:
            time.sleep(0.01)
            continue
        if ended == first:
            wall = time.perf_counter() - begun
            until = begun + wall + LINGER
            status = its_status
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss)
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123 (pathlib would be a part of what is measured)
        json.dump({"status": os.waitstatus_to_exitcode(status), "wall": wall, "cpu": cpu, "memory": memory}, file)


if __name__ == "__main__":
    main()
