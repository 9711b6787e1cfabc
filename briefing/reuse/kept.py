"""What is kept of a build: small files in a hidden folder beside what was made, each with a digest of itself.

Whatever cannot be read, or is not as it was written, counts as not there: then everything is made anew.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from briefing.model.problem import Place, Problem, Severity
from briefing.model.proof import Proof
from briefing.printing.order import Made

FOLDER = ".briefing"
"""The hidden folder of what is kept, in the folder of what is built."""
_FORM = 1
"""The form of these files; whatever has another is not read."""


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path | str) -> str | None:
    """The SHA-256 of what a file says now; None where it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (of hundreds of files: a Path for each would take longer)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def digest_of(values: Any) -> str:
    """A digest of plain values."""
    return digest(json.dumps(values, sort_keys=True, ensure_ascii=True).encode())


def written(body: Mapping[str, Any]) -> bytes:
    """The file that keeps some plain values."""
    return json.dumps({"form": _FORM, "digest": digest_of(body), "body": body}).encode()


def read(path: Path) -> dict[str, Any] | None:
    """The values that a file keeps; None where it is not there, or not as it was written."""
    try:
        kept = json.loads(path.read_bytes())
        body = kept["body"]
        whole = kept["form"] == _FORM and kept["digest"] == digest_of(body)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return body if whole and isinstance(body, dict) else None


# Problems and PDFs as plain values


def of_problem(problem: Problem) -> dict[str, Any]:
    """A problem as plain values."""
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "place": [str(place.file), place.line, place.column, place.excerpt] if place else None,
        "severity": str(problem.severity),
        "audience": problem.audience,
        "path": list(problem.path),
    }


def to_problem(values: Mapping[str, Any]) -> Problem:
    """The problem that was kept."""
    place = values["place"]
    return Problem(
        values["code"],
        values["message"],
        values["hint"],
        Place(Path(place[0]), *place[1:]) if place else None,
        Severity(values["severity"]),
        values["audience"],
        tuple(values["path"]),
    )


def of_problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as plain values."""
    return [of_problem(problem) for problem in problems]


def to_problems(values: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """The problems that were kept."""
    return tuple(map(to_problem, values))


def of_made(made: Made, out: Path) -> dict[str, Any]:
    """What was made as plain values, its path from the folder of what is built."""
    return {
        "path": made.path.relative_to(out).as_posix(),
        "brief": made.brief,
        "audience": made.audience,
        "print": made.print,
        "pages": made.pages,
        "sha256": made.sha256,
        "marking": made.marking,
        "html": digest_of_file(made.html) if made.html else None,
        "proof": made.proof.as_object() if made.proof else None,
    }


def to_made(values: Mapping[str, Any], out: Path) -> Made | None:
    """What was made, where it still lies in its place as it was made; else None."""
    path = out / values["path"]
    twin = path.with_suffix(".html")
    if digest_of_file(path) != values["sha256"]:
        return None
    # An earlier twin does not stay beside a PDF for which none was asked.
    if digest_of_file(twin) != values["html"] if values["html"] else twin.exists():
        return None
    return Made(
        path,
        values["brief"],
        values["audience"],
        values["print"],
        values["pages"],
        values["sha256"],
        values["marking"],
        twin if values["html"] else None,
        Proof(**values["proof"]) if values["proof"] else None,
    )
