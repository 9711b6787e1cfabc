"""Spared: what need not be laid out, nor pressed, because the same was, with the same fonts and the same press.

Of each print it is kept what went into it, what came out, and what it was searched for; of each trial that fits a
variant into its budget, how many pages it had. Both are found again by a digest of everything that went in: of the
variant that was composed, and not of the brief, so that what one audience alone reads changes nothing for another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.model.desk import BRIEF
from briefing.model.layout import Layout
from briefing.model.prints import Print
from briefing.model.problem import Problem
from briefing.model.proof import Proof
from briefing.model.variant import Variant
from briefing.printing.order import Made
from briefing.reuse.installed import Library, are_there, installed
from briefing.reuse.kept import digest, digest_of, digest_of_file, of_problems, to_problems

BORROWED = "W301"
"""A font of this machine was used: which one depends on all that there are."""


@dataclass(frozen=True)
class Spared:
    """A print that lies there as it would be made: its PDF, what was found while it was made, and when searched."""

    pdf: bytes
    pages: int
    fonts: tuple[Path, ...]
    problems: tuple[Problem, ...]
    searched: str
    """A digest of what it was searched for."""
    proof: Proof


@dataclass(frozen=True)
class Trial:
    """How many pages a variant had in a step of its layout, and the fonts that it was set with."""

    key: str
    pages: int
    fonts: tuple[Path, ...]


def key_of_print(
    desk: Mapping[str, str | None], variant: Variant, one: Print, layout: Layout, tokens: Mapping[str, str]
) -> str:
    """A digest of all that a print is made of: the desk's files as digests, the rest as it is."""
    folders = [str(folder) for folder in layout.folders]
    words = [repr(one), folders, sorted(tokens.items()), sorted(desk.items())]
    return digest_of([*words, variant.digest().decode("ascii"), installed()])


def of_print(key: str, made: Made, problems: Iterable[Problem], searched: str) -> dict[str, Any] | None:
    """What is kept of a print; None where it would not come out the same, or not be told of in the same words."""
    told = tuple(problems)
    if made.proof is None or made.html or any(map(_may_change, told)):
        return None
    return {
        "key": key,
        "pdf": made.sha256,
        "pages": made.pages,
        "fonts": _of_fonts(made.fonts),
        "problems": of_problems(told),
        "searched": searched,
        "proof": made.proof.as_object(),
    }


def to_print(kept: Mapping[str, Any], key: str, earlier: bytes | None) -> Spared | None:
    """The print that was kept, where it is the same that is to be made and lies there as it was made."""
    if kept["key"] != key or earlier is None or digest(earlier) != kept["pdf"] or not _are_same(kept["fonts"]):
        return None
    return Spared(
        earlier,
        kept["pages"],
        tuple(map(Path, kept["fonts"])),
        to_problems(kept["problems"]),
        kept["searched"],
        Proof(**kept["proof"]),
    )


def of_trials(trials: Iterable[Trial]) -> dict[str, Any]:
    """What is kept of trials."""
    return {"trials": [{"key": one.key, "pages": one.pages, "fonts": _of_fonts(one.fonts)} for one in trials]}


def to_trials(kept: Mapping[str, Any]) -> Iterator[Trial]:
    """The trials that were kept, those whose fonts are as they were."""
    for one in kept["trials"]:
        if _are_same(one["fonts"]):
            yield Trial(one["key"], one["pages"], tuple(map(Path, one["fonts"])))


def libraries_of(kept: Mapping[str, Any]) -> tuple[Library, ...] | None:
    """The libraries by which something was pressed; None where one of them is no more what it was."""
    known = tuple((name, size, at) for name, size, at in kept["libraries"])
    return known if are_there(known) else None


def _may_change(problem: Problem) -> bool:
    """Whether a problem depends on more than a print is known by: other fonts of this machine, lines of the brief."""
    return problem.code == BORROWED or (problem.place is not None and problem.place.file.name == BRIEF)


def _of_fonts(files: Iterable[Path]) -> dict[str, str | None]:
    return {str(file): digest_of_file(file) for file in files}


def _are_same(fonts: Mapping[str, str | None]) -> bool:
    return all(digest_of_file(file) == was for file, was in fonts.items())
