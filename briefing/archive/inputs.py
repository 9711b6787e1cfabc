"""The inputs of an edition: every file that its build reads, laid out as a desk of its own.

They are filed under `desk/`, so that whoever has the edition alone can build it again with
`briefing build --desk desk`.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefing.model.brief import Brief, Desk
from briefing.model.desk import BRIEF, HOUSE
from briefing.model.layout import Layout, is_inside
from briefing.model.problem import FaultyInputError, Place, Problem

DESK = "desk"
_LARGEST = 512 * 1024 * 1024


def read_inputs(desk: Desk, folder: Path, brief: Brief, layouts: Iterable[Layout]) -> Mapping[str, bytes]:
    """Every file that the build of a brief reads, by its path in the edition: what it says now.

    Layouts are taken over whole, with those that they extend. Raises FaultyInputError (E601) for a file that is gone.
    """
    return {path: _read(file) for path, file in sorted(_files(desk, folder, brief, layouts))}


def _files(desk: Desk, folder: Path, brief: Brief, layouts: Iterable[Layout]) -> Iterator[tuple[str, Path]]:
    yield f"{DESK}/{HOUSE.as_posix()}", desk.folder / HOUSE
    own = f"{DESK}/sources/{brief.name}"
    yield f"{own}/{BRIEF}", folder / BRIEF
    for entry in brief.summary.articles.values():
        # The article's place in its folder, links followed: two names for one file are filed once.
        path = (folder / entry.file).resolve().relative_to(folder.resolve())
        yield f"{own}/{path.as_posix()}", folder / path
    for root in dict.fromkeys(one for layout in layouts for one in layout.folders):
        for file in root.rglob("*"):
            name = file.relative_to(root)
            if file.is_file() and is_inside(file, root) and not any(part.startswith(".") for part in name.parts):
                yield f"{DESK}/layouts/{root.name}/{name.as_posix()}", file


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise FaultyInputError([Problem("E601", "the file is too large to be filed", "", Place(file))])
        return file.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Every file that an edition was made from is filed with it: see that it can be read."
        raise FaultyInputError([Problem("E601", f"the file cannot be filed: {reason}", hint, Place(file))]) from error
