"""Reading decisions: lists, one with all that followed, filings for the bureau's desk."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.schemas import Named, Page
from api.decisions.models import SEARCH, Decision, DecisionExecution
from api.decisions.queries.beside import Beside, decision_verbs
from api.decisions.queries.linking import related_ids, topics_linked
from api.decisions.queries.meetings import below
from api.decisions.queries.places import UNIT, UNIT_REF, persons_named, suppliers_named, unit_ref
from api.decisions.queries.presenting import present_topic
from api.decisions.queries.tree import DECISION, MEETING, TOPIC, read_trees
from api.decisions.rules.vocabulary import Category, Confidentiality, DecisionStatus, MeetingType, Result
from api.decisions.schemas.following import DecisionOut
from api.decisions.schemas.meetings_out import DecisionFilter, DecisionRow
from api.organizations.models import Unit
from api.people.models import Person

_EXECUTION, _PERSON = (model.metadata.tables[model.__tablename__] for model in (DecisionExecution, Person))
DONE = (DecisionStatus.COMPLETED, DecisionStatus.EVALUATED, DecisionStatus.SUSPENDED, DecisionStatus.SUPERSEDED)
_PLAIN = ("id", "decided_on", "due_on", "approved_amount", "revision", "topic_id")
_BESIDE = ("topic", "matter_codes", "meeting_id", "progress", "next_due_on", "blocker")
SORTS: Mapping[str, Any] = {
    "decided_on": DECISION.c.decided_on,
    "due_on": DECISION.c.due_on,
    "approved_amount": DECISION.c.approved_amount,
    "unit": UNIT.sort_key,
    "status": DECISION.c.status,
}


class DecisionStanding(NamedTuple):
    """What the caller may do beside a decision, by permission."""

    records: bool
    answers: bool
    discloses: bool


# --- Lists -----------------------------------------------------------------------------------------------------------


def list_decisions(ctx: Context, wanted: DecisionFilter, sort: str, paging: Paging) -> Page[DecisionRow]:
    """Decisions within reach that match. Errors: `paging.bad_sort`."""
    stmt = _decisions(ctx).where(*_conditions(ctx, wanted))
    ordered = stmt.order_by(*ordering(sort, SORTS, DECISION.c.id)).limit(paging.size).offset(paging.offset)
    today = clock.legal_day(ctx.now)
    items = [DecisionRow(**shown_row(row, today)) for row in ctx.session.execute(ordered)]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def count_decisions(ctx: Context, wanted: DecisionFilter) -> int:
    """How many decisions within reach match."""
    return count(ctx, _decisions(ctx).where(*_conditions(ctx, wanted)))


def stream_decisions(ctx: Context, wanted: DecisionFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every decision that matches as the export takes it. Errors: `paging.bad_sort`."""
    stmt = _decisions(ctx).where(*_conditions(ctx, wanted)).order_by(*ordering(sort, SORTS, DECISION.c.id))
    today = clock.legal_day(ctx.now)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 500}):
        named = {"unit": row.unit_name, "responsible_person": row.responsible_name}
        yield {**shown_row(row, today), **named, "text": row.text}


def _decisions(ctx: Context) -> Select[*tuple[Any, ...]]:
    columns = [DECISION.c[name] for name in (*_PLAIN, "result", "status", "confidentiality", "text")]
    topic = (TOPIC.c.title.label("topic"), TOPIC.c.category, TOPIC.c.matter_codes, TOPIC.c.meeting_id)
    person = (DECISION.c.responsible_person_id, _PERSON.c.name.label("responsible_name"))
    run = (_EXECUTION.c.progress, _EXECUTION.c.next_due_on, _EXECUTION.c.blocker)
    stmt = select(*columns, *topic, MEETING.c.type.label("meeting_type"), *person, *run, *UNIT_REF)
    joined = DECISION.join(TOPIC, TOPIC.c.id == DECISION.c.topic_id).join(MEETING, MEETING.c.id == TOPIC.c.meeting_id)
    joined = joined.join(Unit.metadata.tables["unit"], UNIT.id == DECISION.c.unit_id)
    joined = joined.outerjoin(_EXECUTION, _EXECUTION.c.decision_id == DECISION.c.id)
    joined = joined.outerjoin(_PERSON, _PERSON.c.id == DECISION.c.responsible_person_id)
    return reach.within(ctx, stmt.select_from(joined), DECISION.c.unit_id)


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(DECISION.c.due_on < today, DECISION.c.status.not_in([str(status) for status in DONE]))


def _conditions(ctx: Context, wanted: DecisionFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.q and wanted.q.strip():
        dialect = ctx.session.get_bind().dialect.name
        yield SEARCH.matches(dialect, TOPIC.c.search_tokens, wanted.q)
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, DECISION.c.unit_id)
    for values, column in (
        (wanted.category, TOPIC.c.category),
        (wanted.result, DECISION.c.result),
        (wanted.status, DECISION.c.status),
    ):
        if values:
            yield column.in_(values)
    if wanted.decided_from is not None:
        yield DECISION.c.decided_on >= wanted.decided_from
    if wanted.decided_to is not None:
        yield DECISION.c.decided_on <= wanted.decided_to
    if wanted.matter is not None:
        yield cast(TOPIC.c.matter_codes, String).contains(f'"{wanted.matter}"', autoescape=True)
    if wanted.overdue is not None:
        late = _overdue(clock.legal_day(ctx.now))
        yield late if wanted.overdue else or_(DECISION.c.due_on.is_(None), ~late)


def shown_row(row: Any, today: date) -> dict[str, Any]:
    """A row of the list as it is shown."""
    status = DecisionStatus(row.status)
    person = row.responsible_person_id
    return {
        **{name: getattr(row, name) for name in (*_PLAIN, *_BESIDE)},
        "unit": unit_ref(row),
        "responsible_person": Named(id=person, name=row.responsible_name) if person else None,
        "meeting_type": MeetingType(row.meeting_type),
        "category": Category(row.category) if row.category else None,
        "result": Result(row.result),
        "status": status,
        "confidentiality": Confidentiality(row.confidentiality),
        "overdue": row.due_on is not None and row.due_on < today and status not in DONE,
    }


# --- One -------------------------------------------------------------------------------------------------------------


def load_decision(ctx: Context, decision_id: UUID) -> Decision:
    """A decision within reach of the permission that the route asks for. Errors: `not_found`."""
    stmt = reach.within(ctx, select(Decision).where(Decision.id == decision_id), Decision.unit_id)
    decision = ctx.session.execute(stmt).scalar_one_or_none()
    if decision is None:
        raise Refused(NOT_FOUND)
    return decision


def meeting_of(ctx: Context, decision: Decision) -> Any:
    """The row of the meeting that decided."""
    stmt = select(MEETING).join(TOPIC, TOPIC.c.meeting_id == MEETING.c.id).where(TOPIC.c.id == decision.topic_id)
    return ctx.session.execute(stmt).one()


def standing_at(ctx: Context, decision: Decision) -> DecisionStanding:
    """What the caller may do beside a decision that they have loaded."""
    wanted = (Permission.DECISION_RECORD, Permission.DECISION_ANSWER, Permission.DISCLOSURE_EDIT)
    flags = (reach.condition(ctx, Decision.unit_id, permission) for permission in wanted)
    stmt = select(*(flag.label(f"flag_{place}") for place, flag in enumerate(flags)))
    row = ctx.session.execute(stmt.select_from(Decision).where(Decision.id == decision.id)).one()
    return DecisionStanding(*map(bool, row))


def get_decision(ctx: Context, decision_id: UUID) -> DecisionOut:
    """A decision within reach with its topic and all that followed. Errors: `not_found`."""
    row = ctx.session.execute(_decisions(ctx).where(DECISION.c.id == decision_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    decision = load_decision(ctx, decision_id)
    meeting = meeting_of(ctx, decision)
    (tree,) = read_trees(ctx.session, [meeting])
    topic = next(each for each in tree.topics if each.row.id == decision.topic_id)
    names = persons_named(ctx, tree.persons()), suppliers_named(ctx, tree.suppliers())
    linked = topics_linked(ctx, decision.unit_id, related_ids([topic]))
    standing = standing_at(ctx, decision)
    beside = Beside(ctx, decision_id)
    return DecisionOut(
        **shown_row(row, clock.legal_day(ctx.now)),
        meeting_serial_no=meeting.serial_no,
        meeting_state=meeting.state,
        agenda_item=present_topic(topic, *names, linked),
        **beside.shown(standing.records, standing.answers),
        timeline=beside.timeline(decision),
        verbs=decision_verbs(meeting, records=standing.records, discloses=standing.discloses),
    )


def find_at(ctx: Context, unit_id: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Those of `ids` that are decisions of the unit."""
    wanted = list(ids)
    if not wanted:
        return set()
    return set(
        ctx.session.scalars(select(DECISION.c.id).where(DECISION.c.id.in_(wanted), DECISION.c.unit_id == unit_id))
    )


def readable_labels(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What those of `ids` are about that the caller may read, whatever the route asks for."""
    stmt = select(DECISION.c.id, TOPIC.c.title).join(TOPIC, TOPIC.c.id == DECISION.c.topic_id)
    within = reach.condition(ctx, DECISION.c.unit_id, Permission.DECISION_READ)
    return {row.id: row.title for row in ctx.session.execute(stmt.where(DECISION.c.id.in_(list(ids)), within))}
