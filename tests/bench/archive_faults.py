"""Kill a whole command of the archive, and fail it, at every system call; write docs/archive-faults.md.

    python tests/bench/archive_faults.py [FOLDER]

FOLDER is where it works, such as one in memory. Ends with 1 where anything was wrong afterwards.
"""

import logging
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.archive_faults import FAULTS, Seen, befall, calls_to_fail, row, starts
from tests.ocfl_faults import can_trace

PAGE = Path(__file__).parents[2] / "docs" / "archive-faults.md"
IN_STORES = "\n## In an object store\n"
"""Where the other half of the page begins, which `store_faults` writes."""
_HEAD = """\
# Faults that the archive was put to

A command that files an edition (six small files), with its archive, its log and its key, was run once for each system
call that changes something on the disk. At that call it was killed, or told that the disk was full, then and ever
after, or told once that the disk had a fault. After each, the next command was given, with no other help.

- *Filed*: the edition was there afterwards, its files and its line in the log. Of all others there was no trace.
- *Mended*: the next command found something to finish or to clear away, and said so in a sentence.
- *Wrong*: any of these: the command was refused in other than one sentence; what it said was not so; the next command
  was refused, or had to be given twice; `briefing verify` or ocfl-py found anything; files and log did not agree; a
  reader was stopped before the mending; filing again failed; something was left over.

Made by `python tests/bench/archive_faults.py`.

| begins with | fault | points | ended | filed | mended | wrong |
| --- | --- | --: | --- | --: | --: | --: |
"""


def main() -> int:
    """Run all of it, and write the page."""
    if not can_trace():
        print("strace is missing, or may not trace here")
        return 2
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        begun = starts(Path(name) / "starts")
        with ProcessPoolExecutor(len(begun)) as pool:
            rows = list(pool.map(_rows, begun, begun.values()))
    lines = [line for told, _ in rows for line in told]
    points, wrong = (sum(numbers[index] for _, numbers in rows) for index in (0, 1))
    _, heading, in_stores = PAGE.read_text("utf-8").partition(IN_STORES)
    text = "\n".join((f"{_HEAD}{lines[0]}", *lines[1:], "", f"{points} faults, {wrong} wrong.", ""))
    PAGE.write_text(text + heading + in_stores, "utf-8")
    return min(wrong, 1)


def _rows(title: str, start: Path) -> tuple[list[str], tuple[int, int]]:
    logging.disable()  # ocfl-py says much
    place = start.parent / f"at-{start.name}"
    place.mkdir()
    found: dict[str, list[Seen]] = {fault: [] for fault in FAULTS}
    for call in calls_to_fail(start, place):
        for fault in FAULTS:
            seen = befall(start, place, call, fault)
            found[fault].append(seen)
            if seen.wrong:
                print(f"WRONG {title}: {fault} at {call.name} {call.number} {call.paths}: {seen}", flush=True)
    every = [one for each in found.values() for one in each]
    return [row(title, fault, each) for fault, each in found.items()], (
        len(every),
        sum(bool(one.wrong) for one in every),
    )


if __name__ == "__main__":
    sys.exit(main())
