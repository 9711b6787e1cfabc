"""Impose: the pages of a pressed PDF go two by two on sheets that are folded and stapled into a booklet.

What comes out is for the printer and not for the record: it has no tags, no links and no bookmarks, and claims neither
PDF/UA nor PDF/A.
"""

from io import BytesIO

import pikepdf

_OF_TAGS = {"BDC", "BMC", "EMC", "DP", "MP"}
_SHEET = 4
"""Pages on a folded sheet: two on each side."""


def sides(pages: int, *, right_to_left: bool = False) -> tuple[tuple[int, int], ...]:
    """Which pages (counted from 1) stand left and right on each side of the sheets, front and back by turns.

    `pages` is a multiple of 4. A booklet that reads from right to left is stapled at its right edge.
    """
    pairs = []
    for turn in range(pages // 2):
        outer, inner = pages - turn, turn + 1
        # The back of a sheet has its lower number on the other side, so that both fall on one leaf.
        left, right = (outer, inner) if turn % 2 == 0 else (inner, outer)
        pairs.append((right, left) if right_to_left else (left, right))
    return tuple(pairs)


def padded(pages: int) -> int:
    """How many pages a booklet of so many pages has: whole sheets."""
    return -(-pages // _SHEET) * _SHEET


def impose(pdf: bytes, pages: int, sheet: tuple[float, float], *, right_to_left: bool = False) -> bytes:
    """Impose the first `pages` pages (a multiple of 4), two on each side of sheets of this width and height in points.

    Pages keep their size and meet at the fold. The same PDF gives the same bytes.
    """
    with pikepdf.open(BytesIO(pdf)) as pressed, pikepdf.new() as made:
        for page in pressed.pages[:pages]:
            _take_tags_away(pressed, page)
        for left, right in sides(pages, right_to_left=right_to_left):
            _add_side(made, sheet, pressed.pages[left - 1], pressed.pages[right - 1])
        for key in ("/Title", "/Author"):
            if key in pressed.docinfo:
                made.docinfo[key] = str(pressed.docinfo[key])
        # Duplex printers turn sheets over their long edge unless they are told that the pages lie across.
        made.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipShortEdge, PrintScaling=pikepdf.Name("/None")
        )
        written = BytesIO()
        made.save(written, deterministic_id=True)
    return written.getvalue()


def _take_tags_away(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take away what leads into the tag tree, which is left behind, and what only a screen shows."""
    kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in _OF_TAGS]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    for key in ("/StructParents", "/Annots", "/Tabs"):
        if key in page:
            del page[key]


def _add_side(made: pikepdf.Pdf, sheet: tuple[float, float], left: pikepdf.Page, right: pikepdf.Page) -> None:
    made.add_blank_page(page_size=sheet)
    side = made.pages[-1]
    fold = sheet[0] / 2
    drawn = []
    for name, page in (("/Left", left), ("/Right", right)):
        width, height = (float(edge) for edge in page.mediabox[2:])
        across, up = fold - width if page is left else fold, (sheet[1] - height) / 2
        side.add_resource(made.copy_foreign(page.as_form_xobject()), pikepdf.Name.XObject, pikepdf.Name(name))
        drawn.append(f"q 1 0 0 1 {across:.3f} {up:.3f} cm {name} Do Q")
    side.Contents = made.make_stream("\n".join(drawn).encode("ascii"))
