"""What followed the decisions of some schools, as facts by decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.decisions.models import (
    DecisionEvaluation,
    DecisionExecution,
    DecisionFiling,
    DecisionProgress,
    DecisionPublicity,
)
from api.decisions.queries.facts.rules_of_units import grouped
from api.decisions.rules.facts import Decision, Execution, Filing, Publicity
from api.decisions.rules.vocabulary import (
    Confidentiality,
    DecisionStatus,
    FilingAnswer,
    FilingKind,
    PublicityKind,
    Result,
)

_PUBLICITY, _FILING, _EXECUTION, _PROGRESS, _EVALUATION = (
    model.metadata.tables[model.__tablename__]
    for model in (DecisionPublicity, DecisionFiling, DecisionExecution, DecisionProgress, DecisionEvaluation)
)
_NAMES = ("id", "decided_on", "text", "responsible_person_id", "due_on", "effective_on", "approved_amount")
_MORE = ("approved_supplier_id", "decided_by_id")


class Following:
    """Publicity, filings, execution and evaluations of the decisions of some schools."""

    def __init__(self, session: Session, unit_ids: Sequence[UUID]) -> None:
        def _of(table: Any) -> Any:
            stmt = select(table).where(table.c.unit_id.in_(unit_ids))
            return grouped(session.execute(stmt.order_by(*table.primary_key.columns)), "decision_id")

        self._publicity, self._filings, self._executions = _of(_PUBLICITY), _of(_FILING), _of(_EXECUTION)
        self._progress, self._evaluations = _of(_PROGRESS), _of(_EVALUATION)

    def decision(self, row: Any) -> Decision:
        """A decision's row with all that followed it."""
        return Decision(
            **{name: getattr(row, name) for name in (*_NAMES, *_MORE)},
            result=Result(row.result),
            status=DecisionStatus(row.status),
            confidentiality=Confidentiality(row.confidentiality),
            publicity=tuple(map(_publicity, self._publicity.get(row.id, ()))),
            filings=tuple(map(_filing, self._filings.get(row.id, ()))),
            execution=self._execution(row.id),
            evaluated_on=tuple(each.evaluated_on for each in self._evaluations.get(row.id, ())),
        )

    def _execution(self, decision_id: UUID) -> Execution | None:
        row = next(iter(self._executions.get(decision_id, ())), None)
        reported = tuple(sorted(each.reported_on for each in self._progress.get(decision_id, ())))
        if row is None:
            return Execution(reported_on=reported) if reported else None
        return Execution(row.started_on, reported, row.completed_on, row.changed_on, row.changed_by_topic_id)


def _publicity(row: Any) -> Publicity:
    names = ("id", "starts_on", "ends_on", "masked", "objections", "objections_open")
    return Publicity(kind=PublicityKind(row.kind), **{name: getattr(row, name) for name in names})


def _filing(row: Any) -> Filing:
    answer = FilingAnswer(row.answer) if row.answer else None
    names = ("id", "filed_on", "approval_no", "answered_on", "acted_on")
    return Filing(kind=FilingKind(row.kind), answer=answer, **{name: getattr(row, name) for name in names})
