"""Logged: whether an object lies there as the log has it, before anything is said or filed on the strength of it.

What an object holds is read from its own inventory, and the log knows the inventories of its versions. Whoever can
write can exchange the one and leave the others, or remove a version, or all that was kept beside a brief.
"""

from typing import Literal

from briefing.archive.unfinished import Unfinished
from briefing.log import Book, Keyring, Leaf
from briefing.ocfl.errors import OcflAbsentError, OcflDamagedError
from briefing.ocfl.root import Root
from briefing.ocfl.storage import Storage

Status = Literal["in the log", "not in the log", "exchanged", "damaged", "log in question"]


class Logged:
    """The objects of an archive, held against its log. Raises OcflError and LogError."""

    def __init__(self, storage: Storage, root: Root, book: Book, keyring: Keyring, unfinished: Unfinished) -> None:
        self._storage = storage
        self._root = root
        self._book = book
        self._keyring = keyring
        self._unfinished = unfinished

    def status_of(self, name: str, version: int) -> Status:
        """Whether a version of an object stands in the log as it lies there now, and as it is read."""
        findings = self._book.examine(self._keyring, has_editions=True)
        if any(finding.is_in_the_way for finding in findings):
            return "log in question"
        line = self._lines(name).get(version)
        if line is None:
            return "not in the log"
        try:
            filed = self._root.version_inventory(name, version)
            own = self._root.inventory(name)
        except (OcflDamagedError, OcflAbsentError):
            return "damaged"
        is_same = line.inventory == self._root.inventory_digest(name, version)
        is_read = own is not None and own.versions[:version] == filed.versions
        return "in the log" if is_same and is_read else "exchanged"

    def amiss(self, name: str) -> str:
        """What keeps an object from being what the log says that it is, in words; empty where nothing does.

        What another command has committed, and promised to enter in the log, is not amiss.
        """
        before = self._storage.versions(name)
        pending = {
            staged.version for staged, known in self._unfinished.pending().items() if known and staged.object == name
        }
        lines = self._lines(name)
        gone = sorted(set(lines).difference(self._storage.versions(name)))
        if gone:
            return f"v{gone[0]} of “{name}” is gone, which was filed at {lines[gone[0]].issued}"
        stray = sorted(set(before).difference(lines, pending))
        if stray:
            return f"v{stray[0]} of “{name}” is not in the log"
        return self._exchanged(name, max(lines), lines) if lines else ""

    def _exchanged(self, name: str, newest: int, lines: dict[int, Leaf]) -> str:
        """Whether the newest version is what was filed, and what is read of the object is what it says."""
        try:
            filed = self._root.version_inventory(name, newest)
            own = self._root.inventory(name)
        except OcflDamagedError as error:
            return error.message.removesuffix(".")
        if lines[newest].inventory != self._root.inventory_digest(name, newest):
            return f"v{newest} of “{name}” is not what was filed"
        if own is None or own.versions[:newest] != filed.versions:
            return f"the inventory of “{name}” is not that of its version v{newest}"
        return ""

    def _lines(self, name: str) -> dict[int, Leaf]:
        """What the log says of an object, by the number of the version."""
        leaves = (leaf for leaf in self._book.leaves() if isinstance(leaf, Leaf) and leaf.object == name)
        return {int(leaf.version.removeprefix("v")): leaf for leaf in leaves}
