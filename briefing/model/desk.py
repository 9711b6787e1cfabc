"""Where things are: the desk around a folder, and the briefs that a user names."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing.model.problem import Place, Problem

HOUSE = Path("sources", "house.yaml")
BRIEF = "brief.yaml"
BOX = "box"
"""The folder of boxes in build/, beside those of the briefs; what that print is called, and its style sheet."""
_BESIDE = (".copies", ".withdrawals", ".holds", ".disposal", ".timestamps")
"""What the names of an archive's objects end in that stand beside a brief's own."""


class NotFoundError(Exception):
    """What the user named is not there; the message says what is."""


def find_desk(start: Path) -> Path:
    """The first folder from `start` upwards that holds `sources/house.yaml`."""
    try:
        start = start.resolve()
    except RuntimeError:  # a link that leads to itself
        raise NotFoundError(f"No desk here: {start} is a link that leads to itself.") from None
    for folder in (start, *start.parents):
        if _is_file(folder / HOUSE):
            return folder
    raise NotFoundError(
        f"No desk here: neither {start} nor a folder above it holds {HOUSE}. "
        "Go to your desk's folder, or name it with --desk DIR."
    )


def examine_name(name: str, file: Path | None = None) -> tuple[Problem, ...]:
    """What is wrong with the name of a brief (E702): it is also that of its folder in build/ and of its editions."""
    plain = name.casefold()
    if plain == BOX:
        reason = f"build/{BOX} holds the boxes"
    elif ending := next((ending for ending in _BESIDE if plain.endswith(ending)), ""):
        reason = f"what ends in {ending} stands beside a brief in the archive"
    else:
        return ()
    place = Place(file) if file else None
    return (Problem("E702", f"a brief cannot be called “{name}”: {reason}", "Give its folder another name.", place),)


def briefs_of(desk: Path) -> Iterator[Path]:
    """The folders of all briefs of a desk, by name."""
    return (file.parent for file in sorted((desk / "sources").glob(f"*/{BRIEF}")))


def find_brief(name: str, desk: Path) -> Path:
    """The folder of a brief, by its name under `sources/` or by a path to it or to its brief.yaml."""
    for folder in (desk / "sources" / name, Path(name)):
        if folder.name == BRIEF and _is_file(folder):
            return folder.resolve().parent
        if _is_file(folder / BRIEF):
            return folder.resolve()
    raise NotFoundError(f"There is no brief “{name}”. {_there(desk)}")


def named_or_here(names: Iterable[str], desk: Path, here: Path) -> tuple[Path, ...]:
    """The folders of the briefs named; with none, the brief that `here` lies in, or the desk's only one."""
    named = tuple(dict.fromkeys(find_brief(name, desk) for name in names))
    if named:
        return named
    here = here.resolve()
    for folder in (here, *here.parents):
        if folder.parent == (desk / "sources").resolve() and _is_file(folder / BRIEF):
            return (folder,)
    every = tuple(briefs_of(desk))
    if len(every) == 1:
        return every
    raise NotFoundError(f"Which brief? Name one, or build every one with --all. {_there(desk)}")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be entered, or more than a name can hold
        return False


def _there(desk: Path) -> str:
    names = [folder.name for folder in briefs_of(desk)]
    if not names:
        return f"The desk {desk} has no brief yet: begin one with briefing new NAME --article FILE."
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"The desk has: {', '.join(names[:8])}{more}."
