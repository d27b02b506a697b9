"""The canonical document of a filed meeting: what is hashed, kept byte for byte, and held against the rows ever after.

Schema 1 has every fact of the meeting, its attendance, topics, steps, voices, votes, decisions and minutes, persons by id.
What follows a decision (publicity, filing, execution, its status) has records of its own and is not in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.decisions.models import FiledMeeting
from api.decisions.queries.tree import (
    ATTENDANCE_FACTS,
    MEETING,
    MEETING_FACTS,
    MINUTES_FACTS,
    RESOLUTION_FACTS,
    STEP_FACTS,
    TOPIC_FACTS,
    VOICE_FACTS,
    VOTE_COLUMNS,
    MeetingTree,
    TopicTree,
    read_trees,
)
from api.decisions.rules.states import MeetingState
from api.ledger.rules import plain
from api.ledger.verify import Document, VerifiableKind

SCHEMA = 1
_FILED = FiledMeeting.metadata.tables[FiledMeeting.__tablename__]
_STRETCH = 200


def meeting_document(tree: MeetingTree) -> dict[str, Any]:
    """The document of a meeting as its rows say it is."""
    row = tree.row
    own = {"schema": SCHEMA, "id": row.id, "unit_id": row.unit_id, "received_at": row.received_at}
    document: dict[str, Any] = plain(
        {
            **own,
            **_facts(row, MEETING_FACTS),
            "attendance": [_facts(each, ATTENDANCE_FACTS) for each in tree.attendance],
            "topics": [_topic(topic) for topic in tree.topics],
            "minutes": _facts(tree.minutes, MINUTES_FACTS) if tree.minutes else None,
        }
    )
    return document


def _topic(topic: TopicTree) -> dict[str, Any]:
    voted = {name: getattr(topic.row, column) for name, column in VOTE_COLUMNS.items()}
    decision = topic.decision
    return {
        "id": topic.row.id,
        **_facts(topic.row, TOPIC_FACTS),
        "steps": [_facts(step, STEP_FACTS) for step in topic.steps],
        "voices": [_facts(voice, VOICE_FACTS) for voice in topic.voices],
        "vote": voted if voted["method"] else None,
        "decision": {"id": decision.id, **_facts(decision, RESOLUTION_FACTS)} if decision else None,
    }


def _facts(row: Any, names: Iterable[str]) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in names}


def read_meetings(session: Session) -> Iterator[Document]:
    """Every meeting in the order of ids: of a filed one the document that its rows make, of others nothing to compare.

    A filed document that no longer says what the rows say is given beside them, and so is never what was hashed.
    """
    rows = iter(session.execute(select(MEETING).order_by(MEETING.c.id), execution_options={"yield_per": _STRETCH}))
    while stretch := list(islice(rows, _STRETCH)):
        yield from _documents(session, stretch)


def _documents(session: Session, meetings: Sequence[Any]) -> Iterator[Document]:
    filed = [row for row in meetings if row.state == MeetingState.FILED]
    trees = {tree.row.id: tree for tree in read_trees(session, filed)}
    stmt = select(_FILED.c.meeting_id, _FILED.c.edition, _FILED.c.content).where(_FILED.c.meeting_id.in_(list(trees)))
    kept = {(row.meeting_id, row.edition): row.content for row in session.execute(stmt)} if trees else {}
    for row in meetings:
        if row.id not in trees:
            yield Document(row.id, row.revision, {})
            continue
        document = meeting_document(trees[row.id])
        content = kept.get((row.id, row.edition))
        same = content is not None and orjson.loads(content) == document
        yield Document(row.id, row.revision, document if same else {"rows": document, "filed": content})


MEETINGS = VerifiableKind("meeting", read_meetings, frozenset({"meeting.discarded"}))
