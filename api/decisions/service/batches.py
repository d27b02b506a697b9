"""Meetings of other systems, many in one request: each judged for itself, each told what became of it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from api.core.batches import BatchFault
from api.core.context import Context
from api.core.errors import Refused, Violation
from api.core.intake import Action
from api.decisions.schemas.batches import BatchOperation, BatchResult, MeetingBatchIn, MeetingBatchOut
from api.decisions.service import trees
from api.decisions.service.meetings import submit_meeting
from api.decisions.service.standing import subject
from api.ledger.service import record


@dataclass(slots=True)
class _Case(trees.TreeCase):
    """A meeting of a batch."""

    index: int = 0
    submitted: bool = False


def take_meetings(ctx: Context, wanted: MeetingBatchIn) -> MeetingBatchOut:
    """Judge every meeting of a batch and write those that nothing is wrong with."""
    cases = [_Case(given, index=index) for index, given in enumerate(wanted.items)]
    trees.find_schools(ctx, cases)
    for case in cases:
        if not case.faults:
            trees.understand(ctx, case)
        if not case.faults:
            trees.compare(ctx, case)
        if not case.faults and not wanted.validate_only:
            _write(ctx, case)
        if wanted.submit and not case.faults and case.meeting_id and case.action is not Action.UNCHANGED:
            _submit(ctx, case)
    return _told(ctx, cases)


def _write(ctx: Context, case: _Case) -> None:
    meeting = trees.write(ctx, case)
    if meeting is None:
        return
    made, topics = case.action is Action.CREATED, case.after()["topics"]
    before = None if case.before is None else {"topics": len(case.before["topics"])}
    record(ctx, f"meeting.{'created' if made else 'changed'}", subject(meeting), before, {"topics": len(topics)})


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
    source: Any = case.given.get("source")
    return BatchResult(
        index=case.index,
        source_id=str(source.get("id")) if isinstance(source, dict) else None,
        operation=BatchOperation(case.action.value),
        meeting_id=case.meeting_id,
        submitted=case.submitted,
        errors=[
            BatchFault(
                pointer=each.pointer or "", code=each.spec.code, message=each.spec.text(ctx.language, each.params)
            )
            for each in case.faults
        ],
    )
