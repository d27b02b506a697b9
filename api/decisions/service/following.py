"""What follows a decision: filed, answered, carried out, reported, evaluated, made public. Verbs answer with its id."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.access.permissions import Permission
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused, Violation, refuse_if_any
from api.decisions import errors, queries
from api.decisions.models import (
    Decision,
    DecisionEvaluation,
    DecisionExecution,
    DecisionFiling,
    DecisionProgress,
    DecisionPublicity,
)
from api.decisions.rules import following as rules
from api.decisions.rules.vocabulary import Confidentiality, DecisionStatus, FilingKind, PublicityKind
from api.decisions.schemas.following import (
    DecisionEvaluationIn,
    DecisionFilingIn,
    DecisionNoticeIn,
    DecisionProgressIn,
    DecisionPublicityIn,
    ExecutionPatch,
    FilingActIn,
    FilingAnswerIn,
)
from api.decisions.service.notices import draft_of
from api.decisions.service.standing import mark
from api.disclosures.rules import KINDS, Form
from api.disclosures.service import open_notice
from api.ledger.rules import Subject
from api.ledger.service import record

_FILED = ("kind", "filed_on", "note", "approval_no", "answer", "answer_text", "answered_on", "acted_on", "acted_text")
_RUN = ("started_on", "progress", "next_due_on", "completed_on", "blocker", "changed_on", "changed_by_topic_id")


def file_decision(ctx: Context, decision_id: UUID, wanted: DecisionFilingIn) -> UUID:
    """File a decision with the bureau, before or after, or for approval.

    Errors: `not_found`, `decision.still_draft`, `decision.filed_already`, `decision.in_future` as `input.invalid`.
    """
    decision = _open(ctx, decision_id)
    rules.refuse_filed(wanted.kind, queries.kinds_waiting(ctx, decision.id))
    _refuse_future(ctx, {"filed_on": wanted.filed_on})
    own = {"id": ids.ordered(), "decision_id": decision.id, "unit_id": decision.unit_id}
    filed_on = wanted.filed_on or clock.legal_day(ctx.now)
    filing = DecisionFiling(
        **own,
        kind=wanted.kind.value,
        filed_on=filed_on,
        answer_due_on=queries.answer_due(ctx, decision, filed_on),
        filed_by=ctx.signed_in.id,
        received_at=ctx.now,
        note=wanted.note,
        approval_no=wanted.approval_no,
    )
    ctx.session.add(filing)
    ctx.session.flush()
    return _done(ctx, decision, "decision.filed", None, filing_facts(filing))


def answer_filing(ctx: Context, filing_id: UUID, wanted: FilingAnswerIn) -> UUID:
    """The bureau's answer, once. Errors: `not_found`, `conflict.stale`, `decision.filing_answered`, `input.invalid`."""
    filing = queries.load_filing(ctx, filing_id)
    ctx.expect(filing.revision)
    before = write_answer(ctx, filing, wanted)
    ctx.session.flush()
    decision = queries.load_decision(ctx, filing.decision_id)
    return _done(ctx, decision, "decision.filing_answered", before, filing_facts(filing))


def write_answer(ctx: Context, filing: DecisionFiling, wanted: FilingAnswerIn) -> dict[str, Any]:
    """Put the answer on a filing, for the next flush; what it said before. Errors: those of `answer_filing`."""
    rules.refuse_answered(filing.answer)
    refuse_if_any(rules.answer_violations(FilingKind(filing.kind), wanted.answer, wanted.approval_no, wanted.text))
    before = filing_facts(filing)
    filing.answer, filing.answer_text = wanted.answer.value, wanted.text
    filing.answered_on, filing.answered_by = clock.legal_day(ctx.now), ctx.signed_in.id
    filing.approval_no = wanted.approval_no or filing.approval_no
    return before


def filing_facts(filing: DecisionFiling) -> dict[str, Any]:
    """A filing as the ledger shows it."""
    return _facts(filing, _FILED)


def act_on_filing(ctx: Context, filing_id: UUID, wanted: FilingActIn) -> UUID:
    """What the school did on the bureau's objection. Errors: `not_found`, `conflict.stale`, `decision.filing_not_answered`."""
    filing = queries.load_filing(ctx, filing_id)
    ctx.expect(filing.revision)
    rules.refuse_unobjected(filing.answer)
    _refuse_future(ctx, {"acted_on": wanted.acted_on})
    before = filing_facts(filing)
    filing.acted_on, filing.acted_text = wanted.acted_on or clock.legal_day(ctx.now), wanted.text
    ctx.session.flush()
    decision = queries.load_decision(ctx, filing.decision_id)
    return _done(ctx, decision, "decision.objection_acted_on", before, filing_facts(filing))


# --- Execution -------------------------------------------------------------------------------------------------------


def change_execution(ctx: Context, decision_id: UUID, patch: ExecutionPatch) -> UUID:
    """Say how far a decision has been carried out.

    Errors: `not_found`, `decision.still_draft`, every fault at once as `input.invalid`.
    """
    decision = _open(ctx, decision_id)
    changes = patch.changes()
    known = queries.topics_at(ctx, decision.unit_id, [patch.changed_by_topic_id] if patch.changed_by_topic_id else [])
    unknown = patch.changed_by_topic_id not in (None, *known)
    days = {name: changes.get(name) for name in ("started_on", "completed_on", "changed_on")}
    found = queries.find_execution(ctx, decision.id)
    execution = found or DecisionExecution(decision_id=decision.id, unit_id=decision.unit_id, updated_at=ctx.now)
    before = _facts(execution, _RUN)
    after = {**before, **changes}
    reversed_ = bool(after["started_on"] and after["completed_on"] and after["completed_on"] < after["started_on"])
    refuse_if_any(
        [
            *_future(ctx, days),
            *([Violation(errors.TOPIC_NOT_FOUND, "/changed_by_topic_id")] if unknown else []),
            *([Violation(errors.ENDS_BEFORE, "/completed_on")] if reversed_ else []),
        ]
    )
    for name, value in changes.items():
        setattr(execution, name, value)
    execution.updated_at = ctx.now
    ctx.session.add(execution)
    ctx.session.flush()
    return _done(ctx, decision, "decision.execution_changed", before, after)


def report_progress(ctx: Context, decision_id: UUID, wanted: DecisionProgressIn) -> UUID:
    """Write a line of the execution's log; a share of progress becomes the execution's. Errors: as above."""
    decision = _open(ctx, decision_id)
    _refuse_future(ctx, {"reported_on": wanted.reported_on})
    row = {"id": ids.ordered(), "decision_id": decision.id, "unit_id": decision.unit_id, "at": ctx.now}
    said = {"reported_on": wanted.reported_on or clock.legal_day(ctx.now), "text": wanted.text}
    own = {"progress": wanted.progress, "actor_id": ctx.signed_in.id}
    ctx.session.execute(insert(DecisionProgress).values(**row, **said, **own))
    if wanted.progress is not None:
        found = queries.find_execution(ctx, decision.id)
        execution = found or DecisionExecution(decision_id=decision.id, unit_id=decision.unit_id)
        execution.progress, execution.updated_at = wanted.progress, ctx.now
        ctx.session.add(execution)
        ctx.session.flush()
    return _done(ctx, decision, "decision.progress_reported", None, {**said, "progress": wanted.progress})


def evaluate_decision(ctx: Context, decision_id: UUID, wanted: DecisionEvaluationIn) -> UUID:
    """Say what came of a decision. Errors: as above."""
    decision = _open(ctx, decision_id)
    _refuse_future(ctx, {"evaluated_on": wanted.evaluated_on})
    given = wanted.model_dump()
    own = {"id": ids.ordered(), "decision_id": decision.id, "unit_id": decision.unit_id, "created_at": ctx.now}
    ctx.session.add(DecisionEvaluation(**own, **given))
    ctx.session.flush()
    return _done(ctx, decision, "decision.evaluated", None, given)


# --- Publicity -------------------------------------------------------------------------------------------------------


def publicize_decision(ctx: Context, decision_id: UUID, wanted: DecisionPublicityIn) -> UUID:
    """Record a publicity that was done elsewhere. Errors: as above, `decision.ends_before`."""
    decision = _open(ctx, decision_id)
    late = wanted.ends_on is not None and wanted.ends_on < wanted.starts_on
    faults = [Violation(errors.ENDS_BEFORE, "/ends_on")] if late else []
    refuse_if_any([*faults, *_future(ctx, {"starts_on": wanted.starts_on})])
    given = wanted.model_dump(mode="json") | {"starts_on": wanted.starts_on, "ends_on": wanted.ends_on}
    _publicity(ctx, decision, given)
    return _done(ctx, decision, "decision.publicized", None, given)


def publish_decision(ctx: Context, decision_id: UUID, wanted: DecisionNoticeIn) -> UUID:
    """Open a notice with the part that anyone may read, as a draft for two persons to check and release.

    Errors: as above, `decision.confidential`, `access.denied` without the right to write notices, those of notices.
    """
    decision = _open(ctx, decision_id)
    if decision.confidentiality == Confidentiality.CONFIDENTIAL:
        raise Refused(errors.CONFIDENTIAL)
    if not ctx.may(Permission.DISCLOSURE_EDIT) or not queries.standing_at(ctx, decision).discloses:
        raise Refused(FORBIDDEN)
    draft = draft_of(ctx, decision, wanted.kind)
    notice_id = open_notice(ctx, draft)
    form = KINDS[wanted.kind].form
    kind = PublicityKind.PUBLIC_NOTICE if form is Form.PUBLICITY else PublicityKind.DISCLOSURE
    given = {"kind": kind.value, "notice_id": notice_id, "objections": 0, "objections_open": 0}
    _publicity(ctx, decision, given)
    return _done(ctx, decision, "decision.notice_opened", None, given)


def _publicity(ctx: Context, decision: Decision, given: Mapping[str, Any]) -> None:
    own = {"id": ids.ordered(), "decision_id": decision.id, "unit_id": decision.unit_id, "created_at": ctx.now}
    ctx.session.add(DecisionPublicity(**own, **given))
    ctx.session.flush()


# --- What each leaves behind -----------------------------------------------------------------------------------------


def _open(ctx: Context, decision_id: UUID) -> Decision:
    """A decision within reach whose meeting has left its author's hands. Errors: `not_found`, `decision.still_draft`."""
    decision = queries.load_decision(ctx, decision_id)
    if not queries.is_open(queries.meeting_of(ctx, decision)):
        raise Refused(errors.STILL_DRAFT)
    return decision


def _done(
    ctx: Context, decision: Decision, action: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> UUID:
    settle_status(ctx, decision)
    record(ctx, action, subject(ctx, decision), before, after)
    mark(ctx, decision.unit_id)
    return decision.id


def settle_status(ctx: Context, decision: Decision) -> None:
    """Bring the status of a decision in step with what followed it."""
    if decision.status not in {DecisionStatus.SUSPENDED, DecisionStatus.SUPERSEDED}:
        decision.status = rules.status_of(queries.followed(ctx, decision.id)).value
        ctx.session.flush()


def subject(ctx: Context, decision: Decision) -> Subject:
    """A decision as the ledger's subject."""
    title = queries.title_of(ctx, decision.topic_id)
    return Subject("decision", decision.id, title, decision.unit_id, decision.revision)


def _facts(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _future(ctx: Context, days: Mapping[str, date | None]) -> list[Violation]:
    pairs = ((f"/{name}", day) for name, day in days.items())
    return list(rules.day_violations(pairs, clock.legal_day(ctx.now)))


def _refuse_future(ctx: Context, days: Mapping[str, date | None]) -> None:
    refuse_if_any(_future(ctx, days))
