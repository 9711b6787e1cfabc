"""The process that a bench measures: a command of the program, or the filing of one edition more.

When it ends it writes what the system says of it, the most memory that it held among it (VmHWM), into the file that
MEASURED names: of the figure that the system gives to its parent, a part may be the parent's.
"""

import atexit
import os
import sys
from pathlib import Path

FILE_ONE = "--file-one"


def main() -> None:
    """Run what the arguments say."""
    told = Path(os.environ["MEASURED"])
    atexit.register(lambda: told.write_text(Path("/proc/self/status").read_text("utf-8"), "utf-8"))
    if sys.argv[1] == FILE_ONE:
        from tests.bench.archive import file_one  # noqa: PLC0415 (a command is measured without it)

        file_one(Path(sys.argv[2]), sys.argv[3])
    else:
        from briefing.cli import main as command  # noqa: PLC0415 (and an edition without this)

        command()


if __name__ == "__main__":
    main()
