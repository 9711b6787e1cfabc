"""The tree: its roots are those of RFC 6962, its proofs hold, and no other proof does."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.log import merkle
from briefing.log.merkle import (
    Tree,
    check_consistency,
    consistency_proof,
    leaf_hash,
)

# The leaves and roots that the certificate transparency projects test with.
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(b"%d" % number) for number in range(130)]
SIZES = range(131)


def mth(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word, over leaves that are hashed already."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def subproof(m: int, leaves: list[bytes], b: bool) -> list[bytes]:
    """RFC 6962 §2.1.2."""
    if m == len(leaves):
        return [] if b else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], b), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


ROOTS = [mth(HASHES[:size]) for size in SIZES]


def others(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Every proof that differs from this one in one hash, in their order, or in how many there are."""
    stranger = leaf_hash(b"stranger")
    changed = [(*proof[:at], flip(proof[at]), *proof[at + 1 :]) for at in range(len(proof))]
    fewer = [proof[:at] + proof[at + 1 :] for at in range(len(proof))]
    more = [(*proof[:at], stranger, *proof[at:]) for at in range(len(proof) + 1)]
    swapped = [(*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]) for at in range(len(proof) - 1)]
    return changed + fewer + more + swapped


def flip(hash_: bytes) -> bytes:
    return bytes([hash_[0] ^ 1]) + hash_[1:]


def test_the_roots_are_those_of_certificate_transparency() -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]
    assert [merkle.root(hashes[:size]).hex() for size in range(9)] == CT_ROOTS


def test_the_proofs_are_those_of_certificate_transparency() -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]
    assert [node.hex()[:8] for node in consistency_proof(6, hashes)] == ["0ebc5d34", "ca854ea1", "d37ee418"]
    assert [node.hex()[:8] for node in consistency_proof(2, hashes[:5])] == ["5f083f0a", "bc1a0643"]


def test_a_tree_that_grows_has_the_root_of_the_definition_at_every_size() -> None:
    tree = Tree()
    for size in SIZES:
        assert tree.root() == ROOTS[size]
        if size < 130:
            tree.grow(HASHES[size])
    assert [tree.root(size) for size in SIZES] == ROOTS


def test_a_tree_has_no_root_for_a_size_it_never_had() -> None:
    with pytest.raises(ValueError, match="3 leaves, not 4"):
        Tree(HASHES[:3]).root(4)


def test_a_leaf_more_costs_two_hashes_on_average(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = [0]
    real = merkle.node_hash

    def counting(left: bytes, right: bytes) -> bytes:
        counted[0] += 1
        return real(left, right)

    tree = Tree(HASHES[:1] * 100_000)
    tree.root()
    monkeypatch.setattr(merkle, "node_hash", counting)
    tree.grow(HASHES[1])
    tree.root()
    assert counted[0] < 2 * 17


@pytest.mark.parametrize("size", SIZES)
def test_every_consistency_proof_is_the_defined_one_and_holds(size: int) -> None:
    hashes = HASHES[:size]
    for first in range(size + 1):
        proof = consistency_proof(first, hashes)
        assert list(proof) == (subproof(first, hashes, True) if first else [])
        assert check_consistency(first, size, ROOTS[first], ROOTS[size], proof)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 21, 33, 64, 65, 127, 130])
def test_no_other_consistency_proof_holds(size: int) -> None:
    for first in range(size + 1):
        proof, old, new = consistency_proof(first, HASHES[:size]), ROOTS[first], ROOTS[size]
        assert not any(check_consistency(first, size, old, new, other) for other in others(proof))
        assert check_consistency(first, size, old, new, ()) == (proof == ())
        assert not check_consistency(first, size, flip(old), new, proof)
        if first:
            assert not check_consistency(first, size, old, flip(new), proof)
        assert not check_consistency(size + 1, size, old, new, proof)
        assert not check_consistency(-1, size, old, new, proof)


@pytest.mark.parametrize("size", [2, 3, 4, 5, 8, 21, 64])
def test_a_proof_is_no_proof_in_a_deeper_tree(size: int) -> None:
    hashes = HASHES[:size]
    for first in range(1, size):
        proof = consistency_proof(first, hashes)
        assert not check_consistency(first, size * 2, ROOTS[first], ROOTS[size], proof)


@given(st.data())
def test_trees_that_part_are_never_consistent(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 130))
    first = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, first - 1))
    other = [*HASHES[:changed], leaf_hash(b"other"), *HASHES[changed + 1 : size]]
    assert not check_consistency(first, size, ROOTS[first], mth(other), consistency_proof(first, other))


def test_what_is_not_there_has_no_proof() -> None:
    with pytest.raises(ValueError, match="no earlier tree of 4"):
        consistency_proof(4, HASHES[:3])
