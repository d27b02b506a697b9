"""Whole meetings of other systems, one by one: which school and persons they mean, what is wrong, what becomes of them.

What a source has sent before is known by its system and number: a draft is written anew, a filed one is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from api.core.context import Context
from api.core.errors import Violation
from api.core.intake import Action
from api.core.problems import violations_of
from api.core.taking import as_id
from api.decisions import errors, queries
from api.decisions.canonical import meeting_document
from api.decisions.models import Meeting
from api.decisions.queries import Place
from api.decisions.queries.tree import MEETING_FACTS
from api.decisions.rules.naming import name_key
from api.decisions.rules.states import MeetingState
from api.decisions.rules.trees import names_in, resolved
from api.decisions.schemas.meetings import MeetingIn
from api.decisions.service.meetings import meeting_violations, write_meeting
from api.decisions.service.standing import touch
from api.decisions.service.writing import redate, remove_topics, write_attendance, write_minutes, write_topic
from api.ledger.rules import plain
from api.organizations.rules import UnitKind

_NOBODY = UUID(int=0)


@dataclass(slots=True)
class TreeCase:
    """A meeting on its way. `before`: what it said, where it was there already."""

    given: Mapping[str, Any]
    faults: list[Violation] = field(default_factory=list)
    place: Place | None = None
    wanted: MeetingIn | None = None
    held: Meeting | None = None
    before: Mapping[str, Any] | None = None
    action: Action = Action.REFUSED
    meeting_id: UUID | None = None

    def after(self) -> dict[str, Any]:
        """What the meeting says once it is written."""
        assert self.wanted is not None
        return _would_say(self.wanted.model_dump())


def find_schools(ctx: Context, cases: Sequence[TreeCase]) -> None:
    """The school of each, by its id, its code or its name, within reach."""
    texts = {str(case.given.get("unit_id") or case.given.get("school") or "") for case in cases}
    places = queries.schools_called(ctx, texts)
    for case in cases:
        named = "unit_id" if case.given.get("unit_id") else "school"
        found = places.get(str(case.given.get(named) or ""), [])
        if len(found) != 1:
            case.faults.append(Violation(errors.UNIT_NOT_FOUND, f"/{named}"))
        elif found[0].kind != UnitKind.SCHOOL:
            case.faults.append(Violation(errors.NOT_A_SCHOOL, f"/{named}"))
        else:
            case.place = found[0]


def understand(ctx: Context, case: TreeCase) -> None:
    """The tree with ids instead of names, as `POST /meetings` takes it, and everything that is wrong with it."""
    assert case.place is not None
    names: dict[str, set[str]] = {"person": set(), "supplier": set()}
    for kind, name in names_in(case.given):
        names[kind].add(name)
    persons = queries.persons_called(ctx, case.place, names["person"])
    suppliers = queries.suppliers_called(ctx, case.place, names["supplier"])

    def _resolve(kind: str, name: str, pointer: str) -> UUID:
        found = persons.get(name, []) if kind == "person" else suppliers.get(name_key(name), [])
        if len(found) == 1:
            return found[0]
        if own := as_id(name):
            return own
        spec = errors.PERSON_AMBIGUOUS if len(found) > 1 else errors.PERSON_NOT_FOUND
        case.faults.append(Violation(spec if kind == "person" else errors.SUPPLIER_NOT_FOUND, pointer))
        return _NOBODY

    tree = {name: value for name, value in case.given.items() if name != "school"}
    tree = {**resolved(tree, _resolve), "unit_id": case.place.id}
    try:
        case.wanted = MeetingIn.model_validate(tree)
    except ValidationError as error:
        case.faults += violations_of(error.errors(include_url=False))
        return
    if not case.faults:
        case.faults += meeting_violations(ctx, case.place, case.wanted.model_dump())


def compare(ctx: Context, case: TreeCase, own: Meeting | None = None) -> None:
    """Held against what its source has sent before, or against `own`: what becomes of it. Only a draft is changed."""
    assert case.wanted is not None
    assert case.place is not None
    source = case.wanted.source
    case.held = own
    if case.held is None and source is not None:
        case.held = queries.meeting_from(ctx, case.place.id, source.system, source.id)
    if case.held is None:
        case.action = Action.CREATED
        return
    case.meeting_id = case.held.id
    case.before = _said(queries.tree_of(ctx, case.held))
    if case.before == case.after():
        case.action = Action.UNCHANGED
    elif case.held.state != MeetingState.DRAFT:
        case.faults.append(Violation(errors.SOURCE_CLOSED, "/source"))
    else:
        case.action = Action.UPDATED


def write(ctx: Context, case: TreeCase) -> Meeting | None:
    """The rows of a meeting that nothing is wrong with; None where it stays as it is. Errors: `decision.in_use`."""
    assert case.wanted is not None
    assert case.place is not None
    given = case.wanted.model_dump()
    if case.action is Action.CREATED:
        meeting = write_meeting(ctx, case.place, given)
        case.meeting_id = meeting.id
        return meeting
    if case.action is Action.UPDATED:
        assert case.held is not None
        rewrite(ctx, case.held, given)
        return case.held
    return None


def rewrite(ctx: Context, held: Meeting, given: Mapping[str, Any]) -> None:
    """What a draft says, written anew. Errors: `decision.in_use`."""
    for name in MEETING_FACTS:
        if name in given:
            setattr(held, name, given[name])
    remove_topics(ctx, queries.tree_of(ctx, held).topics)
    write_attendance(ctx, held, given["attendance"])
    write_minutes(ctx, held, given["minutes"])
    for number, topic in enumerate(given["topics"], start=1):
        write_topic(ctx, held, {**topic, "number": topic.get("number") or number}, None)
    redate(ctx, held)
    touch(ctx, held)


def _said(tree: Any) -> dict[str, Any]:
    """What a meeting says, without what the house has given it."""
    document = meeting_document(tree)
    topics = [{name: value for name, value in topic.items() if name != "id"} for topic in document["topics"]]
    for topic in topics:
        if topic["decision"]:
            topic["decision"] = {name: value for name, value in topic["decision"].items() if name != "id"}
    parts = (*MEETING_FACTS, "attendance", "minutes")
    return {**{name: document[name] for name in parts}, "topics": topics}


def _would_say(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a meeting would say after it was written as it is given."""
    source = given["source"] or {}
    numbered = enumerate(given["topics"], start=1)
    told: dict[str, Any] = plain(
        {
            **{name: given.get(name) for name in MEETING_FACTS},
            "source_system": source.get("system"),
            "source_id": source.get("id"),
            **{name: given[name] for name in ("attendance", "minutes")},
            "topics": [{**topic, "number": topic["number"] or number} for number, topic in numbered],
        }
    )
    return told
