"""Provenance: what an edition was made with, as an in-toto Statement v1 with an SLSA v1 predicate.

https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md and https://slsa.dev/spec/v1.0/provenance
"""

import importlib.metadata
import json
from collections.abc import Iterable, Iterator, Mapping

from briefing import __version__
from briefing.archive.record import Edition
from briefing.ocfl.inventory import sha512

_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://slsa.dev/provenance/v1"
_TYPE = "urn:briefing:build:1"
_OURS = "briefing"


def provenance(edition: Edition, inputs: Mapping[str, bytes], versions: Mapping[str, str]) -> bytes:
    """The statement about the files of an edition: what they were made from, and with which versions.

    `inputs` are the files that went in, by their path in the edition.
    """
    packages = sorted((name, version) for name, version in _installed().items() if name != _OURS)
    statement = {
        "_type": _STATEMENT,
        "subject": [{"name": file.path, "digest": {"sha512": file.sha512}} for _, file in edition.files()],
        "predicateType": _PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": _TYPE,
                "externalParameters": {
                    "brief": edition.brief,
                    "edition": str(edition.edition),
                    "asOf": edition.as_of.isoformat(),
                    "prints": list(edition.prints),
                    **({"seal": edition.seal.as_object()} if edition.seal else {}),
                },
                "internalParameters": {"versions": dict(versions)},
                "resolvedDependencies": [
                    *({"name": path, "digest": {"sha512": sha512(data)}} for path, data in sorted(inputs.items())),
                    *({"name": f"font {name}", "digest": {"sha512": digest}} for name, digest in _fonts(edition)),
                    *({"name": f"package {name}", "annotations": {"version": version}} for name, version in packages),
                ],
            },
            "runDetails": {
                "builder": {"id": "urn:briefing", "version": {_OURS: __version__}},
                "metadata": {"invocationId": edition.identifier, "finishedOn": edition.issued.isoformat()},
                **({"byproducts": list(_pressed(edition))} if edition.seal else {}),
            },
        },
    }
    return (json.dumps(statement, ensure_ascii=False, indent=2) + "\n").encode()


def _pressed(edition: Edition) -> Iterator[dict[str, object]]:
    """The PDFs as they were pressed, each the beginning of the sealed one."""
    for _, file in edition.files():
        if file.pressed:
            annotations = {"octets": file.pressed.octets}
            yield {"name": file.path, "digest": {"sha512": file.pressed.sha512}, "annotations": annotations}


def versions_in(statement: bytes) -> dict[str, str]:
    """The versions that a statement names, ours among them; empty where it cannot be read."""
    try:
        predicate = json.loads(statement)["predicate"]
        made_with = predicate["buildDefinition"]["internalParameters"]["versions"]
        ours = predicate["runDetails"]["builder"]["version"]
        packages = {
            one["name"].removeprefix("package "): one["annotations"]["version"]
            for one in predicate["buildDefinition"]["resolvedDependencies"]
            if one["name"].startswith("package ")
        }
    except (KeyError, TypeError, ValueError):
        return {}
    return {str(name): str(version) for name, version in {**packages, **made_with, **ours}.items()}


def versions_here(versions: Mapping[str, str]) -> dict[str, str]:
    """The versions of this machine, under the same names."""
    return {**_installed(), **versions, _OURS: __version__}


def lock(versions: Mapping[str, str]) -> bytes:
    """The packages that were installed, as `pylock.toml` (PEP 751); `versions` name the Python."""
    lines = ['lock-version = "1.0"', f'created-by = "briefing {__version__}"']
    lines += [f'requires-python = "=={_quoted(versions["Python"])}"']
    for name, version in sorted(_installed().items()):
        lines += ["", "[[packages]]", f'name = "{_quoted(name)}"', f'version = "{_quoted(version)}"']
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _installed() -> dict[str, str]:
    """Every package that is installed here, by its normal name (PEP 503)."""
    found: dict[str, str] = {}
    for one in importlib.metadata.distributions():
        name = one.metadata["Name"]
        if name:
            found.setdefault(name.lower().replace("_", "-").replace(".", "-"), one.version)
    return found


def _fonts(edition: Edition) -> Iterator[tuple[str, str]]:
    named: Iterable[str] = dict.fromkeys(font for _, file in edition.files() for font in file.fonts)
    for font in named:
        name, _, digest = font.partition(" sha512:")
        yield name, digest
