"""Decisions of the authority on teachers' registrations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import clock, ids
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import NOT_FOUND, Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import Entry, record_all
from api.people import errors, queries, rules
from api.people.models import Person, TeacherRegistration
from api.people.rules import REGISTRATION_STEPS, Registration, RegistrationStep
from api.people.schemas import RegistrationIn, RegistrationOut
from api.people.service.refusals import refuse_if_any, refuse_own_school

_INSERT = insert(TeacherRegistration.metadata.tables[TeacherRegistration.__tablename__])
Wanted = tuple[UUID, RegistrationIn]


def decide_registration(ctx: Context, person_id: UUID, wanted: RegistrationIn) -> RegistrationOut:
    """Register a teacher for a period, suspend, refuse or reinstate.

    Errors: `not_found`, `person.authority_required` (403) for the school itself, `person.merged`,
    `registration.staff`, `registration.state` with what is legal now, every fault at once as `input.invalid`.
    """
    decide_registrations(ctx, [(person_id, wanted)])
    return queries.get_person(ctx, person_id).registrations[0]


def decide_registrations(ctx: Context, wanted: Sequence[Wanted]) -> None:
    """Decide on many, one decision a person, all or none. Errors as for one, faults below `/<index>`."""
    people = queries.load_persons(ctx, {person_id for person_id, _ in wanted})
    if any(person_id not in people for person_id, _ in wanted):
        raise Refused(NOT_FOUND)
    for place in queries.find_places(ctx, {person.unit_id for person in people.values()}).values():
        refuse_own_school(ctx, place, "/decision")
    steps = [_step(people[person_id], item) for person_id, item in wanted]
    refuse_if_any(_violations(ctx, wanted, steps))
    rows = [_row(ctx, people[id_], item, step) for (id_, item), step in zip(wanted, steps, strict=True)]
    record_all(ctx, [_decided(row, people[row["person_id"]]) for row in rows])
    insert_rows(ctx.session, _INSERT, rows)
    for row in rows:
        _take_on(ctx, people[row["person_id"]], row["state"], row["period_to_on"])
    ctx.session.flush()


def _step(person: Person, wanted: RegistrationIn) -> RegistrationStep:
    if person.merged_into_id is not None:
        raise Refused(errors.MERGED)
    if person.kind not in rules.REGISTRABLE:
        raise Refused(errors.REGISTRATION_STAFF)
    before = Registration(person.registration)
    step = REGISTRATION_STEPS.get((before, wanted.decision))
    if step is None:
        raise Refused(errors.REGISTRATION_STATE, allowed=", ".join(rules.legal_decisions(before)))
    return step


def _violations(ctx: Context, wanted: Sequence[Wanted], steps: Sequence[RegistrationStep]) -> Iterator[Violation]:
    today, last = clock.legal_day(ctx.now), queries.find_last_days(ctx, {person_id for person_id, _ in wanted})
    for index, ((person_id, item), step) in enumerate(zip(wanted, steps, strict=True)):
        found = rules.decision_violations(item.model_dump(), step, last.get(person_id), today)
        yield from (violation.below(f"/{index}" if len(wanted) > 1 else "") for violation in found)


def _row(ctx: Context, person: Person, wanted: RegistrationIn, step: RegistrationStep) -> dict[str, Any]:
    place = {"id": ids.ordered(), "person_id": person.id, "unit_id": person.unit_id}
    return {**place, **wanted.model_dump(), "state": step.after, "created_at": ctx.now}


def _decided(row: Mapping[str, Any], person: Person) -> Entry:
    subject = Subject("registration", row["id"], person.name, person.unit_id)
    told = {name: row[name] for name in (*RegistrationIn.model_fields, "state")}
    return Entry("registration.decided", subject, {"state": person.registration}, {"person": person.name, **told})


def _take_on(ctx: Context, person: Person, state: str, until: Any) -> None:
    """The person shows the newest decision."""
    person.registration = state
    person.registered_to_on = until if state == Registration.VALID else None
    person.updated_at = ctx.now


def refresh_registration(ctx: Context, person: Person) -> None:
    """After decisions have moved to a person: the newest one is in force."""
    newest = queries.find_last_decision(ctx, person.id)
    if newest is not None:
        _take_on(ctx, person, newest.state, newest.period_to_on)
