"""The Merkle tree against the vectors of the certificate-transparency project, and against its own definition."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ledger.rules import tree

# certificate-transparency's reference tree (merkletree/merkle_tree_test.cc), used by every implementation of RFC 6962
# and RFC 9162 since: eight leaves, the root over the first n, some proofs.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
_96 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_5F = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_6B = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_BC = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_CA = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_0E = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
_B0 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
INCLUSION = [
    (0, 1, []),
    (0, 8, [_96, _5F, _6B]),
    (5, 8, [_BC, _CA, ROOTS[4].hex()]),
    (2, 3, [ROOTS[2].hex()]),
    (1, 5, [ROOTS[1].hex(), _5F, _BC]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [_96, _5F, _6B]),
    (6, 8, [_0E, _CA, ROOTS[4].hex()]),
    (2, 5, [_5F, _BC]),
    (6, 7, [_0E, _B0, ROOTS[4].hex()]),
]


def hashes(count: int) -> list[bytes]:
    return [tree.leaf_hash(str(number).encode()) for number in range(count)]


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH as RFC 9162, 2.1.1 writes it down."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + defined_root(leaves[:half]) + defined_root(leaves[half:])).digest()


class TestPublishedVectors:
    SUBTREE = staticmethod(tree.of_leaves([tree.leaf_hash(leaf) for leaf in LEAVES]))

    @pytest.mark.parametrize("size", range(9))
    def test_the_root_over_the_first_leaves_is_the_published_one(self, size: int) -> None:
        assert tree.root(size, self.SUBTREE) == ROOTS[size]

    @pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
    def test_an_inclusion_proof_is_the_published_one(self, index: int, size: int, proof: list[str]) -> None:
        made = tree.inclusion(index, size, self.SUBTREE)
        assert [step.hex() for step in made] == proof
        assert tree.root_of_inclusion(index, size, tree.leaf_hash(LEAVES[index]), made) == ROOTS[size]

    @pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCY)
    def test_a_consistency_proof_is_the_published_one(self, old: int, new: int, proof: list[str]) -> None:
        made = tree.consistency(old, new, self.SUBTREE)
        assert [step.hex() for step in made] == proof
        assert tree.consistent(old, new, (ROOTS[old], ROOTS[new]), made)


class TestRoot:
    @given(st.integers(0, 600))
    def test_it_is_what_the_rfc_defines(self, size: int) -> None:
        leaves = hashes(size)
        assert tree.root(size, tree.of_leaves(leaves)) == defined_root(leaves)


class TestInclusion:
    @given(st.integers(1, 600), st.data())
    def test_every_leaf_of_every_tree_is_proved(self, size: int, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, size - 1))
        leaves = hashes(size)
        subtree = tree.of_leaves(leaves)
        proof = tree.inclusion(index, size, subtree)
        assert tree.root_of_inclusion(index, size, leaves[index], proof) == tree.root(size, subtree)

    @given(st.integers(2, 300), st.data())
    def test_nothing_else_is(self, size: int, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, size - 1))
        leaves = hashes(size)
        subtree = tree.of_leaves(leaves)
        proof, root = tree.inclusion(index, size, subtree), tree.root(size, subtree)
        other = b"\x00" * 32
        step = data.draw(st.integers(0, len(proof) - 1))
        flipped = [*proof[:step], bytes([proof[step][0] ^ 4, *proof[step][1:]]), *proof[step + 1 :]]
        for claim in [
            (index, size, other, proof),
            (index, size, leaves[index], [*proof, other]),
            (index, size, leaves[index], [*proof, root]),
            (index, size, leaves[index], [other, *proof]),
            (index, size, leaves[index], proof[1:]),
            (index, size, leaves[index], proof[:-1]),
            (index, size, leaves[index], flipped),
            (index ^ 1, size, leaves[index], proof),
            (index, size * 2, leaves[index], proof),
            (size, size, leaves[index], proof),
            (-1, size, leaves[index], proof),
        ]:
            assert tree.root_of_inclusion(*claim) != root


class TestConsistency:
    @given(st.integers(1, 500), st.integers(0, 300))
    def test_a_tree_that_grew_proves_it(self, old: int, more: int) -> None:
        subtree = tree.of_leaves(hashes(old + more))
        roots = tree.root(old, subtree), tree.root(old + more, subtree)
        assert tree.consistent(old, old + more, roots, tree.consistency(old, old + more, subtree))

    @given(st.integers(1, 300), st.integers(1, 200))
    def test_a_tree_that_was_rewritten_cannot(self, old: int, more: int) -> None:
        subtree = tree.of_leaves(hashes(old + more))
        proof = tree.consistency(old, old + more, subtree)
        before, after = tree.root(old, subtree), tree.root(old + more, subtree)
        other = b"\x00" * 32
        assert not tree.consistent(old, old + more, (other, after), proof)
        assert not tree.consistent(old, old + more, (before, other), proof)
        assert not tree.consistent(old, old + more, (before, after), [*proof, other])
        assert not tree.consistent(old, old + more, (before, after), proof[:-1])
        assert not tree.consistent(old, old + more, (before, after), [other, *proof])
        assert not tree.consistent(0, old, (before, before), proof)
        assert not tree.consistent(old + more, old, (after, before), proof)


class TestStoredNodes:
    @given(st.integers(0, 40), st.integers(1, 40))
    def test_growing_in_two_steps_stores_each_perfect_subtree_once(self, first: int, second: int) -> None:
        tiles = hashes(first + second)
        stored: dict[tuple[int, int], bytes] = {}
        for start, end in ((0, first), (first, first + second)):
            for level, position, found in tree.completed(start, tiles[start:end], lambda *key: stored[key]):
                assert (level, position) not in stored
                stored[level, position] = found
        subtree = tree.of_leaves(tiles)
        assert stored == {
            (tree.STORED_LEVEL + level, position): subtree(level, position)
            for level in range(7)
            for position in range((first + second) >> level)
        }
