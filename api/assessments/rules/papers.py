"""Which documents there are of an assessment, and as what they are made."""

from collections.abc import Mapping
from enum import StrEnum


class Paper(StrEnum):
    """A document of a campaign or of one school in it."""

    SCORE_TABLE = "score_table"  # 评分表
    REPORT = "report"  # 评价报告
    PACKAGE = "package"  # 归档包, of a campaign only


class PaperFormat(StrEnum):
    """As what a document is made."""

    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"
    ZIP = "zip"


OF_CAMPAIGN: Mapping[Paper, tuple[PaperFormat, ...]] = {
    Paper.SCORE_TABLE: (PaperFormat.XLSX,),
    Paper.REPORT: (PaperFormat.DOCX, PaperFormat.PDF),
    Paper.PACKAGE: (PaperFormat.ZIP,),
}
OF_SCHOOL: Mapping[Paper, tuple[PaperFormat, ...]] = {
    paper: formats for paper, formats in OF_CAMPAIGN.items() if paper is not Paper.PACKAGE
}
