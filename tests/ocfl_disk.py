"""A disk whose power can be cut: ext4 in a file. A copy of the file is what a disk holds when the power goes.

What the system has in memory only is not in the copy; mounting the copy replays its journal, as starting up would.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_SIZE = 16 << 20


def new_disk(image: Path) -> Path:
    """An empty disk."""
    with image.open("wb") as file:
        file.truncate(_SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, capture_output=True)
    return image


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Path]:
    """The disk as a folder; the journal waits long, so that only what is synced gets to the disk in time."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop,commit=300", str(image), str(folder)], check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def cut_power(image: Path, copy: Path) -> Path:
    """What the disk holds at this moment."""
    shutil.copyfile(image, copy)
    return copy


@cache
def can_mount(scratch: Path) -> bool:
    """Whether disks can be made and mounted here."""
    if os.geteuid() != 0 or not all(shutil.which(program) for program in ("mkfs.ext4", "mount", "umount")):
        return False
    try:
        with mounted(new_disk(scratch / "trial.img"), scratch / "trial"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
