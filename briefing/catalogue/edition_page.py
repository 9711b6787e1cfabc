"""The page of an edition: for each audience its files and what it said, what changed since, and its control data."""

import re
from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from briefing.archive.record import FileRecord
from briefing.catalogue.frame import (
    anchor,
    audience_page,
    brief_page,
    counted,
    day,
    document,
    edition_page,
    file_of,
    language_of,
    link,
    moment,
)
from briefing.catalogue.holding import Control, Entry, Shown, Telling, Whole
from briefing.catalogue.linked_data import linked_data
from briefing.catalogue.lists import state
from briefing.changes import compare
from briefing.console.told import blocks
from briefing.model.change import Changes
from briefing.model.said import Said, SaidItem

_ADDED = Markup('<ins><span class="unseen">added: </span>{}</ins>')
_REMOVED = Markup('<del><span class="unseen">removed: </span>{}</del>')
_WORDS_CHANGED = re.compile(r"\{\+(.*?)\+\}|\[-(.*?)-\]", re.DOTALL)


def page_of(whole: Whole, shown: Shown) -> str:
    """The page of an edition."""
    entry = shown.entry
    here = edition_page(entry)
    first = shown.tellings[0].said
    language = language_of(entry.language)
    subtitle = Markup('<p class="subtitle"{}>{}</p>\n').format(language, first.subtitle) if first.subtitle else ""
    body = Markup("<article>\n<h1 data-pagefind-body{}>{}</h1>\n{}{}\n{}\n{}\n{}</article>").format(
        language,
        first.title,
        subtitle,
        _withdrawn(shown),
        _facts(here, shown, first),
        Markup("\n").join(_telling(here, entry, one) for one in shown.tellings),
        _control(shown.control) if shown.control else "",
    )
    head = Markup('<script type="application/ld+json">{}</script>\n').format(Markup(linked_data(here, shown)))  # noqa: S704
    return document(whole, here, f"{first.title}, {entry.date.isoformat()}", body, head)


def _withdrawn(shown: Shown) -> Markup:
    """That an edition was withdrawn; when and why only where nothing is withheld."""
    if not shown.entry.is_withdrawn:
        return Markup()
    withdrawal = shown.control.withdrawal if shown.control else None
    why = Markup(" {}: {}").format(moment(withdrawal.withdrawn), withdrawal.reason) if withdrawal else "."
    return Markup('<p class="notice"><strong>This edition was withdrawn</strong>{}</p>\n').format(why)


def _facts(here: str, shown: Shown, first: Said) -> Markup:
    entry = shown.entry
    listed: list[tuple[str, str | Markup]] = [("Day", day(entry.date)), ("State", state(entry))]
    if entry.number:
        listed.append(("Edition", entry.number))
    listed.append(("Brief", anchor(here, brief_page(entry.brief), entry.brief)))
    if first.organisation:
        listed.append(("Organisation", first.organisation))
    if first.authors:
        listed.append(("Authors", ", ".join(first.authors)))
    listed.append(("Language", entry.language))
    if first.review_by:
        listed.append(("To be reviewed by", day(first.review_by)))
    return _list(listed)


def _list(listed: list[tuple[str, str | Markup]]) -> Markup:
    rows = Markup("\n").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*one) for one in listed)
    return Markup('<dl class="facts">\n{}\n</dl>').format(rows)


# What an audience got


def _telling(here: str, entry: Entry, one: Telling) -> Markup:
    name, said = one.record.audience, one.said
    own = ""
    if said.title != entry.title:
        own = Markup("<p{}>Titled “{}” for this audience</p>\n").format(language_of(said.language), said.title)
    files = Markup("\n").join(_file(here, entry, file) for file in one.record.files)
    code = Markup("<p>Code on its pages: <code>{}</code></p>\n").format(one.record.edition_code)
    newer = entry.replaced.get(name)
    replaced = ""
    if newer:
        there = link(here, f"editions/{entry.brief}/{newer}.html")
        replaced = Markup('<p class="notice">Replaced: <a href="{}">{}</a></p>\n').format(there, f"edition of {newer}")
    return Markup(
        '<section aria-labelledby="for-{0}">\n<h2 id="for-{0}">{1} <span class="mark">{2}</span></h2>\n{3}{4}'
        '<ul class="files">\n{5}\n</ul>\n{6}{7}{8}</section>'
    ).format(
        name,
        anchor(here, audience_page(name), said.reader or name),
        one.record.marking,
        own,
        replaced,
        files,
        code,
        _changes(one),
        _words(said),
    )


def _file(here: str, entry: Entry, file: FileRecord) -> Markup:
    path = file_of(entry, file)
    return Markup(
        '<li><a href="{}">{}</a> <small>{}, {}</small>\n'
        "<details><summary>SHA-512</summary><code>{}</code></details></li>"
    ).format(link(here, path), path.rpartition("/")[2], file.print, counted(file.pages, "page"), file.sha512)


def _words(said: Said) -> Markup:
    sections = Markup("\n").join(
        Markup("<h4>{}</h4>\n<ol>\n{}\n</ol>").format(
            _named(section.name), Markup("\n").join(_item(said, item) for item in section.items)
        )
        for section in said.sections
        if section.items
    )
    if not sections:
        return Markup()
    return Markup(
        '<details class="words" data-pagefind-body><summary><h3>What it said</h3></summary>\n{}\n</details>\n'
    ).format(sections)


def _item(said: Said, item: SaidItem) -> Markup:
    further = Markup("").join(
        Markup('<p class="further"><span>{}</span> <span{}>{}</span></p>').format(
            _named(name), language_of(said.language), text
        )
        for name, texts in item.further.items()
        for text in texts
    )
    quotes = Markup("").join(
        Markup("<blockquote{}>{} <small>{}</small></blockquote>").format(
            language_of(said.language), quote.text, ", ".join(quote.cites)
        )
        for quote in item.quotes
    )
    measures = " · ".join(filter(None, (item.likelihood, f"confidence {item.confidence}" if item.confidence else "")))
    beside = " · ".join(filter(None, (measures, ", ".join(item.cites), item.marking)))
    return Markup('<li value="{}"><p><span{}>{}</span> <small>{}</small></p>{}{}</li>').format(
        item.number, language_of(said.language), item.text, beside, further, quotes
    )


def _named(name: str) -> str:
    return name.replace("_", " ").capitalize()


# What changed


def _changes(one: Telling) -> Markup:
    if one.before is None:
        return Markup()
    changes = _without_ids(compare(one.before, one.said))
    told = Markup("\n").join(
        Markup("<li>{}{}</li>").format(
            _changed_words(head),
            Markup("\n<ul>{}</ul>").format(
                Markup("").join(Markup("<li>{}</li>").format(_changed_words(fact)) for fact in facts)
            )
            if facts
            else "",
        )
        for head, facts in blocks(changes)
    )
    return Markup(
        '<details class="changes"><summary><h3>What changed since {}</h3></summary>\n<ul>\n{}\n</ul>\n</details>\n'
    ).format(day(changes.old.date), told)


def _without_ids(changes: Changes) -> Changes:
    """The same without the desk's own names of items, which no reader was told."""
    items, unchanged = ((replace(item, id="") for item in held) for held in (changes.items, changes.unchanged))
    return replace(changes, items=tuple(items), unchanged=tuple(unchanged))


def _changed_words(told: str) -> Markup:
    """Words that were added and removed as such, and said to be so where they are only heard."""
    found, at = Markup(), 0
    for match in _WORDS_CHANGED.finditer(told):
        found += told[at : match.start()]
        found += _ADDED.format(match[1]) if match[1] is not None else _REMOVED.format(match[2])
        at = match.end()
    return found + told[at:]


# What the archive knows


def _control(control: Control) -> Markup:
    listed: list[tuple[str, str | Markup]] = [
        ("Edition", f"{control.number}, v{control.version}"),
        ("Identifier", Markup("<code>{}</code>").format(control.identifier)),
        ("Filed", moment(control.issued)),
        ("As of", moment(control.as_of)),
        *_where_said(("By", control.made_by), ("Reason", control.reason), ("Replaces edition", control.replaces)),
        *_where_said(("Not made for", ", ".join(control.not_for)), ("Rights", "; ".join(control.rights))),
    ]
    if control.keep_until:
        listed.append(("To be kept until", day(control.keep_until)))
    if control.withdrawal:
        done = control.withdrawal
        listed.append(("Withdrawn", Markup("{} by {}: {}").format(moment(done.withdrawn), done.by or "?", done.reason)))
    listed.append(("Line of the log", str(control.line) if control.line else "none: see briefing verify"))
    if control.inventory:
        listed.append(("Digest in that line", Markup("<code>{}</code>").format(control.inventory)))
    return Markup('<section aria-labelledby="control">\n<h2 id="control">Control data</h2>\n{}\n</section>\n').format(
        _list(listed)
    )


def _where_said(*listed: tuple[str, str]) -> Iterator[tuple[str, str | Markup]]:
    yield from ((name, text) for name, text in listed if text)
