"""Ids of pages that are bound together: each page's get a prefix of its own, and what points to them follows."""

import re
from html.parser import HTMLParser

_NAMING = re.compile(
    r"""(?P<before>\s(?:id|for|headers|aria-labelledby|aria-describedby)\s*=\s*)(?P<quote>["'])(?P<names>.*?)(?P=quote)""",
    re.DOTALL,
)
_POINTING = re.compile(r"""(?P<before>\s(?:xlink:)?href\s*=\s*["']#|url\(\s*["']?#)(?=[^"')\s])""")


def with_own_ids(html: str, prefix: str) -> str:
    """A part of a page whose ids all begin with `prefix`, and whatever in it points to them: links, labels, drawings.

    Ids are looked for in tags alone, so that no word of the text is taken for one.
    """
    parser = _Prefixing(prefix)
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


class _Prefixing(HTMLParser):
    """Gives everything back as it stands, tags with their ids changed."""

    def __init__(self, prefix: str) -> None:
        """Begin with nothing; character references are left as they are."""
        super().__init__(convert_charrefs=False)
        self.prefix = prefix
        self.parts: list[str] = []

    def _tag(self) -> None:
        raw = self.get_starttag_text() or ""
        named = _NAMING.sub(self._named, raw)
        self.parts.append(_POINTING.sub(lambda found: found["before"] + self.prefix, named))

    def _named(self, found: re.Match[str]) -> str:
        names = " ".join(self.prefix + name for name in found["names"].split())
        return f"{found['before']}{found['quote']}{names}{found['quote']}"

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._tag()

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._tag()

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")
