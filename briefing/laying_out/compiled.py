"""Templates as they were compiled before: those of the shipped layouts, kept where Python keeps its compiled modules.

That folder is trusted as far as the program itself is, for Python runs what lies there. Nothing is kept beside a desk,
which may come from anybody, nor of a desk's own templates. Where the folder cannot be written, or Python is asked to
write no bytecode, each command compiles what it needs.
"""

import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType

from briefing.model.layout import SHIPPED, is_shipped

_COMPILER = ("counting.py", "sandbox.py")
_SIZE = sha256().digest_size


def compiled_before(source: str, name: str | None, file: str | None, compiler: str) -> CodeType | None:
    """The code of a template, if it was compiled from this text before, by this `compiler` and this Python."""
    place = _place(file)
    try:
        kept = place.read_bytes() if place else b""
        is_ours = kept[:_SIZE] == _digest(kept[_SIZE:], source, name, file, compiler) if kept else False
        loaded = marshal.loads(kept[_SIZE:]) if is_ours else None  # noqa: S302 (Python itself loads what lies there)
    except (OSError, EOFError, TypeError, ValueError):
        return None
    return loaded if isinstance(loaded, CodeType) else None


def keep_compiled(code: CodeType, source: str, name: str | None, file: str | None, compiler: str) -> None:
    """Keep the code of a shipped template, where that can be done; of any other, nothing."""
    place = None if sys.dont_write_bytecode else _place(file)
    if place is None:
        return
    written = marshal.dumps(code)
    aside = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(_digest(written, source, name, file, compiler) + written)
        aside.replace(place)  # whole or not at all: another process may read it now


def _place(file: str | None) -> Path | None:
    if file is None or sys.implementation.cache_tag is None or not is_shipped(Path(file)):
        return None
    beside = Path(cache_from_source(__file__)).parent
    parts = Path(file).resolve().relative_to(SHIPPED.resolve()).parts
    return beside / f"{'-'.join(('layouts', *parts))}.{sys.implementation.cache_tag}.bin"


def _digest(code: bytes, source: str, name: str | None, file: str | None, compiler: str) -> bytes:
    digest = sha256(MAGIC_NUMBER + _our_part())
    digest.update(repr((source, name, file, compiler, sys.version)).encode("utf-8", "surrogatepass"))
    digest.update(code)
    return digest.digest()


@cache
def _our_part() -> bytes:
    """What of the program makes a template's code."""
    return b"".join(Path(__file__).with_name(name).read_bytes() for name in _COMPILER)
