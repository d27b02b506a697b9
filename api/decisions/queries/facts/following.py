"""What followed the decisions of some schools, as facts by decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.decisions.models import (
    Decision,
    DecisionEvaluation,
    DecisionExecution,
    DecisionFiling,
    DecisionProgress,
    DecisionPublicity,
)
from api.decisions.queries.rows import grouped, place_of, reader
from api.decisions.rules import facts
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
_DECIDED = reader(
    Decision.metadata.tables["decision"],
    *("id", "decided_on", "text", "responsible_person_id", "due_on", "effective_on", "approved_amount"),
    *("approved_supplier_id", "decided_by_id"),
    result=Result,
    status=DecisionStatus,
    confidentiality=Confidentiality,
)
_SHOWN = reader(_PUBLICITY, "id", "starts_on", "ends_on", "masked", "objections", "objections_open", kind=PublicityKind)
_FILED = reader(
    _FILING, "id", "filed_on", "approval_no", "answered_on", "acted_on", kind=FilingKind, answer=FilingAnswer
)


class Following:
    """Publicity, filings, execution and evaluations of the decisions of some schools."""

    def __init__(self, session: Session, unit_ids: Sequence[UUID]) -> None:
        def _of(table: Any) -> Any:
            stmt = select(table).where(table.c.unit_id.in_(unit_ids))
            rows = session.execute(stmt.order_by(*table.primary_key.columns)).all()
            return grouped(rows, place_of(table, "decision_id"))

        self._publicity, self._filings, self._executions = _of(_PUBLICITY), _of(_FILING), _of(_EXECUTION)
        self._progress, self._evaluations = _of(_PROGRESS), _of(_EVALUATION)

    def decision(self, row: Any) -> facts.Decision:
        """A decision's row with all that followed it."""
        return facts.Decision(
            **_DECIDED(row),
            publicity=tuple(facts.Publicity(**_SHOWN(each)) for each in self._publicity.get(row.id, ())),
            filings=tuple(facts.Filing(**_FILED(each)) for each in self._filings.get(row.id, ())),
            execution=self._execution(row.id),
            evaluated_on=tuple(each.evaluated_on for each in self._evaluations.get(row.id, ())),
        )

    def _execution(self, decision_id: UUID) -> facts.Execution | None:
        row = next(iter(self._executions.get(decision_id, ())), None)
        reported = tuple(sorted(each.reported_on for each in self._progress.get(decision_id, ())))
        if row is None:
            return facts.Execution(reported_on=reported) if reported else None
        return facts.Execution(row.started_on, reported, row.completed_on, row.changed_on, row.changed_by_topic_id)
