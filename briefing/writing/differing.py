"""Differing: what three texts of a brief say differently, item by item: as it was, on disk, and after an edit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from briefing.model.problem import FaultyInputError
from briefing.model.summary import Path
from briefing.writing.edited import summary_of
from briefing.writing.script import NoPlaceError, Script

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Differing:
    """What stands for one item, or one key of the brief, in each text; None where it is not there."""

    path: Path
    label: str
    base: str | None
    disk: str | None
    mine: str | None


def differing(base: str, disk: str, mine: str, file: FilePath) -> tuple[Differing, ...]:
    """What differs between the texts; nothing where one of them cannot be read."""
    try:
        three = [_written(text, file) for text in (base, disk, mine)]
    except (FaultyInputError, NoPlaceError):
        return ()
    keys = dict.fromkeys(key for one in three for key in one)
    found = ((key, [one.get(key) for one in three]) for key in keys)
    return tuple(
        Differing(next(place for place, _ in filter(None, texts)), key, *(text and text[1] for text in texts))
        for key, texts in found
        if len({text and text[1] for text in texts}) > 1
    )


def _written(text: str, file: FilePath) -> Mapping[str, tuple[Path, str]]:
    """How each item is written, by its section and id, or its place where it has none; and each other key."""
    summary = summary_of(text, file)
    script = Script.of(text.removeprefix(_BOM))
    items = dict(summary.items())
    tops = {path: item for path, item in items.items() if path[:-2] not in items}
    found = {
        f"{_spoken(path[:-1])}: {item.id or path[-1]}": (path, _source(script, path)) for path, item in tops.items()
    }
    sections = {path[0] for path in tops}
    others = (key.text for key in script.root.parts[::2] if key.text not in sections)
    return {**{key: ((key,), _source(script, (key,))) for key in others}, **found}


def _spoken(path: Path) -> str:
    return ", ".join(str(step).replace("_", " ") for step in path)


def _source(script: Script, path: Path) -> str:
    part = script.part(path)
    lines: Iterator[str] = (line.strip() for line in script.text[part.start : part.end].splitlines())
    return "\n".join(lines)
