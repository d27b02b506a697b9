"""Old registers of complaints as rows: codes, days, units. No text and no identity has a column."""

from decimal import Decimal

from api.access.permissions import Permission
from api.complaints.rules.taxonomy import CATEGORIES
from api.complaints.service.take_legacy import take_legacy
from api.complaints.tabular.words import CHANNELS, FINDINGS, TRACKS
from api.core.intake import CellKind, Field, RowSpec

_NUMBER = r"[^\x00-\x1f\x7f]*"
_MATTERS = {code: (f"{one.zh}", one.en, code) for code, one in CATEGORIES.items()}
_FOUND = {code: words for code, words in FINDINGS.items() if code != "open"}
_TRACKS = {code: (*words, code) for code, words in TRACKS.items() if code != "none"}

CASE_ROWS = RowSpec(
    name="complaint",
    object_type="complaint",
    title=("历史举报件", "Old complaints"),
    fields=(
        Field(
            "source_system",
            ("来源系统", "Source system"),
            CellKind.CODE,
            ("系统",),
            required=True,
            longest=40,
            pattern=r"[a-z0-9][a-z0-9_.-]*",
            example="old-register",
        ),
        Field(
            "source_no",
            ("原编号", "Number there"),
            CellKind.TEXT,
            ("编号", "受理编号", "unique_key"),
            required=True,
            longest=80,
            pattern=_NUMBER,
            example="2024-0117",
        ),
        Field(
            "received_on",
            ("收到日期", "Received on"),
            CellKind.DATE,
            ("来件日期",),
            required=True,
            example="2024-03-12",
        ),
        Field("category", ("类别", "Matter"), CellKind.CHOICE, ("问题类别",), choices=_MATTERS, example="0104"),
        Field("track", ("办理轨道", "Track"), CellKind.CHOICE, ("轨道",), choices=_TRACKS, example="S"),
        Field("channel", ("来源渠道", "Channel"), CellKind.CHOICE, ("来源",), choices=CHANNELS, example="电话"),
        Field(
            "unit",
            ("涉及单位", "Unit named"),
            CellKind.REFERENCE,
            ("学校", "被反映单位"),
            refers_to="unit",
            schemes=("name", "code", "id", "ext"),
            example="锦岚县第一小学",
        ),
        Field("named", ("是否实名", "Named"), CellKind.BOOLEAN, ("实名",), example="否"),
        Field("people", ("联名人数", "People"), CellKind.INTEGER, least=Decimal(1), most=Decimal(100_000)),
        Field("amount", ("涉及金额", "Amount"), CellKind.DECIMAL, least=Decimal(0), most=Decimal(10**11), places=2),
        Field("concluded_on", ("办结日期", "Concluded on"), CellKind.DATE, example="2024-04-02"),
        Field("finding", ("查证结果", "Finding"), CellKind.CHOICE, ("结果",), choices=_FOUND, example="部分属实"),
        Field("form", ("第几种形态", "Form"), CellKind.INTEGER, least=Decimal(1), most=Decimal(4), example="1"),
    ),
    keys=("source_no",),
    permission=Permission.COMPLAINT_SUBMIT,
    take=take_legacy,
    # A file knows nobody who keeps out of what it says.
    own_only=True,
    after=("unit", "school"),
    key_fields={"source_no": ("source_system", "source_no")},
)
