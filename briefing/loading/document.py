"""A YAML file, read with care: plain values only, within limits, and the line and column of every one.

YAML can name Python objects to make, refer to itself, and double in size with each line; none of that is
let in. Problems of the file itself are found here, all that can be found at once.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from briefing.model.problem import FaultyInputError, Place, Places, Problem

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 40
MAX_VALUES = 200_000

_LONGEST_NUMBER = 64  # in bits: a longer one is no number that a brief needs
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where lines end in YAML 1.1, which counts the lines of the marks."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Control characters, and separators that no font has; tabs and line ends are spaces in print."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "timestamp", "str", "seq", "map")}

ValuePath = tuple[str | int, ...]


class Document:
    """The values of a YAML file, their places, and what is wrong with the file itself."""

    def __init__(self, file: Path, lines: tuple[str, ...], root: yaml.Node) -> None:
        self._root = root
        self._lines = lines
        self._file = file
        self._read()

    def _read(self) -> None:
        self._values: dict[ValuePath, tuple[int, int]] = {}
        self._keys: dict[ValuePath, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self.unusable: list[ValuePath] = []
        """Paths whose values are problems already."""
        self.places = Places(self._file, self._lines, self._values, self._keys)
        self.data: Any = self._value(self._root, ())

    def _value(self, node: yaml.Node, path: ValuePath) -> Any:
        self._values[path] = _position(node)
        if node.tag not in _PLAIN:
            self._problem("E005", f"the tag {_tag(node)} is not allowed here", "Write plain values only.", path)
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(part, (*path, index)) for index, part in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: ValuePath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            inside = (*path, key)
            if key in values:
                first = self._keys[inside][0]
                place = self.places.line(*_position(key_node))
                hint = f"It stands in line {first} already: keep one of them."
                self.problems.append(Problem("E004", f"the key “{key}” stands here twice", hint, place))
            self._keys[inside] = _position(key_node)
            values[key] = self._value(value_node, inside)
        return values

    def _key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode):
            if node.tag != "tag:yaml.org,2002:str" and node.tag in _PLAIN:
                hint = f'Put it in quotes: "{node.value}".'
                message = f"YAML does not read the key “{node.value}” as text"
                self.problems.append(Problem("E023", message, hint, self.places.line(*_position(node))))
            return str(node.value)
        message = "a key must be one word or text"
        self.problems.append(Problem("E023", message, "Write key: value.", self.places.line(*_position(node))))
        return None

    def _scalar(self, node: yaml.Node, path: ValuePath) -> Any:
        try:
            value = yaml.constructor.SafeConstructor().construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            value = None
        if isinstance(value, str) and (found := UNPRINTABLE.search(value)):
            hint = "Delete it, and the backslash that it is written with."
            message = f"this text holds a character that cannot be printed (U+{ord(found[0]):04X})"
            self._problem("E009", message, hint, path)
            return None
        if value is not None and not (isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER):
            return value
        if not node.tag.endswith(":null"):
            wanted = "a date" if node.tag.endswith("timestamp") else "a number"
            hint = "Write a date as 2023-09-12, and put anything that is text in quotes."
            self._problem("E024", f"“{_short(node.value)}” looks like {wanted} and is none", hint, path)
        return None

    def _problem(self, code: str, message: str, hint: str, path: ValuePath) -> None:
        self.unusable.append(path)
        self.problems.append(Problem(code, message, hint, self.places.at(path)))

    def repair(self, faults: Iterable[tuple[ValuePath, str | None]]) -> bool:
        """Take values out, or put stand-ins (YAML) in their places, so that the rest can be examined.

        Faults are given from the end of a list to its beginning. Returns whether there was anything to take out.
        """
        repaired = [self._repair(path, stand_in) for path, stand_in in faults]
        if any(repaired):
            self._read()
        return any(repaired)

    def _repair(self, path: ValuePath, stand_in: str | None) -> bool:
        parent = self._root
        for step in path[:-1]:
            found = _child(parent, step)
            if found is None:
                # The path ends in a part of the schema, not of the file: what holds it goes.
                return self._repair(path[:-1], stand_in=None)
            parent = found
        if not path:
            return False
        replaced = _replace(parent, path[-1], yaml.compose(stand_in) if stand_in else None)
        return replaced or self._repair(path[:-1], stand_in=None)


def read_document(file: Path) -> Document:
    """Read a YAML file whose top is a mapping. Raises FaultyInputError where there is no reading it at all."""
    return document_of(_text(file), file)


def document_of(text: str, file: Path) -> Document:
    """Read the text of a YAML file whose top is a mapping; the file itself is only named in what is wrong.

    Raises FaultyInputError where there is no reading it at all.
    """
    lines = tuple(LINE_END.split(text))
    try:
        _within_limits(text, file, lines)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise FaultyInputError([_syntax(error, file, lines, text)]) from None
    if root is None:
        raise FaultyInputError(
            [Problem("E008", "the file is empty", "`briefing schema` shows what belongs in it.", Place(file))]
        )
    if not isinstance(root, yaml.MappingNode):
        kind = "a list" if isinstance(root, yaml.SequenceNode) else "a single value"
        hint = "The file is a mapping: lines of key: value, such as title: …"
        raise FaultyInputError(
            [
                Problem(
                    "E008",
                    f"the file holds {kind} at its top",
                    hint,
                    Places(file, lines).line(*_position(root)),
                )
            ]
        )
    return Document(file, lines, root)


def _text(file: Path) -> str:
    try:
        if file.exists() and not file.is_file():
            hint = "A brief and a house style are ordinary files."
            raise FaultyInputError([Problem("E001", "this is no file that can be read", hint, Place(file))])
        if file.stat().st_size > MAX_BYTES:
            hint = f"At most {MAX_BYTES // 1024 // 1024} MiB are read; an article belongs in a file of its own."
            raise FaultyInputError([Problem("E007", "the file is too large", hint, Place(file))])
        raw = file.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        hint = f"There should be a file {file.name} in {file.parent}, and you should be allowed to read it."
        raise FaultyInputError([Problem("E001", f"the file cannot be read: {reason}", hint, Place(file))]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _end(raw[: error.start].decode("utf-8-sig"))
        shown = LINE_END.split(raw.decode("utf-8-sig", "replace"))[line - 1]
        encoding = "UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "WINDOWS-1252"
        hint = f"Save the file as UTF-8, or convert it: iconv -f {encoding} -t UTF-8 {file.name} > new.yaml"
        place = Place(file, line, column, shown)
        raise FaultyInputError([Problem("E002", "the file is not UTF-8 text", hint, place)]) from None


def _within_limits(text: str, file: Path, lines: tuple[str, ...]) -> None:
    """Measure depth and unfolded size on the stream of events, before any value is made."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []  # anchor, and the size before it
    size = 0
    for event in _events(text):
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, size))
            if len(open_nodes) > MAX_DEPTH:
                raise _limit(event, f"this is nested more than {MAX_DEPTH} levels deep", file, lines)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = size - before + 1
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_nodes):
                raise _limit(event, f"*{event.anchor} refers to what it stands in", file, lines)
            size += sizes.get(event.anchor or "", 1)
        elif isinstance(event, yaml.ScalarEvent) and event.anchor:
            sizes[event.anchor] = 1
        size += 1
        if size > MAX_VALUES:
            raise _limit(event, f"this unfolds to more than {MAX_VALUES:,} values", file, lines)


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=_Loader))


def _limit(event: Any, message: str, file: Path, lines: tuple[str, ...]) -> FaultyInputError:
    place = Places(file, lines).line(event.start_mark.line + 1, event.start_mark.column + 1)
    return FaultyInputError([Problem("E006", message, "A brief needs no such thing: write the values out.", place)])


def _syntax(error: yaml.YAMLError, file: Path, lines: tuple[str, ...], text: str) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        # Found again, because the fast parser counts bytes where the other counts characters.
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line, column = _end(text[: found.start()] if found else "")
        hint = "Delete that character; it cannot be seen in most editors."
        return Problem(
            "E003",
            "there is a control character here that YAML does not allow",
            hint,
            Places(file, lines).line(line, column),
        )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = str(getattr(error, "problem", None) or "it cannot be read").removeprefix("but ")
    place = Places(file, lines).line(mark.line + 1, mark.column + 1) if mark else Place(file)
    return Problem("E003", f"this is not YAML: {what}", _syntax_hint(what, place.excerpt), place)


def _syntax_hint(what: str, line: str) -> str:
    if "\t" in line:
        return "There is a tab in this line: YAML is indented with spaces."
    if "mapping values are not allowed" in what:
        return "A text that holds a colon and a space must stand in quotes."
    if "undefined alias" in what or "alias" in what:
        return "A text that begins with * or & must stand in quotes."
    if "escape" in what:
        return "Between double quotes a backslash is not itself: use single quotes, or write it twice."
    if "another document" in what:
        return "The file holds one document: remove the line ---."
    return "Look for a quotation mark or bracket that is not closed, or a line that is not indented as its neighbours."


def _end(before: str) -> tuple[int, int]:
    """The line and column of what comes after this text."""
    lines = LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


def _position(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _tag(node: yaml.Node) -> str:
    return str(node.tag).replace("tag:yaml.org,2002:", "!!")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if str(key.value) == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    return None


def _replace(node: yaml.Node, step: str | int, stand_in: yaml.Node | None) -> bool:
    if isinstance(node, yaml.MappingNode):
        for index, (key, _) in enumerate(node.value):
            if str(key.value) == step:
                node.value[index : index + 1] = [(key, stand_in)] if stand_in else []
                return True
        if stand_in:
            node.value.append((yaml.compose(f"'{step}'"), stand_in))
            return True
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        node.value[step : step + 1] = [stand_in] if stand_in else []
        return True
    return False
