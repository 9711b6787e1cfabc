"""What is said of the seals that files carry, of one file or of filed editions: a part of verify."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from briefing.cli.options import desk_of
from briefing.cli.seals import house_of
from briefing.cli.where import now
from briefing.model.desk import NotFoundError
from briefing.model.problem import FaultyInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.archive.record import Edition
    from briefing.archive.store import Archive
    from briefing.model.problem import Problem

_TRACE = b"/ByteRange"
"""What stands, as it is, in every PDF that carries a seal (ISO 32000-1, 12.8.1)."""


def has_desk(context: typer.Context, desk: Path | None) -> bool:
    """Whether there is a desk around the current folder, or one is named."""
    try:
        desk_of(context, desk)
    except NotFoundError:
        return bool(desk or context.obj)
    return True


def trusted_of_house(context: typer.Context, desk: Path | None) -> Path | None:
    """The file of those whom the house style trusts; None where it names none, or there is no desk."""
    from briefing.model.problem import FaultyInputError

    try:
        found = house_of(context, desk)
    except FaultyInputError:
        return None
    if found is None or found.house.seal is None or found.house.seal.trusted is None:
        return None
    from briefing.seal.plan import plan_of

    return plan_of(found.house.seal, found.sources).trusted


def is_a_sealed_file(path: Path) -> bool:
    """Whether a file carries a seal, whatever it is worth."""
    return path.is_file() and _TRACE in path.read_bytes()


@dataclass(frozen=True, slots=True)
class SealsOfFile:
    """What is said of the seals of a file. `are_broken`: they speak against it; `hold`: they are proved."""

    sentences: tuple[str, ...] = ()
    found: "tuple[dict[str, object], ...]" = ()
    are_broken: bool = False
    hold: bool = False


NO_SEALS = SealsOfFile()


def seals_of_file(path: Path, trusted: Path | None, *, is_as_filed: bool = False) -> SealsOfFile:
    """Check the seals of a PDF; of one that is as it was filed it is not asked what was added to it."""
    data = path.read_bytes()
    if _TRACE not in data:
        return NO_SEALS
    try:
        from briefing.seal.examine import UnreadableSealError, examine
    except ImportError:
        told = 'It carries a seal, which was not checked: pip install "briefing[sign]".'
        return SealsOfFile((told,))
    try:
        found = examine(data, _certificates(trusted), now(), is_as_filed=is_as_filed)
    except UnreadableSealError as error:
        return SealsOfFile((f"SEAL BROKEN: it carries a seal that cannot be read: {error}.",), are_broken=True)
    sentences = tuple(sentence for one in found for sentence in one.sentences())
    broken = any(not one.is_unchanged or one.revocation == "revoked" for one in found)
    holds = bool(found) and all(one.holds for one in found)
    return SealsOfFile(sentences, tuple(one.as_object() for one in found), broken, holds)


@dataclass(frozen=True, slots=True)
class SealsFiled:
    """What is said of the seals of filed editions."""

    notes: tuple[str, ...] = ()
    problems: "tuple[Problem, ...]" = ()
    found: "tuple[dict[str, object], ...]" = ()


def seals_filed(held: "Archive", brief: str | None, trusted: Path | None) -> SealsFiled:
    """Check the seals of a brief's editions; of a whole archive it is only said how many there are."""
    sealed = [one for name in held.briefs() if brief in {None, name} for one in _editions(held, name) if one.seal]
    if not sealed:
        return SealsFiled()
    if brief is None:
        said = "1 edition is sealed" if len(sealed) == 1 else f"{len(sealed)} editions are sealed"
        return SealsFiled((f"{said}; by whom, and whether the seals hold: briefing verify BRIEF",))
    try:
        from briefing.seal.filed import examine_filed
    except ImportError:
        return SealsFiled(('Their seals were not checked: pip install "briefing[sign]".',))
    checked = [examine_filed(held, one, _certificates(trusted), now()) for one in sealed]
    return SealsFiled(
        tuple(one.note for one in checked),
        tuple(problem for one in checked for problem in one.problems),
        tuple(found for one in checked for found in one.found),
    )


def _editions(held: "Archive", name: str) -> "Sequence[Edition]":
    """The editions of a brief; none where they cannot be read, which is told of elsewhere."""
    with suppress(FaultyInputError):
        return held.editions(name)
    return ()


def _certificates(path: Path | None) -> tuple[Any, ...]:
    from briefing.seal.certificate import certificates_in

    return certificates_in(path) if path else ()
