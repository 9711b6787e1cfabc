"""A register: the readers who get numbered copies, read from a CSV file with a column `name`.

UTF-8 with or without a byte order mark; comma, semicolon or tab part the cells, whichever the first line is parted by.
The readers are numbered from 1 in the order of the lines.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.model.problem import FaultyInputError, Place, Problem

COLUMN = "name"
_SEPARATORS = ",;\t"
_NONE = "\x1f"
"""Parts nothing: the first line holds one column alone, and a comma in a name is a comma."""
_MAX_BYTES = 8_000_000
_UNPRINTED = {"Cc", "Cf", "Cn", "Co", "Cs"}
_JOINERS = "\u200c\u200d"  # ISO/IEC 10646; the spelling of names in Persian and in Indic scripts needs them


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a copy: its number, counted from 1, their name as it is printed, and where that stands."""

    number: int
    name: str
    place: Place


def read_register(data: bytes, file: Path) -> tuple[Reader, ...]:
    """The readers of a register, in its order; `file` is what problems call it.

    Raises FaultyInputError with every problem: E850 it cannot be read, E851 it has no column `name`, E852 a line
    without a name or with more cells than columns, E853 a name that stands there twice, E854 one that is not printed.
    """
    text = _decoded(data, file)
    lines = text.splitlines()
    found: list[Reader] = []
    problems: list[Problem] = []
    rows = _rows(text, lines, file)
    _, header = next(rows, (1, []))
    column = _column(header, file, lines)
    first_seen: dict[str, int] = {}
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        place = Place(file, line, 1, lines[line - 1] if line <= len(lines) else "")
        problem = _fault_of_row(cells, header, column, place)
        if problem is None:
            # One form for each letter, so that no name counts as two and fonts need only the common one.
            name = unicodedata.normalize("NFC", " ".join(cells[column].split()))
            problem = _fault_of_name(name, first_seen, place)
            first_seen.setdefault(name.casefold(), line)
            found.append(Reader(len(found) + 1, name, place))
        problems += [problem] if problem else []
    if not found and not problems:
        problems.append(Problem("E852", "the register names nobody", "Write a name on each line.", Place(file)))
    if problems:
        raise FaultyInputError(problems)
    return tuple(found)


def _decoded(data: bytes, file: Path) -> str:
    if len(data) > _MAX_BYTES:
        message = f"the register has more than {_MAX_BYTES:,} bytes"
        raise FaultyInputError([Problem("E850", message, "Make several of it.", Place(file))])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as “CSV UTF-8”."
        raise FaultyInputError([Problem("E850", "the register is not UTF-8", hint, Place(file, line, 1))]) from None


def _rows(text: str, lines: Sequence[str], file: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line that it begins in. A cell between quotation marks may run over several."""
    opening = next((line for line in lines if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(opening), strict=True)
    begins, has_begun = 1, False
    try:
        for row in reader:
            if has_begun or any(cell.strip() for cell in row):
                has_begun = True
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        message = f"the register cannot be read from here on: {error}"
        hint = "A quotation mark that opens a cell must be closed at its end, and one inside it stand twice."
        raise FaultyInputError([Problem("E850", message, hint, Place(file, begins, 1))]) from None


def _separator(opening: str) -> str:
    """What parts the cells: that by which the first line has a column `name`; of several, the one it holds most of."""
    ordered = sorted(_SEPARATORS, key=opening.count, reverse=True)
    there = [one for one in ordered if one in opening]
    fitting = [one for one in there if COLUMN in map(_plain, next(csv.reader([opening], delimiter=one)))]
    return (fitting or there or [_NONE])[0]


def _plain(cell: str) -> str:
    return cell.strip().casefold()


def _column(header: Sequence[str], file: Path, lines: Sequence[str]) -> int:
    """Which column holds the names."""
    columns = [index for index, cell in enumerate(header) if _plain(cell) == COLUMN]
    if len(columns) == 1:
        return columns[0]
    there = ", ".join(f"“{cell.strip()}”" for cell in header if cell.strip()) or "nothing"
    message = f"the register has {'no' if not columns else 'more than one'} column “{COLUMN}”"
    hint = f"Its first line names the columns; this one has: {there}."
    raise FaultyInputError([Problem("E851", message, hint, Place(file, 1, 1, lines[0] if lines else ""))])


def _fault_of_row(cells: Sequence[str], header: Sequence[str], column: int, place: Place) -> Problem | None:
    if any(cell.strip() for cell in cells[len(header) :]):
        message = f"the line has {len(cells)} cells, and there are {len(header)} columns"
        return Problem("E852", message, "Put a name that holds the separator between quotation marks.", place)
    if column >= len(cells) or not cells[column].strip():
        return Problem("E852", "the line has no name", "Write one, or take the line out.", place)
    return None


def _fault_of_name(name: str, first_seen: dict[str, int], place: Place) -> Problem | None:
    unprinted = next((char for char in name if _is_unprinted(char)), None)
    if unprinted is not None:
        what = f"U+{ord(unprinted):04X} {unicodedata.name(unprinted, '')}".strip()
        return Problem("E854", f"the name holds {what}, which is not printed", "Take it out of the name.", place)
    earlier = first_seen.get(name.casefold())
    if earlier is not None:
        hint = "Tell the two apart, as by their office; or take one line out."
        return Problem("E853", f"“{name}” stands in line {earlier} already", hint, place)
    return None


def _is_unprinted(character: str) -> bool:
    return unicodedata.category(character) in _UNPRINTED and character not in _JOINERS
