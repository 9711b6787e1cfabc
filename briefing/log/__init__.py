"""The log of an archive: which editions were filed, in which order, signed, and only ever added to.

Three files in the storage root, which anybody can read and check with standard tools:

    log.jsonl    a line for each edition filed or withdrawn; its bytes never change, they only grow (`leaf`)
    checkpoint   how many lines count, and the root of the tree over them, signed (`checkpoint`, `note`)
    log.pub      the public key of everybody who ever signed; the lines of kind "key" in the log say the same

Private keys and what was seen of each log lie in a folder of the user, outside every archive (`keys`).

**Who can do what, and what is noticed.**

- Who can read the archive can check that every line is one that was signed, and that every edition is in a line.
- Who can write the archive, and has no key, can damage it, but change, remove, move or add no line without notice:
  the root of the tree is another one (`ALTERED`). Lines after those that the checkpoint covers count for nothing, and
  are never signed by those who continue the log (`UNFINISHED`).
- They can put back an older copy of the whole archive, whose checkpoint is genuine. It is noticed where a newer one was
  seen: on every machine where the log was ever examined or continued, and by everybody who has a newer checkpoint, on
  paper as well (`ROLLED_BACK`).
- They can write the whole log anew with a key of their own. It is noticed where the log was seen before, and by
  everybody who has the genuine key or any earlier checkpoint (`UNKNOWN_KEY`, `FORKED`). Who sees the archive for the
  first time, and has neither, cannot notice it (`FIRST_SEEN` tells the key, to be compared).
- They can put another archive, with another name, in its place. It is noticed on machines that saw the one that was
  there (`OTHER_LOG`), and by everybody who knows the name of the log.
- Who has stolen a key can sign what they like. It is noticed all the same when something that had been signed before is
  gone (`FORKED`); which lines they added is not.
- Who keeps the log can show different logs to different people. It is noticed when these compare their checkpoints.
- A key that signs for the first time is named by a line of the log. A machine that does not know it asks for it to be
  confirmed (`Book.confirm`); once somebody whose key is known has signed after it, it is vouched for.
- Nobody learns from the log that something was filed which they may not know of: a copy of the log for others gives
  such lines by their hash alone, and the hash is salted (`leaf.redacted`). How many lines there are is not hidden.

What the log does not show: that an edition's date is true (whoever signs writes it; that it was not filed later, an
authority can state by a stamp over a checkpoint: `stamped`), nor that every edition which was ever made was filed.
"""

from briefing.log.book import Appended, Book
from briefing.log.checkpoint import Checkpoint, Head
from briefing.log.contents import LOG
from briefing.log.finding import Finding, Kind, LogError
from briefing.log.keys import Keyring
from briefing.log.leaf import HiddenLeaf, KeyLeaf, Leaf, LeafError, new_salt, redacted
from briefing.log.port import ChangedError, Folder, Port
from briefing.log.stored import Stored

__all__ = [
    "LOG",
    "Appended",
    "Book",
    "ChangedError",
    "Checkpoint",
    "Finding",
    "Folder",
    "Head",
    "HiddenLeaf",
    "KeyLeaf",
    "Keyring",
    "Kind",
    "Leaf",
    "LeafError",
    "LogError",
    "Port",
    "Stored",
    "new_salt",
    "redacted",
]
