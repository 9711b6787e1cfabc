"""Sound objects, spoiled at random in one or two places: what a judge must tell from what is merely unusual."""

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, "", "x", "/", "..", "v1", "v2", "v01", "1", [], ["x"], [""], [3], {}, {"x": "y"},
    "sha256", "md5", "2020-02-30T00:00:00Z", "2020-01-01T00:00:00", "2020-01-01T00:00:00+01:00",
    "https://ocfl.io/1.0/spec/#inventory", "https://ocfl.io/1.1/spec/#inventory", "https://ocfl.io/9.9/spec/#inventory",
    "v1/content/a/../b", "v1/content//b", "a/b/", "/a", "mailto:a@example.org", "é", "v1/content/new.txt",
    "v3/content/x",
)  # fmt: skip


def spoil(folder: Path, chance: random.Random) -> str:
    """Change something in the object, and say what."""
    change = chance.choice(CHANGES)
    try:
        return f"{change.__name__}: {change(folder, chance)}"
    except IndexError:
        return "nothing is left to change"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_dir())


def flip_byte(folder: Path, chance: random.Random) -> str:
    file = chance.choice([file for file in _files(folder) if file.stat().st_size])
    data = bytearray(file.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(7)
    file.write_bytes(data)
    return f"{file.relative_to(folder)} at {place}"


def drop_file(folder: Path, chance: random.Random) -> str:
    file = chance.choice(_files(folder))
    file.unlink()
    return str(file.relative_to(folder))


def drop_folder(folder: Path, chance: random.Random) -> str:
    place = chance.choice(_folders(folder))
    shutil.rmtree(place)
    return str(place.relative_to(folder))


def add_file(folder: Path, chance: random.Random) -> str:
    place = chance.choice([folder, *_folders(folder)])
    name = chance.choice(["new.txt", "inventory.json.md5", "0=ocfl_object_1.0", "v9", "logs", "inventory.json"])
    if not (place / name).exists():
        (place / name).write_text("new\n", encoding="utf-8")
    return str((place / name).relative_to(folder))


def add_folder(folder: Path, chance: random.Random) -> str:
    place = chance.choice([folder, *_folders(folder)]) / chance.choice(["new", "v9", "logs", "extensions", "content"])
    if not place.exists():
        place.mkdir()
        if chance.random() < 0.5:
            (place / "in").write_text("new\n", encoding="utf-8")
    return str(place.relative_to(folder))


def rename(folder: Path, chance: random.Random) -> str:
    old = chance.choice(_files(folder) + _folders(folder))
    new = old.with_name(chance.choice([old.name.upper(), old.name + "~", "v2", "content", "new"]))
    if not new.exists():
        old.rename(new)
    return f"{old.relative_to(folder)} to {new.name}"


def append(folder: Path, chance: random.Random) -> str:
    file = chance.choice(_files(folder))
    with file.open("ab") as stream:
        stream.write(chance.choice([b"\n", b" ", b"x", b"\x00", b"\xff"]))
    return str(file.relative_to(folder))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += _places(inner, (*path, index))
    return found


def _change_json(value: Any, chance: random.Random) -> str:
    *above, last = chance.choice(_places(value)[1:])
    parent = value
    for key in above:
        parent = parent[key]
    how = chance.choice(["drop", "replace", "edit", "copy", "upper"])
    if how == "drop":
        del parent[last]
    elif how == "replace":
        parent[last] = chance.choice(ODD_VALUES)
    elif how == "copy" and isinstance(parent, dict):
        parent[chance.choice(["v2", "v3", "x", "id", "md5", "sha1", "head", last.upper()])] = parent[last]
    elif how == "copy":
        parent.append(parent[last])
    elif how == "upper" and isinstance(parent, dict):
        parent[last.upper()] = parent.pop(last)
    elif isinstance(parent[last], str):
        text = parent[last]
        parent[last] = chance.choice(
            [text + "x", text[1:], text.upper(), f"/{text}", f"{text}/", text.replace("/", "//")]
        )
    else:
        how = "nothing"
    return f"{how} at {'/'.join(str(key)[:12] for key in (*above, last))}"


def write_inventory(folder: Path, value: Any) -> None:
    """Write an inventory and its sidecar as they belong together."""
    for old in folder.glob("inventory.json*"):
        old.unlink()
    algorithm = value.get("digestAlgorithm")
    algorithm = algorithm if algorithm in {"sha512", "sha256", "md5"} else "sha512"
    raw = json.dumps(value, indent=1).encode()
    (folder / "inventory.json").write_bytes(raw)
    digest = hashlib.new(algorithm, raw).hexdigest()
    (folder / f"inventory.json.{algorithm}").write_text(f"{digest} inventory.json\n", encoding="utf-8")


def _rewrite(folder: Path, chance: random.Random, times: int) -> str:
    inventory = folder / "inventory.json"
    if not inventory.is_file():
        return "nothing"
    try:
        value = json.loads(inventory.read_bytes())
        newest = value["head"]
        done = ", ".join(_change_json(value, chance) for _ in range(times))
        write_inventory(folder, value)
        if (folder / newest / "inventory.json").is_file():
            write_inventory(folder / newest, value)
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return "nothing"
    return done


def rewrite_newest(folder: Path, chance: random.Random) -> str:
    return _rewrite(folder, chance, 1)


def rewrite_newest_twice(folder: Path, chance: random.Random) -> str:
    return _rewrite(folder, chance, 2)


def rewrite_earlier(folder: Path, chance: random.Random) -> str:
    earlier = sorted(folder.glob("v*/inventory.json"))
    if not earlier:
        return "nothing"
    return f"{earlier[0].parent.name}: {_rewrite(earlier[0].parent, chance, 1)}"


def reorder(folder: Path, _chance: random.Random) -> str:
    try:
        value = json.loads((folder / "inventory.json").read_bytes())
        newest = value["head"]
        value = dict(reversed(value.items()))
        value["versions"] = dict(reversed(value["versions"].items()))
        write_inventory(folder, value)
        if (folder / newest / "inventory.json").is_file():
            write_inventory(folder / newest, value)
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return "nothing"
    return "all keys"


CHANGES: tuple[Callable[[Path, random.Random], str], ...] = (
    flip_byte, drop_file, drop_folder, add_file, add_folder, rename, append,
    rewrite_newest, rewrite_newest, rewrite_newest, rewrite_newest, rewrite_newest_twice,
    rewrite_earlier, rewrite_earlier, reorder,
)  # fmt: skip
