"""What people do to findings: answer, put right, look again, dismiss by two, make a problem of rectification."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.checks import errors, queries
from api.checks.figures import FINDING_FIGURES, finding_cell
from api.checks.models import Finding, FindingStep
from api.checks.ports import ports
from api.checks.rules.answers import FindingSeverity
from api.checks.rules.findings import FindingState, FindingVerb, finding_step
from api.checks.schemas.findings import FindingAssignIn, FindingDetail
from api.core import clock, ids, notices, rollups
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record
from api.rectifications import rules as rectification
from api.rectifications.schemas import RectificationIn, RectificationSourceIn
from api.rectifications.service import find_problem

ANSWERED = notices.define("finding.answered", permission=Permission.FINDING_RESPOND)
SUBMITTED = notices.define("finding.submitted", permission=Permission.FINDING_MANAGE)
PROPOSED = notices.define("finding.proposed", permission=Permission.FINDING_DISMISS)
_TOLD: Mapping[FindingVerb, tuple[str, Permission]] = {
    FindingVerb.SUBMIT: (SUBMITTED, Permission.FINDING_MANAGE),
    FindingVerb.PROPOSE: (PROPOSED, Permission.FINDING_DISMISS),
    **dict.fromkeys(
        (FindingVerb.RETURN, FindingVerb.CLOSE, FindingVerb.DISMISS, FindingVerb.ASSIGN, FindingVerb.REOPEN),
        (ANSWERED, Permission.FINDING_RESPOND),
    ),
}
_GRAVE = {
    FindingSeverity.RED: rectification.Severity.SERIOUS,
    FindingSeverity.YELLOW: rectification.Severity.GENERAL,
    FindingSeverity.BLUE: rectification.Severity.GENERAL,
}
_KIND = "decision"


def take_step(ctx: Context, finding_id: UUID, verb: FindingVerb, text: str | None = None) -> FindingDetail:
    """Do `verb` to a finding of the expected revision.

    Errors: `not_found`, `conflict.stale`, `finding.wrong_state`, `finding.not_proposed`, `finding.already_proposed`,
    `finding.second_person`, `access.denied`.
    """
    finding = _open(ctx, finding_id, verb)
    _move(ctx, finding, verb, _changes(ctx, verb, text), text)
    return queries.get_finding(ctx, finding_id)


def _open(ctx: Context, finding_id: UUID, verb: FindingVerb) -> Finding:
    finding, standing = queries.load_finding(ctx, finding_id)
    ctx.expect(finding.revision)
    step = finding_step(FindingState(finding.state), verb, proposed=finding.proposed_by is not None)
    if not standing.holds(step.needs):
        raise Refused(FORBIDDEN)
    if queries.is_barred(ctx, finding, step.who):
        raise Refused(errors.SECOND_PERSON)
    if verb is FindingVerb.RECTIFY and not standing.rectifies:
        raise Refused(FORBIDDEN)
    return finding


def _changes(ctx: Context, verb: FindingVerb, text: str | None) -> dict[str, Any]:
    """What a verb sets beside the state."""
    me = ctx.signed_in.id
    done: dict[str, Any] = {"closed_at": ctx.now, "closed_by": me, "proposed_by": None}
    changes: Mapping[FindingVerb, dict[str, Any]] = {
        FindingVerb.RESPOND: {"response": text},
        FindingVerb.SUBMIT: {"response": text, "submitted_by": me},
        FindingVerb.CLOSE: done,
        FindingVerb.DISMISS: done,
        FindingVerb.PROPOSE: {"proposed_by": me},
        FindingVerb.KEEP: {"proposed_by": None},
        FindingVerb.REOPEN: {"closed_at": None, "closed_by": None, "submitted_by": None},
    }
    return changes.get(verb, {})


def _move(ctx: Context, finding: Finding, verb: FindingVerb, changes: Mapping[str, Any], text: str | None) -> None:
    """Change the row once, count it anew, write the step down, tell whom it concerns."""
    step = finding_step(FindingState(finding.state), verb, proposed=finding.proposed_by is not None)
    before, was = finding_cell(finding), str(finding.state)
    for name, value in {**changes, "state": step.after, "updated_at": ctx.now}.items():
        setattr(finding, name, value)
    ctx.session.flush()
    if finding_cell(finding) != before:
        rollups.add(ctx, FINDING_FIGURES, [-before, finding_cell(finding)])
    ctx.session.add(_step(ctx, finding, verb, text))
    shown = {name: value for name, value in changes.items() if name in {"owner_id", "due_on", "problem_id"}}
    record(
        ctx, f"finding.{verb}", subject(finding), {"state": was}, {"state": str(finding.state), **shown}, reason=text
    )
    _tell(ctx, finding, verb)


def _step(ctx: Context, finding: Finding, verb: FindingVerb, text: str | None) -> FindingStep:
    return FindingStep(
        id=ids.ordered(),
        finding_id=finding.id,
        verb=verb.value,
        state=str(finding.state),
        severity=str(finding.severity),
        text=text,
        actor_id=ctx.signed_in.id,
        at=ctx.now,
    )


def _tell(ctx: Context, finding: Finding, verb: FindingVerb) -> None:
    if verb not in _TOLD:
        return
    kind, permission = _TOLD[verb]
    holders = providers.find_holders(ctx.session, permission, finding.unit_id)
    notices.notify(ctx, {one for one in holders if one != ctx.signed_in.id}, kind, subject(finding))


def subject(finding: Finding) -> Subject:
    """A finding as the ledger's subject."""
    label = f"{finding.rule_id} {finding.subject_label}".strip()
    return Subject("finding", finding.id, label, finding.unit_id, finding.revision)


def assign(ctx: Context, finding_id: UUID, wanted: FindingAssignIn) -> FindingDetail:
    """Say who looks after a finding and until when it is to be put right. Errors: as above; faults as `input.invalid`."""
    finding = _open(ctx, finding_id, FindingVerb.ASSIGN)
    faults = []
    if wanted.due_on is not None and wanted.due_on < clock.legal_day(ctx.now):
        faults.append(Violation(errors.DUE_PAST, "/due_on"))
    managers = providers.find_holders(ctx.session, Permission.FINDING_MANAGE, finding.unit_id)
    if wanted.owner_id is not None and wanted.owner_id not in managers:
        faults.append(Violation(errors.OWNER_UNKNOWN, "/owner_id"))
    refuse_if_any(faults)
    _move(ctx, finding, FindingVerb.ASSIGN, {"owner_id": wanted.owner_id, "due_on": wanted.due_on}, None)
    return queries.get_finding(ctx, finding_id)


def rectify(ctx: Context, finding_id: UUID) -> FindingDetail:
    """Make a problem of rectification of a finding. Errors: as above; `finding.already_linked`, faults of the problem."""
    finding = _open(ctx, finding_id, FindingVerb.RECTIFY)
    if finding.problem_id is not None:
        raise Refused(errors.ALREADY_LINKED)
    problem = find_problem(ctx, _problem_of(ctx, finding))
    _move(ctx, finding, FindingVerb.RECTIFY, {"problem_id": problem.id}, None)
    return queries.get_finding(ctx, finding_id)


def _problem_of(ctx: Context, finding: Finding) -> RectificationIn:
    rule = ports.rules().get(finding.rule_id)
    if rule is None:
        raise Refused(INVALID, [Violation(errors.RULE_UNKNOWN, "/rule_id")])
    label = f"{finding.rule_id} {rule.name.zh}"
    return RectificationIn(
        unit_id=finding.unit_id,
        source=RectificationSourceIn(type="decision_alert", id=finding.id, label=label),
        title=f"{rule.name.zh}：{finding.subject_label}"[:200],
        description=rule.text.zh,
        kind=_KIND,
        severity=_GRAVE[FindingSeverity(finding.severity)],
        cited_rule="；".join(rule.basis)[:500],
        found_on=clock.legal_day(ctx.now),
    )
