"""Writing the ledger: events, their order, signed heads, epochs."""

from api.ledger.service.bulk import record_bulk
from api.ledger.service.events import Entry, erase_payload, record, record_access, record_all
from api.ledger.service.heads import open_epoch, prove, public_key, signed_head
from api.ledger.service.sequence import BATCH, sequence

__all__ = [
    "BATCH",
    "Entry",
    "erase_payload",
    "open_epoch",
    "prove",
    "public_key",
    "record",
    "record_access",
    "record_all",
    "record_bulk",
    "sequence",
    "signed_head",
]
