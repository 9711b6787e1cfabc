"""Sound OCFL objects and roots, written with nothing but the standard library, to be spoiled by tests."""

import hashlib
import json
from pathlib import Path
from typing import Any

WHO = {"name": "A. Writer", "address": "mailto:writer@example.org"}
PREFIX = "https://briefs.example.org/id/"
FLAT = "0006-flat-omit-prefix-storage-layout"


def digest(data: bytes, algorithm: str = "sha512") -> str:
    return hashlib.new(algorithm, data).hexdigest()


def put_inventory(folder: Path, value: Any) -> None:
    """An inventory and the sidecar that belongs to it."""
    raw = value if isinstance(value, bytes) else json.dumps(value, indent=1).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inventory.json").write_bytes(raw)
    (folder / "inventory.json.sha512").write_text(f"{digest(raw)}  inventory.json\n", encoding="utf-8")


def put_both(thing: Path, value: Any, version: str = "v2") -> None:
    """The object's inventory, and the same in its newest version."""
    put_inventory(thing, value)
    put_inventory(thing / version, value)


def inventory_of(folder: Path) -> Any:
    return json.loads((folder / "inventory.json").read_bytes())


def make_object(folder: Path, name: str = "one", spec: str = "1.1") -> Path:
    """Two versions: v1 has a.txt and deep/b.txt, v2 changes a.txt."""
    files = {"v1/content/a.txt": b"first\n", "v1/content/deep/b.txt": b"second\n", "v2/content/a.txt": b"third\n"}
    states = {
        "v1": {"a.txt": "v1/content/a.txt", "deep/b.txt": "v1/content/deep/b.txt"},
        "v2": {"a.txt": "v2/content/a.txt", "deep/b.txt": "v1/content/deep/b.txt"},
    }
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    for head in ("v1", "v2"):
        kept = {path: data for path, data in files.items() if path[:2] <= head}
        value = {
            "id": PREFIX + name,
            "type": f"https://ocfl.io/{spec}/spec/#inventory",
            "digestAlgorithm": "sha512",
            "head": head,
            "manifest": {digest(data): [path] for path, data in kept.items()},
            "versions": {
                version: {
                    "created": f"2026-0{version[1:]}-01T00:00:00Z",
                    "message": "An edition",
                    "user": WHO,
                    "state": {digest(files[path]): [logical] for logical, path in state.items()},
                }
                for version, state in states.items()
                if version <= head
            },
            "fixity": {"md5": {digest(data, "md5"): [path] for path, data in kept.items()}},
        }
        put_inventory(folder / head, value)
        put_inventory(folder, value)
    (folder / f"0=ocfl_object_{spec}").write_text(f"ocfl_object_{spec}\n", encoding="utf-8")
    return folder


def make_root(folder: Path, spec: str = "1.1") -> Path:
    """Two objects, a layout that names their folders by the end of their ids, and a README."""
    folder.mkdir()
    (folder / f"0=ocfl_{spec}").write_text(f"ocfl_{spec}\n", encoding="utf-8")
    (folder / "README.txt").write_text("What this is.\n", encoding="utf-8")
    put_layout(folder, FLAT, {"extensionName": FLAT, "delimiter": "/"})
    for name in ("one", "two"):
        make_object(folder / name, name, spec)
    return folder


def put_layout(folder: Path, extension: str, config: Any) -> None:
    about = {"extension": extension, "description": "Where the objects are"}
    (folder / "ocfl_layout.json").write_text(json.dumps(about), encoding="utf-8")
    place = folder / "extensions" / extension
    place.mkdir(parents=True, exist_ok=True)
    (place / "config.json").write_text(json.dumps(config), encoding="utf-8")
