"""The versions of everything that sets the type: what decides, beside the page itself, which bytes a PDF has."""

import platform
import tempfile
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from briefing.press.additions import VERSIONS
from briefing.press.environment import hermetic, load
from briefing.press.fonts import fonts_for, write_fontconfig


@cache  # they stay as they are for as long as the process runs
def versions() -> Mapping[str, str]:
    """The version of each library and program that the bytes of a PDF follow from, by its name.

    Raises FaultyInputError (E303) where libraries are missing.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch, hermetic(_no_fonts(Path(scratch))):
        ffi = load("weasyprint.text.ffi")
    ffi.ffi.cdef(VERSIONS)
    pango = ffi.pango.pango_version()
    fontconfig = ffi.fontconfig.FcGetVersion()
    return {
        "WeasyPrint": version("weasyprint"),
        "Python": platform.python_version(),
        "Pango": f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}",
        "HarfBuzz": ffi.ffi.string(ffi.harfbuzz.hb_version_string()).decode(),
        "HarfBuzz-Subset": "there" if ffi.harfbuzz_subset is not None else "not there",
        "Fontconfig": f"{fontconfig // 10000}.{fontconfig // 100 % 100}.{fontconfig % 100}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "Pillow": version("pillow"),
        "fontTools": version("fonttools"),
        "pydyf": version("pydyf"),
        "platform": platform.platform(),
    }


def _no_fonts(scratch: Path) -> Path:
    return write_fontconfig(fonts_for("")[0], scratch)
