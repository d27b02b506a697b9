"""What is due and what was late, kept as a roll-up: overdue is a matter of the day it is asked, so the due day is a key."""

from sqlalchemy import String, case, cast, func, or_, select

from api.core import rollups
from api.core.context import Context
from api.core.rollups import Cell, Rollup
from api.disclosures.models import PublicNotice
from api.disclosures.rules import NoticeState

NO_DAY = "-"
PREPARED, PUBLISHED, GONE = "prepared", "published", "gone"
_GONE = (NoticeState.WITHDRAWN, NoticeState.DISCARDED)
_N = PublicNotice.__table__.c
_STATE = case((_N.state.in_([state.value for state in _GONE]), GONE), (_N.edition > 0, PUBLISHED), else_=PREPARED)
_DUE = func.coalesce(cast(_N.due_on, String), NO_DAY)
_LATE = case(
    (or_(_N.first_released_on.is_(None), _N.due_on.is_(None)), 0), (_N.first_released_on > _N.due_on, 1), else_=0
)

# state: prepared, published, gone; due: an ISO day, or `-`. `late`: made public after its day.
FIGURES = Rollup(
    "notice_figures",
    ("state", "due"),
    ("notices", "late"),
    select(
        _N.unit_id,
        _STATE.label("state"),
        _DUE.label("due"),
        func.count().label("notices"),
        func.sum(_LATE).label("late"),
    ).group_by(_N.unit_id, _STATE, _DUE),
)


def cell(notice: PublicNotice) -> Cell:
    """What a notice counts for."""
    published = PUBLISHED if notice.edition else PREPARED
    state = GONE if notice.state in _GONE else published
    released, due = notice.first_released_on, notice.due_on
    late = int(released is not None and due is not None and released > due)
    return Cell(notice.unit_id, (state, due.isoformat() if due else NO_DAY), {"notices": 1, "late": late})


def count(ctx: Context, before: Cell | None, after: Cell) -> None:
    """Count what a notice is now in place of what it was."""
    if before != after:
        rollups.add(ctx, FIGURES, [after] if before is None else [after, -before])
