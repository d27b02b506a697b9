"""调整隶属: another parent. Everything below goes along, and whoever is bound above sees it at once."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, update

from api.core.context import Context
from api.core.database import affected
from api.core.errors import STALE, Refused, Violation
from api.organizations import errors, queries
from api.organizations.models import School, Unit
from api.organizations.queries import Parent
from api.organizations.rules import MAX_DEPTH, Facts, UnitKind, Verb
from api.organizations.schemas import MoveIn, Restructured
from api.organizations.service.acts import Act, load, load_unit, perform
from api.organizations.service.changes import place_columns
from api.organizations.service.tree import parent_violations, refuse_if_any

_UNIT = Unit.metadata.tables[Unit.__tablename__]


def move_school(ctx: Context, school_id: UUID, wanted: MoveIn, *, preview: bool = False) -> Restructured:
    """Put a school below another bureau or district within reach.

    Errors: `not_found`, `unit.verb_not_now`, `input.invalid`.
    """

    def _work(act: Act) -> None:
        school, above, before = load(ctx, school_id)
        parent = queries.find_parents(ctx, {wanted.parent_id}).get(wanted.parent_id)
        found = [*act.violations(school, Verb.MOVE, ("parent_id",)), *_parent_violations(school, parent)]
        refuse_if_any(found)
        assert parent is not None, "what is not there has been refused"
        put_school(act, (school, above.name), before, parent)

    return perform(ctx, wanted, _work, preview=preview)


def put_school(act: Act, placed: tuple[School, str], before: Facts, parent: Parent) -> None:
    """Put a school, given with the name of its parent, below another."""
    school, above = placed
    after = {**before, "parent_id": parent.id}
    deed = act.deed(Verb.MOVE, school.kind, {"parent": (above, parent.name)})
    act.take(school, (before, after), deed, _place(school, parent))


def move_unit(ctx: Context, unit_id: UUID, wanted: MoveIn, *, preview: bool = False) -> Restructured:
    """Put a bureau, section or district, with all that is below it, below another unit within reach. Errors as above."""

    def _work(act: Act) -> None:
        unit, before = load_unit(ctx, unit_id)
        hold(ctx, unit)
        parent = queries.find_parents(ctx, {wanted.parent_id}).get(wanted.parent_id)
        found = [
            *act.violations(unit, Verb.MOVE, ("parent_id",)),
            *_parent_violations(unit, parent),
            *_depth_violations(ctx, unit, parent),
        ]
        refuse_if_any(found)
        assert parent is not None, "what is not there has been refused"
        put_unit(act, unit, before, parent)

    return perform(ctx, wanted, _work, preview=preview)


def put_unit(act: Act, unit: Unit, before: Facts, parent: Parent) -> None:
    """Put a unit below another and rewrite the paths of all that is below it."""
    ctx, old, depth = act.ctx, unit.path, unit.depth
    above = queries.name_of(ctx, unit.parent_id)
    columns = _place(unit, parent)
    after = {**before, "parent_id": parent.id}
    deed = act.deed(Verb.MOVE, unit.kind, {"parent": (above, parent.name)})
    act.take_unit(unit, (before, after), deed, columns)
    stmt = update(_UNIT).where(queries.in_subtree(_UNIT.c.path, old))
    path = literal(columns["path"]).concat(func.substr(_UNIT.c.path, len(old) + 1))
    moved = stmt.values(path=path, depth=_UNIT.c.depth + (columns["depth"] - depth))
    act.moved_below += affected(ctx.session.execute(moved, execution_options={"synchronize_session": False}))
    ctx.session.expire_all()


def hold(ctx: Context, unit: Unit) -> None:
    """Keep everything below a unit where it is until the transaction ends.

    Errors: `conflict.stale` when somebody moved the unit itself meanwhile.
    """
    if unit.id not in queries.lock_subtree(ctx, unit.path):
        raise Refused(STALE)


def _place(unit: Unit, parent: Parent) -> dict[str, Any]:
    segment = unit.path.rstrip("/").rpartition("/")[2]
    return place_columns(parent.id, f"{parent.path}{segment}/", parent.depth + 1)


def _parent_violations(unit: Unit, parent: Parent | None) -> Iterator[Violation]:
    yield from parent_violations(UnitKind(unit.kind), parent)
    if parent is not None and parent.id == unit.parent_id:
        yield Violation(errors.PARENT_SAME, "/parent_id")
    if parent is not None and parent.path.startswith(unit.path):
        yield Violation(errors.PARENT_INSIDE, "/parent_id")


def _depth_violations(ctx: Context, unit: Unit, parent: Parent | None) -> Iterator[Violation]:
    if parent is not None and parent.depth + 1 + queries.height_of(ctx, unit) >= MAX_DEPTH:
        yield Violation(errors.TOO_DEEP, "/parent_id", params={"limit": MAX_DEPTH})
