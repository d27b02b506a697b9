"""Editions that were published before the ledger kept them as objects of their own are brought in, once, after an upgrade.

By what the ledger said when they were released: the event of the release holds the hash of the document. An edition
that is another now is not brought in, and stays named as one that the ledger does not know.
"""

from api.core.context import Context
from api.disclosures.queries.editions import EDITION, edition_id, list_unrecorded
from api.ledger.rules import Subject
from api.ledger.service import record


def record_editions(ctx: Context) -> int:
    """Bring in what is missing; how many."""
    found = list_unrecorded(ctx)
    for notice, edition in found:
        about = Subject(EDITION, edition_id(notice.id, edition.edition), notice.title, notice.unit_id, 1)
        said = {"number": notice.number}
        record(ctx, "public_notice_edition.published", about, None, said, document=edition.document)
    return len(found)
