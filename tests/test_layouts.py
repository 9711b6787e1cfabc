"""Every layout that is shipped, pressed: the words of the variant, the tag tree, the look of the first page."""

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from briefing.loading.load import load_layouts
from briefing.model.variant import Variant, Words
from tests.pdf_facts import faults, tag_tree
from tests.workbench import GOLDEN, SMALL_DESK, DeskCopy, printed

READERS = {"one-page": "chief", "policy-brief": "board", "large-print": "reader"}
ENDLESS = "@page, @page :first, @page annex { size: 210mm 9000mm !important; }"
by_layout = pytest.mark.parametrize("layout", READERS)


def poppler(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed: apt-get install poppler-utils")
    return found


def test_each_layout_that_is_shipped_is_pressed_here() -> None:
    assert set(READERS) == set(load_layouts(None))


@by_layout
def test_nothing_that_the_standards_forbid_is_in_the_file(layout: str) -> None:
    pressed = printed(SMALL_DESK, "harbour", READERS[layout]).pressed
    assert faults(pressed.pdf) == []
    assert pressed.problems == ()


# Words


def bare(text: str) -> str:
    """Letters and figures alone: without spaces, hyphens and the difference of ligatures and forms."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s\u00ad\u200b\ufffe\ufeff\x02‐-]+", "", text)


def texts(value: Any) -> Iterator[str]:
    """Every text of an entry, and of the quotations in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part.text if isinstance(part, Words) else part)


def texts_of(variant: Variant) -> Iterator[str]:
    yield from (variant.title, variant.subtitle, variant.organisation, variant.reader, variant.marking.name)
    yield from variant.authors
    for entry in variant.entries():
        for name in type(entry).__dataclass_fields__:
            if name not in {"day", "kind", "cites", "silenced", "id"}:
                yield from texts(getattr(entry, name))
    for source in variant.sources:
        yield from (source.key, source.title, source.publisher, source.author)
    for annex in variant.annexes:
        yield from (block.block.text for block in annex.blocks)


def stands_in(text: str, pages: list[str]) -> bool:
    """Whether a text stands on a page, or begins at the end of one and goes on after the head of the next."""
    if any(text in page for page in pages):
        return True
    splits = range(1, len(text))
    return any(text[:split] in page and text[split:] in after for page, after in pairwise(pages) for split in splits)


@pytest.mark.parametrize("audience", ["chief", "board", "public", "reader"])
def test_every_text_of_the_variant_stands_in_its_pdf(audience: str) -> None:
    made = printed(SMALL_DESK, "harbour", audience)
    with pypdfium2.PdfDocument(made.pressed.pdf) as pdf:
        pages = [bare(page.get_textpage().get_text_bounded()) for page in pdf]
    missing = [text for text in texts_of(made.variant) if text and not stands_in(bare(text), pages)]
    assert missing == []


@pytest.mark.parametrize("audience", ["chief", "board", "public", "reader"])
def test_every_text_of_the_variant_stands_in_its_tag_tree(audience: str) -> None:
    made = printed(SMALL_DESK, "harbour", audience)
    read_aloud = bare(tag_tree(made.pressed.pdf).text)
    furniture = {made.variant.organisation, made.variant.reader, made.variant.marking.name}
    missing = [text for text in texts_of(made.variant) if text not in furniture and bare(text) not in read_aloud]
    assert missing == []


# Tag trees


@by_layout
def test_the_tag_tree_changes_only_on_purpose(layout: str, golden: Callable[[str, str], None], tmp_path: Path) -> None:
    file = tmp_path / "endless.pdf"
    file.write_bytes(printed(SMALL_DESK, "harbour", READERS[layout], ENDLESS).pressed.pdf)
    shown = subprocess.run([poppler("pdfinfo"), "-struct-text", file], capture_output=True, text=True, check=True)
    golden(f"{layout}.tags.txt", joined(shown.stdout))


def joined(tree: str) -> str:
    """A tag tree with the words of each element on one line, wherever its lines ended on paper."""
    lines: list[str] = []
    for line in tree.splitlines():
        words = line.strip()
        if words.startswith('"') and lines and lines[-1].lstrip().startswith('"'):
            lines[-1] = f'{lines[-1][:-1].rstrip()} {words[1:-1].strip()}"'
        elif words and words != "Span (inline)":
            lines.append(f"{line[: len(line) - len(line.lstrip())]}{words}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("layout", ["policy-brief", "large-print"])
def test_a_point_between_an_expert_s_house_and_side_has_a_space_on_either_hand(layout: str) -> None:
    document = pypdfium2.PdfDocument(printed(SMALL_DESK, "harbour", READERS[layout]).pressed.pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Maritime Institute · County council" in " ".join(text.split())


# Looks


@by_layout
def test_the_first_page_looks_as_it_did(layout: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(printed(SMALL_DESK, "harbour", READERS[layout]).pressed.pdf)
    raster = [poppler("pdftoppm"), "-r", "40", "-gray", "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*raster, file, tmp_path / "page"], check=True)
    stored = GOLDEN / f"{layout}.png"
    if request.config.getoption("--update-golden"):
        shutil.copy(tmp_path / "page.png", stored)
    with Image.open(tmp_path / "page.png") as now, Image.open(stored) as before:
        assert now.size == before.size
        # Blurred, so that the edges of letters, which each version of the tool draws in its way, do not count.
        changed = ImageChops.difference(
            *(one.convert("L").filter(ImageFilter.GaussianBlur(2)) for one in (now, before))
        )
        share = sum(changed.histogram()[48:]) / (now.width * now.height)
        assert share < 0.002, f"{share:.2%} of the page looks different; pytest --update-golden keeps the new look"


# The seams of a layout


def test_layouts_are_listed_for_machines(briefing: Any) -> None:
    listed = json.loads(briefing("layouts", "--json").out)
    assert [one["name"] for one in listed] == sorted(READERS)
    assert all({"name", "title", "description", "sections", "folder"} <= set(one) for one in listed)
    assert all(Path(one["folder"], "layout.yaml").is_file() for one in listed)


def test_layouts_are_listed_without_a_desk(briefing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = briefing("layouts")
    assert said.status == 0
    assert [line.split()[0] for line in said.out.splitlines()] == sorted(READERS)


# Tables


@pytest.mark.parametrize(
    ("layout", "heads"), [("policy-brief", ("The islands", "County council")), ("one-page", ("Gains", "Risks"))]
)
def test_a_table_of_many_stakes_is_headed_on_every_page(desk: DeskCopy, layout: str, heads: tuple[str, str]) -> None:
    words = "A gain from the new ferry, told at some length" + ", and at some length once more" * 4
    many = f'    - {{text: "{words}", kind: gain, cites: [A1]}}\n' * 30
    desk.edit("  county:\n", f"{many}  county:\n")
    pressed = printed(desk.folder, "harbour", READERS[layout]).pressed
    assert not [problem for problem in pressed.problems if problem.code in {"E405", "W406"}]
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pressed.pdf)]
    of_table = [page for page in pages if "A gain from the new" in page]
    assert len(of_table) > 1
    assert all(head in page for page in of_table for head in heads)
