"""The word on a storage root of those who did not write it: ocfl-py, our own judge, and `sha512sum -c`."""

import subprocess
from pathlib import Path

from briefing.judge import judge_root
from tests.ocfl_py import Layout_0002_Flat_Direct, StorageRoot, Validator, add_layout

_LAYOUT = "0006-flat-omit-prefix-storage-layout"


class _FlatOmitPrefix(Layout_0002_Flat_Direct):
    """ocfl-py does not know extension 0006; to walk a root it needs no more of it than the name."""

    def __init__(self) -> None:
        super().__init__()
        self.NAME = _LAYOUT
        self.PARAMS = {}


add_layout(_LAYOUT, _FlatOmitPrefix)


def complaints(root: Path) -> list[str]:
    """All that ocfl-py and our own judge hold against a storage root and its objects, warnings too."""
    found = [str(fault) for fault in judge_root(root).faults]
    judge = StorageRoot(str(root))
    judge.registered_extensions.append(_LAYOUT)
    if not judge.validate(log_warnings=True, log_errors=False):
        found.append(f"{root}: {judge.errors} {judge.log}")
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and folder.name != "extensions":
            found += object_complaints(folder)
    return found


def object_complaints(folder: Path) -> list[str]:
    """All that ocfl-py holds against one object."""
    judge = Validator(log_warnings=True, log_errors=False)
    valid = judge.validate_object(str(folder))
    said = str(judge).strip()
    return [f"{folder.name}: {said or 'invalid'}"] if said or not valid else []


def sums_agree(folder: Path) -> bool:
    """Whether `sha512sum -c` is content with the sidecars of an object."""
    sidecars = [folder / "inventory.json.sha512", *folder.glob("v*/inventory.json.sha512")]
    return all(
        subprocess.run(
            ["sha512sum", "--strict", "-c", sidecar.name], check=False, cwd=sidecar.parent, capture_output=True
        ).returncode
        == 0
        for sidecar in sidecars
    )
