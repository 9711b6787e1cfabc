"""A promise: the line that the log is to get for a version, signed by whoever files it, before the version is there.

It lies beside what is laid aside (an `ocfl` intent). Where the program is stopped before the line is written, whoever
comes next enters it, and so signs it: only where it was promised with a key that is known. Without that, anybody who
can write to the archive could have an edition signed that nobody filed.
"""

from dataclasses import dataclass

from briefing.log import Leaf, LeafError
from briefing.log.leaf import read_line
from briefing.log.note import NoteError, Signer, VerifierKey, open_note, sign, take_apart
from briefing.ocfl.filing import Intent


@dataclass(frozen=True, slots=True)
class Promise:
    """The line that the log is to get, and the key that it was promised with."""

    leaf: Leaf
    key: VerifierKey


def promise(leaf: Leaf, signer: Signer) -> bytes:
    """The promise as it is laid aside: a signed note of two lines, the leaf and the public key."""
    return sign(f"{leaf.as_line().decode()}\n{signer.key}\n", signer)


def promised(intent: Intent) -> Promise | None:
    """What was promised of a version, if that is what it says and who it says."""
    try:
        line, vkey = take_apart(intent.content)[0].splitlines()
        leaf, key = read_line(line.encode()), VerifierKey.parse(vkey)
        signed = open_note(intent.content, [key]).signed_by == (key,)
    except (NoteError, LeafError, ValueError):
        return None
    staged = intent.staged
    is_of_it = isinstance(leaf, Leaf) and (leaf.object, leaf.version, leaf.inventory) == (
        staged.object,
        f"v{staged.version}",
        staged.inventory_digest,
    )
    return Promise(leaf, key) if signed and is_of_it and isinstance(leaf, Leaf) else None
