"""Reading findings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account
from api.checks.models import Finding, FindingStep
from api.checks.ports import Record, ports
from api.checks.queries.results import subject_of
from api.checks.queries.units import UNIT, UNIT_REF, below, gravest_first, unit_of
from api.checks.rules.answers import FindingSeverity, ids_in
from api.checks.rules.findings import (
    FINDING_STEPS,
    OPEN_STATES,
    FindingState,
    FindingVerb,
    Who,
    finding_verbs,
)
from api.checks.schemas.findings import (
    CheckedRecord,
    FindingDetail,
    FindingFilter,
    FindingOwners,
    FindingRow,
    FindingStepOut,
    RecordPage,
)
from api.checks.schemas.results import CheckSubject
from api.core import clock, money
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.schemas import Named, Page
from api.organizations.models import Unit

_FINDING = Finding.__table__.c
_OWNER = aliased(Account, name="owner")
_PLAIN = ("id", "rule_id", "family", "severity", "state", "opened_at", "due_on", "updated_at", "revision")
SORTS: Mapping[str, Any] = {
    "severity": gravest_first(_FINDING.severity),
    "opened_at": _FINDING.opened_at,
    "due_on": _FINDING.due_on,
    "updated_at": _FINDING.updated_at,
    "rule_id": _FINDING.rule_id,
    "unit": UNIT.sort_key,
}


class Standing(NamedTuple):
    """Which permissions the caller holds at the unit of a finding."""

    responds: bool
    manages: bool
    dismisses: bool
    rectifies: bool

    def holds(self, permission: Permission) -> bool:
        """Whether `permission`, one of findings' own, is among them."""
        return {
            Permission.FINDING_RESPOND: self.responds,
            Permission.FINDING_MANAGE: self.manages,
            Permission.FINDING_DISMISS: self.dismisses,
        }[permission]


_ASKED = (
    Permission.FINDING_RESPOND,
    Permission.FINDING_MANAGE,
    Permission.FINDING_DISMISS,
    Permission.RECTIFICATION_MANAGE,
)


def load_finding(ctx: Context, finding_id: UUID) -> tuple[Finding, Standing]:
    """A finding within reach, and the caller's standing there. Errors: `not_found`."""
    held = (reach.condition(ctx, Finding.unit_id, one).label(f"holds_{at}") for at, one in enumerate(_ASKED))
    stmt = reach.within(ctx, select(Finding, *held).where(Finding.id == finding_id), Finding.unit_id)
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], Standing(*map(bool, row[1:]))


def load_findings(ctx: Context, ids: Sequence[UUID]) -> dict[UUID, Finding]:
    """Those of `ids` that are findings within reach of the permission that the route asks for, in one statement."""
    stmt = reach.within(ctx, select(Finding).where(Finding.id.in_(ids)), Finding.unit_id)
    return {finding.id: finding for finding in ctx.session.scalars(stmt)}


def list_findings(ctx: Context, wanted: FindingFilter, sort: str, paging: Paging) -> Page[FindingRow]:
    """Findings within reach that match. Errors: `paging.bad_sort`."""
    stmt = _listed(ctx, wanted).order_by(*ordering(sort, SORTS, _FINDING.id.desc()))
    today = clock.legal_day(ctx.now)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset))
    items = [FindingRow(**_row(row, today)) for row in rows]
    total = count(ctx, _matching(ctx, wanted, select(_FINDING.id)))
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def _listed(ctx: Context, wanted: FindingFilter) -> Select[*tuple[Any, ...]]:
    stmt = (
        select(*_FINDING, *UNIT_REF, _OWNER.display_name.label("owner_name"))
        .join(Unit, UNIT.id == _FINDING.unit_id)
        .outerjoin(_OWNER, _OWNER.id == _FINDING.owner_id)
    )
    return _matching(ctx, wanted, stmt)


def _matching(ctx: Context, wanted: FindingFilter, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return reach.within(ctx, stmt.where(*_conditions(ctx, wanted)), _FINDING.unit_id)


def _conditions(ctx: Context, wanted: FindingFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, _FINDING.unit_id)
    for column, one in (
        (_FINDING.family, wanted.family),
        (_FINDING.subject_type, wanted.subject_type),
        (_FINDING.owner_id, wanted.owner),
    ):
        if one is not None:
            yield column == one
    for column, several in (
        (_FINDING.rule_id, wanted.rule),
        (_FINDING.severity, wanted.severity),
        (_FINDING.state, wanted.state),
        (_FINDING.subject_id, wanted.subject),
    ):
        if several:
            yield column.in_(several)
    if wanted.record is not None:
        yield _FINDING.subject_id.in_(ports.parts(wanted.record))
    yield from _flags(ctx, wanted)


def _flags(ctx: Context, wanted: FindingFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.overdue is not None:
        live = _FINDING.state.in_(OPEN_STATES)
        late = and_(live, _FINDING.due_on.is_not(None), _FINDING.due_on < clock.legal_day(ctx.now))
        yield late if wanted.overdue else or_(~live, _FINDING.due_on.is_(None), ~late)
    if wanted.proposed is not None:
        waits = and_(_FINDING.proposed_by.is_not(None), _FINDING.state.in_(OPEN_STATES))
        yield waits if wanted.proposed else ~waits


def _row(row: Any, today: date) -> dict[str, Any]:
    live = row.state in OPEN_STATES
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "unit": unit_of(row),
        "subject": subject_of(row),
        "owner": Named(id=row.owner_id, name=row.owner_name) if row.owner_id else None,
        "overdue": live and row.due_on is not None and row.due_on < today,
        "proposed": live and row.proposed_by is not None,
    }


def get_finding(ctx: Context, finding_id: UUID) -> FindingDetail:
    """A finding within reach with its steps and what can be done now. Errors: `not_found`."""
    finding, standing = load_finding(ctx, finding_id)
    row = ctx.session.execute(_listed(ctx, FindingFilter()).where(_FINDING.id == finding_id)).one()
    return FindingDetail(
        records=_records(ctx, finding),
        **_row(row, clock.legal_day(ctx.now)),
        **{name: getattr(finding, name) for name in ("evidence", "response", "problem_id", "closed_at")},
        steps=_steps(ctx, finding_id),
        verbs=_verbs(ctx, finding, standing),
    )


def _records(ctx: Context, finding: Finding) -> list[CheckedRecord]:
    """What the evidence names and the subject, as the domain that recorded them calls them."""
    suite = ports.suites.get(finding.suite)
    named = {finding.subject_id, *ids_in(finding.evidence)}
    found = suite.records(ctx.session, finding.unit_id, sorted(named)) if suite else []
    return [_named(record) for record in found]


def _named(record: Record) -> CheckedRecord:
    return CheckedRecord(
        type=record.type,
        id=record.id,
        label=record.label,
        on=record.on,
        amount=None if record.amount is None else money.yuan(record.amount),
        page=RecordPage(type=record.page, id=record.page_id) if record.page and record.page_id else None,
    )


def list_owners(ctx: Context, finding_id: UUID) -> FindingOwners:
    """Who may look after a finding within reach, by name. Errors: `not_found`."""
    finding, _standing = load_finding(ctx, finding_id)
    holders = providers.find_holders(ctx.session, Permission.FINDING_MANAGE, finding.unit_id)
    stmt = select(Account.id, Account.display_name).where(Account.id.in_(holders))
    rows = ctx.session.execute(stmt.order_by(Account.display_name, Account.id))
    return FindingOwners(items=[Named(id=row.id, name=row.display_name) for row in rows])


def _steps(ctx: Context, finding_id: UUID) -> list[FindingStepOut]:
    stmt = (
        select(FindingStep, Account.display_name)
        .outerjoin(Account, Account.id == FindingStep.actor_id)
        .where(FindingStep.finding_id == finding_id)
        .order_by(FindingStep.at, FindingStep.id)
    )
    return [
        FindingStepOut(
            **{key: getattr(step, key) for key in ("verb", "state", "severity", "text", "at")},
            actor=Named(id=step.actor_id, name=name) if step.actor_id else None,
        )
        for step, name in ctx.session.execute(stmt)
    ]


def _verbs(ctx: Context, finding: Finding, standing: Standing) -> list[FindingVerb]:
    state = FindingState(finding.state)
    verbs = finding_verbs(state, proposed=finding.proposed_by is not None)
    return [verb for verb in verbs if _may(ctx, finding, standing, verb)]


def _may(ctx: Context, finding: Finding, standing: Standing, verb: FindingVerb) -> bool:
    step = FINDING_STEPS[FindingState(finding.state), verb]
    if verb is FindingVerb.RECTIFY and (finding.problem_id is not None or not standing.rectifies):
        return False
    return standing.holds(step.needs) and not is_barred(ctx, finding, step.who)


def is_barred(ctx: Context, finding: Finding, who: Who) -> bool:
    """Whether a step is for another person than the caller."""
    first = {Who.NOT_SUBMITTER: finding.submitted_by, Who.NOT_PROPOSER: finding.proposed_by}.get(who)
    return first is not None and first == ctx.signed_in.id


def open_by_record(ctx: Context, unit_id: UUID) -> dict[UUID, tuple[CheckSubject, FindingSeverity]]:
    """The gravest open finding of each record of a unit within reach."""
    live = (_FINDING.unit_id == unit_id, _FINDING.state.in_(OPEN_STATES))
    stmt = reach.within(ctx, select(*_FINDING).where(*live), _FINDING.unit_id)
    rows = ctx.session.execute(stmt.order_by(gravest_first(_FINDING.severity).desc()))
    return {row.subject_id: (subject_of(row), FindingSeverity(row.severity)) for row in rows}
