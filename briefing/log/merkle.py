"""A Merkle tree over the leaves of a log: its root, and proofs for others that it has only grown.

Sources: RFC 6962 §2.1 (the hashes, and the proof by its recursive definition); RFC 9162 §2.1.4.2 (how a proof is
checked). All hashes are SHA-256, 32 bytes.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf: of a zero byte and the leaf."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node: of the byte one and its two children."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf; a leaf more costs two hashes on average, however many there are.

    It keeps the roots of the whole subtrees on its right edge: one for each bit that is set in its size.
    """

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        self._hashes: list[bytes] = []
        self._edge: list[bytes] = []
        self._asked: dict[int, bytes] = {0: EMPTY}
        for leaf in hashes:
            self.grow(leaf)

    @property
    def hashes(self) -> Sequence[bytes]:
        """The hashes of the leaves, in their order."""
        return self._hashes

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._hashes)

    def grow(self, leaf: bytes) -> None:
        """Add a leaf by its hash."""
        node, index = leaf, self.size
        while index & 1:
            node, index = node_hash(self._edge.pop(), node), index >> 1
        self._edge.append(node)
        self._hashes.append(leaf)

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree, or what it was when the tree had `size` leaves; a root asked for once is kept."""
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise ValueError(f"the tree has {self.size} leaves, not {size}")
        if size not in self._asked:
            self._asked[size] = _fold(self._edge) if size == self.size else root(self._hashes[:size])
        return self._asked[size]


def root(hashes: Sequence[bytes]) -> bytes:
    """The root of the tree with these leaves, given by their hashes."""
    return Tree(hashes).root()


def consistency_proof(first: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """What shows that the first `first` of these leaves were a tree that only grew since (RFC 6962 §2.1.2)."""
    if not 0 <= first <= len(hashes):
        raise ValueError(f"there is no earlier tree of {first} leaves among {len(hashes)}")
    if first == 0:
        return ()
    proof, low, high, is_first = [], 0, len(hashes), True
    while first != high - low:
        middle = low + _left(high - low)
        if first <= middle - low:
            proof.append(root(hashes[middle:high]))
            high = middle
        else:
            proof.append(root(hashes[low:middle]))
            first, low, is_first = first - (middle - low), middle, False
    return tuple(reversed(proof if is_first else [*proof, root(hashes[low:high])]))


def check_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of `second` leaves begins with all leaves of the tree of `first`."""
    if not 0 <= first <= second:
        return False
    if first in {0, second}:
        return not proof and first_root == (second_root if first else EMPTY)
    path = (first_root, *proof) if first & (first - 1) == 0 else tuple(proof)
    if not proof:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            position, last = _up(position, last)
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _up(position: int, last: int) -> tuple[int, int]:
    """Past the levels on which the last node of the tree stands alone."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _left(count: int) -> int:
    """How many leaves stand left of the root: the largest power of two that is smaller than their number."""
    return 1 << (count - 1).bit_length() - 1


def _fold(edge: Sequence[bytes]) -> bytes:
    node = edge[-1]
    for left in reversed(edge[:-1]):
        node = node_hash(left, node)
    return node
