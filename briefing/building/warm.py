"""Warm: what every brief needs, loaded once, before the processes that build briefs are split off.

Whoever imports this module loads it. WeasyPrint starts no thread before the first page, so that the process can still
be split; what is loaded then is shared by all, and no collector of garbage looks at it again.
"""

import gc
import tempfile
from contextlib import suppress
from pathlib import Path

import briefing.building.build
from briefing.model.problem import FaultyInputError
from briefing.press.environment import hermetic, load
from briefing.press.fonts import fonts_for, write_fontconfig

__all__ = ["briefing"]


def _load() -> None:
    # What cannot be loaded here is told of the first brief that needs it.
    with suppress(FaultyInputError, OSError), tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        fonts, _ = fonts_for("")
        with hermetic(write_fontconfig(fonts, Path(scratch))):
            load("briefing.press.engine")
    gc.collect()
    gc.freeze()


_load()
