"""Pictures of pages, made of finished PDFs, each once for as long as it is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

import pypdfium2

_T = TypeVar("_T")
_MOST = 96 * 2**20
"""So many bytes of pictures are kept."""
_BEFORE = 4
"""So many PDFs are kept whose pages nobody shows any more: a browser may just be asking for one."""
_FILED = 6
"""So many PDFs of filed editions are kept."""
_DOTS = 96 / 72
"""How many dots of a picture at scale 1 a point has: the pixels of CSS."""


@dataclass(frozen=True, eq=False)
class _File:
    """A PDF whose pages can be shown."""

    pdf: bytes
    digests: tuple[str, ...]


class Pictures:
    """The pages that can be shown, by their digests, and the pictures that were made of them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._files: list[_File] = []
        self._filed: OrderedDict[str, _File] = OrderedDict()
        self._pages: dict[str, tuple[_File, int]] = {}
        self._made: OrderedDict[tuple[str, int, bool], bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()  # PDFium does one thing at a time

    def add(self, pdf: bytes, digests: Sequence[str]) -> None:
        """Make the pages of a print known by their digests."""
        self._files.append(self._known(pdf, digests))

    def forget(self, but: AbstractSet[str]) -> None:
        """Forget the prints none of whose pages is among these, the last few apart."""
        unused = [file for file in self._files if not self._is_used(file, but)]
        gone = unused[:-_BEFORE]
        self._files = [file for file in self._files if file not in gone]
        self._drop(gone)

    def add_filed(self, name: str, pdf: bytes, digests: Sequence[str]) -> None:
        """Make the pages of a filed PDF known by their digests, and forget what was asked for longest ago."""
        self._filed[name] = self._known(pdf, digests)
        self._filed.move_to_end(name)
        while len(self._filed) > _FILED:
            self._drop([self._filed.popitem(last=False)[1]])

    def look(self, pdf: bytes, at: Callable[[pypdfium2.PdfDocument], _T]) -> _T:
        """What somebody finds in a PDF, while no picture is made."""
        with self._lock:
            file = pypdfium2.PdfDocument(pdf)
            try:
                return at(file)
            finally:
                file.close()

    def _known(self, pdf: bytes, digests: Sequence[str]) -> _File:
        file = _File(pdf, tuple(digests))
        with self._lock:
            self._pages.update({digest: (file, index) for index, digest in enumerate(digests)})
        return file

    def _drop(self, gone: Collection[_File]) -> None:
        with self._lock:
            self._pages = {digest: page for digest, page in self._pages.items() if page[0] not in gone}

    def _is_used(self, file: _File, digests: AbstractSet[str]) -> bool:
        return any(digest in digests and self._pages[digest][0] is file for digest in file.digests)

    def picture(self, digest: str, scale: int, *, grey: bool) -> bytes | None:
        """A page as a PNG, at `scale` times 96 dots to the inch; None where there is no such page.

        It may be asked for in any thread; one picture is made at a time.
        """
        key = (digest, scale, grey)
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            page = self._pages.get(digest)
            if page is None:
                return None
            made = self._made[key] = _drawn(page[0].pdf, page[1], scale, grey=grey)
            self._size += len(made)
            while self._size > self._most and len(self._made) > 1:
                self._size -= len(self._made.popitem(last=False)[1])
            return made


def _drawn(pdf: bytes, index: int, scale: int, *, grey: bool) -> bytes:
    file = pypdfium2.PdfDocument(pdf)
    try:
        picture = file[index].render(scale=scale * _DOTS, grayscale=grey).to_pil()
        out = BytesIO()
        # On this machine alone: what takes long is to make it small, not to carry it.
        picture.save(out, "PNG", compress_level=1)
        return out.getvalue()
    finally:
        file.close()
