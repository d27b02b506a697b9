"""What a verification found: every fault has a name, and names the row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LISTED = 200


class FaultKind(StrEnum):
    """What can be wrong with a ledger; the sentences are in `SENTENCES`."""

    EVENT_ALTERED = "event.altered"
    EVENT_DELETED = "event.deleted"
    EVENT_FORGED = "event.forged"
    EVENT_UNPLACED = "event.unplaced"
    PAYLOAD_ALTERED = "payload.altered"
    PAYLOAD_DELETED = "payload.deleted"
    PAYLOAD_KEPT = "payload.kept"
    PLACE_ALTERED = "place.altered"
    PLACE_DELETED = "place.deleted"
    PLACE_REPEATED = "place.repeated"
    LEAF_ALTERED = "leaf.altered"
    NODE_ADDED = "node.added"
    NODE_ALTERED = "node.altered"
    NODE_DELETED = "node.deleted"
    HEAD_BEYOND_EPOCH = "head.beyond_epoch"
    HEAD_FORGED = "head.forged"
    HEAD_MISMATCH = "head.mismatch"
    TREE_TRUNCATED = "tree.truncated"
    EPOCH_ALTERED = "epoch.altered"
    MANIFEST_ALTERED = "manifest.altered"
    OBJECT_ALTERED = "object.altered"
    OBJECT_DELETED = "object.deleted"
    OBJECT_INSERTED = "object.inserted"


# For the host's console; the SPA has its own.
SENTENCES: Mapping[FaultKind, tuple[str, str]] = {
    FaultKind.EVENT_ALTERED: ("事件被改动", "an event was altered"),
    FaultKind.EVENT_DELETED: ("事件被删除", "an event was deleted"),
    FaultKind.EVENT_FORGED: ("事件不是本系统写的", "an event was not written by this installation"),
    FaultKind.EVENT_UNPLACED: ("事件既没有序号也不在等待", "an event has no place and does not wait for one"),
    FaultKind.PAYLOAD_ALTERED: ("事件内容被改动", "what an event said was altered"),
    FaultKind.PAYLOAD_DELETED: ("事件内容被删除，没有抹除令", "what an event said was deleted without an order"),
    FaultKind.PAYLOAD_KEPT: ("已下抹除令，内容仍在", "what an order erased is still there"),
    FaultKind.PLACE_ALTERED: ("序号行被改动、调换或添加", "a place in the sequence was altered, swapped or added"),
    FaultKind.PLACE_DELETED: ("序号行被删除", "a place in the sequence was deleted"),
    FaultKind.PLACE_REPEATED: ("已有序号的事件又在等待", "an event that has its place waits for another"),
    FaultKind.LEAF_ALTERED: ("叶哈希被改动", "a leaf hash was altered"),
    FaultKind.NODE_ADDED: ("树节点是添加的", "a node of the tree was added"),
    FaultKind.NODE_ALTERED: ("树节点被改动", "a node of the tree was altered"),
    FaultKind.NODE_DELETED: ("树节点被删除", "a node of the tree was deleted"),
    FaultKind.HEAD_BEYOND_EPOCH: ("恢复之前的一段记录已经不在", "entries were lost before a restore"),
    FaultKind.HEAD_FORGED: ("树头的签名不成立", "the signature of a head does not hold"),
    FaultKind.HEAD_MISMATCH: ("树与签过的树头不符", "the tree is not the one that was signed"),
    FaultKind.TREE_TRUNCATED: ("末尾的记录被截去", "the end of the sequence was cut off"),
    FaultKind.EPOCH_ALTERED: ("纪元行被改动", "an epoch was altered"),
    FaultKind.MANIFEST_ALTERED: ("批量事件的清单被改动", "the manifest of a bulk event was altered"),
    FaultKind.OBJECT_ALTERED: ("业务记录被绕过系统改动", "a record was altered behind the product's back"),
    FaultKind.OBJECT_DELETED: ("业务记录被绕过系统删除", "a record was deleted behind the product's back"),
    FaultKind.OBJECT_INSERTED: ("业务记录被绕过系统添加", "a record was inserted behind the product's back"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `where`: seq, event, level, position, epoch, size, type, id; figures and ids only."""

    kind: FaultKind
    where: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For the job's result."""
        return {"kind": self.kind.value, **self.where}


@dataclass(slots=True)
class Report:
    """Figures and faults; `faults` lists the first 200, `found` counts all."""

    size: int = 0
    root: str = ""
    pending: int = 0
    objects: int = 0
    unproven: int = 0  # objects whose last change was written before documents were hashed
    heads: int = 0
    found: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, kind: FaultKind, **where: Any) -> None:
        """Note a fault."""
        self.found += 1
        if len(self.faults) < LISTED:
            self.faults.append(Fault(kind, {name: value for name, value in where.items() if value is not None}))

    def as_json(self) -> dict[str, Any]:
        """For the job's result."""
        figures = {name: getattr(self, name) for name in self.__slots__ if name != "faults"}
        return {**figures, "faults": [fault.as_json() for fault in self.faults]}
