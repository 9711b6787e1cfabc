"""The readings of an HTML page: text, attributes, comments, style, scripts, and what is wrapped up in them."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_to_bytes

import lxml.etree
import lxml.html

from briefing.prove.encoded import Encoded, readings_of_bytes
from briefing.prove.grams import Reading

_DATA = re.compile(r"data:([^,;\s\"')]*)((?:;[^,;\s\"')]*)*),([^\"')\s]*)", re.IGNORECASE)
_SAID = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?|\\([^\n])")
_JSON_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_TEXT_TYPES = ("text/", "application/json", "application/xml", "image/svg")


def readings_of_page(page: str) -> Iterator[Reading | Encoded]:
    """Everything that an HTML page holds, as text."""
    yield Reading("its source", html.unescape(_DATA.sub("", page)), code=True)
    root = lxml.html.document_fromstring(page)
    pieces = list(root.itertext(tag=lxml.etree.Element))
    # Elements may part a word (<b>V</b>ex) or stand between two (Eva<br>Strand).
    yield Reading("its text", "".join(pieces), flows=True)
    yield Reading("its text", " ".join(pieces), flows=True)
    for element in root.iter():
        if isinstance(element, lxml.etree._Comment | lxml.etree._ProcessingInstruction):  # noqa: SLF001
            yield Reading("a comment", element.text or "")
        elif element.tag in {"style", "script"}:
            yield from _readings_of_code(f"<{element.tag}>", element.text or "", code=True)
        else:
            yield from (Reading(f"<{element.tag}>", part) for part in (element.text, element.tail) if part)
        for name, value in element.items() if isinstance(element.tag, str) else ():
            yield from _readings_of_code(f"the attribute {name}", value)


def _readings_of_code(where: str, text: str, *, code: bool = False) -> Iterator[Reading | Encoded]:
    bare = _DATA.sub("", text)
    yield Reading(where, unescaped(bare), code=code)
    if code:  # what stands in it as text
        said = "\n".join(match[0] for match in _SAID.finditer(bare))
        yield Reading(where, unescaped(said))
    for kind, parameters, content in _DATA.findall(text):
        yield from _readings_of_data(where, kind.lower(), "base64" in parameters.lower(), content)


def _readings_of_data(where: str, kind: str, is_base64: bool, content: str) -> Iterator[Reading | Encoded]:  # noqa: FBT001
    inside = f"{where}, in a file of the type {kind or 'text/plain'}"
    try:
        data = base64.b64decode(unquote(content), validate=False) if is_base64 else unquote_to_bytes(content)
    except (binascii.Error, ValueError):
        return
    if kind.startswith(_TEXT_TYPES) or not kind:
        text = data.decode("utf-8", "replace")
        yield Reading(inside, unescaped(text))
        yield Reading(inside, re.sub(r"<[^>]*>", " ", unescaped(text)))
    else:
        yield from readings_of_bytes(inside, data)


def unescaped(text: str) -> str:
    """A text with the escapes of HTML, CSS, JSON and addresses resolved, behind the text as it stands."""
    html_free = html.unescape(text)
    css_free = _CSS_ESCAPE.sub(_character, html_free)
    forms = (text, html_free, css_free, _JSON_ESCAPE.sub(_character, html_free), unquote(html_free))
    return "\n\n".join(dict.fromkeys(forms))


def _character(match: re.Match[str]) -> str:
    if not match[1]:
        return str(match[2])
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 else ""
