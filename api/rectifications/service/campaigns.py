"""Rectification campaigns: drafted, started, closed; each unit's checks, plans and close-out."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from api.access.permissions import Permission
from api.access.providers import providers
from api.core import ids, notices
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record
from api.rectifications import errors, queries, rules
from api.rectifications.models import RectificationCampaign, RectificationCampaignUnit, RectificationStage
from api.rectifications.rules import CloseOutState, RectificationCampaignState, RectificationCampaignVerb, Stage
from api.rectifications.schemas import RectificationCampaignIn, RectificationCampaignOut

STARTED = notices.define("rectification.campaign_started", permission=Permission.RECTIFICATION_READ)


def draft_campaign(ctx: Context, wanted: RectificationCampaignIn) -> RectificationCampaignOut:
    """Draft a campaign. Errors: every fault at once as `input.invalid`."""
    refuse_if_any(_faults(ctx, wanted))
    campaign = RectificationCampaign(
        id=ids.ordered(),
        **_columns(wanted),
        unit_id=wanted.unit_id,
        state=RectificationCampaignState.DRAFT.value,
        created_by=ctx.signed_in.id,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(campaign)
    ctx.session.flush()
    _write_parts(ctx, campaign.id, wanted)
    record(ctx, "rectification_campaign.drafted", campaign_subject(campaign), None, {"title": wanted.title})
    return queries.get_campaign(ctx, campaign.id)


def _columns(wanted: RectificationCampaignIn) -> dict[str, Any]:
    own = wanted.model_dump(include={"title", "basis", "goal"})
    return {**own, "first_on": wanted.stages[0].starts_on, "last_on": wanted.stages[-1].ends_on}


def _faults(ctx: Context, wanted: RectificationCampaignIn) -> Iterator[Violation]:
    if queries.find_unit(ctx, wanted.unit_id) is None:
        yield Violation(errors.UNIT_NOT_FOUND, "/unit_id")
    stages = [Stage(stage.starts_on, stage.ends_on, [item.code for item in stage.items]) for stage in wanted.stages]
    yield from rules.stage_violations(stages)
    known = queries.units_within(ctx, wanted.unit_ids)
    for index, unit_id in enumerate(wanted.unit_ids):
        if unit_id not in known:
            yield Violation(errors.UNIT_NOT_FOUND, f"/unit_ids/{index}")


def _write_parts(ctx: Context, campaign_id: UUID, wanted: RectificationCampaignIn) -> None:
    """The stages and the units of a draft, in place of those it had."""
    for table in (RectificationStage, RectificationCampaignUnit):
        ctx.session.execute(delete(table).where(table.campaign_id == campaign_id))
    stages = [
        {"campaign_id": campaign_id, "position": position, **stage.model_dump()}
        for position, stage in enumerate(wanted.stages)
    ]
    ctx.session.execute(insert(RectificationStage), stages)
    begun = {"campaign_id": campaign_id, "state": CloseOutState.WORKING.value, "returned": 0, "revision": 1}
    places = [{"id": ids.ordered(), "unit_id": unit_id, **begun} for unit_id in dict.fromkeys(wanted.unit_ids)]
    if places:
        ctx.session.execute(insert(RectificationCampaignUnit), places)


def _open(ctx: Context, campaign_id: UUID, verb: RectificationCampaignVerb) -> RectificationCampaign:
    """A campaign of the expected revision to which the caller may do `verb` now.

    Errors: `not_found`, `conflict.stale`, `access.denied`, `rectification.wrong_state`.
    """
    campaign, manages = queries.load_campaign(ctx, campaign_id)
    ctx.expect(campaign.revision)
    if not manages:
        raise Refused(FORBIDDEN)
    rules.campaign_step(RectificationCampaignState(campaign.state), verb)
    return campaign


def change_campaign(ctx: Context, campaign_id: UUID, wanted: RectificationCampaignIn) -> RectificationCampaignOut:
    """Replace a draft. Its unit stays. Errors: those of `_open`, every fault at once as `input.invalid`."""
    campaign = _open(ctx, campaign_id, RectificationCampaignVerb.CHANGE)
    faults = list(_faults(ctx, wanted))
    if wanted.unit_id != campaign.unit_id:
        faults.append(Violation(errors.UNIT_NOT_FOUND, "/unit_id"))
    refuse_if_any(faults)
    before = {"title": campaign.title, "first_on": campaign.first_on, "last_on": campaign.last_on}
    for name, value in _columns(wanted).items():
        setattr(campaign, name, value)
    campaign.updated_at = ctx.now
    ctx.session.flush()
    _write_parts(ctx, campaign.id, wanted)
    after = {name: getattr(campaign, name) for name in before}
    record(ctx, "rectification_campaign.changed", campaign_subject(campaign), before, after)
    return queries.get_campaign(ctx, campaign.id)


def start_campaign(ctx: Context, campaign_id: UUID) -> RectificationCampaignOut:
    """Announce a campaign to the units that take part. Errors: those of `_open`; `rectification.units_missing`."""
    campaign = _open(ctx, campaign_id, RectificationCampaignVerb.START)
    units = queries.units_taking_part(ctx, campaign.id)
    if not units:
        raise Refused(INVALID, [Violation(errors.UNITS_MISSING, "/unit_ids")])
    told = _turn(ctx, campaign, RectificationCampaignVerb.START, None)
    about = notices.About("rectification_campaign", campaign.id, campaign.title, campaign.unit_id)
    holders = {
        holder
        for unit_id in units
        for holder in providers.find_holders(ctx.session, Permission.RECTIFICATION_DO, unit_id)
    }
    notices.notify(ctx, holders, STARTED, about)
    return told


def close_campaign(ctx: Context, campaign_id: UUID) -> RectificationCampaignOut:
    """End a campaign in which every unit is closed out. Errors: those of `_open`; `rectification.units_open`."""
    campaign = _open(ctx, campaign_id, RectificationCampaignVerb.CLOSE)
    if queries.count_open_places(ctx, campaign.id):
        raise Refused(errors.UNITS_OPEN)
    return _turn(ctx, campaign, RectificationCampaignVerb.CLOSE, None)


def cancel_campaign(ctx: Context, campaign_id: UUID, reason: str) -> RectificationCampaignOut:
    """Stop a campaign; what was done stays readable. Errors: those of `_open`."""
    return _turn(
        ctx, _open(ctx, campaign_id, RectificationCampaignVerb.CANCEL), RectificationCampaignVerb.CANCEL, reason
    )


def _turn(
    ctx: Context, campaign: RectificationCampaign, verb: RectificationCampaignVerb, reason: str | None
) -> RectificationCampaignOut:
    before = {"state": campaign.state}
    campaign.state = rules.campaign_step(RectificationCampaignState(campaign.state), verb).after.value
    campaign.state_reason, campaign.updated_at = reason, ctx.now
    ctx.session.flush()
    action = f"rectification_campaign.{campaign.state}"
    record(ctx, action, campaign_subject(campaign), before, {"state": campaign.state}, reason=reason)
    return queries.get_campaign(ctx, campaign.id)


def campaign_subject(campaign: RectificationCampaign) -> Subject:
    """A campaign as the ledger's subject."""
    return Subject("rectification_campaign", campaign.id, campaign.title, campaign.unit_id, campaign.revision)
