"""The eleven elements of a record of a meeting (会议记录十一要素): which of them a record holds. Pure."""

from typing import Any

from api.decisions.rules.facts import MINUTES_ELEMENTS


def recorded_elements(tree: Any) -> frozenset[str]:
    """The elements that the minutes claim, or, where they claim none, those that the recorded data hold.

    `tree` is a meeting with `row`, `attendance`, `topics` and `minutes`, as its rows say it is.
    """
    claimed = tree.minutes.elements if tree.minutes is not None else None
    if claimed is not None:
        return frozenset(claimed) & frozenset(MINUTES_ELEMENTS)
    row, topics = tree.row, tree.topics
    decisions = [topic.decision for topic in topics if topic.decision is not None]
    held = {
        "time": row.held_at,
        "place": row.place,
        "chair": row.chair_id,
        "attendees": tree.attendance,
        "recorder": row.recorder_id,
        "topics": topics,
        "background": topics and all(topic.row.background for topic in topics),
        "discussion": topics and all(any(voice.said for voice in topic.voices) for topic in topics),
        "resolution": decisions and all(decision.text for decision in decisions),
        "responsibility": decisions and all(each.responsible_person_id and each.due_on for each in decisions),
        "attachments": any(step.written for topic in topics for step in topic.steps),
    }
    return frozenset(name for name, value in held.items() if value)
