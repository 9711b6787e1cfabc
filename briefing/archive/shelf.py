"""A shelf: the editions of one brief, for whoever reads many of them. What was read is not read again."""

import hashlib
from collections.abc import Mapping
from functools import cached_property

from briefing.archive.record import Edition, UnreadableRecordError, Withdrawal
from briefing.archive.refusal import told
from briefing.archive.store import EDITION, Archive
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.said import Said, UnreadableError, read_said
from briefing.ocfl.inventory import Inventory

_SAID = "said/"


class Shelf:
    """What is filed of a brief, as it was when it was first asked for. Every file is held against its digest.

    All of it raises FaultyInputError (E801, E804, E811) where a file is not what was filed, or is no record of ours.
    """

    def __init__(self, archive: Archive, brief: str) -> None:
        self._archive = archive
        self._editions: dict[int, Edition] = {}
        self._said: dict[tuple[int, str], Said | None] = {}
        self.brief = brief

    @cached_property
    def _inventory(self) -> Inventory | None:
        with told():
            return self._archive.root.inventory(self.brief)

    @cached_property
    def keys(self) -> Mapping[int, str]:
        """For each version a text that is another one if anything that it says to anybody is another."""
        versions = self._inventory.versions if self._inventory else ()
        return {one.number: _key(one.state) for one in versions}

    @cached_property
    def withdrawals(self) -> Mapping[int, Withdrawal]:
        """The withdrawals, by version."""
        return self._archive.withdrawals(self.brief)

    @cached_property
    def newest(self) -> Mapping[str, int]:
        """The version that each audience has now: its newest that is not withdrawn."""
        there = (self.edition(version) for version in sorted(self.keys) if version not in self.withdrawals)
        return {variant.audience: edition.version for edition in there for variant in edition.audience}

    def edition(self, version: int) -> Edition:
        """An edition by its version, which must be there."""
        if version not in self._editions:
            try:
                self._editions[version] = Edition.read(self._read(version, EDITION))
            except UnreadableRecordError as error:
                raise self._unreadable(EDITION, version, error) from error
        return self._editions[version]

    def said(self, version: int, audience: str) -> Said | None:
        """What an edition said to an audience; None where it was not made for it."""
        if (version, audience) not in self._said:
            variant = self.edition(version).variant(audience)
            try:
                read = read_said(self._read(version, variant.said)) if variant else None
            except UnreadableError as error:
                raise self._unreadable(f"what was said to “{audience}”", version, error) from error
            self._said[version, audience] = read
        return self._said[version, audience]

    def _read(self, version: int, path: str) -> bytes:
        inventory = self._inventory
        if inventory is None:
            return self._archive.read(self.brief, version, path)  # which says that there is none
        with told():
            return self._archive.root.content(self.brief, inventory, version, path)

    def _unreadable(self, what: str, version: int, error: Exception) -> FaultyInputError:
        message = f"{what} in v{version} of “{self.brief}” cannot be read: {error}"
        return FaultyInputError([Problem("E804", message, f"Look at it: briefing verify {self.brief}")])


def _key(state: Mapping[str, str]) -> str:
    listed = sorted((path, digest) for path, digest in state.items() if path == EDITION or path.startswith(_SAID))
    return hashlib.sha512(repr(listed).encode()).hexdigest()
