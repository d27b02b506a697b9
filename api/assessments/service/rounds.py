"""Handing rounds in, back, and on."""

from collections.abc import Callable, Iterable
from uuid import UUID

from sqlalchemy import delete

from api.assessments import errors
from api.assessments import queries as all_queries
from api.assessments.models import AssessmentDisagreement
from api.assessments.queries import readiness
from api.assessments.queries import scores as queries
from api.assessments.queries.rounds import situation
from api.assessments.queries.scores import Opened
from api.assessments.rules.rounds import Round, RoundVerb
from api.assessments.rules.work import DisagreementState
from api.assessments.schemas.rounds import (
    AssessmentAcceptIn,
    AssessmentAcceptManyIn,
    AssessmentBatchOut,
    AssessmentReadiness,
    AssessmentReturnIn,
    AssessmentReturnManyIn,
    AssessmentRoundOut,
    AssessmentSubmitIn,
)
from api.assessments.service.standing import refuse_unless
from api.assessments.service.subjects import round_subject
from api.core import ids, notices
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation, refuse_if_any
from api.core.points import points
from api.ledger.service import record

RETURNED = notices.define("assessment.returned")
ACCEPTED = notices.define("assessment.accepted")


def submit_round(ctx: Context, enrolment_id: UUID, which: Round, wanted: AssessmentSubmitIn) -> AssessmentRoundOut:
    """Sign a round. Late is marked. Where it lies far from the round before, that is kept with its explanation.

    Errors: `assessment.not_ready` with what is missing, `assessment.conflict_undeclared`, `conflict.stale`, whatever
    keeps the round closed.
    """
    opened = queries.open_round(ctx, enrolment_id, which, lock=True)
    ctx.expect(opened.round.revision)
    step = refuse_unless(opened, RoundVerb.SUBMIT)
    undeclared = which is not Round.SELF and not wanted.no_conflict
    refuse_if_any([Violation(errors.CONFLICT_UNDECLARED, "/no_conflict")] if undeclared else [])
    ready = readiness.readiness_of(ctx, opened)
    if lacking := list(_lacking(ready, wanted)):
        raise Refused(errors.NOT_READY, lacking)
    held = opened.round
    # Late is who was late the first time; what is asked for again is not.
    held.late = held.late or (held.returns == 0 and situation(ctx, opened.entry, opened.rounds).is_late(which))
    held.note, held.team = wanted.note, wanted.team or held.team
    held.submitted_by, held.submitted_at = ctx.actor.id if ctx.actor else None, ctx.now
    _keep_disagreements(ctx, opened, ready)
    return _moved(ctx, opened, step.after.value, "submitted")


def _lacking(ready: AssessmentReadiness, wanted: AssessmentSubmitIn) -> Iterable[Violation]:
    if ready.open_items:
        yield Violation(errors.ITEMS_OPEN, "", params={"codes": ", ".join(ready.open_items)})
    unexplained = [gap.code for gap in ready.gaps if not gap.explained]
    if unexplained:
        yield Violation(errors.UNEXPLAINED, "", params={"codes": ", ".join(unexplained)})
    if ready.missing_evidence and not wanted.note:
        codes = ", ".join(one.slot for one in ready.missing_evidence)
        yield Violation(errors.EVIDENCE_NOTE, "/note", params={"codes": codes})


def _keep_disagreements(ctx: Context, opened: Opened, ready: AssessmentReadiness) -> None:
    mine = (
        AssessmentDisagreement.enrolment_id == opened.entry.enrolment.id,
        AssessmentDisagreement.later == opened.which.value,
    )
    ctx.session.execute(delete(AssessmentDisagreement).where(*mine))
    scores = queries.scores_of(ctx, opened.round.id)
    for gap in ready.gaps:
        sign = -1 if gap.gap.startswith("-") else 1
        row = AssessmentDisagreement(
            id=ids.ordered(),
            enrolment_id=opened.entry.enrolment.id,
            code=gap.code,
            earlier=gap.earlier.value,
            later=opened.which.value,
            gap=sign * points(gap.gap.lstrip("-")),
            explanation=scores[gap.code].comment,
            state=DisagreementState.EXPLAINED.value,
            updated_at=ctx.now,
        )
        ctx.session.add(row)
    ctx.session.flush()


def return_round(ctx: Context, enrolment_id: UUID, which: Round, wanted: AssessmentReturnIn) -> AssessmentRoundOut:
    """Give a round back with a reason. Errors: `conflict.stale`, `assessment.later_handed_in`, as of `submit_round`."""
    return _shown(ctx, _return(ctx, enrolment_id, which, wanted.reason))


def _return(ctx: Context, enrolment_id: UUID, which: Round, reason: str) -> Opened:
    opened = queries.open_round(ctx, enrolment_id, which, lock=True)
    ctx.expect(opened.round.revision)
    step = refuse_unless(opened, RoundVerb.RETURN)
    opened.round.return_reason, opened.round.returns = reason, opened.round.returns + 1
    _decide(ctx, opened, step.after.value, "returned", reason)
    _tell(ctx, opened, RETURNED)
    return opened


def accept_round(ctx: Context, enrolment_id: UUID, which: Round, wanted: AssessmentAcceptIn) -> AssessmentRoundOut:
    """Accept a round. Errors: `conflict.stale`, `assessment.own_round`, as of `submit_round`."""
    return _shown(ctx, _accept(ctx, enrolment_id, which, wanted.note))


def _accept(ctx: Context, enrolment_id: UUID, which: Round, note: str | None) -> Opened:
    opened = queries.open_round(ctx, enrolment_id, which, lock=True)
    ctx.expect(opened.round.revision)
    step = refuse_unless(opened, RoundVerb.ACCEPT)
    _decide(ctx, opened, step.after.value, "accepted", note)
    _tell(ctx, opened, ACCEPTED)
    return opened


def _decide(ctx: Context, opened: Opened, after: str, done: str, reason: str | None) -> None:
    opened.round.decided_by, opened.round.decided_at = ctx.actor.id if ctx.actor else None, ctx.now
    _move(ctx, opened, after, done, reason)


def _moved(ctx: Context, opened: Opened, after: str, done: str) -> AssessmentRoundOut:
    _move(ctx, opened, after, done, opened.round.note)
    return _shown(ctx, opened)


def _move(ctx: Context, opened: Opened, after: str, done: str, reason: str | None) -> None:
    held = opened.round
    before, held.state, held.updated_at = {"state": held.state}, after, ctx.now
    ctx.session.flush()
    said = {"state": held.state, "late": held.late}
    record(ctx, f"assessment_round.{done}", round_subject(held, opened.entry), before, said, reason=reason)


def _shown(ctx: Context, opened: Opened) -> AssessmentRoundOut:
    return queries.get_round(ctx, opened.entry.enrolment.id, opened.which)


def _tell(ctx: Context, opened: Opened, kind: str) -> None:
    """Who submitted it learns what became of it."""
    held, entry = opened.round, opened.entry
    if held.submitted_by is not None:
        about = notices.About("assessment_round", entry.enrolment.id, entry.unit.name, entry.unit.id)
        notices.notify(ctx, {held.submitted_by}, kind, about)


# --- Several at once -------------------------------------------------------------------------------------------------


def return_many(ctx: Context, campaign_id: UUID, wanted: AssessmentReturnManyIn) -> AssessmentBatchOut:
    """Give rounds of a campaign back for one reason; what cannot be returned is told, and the others are."""
    return _each(ctx, campaign_id, wanted.enrolment_ids, lambda one: _return(ctx, one, wanted.round, wanted.reason))


def accept_many(ctx: Context, campaign_id: UUID, wanted: AssessmentAcceptManyIn) -> AssessmentBatchOut:
    """Accept rounds of a campaign; what cannot be accepted is told, and the others are."""
    return _each(ctx, campaign_id, wanted.enrolment_ids, lambda one: _accept(ctx, one, wanted.round, None))


def _each(
    ctx: Context, campaign_id: UUID, enrolment_ids: Iterable[UUID], do: Callable[[UUID], Opened]
) -> AssessmentBatchOut:
    """A refusal comes before anything of its round is changed, so that the rest may go on."""
    all_queries.get_held(ctx, campaign_id)
    mine = all_queries.ids_in(ctx, campaign_id, list(enrolment_ids))
    refused = {one: NOT_FOUND.code for one in enrolment_ids if one not in mine}
    for enrolment_id in sorted(mine):
        try:
            do(enrolment_id)
        except Refused as refusal:
            refused[enrolment_id] = refusal.spec.code
    return AssessmentBatchOut(done=sum(one not in refused for one in mine), refused=refused)
