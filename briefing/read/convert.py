"""Reads one format by its library, and lets nothing out but a reading or the reason why there is none."""

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from briefing.read import plain
from briefing.read.block import Reading
from briefing.read.fault import Unreadable, damaged, too_large
from briefing.read.form import Form

EMPTY_HINT = "save the article again, from where it came"
_NO_TEXT = {
    Form.PDF: (
        "the PDF yields no text: its pages are pictures, or empty",
        "run OCR first (for example: ocrmypdf in.pdf out.pdf), and give the file that it makes",
    ),
    Form.PAGE: (
        "the web page yields no text: a script may be what fills it",
        "open it in a browser and save it once it shows the article, or print it to a PDF",
    ),
}


def convert(form: Form, data: bytes) -> Reading:
    """Read the file's contents. Raises Unreadable, and nothing else, whatever they are."""
    with _quiet():
        try:
            return checked(_reader(form)(data), form)
        except Unreadable:
            raise
        except MemoryError:
            raise too_large("the article takes more memory to read than it may") from None
        except RecursionError:
            raise damaged(f"the {form} is nested too deeply to be read") from None
        except Exception:  # noqa: BLE001 - on broken files these libraries raise anything, KeyError to struct.error
            raise damaged(f"the {form} is damaged: it cannot be taken apart") from None


def checked(reading: Reading, form: Form) -> Reading:
    """Make sure that an article yields text. Raises Unreadable (E014)."""
    if not any(character.isalnum() for text, _ in reading.blocks for character in text):
        raise Unreadable("E014", *_NO_TEXT.get(form, (f"the {form} yields no text", EMPTY_HINT)))
    return reading


def _reader(form: Form) -> Callable[[bytes], Reading]:
    """Load the library of one format alone: each takes longer to load than a short article to read."""
    match form:
        case Form.PAGE:
            from briefing.read import page  # noqa: PLC0415

            return page.read
        case Form.WORD:
            from briefing.read import word  # noqa: PLC0415

            return word.read
        case Form.PDF:
            from briefing.read import pdf  # noqa: PLC0415

            return pdf.read
        case Form.MARKDOWN:
            from briefing.read import markdown  # noqa: PLC0415

            return markdown.read
        case Form.TEXT:
            return plain.read


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the libraries: what they log and warn of is about their own insides, and names no remedy."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
