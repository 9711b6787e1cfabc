"""A brief: a structured summary with the articles that it rests on, in the house style of its desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.model.article import Article
from briefing.model.house import House
from briefing.model.problem import Places
from briefing.model.summary import Summary


@dataclass(frozen=True)
class Desk:
    """A desk: its house style, where that stands, and the folder that holds it all."""

    folder: Path
    house: House
    places: Places

    @property
    def sources(self) -> Path:
        """The folder of the house style and the briefs."""
        return self.folder / "sources"

    @property
    def layouts(self) -> Path:
        """The desk's own layouts; the folder need not exist."""
        return self.folder / "layouts"


@dataclass(frozen=True)
class Brief:
    """A brief as it was read: nothing is left out for anybody yet."""

    name: str
    summary: Summary
    articles: Mapping[str, Article]
    house: House
    places: Places
