"""The tree recomputed from its leaves and held to what is stored and signed."""

from collections.abc import Iterable, Mapping

from api.ledger.rules import tree
from api.ledger.rules.tree import STORED_LEVEL, TILE
from api.ledger.verify.report import FaultKind, Report


class Forest:
    """Leaves come in by their numbers; subtrees are recomputed.

    Where a leaf is missing the stored hash stands in, so that one fault does not hide, or make, others.
    """

    def __init__(self, stored: Mapping[tuple[int, int], bytes], sizes: Iterable[int]) -> None:
        self.size = 0
        self._stored = stored
        self._made: dict[tuple[int, int], bytes] = {}
        self._kept: dict[int, list[bytes | None]] = {}  # tiles that a signed size ends in
        self._wanted = {size // TILE for size in sizes if size % TILE}
        self._tile: list[bytes | None] = []
        self._number = 0

    def add(self, leaves: Iterable[tuple[int, bytes | None]]) -> None:
        """Take in leaves in rising order; None for one that is not known."""
        for seq, leaf in leaves:
            while seq >= (self._number + 1) * TILE:
                self._close()
            gap = seq - self._number * TILE - len(self._tile)
            self._tile.extend([None] * gap)
            self._tile.append(leaf)
            self.size = seq + 1

    def _close(self) -> None:
        """End a tile; a tile with a gap has no hash of its own."""
        self._tile.extend([None] * (TILE - len(self._tile)))
        known = [leaf for leaf in self._tile if leaf is not None]
        if len(known) == TILE:
            self._made[STORED_LEVEL, self._number] = tree.fold(known)
        if self._number in self._wanted:
            self._kept[self._number] = self._tile
        self._tile, self._number = [], self._number + 1

    def finish(self, report: Report) -> None:
        """Compute the upper levels and compare every subtree with the stored one."""
        if len(self._tile) == TILE:
            self._close()
        self._kept[self._number] = self._tile
        level, width = STORED_LEVEL, self.size // TILE
        while width:
            for position in range(width):
                self._compare(report, level, position)
            level, width = level + 1, width >> 1
        for level, position in self._stored:
            if level < STORED_LEVEL or (position + 1) << level > self.size:
                report.add(FaultKind.NODE_ADDED, level=level, position=position)

    def _compare(self, report: Report, level: int, position: int) -> None:
        if level > STORED_LEVEL:
            left, right = (self._best(level - 1, 2 * position + side) for side in (0, 1))
            if left is not None and right is not None:
                self._made[level, position] = tree.node_hash(left, right)
        made, stored = self._made.get((level, position)), self._stored.get((level, position))
        if stored is None:
            report.add(FaultKind.NODE_DELETED, level=level, position=position)
        elif made is not None and made != stored:
            report.add(FaultKind.NODE_ALTERED, level=level, position=position)

    def _best(self, level: int, position: int) -> bytes | None:
        return self._made.get((level, position)) or self._stored.get((level, position))

    def root(self, size: int) -> bytes | None:
        """The root over the first `size` leaves; None where leaves are missing and nothing stands in for them."""
        try:
            return tree.root(size, self._subtree) if size <= self.size else None
        except KeyError:
            return None

    def _subtree(self, level: int, position: int) -> bytes:
        if level >= STORED_LEVEL:
            found = self._best(level, position)
            if found is None:
                raise KeyError(position)
            return found
        tile, start = divmod(position << level, TILE)
        leaves = self._kept[tile][start : start + (1 << level)]
        known = [leaf for leaf in leaves if leaf is not None]
        if len(known) != 1 << level:
            raise KeyError(position)
        return tree.fold(known)
