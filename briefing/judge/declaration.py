"""The file that says what a folder is, and to which version of the specification (OCFL 1.1 §3.2, §4.2)."""

from dataclasses import dataclass

from briefing.judge.fault import SPEC_VERSIONS, Findings, Kind, SpecVersion, brief
from briefing.judge.reading import read_up_to
from briefing.judge.tree import Folder

_MARK = "0="
_MOST = 1024


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of one kind of folder, and under which codes faults of it stand."""

    what: str
    stem: str
    missing: str
    several: str
    name: str
    content: str


OBJECT = Declared("an OCFL object", "ocfl_object_", missing="E003", several="E003", name="E006", content="E007")
ROOT = Declared("an OCFL storage root", "ocfl_", missing="E069", several="E076", name="E079", content="E080")


def declarations(there: Folder) -> tuple[str, ...]:
    """The names of the files in a folder that look like declarations."""
    return tuple(name for name in there.files if name.startswith(_MARK))


def declares(there: Folder, declared: Declared) -> bool:
    """Whether a folder says of itself that it is one of these, in whatever version."""
    stem = _MARK + declared.stem
    names = [name for name in declarations(there) if name.startswith(stem)]
    return any(name[len(stem) :][:1].isdigit() for name in names)


def declared_version(there: Folder, declared: Declared, findings: Findings) -> SpecVersion | None:
    """The version that a folder declares, the newest of several; None where there is none that can be judged."""
    names = declarations(there)
    known: dict[str, SpecVersion] = {f"{_MARK}{declared.stem}{version}": version for version in SPEC_VERSIONS}
    if not names:
        message = f"There is no file that declares {declared.what}, such as {brief(next(reversed(known)))}."
        findings.add(declared.missing, "", message, Kind.GONE)
        return None
    if len(names) > 1:
        message = f"There must be one declaration, and there are {len(names)}."
        findings.add(declared.several, "", message)
    found: SpecVersion | None = None
    for name in names:
        if name not in known:
            findings.add(declared.name, name, f"{brief(name)} declares nothing that is known of {declared.what}.")
            continue
        found = known[name]
        _check_content(there, name, declared, findings)
    return found


def _check_content(there: Folder, name: str, declared: Declared, findings: Findings) -> None:
    expected = name.removeprefix(_MARK)
    try:
        text = read_up_to(there.path / name, _MOST)
    except OSError as error:
        findings.add(declared.content, name, f"The declaration cannot be read: {error.strerror}.", Kind.UNREADABLE)
        return
    if text != f"{expected}\n".encode():
        findings.add(
            declared.content, name, f"The declaration must hold {brief(expected)} and a line end, nothing else."
        )
