"""The table of figures that others have found, on its way out and in."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from api.access.permissions import Permission
from api.assessments.queries import external
from api.assessments.schemas.external import ExternalFigureFilter
from api.assessments.service.take_external import take_figures, undo_figures
from api.core.context import Context
from api.core.intake import CellKind, Field, RowSpec
from api.core.tabular import Column, Table

_TEXT = r"[^\x00-\x1f\x7f]*"
_MOST = Decimal(999_999)


def _text(value: Any, _language: int) -> str:
    return str(value)


FIGURES = Table(
    ("外部指标", "External figures"),
    (
        Column("unit", ("学校", "School")),
        Column("metric", ("指标", "Metric")),
        Column("first_on", ("起始日期", "First day"), _text),
        Column("last_on", ("截止日期", "Last day"), _text),
        Column("value", ("数值", "Value")),
        Column("numerator", ("分子", "Numerator")),
        Column("denominator", ("分母", "Denominator")),
        Column("source", ("来源", "Source")),
        Column("id", ("编号", "Id"), _text),
    ),
)

FIGURE_ROWS = RowSpec(
    name="external_figure",
    object_type="external_figure",
    title=("外部指标", "External figures"),
    fields=(
        Field(
            "school",
            ("学校", "School"),
            CellKind.REFERENCE,
            ("学校名称", "单位", "unit", "dbn"),
            required=True,
            refers_to="school",
            schemes=("name", "code", "id", "ext"),
            example="锦岚县第一小学",
        ),
        Field(
            "metric",
            ("指标", "Metric"),
            CellKind.CODE,
            ("指标代码", "指标名称"),
            required=True,
            longest=40,
            pattern=r"[a-z][a-z0-9_.-]*",
            example="satisfaction",
            note=(
                "小写字母开头；指标体系里写作 external.<指标>。",
                "Begins with a small letter; frameworks call it external.<metric>.",
            ),
        ),
        Field("first_on", ("起始日期", "First day"), CellKind.DATE, ("开始日期",), required=True, example="2026-01-01"),
        Field("last_on", ("截止日期", "Last day"), CellKind.DATE, ("结束日期",), required=True, example="2026-12-31"),
        Field(
            "value",
            ("数值", "Value"),
            CellKind.DECIMAL,
            ("得分", "满意率", "Score"),
            least=Decimal(0),
            most=_MOST,
            places=8,
            example="93.5",
            note=("保留四位小数，四舍五入。", "Kept to four places, half up."),
        ),
        Field("numerator", ("分子", "Numerator"), CellKind.INTEGER, ("满意数",), least=Decimal(0), most=_MOST),
        Field("denominator", ("分母", "Denominator"), CellKind.INTEGER, ("总数",), least=Decimal(0), most=_MOST),
        Field("source", ("来源", "Source"), required=True, pattern=_TEXT, example="2026 年群众满意度测评"),
    ),
    keys=("metric",),
    permission=Permission.ASSESSMENT_MANAGE,
    take=take_figures,
    undo=undo_figures,
    after=("school",),
    key_fields={"metric": ("school", "metric", "first_on", "last_on")},
)


def read_figures(ctx: Context, wanted: ExternalFigureFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Every figure that matches, few at a time."""
    return external.stream_figures(ctx, wanted)
