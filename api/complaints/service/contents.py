"""What a case says: written padded and sealed under the key of the case, read only by whoever may see the case.

A text is never in a column, an index or the ledger; that it was read is (`Requires(..., logged=True)`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintContent
from api.complaints.queries import vault as queries
from api.complaints.sealing import NotOpened
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Refused
from api.core.keys import DestroyedKey, UnknownKey


@dataclass(frozen=True, slots=True)
class Content:
    """One text of a case, opened."""

    id: UUID
    kind: str
    said: Mapping[str, Any]
    written_by: UUID | None
    written_on: date

    @property
    def text(self) -> str:
        """The words themselves."""
        return str(self.said.get("text", ""))


def new_key(ctx: Context) -> UUID:
    """The key of a new case, by its id. A case whose row is never committed leaves a key that opens nothing."""
    return ctx.keys.create_data_key("case")


def key_of(ctx: Context, case: ComplaintCase) -> bytes:
    """The key of a case. Errors: `complaint.wiped`."""
    if case.data_key_id is None:
        raise Refused(errors.WIPED)
    try:
        return ctx.keys.open_data_key(case.data_key_id)
    except (DestroyedKey, UnknownKey) as error:
        raise Refused(errors.WIPED) from error


def write(
    ctx: Context, case: ComplaintCase, kind: str, value: str | Mapping[str, Any], drop_id: UUID | None = None
) -> UUID:
    """Seal a text of a case and give its id. Errors: `complaint.wiped`."""
    content_id = ids.random()
    said = {"text": value} if isinstance(value, str) else dict(value)
    row = {
        "id": content_id,
        "case_id": case.id,
        "number": queries.next_number(ctx, case.id),
        "kind": kind,
        "sealed": sealing.seal_content(key_of(ctx, case), said, _place(case.id, content_id, kind)),
        "written_by": ctx.actor.id if ctx.actor else None,
        "written_on": clock.legal_day(ctx.now),
        "drop_id": drop_id,
    }
    ctx.session.execute(insert(ComplaintContent).values(row))
    return content_id


def read(ctx: Context, case: ComplaintCase, ids: Collection[UUID] | None = None) -> list[Content]:
    """The texts of a case, or those of these ids, in their order. Errors: `complaint.wiped`."""
    rows = queries.contents_of(ctx, case.id, ids)
    return [_opened(key_of(ctx, case), row) for row in rows] if rows else []


def texts(ctx: Context, case: ComplaintCase, ids: Collection[UUID] | None = None) -> dict[UUID, str]:
    """The words of these texts, by id. Errors: `complaint.wiped`."""
    return {found.id: found.text for found in read(ctx, case, ids)}


def _opened(key: bytes, row: ComplaintContent) -> Content:
    try:
        said, _ = sealing.open_content(key, row.sealed, _place(row.case_id, row.id, row.kind))
    except NotOpened as error:
        raise Refused(errors.WIPED) from error
    return Content(row.id, row.kind, said, row.written_by, row.written_on)


def _place(case_id: UUID, content_id: UUID, kind: str) -> str:
    return f"content/{case_id}/{content_id}/{kind}"
