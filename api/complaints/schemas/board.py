"""Wire shapes of the assignment board, and of what is written to a reporter between moves."""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.complaints.schemas.moves import Reason
from api.core.schemas import In, Named, Out


class Workload(Out):
    """What somebody who handles cases has on the desk. Days and numbers, nothing of what the cases say."""

    handler: Named
    cases: Annotated[int, Field(description="Open and assigned to them.")]
    waiting: Annotated[int, Field(description="Of these, not begun yet.")]
    near: Annotated[int, Field(description="Duties that end soon.")]
    overdue: int
    supervised: Annotated[int, Field(description="Of the overdue ones, over by five working days.")]
    oldest_on: date | None = Field(description="When the case that was assigned first came to them.")
    next_due_on: date | None


class MessageIn(In):
    """What is written to the reporter. A question asks for an answer; neither moves the case."""

    model_config = ConfigDict(json_schema_extra={"example": {"kind": "question", "text": "补课在哪几天？"}})

    kind: Literal["question", "message"] = "question"
    text: Reason
