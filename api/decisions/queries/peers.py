"""What other schools do: medians that a school's own figures are held against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from statistics import median_low
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.decisions.models import DecisionPolicy
from api.decisions.rules.facts import Peers
from api.decisions.rules.states import PolicyState
from api.decisions.schemas.policies import PolicyContent
from api.organizations.models import School

_SCHOOL: Any = School
_POLICY = DecisionPolicy.metadata.tables[DecisionPolicy.__tablename__].c
_SOME = 3  # of fewer schools there is no median to speak of


def peers_of(session: Session, school_types: Iterable[str | None], today: date) -> dict[str | None, Peers]:
    """The peers of schools of these types. What hugging the threshold is usual, and what goods cost, nobody gives yet."""
    thresholds = _thresholds(session, today)
    return {kind: Peers(threshold_median=_median(thresholds.get(kind or "", []))) for kind in school_types}


def _median(sums: list[int]) -> int | None:
    return median_low(sums) if len(sums) >= _SOME else None


def _thresholds(session: Session, today: date) -> Mapping[str, list[int]]:
    """The general threshold of every school that has set one of its own, by type of school."""
    current = (
        _POLICY.state == PolicyState.ISSUED.value,
        _POLICY.effective_from <= today,
        or_(_POLICY.effective_to.is_(None), _POLICY.effective_to >= today),
    )
    stmt = select(_SCHOOL.type, _POLICY.content).join(_SCHOOL, _SCHOOL.id == _POLICY.unit_id).where(*current)
    found: dict[str, list[int]] = defaultdict(list)
    for kind, content in session.execute(stmt):
        rows = PolicyContent.model_validate(content).thresholds
        if sums := [row.amount for row in rows if not (row.spend_type or row.budget_state or row.school_type)]:
            found[kind].append(min(sums))
    return found
