"""An errand: what runs in a worker. The work is named, and is one of ours; no code travels."""

import threading
from importlib import import_module

_OURS = "briefing.afar."
_ONE_AT_A_TIME = threading.Lock()
"""Whoever presses a page has the whole process to itself; several threads of a worker do one piece after another."""


def carry_out(work: str, packed: bytes) -> bytes:
    """Do what `MODULE:FUNCTION` names. Raises ValueError for what is none of our works."""
    module, _, name = work.partition(":")
    if not module.startswith(_OURS):
        raise ValueError(f"{work} is no work of a worker")
    with _ONE_AT_A_TIME:
        done: bytes = getattr(import_module(module), name)(packed)
        return done
