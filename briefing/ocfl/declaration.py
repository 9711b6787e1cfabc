"""What makes a folder a storage root: its declaration, and the layout that says where objects lie.

The declaration is written last, so that a root whose making was broken off is not taken for one, and is finished by the
next that makes it. The layout is the OCFL community's extension 0006: an object's folder is what follows the last `/`
of its id.
"""

import json
from collections.abc import Mapping

from briefing.ocfl import strict
from briefing.ocfl.errors import OcflAbsentError, OcflDamagedError, OcflError
from briefing.ocfl.storage import Storage

_DECLARATION = ("0=ocfl_1.1", b"ocfl_1.1\n")
_EXTENSION = "0006-flat-omit-prefix-storage-layout"
_CONFIG = f"extensions/{_EXTENSION}/config.json"
_LAYOUT = "ocfl_layout.json"
_DELIMITER = "/"
_WAIT = 10.0  # seconds; two commands may make the same root at once


def _as_json(value: Mapping[str, str]) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


_FILES: Mapping[str, bytes] = {
    _CONFIG: _as_json({"extensionName": _EXTENSION, "delimiter": _DELIMITER}),
    _LAYOUT: _as_json(
        {"extension": _EXTENSION, "description": "The folder of an object is what follows the last / of its id."}
    ),
}


def root_files() -> dict[str, bytes]:
    """What makes a folder a storage root, by path."""
    name, content = _DECLARATION
    return {**_FILES, name: content}


def is_root(storage: Storage) -> bool:
    """Whether a storage root that can be used here lies there; raises OcflError where it is another kind of root."""
    declared = [name for name in storage.root_names() if name.startswith("0=")]
    if not declared:
        return False
    name, content = _DECLARATION
    if declared != [name] or storage.read_root(name) != content:
        raise OcflError(
            f"{storage.place} is declared as {', '.join(declared)}, not as a storage root of OCFL 1.1",
            "Name another folder for the archive.",
        )
    if (_told(storage, _LAYOUT, "extension"), _told(storage, _CONFIG, "delimiter")) != (_EXTENSION, _DELIMITER):
        raise OcflError(
            f"the storage root {storage.place} lays its objects out in another way than {_EXTENSION}",
            "Name another folder for the archive.",
        )
    return True


def need_root(storage: Storage) -> None:
    """Raise OcflAbsentError where no storage root lies there, OcflError where it is of another kind."""
    if not is_root(storage):
        raise OcflAbsentError(f"there is no storage root at {storage.place}", "See that the folder is the right one.")


def make_root(storage: Storage, root_files: Mapping[str, bytes]) -> None:
    """Make a storage root, with these files for its readers, unless it is there; only where nothing else lies.

    One of these files that is there is left as it is: it was written when the making was broken off.
    """
    if is_root(storage):
        return
    files = {**root_files, **_FILES}
    with storage.lock(_WAIT):
        if is_root(storage):
            return
        try:
            _need_nothing_else(storage, files)
        except OcflError:
            if is_root(storage):
                return  # where there are no locks, another has made it meanwhile
            raise
        for path, content in files.items():
            if storage.read_root(path) is None:
                storage.write_root(path, content)
        storage.write_root(*_DECLARATION)


def _need_nothing_else(storage: Storage, files: Mapping[str, bytes]) -> None:
    ours = {path.split("/")[0] for path in files}
    other = [name for name in storage.root_names() if name not in ours]
    other += [path for path, content in _FILES.items() if storage.read_root(path) not in {None, content}]
    if other:
        raise OcflError(
            f"{storage.place} is no storage root and not empty: it holds {other[0]}", "Name an empty or a new folder."
        )


def _told(storage: Storage, path: str, key: str) -> str:
    data = storage.read_root(path)
    try:
        return strict.text(strict.mapping(strict.parse(data or b""), path), key, "")
    except OcflDamagedError:
        return ""
