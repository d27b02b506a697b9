"""Reading schools: one, a page, everything for an export, the history."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, Text, bindparam, case, cast, func, literal, select

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation
from api.core.paging import Paging, ordering
from api.core.routing import Raw
from api.core.schemas import Feed, Named, Page, UnitRef
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations import rules
from api.organizations.errors import EXPORT_TOO_LARGE
from api.organizations.models import School, UnitExternalId
from api.organizations.queries.filters import SCHOOL, SCHOOLS, UNIT, counting, matching
from api.organizations.queries.succession import successors_of
from api.organizations.queries.tree import reach_bounds, within_bounds, within_reach
from api.organizations.queries.units import external_ids_of
from api.organizations.rules import UnitKind
from api.organizations.schemas import ExternalId, SchoolFilter, SchoolOut, SchoolRow

MAX_EXPORT = 50_000
_CHUNK = 1_000

_PARENT = UNIT.alias("parent")
_EXTERNAL = UnitExternalId.__table__

# Fields of a list that are columns as they stand.
_PLAIN: dict[str, Any] = {
    name: (UNIT.c if name in UNIT.c else SCHOOL.c)[name]
    for name in (
        *("id", "revision", "name", "short_name", "code", "credit_code", "type", "ownership", "boarding", "boarders"),
        *("canteen", "area", "pupils", "staff", "party_members", "party_organization", "party_coverage", "status"),
    )
}
FACTS = (
    *(name for name in _PLAIN if name not in ("id", "revision")),
    "former_names",
    "address",
    "longitude",
    "latitude",
)
_PARENT_REF = (
    _PARENT.c.id.label("parent_id"),
    _PARENT.c.name.label("parent_name"),
    _PARENT.c.kind.label("parent_kind"),
)
_LISTED = (*_PLAIN.values(), UNIT.c.created_at, UNIT.c.updated_at, *_PARENT_REF)
_MORE = (SCHOOL.c.former_names, SCHOOL.c.address, SCHOOL.c.longitude, SCHOOL.c.latitude)
_FROM = SCHOOLS.join(_PARENT, _PARENT.c.id == UNIT.c.parent_id)

SORTS: dict[str, Any] = {
    "name": UNIT.c.sort_key,
    "short_name": UNIT.c.short_sort_key,
    "code": UNIT.c.code,
    "type": SCHOOL.c.type,
    "pupils": SCHOOL.c.pupils,
    "staff": SCHOOL.c.staff,
    "party_members": SCHOOL.c.party_members,
    "created_at": UNIT.c.created_at,
    "updated_at": UNIT.c.updated_at,
}


@cache
def _one(subtrees: int) -> Select[*tuple[Any, ...]]:
    return (
        select(*_LISTED, *_MORE, _EXTERNAL.c.scheme, _EXTERNAL.c.value)
        .select_from(_FROM.outerjoin(_EXTERNAL, _EXTERNAL.c.unit_id == UNIT.c.id))
        .where(UNIT.c.id == bindparam("school_id"), within_bounds(UNIT.c.path, subtrees))
        .order_by(_EXTERNAL.c.scheme, _EXTERNAL.c.value)
    )


def get_school(ctx: Context, school_id: UUID) -> SchoolOut:
    """A school within reach, in one statement. Errors: `not_found`."""
    bounds = reach_bounds(ctx)
    rows = ctx.session.execute(_one(len(bounds) // 2), {"school_id": school_id, **bounds}).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return present(rows[0], parent_of(rows[0]), external_ids_of(rows), successors_of(ctx, rows[0]))


def load_school(ctx: Context, school_id: UUID) -> tuple[School, UnitRef, list[ExternalId]]:
    """A school to be changed, its parent and its external ids, in one statement. Errors: `not_found`."""
    stmt = (
        select(School, *_PARENT_REF, UnitExternalId.scheme, UnitExternalId.value)
        .join(_PARENT, _PARENT.c.id == School.parent_id)
        .outerjoin(UnitExternalId, UnitExternalId.unit_id == School.id)
        .where(School.id == school_id)
        .order_by(UnitExternalId.scheme, UnitExternalId.value)
    )
    rows = ctx.session.execute(within_reach(ctx, stmt)).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return rows[0].School, parent_of(rows[0]), external_ids_of(rows)


def facts_of(school: School, external_ids: Iterable[ExternalId]) -> dict[str, Any]:
    """The facts of a school, as rules judge and the ledger shows them."""
    return {
        "parent_id": school.parent_id,
        **{name: getattr(school, name) for name in FACTS},
        "external_ids": [external.model_dump() for external in external_ids],
    }


def present(
    school: Any, parent: UnitRef, external_ids: Iterable[Any], succeeded_by: Sequence[UnitRef] = ()
) -> SchoolOut:
    """A school (entity, row or new row) as the wire shows it."""
    return SchoolOut(
        **_shared(school),
        parent=parent,
        district=Named(id=parent.id, name=parent.name) if parent.kind == UnitKind.DISTRICT else None,
        former_names=school.former_names,
        address=school.address,
        longitude=school.longitude,
        latitude=school.latitude,
        external_ids=[ExternalId.model_validate(external) for external in external_ids],
        succeeded_by=list(succeeded_by),
    )


def _shared(school: Any) -> dict[str, Any]:
    """What list and detail have in common, their parent aside."""
    return {
        **{name: getattr(school, name) for name in _PLAIN},
        "stages": rules.STAGES[rules.SchoolType(school.type)],
        "created_at": school.created_at,
        "updated_at": school.updated_at,
    }


def parent_reference() -> tuple[Any, tuple[Any, ...]]:
    """The table of parents and the columns that `parent_of` reads, for statements of their own."""
    return _PARENT, _PARENT_REF


def parent_of(row: Row[*tuple[Any, ...]]) -> UnitRef:
    """The parent of a school whose row was joined with it."""
    return UnitRef(id=row.parent_id, name=row.parent_name, kind=row.parent_kind)


# --- Lists -----------------------------------------------------------------------------------------------------------


def list_schools(ctx: Context, wanted: SchoolFilter, sort: str, paging: Paging) -> Page[SchoolRow] | Raw:
    """A page of the schools that match. Errors: `paging.bad_sort`.

    PostgreSQL writes the JSON of this hottest list itself, which halves its cost; a contract test holds both ways to
    the same answer.
    """
    if _dialect(ctx) != "postgresql":
        return page_from_rows(ctx, wanted, sort, paging)
    bounds = reach_bounds(ctx)
    document = _page_as_json(wanted, sort, len(bounds) // 2)
    text: str = ctx.session.execute(document, {**_place(paging), **bounds}).scalar_one()
    return Raw(text.encode())


def page_from_rows(ctx: Context, wanted: SchoolFilter, sort: str, paging: Paging) -> Page[SchoolRow]:
    """The page made of rows, in two statements that see one snapshot."""
    bounds = reach_bounds(ctx)
    page, total = _page(_dialect(ctx), wanted, sort, len(bounds) // 2)
    rows = ctx.session.execute(page, {**_place(paging), **bounds})
    items = [SchoolRow(**_shared(row), parent=parent_of(row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=ctx.session.execute(total, bounds).scalar_one())


def _dialect(ctx: Context) -> str:
    return ctx.session.get_bind().dialect.name


def _place(paging: Paging) -> dict[str, int]:
    return {"page": paging.page, "size": paging.size, "offset": paging.offset}


@lru_cache(maxsize=256)
def _page(dialect: str, wanted: SchoolFilter, sort: str, subtrees: int) -> tuple[Select[*tuple[Any, ...]], Select[int]]:
    """Statements of a page and of the total, built once for each question that is asked."""
    found = [*matching(dialect, wanted), within_bounds(UNIT.c.path, subtrees)]
    size, offset = bindparam("size", type_=Integer), bindparam("offset", type_=Integer)
    return _ordered(found, sort, _LISTED).limit(size).offset(offset), counting(wanted, found)


def _ordered(found: Iterable[ColumnElement[bool]], sort: str, columns: Iterable[Any]) -> Select[*tuple[Any, ...]]:
    return select(*columns).select_from(_FROM).where(*found).order_by(*ordering(sort, SORTS, UNIT.c.id))


@lru_cache(maxsize=256)
def _page_as_json(wanted: SchoolFilter, sort: str, subtrees: int) -> Select[str]:
    """The page as one document made by PostgreSQL in one statement."""
    page, total = _page("postgresql", wanted, sort, subtrees)
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
        "page": bindparam("page", type_=Integer),
        "size": bindparam("size", type_=Integer),
        "total": total.scalar_subquery(),
    }
    return select(cast(_json(document), Text))


# Connections speak UTC (core.database); milliseconds are cut off, not rounded, as `Moment` does.
_ZULU = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'


def _json(fields: dict[str, Any]) -> Any:
    return func.json_build_object(*(part for name, value in fields.items() for part in (literal(name), value)))


def _json_list(words: Iterable[str]) -> Any:
    return func.json_build_array(*(literal(str(word)) for word in words))


# --- Export and history ----------------------------------------------------------------------------------------------


def export_schools(ctx: Context, wanted: SchoolFilter, sort: str) -> Iterator[Row[*tuple[Any, ...]]]:
    """Every school that matches, for a download that is waited for.

    Errors: `school.export_too_large` past 50,000 rows, `paging.bad_sort`.
    """
    for number, row in enumerate(stream_schools(ctx, wanted, sort, MAX_EXPORT + 1), start=1):
        if number > MAX_EXPORT:
            raise Refused(
                EXPORT_TOO_LARGE,
                [Violation(EXPORT_TOO_LARGE, parameter="q", params={"limit": MAX_EXPORT})],
                limit=MAX_EXPORT,
            )
        yield row


def stream_schools(
    ctx: Context, wanted: SchoolFilter, sort: str, limit: int | None = None
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Every school that matches, read in chunks of one statement, so in any order and from one state of the data.

    Errors: `paging.bad_sort`.
    """
    bounds = reach_bounds(ctx)
    found = [*matching(_dialect(ctx), wanted), within_bounds(UNIT.c.path, len(bounds) // 2)]
    stmt = _ordered(found, sort, (*_LISTED, *_MORE)).limit(limit)
    yield from ctx.session.execute(stmt, bounds, execution_options={"yield_per": _CHUNK})


def count_schools(ctx: Context, wanted: SchoolFilter) -> int:
    """How many schools match."""
    bounds = reach_bounds(ctx)
    found = [*matching(_dialect(ctx), wanted), within_bounds(UNIT.c.path, len(bounds) // 2)]
    return ctx.session.execute(counting(wanted, found), bounds).scalar_one()


def list_school_history(ctx: Context, school_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a school within reach, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    stmt = within_reach(ctx, select(School.id).where(School.id == school_id))
    if ctx.session.execute(stmt).first() is None:
        raise Refused(NOT_FOUND)
    return ledger.list_object_events(ctx, UnitKind.SCHOOL, school_id, cursor, limit)
