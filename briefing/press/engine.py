"""WeasyPrint, asked for one file that is PDF/A-3a and PDF/UA-1."""

import logging
import warnings
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
from weasyprint import CSS, HTML, VERSION, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from briefing.model.problem import FaultyInputError, Problem, Severity
from briefing.parsed import take
from briefing.press.collection import uncollected
from briefing.press.enclosure import Enclosure
from briefing.press.exchange import exchanged
from briefing.press.gate import examine
from briefing.press.korean import keep_words_together, let_words_go
from briefing.press.labels import write_labels
from briefing.press.letters import correct
from briefing.press.metadata import Metadata, complete
from briefing.press.once import Shared, fits, sharing
from briefing.press.pages import Pages, look_at
from briefing.press.redraw import noting_what_is_asked
from briefing.press.sheets import Seen, Sheet
from briefing.press.tags import mend
from briefing.press.tree import PdfObject

Document = Any  # WeasyPrint's: the page, laid out
Paint = Callable[..., None]

BASE = "brief:///"
_VARIANT = "pdf/a-3a"
# PDF/A forbids asking for interpolation (ISO 19005-3, 6.2.8.3).
_CRISP = "html, img { image-rendering: crisp-edges !important } @page { image-rendering: crisp-edges }"
_NO_FONT = ".notdef glyph"
# What WeasyPrint says and we say better, and what it says of the machine, not of the layout.
_OWN_CHECKS = ("Image ", "Missing required", "Using fontTools")


class OnlyData(URLFetcher):  # type: ignore[misc]
    """A fetcher that opens what the page carries in itself, and notes every other address."""

    def __init__(self) -> None:
        """Begin with nothing refused."""
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open a `data:` address."""
        if not url.lower().startswith("data:"):
            self.refused.append(url)
            raise ValueError("the press opens no address")
        return super().fetch(url, headers)


class _Log(logging.Handler):
    """What WeasyPrint says while it works, each thing once."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__(logging.WARNING)
        self.messages: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages[record.getMessage()] = None


@dataclass(frozen=True)
class Print:
    """A written PDF, its pages, and the problems met on the way."""

    pdf: bytes
    pages: Pages
    problems: tuple[Problem, ...]


@dataclass
class _Job:
    """A page on its way through the press: laid out, then painted sheet by sheet, then mended."""

    document: Document
    boxes: Sequence[Sequence[Seen]]
    pages: Pages
    faults: tuple[Problem, ...]
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the page is written from right to left."""
        return any(page[0].box.style["direction"] == "rtl" for page in self.boxes[:1])

    def painter(self, index: int, paint: Paint) -> Paint:
        """Paint a page, and remember which box became which marked content: WeasyPrint forgets it."""

        def paint_and_remember(stream: PdfObject, scale: float = 1) -> None:
            paint(stream, scale)
            numbers = {box: entry["mcid"] for box, entry in stream._tags.items()}  # noqa: SLF001
            self.sheets.append(Sheet(index, self.boxes[index], stream, numbers))
            for font in self.document.fonts.values():
                correct(font)

        return paint_and_remember

    def finish(self, document: Document, pdf: PdfObject) -> None:
        """Mend what WeasyPrint leaves to be mended, just before the file is written."""
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream) and item.extra.get("Interpolate") == "true":
                item.extra["Interpolate"] = "false"  # a picture inside a drawing does not see the style sheet
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        self.problems += mend(pdf, self.sheets, document.metadata.lang)
        write_labels(pdf, self.pages.names)
        let_words_go(pdf)
        if self.is_right_to_left:
            # Facing pages stand right to left (ISO 32000-1, 12.2, table 150).
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"


def print_page(
    html: str, identifier: bytes, enclosures: Sequence[Enclosure], fonts: Hashable = None, *, keeps: bool = False
) -> Print:
    """Lay a page out and write it; the environment must already say which fonts there are.

    Given a name for them, it takes over what earlier pages with the same fonts left (`once`). The page may be kept as
    it was laid out, for the next one that differs in words alone (`redraw`).
    """
    fetcher = OnlyData()
    keeps = keeps and fonts is not None and fits()
    with (
        listening() as log,
        failing_in_words(),
        warnings.catch_warnings(),
        uncollected(keeps=keeps),
        _fonts(fonts) as known,
        noting_what_is_asked() if keeps else nullcontext(),
    ):
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        job = _lay_out(html, fetcher, known, log if keeps else None)
        document = job.document
        for index, page in enumerate(document.pages):
            page.paint = job.painter(index, page.paint)
        document.metadata.attachments = [_attachment(enclosure) for enclosure in enclosures]
        complete(document.metadata)
        pdf = document.write_pdf(finisher=job.finish, pdf_variant=_VARIANT, pdf_identifier=_printable(identifier))
    problems = [
        *_refused(fetcher),
        *_missing(document.metadata),
        *job.pages.problems,
        *job.faults,
        *job.problems,
        *_leading_nowhere(document),
        *_said(log, fetcher),
    ]
    return Print(pdf, job.pages, tuple(problems))


def _fonts(name: Hashable) -> AbstractContextManager[FontConfiguration]:
    return sharing(name) if name is not None and fits() else nullcontext(FontConfiguration())


def _lay_out(html: str, fetcher: OnlyData, fonts: FontConfiguration, log: _Log | None) -> _Job:
    """Lay a page out; given what WeasyPrint says, by what is kept of pages that said nothing."""

    def render() -> tuple[HTML, Document]:
        crisp = CSS(string=_CRISP, font_config=fonts, url_fetcher=fetcher)
        page = _read(html, fetcher, take(html) if isinstance(fonts, Shared) else None)
        keep_words_together(page.etree_element)
        return page, page.render(font_config=fonts, stylesheets=[crisp], pdf_variant=_VARIANT)

    page, document = fonts.pages.lay_out(html, render, log.messages) if log else render()
    boxes = [tuple(Seen(each._page_box).inside()) for each in document.pages]  # noqa: SLF001
    return _Job(document, boxes, look_at(boxes), examine(boxes, page.etree_element))


def _read(html: str, fetcher: OnlyData, tree: Element | None) -> HTML:
    """A page read as WeasyPrint reads it; where it was just read so to be examined, it is not read again."""
    known = SimpleNamespace(parse=lambda *_, **__: tree)
    with nullcontext() if tree is None else exchanged([(weasyprint, "tinyhtml5", known)]):
        return HTML(string=html, base_url=BASE, url_fetcher=fetcher)


def _attachment(enclosure: Enclosure) -> Attachment:
    return Attachment(
        string=enclosure.data,
        base_url=BASE,
        name=enclosure.name,
        description=enclosure.description,
        created=enclosure.dated,
        modified=enclosure.dated,
        relationship=enclosure.relationship,
    )


def _printable(identifier: bytes) -> bytes:
    """Make an identifier one that every reader reads alike: a line end in a PDF string may change."""
    return identifier if all(0x20 < byte < 0x7F for byte in identifier) else identifier.hex().encode("ascii")


@contextmanager
def failing_in_words() -> Iterator[None]:
    """Say in words that WeasyPrint broke down over a page: a style sheet is a file like any other."""
    try:
        yield
    except Exception as error:
        problem = Problem(
            code="E305",
            message=f"WeasyPrint {VERSION} broke down over the layout ({type(error).__name__}: {error}).",
            hint="Take back the last changes to the layout's style sheet one by one until it prints again.",
        )
        raise FaultyInputError([problem]) from error


@contextmanager
def listening() -> Iterator[_Log]:
    """Keep what WeasyPrint says from the terminal, and give it to us."""
    logger = logging.getLogger("weasyprint")
    log = _Log()
    propagates = logger.propagate
    logger.propagate = False
    logger.addHandler(log)
    try:
        yield log
    finally:
        logger.removeHandler(log)
        logger.propagate = propagates


def _refused(fetcher: OnlyData) -> list[Problem]:
    return [
        Problem(
            code="E302",
            message=f"The page asks for {address.removeprefix(BASE)}, and the press opens no address.",
            hint="Put pictures, fonts and style sheets into the page itself.",
        )
        for address in dict.fromkeys(fetcher.refused)
    ]


def _missing(metadata: Metadata) -> list[Problem]:
    """Find what every accessible file must say of itself and this one does not (ISO 14289-1, 7.1, 7.2)."""
    wanted = {"<title>": metadata.title, '<html lang="…">': metadata.lang}
    return [
        Problem(code="E304", message=f"The page has no {name}.", hint="Give it one in the layout.")
        for name, value in wanted.items()
        if not (value or "").strip()
    ]


def _leading_nowhere(document: Document) -> Iterator[Problem]:
    """Find links to addresses that mean nothing outside the folder the page was made in."""
    targets = [target for page in document.pages for kind, target, *_ in page.links if kind == "external"]
    for target in dict.fromkeys(targets):
        if target.startswith(BASE) or not urlsplit(target).scheme:
            yield _of_layout(f"a link leads to “{target.removeprefix(BASE)}”, which is no address")


def _said(log: _Log, fetcher: OnlyData) -> Iterator[Problem]:
    """Turn what WeasyPrint said into problems: mistakes of the layout, characters it could not set."""
    for message in log.messages:
        if message.startswith(_OWN_CHECKS) or any(address in message for address in fetcher.refused):
            continue
        if message.startswith(_NO_FONT):
            character = message.rpartition(": ")[2]
            yield Problem("E301", f"No font of this brief can set {character}.", "Install a font that can.")
        else:
            yield _of_layout(message.rstrip("."))


def _of_layout(mistake: str) -> Problem:
    return Problem(
        code="W302",
        message=f"The layout's style sheet or page is at fault: {mistake}.",
        hint="Lines and columns are counted in the page as the layout made it, its style sheet inside.",
        severity=Severity.WARNING,
    )
