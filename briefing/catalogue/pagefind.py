"""Pagefind: an index that is loaded in parts, for catalogues on a web server. It is made of the finished pages.

A page from a file share cannot load it: browsers let such a page fetch nothing. There the index in one script is
searched (`index`), and so is it where Pagefind is not installed (the extra `catalogue`).
"""

import gzip
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from briefing.model.problem import FaultyInputError, Problem

FOLDER = "pagefind"
_OF_THE_PROGRAM = ("pagefind.js", "pagefind-worker.js")
_OF_THE_PAGES = (".pf_fragment", ".pf_index", ".pf_meta", ".pf_filter", ".pf_sort")


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("pagefind_bin") is not None


def add_pagefind(site: Path) -> list[str]:
    """Make the index of a finished site in it; the paths of the files that come with the program, as they are.

    Raises FaultyInputError (E883) where it cannot be made.
    """
    command = [sys.executable, "-m", "pagefind_bin", "--site", ".", "--output-subdir", FOLDER]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND")}
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, check=False)
    folder = site / FOLDER
    if done.returncode or not (folder / _OF_THE_PROGRAM[0]).is_file():
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        message = f"Pagefind made no index: {said[-1] if said else 'it said nothing'}"
        raise FaultyInputError(
            [Problem("E883", message, "Without it the search works as well: pip uninstall pagefind_bin")]
        )
    shipped = []
    for file in sorted(folder.iterdir()):
        if file.name in _OF_THE_PROGRAM or file.name.startswith("wasm."):
            shipped.append(f"{FOLDER}/{file.name}")
        elif file.is_file() and file.suffix in {".js", ".css"}:
            file.unlink()  # its own pages, which ours need not
    return shipped


def unpacked(path: str, data: bytes) -> bytes:
    """What a file of the index holds: it is packed."""
    return gzip.decompress(data) if path.endswith(_OF_THE_PAGES) else data
