"""Scores as rows, in and out: campaign × school × round × item."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import orjson

from api.access.permissions import Permission
from api.assessments.queries import score_rows
from api.assessments.queries.score_rows import Wanted
from api.assessments.rules.rounds import Round
from api.assessments.schemas.scores_out import ScoreRowsFilter
from api.assessments.service.take_scores import take_scores
from api.assessments.service.undo_scores import undo_scores
from api.core.context import Context
from api.core.intake import CellKind, Field, RowSpec
from api.core.tabular import Column, Table, Words

_TEXT = r"[^\x00-\x08\x0b-\x1f\x7f]*"
_ROUNDS: Mapping[str, tuple[str, ...]] = {
    Round.SELF.value: ("自评", "Self-assessment"),
    Round.DISTRICT.value: ("学区初评", "District review", "初评"),
    Round.COUNTY.value: ("县级复核", "County review", "复核"),
}
_WORDS: Mapping[str, Words] = {
    **{code: (words[0], words[1]) for code, words in _ROUNDS.items()},
    Round.APPEAL.value: ("申诉复核", "Appeal"),
}
_YES_NO: Mapping[bool, Words] = {True: ("是", "Yes"), False: ("否", "No")}

SCORES = Table(
    ("评分", "Scores"),
    (
        Column("campaign", ("活动编号", "Campaign")),
        Column("school", ("学校", "School")),
        Column("school_code", ("学校标识码", "School code")),
        Column("round", ("轮次", "Round"), lambda value, language: _WORDS[value][language]),
        Column("item", ("项目代码", "Item")),
        Column("inputs", ("计分依据", "Inputs"), lambda value, _: _json(value)),
        Column("overridden", ("评定分", "Points set")),
        Column("override_reason", ("理由", "Reason")),
        Column("not_applicable", ("不适用", "Not applicable"), lambda value, language: _YES_NO[bool(value)][language]),
        Column("comment", ("意见", "Comment")),
        Column("points", ("实得分", "Points counted")),
    ),
)


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


SCORE_ROWS = RowSpec(
    name="score",
    object_type="assessment_score",
    title=("评分", "Scores"),
    fields=(
        Field(
            "campaign",
            ("活动编号", "Campaign"),
            CellKind.CODE,
            ("评估活动", "活动"),
            required=True,
            longest=40,
            example="2026",
        ),
        Field(
            "school",
            ("学校", "School"),
            CellKind.REFERENCE,
            ("学校名称", "单位"),
            required=True,
            refers_to="school",
            schemes=("name", "code", "id", "ext"),
            example="锦岚县第一小学",
        ),
        Field("round", ("轮次", "Round"), CellKind.CHOICE, ("评价轮次",), required=True, choices=_ROUNDS),
        Field(
            "item", ("项目代码", "Item"), CellKind.CODE, ("指标代码", "代码"), required=True, longest=40, example="A1"
        ),
        Field(
            "inputs",
            ("计分依据", "Inputs"),
            aliases=("依据",),
            longest=4_000,
            pattern=_TEXT,
            example='{"counts": {"missing": 1}}',
            note=("按项目的计分规则，写成 JSON 对象。", "As the item's rule takes them, a JSON object."),
        ),
        Field(
            "points",
            ("评定分", "Points set"),
            CellKind.DECIMAL,
            ("overridden", "评分"),
            least=Decimal(0),
            most=Decimal(999_999),
            places=4,
            example="5.5",
            note=(
                "直接给分的项目就是得分；其他项目是改分，要写理由。",
                "The score of an item that is typed; of any other it replaces the rule's and needs a reason.",
            ),
        ),
        Field("reason", ("理由", "Reason"), aliases=("override_reason", "改分理由"), longest=500, pattern=_TEXT),
        Field("not_applicable", ("不适用", "Not applicable"), CellKind.BOOLEAN),
        Field("comment", ("意见", "Comment"), aliases=("评审意见", "说明"), longest=2_000, pattern=_TEXT),
    ),
    keys=("item",),
    # Who may write which round is judged row by row: a school its self-assessment, reviewers theirs.
    permission=Permission.ASSESSMENT_READ,
    take=take_scores,
    undo=undo_scores,
    after=("school",),
    key_fields={"item": ("campaign", "school", "round", "item")},
)


def read_scores(ctx: Context, wanted: ScoreRowsFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """The entries that match, of campaigns that the caller holds."""
    return score_rows.stream_score_rows(ctx, _wanted(wanted))


def count_scores(ctx: Context, wanted: ScoreRowsFilter) -> int:
    """How many there are."""
    return score_rows.count_score_rows(ctx, _wanted(wanted))


def _wanted(given: ScoreRowsFilter) -> Wanted:
    return Wanted(given.campaign, given.round)
