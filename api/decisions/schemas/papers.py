"""Wire shapes of documents that are asked for."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from api.core.schemas import In
from api.core.tabular import Language
from api.decisions.rules.papers import DecisionPaper, DecisionPaperFormat


class DecisionPaperIn(In):
    """A document: 纪要, record and 票决单 of a meeting, 报备表 of a decision, the ledger of a school and a year."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"document": "minutes", "meeting_id": "0198c0de-0000-7000-8000-000000000051"}}
    )

    document: DecisionPaper
    meeting_id: UUID | None = None
    decision_id: UUID | None = None
    unit_id: UUID | None = Field(None, description="The school of a ledger.")
    year: Annotated[int, Field(ge=2000, le=2100)] | None = Field(None, description="The year of a ledger.")
    format: DecisionPaperFormat | None = Field(None, description="`docx` when left out, of a ledger `xlsx`.")
    lang: Language = "zh-CN"
