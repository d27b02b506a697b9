"""The shape of the tree: what lies below, above, and where something new may be put."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    false,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from api.access import reach
from api.core.context import Context
from api.organizations.data.divisions import Division
from api.organizations.models import Region, School, Unit, UnitExternalId, UnitFormer
from api.organizations.rules import CODE, UnitKind

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])

_BELOW = aliased(Unit, name="below")
_UNIT, _SCHOOL, _EXTERNAL, _FORMER = (model.__table__ for model in (Unit, School, UnitExternalId, UnitFormer))
_TOPMOST_BUREAU = select(Unit.name).where(Unit.kind == UnitKind.BUREAU).order_by(Unit.depth, Unit.id).limit(1)


def units_below(paths: Sequence[str]) -> Select[UUID]:
    """A sub-query of the units at or below `paths`; the provider behind `reach.within`."""
    return select(_BELOW.id).where(or_(*(in_subtree(_BELOW.path, path) for path in paths)))


def in_subtree(column: Any, path: str) -> ColumnElement[bool]:
    """The condition that the path in `column` is `path` or lies below it."""
    return and_(column >= path, column < path + "\uffff")


def within_reach(ctx: Context, stmt: Statement, path: Any = Unit.path) -> Statement:
    """`stmt` narrowed by the actor's reach; the process itself (CLI, demo), which has no actor, sees the whole tree.

    Rows of the tree carry their path, so a range of it says what elsewhere takes `reach.within` and a sub-query.
    """
    if ctx.actor is None:
        return stmt
    return stmt.where(or_(false(), *(in_subtree(path, root) for root in reach.roots(ctx))))


def reach_bounds(ctx: Context) -> dict[str, str]:
    """What `within_bounds` is executed with: where each subtree of the actor's reach begins and ends.

    The process itself (CLI, demo), which has no actor, sees the whole tree.
    """
    roots = ("",) if ctx.actor is None else reach.roots(ctx)
    starts = {f"from_{number}": root for number, root in enumerate(roots)}
    return starts | {f"to_{number}": root + "\uffff" for number, root in enumerate(roots)}


def within_bounds(path: Any, subtrees: int) -> ColumnElement[bool]:
    """What `within_reach` adds, with bounds that are bound at execution: for statements that are built once.

    Building a statement of forty columns costs three times as much as executing it.
    """
    ranges = (and_(path >= bindparam(f"from_{number}"), path < bindparam(f"to_{number}")) for number in range(subtrees))
    return or_(false(), *ranges)


def lineage(session: Session, unit_id: UUID) -> Sequence[UUID]:
    """The unit, its parent, and so on to the root; empty where there is no such unit. Not narrowed by reach."""
    own = select(Unit.id, Unit.parent_id, Unit.depth).where(Unit.id == unit_id)
    line = own.cte("line", recursive=True)
    above = aliased(Unit, name="above")
    line = line.union_all(select(above.id, above.parent_id, above.depth).where(above.id == line.c.parent_id))
    return session.execute(select(line.c.id).order_by(line.c.depth.desc())).scalars().all()


def find_bureau_name(ctx: Context) -> str | None:
    """The name of the topmost bureau, whose house this is; open to anyone, it stands on the log-in page."""
    return ctx.session.execute(_TOPMOST_BUREAU).scalar_one_or_none()


class Parent(NamedTuple):
    """A unit under which something is put."""

    id: UUID
    name: str
    kind: str
    code: str | None
    path: str
    depth: int
    status: str


def find_parents(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, Parent]:
    """Those of `ids` that exist within reach, by id; they stay where they are until the transaction ends.

    Without the lock, which the foreign key of a child takes anyway, a parent could be moved between this look and the
    child's row, whose path would then lead nowhere (see `lock_subtree`).
    """
    bounds = reach_bounds(ctx)
    rows = ctx.session.execute(_parents(len(bounds) // 2), {"ids": list(set(ids)), **bounds})
    return {row.id: Parent(*row) for row in rows}


@cache
def _parents(subtrees: int) -> Select[*tuple[Any, ...]]:
    columns = (_UNIT.c[name] for name in Parent._fields)
    found = _UNIT.c.id.in_(bindparam("ids", expanding=True))
    stmt = select(*columns).where(found, within_bounds(_UNIT.c.path, subtrees))
    return stmt.with_for_update(read=True, key_share=True)


def lock_subtree(ctx: Context, path: str) -> Collection[UUID]:
    """Keep everyone from putting anything into a subtree that is about to be moved; the units that are held.

    A child's writer holds its parent (`find_parents`); every unit that can be a parent is taken here before the paths
    are rewritten in a statement of its own, which therefore sees each child.
    """
    stmt = select(Unit.id).where(in_subtree(Unit.path, path), Unit.kind != UnitKind.SCHOOL).order_by(Unit.id)
    return ctx.session.scalars(stmt.with_for_update()).all()


def find_region(ctx: Context, code: str) -> Division | None:
    """The division of a GB/T 2260 code."""
    stmt = select(Region.code, Region.name, Region.level, Region.parent_code).where(Region.code == code)
    row: Any = ctx.session.execute(stmt).first()
    return Division(*row) if row else None


def find_taken(
    ctx: Context, kind: str, values: Iterable[tuple[str, str]], besides: UUID | None = None
) -> set[tuple[str, str]]:
    """Those of `values` (as `rules.unique_values` gives them) that units other than `besides` have; one statement."""
    return {value for value, holders in find_holders(ctx, kind, values).items() if holders - {besides}}


def find_holders(ctx: Context, kind: str, values: Iterable[tuple[str, str]]) -> dict[tuple[str, str], set[UUID | None]]:
    """Which units have those of `values` that any unit has; one statement.

    Not narrowed by reach: what is unique is unique in the whole tree.
    """
    wanted = set(values)
    codes = [value for scheme, value in wanted if scheme == "/code"]
    credit_codes = [value for scheme, value in wanted if scheme == "/credit_code"]
    external = [(scheme, value) for scheme, value in wanted if not scheme.startswith("/")]
    asked = {"codes": codes, "credit_codes": credit_codes, "external": external}
    asked = {name: sought for name, sought in asked.items() if sought}
    rows: Iterable[Any] = ctx.session.execute(_taken(*asked), {"kind": kind, **asked}) if asked else ()
    found: dict[tuple[str, str], set[UUID | None]] = defaultdict(set)
    for scheme, value, unit_id in rows:
        found[scheme, value].add(unit_id)
    return found


@cache
def _taken(*asked: str) -> CompoundSelect[str, str, UUID]:
    """Where the values that are asked for stand already; built once for each combination."""
    credit, external = _SCHOOL.c.credit_code, (_EXTERNAL.c.scheme, _EXTERNAL.c.value)
    of_kind = _UNIT.c.kind == bindparam("kind")
    once = select(literal("/former_code"), _FORMER.c.value, _UNIT.c.id).join_from(
        _FORMER, _UNIT, _UNIT.c.id == _FORMER.c.unit_id
    )
    found = {
        "codes": (
            select(literal("/code"), _UNIT.c.code, _UNIT.c.id).where(of_kind, _UNIT.c.code.in_(_any_of("codes"))),
            once.where(of_kind, _FORMER.c.scheme == CODE, _FORMER.c.value.in_(_any_of("codes"))),
        ),
        "credit_codes": (
            select(literal("/credit_code"), credit, _SCHOOL.c.id).where(credit.in_(_any_of("credit_codes"))),
        ),
        "external": (select(*external, _EXTERNAL.c.unit_id).where(tuple_(*external).in_(_any_of("external"))),),
    }
    return union_all(*(stmt for name in asked for stmt in found[name]))


def _any_of(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)
