"""Pictures of pages, made of finished PDFs, each once for as long as it is kept."""

import threading
from collections import OrderedDict
from io import BytesIO

import pypdfium2

_MOST = 96 * 2**20
"""So many bytes of pictures are kept."""


class Pictures:
    """The pages that can be shown, by their digests, and the pictures made of them."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[bytes, int]] = {}
        self._made: OrderedDict[tuple[str, int, bool], bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()  # PDFium works for one at a time

    def add(self, pdf: bytes, digests: list[str]) -> None:
        """Make the pages of a PDF known by their digests."""
        self._pages.update({digest: (pdf, index) for index, digest in enumerate(digests)})

    def keep_only(self, digests: set[str]) -> None:
        """Forget all other pages."""
        self._pages = {digest: page for digest, page in self._pages.items() if digest in digests}

    def picture(self, digest: str, scale: int, *, grey: bool) -> bytes | None:
        """A page as a PNG, at `scale` times 96 dots to the inch; None where there is no such page."""
        with self._lock:
            key = (digest, scale, grey)
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            page = self._pages.get(digest)
            if page is None:
                return None
            made = _draw(*page, scale, grey=grey)
            self._made[key] = made
            self._size += len(made)
            while self._size > _MOST and len(self._made) > 1:
                self._size -= len(self._made.popitem(last=False)[1])
            return made


def _draw(pdf: bytes, index: int, scale: int, *, grey: bool) -> bytes:
    file = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = file[index].render(scale=scale * 96 / 72, grayscale=grey)
        out = BytesIO()
        bitmap.to_pil().save(out, "PNG", compress_level=1)
        return out.getvalue()
    finally:
        file.close()
