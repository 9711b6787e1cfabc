"""PDFs for tests, set in the fonts that come with the program: the same on a machine with other fonts, or none."""

import tempfile
import warnings
from pathlib import Path

from briefing.press.environment import hermetic
from briefing.press.fonts import fonts_for, write_fontconfig


def printed(html: str) -> bytes:
    """A page as plain WeasyPrint prints it."""
    fonts, _ = fonts_for("")
    with (
        tempfile.TemporaryDirectory() as scratch,
        hermetic(write_fontconfig(fonts, Path(scratch))),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        import weasyprint  # noqa: PLC0415 - its own import warns

        return bytes(weasyprint.HTML(string=html).write_pdf())
