"""A meeting's tree as it is shown, with the names of those whom it names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.core.schemas import Named
from api.decisions.queries.tree import (
    ATTENDANCE_FACTS,
    MINUTES_FACTS,
    RESOLUTION_FACTS,
    STEP_FACTS,
    TOPIC_FACTS,
    VOICE_FACTS,
    VOTE_COLUMNS,
    MeetingTree,
    TopicTree,
)
from api.decisions.rules.elements import recorded_elements
from api.decisions.rules.facts import MINUTES_ELEMENTS
from api.decisions.schemas.meetings_out import (
    LinkedTopic,
    MeetingAttendanceOut,
    MinutesOut,
    ResolutionOut,
    TopicOut,
    TopicStepOut,
    VoiceOut,
    VoteOut,
)

Names = Mapping[UUID | None, Named]
Topics = Mapping[UUID | None, LinkedTopic]
_IDS = {"proposer_id", "concerned_person_ids", "concerned_supplier_ids"}
_RESOLVED = {"responsible_person_id", "approved_supplier_id", "decided_by_id"}


def present_tree(tree: MeetingTree, persons: Names, suppliers: Names, linked: Topics) -> dict[str, Any]:
    """Attendance, agenda and minutes as they are shown."""
    return {
        "attendance": [
            MeetingAttendanceOut(person=persons[row.person_id], **_facts(row, ATTENDANCE_FACTS[1:]))
            for row in tree.attendance
        ],
        "agenda": [present_topic(topic, persons, suppliers, linked) for topic in tree.topics],
        "minutes": _minutes(tree),
    }


def present_topic(topic: TopicTree, persons: Names, suppliers: Names, linked: Topics) -> TopicOut:
    """A topic as it is shown."""
    row = topic.row
    return TopicOut(
        id=row.id,
        **_facts(row, (name for name in TOPIC_FACTS if name not in _IDS)),
        related_topics=[linked[each] for each in map(UUID, row.related_topic_ids) if each in linked],
        proposer=persons.get(row.proposer_id),
        concerned_persons=_named(row.concerned_person_ids, persons),
        concerned_suppliers=_named(row.concerned_supplier_ids, suppliers),
        steps=[TopicStepOut(**_facts(step, STEP_FACTS)) for step in topic.steps],
        voices=[VoiceOut(person=persons[each.person_id], **_facts(each, VOICE_FACTS[1:])) for each in topic.voices],
        vote=_vote(row, persons),
        decision=_resolution(topic.decision, persons, suppliers),
    )


def _named(ids: list[str], names: Names) -> list[Named]:
    return [names[UUID(each)] for each in ids if UUID(each) in names]


def _vote(row: Any, persons: Names) -> VoteOut | None:
    if row.vote_method is None:
        return None
    said = {name: getattr(row, column) for name, column in VOTE_COLUMNS.items() if name != "counted_by_id"}
    return VoteOut(**said, counted_by=persons.get(row.counted_by_id))


def _resolution(row: Any, persons: Names, suppliers: Names) -> ResolutionOut | None:
    if row is None:
        return None
    return ResolutionOut(
        **_facts(row, (name for name in RESOLUTION_FACTS if name not in _RESOLVED)),
        **_facts(row, ("id", "status", "decided_on")),
        responsible_person=persons.get(row.responsible_person_id),
        approved_supplier=suppliers.get(row.approved_supplier_id),
        decided_by=persons.get(row.decided_by_id),
    )


def _minutes(tree: MeetingTree) -> MinutesOut | None:
    if tree.minutes is None:
        return None
    said = _facts(tree.minutes, (name for name in MINUTES_FACTS if name != "elements"))
    elements = recorded_elements(tree)
    missing = [name for name in MINUTES_ELEMENTS if name not in elements]
    return MinutesOut(
        **said, elements=[name for name in MINUTES_ELEMENTS if name in elements], missing_elements=missing
    )


def _facts(row: Any, names: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
