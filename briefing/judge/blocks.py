"""The blocks of an inventory that give each digest its paths: manifest, state, fixity (OCFL 1.1 §3.5.2 to §3.5.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from briefing.judge.digests import has_form, is_named
from briefing.judge.fault import Kind, brief
from briefing.judge.paths import CONTENT, LOGICAL, PathCodes, complaint, conflicts
from briefing.judge.reading import Pairs

Block: TypeAlias = Mapping[str, tuple[str, ...]]
Say: TypeAlias = Callable[..., None]
"""How a fault of the inventory is told: code, message, and a kind where it is not MALFORMED."""

_HEXADECIMAL = {"sha1": "E029", "sha256": "E030", "sha512": "E031", "blake2b-512": "E032"}


@dataclass(frozen=True, slots=True)
class _Codes:
    block: str
    form: str
    repeated: str
    values: str
    paths: PathCodes


def manifest_of(value: Any, algorithm: str, say: Say) -> Block | None:
    """The manifest as far as it can be read, or None where it is no JSON object."""
    codes = _Codes("E106", _HEXADECIMAL.get(algorithm, "E025"), "E096", "E092", CONTENT)
    return _block(value, algorithm, codes, say, "the manifest")


def state_of(value: Any, algorithm: str, version: str, say: Say) -> Block | None:
    """A version's state as far as it can be read, or None where it is no JSON object."""
    return _block(
        value, algorithm, _Codes("E050", "E050", "E050", "E050", LOGICAL), say, f"the state of {brief(version)}"
    )


def fixity_of(value: Any, say: Say) -> Mapping[str, Block]:
    """The fixity blocks whose algorithms are known here, as far as they can be read."""
    if not isinstance(value, Pairs):
        say("E111", "The value of “fixity” must be a JSON object.")
        return {}
    for name in value.repeated:
        say("E097", f"The fixity block has {brief(name)} more than once.")
    read: dict[str, Block] = {}
    for algorithm, block in value.items():
        if not is_named(algorithm) and isinstance(block, Pairs):
            say("W056", f"The fixity algorithm {brief(algorithm)} is not known here; its digests were passed over.")
            continue
        codes = _Codes("E057", "E057", "E097", "E057", CONTENT)
        found = _block(block, algorithm, codes, say, f"the fixity block of {brief(algorithm, 20)}")
        if found is not None:
            read[algorithm] = found
    return read


def _block(value: Any, algorithm: str, codes: _Codes, say: Say, where: str) -> Block | None:
    if not isinstance(value, Pairs):
        say(codes.block, f"{where[0].upper()}{where[1:]} must be a JSON object.")
        return None
    for digest in value.repeated:
        say(codes.repeated, f"In {where}, the digest {brief(digest, 16)} stands more than once.")
    block: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for digest, paths in value.items():
        if not has_form(digest, algorithm):
            say(codes.form, f"In {where}, {brief(digest, 16)} has not the form of a whole {algorithm} digest.")
            continue
        if digest.lower() in seen:
            say(codes.repeated, f"In {where}, the digest {brief(digest, 16)} stands again in letters of another case.")
        seen.add(digest.lower())
        if not isinstance(paths, list):
            say(codes.values, f"In {where}, the value of {brief(digest, 16)} must be a list of paths.")
            continue
        block[digest] = tuple(_paths(paths, codes, say, where))
    for path, other in conflicts(path for paths in block.values() for path in paths):
        _tell_conflict(path, other, codes, say, where)
    return block


def _tell_conflict(path: str, other: str, codes: _Codes, say: Say, where: str) -> None:
    if path == other:
        say(codes.paths.conflict, f"In {where}, {brief(path)} stands more than once.")
    else:
        say(codes.paths.conflict, f"In {where}, {brief(path)} is a file, and the folder of {brief(other)}.")


def _paths(paths: list[Any], codes: _Codes, say: Say, where: str) -> list[str]:
    sound = []
    for path in paths:
        if not isinstance(path, str):
            say(codes.values, f"In {where}, {brief(path)} is given as a path and is not text.")
        elif broken := complaint(path, codes.paths):
            code, rule = broken
            say(code, f"In {where}, {brief(path)} is no path: {rule}.")
        else:
            sound.append(path)
    return sound


def compare_digests(manifest: Block, states: Mapping[str, Block], say: Say) -> None:
    """Hold the digests of all states against those of the manifest: each must be in the other (E050, E107)."""
    known = {digest for digest, paths in manifest.items() if paths}
    for version, state in states.items():
        for digest in state:
            if digest not in manifest:
                say(
                    "E050",
                    f"The state of {brief(version)} names the digest {brief(digest, 16)}, which the manifest has not.",
                )
            elif digest not in known:
                say("E092", f"The manifest lists no file for the digest {brief(digest, 16)}.", Kind.GONE)
    used = {digest.lower() for state in states.values() for digest in state}
    for digest in manifest:
        if digest.lower() not in used:
            say("E107", f"The manifest lists the digest {brief(digest, 16)}, which no version's state uses.")


def compare_fixity(manifest: Block, fixity: Mapping[str, Block], say: Say) -> None:
    """Every path in a fixity block must be one of the manifest's (E057)."""
    content = {path for paths in manifest.values() for path in paths}
    for algorithm, block in fixity.items():
        for path in (path for paths in block.values() for path in paths):
            if path not in content:
                say("E057", f"The fixity block of {algorithm} names {brief(path)}, which the manifest does not list.")
