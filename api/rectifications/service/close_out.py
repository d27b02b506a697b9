"""One unit's part in a campaign: items ticked, personal plans, close-out (销号) with evidence."""

from uuid import UUID

from sqlalchemy import delete, insert

from api.core import clock, ids
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import record
from api.rectifications import errors, queries, rules
from api.rectifications.models import RectificationCampaignUnit, RectificationCheck, RectificationPlan
from api.rectifications.queries import CLOSE_OUT_USE
from api.rectifications.rules import CloseOutState, CloseOutVerb, RectificationCampaignState
from api.rectifications.schemas import CampaignPlaceOut, CheckIn, PersonalPlanIn


def _open(ctx: Context, place_id: UUID, verb: CloseOutVerb) -> RectificationCampaignUnit:
    """A unit's part towards which the caller may do `verb` now.

    Errors: `not_found`, `access.denied`, `rectification.wrong_state`, `rectification.own_work`.
    """
    place, campaign, held = queries.load_place(ctx, place_id)
    if campaign.state != RectificationCampaignState.RUNNING:
        raise Refused(errors.WRONG_STATE, allowed="–")
    step = rules.close_out_step(CloseOutState(place.state), verb)
    if step.needs not in held:
        raise Refused(FORBIDDEN)
    if step.another and place.submitted_by == ctx.signed_in.id:
        raise Refused(errors.OWN_WORK)
    return place


def check_item(ctx: Context, place_id: UUID, code: str, wanted: CheckIn) -> CampaignPlaceOut:
    """Tick an item of a checklist, or take the tick away. Errors: those of `_open`; `rectification.item_unknown`."""
    place = _open(ctx, place_id, CloseOutVerb.CHECK)
    stages = queries.stages_of(ctx, [place.campaign_id])[place.campaign_id]
    if not any(item["code"] == code for stage in stages for item in stage.items):
        raise Refused(INVALID, [Violation(errors.ITEM_UNKNOWN, "/code")])
    mine = (RectificationCheck.place_id == place.id, RectificationCheck.code == code)
    ctx.session.execute(delete(RectificationCheck).where(*mine))
    if wanted.done:
        done = {"done_on": clock.legal_day(ctx.now), "done_by": ctx.signed_in.id}
        ctx.session.execute(insert(RectificationCheck).values(place_id=place.id, code=code, note=wanted.note, **done))
    said = {"item": code, "done": wanted.done, "note": wanted.note}
    record(ctx, "rectification_campaign.checked", _subject(place), None, said)
    return queries.get_place(ctx, place.id)


def write_plan(ctx: Context, place_id: UUID, wanted: PersonalPlanIn) -> CampaignPlaceOut:
    """Write what one teacher puts right. Errors: those of `_open`; `rectification.plan_taken`; faults as invalid."""
    place = _open(ctx, place_id, CloseOutVerb.CHECK)
    home = queries.persons_within(ctx, [wanted.person_id]).get(wanted.person_id)
    if home != place.unit_id:
        spec = errors.PERSON_NOT_FOUND if home is None else errors.NOT_A_SCHOOL_PERSON
        raise Refused(INVALID, [Violation(spec, "/person_id")])
    plan = RectificationPlan(id=ids.ordered(), place_id=place.id, **wanted.model_dump(), created_at=ctx.now)
    ctx.session.add(plan)
    ctx.session.flush()
    record(ctx, "rectification_campaign.plan_written", _subject(place), None, {"due_on": wanted.due_on})
    return queries.get_place(ctx, place.id)


def finish_plan(ctx: Context, plan_id: UUID, result: str) -> CampaignPlaceOut:
    """Say what came of a plan. Errors: those of `_open`; `conflict.stale`; `rectification.task_state` when it is done."""
    plan = queries.load_plan(ctx, plan_id)
    ctx.expect(plan.revision)
    place = _open(ctx, plan.place_id, CloseOutVerb.CHECK)
    if plan.done_on is not None:
        raise Refused(errors.TASK_STATE)
    plan.done_on, plan.result = clock.legal_day(ctx.now), result
    ctx.session.flush()
    record(ctx, "rectification_campaign.plan_finished", _subject(place), None, {"done_on": plan.done_on})
    return queries.get_place(ctx, place.id)


def submit_close_out(ctx: Context, place_id: UUID, summary: str) -> CampaignPlaceOut:
    """Ask to be closed out: every item and plan done, with evidence.

    Errors: those of `_open`, `rectification.items_open`, `…plans_open`, `…closeout_evidence`.
    """
    place = _open(ctx, place_id, CloseOutVerb.SUBMIT)
    ctx.expect(place.revision)
    stages = queries.stages_of(ctx, [place.campaign_id])[place.campaign_id]
    items = [item["code"] for stage in stages for item in stage.items]
    evidence = queries.count_evidence(ctx, [(CLOSE_OUT_USE, place.id)])
    plans = queries.count_open_plans(ctx, place.id)
    if fault := rules.close_out_fault(items, queries.done_items(ctx, place.id), plans, evidence):
        raise Refused(fault)
    place.summary, place.submitted_by, place.submitted_at = summary, ctx.signed_in.id, ctx.now
    return _turn(ctx, place, CloseOutVerb.SUBMIT, None)


def judge_close_out(ctx: Context, place_id: UUID, verb: CloseOutVerb, reason: str | None = None) -> CampaignPlaceOut:
    """Close a unit out, or give it back with a reason. Errors: those of `_open`, `conflict.stale`."""
    place = _open(ctx, place_id, verb)
    ctx.expect(place.revision)
    place.decided_by, place.decided_at = ctx.signed_in.id, ctx.now
    if verb is CloseOutVerb.RETURN:
        place.returned += 1
    return _turn(ctx, place, verb, reason)


def _turn(ctx: Context, place: RectificationCampaignUnit, verb: CloseOutVerb, reason: str | None) -> CampaignPlaceOut:
    before = {"state": place.state}
    place.state, place.reason = rules.close_out_step(CloseOutState(place.state), verb).after.value, reason
    ctx.session.flush()
    action = {
        CloseOutVerb.SUBMIT: "rectification_campaign.close_out_submitted",
        CloseOutVerb.ACCEPT: "rectification_campaign.close_out_accepted",
        CloseOutVerb.RETURN: "rectification_campaign.close_out_returned",
    }[verb]
    record(ctx, action, _subject(place), before, {"state": place.state}, reason=reason)
    return queries.get_place(ctx, place.id)


def _subject(place: RectificationCampaignUnit) -> Subject:
    """A unit's part as the ledger's subject: of its own unit."""
    return Subject("rectification_campaign", place.campaign_id, "", place.unit_id, None)
