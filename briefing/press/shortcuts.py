"""WeasyPrint, loaded without what it does not need: three quarters of its own time to begin go into that.

It looks for libraries by starting other programs, reads the declarations of their functions in the words of C, loads
what cuts fonts down in Python where a library does it, and takes a whole dictionary apart to divide a few words. Of all
this nothing changes a byte of what is printed. It was held against WeasyPrint 70.0; of another one whatever does not
fit is left as it is, and `refused` makes the loader begin again without any of it.
"""

import ctypes.util
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from types import ModuleType
from typing import Any

from _cffi_backend import FFI

from briefing.press.additions import ADDED
from briefing.press.declarations import GIVEN, OF

_LATER = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer")
"""What WeasyPrint calls only for fonts that HarfBuzz cannot cut down, or that vary, or are packed."""


class RefusedError(OSError):
    """WeasyPrint asks for something else than what was made ready for it."""


class Declared(FFI):  # type: ignore[misc]
    """The functions of the libraries, as cffi would know them had it read WeasyPrint's declarations now."""

    def cdef(self, source: str) -> None:
        """Take declarations, which must be those that this was made of, or some of ours, which it knows as well."""
        if source not in ADDED and sha256(source.encode()).hexdigest() != OF:
            raise RefusedError("these are other declarations")


class _Later(ModuleType):
    """A module that is loaded when one of its functions or classes is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*given: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*given, **named)

        return called


@contextmanager
def shortcuts() -> Iterator[None]:
    """Let WeasyPrint be loaded so; when it is loaded, all is put back, but the dictionaries.

    Raises OSError where a library is not found by its name alone.
    """
    ready = ModuleType("cffi")
    ready.FFI = lambda: Declared("weasyprint", **GIVEN)  # type: ignore[attr-defined]
    stand_ins: Mapping[str, ModuleType] = {"cffi": ready, **{name: _Later(name) for name in _LATER}}
    before = {name: sys.modules.get(name) for name in stand_ins}
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda _: None  # type: ignore[assignment]
    sys.modules.update({name: module for name, module in stand_ins.items() if name == "cffi" or before[name] is None})
    try:
        yield
        _quicken_hyphens()
    finally:
        ctypes.util.find_library = search
        for name, module in before.items():
            if module is not None:
                sys.modules[name] = module
            else:
                del sys.modules[name]


def _quicken_hyphens() -> None:
    from briefing.press.hyphens import quicken  # noqa: PLC0415 (with WeasyPrint, which loads Pyphen)

    quicken()
