"""What a user might take instead: where each is found on this machine, or why it is not.

Typst and RenderCV are installed once into a folder of their own (.venv-bench), never among the packages of the project.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.measured import ROOT

FOLDER = ROOT / ".venv-bench"
TYPST = ("typst==0.15.2",)
RENDERCV = ("rendercv[full]==2.3", "click<8.2")
"""This version runs on Python 3.11; it needs click and does not say so."""
ABSENT = "not installed here"
NOT_MEASURED = {
    "pagedjs-cli": "not measured: it brings a browser of its own, which cannot be had here",
    "Vivliostyle": "not measured: it brings a browser of its own, which cannot be had here",
}

Found = Path | str
"""Where a program is, or in a few words why it is not there."""


def found(*names: str) -> Found:
    """The first of these programs that is on the path."""
    for name in names:
        if path := shutil.which(name):
            return Path(path)
    return ABSENT


def chromium() -> Found:
    """Chromium, or the browser that is sold with the same engine."""
    return found("chromium", "chromium-browser", "google-chrome")


def prince() -> Found:
    """Prince, which is not free for commercial use and comes from its maker alone."""
    return found("prince")


def typst() -> Found:
    """A Python that has Typst's compiler as a module."""
    return _installed("typst", TYPST)


def rendercv() -> Found:
    """A Python that has RenderCV."""
    return _installed("rendercv", RENDERCV)


def _installed(name: str, packages: tuple[str, ...]) -> Found:
    python = FOLDER / name / "bin" / "python"
    done = FOLDER / name / "-".join(packages).replace("/", "_")
    if done.exists():
        return python
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    for command in (
        (sys.executable, "-m", "venv", "--clear", str(FOLDER / name)),
        (str(python), "-m", "pip", "install", "--quiet", *packages),
    ):
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if ended.returncode:
            return f"{ABSENT}: its package could not be had"
    done.touch()
    return python
