"""When Python looks for garbage: not while a page is pressed, nor again and again in what is kept of pages."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

_EVERY = 16
"""After so many pages that are kept, those that were let go meanwhile are looked for."""
_kept = count(1)


@contextmanager
def uncollected(*, keeps: bool) -> Iterator[None]:
    """Look for no garbage meanwhile: a page is hundreds of thousands of things of which hardly one is garbage yet.

    Where the page is kept, all that there is then is set apart, or every search from now on would go through it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if keeps and was_enabled:
            if next(_kept) % _EVERY == 0:
                gc.unfreeze()
                gc.collect()
            gc.freeze()
        if was_enabled:
            gc.enable()
