"""The Merkle tree of RFC 9162, section 2.1: roots, inclusion and consistency proofs, and how they are checked.

A tree is known by its perfect subtrees: `subtree(level, position)` is the hash over the 2^level leaves that begin at leaf
position · 2^level. Where these hashes come from (rows, a list, a recomputation) is the caller's matter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

Subtree = Callable[[int, int], bytes]

EMPTY = sha256(b"").digest()
# Perfect subtrees from this level on are stored; what is smaller is computed from at most 256 leaves.
STORED_LEVEL = 8
TILE = 1 << STORED_LEVEL


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf; the prefix keeps leaves and nodes apart."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def root(size: int, subtree: Subtree) -> bytes:
    """The root over the first `size` leaves."""
    return span(0, size, subtree) if size else EMPTY


def span(start: int, end: int, subtree: Subtree) -> bytes:
    """The hash over leaves [start, end), a node of the tree that ends there."""
    level = (end - start).bit_length() - 1
    if end - start == 1 << level:
        return subtree(level, start >> level)
    middle = start + (1 << level)
    return node_hash(span(start, middle, subtree), span(middle, end, subtree))


def _middle(start: int, end: int) -> int:
    """Where a node divides: after the largest power of two that is smaller than its width."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that leaf `index` is in the tree of `size` leaves (2.1.3.1), from the leaf's sibling upwards."""
    start, end, proof = 0, size, []
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            proof.append(span(middle, end, subtree))
            end = middle
        else:
            proof.append(span(start, middle, subtree))
            start = middle
    return proof[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves (2.1.4.1); 0 < old ≤ new."""
    start, end, proof = 0, new, []
    while old != end:
        middle = _middle(start, end)
        if old <= middle:
            proof.append(span(middle, end, subtree))
            end = middle
        else:
            proof.append(span(start, middle, subtree))
            start = middle
    if start:
        proof.append(span(start, end, subtree))
    return proof[::-1]


def root_of_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root to which an inclusion proof leads (2.1.3.2); None when the proof has the wrong length."""
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def consistent(old: int, new: int, roots: tuple[bytes, bytes], proof: Sequence[bytes]) -> bool:
    """Whether a consistency proof leads from the old root to the new one (2.1.4.2)."""
    if old == new:
        return roots[0] == roots[1] and not proof
    if not 0 < old < new or not proof:
        return False
    steps = list(proof) if old & (old - 1) else [roots[0], *proof]
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (before, after) == roots


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over a power of two of subtrees of one level."""
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]


def completed(first_tile: int, tiles: Iterable[bytes], stored: Subtree) -> Iterator[tuple[int, int, bytes]]:
    """The nodes to be stored when `tiles` are added from `first_tile` on: (level, position, hash), each left one first.

    `stored` is asked for left siblings that were there before.
    """
    made: dict[tuple[int, int], bytes] = {}
    for offset, tile in enumerate(tiles):
        level, position, found = STORED_LEVEL, first_tile + offset, tile
        made[level, position] = found
        yield level, position, found
        while position & 1:
            left = made.get((level, position - 1)) or stored(level, position - 1)
            level, position, found = level + 1, position >> 1, node_hash(left, found)
            made[level, position] = found
            yield level, position, found


def of_leaves(leaves: Sequence[bytes]) -> Subtree:
    """The subtrees of a list of leaf hashes."""
    return lambda level, position: fold(leaves[position << level : (position + 1) << level])
