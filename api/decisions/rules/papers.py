"""The documents of the log: of what each is made, in which formats. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class DecisionPaper(StrEnum):
    """A document that schools print, sign and keep."""

    MINUTES = "minutes"  # 会议纪要
    RECORD = "record"  # 会议记录
    VOTE_SHEET = "vote_sheet"  # 票决单
    FILING_FORM = "filing_form"  # 报备表
    LEDGER = "ledger"  # 年度决策台账


class DecisionPaperFormat(StrEnum):
    """A file format."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


_F = DecisionPaperFormat
FORMATS: Mapping[DecisionPaper, tuple[DecisionPaperFormat, ...]] = {
    DecisionPaper.MINUTES: (_F.DOCX, _F.PDF),
    DecisionPaper.RECORD: (_F.DOCX, _F.PDF),
    DecisionPaper.VOTE_SHEET: (_F.DOCX, _F.PDF),
    DecisionPaper.FILING_FORM: (_F.DOCX, _F.PDF),
    DecisionPaper.LEDGER: (_F.XLSX,),
}
OF_MEETING = frozenset({DecisionPaper.MINUTES, DecisionPaper.RECORD, DecisionPaper.VOTE_SHEET})
