"""What people do to findings: answer, put right, look again, dismiss by two, make a problem of rectification."""

from collections.abc import Mapping, Sequence
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
from api.checks.schemas.findings import FindingDetail
from api.core import clock, ids, notices, rollups
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import Entry, record_all
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
    finding = open_finding(ctx, finding_id, verb)
    move_all(ctx, [finding], verb, _changes(ctx, verb, text), text)
    return queries.get_finding(ctx, finding_id)


def open_finding(ctx: Context, finding_id: UUID, verb: FindingVerb) -> Finding:
    """A finding of the expected revision to which the caller may do `verb` now. Errors: those of `take_step`."""
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


def move_all(
    ctx: Context, findings: Sequence[Finding], verb: FindingVerb, changes: Mapping[str, Any], text: str | None = None
) -> None:
    """Change each row once, count it anew, write the step down, tell whom it concerns. `changes`: beside the state."""
    before = [(finding_cell(one), str(one.state)) for one in findings]
    for finding in findings:
        step = finding_step(FindingState(finding.state), verb, proposed=finding.proposed_by is not None)
        for name, value in {**changes, "state": step.after, "updated_at": ctx.now}.items():
            setattr(finding, name, value)
    ctx.session.flush()
    cells = [(cell, finding_cell(one)) for one, (cell, _) in zip(findings, before, strict=True)]
    rollups.add(ctx, FINDING_FIGURES, [part for was, now in cells if was != now for part in (-was, now)])
    ctx.session.add_all(_step(ctx, one, verb, text) for one in findings)
    shown = {name: value for name, value in changes.items() if name in {"owner_id", "due_on", "problem_id"}}
    entries = (
        Entry(f"finding.{verb}", subject(one), {"state": was}, {"state": str(one.state), **shown}, text)
        for one, (_, was) in zip(findings, before, strict=True)
    )
    record_all(ctx, entries)
    _tell(ctx, findings, verb)


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


def _tell(ctx: Context, findings: Sequence[Finding], verb: FindingVerb) -> None:
    if verb not in _TOLD:
        return
    kind, permission = _TOLD[verb]
    units = {one.unit_id for one in findings}
    holders = {unit_id: set(providers.find_holders(ctx.session, permission, unit_id)) for unit_id in units}
    told = [notices.Told(holders[one.unit_id] - {ctx.signed_in.id}, subject(one)) for one in findings]
    notices.notify_each(ctx, kind, told)


def subject(finding: Finding) -> Subject:
    """A finding as the ledger's subject."""
    label = f"{finding.rule_id} {finding.subject_label}".strip()
    return Subject("finding", finding.id, label, finding.unit_id, finding.revision)


def rectify(ctx: Context, finding_id: UUID) -> FindingDetail:
    """Make a problem of rectification of a finding. Errors: those of `take_step`; `finding.already_linked`, faults of the problem."""
    finding = open_finding(ctx, finding_id, FindingVerb.RECTIFY)
    if finding.problem_id is not None:
        raise Refused(errors.ALREADY_LINKED)
    problem = find_problem(ctx, _problem_of(ctx, finding))
    move_all(ctx, [finding], FindingVerb.RECTIFY, {"problem_id": problem.id})
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
