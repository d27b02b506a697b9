"""Reading frozen outcomes: lists, documents, what they come to today."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session, aliased

from api.access import reach
from api.assessments.models import (
    AssessmentAdjustment,
    AssessmentAppeal,
    AssessmentCampaign,
    AssessmentOutcome,
    AssessmentOutcomeDocument,
    AssessmentResult,
)
from api.assessments.queries.frameworks import scorer_by_hash, scorer_of
from api.assessments.queries.results import maybe
from api.assessments.rules import outcomes
from api.assessments.rules.adjustments import AdjustmentState
from api.assessments.rules.appeals import AppealState
from api.assessments.schemas.outcomes import OutcomeCampaign, OutcomeFilter, OutcomeOut, OutcomeRow, RecomputedOut
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.points import written
from api.core.schemas import Page, UnitRef
from api.frameworks.models import FrameworkVersion
from api.frameworks.rules.model import walk
from api.ledger.rules import document_hash
from api.ledger.verify import Document, VerifiableKind
from api.organizations.models import SEARCH, Unit

_O = AssessmentOutcome
_LATER = aliased(AssessmentOutcome, name="later")
_PLAIN = (
    *("id", "enrolment_id", "unit_name", "number", "vetoed", "grade", "bands", "rank", "rank_district", "rank_type"),
    *("document_hash", "reason", "frozen_at"),
)
SORTS: Mapping[str, Any] = {
    "rank": _O.rank,
    "total": _O.total,
    "unit": Unit.sort_key,
    "frozen_at": _O.frozen_at,
}
_STRETCH = 500


# --- Lists -----------------------------------------------------------------------------------------------------------


def _select(ctx: Context) -> Select[*tuple[Any, ...]]:
    """Outcomes within reach; whoever reaches the school sees them, for they are public."""
    stmt = (
        select(_O, AssessmentCampaign, Unit, FrameworkVersion.content_hash, _LATER.id.label("later_id"))
        .join(AssessmentCampaign, AssessmentCampaign.id == _O.campaign_id)
        .join(Unit, Unit.id == _O.unit_id)
        .join(FrameworkVersion, FrameworkVersion.id == AssessmentCampaign.version_id)
        .outerjoin(_LATER, and_(_LATER.enrolment_id == _O.enrolment_id, _LATER.number == _O.number + 1))
    )
    return stmt if ctx.actor is None else reach.within(ctx, stmt, _O.unit_id)


def list_outcomes(ctx: Context, wanted: OutcomeFilter, sort: str, paging: Paging) -> Page[OutcomeRow]:
    """Outcomes within reach that match. Errors: `paging.bad_sort`."""
    stmt = _select(ctx).where(*_conditions(ctx, wanted))
    rows = ctx.session.execute(stmt.order_by(*ordering(sort, SORTS, _O.id)).limit(paging.size).offset(paging.offset))
    items = [OutcomeRow(**_shown(ctx, row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def count_outcomes(ctx: Context, wanted: OutcomeFilter) -> int:
    """How many match."""
    return count(ctx, _select(ctx).where(*_conditions(ctx, wanted)))


def stream_outcomes(ctx: Context, wanted: OutcomeFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everything that matches as the export takes it, few rows at a time. Errors: `paging.bad_sort`."""
    stmt = _select(ctx).where(*_conditions(ctx, wanted)).order_by(*ordering(sort, SORTS, _O.id))
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _STRETCH}):
        shown, campaign = _shown(ctx, row), row.AssessmentCampaign
        yield {
            **shown,
            "campaign": campaign.title,
            "cycle": campaign.cycle,
            "code": row.Unit.code,
            "unit": row.Unit.name,
        }


def _conditions(ctx: Context, wanted: OutcomeFilter) -> Iterator[ColumnElement[bool]]:
    yield true() if wanted.every else _LATER.id.is_(None)
    if wanted.q and wanted.q.strip():
        yield SEARCH.matches(ctx.session.get_bind().dialect.name, Unit.search_tokens, wanted.q)
    for name, column in (("campaign", _O.campaign_id), ("unit", _O.unit_id), ("grade", _O.grade)):
        if (value := getattr(wanted, name)) is not None:
            yield column == value


def _shown(ctx: Context, row: Any) -> dict[str, Any]:
    one, campaign, unit = row.AssessmentOutcome, row.AssessmentCampaign, row.Unit
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "campaign": OutcomeCampaign(id=campaign.id, code=campaign.code, title=campaign.title, cycle=campaign.cycle),
        "unit": UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        "grade_title": _title(ctx, campaign.version_id, row.content_hash, one.grade),
        "last": row.later_id is None,
        "total": written(one.total),
        "full": written(one.full_total),
        "gap": maybe(one.gap),
    }


def _title(ctx: Context, version_id: UUID, content_hash: str, grade: str | None) -> str | None:
    """What the band of the main scale is called; its code where the campaign has moved to a framework without it."""
    framework = scorer_by_hash(ctx, version_id, content_hash).framework
    named = {band.code: band.label.text(ctx.language) for scale in framework.scales[:1] for band in scale.bands}
    return named.get(grade, grade) if grade else None


# --- One -------------------------------------------------------------------------------------------------------------


def _row(ctx: Context, outcome_id: UUID) -> Any:
    row = ctx.session.execute(_select(ctx).where(_O.id == outcome_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def content_of(ctx: Context, outcome_id: UUID) -> str:
    """The canonical document of an outcome that the caller has loaded, byte for byte."""
    stmt = select(AssessmentOutcomeDocument.content).where(AssessmentOutcomeDocument.outcome_id == outcome_id)
    return ctx.session.execute(stmt).scalar_one()


def get_outcome(ctx: Context, outcome_id: UUID) -> OutcomeOut:
    """An outcome within reach, with its document. Errors: `not_found`."""
    row = _row(ctx, outcome_id)
    document = json.loads(content_of(ctx, outcome_id))
    framework = scorer_of(ctx, _version_of(ctx, document, row.AssessmentCampaign.version_id)).framework
    titles = {place.node.code: place.node.label.text(ctx.language) for place in walk(framework)}
    return OutcomeOut(**_shown(ctx, row), document=document, titles=titles)


def recompute(ctx: Context, outcome_id: UUID) -> RecomputedOut:
    """Score an outcome's own sheet again, by the framework it names. Errors: `not_found`."""
    row = _row(ctx, outcome_id)
    campaign, one = row.AssessmentCampaign, row.AssessmentOutcome
    document = json.loads(content_of(ctx, outcome_id))
    version_id = _version_of(ctx, document, campaign.version_id)
    content_hash = select(FrameworkVersion.content_hash).where(FrameworkVersion.id == version_id)
    found = outcomes.recompute(
        document, scorer_of(ctx, version_id).framework, ctx.session.execute(content_hash).scalar_one()
    )
    sound = document_hash(document) == found.content_hash == one.document_hash
    differs = list(found.differs) if sound else [*found.differs, "hash"]
    return RecomputedOut(
        document_hash=one.document_hash, recomputed_hash=found.content_hash, holds=not differs, differs=differs
    )


def _version_of(ctx: Context, document: Mapping[str, Any], otherwise: UUID) -> UUID:
    """The version by which an outcome was made: by its hash, for the campaign may have moved to another since."""
    wanted = document["about"]["framework"]["content_hash"]
    stmt = select(FrameworkVersion.id).where(FrameworkVersion.content_hash == wanted).limit(1)
    return ctx.session.execute(stmt).scalar_one_or_none() or otherwise


def find_last(ctx: Context, outcome_id: UUID) -> AssessmentOutcome | None:
    """An outcome within reach that no later number has replaced."""
    row = ctx.session.execute(_select(ctx).where(_O.id == outcome_id, _LATER.id.is_(None))).first()
    return row.AssessmentOutcome if row else None


def load_last(ctx: Context, outcome_id: UUID) -> tuple[AssessmentOutcome, AssessmentCampaign]:
    """An outcome to be corrected, where its campaign is held. Errors: `not_found`."""
    stmt = _select(ctx).where(_O.id == outcome_id, _LATER.id.is_(None))
    row = ctx.session.execute(
        stmt if ctx.actor is None else reach.within(ctx, stmt, AssessmentCampaign.unit_id)
    ).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row.AssessmentOutcome, row.AssessmentCampaign


def list_newest(ctx: Context, campaign_id: UUID) -> list[tuple[AssessmentOutcome, Unit]]:
    """The last outcome of each school of a campaign that the caller has loaded, best first."""
    stmt = _select(ctx).where(_O.campaign_id == campaign_id, _LATER.id.is_(None)).order_by(_O.rank, _O.id)
    return [(row.AssessmentOutcome, row.Unit) for row in ctx.session.execute(stmt)]


# --- For freezing ----------------------------------------------------------------------------------------------------


def list_results(ctx: Context, computation_id: UUID, after: UUID | None, limit: int) -> list[Any]:
    """The next results of a computing with their units, in the order of enrolments."""
    district = aliased(Unit, name="district")
    stmt = (
        select(AssessmentResult, Unit.name, Unit.code, district.name.label("district"))
        .join(Unit, Unit.id == AssessmentResult.unit_id)
        .outerjoin(district, district.id == AssessmentResult.district_id)
        .where(AssessmentResult.computation_id == computation_id)
        .order_by(AssessmentResult.enrolment_id)
        .limit(limit)
    )
    return list(ctx.session.execute(stmt if after is None else stmt.where(AssessmentResult.enrolment_id > after)))


def last_numbers(ctx: Context, enrolment_ids: Collection[UUID]) -> dict[UUID, int]:
    """The last number of each enrolment that has been frozen before."""
    stmt = select(_O.enrolment_id, func.max(_O.number).label("last")).where(_O.enrolment_id.in_(list(enrolment_ids)))
    return {row.enrolment_id: row.last for row in ctx.session.execute(stmt.group_by(_O.enrolment_id))}


def group_sizes(ctx: Context, computation_id: UUID) -> dict[tuple[str, str], int]:
    """How many are ranked in the campaign, in each district, and of each type."""
    one = AssessmentResult
    stmt = select(one.district_id, one.type, func.count().label("schools")).where(one.computation_id == computation_id)
    sizes: dict[tuple[str, str], int] = {}
    for row in ctx.session.execute(stmt.group_by(one.district_id, one.type)):
        for group in (("campaign", ""), ("district", str(row.district_id or "")), ("type", row.type)):
            sizes[group] = sizes.get(group, 0) + row.schools
    return sizes


def decisions_of(ctx: Context, enrolment_ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What was upheld and what was decided on appeal, as the document tells it: no person is named."""
    found: dict[UUID, list[dict[str, Any]]] = {one: [] for one in enrolment_ids}
    adjustment, appeal = AssessmentAdjustment, AssessmentAppeal
    upheld = select(adjustment).where(
        adjustment.enrolment_id.in_(list(enrolment_ids)), adjustment.state == AdjustmentState.UPHELD.value
    )
    for one in ctx.session.execute(upheld.order_by(adjustment.id)).scalars():
        said = {name: getattr(one, name) for name in ("kind", "code", "level", "name", "times", "document")}
        found[one.enrolment_id].append(said | {"decided_on": _day(one.decided_at)})
    decided = select(appeal).where(
        appeal.enrolment_id.in_(list(enrolment_ids)), appeal.state == AppealState.DECIDED.value
    )
    for two in ctx.session.execute(decided.order_by(appeal.id)).scalars():
        said = {"kind": "appeal", "target": two.target, "code": two.code or None, "result": two.result}
        found[two.enrolment_id].append(said | {"changes": two.changes, "decided_on": _day(two.decided_at)})
    return found


def _day(at: Any) -> str | None:
    return clock.legal_day(at).isoformat() if at else None


# --- Held to the ledger ----------------------------------------------------------------------------------------------


def read_documents(session: Session) -> Iterator[Document]:
    """Every outcome as its document says it is, in the order of ids; a row that says something else shows in it."""
    columns = (_O.number, _O.total, _O.gap, _O.grade, _O.bands, _O.rank, _O.document_hash)
    stmt = (
        select(_O.id, AssessmentOutcomeDocument.content, *columns)
        .outerjoin(AssessmentOutcomeDocument, AssessmentOutcomeDocument.outcome_id == _O.id)
        .order_by(_O.id)
    )
    for row in session.execute(stmt, execution_options={"yield_per": 200}):
        document = json.loads(row.content) if row.content else {}
        yield Document(row.id, 1, document if _agrees(row, document) else {**document, "row": "differs"})


def _agrees(row: Any, document: Mapping[str, Any]) -> bool:
    if not document:
        return False
    kept = (document["number"], document["result"]["total"], document["grades"], document["places"]["campaign"]["rank"])
    return kept == (row.number, written(row.total), row.bands, row.rank) and row.grade in {None, *row.bands.values()}


OUTCOMES = VerifiableKind("assessment_outcome", read_documents)
