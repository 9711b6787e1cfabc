"""Rebuild: an edition is made again from what was filed with it, and held against what was filed, byte for byte.

What was filed is the truth, whatever comes of it. With the same programs and fonts the bytes are the same; with others
they can differ, and it is said in which way, and which of the versions that were recorded are not the ones here.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.archive.get import get
from briefing.archive.inputs import DESK
from briefing.archive.provenance import versions_here, versions_in
from briefing.archive.record import Edition, FileRecord
from briefing.archive.store import Archive
from briefing.building.build import build, examine, open_workshop
from briefing.editions.assembly import path_of
from briefing.editions.difference import Difference, difference
from briefing.model.problem import FaultyInputError, Problem
from briefing.ocfl.inventory import sha512
from briefing.press.versions import versions
from briefing.printing.order import Made, Order
from briefing.printing.stamp import stamp_of

_PROVENANCE = "provenance.json"


@dataclass(frozen=True, slots=True)
class Compared:
    """A filed PDF and the one that was made again; `made` is its digest (SHA-512), None where none was made."""

    audience: str
    file: FileRecord
    made: str | None
    difference: Difference | None = None

    @property
    def is_same(self) -> bool:
        """Whether both have the same bytes, up to the seal where there is one."""
        return self.made == (self.file.pressed.sha512 if self.file.pressed else self.file.sha512)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it: each filed PDF, the problems met, and the versions that differ: recorded, here."""

    edition: Edition
    files: tuple[Compared, ...]
    problems: tuple[Problem, ...]
    versions: tuple[tuple[str, str, str], ...]

    @property
    def is_same(self) -> bool:
        """Whether every PDF came out as it was filed."""
        return all(one.is_same for one in self.files)

    def sentences(self) -> Iterator[str]:
        """What came of it, in words: each file, then why they may differ."""
        for one in self.files:
            if one.is_same:
                seal = ", up to the seal that stands behind it" if one.file.pressed else ""
                yield f"same       {one.file.path}{seal}"
            elif one.made is None:
                yield f"NOT MADE   {one.file.path}"
            else:
                yield f"DIFFERENT  {one.file.path}"
                yield from (f"           {step}" for step in (one.difference.sentences() if one.difference else ()))
        if self.is_same:
            return
        yield from (f"{name} is {here} here; it was {filed}" for name, filed, here in self.versions)
        if not self.versions:
            yield "every version that was recorded is the one here"

    def as_object(self) -> dict[str, Any]:
        """What came of it, for machines."""
        return {
            "same": self.is_same,
            "brief": self.edition.brief,
            "edition": str(self.edition.edition),
            "files": [
                {
                    "path": one.file.path,
                    "audience": one.audience,
                    "same": one.is_same,
                    "filed": one.file.sha512,
                    "pressed": one.file.pressed.sha512 if one.file.pressed else one.file.sha512,
                    "made": one.made,
                    "steps": list(one.difference.sentences()) if one.difference else [],
                }
                for one in self.files
            ],
            "versions": [{"name": name, "filed": filed, "here": here} for name, filed, here in self.versions],
        }


def rebuild(archive: Archive, edition: Edition) -> Rebuilt:
    """Make an edition again in a folder of its own, and compare.

    Raises FaultyInputError where what was filed is damaged, or cannot be built any more.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        inside, out = Path(scratch, "edition"), Path(scratch, "build")
        for _ in get(archive, edition, inside):
            pass
        results = tuple(_built(archive, edition, inside / DESK, out))
        made = {path_of(one.path, out): one.path.read_bytes() for one in results if isinstance(one, Made)}
        files = tuple(
            _compared(variant.audience, file, (inside / file.path).read_bytes(), made.get(file.path))
            for variant, file in edition.files()
        )
        filed = versions_in((inside / _PROVENANCE).read_bytes()) if (inside / _PROVENANCE).is_file() else {}
    here = versions_here(versions())
    other = tuple(
        (name, was, here.get(name, "not here")) for name, was in sorted(filed.items()) if here.get(name) != was
    )
    return Rebuilt(edition, files, tuple(one for one in results if isinstance(one, Problem)), other)


def _built(archive: Archive, edition: Edition, desk: Path, out: Path) -> Iterator[Made | Problem]:
    workshop = open_workshop(desk)
    brief, problems = examine(desk / "sources" / edition.brief, workshop)
    if brief is None:
        raise FaultyInputError(problems)
    before = [one for one in archive.editions(edition.brief) if one.version < edition.version]
    order = Order(
        out,
        as_of=edition.as_of,
        pack=len(edition.prints) > 1,
        stamp=stamp_of(archive, before, edition.edition, edition.issued),
    )
    yield from build(brief, order, workshop)


def _compared(audience: str, file: FileRecord, filed: bytes, made: bytes | None) -> Compared:
    filed = file.without_seal(filed)
    if made is None or made == filed:
        return Compared(audience, file, None if made is None else sha512(made))
    return Compared(audience, file, sha512(made), difference(filed, made))
