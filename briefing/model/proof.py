"""A proof: what the search of a finished file came to."""

from dataclasses import asdict, dataclass, field

from briefing.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Proof:
    """What a search has found: of how many texts, in how many places of the files, how many came through."""

    texts: int
    places: int
    found: int
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def as_object(self) -> dict[str, int]:
        """The result in figures, for machines."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, int)}
