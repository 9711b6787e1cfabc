"""Saving: brief.yaml changed through the page, so that nothing is lost that anybody else wrote there meanwhile.

A change is made on the text that its page saw. Where the file says something else by now and the two do not touch each
other, it is made on that; otherwise it is a conflict, which holds the text that was seen, the one on disk and the one
with the change, until somebody says which is to stand. The other is then put beside it as a file of its own.

What was written can be undone, from any page, for as long as the server runs and the file is as it was written. Beyond
that, the text before each of the last changes is kept in a hidden folder of what is built (`before`).
"""

import os
import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from typing import Literal

from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.preview.beside import keep_before, put_beside
from briefing.preview.turns import Change, Changed, Conflict, ConflictError, Rebase, Turn, Way, digest
from briefing.printing.put import put

_MOST_TURNS = 200
_MOST_SEEN = 50
_MOST_BYTES = 64 * 2**20
"""How much is remembered: changes to undo, texts that a page may have seen, and the bytes of either."""
_NO_ROOM = "Nothing was changed. Make room, or mend the permissions of the folder."


class Saving:
    """A brief.yaml, and what was done to it through the page. It waits for the disk, and is safe between threads."""

    def __init__(self, file: Path, before: Path | None = None) -> None:
        self.file = file
        self.conflict: Conflict | None = None
        self._before = before
        self._lock = threading.Lock()
        self._undo: list[Turn] = []
        self._redo: list[Turn] = []
        self._seen: OrderedDict[str, bytes] = OrderedDict()

    # What is there

    def see(self) -> None:
        """Remember what the file says now: a page may show it, and change it later."""
        with self._lock, suppress(FaultyInputError):
            self._read()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change that was undone."""
        return bool(self._redo)

    def _read(self) -> bytes | None:
        """What the file says now; None where it is gone. Raises FaultyInputError where it cannot be read."""
        try:
            data = self.file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._cannot(f"cannot be read: {(error.strerror or str(error)).lower()}") from error
        self._remember(data)
        return data

    def _remember(self, data: bytes) -> None:
        self._seen[digest(data)] = data
        self._seen.move_to_end(digest(data))
        while len(self._seen) > 1 and (
            len(self._seen) > _MOST_SEEN or sum(map(len, self._seen.values())) > _MOST_BYTES
        ):
            self._seen.popitem(last=False)

    # Changes

    def edit(self, base: str, change: Change, rebase: Rebase) -> Changed:
        """Make a change of the text with this digest, and write it.

        Raises ConflictError where the disk says otherwise by now; FaultyInputError where the change cannot be made
        (the change's own), E724 where nobody knows what its page saw, E601 where the file cannot be written.
        """
        with self._lock:
            disk = self._read()
            if disk is not None and digest(disk) == base:
                return self._changed(disk, change(disk))
            seen = self._seen.get(base)
            if seen is None:
                raise self._unknown()
            moved = rebase(seen, disk) if disk is not None else None
            made = self._tried(moved, disk)
            if made is not None:
                return self._changed(disk, made)
            mine = change(seen)
            if mine.text == disk:
                return mine  # somebody did the same there
            raise self._met(Conflict(seen, disk, mine.text))

    @staticmethod
    def _tried(change: Change | None, disk: bytes | None) -> Changed | None:
        """A change of another text than the one that was seen; where it fails, whoever made it is asked."""
        if change is None or disk is None:
            return None
        with suppress(FaultyInputError):
            return change(disk)
        return None

    def preview(self, base: str, change: Change) -> tuple[bytes, Changed]:
        """The text that a change would be made on, and what it would make of it; nothing is written."""
        with self._lock:
            disk = self._read()
            seen = disk if disk is not None and digest(disk) == base else self._seen.get(base)
        if seen is None:
            raise self._unknown()
        return seen, change(seen)

    def turn(self, way: Way, base: str) -> None:
        """Undo the last change that was written, or redo the last that was undone.

        Raises ConflictError where the file does not say any more what was written.
        """
        with self._lock:
            turns, others = (self._undo, self._redo) if way == "undo" else (self._redo, self._undo)
            if not turns:
                raise FaultyInputError([Problem("E722", f"there is nothing to {way}", "All is as it was.")])
            last = turns[-1]
            old, new = (last.after, last.before) if way == "undo" else (last.before, last.after)
            disk = self._read()
            if disk not in {old, new}:
                raise self._met(Conflict(old, disk, new))
            if base != digest(disk):
                raise self._unknown()
            if disk == old:
                self._write(new, old)
            others.append(turns.pop())

    def resolve(self, take: Literal["disk", "mine"]) -> str | None:
        """End a conflict: one text stands, the other is put beside it. The name of that file, if there is one.

        Raises ConflictError where the file was changed once more since the conflict was shown.
        """
        with self._lock:
            conflict = self.conflict
            if conflict is None:
                raise FaultyInputError([Problem("E722", "there is nothing to decide any more", "Load the page anew.")])
            if take == "disk":
                beside = self._put_beside("mine", conflict.mine)
                self.conflict = None
                return beside
            disk = self._read()
            if disk != conflict.disk:
                raise self._met(Conflict(conflict.base, disk, conflict.mine))
            kept = self._put_beside("disk", disk) if disk is not None else None
            self._changed(disk, Changed(conflict.mine))
            self.conflict = None
            return kept

    def _changed(self, disk: bytes | None, changed: Changed) -> Changed:
        """Write a change, and remember how it is undone."""
        if changed.text == disk:
            return changed
        self._write(changed.text, disk)
        if disk is not None:
            self._undo.append(Turn(disk, changed.text))
        self._redo.clear()
        while len(self._undo) > 1 and (len(self._undo) > _MOST_TURNS or self._weight() > _MOST_BYTES):
            del self._undo[0]
        return changed

    def _weight(self) -> int:
        return sum(len(turn.before) + len(turn.after) for turn in self._undo)

    def _write(self, text: bytes, disk: bytes | None) -> None:
        """Write the file, which says `disk` now: a link is followed, and what it points to is written."""
        file = self.file.resolve()
        if disk is not None:
            if not S_IMODE(file.stat().st_mode) & 0o222 or not os.access(file, os.W_OK):
                raise self._cannot("may not be written: it is read-only")
            if self._before is not None:
                keep_before(self._before, disk)
        if not file.parent.is_dir():
            raise self._cannot("cannot be written: its folder is gone")
        if self._read() != disk:
            raise self._met(Conflict(disk or b"", self._read(), text))
        put(file, text, _NO_ROOM, durably=True)
        self._remember(text)

    def _met(self, conflict: Conflict) -> ConflictError:
        """A conflict, remembered until somebody decides; one that waited before is put beside the file."""
        if self.conflict is not None and self.conflict.mine != conflict.mine:
            with suppress(FaultyInputError):
                self._put_beside("mine", self.conflict.mine)
        self.conflict = conflict
        return ConflictError(conflict)

    def _put_beside(self, what: str, text: bytes) -> str:
        try:
            return put_beside(self.file.resolve(), what, text)
        except OSError as error:
            raise self._cannot(f"cannot be written beside: {(error.strerror or str(error)).lower()}") from error

    # What goes wrong

    def _cannot(self, why: str) -> FaultyInputError:
        return FaultyInputError([Problem("E601", f"the file {why}", _NO_ROOM, Place(self.file))])

    @staticmethod
    def _unknown() -> FaultyInputError:
        message = "the brief was changed since this page saw it"
        return FaultyInputError(
            [Problem("E724", message, "Nothing was changed. Look at it as it is now, and try again.")]
        )
