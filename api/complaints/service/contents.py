"""What a case says: written padded and sealed under the key of the case, read only by whoever may see the case.

A text is never in a column, an index or the ledger; that it was read is (`Requires(..., logged=True)`).
"""

from collections.abc import Collection, Iterable, Mapping
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
from api.core.database import insert_rows
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
    return next(iter(new_keys(ctx, 1)))


def new_keys(ctx: Context, number: int) -> dict[UUID, bytes]:
    """The same for many new cases, with the keys themselves."""
    return ctx.keys.create_data_keys("case", number)


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
    said = {"text": value} if isinstance(value, str) else value
    row = _row(ctx, case.id, key_of(ctx, case), kind, said)
    row |= {"number": queries.next_number(ctx, case.id), "drop_id": drop_id}
    insert_rows(ctx.session, _CONTENTS, [row])
    return UUID(str(row["id"]))


def write_first(ctx: Context, said: Iterable[tuple[ComplaintCase, bytes, Mapping[str, Any]]]) -> None:
    """Seal what new cases say, each under its key, with one statement for all of them."""
    rows = [_row(ctx, case.id, key, "complaint", words) | {"number": 1, "drop_id": None} for case, key, words in said]
    insert_rows(ctx.session, _CONTENTS, rows)


_CONTENTS = insert(ComplaintContent.metadata.tables[ComplaintContent.__tablename__])


def _row(ctx: Context, case_id: UUID, key: bytes, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    content_id = ids.random()
    return {
        "id": content_id,
        "case_id": case_id,
        "kind": kind,
        "sealed": sealing.seal_content(key, said, _place(case_id, content_id, kind)),
        "written_by": ctx.actor.id if ctx.actor else None,
        "written_on": clock.legal_day(ctx.now),
    }


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
