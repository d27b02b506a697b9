"""Reading meetings: lists, one with its tree, its filed documents."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from api.access import reach
from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count, ordering
from api.core.schemas import Page
from api.decisions.models import FiledMeeting, Meeting, MeetingTopic
from api.decisions.queries.linking import meeting_linked, related_ids, topics_linked
from api.decisions.queries.parts import open_findings_of
from api.decisions.queries.places import (
    UNIT,
    UNIT_REF,
    accounts_named,
    persons_named,
    suppliers_named,
    unit_ref,
)
from api.decisions.queries.presenting import present_tree
from api.decisions.queries.tree import ATTENDANCE, MEETING, TOPIC, MeetingTree, read_trees
from api.decisions.rules.states import MEETING_STEPS, MeetingState, meeting_verbs
from api.decisions.rules.vocabulary import MeetingForm, MeetingType, Presence, Role
from api.decisions.schemas.meetings_out import (
    FiledDocument,
    FiledEditionOut,
    LinkedTopic,
    MeetingFilter,
    MeetingOut,
    MeetingRow,
)
from api.ledger.models import LedgerEvent
from api.organizations.models import Unit

_FILED = FiledMeeting.metadata.tables[FiledMeeting.__tablename__]
_THERE = (Presence.PRESENT.value, Presence.LATE.value)
_PLAIN = (
    *("id", "serial_no", "held_at", "place", "emergency", "edition", "received_at", "updated_at", "revision"),
    *("ended_at", "chair_delegated", "notice_at", "papers_at", "ratified_by_id", "state_reason", "source_system"),
    "source_id",
)
_EDITION = ("edition", "document_hash", "reason", "changed_topic_ids", "filed_at")
_LISTED = tuple(name for name in _PLAIN if name in MeetingRow.model_fields)
SORTS: Mapping[str, Any] = {
    "held_at": MEETING.c.held_at,
    "updated_at": MEETING.c.updated_at,
    "serial_no": MEETING.c.serial_no,
    "unit": UNIT.sort_key,
}


class Standing(NamedTuple):
    """What the caller may do with a meeting, by permission."""

    records: bool
    submits: bool

    def holds(self, permission: Permission) -> bool:
        """Whether `permission`, one of a meeting's own, is among them."""
        return {Permission.DECISION_RECORD: self.records, Permission.DECISION_SUBMIT: self.submits}[permission]


def below(ctx: Context, unit_id: UUID, column: Any) -> ColumnElement[bool]:
    """Rows of a unit and those below it; of none where there is no such unit."""
    path = ctx.session.execute(select(Unit.path).where(Unit.id == unit_id)).scalar_one_or_none()
    found: ColumnElement[bool] = column.in_(providers.units_below([path])) if path else column.is_(None)
    return found


# --- Lists -----------------------------------------------------------------------------------------------------------


def list_meetings(ctx: Context, wanted: MeetingFilter, sort: str, paging: Paging) -> Page[MeetingRow]:
    """Meetings within reach that match. Errors: `paging.bad_sort`."""
    stmt = _meetings(ctx).where(*conditions(ctx, wanted))
    rows = ctx.session.execute(
        stmt.order_by(*ordering(sort, SORTS, MEETING.c.id)).limit(paging.size).offset(paging.offset)
    ).all()
    found = open_findings_of(ctx, [row.id for row in rows])
    items = [MeetingRow(**shown_row(row), findings=found.get(row.id)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count_meetings(ctx, wanted))


def count_meetings(ctx: Context, wanted: MeetingFilter) -> int:
    """How many meetings within reach match."""
    stmt = reach.within(ctx, select(MEETING.c.id), MEETING.c.unit_id)
    return count(ctx, stmt.where(*conditions(ctx, wanted)))


def stream_meetings(ctx: Context, wanted: MeetingFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every meeting that matches as the export takes it. Errors: `paging.bad_sort`."""
    stmt = _meetings(ctx).where(*conditions(ctx, wanted)).order_by(*ordering(sort, SORTS, MEETING.c.id))
    for row in ctx.session.execute(stmt, execution_options={"yield_per": 500}):
        yield {**shown_row(row), "unit": row.unit_name}


def _meetings(ctx: Context) -> Select[*tuple[Any, ...]]:
    topics = select(func.count()).where(TOPIC.c.meeting_id == MEETING.c.id).correlate(MEETING).scalar_subquery()
    member = ATTENDANCE.c.role == Role.VOTING_MEMBER.value
    there = case((and_(member, ATTENDANCE.c.status.in_(_THERE)), 1), else_=0)
    of_meeting = ATTENDANCE.c.meeting_id == MEETING.c.id
    present = select(func.coalesce(func.sum(there), 0)).where(of_meeting).correlate(MEETING).scalar_subquery()
    expected = select(func.count()).where(of_meeting, member).correlate(MEETING).scalar_subquery()
    columns = [MEETING.c[name] for name in (*_LISTED, "type", "form", "state")]
    counted = (topics.label("topics"), present.label("present"), expected.label("expected"))
    stmt = select(*columns, *counted, *UNIT_REF).join(Unit.__table__, UNIT.id == MEETING.c.unit_id)
    return reach.within(ctx, stmt, MEETING.c.unit_id)


def conditions(ctx: Context, wanted: MeetingFilter) -> Iterator[ColumnElement[bool]]:
    """What a filter of meetings asks for."""
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, MEETING.c.unit_id)
    for name in ("type", "state"):
        if values := getattr(wanted, name):
            yield MEETING.c[name].in_(values)
    if wanted.emergency is not None:
        yield MEETING.c.emergency.is_(wanted.emergency)
    if wanted.held_from is not None:
        yield MEETING.c.held_at >= clock.begins(wanted.held_from)
    if wanted.held_to is not None:
        yield MEETING.c.held_at < clock.ends(wanted.held_to)


def shown_row(row: Any) -> dict[str, Any]:
    """A row of the list as it is shown."""
    return {
        **{name: getattr(row, name) for name in _LISTED},
        "unit": unit_ref(row),
        "type": MeetingType(row.type),
        "form": MeetingForm(row.form),
        "state": MeetingState(row.state),
        **{name: getattr(row, name) for name in ("topics", "present", "expected")},
    }


# --- One -------------------------------------------------------------------------------------------------------------


def load_meeting(ctx: Context, meeting_id: UUID) -> tuple[Meeting, Standing]:
    """A meeting to be changed, and the caller's standing. Errors: `not_found`."""
    flags = (
        reach.condition(ctx, Meeting.unit_id, permission)
        for permission in (Permission.DECISION_RECORD, Permission.DECISION_SUBMIT)
    )
    stmt = select(Meeting, *(flag.label(f"flag_{place}") for place, flag in enumerate(flags)))
    row = ctx.session.execute(reach.within(ctx, stmt.where(Meeting.id == meeting_id), Meeting.unit_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], Standing(bool(row[1]), bool(row[2]))


def load_topic(ctx: Context, meeting_id: UUID, topic_id: UUID) -> MeetingTopic:
    """A topic of a meeting that the caller has loaded. Errors: `not_found`."""
    stmt = select(MeetingTopic).where(MeetingTopic.id == topic_id, MeetingTopic.meeting_id == meeting_id)
    topic = ctx.session.execute(stmt).scalar_one_or_none()
    if topic is None:
        raise Refused(NOT_FOUND)
    return topic


def tree_of(ctx: Context, meeting: Any) -> MeetingTree:
    """The tree of a meeting that the caller has loaded."""
    return read_trees(ctx.session, [meeting])[0]


def get_meeting(ctx: Context, meeting_id: UUID) -> MeetingOut:
    """A meeting within reach with its tree, and what the caller can do with it. Errors: `not_found`."""
    meeting, standing = load_meeting(ctx, meeting_id)
    tree = tree_of(ctx, meeting)
    unit = ctx.session.execute(select(*UNIT_REF).where(UNIT.id == meeting.unit_id)).one()
    persons, suppliers = persons_named(ctx, tree.persons()), suppliers_named(ctx, tree.suppliers())
    members = [row for row in tree.attendance if row.role == Role.VOTING_MEMBER]
    state = MeetingState(meeting.state)
    found = open_findings_of(ctx, [meeting.id])
    editions = _filed(ctx, meeting.id)
    linked = topics_linked(ctx, meeting.unit_id, _referred(meeting, tree, editions))
    return MeetingOut(
        **{name: getattr(meeting, name) for name in _PLAIN},
        unit=unit_ref(unit),
        type=MeetingType(meeting.type),
        form=MeetingForm(meeting.form),
        state=state,
        topics=len(tree.topics),
        present=sum(row.status in _THERE for row in members),
        expected=len(members),
        findings=found.get(meeting.id),
        chair=persons.get(meeting.chair_id),
        recorder=persons.get(meeting.recorder_id),
        ratified_by=meeting_linked(ctx, meeting.unit_id, meeting.ratified_by_id),
        changed_by_topic=linked.get(meeting.changed_by_topic_id),
        **present_tree(tree, persons, suppliers, linked),
        editions=_editions(ctx, editions, linked),
        verbs=[
            verb
            for verb in meeting_verbs(state, filed=meeting.edition > 0)
            if standing.holds(MEETING_STEPS[state, verb].needs)
        ],
    )


def _filed(ctx: Context, meeting_id: UUID) -> Sequence[Any]:
    columns = (_FILED.c[name] for name in (*_EDITION, "filed_by", "changed_by_topic_id"))
    stmt = select(*columns).where(_FILED.c.meeting_id == meeting_id)
    return ctx.session.execute(stmt.order_by(_FILED.c.edition.desc())).all()


def _referred(meeting: Any, tree: MeetingTree, editions: Sequence[Any]) -> set[UUID]:
    """The topics of other meetings that the record names."""
    return related_ids(tree.topics) | ({row.changed_by_topic_id for row in (meeting, *editions)} - {None})


def _editions(ctx: Context, rows: Sequence[Any], linked: Mapping[UUID | None, LinkedTopic]) -> list[FiledEditionOut]:
    who = accounts_named(ctx, (row.filed_by for row in rows))
    return [
        FiledEditionOut(
            **{name: getattr(row, name) for name in _EDITION},
            by_topic=linked.get(row.changed_by_topic_id),
            filed_by=who[row.filed_by],
        )
        for row in rows
    ]


def get_document(ctx: Context, meeting_id: UUID, edition: int) -> FiledDocument:
    """A filed document as it is kept. Errors: `not_found`."""
    meeting, _ = load_meeting(ctx, meeting_id)
    stmt = select(_FILED).where(_FILED.c.meeting_id == meeting.id, _FILED.c.edition == edition)
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return FiledDocument(edition=row.edition, document_hash=row.document_hash, document=json.loads(row.content))


def last_document(ctx: Context, meeting_id: UUID) -> dict[str, Any] | None:
    """The newest filed document of a meeting that the caller has loaded; None before the first."""
    stmt = select(_FILED.c.content).where(_FILED.c.meeting_id == meeting_id).order_by(_FILED.c.edition.desc()).limit(1)
    content = ctx.session.execute(stmt).scalar()
    document: dict[str, Any] | None = None if content is None else json.loads(content)
    return document


def next_number(ctx: Context, meeting_id: UUID) -> int:
    """The number of a topic that comes last."""
    stmt = select(func.coalesce(func.max(TOPIC.c.number), 0)).where(TOPIC.c.meeting_id == meeting_id)
    return int(ctx.session.execute(stmt).scalar_one()) + 1


def topics_at(ctx: Context, unit_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are topics of the unit."""
    if not ids:
        return set()
    return set(ctx.session.scalars(select(TOPIC.c.id).where(TOPIC.c.id.in_(ids), TOPIC.c.unit_id == unit_id)))


def meetings_at(ctx: Context, unit_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` that are meetings of the unit."""
    if not ids:
        return set()
    return set(ctx.session.scalars(select(MEETING.c.id).where(MEETING.c.id.in_(ids), MEETING.c.unit_id == unit_id)))


def is_open(meeting: Any) -> bool:
    """Whether what follows its decisions can be recorded: it has left its author's hands once."""
    return bool(meeting.edition > 0 or meeting.state != MeetingState.DRAFT)


def filed_of(ctx: Context, meeting_id: UUID) -> Any:
    """The newest filed edition of a meeting that the caller has loaded; None before the first."""
    stmt = select(_FILED).where(_FILED.c.meeting_id == meeting_id).order_by(_FILED.c.edition.desc()).limit(1)
    return ctx.session.execute(stmt).first()


def filing_event(ctx: Context, meeting_id: UUID, document_hash: str) -> UUID | None:
    """The event of the ledger that holds the hash of a filed document."""
    event = LedgerEvent.__table__.c
    stmt = select(event.id).where(event.object_id == meeting_id, event.object_type == "meeting")
    return ctx.session.execute(stmt.where(event.object_hash == document_hash)).scalar()
