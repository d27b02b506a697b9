"""The roll-up of problems: by unit, state, severity and the days that count, how many there are.

Only what was formally sent is counted. What is open keeps its days, since overdue and age are computed from the day
asked about; what is closed keeps none, so that the years fold into a few rows. `day`: by when somebody has to act, the
unit while a problem is open, the supervisors once it is accepted (回头看).
"""

from typing import Any

from sqlalchemy import Select, String, case, cast, func, select

from api.core.rollups import Cell, Rollup
from api.rectifications.models import RectificationProblem
from api.rectifications.rules import OPEN, ProblemState

DIMENSIONS = ("state", "severity", "day", "sent_on")
_P = RectificationProblem.__table__.c
_OPEN = sorted(OPEN)


def cells_of(problem: RectificationProblem) -> list[Cell]:
    """What a problem counts for: nothing before it is sent."""
    if problem.sent_on is None:
        return []
    is_open = problem.state in OPEN
    day = problem.due_on if is_open else problem.recheck_on if problem.state == ProblemState.ACCEPTED else None
    days = (day.isoformat() if day else "", problem.sent_on.isoformat() if is_open else "")
    return [Cell(problem.unit_id, (str(problem.state), str(problem.severity), *days), {"problems": 1})]


def _counted() -> Select[*tuple[Any, ...]]:
    day = case((_P.state.in_(_OPEN), _P.due_on), (_P.state == ProblemState.ACCEPTED.value, _P.recheck_on))
    sent = case((_P.state.in_(_OPEN), _P.sent_on))
    place = (
        *(_P.unit_id, _P.state, _P.severity),
        func.coalesce(cast(day, String), "").label("day"),
        func.coalesce(cast(sent, String), "").label("sent_on"),
    )
    stmt = select(*place, func.count().label("problems")).where(_P.sent_on.is_not(None))
    return stmt.group_by(*place)


PROBLEM_FIGURES = Rollup("rectification_figure", DIMENSIONS, ("problems",), _counted())
