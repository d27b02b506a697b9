"""Reading awards. What is in force or was is public in the house; proposals are seen where they are made."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import aliased

from api.access import reach
from api.access.permissions import Permission
from api.assessments.models import AssessmentAward, AssessmentOutcome
from api.assessments.rules.awards import AWARD_STEPS, IN_FORCE, AwardKind, AwardState, award_verbs, standing
from api.assessments.schemas.awards import AwardFilter, AwardOut
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.schemas import Feed, Page, UnitRef
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import SEARCH, Unit

_A, _U = AssessmentAward.__table__.c, Unit.__table__.c
_ISSUER = aliased(Unit, name="issuer")
_PLAIN = (
    *("id", "title", "level", "campaign_id", "outcome_id", "years", "valid_from", "valid_to", "plaque_no", "document"),
    *(
        "reason",
        "notice_id",
        "shown_until",
        "open_objections",
        "announcement_id",
        "proposed_at",
        "decided_at",
        "revision",
    ),
)
_TOLD = sorted(state.value for state in (AwardState.GRANTED, AwardState.SUSPENDED, AwardState.REVOKED))
_IN_FORCE = sorted(state.value for state in IN_FORCE)
SORTS: Mapping[str, Any] = {
    "unit": _U.sort_key,
    "title": _A.title,
    "valid_to": _A.valid_to,
    "updated_at": _A.updated_at,
}
_STRETCH = 500


class Given(NamedTuple):
    """An award with its unit, and where it is given."""

    award: AssessmentAward
    unit: Unit
    issued_at: str  # path of the issuer


def _select(ctx: Context) -> Select[*tuple[Any, ...]]:
    return (
        select(AssessmentAward, Unit, _ISSUER.path)
        .join(Unit, Unit.id == AssessmentAward.unit_id)
        .join(_ISSUER, _ISSUER.id == AssessmentAward.issuer_id)
        .where(_seen(ctx))
    )


def _seen(ctx: Context) -> ColumnElement[bool]:
    if ctx.actor is None:
        return true()
    told = or_(AssessmentAward.state.in_(_TOLD), reach.condition(ctx, AssessmentAward.issuer_id))
    return and_(reach.condition(ctx, AssessmentAward.unit_id), told)


def load_award(ctx: Context, award_id: UUID) -> Given:
    """An award to be changed, where it was given. Errors: `not_found`."""
    stmt = _select(ctx).where(AssessmentAward.id == award_id)
    row = ctx.session.execute(stmt if ctx.actor is None else reach.within(ctx, stmt, AssessmentAward.issuer_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return Given(*row)


def find_awards(ctx: Context, award_ids: Sequence[UUID]) -> Mapping[UUID, Given]:
    """Awards to be changed together, where they were given; those that there are not are left out."""
    stmt = _select(ctx).where(AssessmentAward.id.in_(list(award_ids)))
    rows = ctx.session.execute(stmt if ctx.actor is None else reach.within(ctx, stmt, AssessmentAward.issuer_id))
    return {row.AssessmentAward.id: Given(*row) for row in rows}


def list_of_notice(ctx: Context, notice_id: UUID) -> Sequence[AssessmentAward]:
    """The awards that a notice shows or tells of."""
    mine = or_(AssessmentAward.notice_id == notice_id, AssessmentAward.announcement_id == notice_id)
    return ctx.session.execute(select(AssessmentAward).where(mine).order_by(AssessmentAward.id)).scalars().all()


def get_award(ctx: Context, award_id: UUID) -> AwardOut:
    """An award that the caller sees. Errors: `not_found`."""
    row = ctx.session.execute(_select(ctx).where(AssessmentAward.id == award_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return _present(ctx, Given(*row))


def list_history(ctx: Context, award_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to an award, for those who give it. Errors: `not_found`, `paging.bad_cursor`."""
    given = load_award(ctx, award_id)
    return ledger.list_object_events(ctx, "assessment_award", given.award.id, cursor, limit)


def list_awards(ctx: Context, wanted: AwardFilter, sort: str, paging: Paging) -> Page[AwardOut]:
    """Awards that the caller sees and that match. Errors: `paging.bad_sort`."""
    stmt = _select(ctx).where(*_conditions(ctx, wanted))
    rows = ctx.session.execute(
        stmt.order_by(*ordering(sort, SORTS, AssessmentAward.id)).limit(paging.size).offset(paging.offset)
    )
    items = [_present(ctx, Given(*row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def count_awards(ctx: Context, wanted: AwardFilter) -> int:
    """How many match."""
    return count(ctx, _select(ctx).where(*_conditions(ctx, wanted)))


def stream_awards(ctx: Context, wanted: AwardFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everything that matches as the export takes it, few rows at a time. Errors: `paging.bad_sort`."""
    stmt = _select(ctx).where(*_conditions(ctx, wanted)).order_by(*ordering(sort, SORTS, AssessmentAward.id))
    today = clock.legal_day(ctx.now)
    for award, unit, _ in ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH}):
        state = standing(AwardState(award.state), award.valid_to, today)
        named = {name: getattr(award, name) for name in (*_PLAIN, "kind", "ground")}
        yield {**named, "state": state.value, "unit": unit.name, "code": unit.code}


def _conditions(ctx: Context, wanted: AwardFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.q and wanted.q.strip():
        yield SEARCH.matches(ctx.session.get_bind().dialect.name, Unit.search_tokens, wanted.q)
    if wanted.unit is not None:
        yield AssessmentAward.unit_id == wanted.unit
    if wanted.campaign is not None:
        yield AssessmentAward.campaign_id == wanted.campaign
    if wanted.kind:
        yield AssessmentAward.kind.in_(wanted.kind)
    if wanted.state:
        yield or_(*(_stands(one, clock.legal_day(ctx.now)) for one in wanted.state))


def _stands(state: AwardState, today: date) -> ColumnElement[bool]:
    """Whether an award stands so today; the clock's part of it as `standing` has it."""
    over = and_(AssessmentAward.valid_to.is_not(None), AssessmentAward.valid_to < today)
    if state is AwardState.EXPIRED:
        return and_(AssessmentAward.state.in_(_IN_FORCE), over)
    held = AssessmentAward.state == state.value
    return and_(held, ~over) if state in IN_FORCE else held


def _present(ctx: Context, given: Given) -> AwardOut:
    one, unit = given.award, given.unit
    state = standing(AwardState(one.state), one.valid_to, clock.legal_day(ctx.now))
    return AwardOut(
        **{name: getattr(one, name) for name in _PLAIN},
        kind=AwardKind(one.kind),
        ground=one.ground,  # type: ignore[arg-type]
        state=state,
        unit=UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        verbs=[verb for verb in award_verbs(state) if _may(ctx, given, AWARD_STEPS[state, verb].needs)],
    )


def _may(ctx: Context, given: Given, permission: Permission) -> bool:
    return ctx.actor is None or reach.reaches(ctx, given.issued_at, permission)


def list_in_force(ctx: Context, issuer_id: UUID, unit_id: UUID) -> Sequence[AssessmentAward]:
    """Titles and stars that a unit holds of an issuer, to be taken away."""
    stmt = select(AssessmentAward).where(
        AssessmentAward.issuer_id == issuer_id,
        AssessmentAward.unit_id == unit_id,
        AssessmentAward.kind != AwardKind.BLACKLIST.value,
        AssessmentAward.state.in_(_IN_FORCE),
    )
    return ctx.session.execute(stmt.order_by(AssessmentAward.id)).scalars().all()


def has_award(ctx: Context, unit_id: UUID, campaign_id: UUID | None, title: str) -> bool:
    """Whether the unit has, or is proposed for, this award of a campaign."""
    gone = (AwardState.REFUSED.value, AwardState.REVOKED.value)
    stmt = select(AssessmentAward.id).where(
        AssessmentAward.unit_id == unit_id,
        AssessmentAward.campaign_id == campaign_id,
        AssessmentAward.title == title,
        AssessmentAward.state.not_in(gone),
    )
    return ctx.session.execute(stmt.limit(1)).first() is not None


def list_awarded(ctx: Context, campaign_id: UUID, title: str) -> set[UUID]:
    """The units that have, or are proposed for, this award of a campaign."""
    gone = (AwardState.REFUSED.value, AwardState.REVOKED.value)
    mine = (AssessmentAward.campaign_id == campaign_id, AssessmentAward.title == title)
    stmt = select(AssessmentAward.unit_id).where(*mine, AssessmentAward.state.not_in(gone))
    return set(ctx.session.execute(stmt).scalars())


def find_outcome(ctx: Context, outcome_id: UUID) -> AssessmentOutcome | None:
    """The outcome that an award rests on."""
    return ctx.session.get(AssessmentOutcome, outcome_id)


def find_unit(ctx: Context, unit_id: UUID) -> Unit | None:
    """A unit within reach of what the route asks for."""
    stmt = select(Unit).where(Unit.id == unit_id)
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, Unit.id)
    return ctx.session.execute(stmt).scalar_one_or_none()


def find_issuer(ctx: Context, unit: Unit) -> Unit | None:
    """The bureau above a unit that gives it awards: the nearest above it that the caller reaches."""
    paths = [unit.path[: 11 * depth] for depth in range(1, len(unit.path) // 11)]
    stmt = select(Unit).where(Unit.path.in_(paths), Unit.kind == "bureau").order_by(Unit.depth.desc()).limit(1)
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, Unit.id)
    return ctx.session.execute(stmt).scalar_one_or_none()
