"""Where a decision stands, from what followed it; what the bureau may answer. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from api.core.errors import Refused, Violation
from api.decisions import errors
from api.decisions.rules.vocabulary import DecisionStatus, FilingAnswer, FilingKind


@dataclass(frozen=True, slots=True)
class Followed:
    """What there is beside a decision."""

    publicized: bool = False
    filed: bool = False
    started: bool = False
    completed: bool = False
    evaluated: bool = False


def status_of(found: Followed) -> DecisionStatus:
    """How far a decision has come: the furthest step that is recorded."""
    steps = (
        (found.evaluated, DecisionStatus.EVALUATED),
        (found.completed, DecisionStatus.COMPLETED),
        (found.started, DecisionStatus.EXECUTING),
        (found.filed, DecisionStatus.FILED),
        (found.publicized, DecisionStatus.PUBLICIZED),
    )
    return next((status for reached, status in steps if reached), DecisionStatus.DECIDED)


def answer_violations(
    kind: FilingKind, answer: FilingAnswer, number: str | None, text: str | None
) -> Iterator[Violation]:
    """What is wrong with an answer: only what asks for approval is approved and numbered; who objects says why."""
    if answer is FilingAnswer.OBJECTED and not (text or "").strip():
        yield Violation(errors.REASON_MISSING, "/text")
    if kind is not FilingKind.APPROVAL and answer is FilingAnswer.APPROVED:
        yield Violation(errors.APPROVAL_ONLY, "/answer")
    if number is not None and answer is not FilingAnswer.APPROVED:
        yield Violation(errors.APPROVAL_ONLY, "/approval_no")


def refuse_filed(kind: FilingKind, waiting: Iterable[str]) -> None:
    """Go on only if no filing of the kind waits; `waiting`: kinds of those that do. Errors: `decision.filed_already`."""
    if kind in waiting:
        raise Refused(errors.FILED_ALREADY)


def refuse_answered(answer: str | None) -> None:
    """Go on only with a filing that waits. Errors: `decision.filing_answered`."""
    if answer is not None:
        raise Refused(errors.ANSWERED)


def refuse_unobjected(answer: str | None) -> None:
    """Go on only with a filing that the bureau objected to. Errors: `decision.filing_not_answered`."""
    if answer != FilingAnswer.OBJECTED:
        raise Refused(errors.NOT_ANSWERED)


def day_violations(pairs: Iterator[tuple[str, date | None]], today: date) -> Iterator[Violation]:
    """Days that lie in the future, of things that are said to have happened."""
    for pointer, day in pairs:
        if day is not None and day > today:
            yield Violation(errors.IN_FUTURE, pointer)
