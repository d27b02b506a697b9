"""Rows acted on together in one request: each is judged for itself, and one that is refused keeps the others from nothing.

Each row says which revision was read, as `If-Match` does for one alone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field

from api.core.context import Context
from api.core.errors import (
    NOT_FOUND,
    ROW_TWICE,
    STALE,
    ErrorSpec,
    Refused,
    Violation,
    refuse_if_any,
)
from api.core.schemas import In, Out

MOST_ROWS = 200
_EXAMPLE = "0198c0de-0000-7000-8000-000000000051"


class BatchRowIn(In):
    """A row as it was read."""

    id: UUID = Field(examples=[_EXAMPLE])
    revision: int = Field(ge=0, le=2**31 - 1, examples=[2], description="What was read, as in `If-Match`.")


Row = TypeVar("Row", bound=BatchRowIn)
Rows = Annotated[list[Row], Field(min_length=1, max_length=MOST_ROWS)]


class BatchFault(Out):
    """What is wrong with a row."""

    pointer: str
    code: str
    message: str


class BatchRefusal(Out):
    """A row that was refused, and why."""

    id: UUID
    errors: list[BatchFault]


class BatchDone(Out):
    """How many rows it was done to, and which were refused."""

    done: int
    refused: list[BatchRefusal]


def act_on_each(
    ctx: Context,
    rows: Sequence[Row],
    held: Callable[[Sequence[UUID]], dict[UUID, Any]],
    act: Callable[[Row, Any], None],
) -> BatchDone:
    """Do `act` to every row that is there in the revision that was read.

    `held` reads them all at once; `act` refuses before it changes anything. Errors: a row that is named twice as
    `input.invalid`; of each row `not_found`, `conflict.stale` and what `act` refuses.
    """
    _refuse_twice(rows)
    found = held([row.id for row in rows])
    refused = []
    for row in rows:
        try:
            act(row, _expected(row, found.get(row.id)))
        except Refused as refusal:
            refused.append(BatchRefusal(id=row.id, errors=faults_of(ctx, refusal)))
    return BatchDone(done=len(rows) - len(refused), refused=refused)


def _refuse_twice(rows: Sequence[BatchRowIn]) -> None:
    number = Counter(row.id for row in rows)
    places = (place for place, row in enumerate(rows) if number[row.id] > 1)
    refuse_if_any(Violation(ROW_TWICE, f"/items/{place}/id") for place in places)


def _expected(row: BatchRowIn, found: Any) -> Any:
    if found is None:
        raise Refused(NOT_FOUND)
    if found.revision != row.revision:
        raise Refused(STALE)
    return found


def faults_of(ctx: Context, refusal: Refused) -> list[BatchFault]:
    """Why a row was refused, in the reader's language: every fault, or the refusal itself."""

    def _fault(spec: ErrorSpec, pointer: str | None, params: Any) -> BatchFault:
        return BatchFault(pointer=pointer or "", code=spec.code, message=spec.text(ctx.language, params))

    each = [_fault(one.spec, one.pointer, one.params) for one in refusal.violations]
    return each or [_fault(refusal.spec, None, refusal.params)]
