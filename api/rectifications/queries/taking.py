"""Problems that rows name. Which units may be named is judged before; here nothing is narrowed by reach."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from api.core.context import Context
from api.organizations.models import Unit
from api.rectifications.models import RectificationProblem
from api.rectifications.rules import ProblemState

_P: Any = RectificationProblem.__table__


def problems_named(ctx: Context, unit_ids: Collection[UUID], titles: Collection[str], *, lock: bool) -> Sequence[Any]:
    """The problems of units with these titles that were not withdrawn, the older ones first."""
    stmt = (
        select(_P)
        .where(_P.c.unit_id.in_(list(unit_ids)), _P.c.title.in_(list(titles)))
        .where(_P.c.state != ProblemState.WITHDRAWN.value)
        .order_by(_P.c.id)
    )
    return ctx.session.execute(stmt.with_for_update() if lock else stmt).all()


def problems_by_id(ctx: Context, problem_ids: Collection[UUID]) -> dict[UUID, Any]:
    """Problems with the paths of their units, locked."""
    stmt = (
        select(_P, Unit.path)
        .join(Unit, Unit.id == _P.c.unit_id)
        .where(_P.c.id.in_(list(problem_ids)))
        .order_by(_P.c.id)
        .with_for_update(of=_P)
    )
    return {row.id: row for row in ctx.session.execute(stmt)}


def sources_known(ctx: Context, types: Collection[str], source_ids: Collection[UUID]) -> set[tuple[str, UUID]]:
    """The sources that have brought a problem which was not withdrawn."""
    stmt = select(_P.c.source_type, _P.c.source_id).where(
        _P.c.source_type.in_(sorted(types)),
        _P.c.source_id.in_(list(source_ids)),
        _P.c.state != ProblemState.WITHDRAWN.value,
    )
    return {(row.source_type, row.source_id) for row in ctx.session.execute(stmt)}


# --- What somebody has in hand ---------------------------------------------------------------------------------------


def count_submitted_by(ctx: Context, account_id: UUID) -> int:
    """How many problems that an account submitted wait for acceptance."""
    mine = (_P.c.submitted_by == account_id, _P.c.state == ProblemState.SUBMITTED.value)
    return ctx.session.execute(select(func.count()).select_from(_P).where(*mine)).scalar_one()


def count_extensions_by(ctx: Context, account_id: UUID) -> int:
    """How many requests for more time that an account made wait for an answer."""
    return ctx.session.execute(select(func.count()).select_from(_P).where(_P.c.extension_by == account_id)).scalar_one()
