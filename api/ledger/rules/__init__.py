"""The rules of the ledger: what an event commits to, in which order events stand, how the order is proved. Pure."""

from api.ledger.rules.events import (
    LEAF_SCHEMA,
    PAYLOAD_SCHEMA,
    Subject,
    canonical,
    changes,
    commitment,
    document_hash,
    document_hashes,
    leaf,
    payload,
    place_seal,
    plain,
    seal,
)
from api.ledger.rules.order import Waiting, in_order
from api.ledger.rules.proofs import Disproved, Proof, Proved

__all__ = [
    "LEAF_SCHEMA",
    "PAYLOAD_SCHEMA",
    "Disproved",
    "Proof",
    "Proved",
    "Subject",
    "Waiting",
    "canonical",
    "changes",
    "commitment",
    "document_hash",
    "document_hashes",
    "in_order",
    "leaf",
    "payload",
    "place_seal",
    "plain",
    "seal",
]
