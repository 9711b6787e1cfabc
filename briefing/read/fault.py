"""Why an article cannot be read."""

from dataclasses import asdict, dataclass
from pathlib import Path

from briefing.model.problem import Place, Problem


@dataclass(eq=False)
class Unreadable(Exception):  # noqa: N818 - it says what the article is, as the rest of the field does
    """The article cannot be read; line and column count from 1, in characters."""

    code: str
    message: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    excerpt: str = ""

    def problem(self, file: Path) -> Problem:
        """Say the same as a problem of that file, the hint as a sentence."""
        place = Place(file, self.line, self.column, self.excerpt)
        hint = self.hint[:1].upper() + self.hint[1:] + ("." if self.hint and not self.hint.endswith(".") else "")
        return Problem(self.code, self.message, hint, place)

    def as_dict(self) -> dict[str, str | int | None]:
        """Say the same in what JSON can carry."""
        return asdict(self)


def damaged(what: str, *, hint: str = "") -> Unreadable:
    """Say that the file is broken, or not what its name says."""
    return Unreadable("E015", what, hint or "get the file again from where it came")


def too_large(what: str) -> Unreadable:
    """Say that the file holds more than an article does."""
    return Unreadable("E013", what, "give only the pages that the brief needs")
