"""Wire shapes of documents that are asked for."""

from typing import Literal

from pydantic import Field

from api.assessments.rules.papers import Paper, PaperFormat
from api.core.schemas import In
from api.core.tabular import Language

_FORMAT = Field(
    default=None, description="Of a report `docx` (when left out) or `pdf`; the others come as one format only."
)


class CampaignPaperIn(In):
    """A document of a whole campaign: score table (`xlsx`), report (`docx`, `pdf`), package (`zip`) with all records."""

    document: Paper
    format: PaperFormat | None = _FORMAT
    lang: Language = "zh-CN"


class SchoolPaperIn(In):
    """A document of one school: score table (`xlsx`) or report (`docx`, `pdf`)."""

    document: Literal[Paper.SCORE_TABLE, Paper.REPORT]
    format: PaperFormat | None = _FORMAT
    lang: Language = "zh-CN"
