"""What can be done to an archive by somebody who can write to it; each kind as a function of the archive's folder."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

NAME = "harbour"
PDF = "pdf/2026-03-09_harbour_chief.pdf"


def bit_flipped(root: Path) -> None:
    file = root / NAME / "v1/content" / PDF
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def file_gone(root: Path) -> None:
    (root / NAME / "v2/content" / PDF).unlink()


def file_added(root: Path) -> None:
    (root / NAME / "v1/content/pdf/2026-03-09_harbour_cabinet.pdf").write_bytes(b"%PDF-1.7")


def version_gone(root: Path) -> None:
    """The last edition, with all traces: the object is valid without it."""
    shutil.rmtree(root / NAME / "v3")
    for name in ("inventory.json", "inventory.json.sha512"):
        shutil.copy(root / NAME / "v2" / name, root / NAME / name)


def object_gone(root: Path) -> None:
    shutil.rmtree(root / NAME)


def exchanged(root: Path) -> None:
    """Another PDF in the place of one of the first edition, and every digest made to agree with it."""
    file = root / NAME / "v1/content" / PDF
    old = hashlib.sha512(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes() + b"% a word changed\n")
    rewrite(root / NAME, {old: hashlib.sha512(file.read_bytes()).hexdigest()})


def rewrite(folder: Path, digests: dict[str, str]) -> None:
    """Write the inventories of an object anew with other digests, and their sidecars."""
    for inventory in (*folder.glob("v*/inventory.json"), folder / "inventory.json"):
        text = inventory.read_text("utf-8")
        for old, new in digests.items():
            text = text.replace(old, new)
        write_inventory(inventory, text)


def write_inventory(inventory: Path, text: str) -> None:
    inventory.write_text(text, "utf-8")
    digest = hashlib.sha512(text.encode()).hexdigest()
    inventory.with_name("inventory.json.sha512").write_text(f"{digest}  inventory.json\n")


def slipped_in(root: Path) -> None:
    """An edition that nobody filed: a version of its own, valid in itself."""
    shutil.copytree(root / NAME / "v3", root / NAME / "v4")
    shutil.rmtree(root / NAME / "v4/content")
    shown = json.loads((root / NAME / "inventory.json").read_text("utf-8"))
    shown["head"] = "v4"
    shown["versions"]["v4"] = {**shown["versions"]["v3"], "created": "2026-03-12T00:00:00Z"}
    for folder in (root / NAME, root / NAME / "v4"):
        write_inventory(folder / "inventory.json", json.dumps(shown))


def line_changed(root: Path) -> None:
    log = root / "log.jsonl"
    log.write_text(log.read_text("utf-8").replace('"issued":"20', '"issued":"19', 1), "utf-8")


def line_removed(root: Path) -> None:
    log = root / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))


def log_gone(root: Path) -> None:
    for name in ("log.jsonl", "checkpoint", "log.pub"):
        (root / name).unlink()


def signature_changed(root: Path) -> None:
    checkpoint = root / "checkpoint"
    lines = checkpoint.read_text("utf-8").splitlines()
    body = lines[-1]
    lines[-1] = body[:-8] + ("A" if body[-8] != "A" else "B") + body[-7:]
    checkpoint.write_text("\n".join(lines) + "\n", "utf-8")


TELLTALE: dict[Callable[[Path], None], str] = {
    bit_flipped: "E811",
    file_gone: "E812",
    file_added: "E813",
    version_gone: "E815",
    object_gone: "E816",
    exchanged: "E817",
    slipped_in: "E818",
    log_gone: "E831",
    line_changed: "E832",
    line_removed: "E832",
    signature_changed: "E833",
}
"""Each kind, and the code by which it is told from the others."""
