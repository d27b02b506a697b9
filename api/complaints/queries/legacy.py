"""What an import of old cases looks up: units by what they are called, cases by their number elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.access import reach
from api.access.permissions import Permission
from api.complaints.models.cases import ComplaintSubject
from api.complaints.models.working import ComplaintOutcome
from api.complaints.queries.visible import C
from api.complaints.queries.work import bureau_of
from api.core.context import Context
from api.core.database import among
from api.organizations import queries as organizations
from api.organizations.models import Unit
from api.organizations.queries import Named
from api.organizations.rules import UnitKind

_S, _O, _UNIT = ComplaintSubject.__table__.c, ComplaintOutcome.__table__.c, Unit.__table__.c
_FACTS = ("category", "track", "channel", "named", "received_on", "concluded_on", "people", "amount")
_KINDS = (UnitKind.SCHOOL, UnitKind.DISTRICT, UnitKind.SECTION, UnitKind.BUREAU)


class Held(NamedTuple):
    """A case that another system calls by a number."""

    id: UUID
    revision: int
    legacy: bool
    facts: Mapping[str, Any]


def held(ctx: Context, keys: Sequence[tuple[Any, Any]]) -> dict[tuple[str, str], Held]:
    """The cases of these sources and numbers, by both."""
    systems = sorted({str(system) for system, _ in keys if system is not None})
    numbers = sorted({str(number) for _, number in keys if number is not None})
    unit = select(_S.unit_id).where(_S.case_id == C.id).order_by(_S.position).limit(1).scalar_subquery()
    finding, form = (
        select(column).where(_O.case_id == C.id).order_by(_O.version.desc()).limit(1).scalar_subquery()
        for column in (_O.finding, _O.form)
    )
    facts = (*(C[name] for name in _FACTS), finding.label("finding"), form.label("form"), unit.label("unit_id"))
    stmt = select(C.id, C.revision, C.legacy, C.source_system, C.source_no, *facts)
    stmt = stmt.where(C.source_system.in_(systems), among(ctx.session, C.source_no, numbers))
    names = (*_FACTS, "finding", "form", "unit_id")
    return {
        (row.source_system, row.source_no): Held(
            row.id, row.revision, row.legacy, {name: getattr(row, name) for name in names}
        )
        for row in ctx.session.execute(stmt)
    }


def units_called(ctx: Context, scheme: str, texts: Collection[str]) -> Mapping[str, list[UUID]]:
    """The units within reach that are called so; of those that are open, where there are."""
    paths = organizations.paths_for(ctx, Permission.COMPLAINT_SUBMIT)
    found: dict[str, list[UUID]] = defaultdict(list)
    if texts:
        for text, units in organizations.candidates(ctx, Named(scheme, set(texts), _KINDS), paths).items():
            found[text] = [unit.id for unit in units]
    return found


def bureaus_among(ctx: Context, units: Collection[UUID | None]) -> set[UUID]:
    """Those of these units that are bureaus."""
    stmt = select(_UNIT.id).where(_UNIT.id.in_({one for one in units if one}), _UNIT.kind == UnitKind.BUREAU.value)
    return set(ctx.session.scalars(stmt))


def own_bureau(ctx: Context) -> UUID:
    """The bureau whose register is brought in: the one at, below or above the caller's unit."""
    stmt = reach.within(ctx, select(_UNIT.id).where(_UNIT.kind == UnitKind.BUREAU.value), _UNIT.id)
    below = ctx.session.scalars(stmt.order_by(_UNIT.depth, _UNIT.id)).first()
    grants = reach.grants_of(ctx, Permission.COMPLAINT_SUBMIT)
    return below or bureau_of(ctx.session, grants[0].unit_id if grants else None)


def forget_details(session: Session, case_ids: Collection[UUID]) -> None:
    """Subjects and outcomes of cases that are written anew."""
    for table in (ComplaintSubject, ComplaintOutcome):
        if case_ids:
            session.execute(delete(table).where(table.case_id.in_(list(case_ids))))
