"""Writing: the steps by which a log grows, in the one order that can be stopped anywhere."""

from briefing.log.checkpoint import Checkpoint
from briefing.log.contents import CHECKPOINT, KEYS, LOG, Contents, key_list
from briefing.log.finding import Finding, Kind
from briefing.log.note import Signer, sign
from briefing.log.port import ChangedError, Port

UNSIGNED = "log.unsigned"


def begin(port: Port, signer: Signer) -> None:
    """Begin a log with a checkpoint of nothing, so that lines without any are never what a stopped program has left.

    Raises OSError, as all here do.
    """
    nothing = sign(Checkpoint.of_nothing(signer.name).text(), signer)
    port.replace(CHECKPOINT, nothing, instead_of=None)


def extend(port: Port, contents: Contents, lines: bytes, signer: Signer) -> Contents:
    """Add lines, in the place of what nobody signed, which they continue.

    The lines come first, then the list of keys, then the checkpoint: with that, and not before, they count.
    """
    before = contents.lines.content
    whole = before[: len(before) - len(contents.tail)] + lines
    port.append(LOG, whole[len(before) :], at=len(before))
    covered = contents.checkpoint
    contents = Contents.read(port, contents.lines)
    if (contents.log, contents.checkpoint) != (whole, covered):
        raise ChangedError(LOG)
    tree = contents.lines.tree
    _put_keys(port, contents, tree.size)
    checkpoint = Checkpoint(signer.name, tree.size, tree.root())
    port.replace(CHECKPOINT, sign(checkpoint.text(), signer), instead_of=contents.checkpoint)
    return Contents.read(port, contents.lines)


def mend(port: Port, contents: Contents) -> tuple[Finding, ...]:
    """Set aside what no checkpoint covers, write the list of keys anew where it is another one, and say so."""
    done, tail = list[Finding](), contents.tail
    if tail:
        ended = tail if tail.endswith(b"\n") else tail + b"\n"
        port.append(UNSIGNED, ended, at=len(port.read(UNSIGNED) or b""))
        port.replace(LOG, contents.lines.content[: -len(tail)], instead_of=contents.log)
        message = f"{len(tail)} bytes at the end of {LOG}, which no checkpoint covered, were moved to {UNSIGNED}."
        done.append(Finding(Kind.REPAIRED, message, "If an edition was being filed when it stopped, file it again."))
    if _put_keys(port, contents, contents.size):
        done.append(Finding(Kind.REPAIRED, f"{KEYS} was written anew from the log."))
    return tuple(done)


def _put_keys(port: Port, contents: Contents, size: int) -> bool:
    wanted = key_list(contents.keys_named(size))
    is_other = wanted != (contents.keys or b"")
    if is_other:
        port.replace(KEYS, wanted, instead_of=contents.keys)
    return is_other
