"""Destroying what a case says: its rows in the transaction that orders it, its key after the commit.

Copies of the rows lie in backups; without the key they are noise, and the destroy-list, which `restore` applies, keeps
the key from coming back with a key backup.
"""

from uuid import UUID

from sqlalchemy import delete

from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import (
    ComplaintAttachment,
    ComplaintContent,
    ComplaintIdentity,
    DoomedKey,
    IdentityRequest,
)
from api.complaints.models.working import ComplaintHandover, ComplaintLink
from api.complaints.queries import custody
from api.complaints.queries import vault as queries
from api.core.context import Context
from api.core.database import insert_or
from api.core.keys import UnknownKey

_AT_ONCE = 20
_HELD = (
    *(ComplaintContent, ComplaintAttachment, ComplaintIdentity),
    *(IdentityRequest, ComplaintHandover, ComplaintLink),
)


def wipe(ctx: Context, case: ComplaintCase, reference: str) -> None:
    """Destroy what a case says, its files and identity; the case's own row stays. `reference` is the order's, no content."""
    for view_key in custody.view_keys(ctx.session, case.id):
        doom(ctx, view_key, reference)
    for table in _HELD:
        ctx.session.execute(delete(table).where(table.case_id == case.id))
    if case.data_key_id is not None:
        doom(ctx, case.data_key_id, reference)
        case.data_key_id = None


def doom(ctx: Context, key_id: UUID, reference: str) -> None:
    """Have a key destroyed once this transaction is committed; the worker does it."""
    row = {"key_id": key_id, "reference": reference}
    ctx.session.execute(insert_or(ctx.session, DoomedKey.__table__).values(row).on_conflict_do_nothing())


def destroy_doomed(ctx: Context) -> bool:
    """Destroy keys that are doomed; whether there are more. A crash before the commit destroys them once more: no harm."""
    found = queries.doomed(ctx.session, _AT_ONCE)
    for key in found:
        try:
            ctx.keys.destroy(key.key_id, key.reference)
        except UnknownKey:  # it never was there, or another store holds it
            continue
    ctx.session.execute(delete(DoomedKey).where(DoomedKey.key_id.in_([key.key_id for key in found])))
    return len(found) == _AT_ONCE
