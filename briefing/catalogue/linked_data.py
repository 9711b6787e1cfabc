"""What a page says of its edition for machines: a Report of schema.org, in JSON-LD."""

import json
from typing import Any

from briefing.catalogue.frame import file_of, link
from briefing.catalogue.holding import Shown

_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What would end a script, or begin a comment, in the middle of its data."""


def linked_data(here: str, shown: Shown) -> str:
    """The edition as a Report of schema.org, in JSON-LD."""
    entry, first = shown.entry, shown.tellings[0].said
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": first.title,
        "alternativeHeadline": first.subtitle or None,
        "inLanguage": entry.language,
        "datePublished": entry.date.isoformat(),
        "version": entry.number or None,
        "identifier": [one.record.edition_code for one in shown.tellings],
        "creativeWorkStatus": "Withdrawn" if entry.is_withdrawn else None,
        "author": [{"@type": "Person", "name": name} for name in first.authors] or None,
        "publisher": {"@type": "Organization", "name": first.organisation} if first.organisation else None,
        "audience": [
            {"@type": "Audience", "audienceType": one.said.reader or one.record.audience} for one in shown.tellings
        ],
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": link(here, file_of(entry, file)),
                "encodingFormat": "application/pdf",
                "name": f"{one.said.reader or one.record.audience}, {file.print}",
            }
            for one in shown.tellings
            for file in one.record.files
        ],
    }
    kept = {name: value for name, value in said.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, indent=1).translate(_IN_SCRIPT)
