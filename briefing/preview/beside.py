"""Beside: texts of a brief.yaml that did not stand, or stand no longer, kept as files of their own."""

from contextlib import suppress
from pathlib import Path

_MOST = 50
"""How many texts are kept of those that stood before a change."""


def put_beside(file: Path, what: str, text: bytes) -> str:
    """Put a text beside a file, under a name that nothing has: brief.mine.yaml, brief.mine-2.yaml … Gives the name.

    Raises OSError where it cannot be written; nothing is left behind then.
    """
    number = 1
    while True:
        name = f"{file.stem}.{what}{'' if number == 1 else f'-{number}'}{file.suffix}"
        try:
            _write_new(file.with_name(name), text)
        except FileExistsError:
            number += 1
        else:
            return name


def _write_new(file: Path, text: bytes) -> None:
    with file.open("xb") as new:
        try:
            new.write(text)
            new.flush()
        except OSError:
            with suppress(OSError):
                file.unlink(missing_ok=True)
            raise


def keep_before(folder: Path, text: bytes) -> None:
    """Keep the text before a change in a folder, as far as that can be done; the oldest give way."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        kept = sorted(file for file in folder.glob("*.yaml") if file.stem.isdigit())
        number = int(kept[-1].stem) + 1 if kept else 1
        (folder / f"{number:08}.yaml").write_bytes(text)
        for old in kept[: max(0, len(kept) + 1 - _MOST)]:
            old.unlink(missing_ok=True)
