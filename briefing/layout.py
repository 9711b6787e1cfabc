"""A layout: a folder with `layout.yaml`, and only what differs from the layout that it extends."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from briefing.summary import SECTIONS, SectionName
from briefing.text import Line, Model

SHIPPED = Path(__file__).parent / "layouts"
BASE = "base"


class LayoutFile(Model):
    """What `layout.yaml` says."""

    title: Line
    description: Line = ""
    extends: Line = BASE
    sections: tuple[SectionName, ...] | None = None
    stakes_columns: Annotated[int, Field(ge=1, le=6, strict=True)] | None = Field(
        None, description="How many sides stand side by side in one table of stakes."
    )
    notes: Literal["margin", "below"] | None = Field(
        None, description="Where citations and measures stand: beside their paragraph, or below it."
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout with all that it inherits: its own folder first, then those that it extends, `base` last."""

    name: str
    title: str
    description: str
    sections: tuple[SectionName, ...]
    stakes_columns: int
    notes: str
    folders: tuple[Path, ...]

    @classmethod
    def of(cls, chain: Iterable[tuple[Path, LayoutFile]]) -> "Layout":
        """The layout that a chain of folders makes, from its own to `base`."""
        links = tuple(chain)
        folder, own = links[0]
        return cls(
            name=folder.name,
            title=own.title,
            description=own.description,
            sections=next((file.sections for _, file in links if file.sections), SECTIONS),
            stakes_columns=next((file.stakes_columns for _, file in links if file.stakes_columns), 3),
            notes=next((file.notes for _, file in links if file.notes), "margin"),
            folders=tuple(folder for folder, _ in links),
        )

    def as_object(self) -> dict[str, Any]:
        """The layout, for machines."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "sections": list(self.sections),
            "folder": str(self.folders[0]),
        }


def is_inside(file: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, links followed."""
    return file.resolve().is_relative_to(folder.resolve())


def is_shipped(file: Path) -> bool:
    """Whether a file is one of the layouts that come with the program."""
    return is_inside(file, SHIPPED)
