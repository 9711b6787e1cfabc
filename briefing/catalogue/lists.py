"""The lists of a catalogue: by date, by brief, by audience, and what is told of a brief as a whole."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from briefing.catalogue.frame import (
    AUDIENCES,
    BRIEFS,
    INDEX,
    anchor,
    audience_page,
    brief_page,
    counted,
    day,
    document,
    edition_page,
    language_of,
    moment,
    year_page,
)
from briefing.catalogue.holding import Entry, Whole

_NEWEST = 20
Pages = Iterator[tuple[str, str]]


def lists(whole: Whole, entries: Sequence[Entry], readers: Mapping[str, str]) -> Pages:
    """Every list, with where it lies. `entries` are in the order in which they were filed, brief by brief.

    `readers` are the titles of the audiences, by their names.
    """
    newest = sorted(entries, key=lambda one: (one.date, one.name), reverse=True)
    years = sorted({one.date.year for one in entries}, reverse=True)
    yield INDEX, _index(whole, newest, years)
    for year in years:
        here = year_page(year)
        listed = _table(here, [one for one in newest if one.date.year == year])
        yield here, document(whole, here, str(year), Markup("<h1>{}</h1>\n{}").format(year, listed))
    yield from _by_brief(whole, entries)
    yield from _by_audience(whole, newest, readers)


def _index(whole: Whole, newest: Sequence[Entry], years: Sequence[int]) -> str:
    if not newest:
        said = Markup("<h1>{}</h1>\n<p>Nothing is shown here.</p>").format(whole.title)
        return document(whole, INDEX, whole.title, said)
    of_years = Markup("\n").join(Markup("<li>{}</li>").format(anchor(INDEX, year_page(one), str(one))) for one in years)
    body = Markup(
        '<h1>{}</h1>\n<p class="lead">{} of {}.</p>\n<h2>{}</h2>\n{}\n<h2>By year</h2>\n<ul class="years">\n{}\n</ul>'
    ).format(
        whole.title,
        counted(len(newest), "edition"),
        counted(len({one.brief for one in newest}), "brief"),
        "The newest" if len(newest) > _NEWEST else "Editions",
        _table(INDEX, newest[:_NEWEST]),
        of_years,
    )
    return document(whole, INDEX, whole.title, body)


def _by_brief(whole: Whole, entries: Sequence[Entry]) -> Pages:
    briefs: dict[str, list[Entry]] = {}
    for one in entries:
        briefs.setdefault(one.brief, []).append(one)
    rows = Markup("\n").join(
        Markup("<li><span{}>{}</span> <small>{} · {}</small></li>").format(
            language_of(held[-1].language),
            anchor(BRIEFS, brief_page(brief), held[-1].title),
            brief,
            counted(len(held), "edition"),
        )
        for brief, held in sorted(briefs.items())
    )
    body = Markup('<h1>By brief</h1>\n<ul class="plain">\n{}\n</ul>\n{}').format(rows, _disposed(whole))
    yield BRIEFS, document(whole, BRIEFS, "By brief", body)
    for brief, held in briefs.items():
        here = brief_page(brief)
        newest = held[::-1]
        body = Markup('<h1{}>{}</h1>\n<p class="lead">{}, newest first</p>\n{}\n{}').format(
            language_of(newest[0].language),
            newest[0].title,
            counted(len(held), "edition"),
            _table(here, newest),
            _holds(whole, brief),
        )
        yield here, document(whole, here, newest[0].title, body)


def _holds(whole: Whole, brief: str) -> Markup:
    rows = Markup("\n").join(
        Markup("<li>Held since {}: {}{}</li>").format(
            moment(one.since), one.reason, Markup("; released {}").format(moment(one.released)) if one.released else ""
        )
        for one in whole.holds.get(brief, ())
    )
    return Markup('<h2>Holds</h2>\n<ul class="plain">\n{}\n</ul>').format(rows) if rows else Markup()


def _disposed(whole: Whole) -> Markup:
    rows = Markup("\n").join(
        Markup("<li><strong>{}</strong> <small>disposed of {} under {}: {} · {}</small></li>").format(
            one.brief, moment(one.disposed), one.order, one.reason, counted(len(one.editions), "edition")
        )
        for one in whole.disposals
    )
    return Markup('<h2>Disposed of</h2>\n<ul class="plain">\n{}\n</ul>').format(rows) if rows else Markup()


def _by_audience(whole: Whole, newest: Sequence[Entry], readers: Mapping[str, str]) -> Pages:
    audiences: dict[str, list[Entry]] = {}
    for one in newest:
        for audience in one.audiences:
            audiences.setdefault(audience, []).append(one)
    rows = Markup("\n").join(
        Markup("<li>{} <small>{} · {}</small></li>").format(
            anchor(AUDIENCES, audience_page(name), readers.get(name, name)), name, counted(len(held), "edition")
        )
        for name, held in sorted(audiences.items())
    )
    body = Markup('<h1>By audience</h1>\n<ul class="plain">\n{}\n</ul>').format(rows)
    yield AUDIENCES, document(whole, AUDIENCES, "By audience", body)
    for name, held in audiences.items():
        here = audience_page(name)
        title = readers.get(name, name)
        body = Markup('<h1>{}</h1>\n<p class="lead">{}, newest first</p>\n{}').format(
            title, counted(len(held), "edition"), _table(here, held, name)
        )
        yield here, document(whole, here, title, body)


def _table(here: str, entries: Sequence[Entry], audience: str = "") -> Markup:
    """Editions as a table; with an audience, what is told of them is told for that audience."""
    rows = Markup("\n").join(_row(here, one, audience) for one in entries)
    return Markup(
        '<table>\n<thead><tr><th scope="col">Day</th><th scope="col">Title</th><th scope="col">For</th>'
        '<th scope="col">State</th></tr></thead>\n<tbody>\n{}\n</tbody>\n</table>'
    ).format(rows)


def _row(here: str, one: Entry, audience: str) -> Markup:
    which = Markup(" <small>edition {}</small>").format(one.number) if one.number else ""
    readers = zip(one.audiences, one.readers, one.markings, strict=True)
    of = Markup(", ").join(
        Markup('{} <span class="mark">{}</span>').format(reader, marking)
        for name, reader, marking in readers
        if audience in {"", name}
    )
    return Markup("<tr><td>{}</td><th scope=\"row\"><span{}>{}</span>{}</th><td>{}</td><td>{}</td></tr>").format(
        day(one.date), language_of(one.language), anchor(here, edition_page(one), one.title), which, of,
        state(one, audience),
    )  # fmt: skip


def state(one: Entry, audience: str = "") -> Markup:
    """Whether an edition stands, as far as the catalogue shows it."""
    asked = (audience,) if audience else one.audiences
    if one.is_withdrawn:
        return Markup('<strong class="withdrawn">Withdrawn</strong>')
    if all(name in one.replaced for name in asked):
        return Markup("Replaced")
    if any(name in one.replaced for name in asked):
        return Markup("Replaced in part")
    # What a limit withholds may be newer: of that nothing is said, and nothing that would be false either.
    return Markup("Current") if one.number else Markup("Newest here")
