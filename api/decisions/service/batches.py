"""Meetings of other systems, many at once: each judged for itself, each told what became of it.

What a source has sent before is known by its system and number: a draft is written anew, a filed one is left alone.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from api.core.context import Context
from api.core.errors import Refused, Violation
from api.core.problems import violations_of
from api.decisions import errors, queries
from api.decisions.canonical import meeting_document
from api.decisions.models import Meeting
from api.decisions.queries import Place
from api.decisions.queries.tree import MEETING_FACTS
from api.decisions.rules.naming import name_key
from api.decisions.rules.states import MeetingState
from api.decisions.rules.trees import names_in, resolved
from api.decisions.schemas.batches import BatchFault, BatchOperation, BatchResult, MeetingBatchIn, MeetingBatchOut
from api.decisions.schemas.meetings import MeetingIn
from api.decisions.service.meetings import meeting_violations, submit_meeting, write_meeting
from api.decisions.service.standing import subject, touch
from api.decisions.service.writing import redate, remove_topics, write_attendance, write_minutes, write_topic
from api.ledger.rules import plain
from api.ledger.service import record
from api.organizations.rules import UnitKind

_NOBODY = UUID(int=0)


@dataclass(slots=True)
class _Case:
    """A meeting on its way."""

    index: int
    given: Mapping[str, Any]
    faults: list[Violation] = field(default_factory=list)
    place: Place | None = None
    wanted: MeetingIn | None = None
    operation: BatchOperation = BatchOperation.REFUSED
    meeting_id: UUID | None = None
    submitted: bool = False


def take_meetings(ctx: Context, wanted: MeetingBatchIn) -> MeetingBatchOut:
    """Judge every meeting of a batch and write those that nothing is wrong with."""
    cases = [_Case(index, given) for index, given in enumerate(wanted.items)]
    _find_schools(ctx, cases)
    for case in cases:
        if not case.faults:
            _read(ctx, case)
        if not case.faults:
            _take(ctx, case, write=not wanted.validate_only)
        if wanted.submit and case.meeting_id is not None and case.operation is not BatchOperation.UNCHANGED:
            _submit(ctx, case)
    return _told(ctx, cases)


def _find_schools(ctx: Context, cases: list[_Case]) -> None:
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


def _read(ctx: Context, case: _Case) -> None:
    """The tree with ids instead of names, as `POST /meetings` takes it."""
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


def _take(ctx: Context, case: _Case, *, write: bool) -> None:
    assert case.wanted is not None
    assert case.place is not None
    source = case.wanted.source
    held = queries.meeting_from(ctx, case.place.id, source.system, source.id) if source else None
    case.meeting_id = held.id if held else None
    if held is not None and held.state != MeetingState.DRAFT:
        case.faults.append(Violation(errors.SOURCE_CLOSED, "/source"))
        return
    case.operation = BatchOperation.UPDATED if held else BatchOperation.CREATED
    if write:
        _write(ctx, case, held)


def _write(ctx: Context, case: _Case, held: Meeting | None) -> None:
    assert case.wanted is not None
    assert case.place is not None
    given = case.wanted.model_dump()
    if held is None:
        meeting = write_meeting(ctx, case.place, given)
        case.meeting_id = meeting.id
        record(ctx, "meeting.created", subject(meeting), None, {"topics": len(given["topics"])})
        return
    before, after = _said(queries.tree_of(ctx, held)), _would_say(given)
    if before == after:
        case.operation = BatchOperation.UNCHANGED
        return
    _rewrite(ctx, held, given)
    touch(ctx, held)
    record(ctx, "meeting.changed", subject(held), {"topics": len(before["topics"])}, {"topics": len(after["topics"])})


def _rewrite(ctx: Context, held: Meeting, given: Mapping[str, Any]) -> None:
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


def _submit(ctx: Context, case: _Case) -> None:
    """Hand a finished meeting to the leader; what stands against it is told, and the draft stays."""
    assert case.meeting_id is not None
    try:
        submit_meeting(ctx, case.meeting_id)
    except Refused as refused:
        case.faults.append(Violation(refused.spec, "", params=refused.params))
    else:
        case.submitted = True


def _told(ctx: Context, cases: list[_Case]) -> MeetingBatchOut:
    results = [_result(ctx, case) for case in cases]
    number = Counter(result.operation for result in results)
    return MeetingBatchOut(items=results, **{operation.value: number[operation] for operation in BatchOperation})


def _result(ctx: Context, case: _Case) -> BatchResult:
    source = case.given.get("source")
    return BatchResult(
        index=case.index,
        source_id=str(source.get("id")) if isinstance(source, dict) else None,
        operation=case.operation,
        meeting_id=case.meeting_id,
        submitted=case.submitted,
        errors=[
            BatchFault(
                pointer=each.pointer or "", code=each.spec.code, message=each.spec.text(ctx.language, each.params)
            )
            for each in case.faults
        ],
    )
