"""Reading campaigns: from above as they are made, from below once they are open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from api.access import reach
from api.access.permissions import Permission
from api.assessments.models import AssessmentCampaign, AssessmentEnrolment, AssessmentWindow
from api.assessments.rules.campaigns import CAMPAIGN_STEPS, CampaignState, CampaignVerb, campaign_verbs
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.rounds import Round
from api.assessments.rules.settings import Window, shown_from
from api.assessments.schemas.campaigns import (
    AssessmentCampaignFilter,
    AssessmentCampaignOut,
    AssessmentCampaignRow,
    AssessmentFramework,
    AssessmentWindowOut,
)
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.points import written
from api.core.schemas import Feed, Page, UnitRef
from api.frameworks import queries as frameworks
from api.frameworks.models import FrameworkRecord, FrameworkRetirement, FrameworkVersion
from api.frameworks.queries.visibility import Place, visible
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import Unit

_PLAIN = (
    *("id", "code", "title", "cycle", "period_first_on", "period_last_on", "mode", "subject", "round_policy"),
    *("weights", "district_mode", "publicity_days", "appeal_days", "late_policy", "quotas", "state", "state_reason"),
    *("takes_over", "cloned_from", "updated_at", "revision"),
)


class Held(NamedTuple):
    """A campaign with its unit and windows."""

    campaign: AssessmentCampaign
    unit: Place
    windows: Mapping[Round, Window]
    content_hash: str  # of the version it is assessed by

    @property
    def state(self) -> CampaignState:
        """Where it stands."""
        return CampaignState(self.campaign.state)


def seen(ctx: Context) -> ColumnElement[bool]:
    """The condition on campaign and unit that the caller sees it: drafts only where it is held, not below."""
    if ctx.actor is None:
        return true()
    opened = AssessmentCampaign.state != CampaignState.DRAFT.value
    return and_(visible(ctx), or_(opened, reach.condition(ctx, AssessmentCampaign.unit_id)))


def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AssessmentCampaign,
            Unit,
            FrameworkRecord.code.label("framework_code"),
            FrameworkVersion.title.label("framework_title"),
            FrameworkVersion.version,
            FrameworkVersion.content_hash,
            FrameworkRetirement.retired_at,
        )
        .join(Unit, Unit.id == AssessmentCampaign.unit_id)
        .join(FrameworkVersion, FrameworkVersion.id == AssessmentCampaign.version_id)
        .join(FrameworkRecord, FrameworkRecord.id == FrameworkVersion.framework_id)
        .outerjoin(FrameworkRetirement, FrameworkRetirement.version_id == FrameworkVersion.id)
    )


def get_held(ctx: Context, campaign_id: UUID) -> Held:
    """A campaign that the caller sees. Errors: `not_found`."""
    return _held(ctx, _row(ctx, campaign_id))


def version_of(ctx: Context, campaign_id: UUID) -> UUID:
    """The version by which a campaign is assessed, whoever asks."""
    stmt = select(AssessmentCampaign.version_id).where(AssessmentCampaign.id == campaign_id)
    return ctx.session.execute(stmt).scalar_one()


def get_bare(ctx: Context, campaign_id: UUID) -> Held:
    """A campaign that the caller sees, without its windows, in one statement. Errors: `not_found`."""
    return bare(_row(ctx, campaign_id))


def bare(row: Any) -> Held:
    """The campaign of a row of `_select`, without its windows."""
    unit = Place(row.Unit.id, row.Unit.name, row.Unit.kind, row.Unit.path)
    return Held(row.AssessmentCampaign, unit, {}, row.content_hash)


def load_campaign(ctx: Context, campaign_id: UUID) -> Held:
    """A campaign whose unit lies within reach of what the route asks for, to be changed. Errors: `not_found`."""
    held = get_held(ctx, campaign_id)
    if ctx.actor is not None and not reach.reaches(ctx, held.unit.path):
        raise Refused(NOT_FOUND)
    return held


def _row(ctx: Context, campaign_id: UUID) -> Any:
    row = ctx.session.execute(_select().where(AssessmentCampaign.id == campaign_id, seen(ctx))).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def _held(ctx: Context, row: Any) -> Held:
    return bare(row)._replace(windows=windows_of(ctx, [row.AssessmentCampaign.id])[row.AssessmentCampaign.id])


def windows_of(ctx: Context, campaign_ids: Collection[UUID]) -> dict[UUID, dict[Round, Window]]:
    """The windows of campaigns, by round in their order."""
    stmt = select(AssessmentWindow).where(AssessmentWindow.campaign_id.in_(list(campaign_ids)))
    found: dict[UUID, dict[Round, Window]] = defaultdict(dict)
    for one in ctx.session.execute(stmt.order_by(AssessmentWindow.opens_on, AssessmentWindow.closes_on)).scalars():
        found[one.campaign_id][Round(one.round)] = Window(Round(one.round), one.opens_on, one.closes_on)
    return found


def hold_still(ctx: Context, *wanted: ColumnElement[bool]) -> None:
    """Keep campaigns from moving to another version until this transaction is over: before they are read to be added to."""
    stmt = select(AssessmentCampaign.id).where(*wanted).order_by(AssessmentCampaign.id)
    ctx.session.execute(stmt.with_for_update(read=True)).all()


def hold_campaign(ctx: Context, campaign_id: UUID) -> None:
    """One of them."""
    hold_still(ctx, AssessmentCampaign.id == campaign_id)


def hold_campaign_of(ctx: Context, enrolment_id: UUID) -> None:
    """That of an enrolment."""
    mine = select(AssessmentEnrolment.campaign_id).where(AssessmentEnrolment.id == enrolment_id)
    hold_still(ctx, AssessmentCampaign.id == mine.scalar_subquery())


def find_place(ctx: Context, unit_id: UUID) -> Place | None:
    """A unit for which the caller may run assessments."""
    return frameworks.find_place(ctx, unit_id)


def has_enrolments(ctx: Context, campaign_id: UUID) -> bool:
    """Whether anybody takes part."""
    mine = (AssessmentEnrolment.campaign_id == campaign_id, AssessmentEnrolment.state == EnrolmentState.ENROLLED.value)
    return ctx.session.execute(select(exists().where(*mine))).scalar_one()


# --- Lists -----------------------------------------------------------------------------------------------------------


def list_campaigns(ctx: Context, wanted: AssessmentCampaignFilter, paging: Paging) -> Page[AssessmentCampaignRow]:
    """Campaigns that the caller sees, the newest first."""
    stmt = _listed(ctx).where(seen(ctx), *_conditions(wanted))
    newest = stmt.order_by(AssessmentCampaign.period_first_on.desc(), AssessmentCampaign.id.desc())
    rows = ctx.session.execute(newest.limit(paging.size).offset(paging.offset)).all()
    windows = windows_of(ctx, [row.AssessmentCampaign.id for row in rows])
    items = [AssessmentCampaignRow(**_shown(row, windows[row.AssessmentCampaign.id])) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, _counted(ctx, wanted)))


def list_begun(ctx: Context, most: int, *columns: Any) -> Sequence[Any]:
    """The newest campaigns that have begun, with `columns` beside what `bare` reads."""
    stmt = _select().add_columns(*columns).where(seen(ctx), AssessmentCampaign.state != CampaignState.DRAFT.value)
    newest = stmt.order_by(AssessmentCampaign.period_last_on.desc(), AssessmentCampaign.id.desc())
    return ctx.session.execute(newest.limit(most)).all()


def stream_campaigns(ctx: Context, wanted: AssessmentCampaignFilter) -> Iterator[Mapping[str, Any]]:
    """Every campaign that matches, the newest first."""
    stmt = _listed(ctx).where(seen(ctx), *_conditions(wanted))
    rows = ctx.session.execute(
        stmt.order_by(AssessmentCampaign.period_first_on.desc(), AssessmentCampaign.id.desc())
    ).all()
    windows = windows_of(ctx, [row.AssessmentCampaign.id for row in rows])
    for row in rows:
        shown = _shown(row, windows[row.AssessmentCampaign.id])
        days = {f"{one.round}_window": f"{one.opens_on} – {one.closes_on}" for one in shown["windows"]}
        named = f"{row.framework_code} {row.version}"
        yield {**shown, **days, "unit": row.Unit.name, "framework": named}


def count_campaigns(ctx: Context, wanted: AssessmentCampaignFilter) -> int:
    """How many campaigns match."""
    return count(ctx, _counted(ctx, wanted))


def _counted(ctx: Context, wanted: AssessmentCampaignFilter) -> Select[*tuple[Any, ...]]:
    stmt = select(AssessmentCampaign.id).join(Unit, Unit.id == AssessmentCampaign.unit_id)
    return stmt.where(seen(ctx), *_conditions(wanted))


def _listed(ctx: Context) -> Select[*tuple[Any, ...]]:
    return _select().add_columns(_enrolled(ctx).label("enrolled"))


def _enrolled(ctx: Context) -> Any:
    taking_part = select(func.count()).where(
        AssessmentEnrolment.campaign_id == AssessmentCampaign.id,
        AssessmentEnrolment.state == EnrolmentState.ENROLLED.value,
    )
    if ctx.actor is not None:
        taking_part = reach.within(ctx, taking_part, AssessmentEnrolment.unit_id, Permission.ASSESSMENT_READ)
    return taking_part.correlate(AssessmentCampaign).scalar_subquery()


def _conditions(wanted: AssessmentCampaignFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.q:
        parts = (AssessmentCampaign.title, AssessmentCampaign.code)
        yield or_(*(part.icontains(wanted.q, autoescape=True) for part in parts))
    if wanted.state:
        yield AssessmentCampaign.state.in_(wanted.state)
    if wanted.mode:
        yield AssessmentCampaign.mode.in_(wanted.mode)
    if wanted.cycle:
        yield AssessmentCampaign.cycle == wanted.cycle
    if wanted.unit:
        yield AssessmentCampaign.unit_id == wanted.unit


def _shown(row: Any, windows: Mapping[Round, Window]) -> dict[str, Any]:
    campaign: AssessmentCampaign = row.AssessmentCampaign
    threshold = campaign.disagreement_threshold
    return {
        **{name: getattr(campaign, name) for name in _PLAIN},
        "unit": UnitRef(id=row.Unit.id, name=row.Unit.name, kind=row.Unit.kind),
        "framework": AssessmentFramework(
            version_id=campaign.version_id,
            code=row.framework_code,
            title=row.framework_title,
            version=row.version,
            retired=row.retired_at is not None,
        ),
        "disagreement_threshold": None if threshold is None else written(threshold),
        "visibility": {one: shown_from(campaign.visibility, one) for one in (Round.DISTRICT, Round.COUNTY)},
        "windows": present_windows(windows.values()),
        "enrolled": row.enrolled,
    }


def present_windows(windows: Iterable[Window]) -> list[AssessmentWindowOut]:
    """Windows for the wire."""
    return [AssessmentWindowOut(**one._asdict()) for one in windows]


def get_campaign(ctx: Context, campaign_id: UUID) -> AssessmentCampaignOut:
    """A campaign that the caller sees, and what can be done with it. Errors: `not_found`."""
    row = ctx.session.execute(_listed(ctx).where(AssessmentCampaign.id == campaign_id, seen(ctx))).first()
    if row is None:
        raise Refused(NOT_FOUND)
    windows = windows_of(ctx, [campaign_id])[campaign_id]
    return AssessmentCampaignOut(**_shown(row, windows), verbs=_verbs(ctx, row))


def _verbs(ctx: Context, row: Any) -> list[CampaignVerb]:
    state = CampaignState(row.AssessmentCampaign.state)
    return [verb for verb in campaign_verbs(state) if _may(ctx, row.Unit.path, CAMPAIGN_STEPS[state, verb].needs)]


def _may(ctx: Context, path: str, permission: Permission) -> bool:
    return ctx.actor is None or reach.reaches(ctx, path, permission)


def list_history(ctx: Context, campaign_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a campaign, for those who hold it. Errors: `not_found`, `paging.bad_cursor`."""
    held = load_campaign(ctx, campaign_id)
    return ledger.list_object_events(ctx, "assessment_campaign", held.campaign.id, cursor, limit)
