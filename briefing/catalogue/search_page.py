"""The page of the search. It needs a script, and says so until that has begun."""

from markupsafe import Markup

from briefing.catalogue.frame import BRIEFS, SEARCH, anchor, document, search_form
from briefing.catalogue.holding import Whole

_NO_PAGEFIND = (
    "The search looks through the whole index at once. For a very large archive on a web server, the extra "
    "briefing[catalogue] adds Pagefind, which loads parts of it."
)


def search_page(whole: Whole) -> str:
    """The page on which the search is done, by `static/search.js`."""
    pagefind = Markup(' data-pagefind="pagefind/pagefind.js"') if whole.has_pagefind else Markup()
    note = "" if whole.has_pagefind or whole.is_limited else Markup("<p><small>{}</small></p>\n").format(_NO_PAGEFIND)
    body = Markup(
        '<h1>Search</h1>\n{}\n<p class="notice" id="unsearched">The search needs JavaScript. '
        "Everything is listed {}.</p>\n"
        '<p id="status" role="status"></p>\n<ol id="found" class="found"{}></ol>\n{}'
        '<script src="static/search.js"></script>'
    ).format(search_form(SEARCH, "Words to look for"), anchor(SEARCH, BRIEFS, "by brief"), pagefind, note)
    return document(whole, SEARCH, "Search", body)
