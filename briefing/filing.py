"""Filing: a brief becomes an edition. The one place that knows the order in which that is done.

```
check → read the inputs → hold the archive → build (stamped) → read the inputs again → file → put in place
```
"""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.archive.inputs import DESK, read_inputs
from briefing.archive.provenance import lock, provenance
from briefing.archive.record import Edition, FileRecord, VariantRecord, Withdrawal
from briefing.archive.store import EDITION, Act, Archive, Filed
from briefing.brief import Brief
from briefing.build import Workshop, build, examine
from briefing.edition import FIRST, Number
from briefing.layout import Layout, is_shipped
from briefing.order import Made, Order
from briefing.press.versions import versions
from briefing.prints import prints_of
from briefing.problem import FaultyInputError, Problem, Severity, stop_at_errors
from briefing.put import put
from briefing.said import Said, read_said, said_of
from briefing.stamp import Earlier, Stamp
from briefing.summary import Quotation

PDF = "pdf"
NOBODY = {"E401", "E403"}
"""Why an audience may get none of an edition that others get: nothing is left for it, or it has to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingOrder:
    """What was asked for: the moment, by whom, why, a minor edition or a major one, all prints or the plain one.

    `as_of` is what embargo and day of review are held against. The PDFs are put below `out` as well.
    """

    out: Path
    at: dt.datetime
    as_of: dt.datetime
    by: str = ""
    reason: str = ""
    minor: bool = False
    pack: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing has changed since this edition, so none was filed."""

    edition: Edition
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition that was filed, where its PDFs were put for printing, and the head of the log with it."""

    edition: Edition
    filed: Filed
    paths: tuple[Path, ...]


Result = Problem | NewEdition | Unchanged


def file_edition(
    folder: Path,
    order: FilingOrder,
    workshop: Workshop,
    open_archive: Callable[[], Archive],
    say: Callable[[str], None],
) -> Iterator[Result]:
    """Check a brief, build it for every audience, and file what was made with what it was made from.

    Nothing is filed unless all of it can be. An audience for which nothing is left, or which has to wait for the end of
    an embargo, gets none of the edition, and the edition says so. What the archive has to say of itself goes to `say`.
    """
    brief, problems = examine(folder, workshop)
    yield from problems
    if brief is None or any(problem.is_error for problem in problems):
        return
    stop_at_errors(_without_id(brief))
    layouts = tuple(_layouts(workshop))
    archive = open_archive()
    with archive.writing(say), tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        now = _Now(
            brief, order, layouts, read_inputs(workshop.desk, folder, brief, layouts), archive.editions(brief.name)
        )
        withdrawals = archive.withdrawals(brief.name)
        if now.before and _is_unchanged(archive, now.before[-1], now):
            yield Unchanged(now.before[-1], withdrawals.get(now.before[-1].version))
            return
        yield from _out_of_order(brief, order, now.before)
        stamp = Stamp(_number(now.before, order), dict(_earlier(archive, now.before, withdrawals)))
        asked = Order(Path(scratch), as_of=order.as_of, pack=order.pack, stamp=stamp)
        made, told = _built(brief, asked, workshop)
        yield from told
        if any(problem.is_error for problem in told) or not made:
            return
        if read_inputs(workshop.desk, folder, brief, layouts) != now.inputs:
            raise FaultyInputError([_changed_meanwhile(brief)])
        edition = _edition(now, archive, asked, made, told)
        files = _files(now, edition, asked.out, made)
        why = f"Edition {edition.edition}" + (f": {order.reason}" if order.reason else "")
        act = Act(kind="edition", at=order.at, by=order.by, why=why, restricted=_is_restricted(made))
        filed = archive.file(brief.name, files, act)
    yield NewEdition(edition, filed, tuple(_put(order, edition, files)))


@dataclass(frozen=True, slots=True)
class _Now:
    """What an edition is made of: the brief, the layouts, every file that goes in, and the editions before it."""

    brief: Brief
    order: FilingOrder
    layouts: tuple[Layout, ...]
    inputs: Mapping[str, bytes]
    before: tuple[Edition, ...]


def _layouts(workshop: Workshop) -> Iterator[Layout]:
    """The layouts that the audiences of a desk have, those of their prints among them."""
    house = workshop.desk.house
    named = [audience.layout for audience in house.audiences.values()]
    for audience in house.audiences.values():
        named += [one.layout for one in prints_of(audience.pack, house.paper) if one.layout]
    return (workshop.layouts[name] for name in dict.fromkeys(named) if name in workshop.layouts)


def _without_id(brief: Brief) -> Iterator[Problem]:
    """E820: an item has no id, so that later nobody could say what became of it."""
    for path, item in brief.summary.items():
        if not isinstance(item, Quotation) and item.id is None:
            message = "this item has no id, which an edition needs to say later what changed"
            hint = "Add one that stays: id: a-word"
            yield Problem("E820", message, hint, brief.places.at(path), path=path)


def _is_unchanged(archive: Archive, last: Edition, now: "_Now") -> bool:
    """Whether every source is as it was filed, and so are the desk's own layouts, and no hour has passed that shows.

    The layouts that come with the program change with it, which is no change of the brief.
    """
    filed = archive.digests(last.brief, last.version)
    sources = f"{DESK}/sources/"
    folders = {folder for layout in now.layouts for folder in layout.folders if not is_shipped(folder)}
    mine = (sources, *(f"{DESK}/layouts/{folder.name}/" for folder in folders))
    same = all(filed.get(path) == _sha512(data) for path, data in now.inputs.items() if path.startswith(mine))
    whole = all(path in now.inputs for path in filed if path.startswith(sources))
    hours = _hours(now.brief, last.as_of) == _hours(now.brief, now.order.as_of)
    return same and whole and hours and set(_prints(now.brief, now.order)) <= set(last.prints)


def _hours(brief: Brief, as_of: dt.datetime) -> tuple[bool, bool]:
    """What a print shows of the hour: whether an embargo is over, and whether the day of review has passed."""
    embargo, review_by = brief.summary.embargo, brief.summary.review_by
    return (embargo is None or as_of >= embargo, review_by is not None and as_of.date() > review_by)


def _prints(brief: Brief, order: FilingOrder) -> tuple[str, ...]:
    packs = (audience.pack if order.pack else () for audience in brief.house.audiences.values())
    return tuple(dict.fromkeys(one.name for pack in packs for one in prints_of(pack, brief.house.paper)))


def _out_of_order(brief: Brief, order: FilingOrder, before: Sequence[Edition]) -> Iterator[Problem]:
    """W821, W822: an edition is dated before the last one, or filed at an earlier hour. Both are filed all the same."""
    if not before:
        return
    last = before[-1]
    if brief.summary.date < last.date:
        message = f"this edition is dated {brief.summary.date.isoformat()}, before {last.label}, which it replaces"
        hint = "Editions count in the order in which they are filed. If the date is meant, all is well."
        yield Problem("W821", message, hint, brief.places.at(("date",)), Severity.WARNING)
    if order.at < last.issued:
        message = (
            f"it is {order.at.isoformat(' ', 'seconds')} by this clock, and {last.label} was filed later than that"
        )
        hint = "Set the clock right: briefing files it with the hour that it is told, after the other one."
        yield Problem("W822", message, hint, None, Severity.WARNING)


def _number(before: Sequence[Edition], order: FilingOrder) -> Number:
    if not before:
        return FIRST
    return max(edition.edition for edition in before).next(minor=order.minor)


def _earlier(
    archive: Archive, before: Sequence[Edition], withdrawals: Mapping[int, Withdrawal]
) -> Iterator[tuple[str, Earlier]]:
    """For each audience that had an edition: the last one, and what each one said to it."""
    history: dict[str, list[Said]] = {}
    last: dict[str, Edition] = {}
    for edition in before:
        for variant in edition.audience:
            said = read_said(archive.read(edition.brief, edition.version, variant.said))
            history.setdefault(variant.audience, []).append(said)
            last[variant.audience] = edition
    for audience, edition in last.items():
        yield audience, Earlier(edition.edition, edition.date, edition.version in withdrawals, tuple(history[audience]))


def _built(brief: Brief, asked: Order, workshop: Workshop) -> tuple[tuple[Made, ...], tuple[Problem, ...]]:
    """What was made, and the problems met: that an audience gets nothing is told, and stops nobody else's."""
    made: list[Made] = []
    told: list[Problem] = []
    for result in build(brief, asked, workshop):
        if isinstance(result, Made):
            made.append(result)
        elif result.code in NOBODY:
            told.append(replace(result, severity=Severity.WARNING))
        else:
            told.append(result)
    return tuple(made), tuple(told)


def _changed_meanwhile(brief: Brief) -> Problem:
    message = "a file changed while the edition was made, so nothing was filed"
    return Problem("E821", message, "Save everything, then give the same command again.", brief.places.at(()))


def _edition(now: "_Now", archive: Archive, asked: Order, made: Sequence[Made], told: Sequence[Problem]) -> Edition:
    brief, order, before = now.brief, now.order, now.before
    summary = brief.summary
    return Edition(
        identifier=f"{archive.identifier}/{brief.name}/v{len(before) + 1}",
        brief=brief.name,
        version=len(before) + 1,
        edition=asked.stamp.number if asked.stamp else FIRST,
        title=summary.title.default,
        creator=tuple(author.default for author in summary.authors),
        publisher=brief.house.organisation,
        date=summary.date,
        issued=order.at,
        as_of=order.as_of,
        language=summary.language,
        rights=tuple(dict.fromkeys(entry.rights.default for entry in summary.articles.values() if entry.rights)),
        replaces=before[-1].edition if before else None,
        reason=order.reason,
        made_by=order.by,
        prints=_prints(brief, order),
        audience=tuple(_variants(made, asked)),
        not_for={problem.audience or "": problem.code for problem in told if problem.code in NOBODY},
    )


def _variants(made: Sequence[Made], asked: Order) -> Iterator[VariantRecord]:
    for audience in dict.fromkeys(one.audience for one in made):
        mine = [one for one in made if one.audience == audience]
        variant = mine[0].variant
        if variant is None or variant.imprint is None:
            raise ValueError("a print of an edition has an imprint")
        yield VariantRecord(
            audience=audience,
            title=variant.reader,
            marking=variant.marking.name,
            edition_code=variant.imprint.code,
            replaces=variant.imprint.replaces,
            said=said_path(audience),
            proof=mine[0].proof.as_object() if mine[0].proof else None,
            files=tuple(
                FileRecord(
                    path=path_of(one.path, asked.out),
                    format="application/pdf",
                    print=one.print,
                    pages=one.pages,
                    sha512=_sha512(one.path.read_bytes()),
                    fonts=tuple(f"{font.name} sha512:{_sha512(font.read_bytes())}" for font in one.fonts),
                )
                for one in mine
            ),
        )


def path_of(path: Path, out: Path) -> str:
    """Where a PDF lies in its edition: as in the folder of what is built, below `pdf/` in the place of the brief's."""
    return "/".join((PDF, *path.relative_to(out).parts[1:]))


def said_path(audience: str) -> str:
    """Where an edition keeps what it said to an audience."""
    return f"said/{audience}.json"


def _files(now: "_Now", edition: Edition, out: Path, made: Sequence[Made]) -> dict[str, bytes]:
    """Everything that an edition holds, by its path."""
    here = versions()
    return {
        **now.inputs,
        **{path_of(one.path, out): one.path.read_bytes() for one in made},
        **{said_path(one.audience): said_of(one.variant).as_bytes() for one in made if one.variant},
        EDITION: edition.as_bytes(),
        "provenance.json": provenance(edition, now.inputs, here),
        "pylock.toml": lock(here),
    }


def _is_restricted(made: Sequence[Made]) -> bool:
    """Whether anything in the edition is marked higher than the lowest level."""
    return any(one.variant and one.variant.marking.level != one.variant.scheme.lowest.level for one in made)


def _put(order: FilingOrder, edition: Edition, files: Mapping[str, bytes]) -> Iterator[Path]:
    for _, file in edition.files():
        path = order.out.joinpath(edition.brief, *file.path.split("/")[1:])
        put(path, files[file.path], "The edition is filed. Make room, then: briefing get.")
        yield path


def _sha512(data: bytes) -> str:
    return hashlib.sha512(data).hexdigest()
