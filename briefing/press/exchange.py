"""Functions of WeasyPrint that are exchanged for others, for as long as a page is pressed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def exchanged(exchanges: Sequence[tuple[Any, str, Any]]) -> Iterator[None]:
    """Have a module know another function by a name; at the end it knows the one that it knew."""
    before = [getattr(module, name) for module, name, _ in exchanges]
    for module, name, function in exchanges:
        setattr(module, name, function)
    try:
        yield
    finally:
        for (module, name, _), function in zip(exchanges, before, strict=True):
            setattr(module, name, function)
