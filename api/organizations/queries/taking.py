"""What taking rows looks at: the units that the rows of a chunk name, each kind of name in one statement.

Not narrowed by reach where what is unique is unique in the whole tree; each docstring says so, and who takes the rows
then tells only what lies within reach.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Integer, Select, String, cast, false, or_, select, type_coerce, union

from api.access import reach
from api.core import clock
from api.core.context import Context
from api.core.database import Base, among
from api.core.taking import EXTERNAL, as_id
from api.organizations import rules
from api.organizations.models import MicroDegrees, Region, UnitExternalId, UnitFormer, UnitVersion
from api.organizations.queries.filters import SCHOOL, SCHOOLS, UNIT
from api.organizations.queries.life import FOUNDED, Life, Version
from api.organizations.queries.schools import FACTS
from api.organizations.queries.tree import in_subtree
from api.organizations.rules import Status, UnitKind

_REGION = Region.metadata.tables[Region.__tablename__]
_EXTERNAL = UnitExternalId.metadata.tables[UnitExternalId.__tablename__]
_FORMER_SCHEMES = {"code": rules.CODE, "credit_code": rules.CREDIT_CODE}
_PARENT = UNIT.alias("parent")
_SUGGESTED_FROM = 2_000


def paths_for(ctx: Context, permission: str) -> tuple[str, ...]:
    """The subtrees in which the actor holds `permission`; the process itself (CLI, demo) has the whole tree."""
    return ("",) if ctx.actor is None else reach.roots(ctx, permission)


# --- The units that rows are ----------------------------------------------------------------------------------------


class Held(NamedTuple):
    """A unit as it stands, and its facts as rules judge them."""

    id: UUID
    kind: str
    path: str
    revision: int
    created_at: datetime
    facts: dict[str, Any]


def schools_by(ctx: Context, scheme: str, keys: Collection[str], *, lock: bool) -> dict[str, Held]:
    """The schools that bear these keys, by key. Not narrowed by reach. `lock`: they stay as they are until the commit."""
    columns = map(_fact, ("parent_id", *FACTS))
    found = _bearing(ctx, SCHOOLS, scheme, keys, columns, lock=lock)
    return _with_external_ids(ctx, {key: _held(row, ("parent_id", *FACTS)) for key, row in found.items()})


UNIT_FACTS = ("parent_id", "name", "short_name", "code", "status")


def units_by(ctx: Context, scheme: str, keys: Collection[str], kinds: Iterable[str], *, lock: bool) -> dict[str, Held]:
    """The units of these kinds that bear these keys, by key (by kind and code for codes). As for schools."""
    columns = [UNIT.c[name] for name in UNIT_FACTS]
    found = _bearing(ctx, UNIT, scheme, keys, columns, lock=lock, kinds=tuple(kinds))
    return _with_external_ids(ctx, {key: _held(row, UNIT_FACTS) for key, row in found.items()})


def _bearing(  # noqa: PLR0913 (one question)
    ctx: Context,
    table: Any,
    scheme: str,
    keys: Collection[str],
    columns: Iterable[Any],
    *,
    lock: bool,
    kinds: Sequence[str] = (UnitKind.SCHOOL,),
) -> dict[str, Any]:
    if not keys:
        return {}
    stmt = select(UNIT.c.id, UNIT.c.kind, UNIT.c.path, UNIT.c.revision, UNIT.c.created_at, *columns)
    stmt = _borne(ctx, stmt, table, scheme, keys).where(UNIT.c.kind.in_(kinds))
    if lock:
        stmt = stmt.with_for_update(of=UNIT)
    many = len(kinds) > 1 and scheme == "code"
    return {f"{row.kind} {row.key}" if many else str(row.key): row for row in ctx.session.execute(stmt)}


def _borne(ctx: Context, stmt: Select[Any], table: Any, scheme: str, keys: Collection[str]) -> Select[Any]:
    """The rows of `table` that bear these keys, and each its `key`."""
    column: Any = {"id": UNIT.c.id, "code": UNIT.c.code, "credit_code": SCHOOL.c.credit_code}.get(scheme)
    if scheme == "id":
        keys = [unit_id.hex for unit_id in map(as_id, keys) if unit_id is not None]
    elif column is None:
        table = table.join(_EXTERNAL, _EXTERNAL.c.unit_id == UNIT.c.id)
        stmt, column = stmt.where(_EXTERNAL.c.scheme == scheme.removeprefix(EXTERNAL)), _EXTERNAL.c.value
    return stmt.add_columns(column.label("key")).select_from(table).where(among(ctx.session, column, keys))


def stored_schools(ctx: Context, scheme: str, keys: Collection[str], names: Iterable[str]) -> list[tuple[Any, ...]]:
    """Of the schools that bear these keys: id and parent's id as text, path, revision, the facts `names`, and the key.

    Facts are as the tables keep them, places in whole millionths: what is compared by the thousand is not made into
    objects first. Not narrowed by reach.
    """
    own_id, parent_id = (cast(column, String) for column in (UNIT.c.id, UNIT.c.parent_id))
    facts = [
        type_coerce(column, Integer) if isinstance(column.type, MicroDegrees) else column
        for column in map(_fact, names)
    ]
    stmt = _borne(ctx, select(own_id, parent_id, UNIT.c.path, UNIT.c.revision, *facts), SCHOOLS, scheme, keys)
    return list(map(tuple, ctx.session.execute(stmt.where(UNIT.c.kind == UnitKind.SCHOOL))))


def _fact(name: str) -> Any:
    return (UNIT.c if name in UNIT.c else SCHOOL.c)[name]


def revisions_of(ctx: Context, unit_ids: Collection[str]) -> list[tuple[str, int]]:
    """The revisions of units, whose ids are given and told as text. Not narrowed by reach."""
    stmt = select(cast(UNIT.c.id, String), UNIT.c.revision).where(among(ctx.session, UNIT.c.id, unit_ids))
    return list(map(tuple, ctx.session.execute(stmt)))


def _held(row: Any, names: Iterable[str]) -> Held:
    facts = {name: row._mapping[name] for name in names}  # noqa: SLF001 (the public name of the mapping)
    return Held(row.id, row.kind, row.path, row.revision, row.created_at, facts | {"external_ids": []})


def _with_external_ids(ctx: Context, held: dict[str, Held]) -> dict[str, Held]:
    by_id = {unit.id: unit for unit in held.values()}
    if by_id:
        stmt = select(_EXTERNAL).where(_EXTERNAL.c.unit_id.in_(list(by_id)))
        for row in ctx.session.execute(stmt.order_by(_EXTERNAL.c.scheme, _EXTERNAL.c.value)):
            by_id[row.unit_id].facts["external_ids"].append({"scheme": row.scheme, "value": row.value})
    return held


def withdrawn(ctx: Context, scheme: str, keys: Collection[str]) -> set[str]:
    """Those of `keys` that some unit bore once. Not narrowed by reach: a key that was withdrawn is nobody's."""
    if not keys or scheme == "id":
        return set()
    bore = (UnitFormer.scheme == _FORMER_SCHEMES.get(scheme, scheme), among(ctx.session, UnitFormer.value, keys))
    return set(ctx.session.scalars(select(UnitFormer.value).where(*bore)))


def borne_by_any(ctx: Context, scheme: str, values: Collection[str]) -> set[str]:
    """Those of `values` that some school bears in this scheme. Not narrowed by reach."""
    if not values:
        return set()
    return set(
        ctx.session.scalars(_borne(ctx, select(), SCHOOLS, scheme, values).where(UNIT.c.kind == UnitKind.SCHOOL))
    )


def lives_of(ctx: Context, began: dict[UUID, datetime]) -> dict[UUID, Life]:
    """The whole records of units, by id; `began` says when each was registered."""
    columns = (UnitVersion.id, UnitVersion.effective_on, UnitVersion.action, UnitVersion.before, UnitVersion.after)
    stmt = select(UnitVersion.unit_id, *columns).where(UnitVersion.unit_id.in_(list(began)))
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for unit_id, *version in ctx.session.execute(stmt.order_by(UnitVersion.effective_on, UnitVersion.id)):
        versions[unit_id].append(Version(*version))
    lives = {}
    for unit_id, created_at in began.items():
        founded = (version.effective_on for version in versions[unit_id] if version.action == FOUNDED)
        lives[unit_id] = Life(next(founded, clock.legal_day(created_at)), versions[unit_id])
    return lives


# --- The units that rows refer to -----------------------------------------------------------------------------------


class Candidate(NamedTuple):
    """A unit that may be meant; `above` is the name of what it stands below."""

    id: UUID
    name: str
    kind: str
    code: str | None
    path: str
    depth: int
    status: str
    above: str | None

    @property
    def label(self) -> str:
        """How it is told from another of the same name."""
        return f"{self.above} / {self.name}" if self.above else self.name


class Named(NamedTuple):
    """What rows name units by: texts of one scheme, and the kinds that can be meant."""

    scheme: str
    texts: Collection[str]
    kinds: tuple[str, ...]


def candidates(
    ctx: Context, named: Named, paths: Iterable[str], known: Collection[UUID] = (), *, lock: bool = False
) -> dict[str, list[Candidate]]:
    """The units that each text may mean, below `paths` or among those `known`; operating ones first."""
    scheme, texts, kinds = named
    if not texts:
        return {}
    key: Any = {"id": UNIT.c.id, "code": UNIT.c.code, "name": UNIT.c.name}.get(scheme, _EXTERNAL.c.value)
    wanted: list[Any] = [*texts] if scheme != "id" else [found for found in map(as_id, texts) if found is not None]
    within = or_(_below(paths), UNIT.c.id.in_(list(known)))
    stmt = _referred(key, external=scheme.startswith(EXTERNAL)).where(key.in_(wanted), within, UNIT.c.kind.in_(kinds))
    if scheme.startswith(EXTERNAL):
        stmt = stmt.where(_EXTERNAL.c.scheme == scheme.removeprefix(EXTERNAL))
    if lock:
        stmt = stmt.with_for_update(read=True, key_share=True, of=UNIT)
    found: dict[str, list[Candidate]] = defaultdict(list)
    for text, *unit in ctx.session.execute(stmt.order_by(UNIT.c.status != Status.OPERATING, UNIT.c.path)):
        found[str(text)].append(Candidate(*unit))
    return found


def candidates_by_id(ctx: Context, unit_ids: Collection[UUID]) -> dict[UUID, Candidate]:
    """Units by id, as the rows that refer to them were taken. Not narrowed by reach: undoing judges each by itself."""
    stmt = _referred(UNIT.c.id, external=False).where(UNIT.c.id.in_(list(unit_ids)))
    return {key: Candidate(*unit) for key, *unit in ctx.session.execute(stmt)}


def _referred(key: Any, *, external: bool) -> Select[*tuple[Any, ...]]:
    columns = (UNIT.c[name] for name in Candidate._fields if name != "above")
    table = UNIT.outerjoin(_PARENT, _PARENT.c.id == UNIT.c.parent_id)
    if external:
        table = table.join(_EXTERNAL, _EXTERNAL.c.unit_id == UNIT.c.id)
    return select(key, *columns, _PARENT.c.name).select_from(table)


def _below(paths: Iterable[str]) -> ColumnElement[bool]:
    return or_(false(), *(in_subtree(UNIT.c.path, path) for path in paths))


def names_below(ctx: Context, kinds: Iterable[str], paths: Iterable[str]) -> list[str]:
    """The names of open units within reach, for a hint at what may be meant; so many that a hint is worth its cost."""
    wanted = (UNIT.c.kind.in_(kinds), UNIT.c.status != Status.CLOSED, _below(paths))
    return list(ctx.session.scalars(select(UNIT.c.name).where(*wanted).limit(_SUGGESTED_FROM)))


def referred_within(ctx: Context, unit_ids: Collection[UUID]) -> set[UUID]:
    """Those of `unit_ids` that a row of any table refers to, so that they cannot go; one statement.

    Not narrowed by reach: what the database would refuse has to be known before.
    """
    found = (select(column).where(column.in_(list(unit_ids))) for column in _referring())
    return set(ctx.session.scalars(union(*found)))


@cache
def _referring() -> tuple[Column[Any], ...]:
    """The columns that refer to units, those of a unit's own rows aside."""
    columns = (
        column for table in Base.metadata.sorted_tables if table not in (SCHOOL, _EXTERNAL) for column in table.c
    )
    return tuple(column for column in columns if any(key.column.table in (UNIT, SCHOOL) for key in column.foreign_keys))


# --- Divisions -------------------------------------------------------------------------------------------------------


def find_divisions(ctx: Context, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """The divisions of GB/T 2260 with these codes; the table is public, so reach does not narrow it."""
    rows = ctx.session.execute(select(*_REGION.c).where(_REGION.c.code.in_(list(codes)))).mappings()
    return {row["code"]: dict(row) for row in rows}


def reaches_everyone(ctx: Context, permission: str) -> bool:
    """Whether every unit lies within the actor's reach, those above it aside."""
    paths = paths_for(ctx, permission)
    above = {path[: end + 1] for path in paths for end, letter in enumerate(path) if letter == "/"}
    outside = select(UNIT.c.id).where(~_below(paths), UNIT.c.path.not_in(sorted(above))).limit(1)
    return bool(paths) and ctx.session.execute(outside).first() is None
