"""The seals of a filed edition, all of them: whether they hold, and whose they are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509

from briefing.archive.record import Edition
from briefing.archive.store import Archive
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.seal.examine import UnreadableSealError, examine
from briefing.seal.seen import Seen


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of an edition's seals: in a sentence, what is wrong, and each for machines."""

    note: str
    problems: tuple[Problem, ...]
    found: tuple[dict[str, Any], ...]


def examine_filed(archive: Archive, edition: Edition, trusted: Sequence[x509.Certificate], at: dt.datetime) -> Checked:
    """Check every PDF of an edition that was sealed. A file that is not as it was filed is told of elsewhere.

    Problems: E896 where a seal is broken, is gone, or is that of somebody else, E897 where its certificate was revoked.
    """
    problems: list[Problem] = []
    found: list[tuple[str, Seen]] = []
    for _, file in edition.files():
        place = Place(archive.site.path(edition.brief) / f"v{edition.version}" / file.path)
        try:
            seals = examine(archive.read(edition.brief, edition.version, file.path), trusted, at, is_as_filed=True)
        except FaultyInputError:
            continue
        except UnreadableSealError as error:
            problems.append(_broken(f"a seal of {edition.label} cannot be read: {error}", place))
            continue
        found += [(file.path, one) for one in seals]
        problems += _wrong(edition, seals, place)
    return Checked(
        _note(edition, [one for _, one in found]), tuple(problems), tuple(_shown(edition, *one) for one in found)
    )


def _wrong(edition: Edition, seals: Sequence[Seen], place: Place) -> list[Problem]:
    if edition.seal is None or not seals:
        return [_broken(f"the record of {edition.label} says that this PDF is sealed, and it is not", place)]
    wrong = []
    for one in seals:
        if not one.is_unchanged:
            wrong.append(
                _broken(f"the seal of {one.name} on {edition.label} is of something else than this PDF", place)
            )
        elif one.sha256 != edition.seal.sha256:
            wrong.append(_broken(f"{edition.label} was sealed by {edition.seal.name}; this seal is another's", place))
        elif one.revocation == "revoked" and one.revoked:
            day = one.revoked.date().isoformat()
            message = f"{edition.label} was sealed with a certificate that was revoked on {day}, that of {one.name}"
            hint = (
                "The edition is as it was filed; who sealed it is not proved. File it again with another certificate."
            )
            wrong.append(Problem("E897", message, hint, place))
    return wrong


def _broken(message: str, place: Place) -> Problem:
    return Problem("E896", message, "Compare it with a copy of the archive: this was no accident.", place)


def _note(edition: Edition, seals: Sequence[Seen]) -> str:
    count = f"{len(seals)} PDF{'' if len(seals) == 1 else 's'}"
    if edition.seal is None:
        raise ValueError("an edition that is asked for its seals has them")
    said = f"Edition {edition.label}: {count} sealed by {edition.seal.name} ({edition.seal.level})"
    if seals and all(one.holds for one in seals):
        return f"{said}, and every seal holds."
    why = next(
        (one.why or "nothing here says whom to trust (--trusted FILE.pem)" for one in seals if not one.holds), ""
    )
    return f"{said}; by whom is not proved{f': {why}' if why else ''}."


def _shown(edition: Edition, path: str, seal: Seen) -> dict[str, Any]:
    return {"brief": edition.brief, "edition": str(edition.edition), "path": path, **seal.as_object()}
