"""The canonical document of a school: what the ledger keeps the hash of, and `ledger verify --objects` holds the row to.

Schema 1 has every fact of a school, its place below a parent, its revision and when it was registered. What is derived
(sort keys, search tokens, the materialized path) is not in it. Another column here is another schema: the golden file
of schema 1 stays, and rows are held to the schema in which their last change was hashed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.frames import dashed, json_lines
from api.ledger.rules import document_hashes, plain
from api.ledger.verify import Document, VerifiableKind
from api.organizations.models import School, Unit, UnitExternalId
from api.organizations.rules import Facts, UnitKind

if TYPE_CHECKING:
    from polars import DataFrame, Expr

SCHEMA = 1
FIELDS = (
    *("parent_id", "name", "short_name", "code", "credit_code", "type", "ownership", "boarding", "boarders", "canteen"),
    *("area", "pupils", "staff", "party_members", "party_organization", "party_coverage", "status", "former_names"),
    *("address", "longitude", "latitude", "external_ids"),
)
_UNIT, _SCHOOL, _EXTERNAL = (model.metadata.tables[model.__tablename__] for model in (Unit, School, UnitExternalId))
_CHUNK = 5_000


def school_document(school: Any, facts: Facts) -> dict[str, Any]:
    """The document of a school: `school` is its entity or row, `facts` are those after the change."""
    kept = {"schema": SCHEMA, "id": school.id, "revision": school.revision, "created_at": school.created_at}
    return kept | {name: facts[name] for name in FIELDS}


def school_hashes(new: DataFrame, created_at: datetime) -> list[str]:
    """The hashes of the documents of new schools, as `enter_frames` writes them; the frame's own JSON is canonical."""
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    own_id = pl.struct(scheme="source", value="key")
    ids = pl.when(pl.col("source").is_not_null()).then(pl.concat_list(own_id)).otherwise(pl.lit([]))
    made: dict[str, Expr] = {
        "schema": pl.lit(SCHEMA),
        "revision": pl.lit(1),
        "created_at": pl.lit(plain(created_at)),
        "id": dashed("id"),
        "parent_id": dashed("parent_id"),
        "former_names": pl.lit([], pl.List(pl.String)),
        "external_ids": ids,
        **{name: _degrees(name) for name in ("longitude", "latitude")},
    }
    names = sorted({"schema", "id", "revision", "created_at", *FIELDS})
    return document_hashes(json_lines(new.select(made.get(name, pl.col(name)).alias(name) for name in names)))


def _degrees(micro: str) -> Expr:
    """As `rules.degrees`: always with six decimals."""
    import polars as pl  # noqa: PLC0415

    size = pl.col(micro).abs()
    sign = pl.when(pl.col(micro) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    fraction = (size % 1_000_000).cast(pl.String).str.pad_start(6, "0")
    return pl.concat_str(sign, (size // 1_000_000).cast(pl.String), pl.lit("."), fraction)


def read_schools(session: Session) -> Iterator[Document]:
    """Every school as its rows say it is, in the order of ids."""
    columns = [(_UNIT.c if name in _UNIT.c else _SCHOOL.c)[name] for name in FIELDS if name != "external_ids"]
    stmt = select(_UNIT.c.id, _UNIT.c.revision, _UNIT.c.created_at, *columns)
    stmt = stmt.join(_SCHOOL, _SCHOOL.c.id == _UNIT.c.id).order_by(_UNIT.c.id)
    external_ids = _external_ids(session)
    waiting = next(external_ids, None)
    for row in session.execute(stmt, execution_options={"yield_per": _CHUNK}):
        while waiting is not None and waiting[0] < row.id:
            waiting = next(external_ids, None)
        own = waiting[1] if waiting is not None and waiting[0] == row.id else []
        yield Document(row.id, row.revision, school_document(row, {**row._mapping, "external_ids": own}))  # noqa: SLF001


def _external_ids(session: Session) -> Iterator[tuple[UUID, list[dict[str, str]]]]:
    """By unit, in the order in which facts list them."""
    stmt = select(_EXTERNAL).order_by(_EXTERNAL.c.unit_id)
    rows: Iterable[Any] = session.execute(stmt, execution_options={"yield_per": _CHUNK})
    for unit_id, group in groupby(rows, key=lambda row: row.unit_id):
        listed = sorted((row.scheme, row.value) for row in group)
        yield unit_id, [{"scheme": scheme, "value": value} for scheme, value in listed]


SCHOOLS = VerifiableKind(UnitKind.SCHOOL.value, read_schools)
