"""Warm: what every brief needs, loaded once, before the processes that build briefs are split off.

Whoever imports this module loads it. WeasyPrint starts no thread before the first page, so that the process can still
be split; what is loaded then is shared by all, and no collector of garbage looks at it again.
"""

import gc
import tempfile
from pathlib import Path

import briefing.build
from briefing.press.environment import hermetic, load
from briefing.press.fonts import fonts_for, write_fontconfig
from briefing.problem import FaultyInputError


def _load() -> None:
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        fonts, _ = fonts_for("")
        try:
            with hermetic(write_fontconfig(fonts, Path(scratch))):
                load("briefing.press.engine")
        except FaultyInputError:
            pass  # it is told of the brief that cannot be pressed
    gc.collect()
    gc.freeze()


_load()

__all__ = ["briefing"]
