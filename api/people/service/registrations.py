"""Decisions of the authority on teachers' registrations."""

from uuid import UUID

from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Refused
from api.core.schemas import UnitRef
from api.ledger.rules import Subject
from api.ledger.service import record
from api.people import errors, queries, rules
from api.people.models import Person, TeacherRegistration
from api.people.rules import REGISTRATION_STEPS, Registration
from api.people.schemas import RegistrationIn, RegistrationOut
from api.people.service.refusals import refuse_if_any, refuse_own_school


def decide_registration(ctx: Context, person_id: UUID, wanted: RegistrationIn) -> RegistrationOut:
    """Register a teacher for a period, suspend, refuse or reinstate.

    Errors: `not_found`, `person.authority_required` (403) for the school itself, `person.merged`,
    `registration.staff`, `registration.state` with what is legal now, every fault at once as `input.invalid`.
    """
    person, _ = queries.load_person(ctx, person_id)
    place = queries.find_places(ctx, {person.unit_id})[person.unit_id]
    refuse_own_school(ctx, place, "/decision")
    if person.merged_into_id is not None:
        raise Refused(errors.MERGED)
    if person.kind not in rules.REGISTRABLE:
        raise Refused(errors.REGISTRATION_STAFF)
    before = Registration(person.registration)
    step = REGISTRATION_STEPS.get((before, wanted.decision))
    if step is None:
        raise Refused(errors.REGISTRATION_STATE, allowed=", ".join(rules.legal_decisions(before)) or "–")
    last = queries.find_last_decision(ctx, person_id)
    facts = wanted.model_dump()
    today = clock.legal_day(ctx.now)
    refuse_if_any(rules.decision_violations(facts, step, last.decided_on if last else None, today))
    row = TeacherRegistration(
        id=ids.ordered(), person_id=person_id, unit_id=person.unit_id, state=step.after, created_at=ctx.now, **facts
    )
    ctx.session.add(row)
    _take_on(ctx, person, row)
    subject = Subject("registration", row.id, person.name, person.unit_id)
    record(
        ctx, "registration.decided", subject, {"state": before}, {"person": person.name, "state": step.after, **facts}
    )
    return queries.present_registration(row, UnitRef(id=place.id, name=place.name, kind=place.kind))


def _take_on(ctx: Context, person: Person, newest: TeacherRegistration) -> None:
    """The person shows the newest decision."""
    person.registration = newest.state
    person.registered_to_on = newest.period_to_on if newest.state == Registration.VALID else None
    person.updated_at = ctx.now
    ctx.session.flush()


def refresh_registration(ctx: Context, person: Person) -> None:
    """After decisions have moved to a person: the newest one is in force."""
    newest = queries.find_last_decision(ctx, person.id)
    if newest is not None:
        _take_on(ctx, person, newest)
