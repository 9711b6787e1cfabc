"""Write docs/gallery.md: a picture of the first pages of every layout that is shipped, with the same brief."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from briefing.building.build import Order, Workshop, build, examine, open_workshop
from briefing.model.layout import Layout
from briefing.model.problem import Problem

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "docs" / "pictures" / "layouts"
BRIEF = "kim-putin-summit"
_PAGES = 4
_DOTS = 60  # per inch
_GREYS = 16
_HEAD = """\
# Gallery

Every layout that is shipped, with the same brief (`{brief}`) for the same reader: its first pages, as a black-and-white
copier gives them. This page is made from the program (`make gallery`). How to make a layout of your own:
[guide for designers](guide-designers.md).
"""


def main() -> None:
    """Make the pictures and the page anew."""
    workshop = open_workshop(ROOT)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    parts = [_part(layout, workshop) for layout in workshop.layouts.values()]
    PAGE.write_text("\n".join([_HEAD.format(brief=BRIEF), *parts]), "utf-8")


def _part(layout: Layout, workshop: Workshop) -> str:
    """What the page says of a layout, its pictures made."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = _pressed(layout, workshop, Path(folder))
        count, pictures = _pictures(pdf, layout.name)
    shown = [f"![{layout.title}, page {n}]({p.relative_to(PAGE.parent)})" for n, p in enumerate(pictures, start=1)]
    heads = [f"page {n}" for n in range(1, len(shown) + 1)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), shown))
    pages = f"{count} pages" if count > 1 else "one page"
    more = f", of which the first {len(pictures)}" if count > len(pictures) else ""
    sections = ", ".join(f"`{name}`" for name in layout.sections)
    says = f"{layout.description} Here {pages}{more}. Sections: {sections}."
    return f"## {layout.title} (`{layout.name}`)\n\n{says}\n\n{table}\n"


def _pressed(layout: Layout, workshop: Workshop, folder: Path) -> Path:
    """The brief in this layout, for a reader who sees all that the brief's readers do and has no annex."""
    brief, problems = examine(ROOT / "sources" / BRIEF, workshop)
    if brief is None or any(problem.is_error for problem in problems):
        raise SystemExit(f"{BRIEF} has errors: briefing check {BRIEF}")
    reader = brief.house.audiences["committee"]
    one = reader.model_copy(update={"layout": layout.name, "annex": False, "sections": None, "max_pages": None})
    house = brief.house.model_copy(update={"audiences": {**brief.house.audiences, "committee": one}})
    desk = replace(workshop, desk=replace(workshop.desk, house=house))
    shown = replace(brief, house=house)
    for made in build(shown, Order(folder, ("committee",)), desk):
        if isinstance(made, Problem):
            raise SystemExit(made.message)
        return made.path
    raise SystemExit(f"nothing was made of {layout.name}")


def _pictures(pdf: Path, name: str) -> tuple[int, list[Path]]:
    """How many pages a PDF has, and pictures of the first of them: small, in few greys, the same every time."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(_DOTS), "-gray", "-png", pdf, Path(folder, "page")], check=True)
        pages = sorted(Path(folder).glob("*.png"))
        kept = list(_kept(pages[:_PAGES], name))
    return len(pages), kept


def _kept(pages: list[Path], name: str) -> Iterator[Path]:
    for number, page in enumerate(pages, start=1):
        path = PICTURES / f"{name}-{number}.png"
        with Image.open(page) as picture:
            framed = Image.new("L", (picture.width + 2, picture.height + 2), 160)
            framed.paste(picture.convert("L"), (1, 1))
            few = framed.quantize(_GREYS, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
        yield path


if __name__ == "__main__":
    main()
