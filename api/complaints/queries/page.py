"""One case with everything beside its content."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case as either
from sqlalchemy import select

from api.accounts.models import Account
from api.calendars import queries as calendars
from api.calendars.rules.working_days import WorkCalendar
from api.complaints.models.cases import ComplaintCase, ComplaintStep
from api.complaints.models.clocks import ComplaintClock
from api.complaints.queries import cases, clocks, visible, work
from api.complaints.queries.visible import Standing
from api.complaints.rules import states
from api.complaints.rules.clocks import (
    ClockKind,
    ClockLevel,
    ClockOutcome,
    ClockRule,
    Stretch,
    TimeUnit,
    latest,
    level,
)
from api.complaints.rules.states import CaseState, CaseVerb, Who
from api.complaints.rules.words import Rank, SubjectKind, Track
from api.complaints.schemas.cases import (
    CaseAssignmentOut,
    CaseClockOut,
    CaseOut,
    CaseOutcomeOut,
    CaseProposalOut,
    CaseReviewOut,
    CaseStepOut,
    CaseSubjectOut,
    CaseTransferOut,
    ClockExtensionOut,
)
from api.core import clock
from api.core.context import Context
from api.core.schemas import Named, UnitRef
from api.ledger.models import LedgerEvent
from api.organizations.models import Unit
from api.people.models import Person

_STEP = ComplaintStep.__table__.c
_PLAIN = (
    *("superior", "amount", "people", "near_masses", "repeats", "suspected_false", "reviews", "rehandled"),
    *("withdrawn_on", "notified_on", "accepted_on", "concluded_on", "fed_back_on", "objection_until_on"),
    *("hold_until_on", "archive_from_on", "archived_on", "retention_until_on"),
)


class _Names:
    """What ids are called: units, persons, accounts, each asked for once."""

    def __init__(self, ctx: Context, units: Iterable[Any], persons: Iterable[Any], accounts: Iterable[Any]) -> None:
        known = [{one for one in ids if one} for ids in (units, persons, accounts)]
        unit = select(Unit.id, Unit.name, Unit.kind).where(Unit.id.in_(known[0]))
        self.units = {row.id: UnitRef(id=row.id, name=row.name, kind=row.kind) for row in ctx.session.execute(unit)}
        person = select(Person.id, Person.name).where(Person.id.in_(known[1]))
        self.persons = {row.id: Named(id=row.id, name=row.name) for row in ctx.session.execute(person)}
        account = select(Account.id, Account.display_name).where(Account.id.in_(known[2]))
        self.accounts = {row.id: row.display_name for row in ctx.session.execute(account)}


def get_page(ctx: Context, case_id: UUID) -> CaseOut:
    """A case that the caller may open. Errors: `not_found`."""
    case, standing = visible.load_case(ctx, case_id)
    return page_of(ctx, case, standing)


def page_of(ctx: Context, case: ComplaintCase, standing: Standing) -> CaseOut:
    """The page of a case that the caller has opened."""
    session = ctx.session
    subjects, handled = work.subjects_of(session, case.id), work.assignments_of(session, case.id)
    asked, steps = clocks.extensions_of(session, case.id), _steps(ctx, case.id)
    proposer = UUID(case.proposal["by"]) if case.proposal else None
    names = _Names(
        ctx,
        [case.unit_id, case.hint_unit_id, *(row.unit_id for row in subjects), *(row.unit_id for row in handled)],
        [row.person_id for row in subjects],
        [proposer, *(row.handler_id for row in handled), *(r.asked_by for r in asked), *(s.actor_id for s in steps)],
    )
    rating = work.last_rating(session, case.id)
    facts = work.facts_of(ctx, case)
    return CaseOut(
        **cases.row_of(ctx, case.id).model_dump(),
        **{name: getattr(case, name) for name in _PLAIN},
        merged_into_id=next(iter(visible.reveal(ctx, [case.merged_into_id])), None) if case.merged_into_id else None,
        unit=names.units[case.unit_id],
        received_at=case.received_at if standing.receives else None,
        hint_unit=names.units.get(case.hint_unit_id) if case.hint_unit_id else None,
        stars=rating.stars if rating else None,
        proposal=_proposal(case, names),
        subjects=[] if case.state == CaseState.SEALED_UP else _subjects(subjects, names),
        clocks=_clocks(ctx, case),
        extensions=_extensions(asked, names),
        assignments=_assignments(handled, names),
        outcomes=[CaseOutcomeOut.model_validate(row) for row in work.outcomes_of(session, case.id)],
        review_rounds=[CaseReviewOut.model_validate(row) for row in work.reviews_of(session, case.id)],
        transfers=[CaseTransferOut.model_validate(row) for row in work.transfers_of(session, case.id)],
        steps=_lines(steps, names, exact=standing.receives),
        can=_can(case, standing, facts),
    )


def _can(case: ComplaintCase, standing: Standing, facts: states.CaseFacts) -> list[CaseVerb]:
    return states.possible(CaseState(case.state), standing.who, facts)


def _proposal(case: ComplaintCase, names: _Names) -> CaseProposalOut | None:
    waits = case.proposal
    if waits is None:
        return None
    by = names.accounts.get(UUID(waits["by"]), "")
    return CaseProposalOut(
        verb=CaseVerb(waits["verb"]), by=by, on=date.fromisoformat(waits["on"]), facts=waits["facts"]
    )


def _subjects(rows: Sequence[Any], names: _Names) -> list[CaseSubjectOut]:
    return [
        CaseSubjectOut(
            kind=SubjectKind(row.kind),
            rank=Rank(row.rank),
            person=names.persons.get(row.person_id),
            unit=names.units.get(row.unit_id),
        )
        for row in rows
    ]


def _clocks(ctx: Context, case: ComplaintCase) -> list[CaseClockOut]:
    today, calendar = clock.legal_day(ctx.now), calendars.work_calendar(ctx.session)
    rules = clocks.rules_in_force(ctx.session, case.unit_id, today)
    return [clock_out(row, rules, calendar, today) for row in clocks.clocks_of(ctx.session, case.id)]


def clock_out(row: ComplaintClock, rules: Mapping[str, ClockRule], calendar: WorkCalendar, today: date) -> CaseClockOut:
    """A clock as it stands on a day."""
    rule = rules[row.rule]
    running = row.outcome == ClockOutcome.RUNNING
    time = Stretch(row.started_on, row.due_on, TimeUnit(row.unit))
    more = latest(calendar, rule, row.due_on) if running and row.extensions < rule.extend_times else None
    return CaseClockOut(
        **{name: getattr(row, name) for name in ("id", "rule", "length", "started_on", "first_due_on", "due_on")},
        **{name: getattr(row, name) for name in ("provisional", "extended_to_on", "extensions", "stopped_on")},
        name=rule.name,
        track=rule.track,
        kind=ClockKind(row.kind),
        unit=TimeUnit(row.unit),
        basis=rule.basis,
        verified=rule.verified,
        can_extend_to_on=more if more and more >= today else None,
        paused=bool(row.paused) and row.paused[-1][1] is None,
        outcome=ClockOutcome(row.outcome),
        level=level(calendar, time, today) if running else ClockLevel.CALM,
        days_left=(row.due_on - today).days,
    )


def _extensions(rows: Sequence[Any], names: _Names) -> list[ClockExtensionOut]:
    plain = ("id", "clock_id", "until_on", "state", "asked_on", "content_id", "decided_on")
    return [
        ClockExtensionOut(**{name: getattr(row, name) for name in plain}, asked_by=names.accounts.get(row.asked_by, ""))
        for row in rows
    ]


def _assignments(rows: Sequence[Any], names: _Names) -> list[CaseAssignmentOut]:
    plain = ("assigned_on", "return_until_on", "disposition", "study_on", "study_no", "plan_id", "started_on")
    return [
        CaseAssignmentOut(
            **{name: getattr(row, name) for name in (*plain, "ended_on", "ended_as")},
            handler=Named(id=row.handler_id, name=names.accounts.get(row.handler_id, "")),
            unit=names.units[row.unit_id],
        )
        for row in rows
    ]


def _steps(ctx: Context, case_id: UUID) -> Sequence[ComplaintStep]:
    """In the order of what the case became: of a reporter's act only the hour is known, and it follows what it answers."""
    stmt = select(ComplaintStep).outerjoin(LedgerEvent, LedgerEvent.id == _STEP.event_id)
    stmt = stmt.where(_STEP.case_id == case_id)
    place = either((_STEP.verb == "receive", 0), (_STEP.who == Who.REPORTER.value, 2), else_=1)
    return ctx.session.scalars(stmt.order_by(LedgerEvent.revision, place, _STEP.at, _STEP.id)).all()


def _lines(rows: Sequence[ComplaintStep], names: _Names, *, exact: bool) -> list[CaseStepOut]:
    return [
        CaseStepOut(
            step_on=row.step_on,
            at=row.at if exact else None,
            verb=row.verb,
            state=CaseState(row.state),
            track=Track(row.track) if row.track else None,
            who=row.who,
            actor=names.accounts.get(row.actor_id) if row.actor_id else None,
            fields=row.fields,
            content_id=row.content_id,
        )
        for row in rows
    ]
