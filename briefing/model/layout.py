"""A layout: a folder with `layout.yaml`, and only what differs from the layout that it extends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from briefing.model.summary import SECTIONS, SectionName
from briefing.model.text import Line, Model

SHIPPED = Path(__file__).parent.parent / "layouts"
BASE = "base"


Length = Annotated[Line, StringConstraints(pattern=r"^\d+(\.\d+)?(pt|mm)$")]
LEGIBLE = {"text-size": 9.0, "lead-size": 9.0, "table-size": 8.0, "small-size": 7.5, "title-size": 14, "leading": 11}
"""The least that a step may set type to, in points: what a reader of print can still read without effort."""
_POINTS = {"pt": 1.0, "mm": 72 / 25.4}


def _legible(steps: tuple[Mapping[str, str], ...]) -> tuple[Mapping[str, str], ...]:
    for step in steps:
        for token, value in step.items():
            least = LEGIBLE.get(token, 0)
            if float(value[:-2]) * _POINTS[value[-2:]] < least:
                message = "“{token}: {value}” is too small to be read: the least is {least} pt"
                raise PydanticCustomError("legible", message, {"token": token, "value": value, "least": f"{least:g}"})
    return steps


class LayoutFile(Model):
    """What `layout.yaml` says."""

    title: Line
    description: Line = ""
    extends: Line = BASE
    sections: tuple[SectionName, ...] | None = None
    stakes_columns: Annotated[int, Field(ge=1, le=6, strict=True)] | None = Field(
        None, description="How many sides stand side by side in one table of stakes."
    )
    fit: Annotated[tuple[Mapping[str, Length], ...], AfterValidator(_legible)] | None = Field(
        None,
        description="Steps of tighter tokens that `briefing build --fit` may take to keep a page budget, in order.",
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
    fit: tuple[Mapping[str, str], ...]
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
            fit=next((file.fit for _, file in links if file.fit is not None), ()),
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
