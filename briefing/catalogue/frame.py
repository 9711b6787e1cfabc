"""The frame of every page of a catalogue: landmarks, banner, the way to the other pages, and where each page lies.

All text is escaped; every address is relative, so that the folder may lie anywhere, on a file share too.
"""

import datetime as dt
from urllib.parse import quote

from markupsafe import Markup

from briefing.archive.record import FileRecord
from briefing.catalogue.holding import Entry, Whole

INDEX, BRIEFS, AUDIENCES, SEARCH = "index.html", "briefs.html", "audiences.html", "search.html"
_PLACES = ((INDEX, "By date"), (BRIEFS, "By brief"), (AUDIENCES, "By audience"))
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def year_page(year: int) -> str:
    """Where the editions of a year are listed."""
    return f"years/{year}.html"


def brief_page(brief: str) -> str:
    """Where the editions of a brief are listed, with its history."""
    return f"briefs/{brief}.html"


def audience_page(audience: str) -> str:
    """Where the editions for an audience are listed."""
    return f"audiences/{audience}.html"


def edition_page(entry: Entry) -> str:
    """Where the page of an edition lies; its files lie in a folder of the same name."""
    return f"{edition_folder(entry)}.html"


def edition_folder(entry: Entry) -> str:
    """Where the files of an edition lie."""
    return f"editions/{entry.brief}/{entry.name}"


def file_of(entry: Entry, file: FileRecord) -> str:
    """Where a file of an edition lies in the catalogue."""
    return f"{edition_folder(entry)}/{file.path.rpartition('/')[2]}"


def link(here: str, there: str) -> str:
    """The relative address of a page as another one has it."""
    return "../" * here.count("/") + quote(there)


def anchor(here: str, there: str, text: str | Markup) -> Markup:
    """A link to another page."""
    return Markup('<a href="{}">{}</a>').format(link(here, there), text)


def day(date: dt.date) -> Markup:
    """A day as it is read, and for machines."""
    return Markup('<time datetime="{}">{} {} {}</time>').format(
        date.isoformat(), date.day, _MONTHS[date.month - 1], date.year
    )


def moment(at: dt.datetime) -> Markup:
    """A moment, in universal time, whatever the machine's own is."""
    own = at.astimezone(dt.UTC)
    return Markup('<time datetime="{}">{} {} {}, {} UTC</time>').format(
        own.isoformat(timespec="seconds"), own.day, _MONTHS[own.month - 1], own.year, own.strftime("%H:%M")
    )


def language_of(language: str) -> Markup:
    """The attributes of what is written in a language, and runs as its first letters do."""
    return Markup(' lang="{}" dir="auto"').format(language)


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def document(whole: Whole, here: str, title: str, body: Markup, head: Markup = Markup()) -> str:  # noqa: B008
    """A page of the catalogue: `here` is where it lies, `body` what its main landmark holds."""
    name = whole.title if title == whole.title else f"{title} – {whole.title}"
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<title>{}</title>\n'
            '<link rel="icon" href="{}" type="image/svg+xml">\n<link rel="stylesheet" href="{}">\n{}</head>\n<body>\n'
            '<a class="skip" href="#main">Skip to the content</a>\n{}\n'
            '<main id="main" tabindex="-1">\n{}\n</main>\n{}\n</body>\n</html>\n'
        ).format(
            name, link(here, "static/icon.svg"), link(here, "static/catalogue.css"), head, _top(whole, here), body,
            _foot(whole),
        )
    )  # fmt: skip


def _top(whole: Whole, here: str) -> Markup:
    places = Markup("\n").join(
        Markup('<li><a href="{}"{}>{}</a></li>').format(
            link(here, place), Markup(' aria-current="page"') if place == here else "", label
        )
        for place, label in _PLACES
    )
    return Markup(
        '<header>\n{}<div class="top"><p class="name"><a href="{}">{}</a></p>\n'
        '<nav aria-label="Catalogue"><ul>\n{}\n</ul></nav>\n{}</div>\n</header>'
    ).format(_banner(whole), link(here, INDEX), whole.title, places, "" if here == SEARCH else search_form(here))


def search_form(here: str, label: str = "Search") -> Markup:
    """The field for what is looked for; it leads to the page of the search, with or without a script."""
    return Markup(
        '<form role="search" action="{}" method="get"><label for="q" class="unseen">{}</label>'
        '<input id="q" name="q" type="search" autocomplete="off" placeholder="Words"><button>Search</button></form>'
    ).format(link(here, SEARCH), label)


def _banner(whole: Whole) -> Markup:
    if not whole.banners:
        return Markup()
    said = "" if whole.is_limited else Markup(" <span>Internal catalogue: everything that is filed</span>")
    return Markup('<p class="banner"><strong>{}</strong>{}</p>\n').format(" · ".join(whole.banners), said)


def _foot(whole: Whole) -> Markup:
    if whole.is_limited:
        said = Markup("<p>{}</p>").format(whole.limit)
    else:
        said = Markup("<p>As the archive stood when its log had the head <code>{}</code>. Archive: <code>{}</code></p>")
        said = said.format(whole.head or "none", whole.archive)
    return Markup("<footer>\n{}\n{}</footer>").format(
        said,
        Markup('<p class="banner"><strong>{}</strong></p>\n').format(" · ".join(whole.banners))
        if whole.banners
        else "",
    )
