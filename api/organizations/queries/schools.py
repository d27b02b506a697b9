"""Reading schools: one, a page, everything for an export, the history."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, case, cast, func, literal, select
from sqlalchemy.orm import aliased

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation
from api.core.paging import Paging, ordering
from api.core.routing import Raw
from api.core.schemas import Feed, Named, Page, UnitRef
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations import rules
from api.organizations.errors import EXPORT_TOO_LARGE
from api.organizations.models import School, Unit, UnitExternalId
from api.organizations.queries.filters import counting, matching
from api.organizations.queries.tree import within_reach
from api.organizations.queries.units import external_ids_of
from api.organizations.rules import UnitKind
from api.organizations.schemas import ExternalId, SchoolFilter, SchoolOut, SchoolRow

MAX_EXPORT = 50_000
_CHUNK = 1_000

_PARENT = aliased(Unit, name="parent")

# Fields of a list that are columns as they stand.
_PLAIN: dict[str, Any] = {
    "id": School.id,
    "revision": School.revision,
    "name": School.name,
    "short_name": School.short_name,
    "code": School.code,
    "credit_code": School.credit_code,
    "type": School.type,
    "ownership": School.ownership,
    "boarding": School.boarding,
    "boarders": School.boarders,
    "canteen": School.canteen,
    "area": School.area,
    "pupils": School.pupils,
    "staff": School.staff,
    "party_members": School.party_members,
    "party_organization": School.party_organization,
    "party_coverage": School.party_coverage,
    "status": School.status,
}
_FACTS = (
    *(name for name in _PLAIN if name not in ("id", "revision")),
    "former_names",
    "address",
    "longitude",
    "latitude",
)
_PARENT_REF = (_PARENT.id.label("parent_id"), _PARENT.name.label("parent_name"), _PARENT.kind.label("parent_kind"))
_LISTED = (*_PLAIN.values(), School.created_at, School.updated_at, *_PARENT_REF)
_MORE = (School.former_names, School.address, School.longitude, School.latitude)

SORTS: dict[str, Any] = {
    "name": School.sort_key,
    "short_name": School.short_sort_key,
    "code": School.code,
    "type": School.type,
    "pupils": School.pupils,
    "staff": School.staff,
    "party_members": School.party_members,
    "created_at": School.created_at,
    "updated_at": School.updated_at,
}


def get_school(ctx: Context, school_id: UUID) -> SchoolOut:
    """A school within reach, in one statement. Errors: `not_found`."""
    stmt = (
        select(*_LISTED, *_MORE, UnitExternalId.scheme, UnitExternalId.value)
        .join(_PARENT, _PARENT.id == School.parent_id)
        .outerjoin(UnitExternalId, UnitExternalId.unit_id == School.id)
        .where(School.id == school_id)
        .order_by(UnitExternalId.scheme, UnitExternalId.value)
    )
    rows = ctx.session.execute(within_reach(ctx, stmt)).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return present(rows[0], _parent(rows[0]), external_ids_of(rows))


def load_school(ctx: Context, school_id: UUID) -> tuple[School, UnitRef, list[ExternalId]]:
    """A school to be changed, its parent and its external ids, in one statement. Errors: `not_found`."""
    stmt = (
        select(School, *_PARENT_REF, UnitExternalId.scheme, UnitExternalId.value)
        .join(_PARENT, _PARENT.id == School.parent_id)
        .outerjoin(UnitExternalId, UnitExternalId.unit_id == School.id)
        .where(School.id == school_id)
        .order_by(UnitExternalId.scheme, UnitExternalId.value)
    )
    rows = ctx.session.execute(within_reach(ctx, stmt)).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return rows[0].School, _parent(rows[0]), external_ids_of(rows)


def facts_of(school: School, external_ids: Iterable[ExternalId]) -> dict[str, Any]:
    """The facts of a school, as rules judge and the ledger shows them."""
    return {
        "parent_id": school.parent_id,
        **{name: getattr(school, name) for name in _FACTS},
        "external_ids": [external.model_dump() for external in external_ids],
    }


def present(school: School | Row[*tuple[Any, ...]], parent: UnitRef, external_ids: Iterable[Any]) -> SchoolOut:
    """A school (entity or row) as the wire shows it."""
    return SchoolOut(
        **_shared(school),
        parent=parent,
        district=Named(id=parent.id, name=parent.name) if parent.kind == UnitKind.DISTRICT else None,
        former_names=school.former_names,
        address=school.address,
        longitude=school.longitude,
        latitude=school.latitude,
        external_ids=[ExternalId.model_validate(external) for external in external_ids],
    )


def _shared(school: School | Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """What list and detail have in common, their parent aside."""
    return {
        **{name: getattr(school, name) for name in _PLAIN},
        "stages": rules.STAGES[rules.SchoolType(school.type)],
        "created_at": school.created_at,
        "updated_at": school.updated_at,
    }


def _parent(row: Row[*tuple[Any, ...]]) -> UnitRef:
    return UnitRef(id=row.parent_id, name=row.parent_name, kind=row.parent_kind)


# --- Lists -----------------------------------------------------------------------------------------------------------


def list_schools(ctx: Context, wanted: SchoolFilter, sort: str, paging: Paging) -> Page[SchoolRow] | Raw:
    """A page of the schools that match. Errors: `paging.bad_sort`.

    PostgreSQL writes the JSON of this hottest list itself, which halves its cost; a contract test holds both ways to
    the same answer.
    """
    found = matching(ctx, wanted)
    page = _ordered(ctx, found, sort, _LISTED).limit(paging.size).offset(paging.offset)
    total = within_reach(ctx, counting(wanted, found))
    if ctx.session.get_bind().dialect.name == "postgresql":
        return Raw(_page_as_json(ctx, page, total, paging))
    return page_from_rows(ctx, page, total, paging)


def page_from_rows(ctx: Context, page: Select[*tuple[Any, ...]], total: Select[int], paging: Paging) -> Page[SchoolRow]:
    """The page made of rows, in two statements that see one snapshot."""
    items = [SchoolRow(**_shared(row), parent=_parent(row)) for row in ctx.session.execute(page)]
    return Page(items=items, page=paging.page, size=paging.size, total=ctx.session.execute(total).scalar_one())


def _ordered(
    ctx: Context, found: Iterable[ColumnElement[bool]], sort: str, columns: Iterable[Any]
) -> Select[*tuple[Any, ...]]:
    stmt = select(*columns).join(_PARENT, _PARENT.id == School.parent_id).where(*found)
    return within_reach(ctx, stmt).order_by(*ordering(sort, SORTS, Unit.id))


def _page_as_json(ctx: Context, page: Select[*tuple[Any, ...]], total: Select[int], paging: Paging) -> bytes:
    """The page as one document made by PostgreSQL in one statement."""
    row = page.subquery("page").c
    fields: dict[str, Any] = {
        **{name: row[name] for name in _PLAIN},
        "parent": _json({"id": row.parent_id, "name": row.parent_name, "kind": row.parent_kind}),
        "stages": case(*((row.type == kind, _json_list(stages)) for kind, stages in rules.STAGES.items())),
        "created_at": func.to_char(row.created_at, _ZULU),
        "updated_at": func.to_char(row.updated_at, _ZULU),
    }
    items = select(func.coalesce(func.json_agg(_json(fields)), _json_list(()))).scalar_subquery()
    document = {
        "items": items,
        "page": literal(paging.page),
        "size": literal(paging.size),
        "total": total.scalar_subquery(),
    }
    text: str = ctx.session.execute(select(cast(_json(document), Text))).scalar_one()
    return text.encode()


# Connections speak UTC (core.database); milliseconds are cut off, not rounded, as `Moment` does.
_ZULU = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'


def _json(fields: dict[str, Any]) -> Any:
    return func.json_build_object(*(part for name, value in fields.items() for part in (literal(name), value)))


def _json_list(words: Iterable[str]) -> Any:
    return func.json_build_array(*(literal(str(word)) for word in words))


# --- Export and history ----------------------------------------------------------------------------------------------


def export_schools(ctx: Context, wanted: SchoolFilter, sort: str) -> Iterator[Row[*tuple[Any, ...]]]:
    """Every school that matches, read in chunks of one statement, so in any order and from one state of the data.

    Errors: `school.export_too_large` past 50,000 rows, `paging.bad_sort`.
    """
    stmt = _ordered(ctx, matching(ctx, wanted), sort, (*_LISTED, *_MORE)).limit(MAX_EXPORT + 1)
    rows = ctx.session.execute(stmt.execution_options(yield_per=_CHUNK))
    for number, row in enumerate(rows, start=1):
        if number > MAX_EXPORT:
            raise Refused(
                EXPORT_TOO_LARGE,
                [Violation(EXPORT_TOO_LARGE, parameter="q", params={"limit": MAX_EXPORT})],
                limit=MAX_EXPORT,
            )
        yield row


def list_school_history(ctx: Context, school_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a school within reach, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    stmt = within_reach(ctx, select(School.id).where(School.id == school_id))
    if ctx.session.execute(stmt).first() is None:
        raise Refused(NOT_FOUND)
    return ledger.list_object_events(ctx, UnitKind.SCHOOL, school_id, cursor, limit)
