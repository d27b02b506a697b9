"""The tables of campaigns, of who takes part, and of how far everybody is, on their way out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from api.assessments.queries import campaigns, enrolments, matrix
from api.assessments.rules.rounds import Round
from api.assessments.schemas.campaigns import AssessmentCampaignFilter
from api.assessments.schemas.enrolments import EnrolmentExportFilter
from api.assessments.schemas.matrix import ProgressExportFilter
from api.core.context import Context
from api.core.tabular import Column, Table, Words

CAMPAIGN_STATES: Mapping[str, Words] = {
    "draft": ("草稿", "Draft"),
    "self": ("自评", "Self-assessment"),
    "district": ("学区初评", "District review"),
    "county": ("县级复核", "County review"),
    "moderation": ("评议", "Moderation"),
    "computed": ("已计算", "Computed"),
    "publicity": ("公示", "Publicity"),
    "appeals": ("申诉", "Appeals"),
    "final": ("已定案", "Final"),
    "archived": ("已归档", "Archived"),
}
_MODES: Mapping[str, Words] = {"full": ("全覆盖", "Full coverage"), "application": ("申报制", "By application")}
_ENROLMENT_STATES: Mapping[str, Words] = {
    "applied": ("已申报", "Applied"),
    "enrolled": ("参评", "Enrolled"),
    "refused": ("未获准", "Refused"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "excluded": ("不参评", "Excluded"),
}
_ROUND_STATES: Mapping[str, Words] = {
    "not_started": ("未开始", "Not started"),
    "in_progress": ("填报中", "In progress"),
    "submitted": ("已提交", "Submitted"),
    "returned": ("已退回", "Returned"),
    "accepted": ("已通过", "Accepted"),
}
_ROUNDS: Mapping[Round, Words] = {
    Round.SELF: ("自评", "Self-assessment"),
    Round.DISTRICT: ("学区初评", "District"),
    Round.COUNTY: ("县级复核", "County"),
    Round.APPEAL: ("申诉复核", "Appeal"),
}


def _word(words: Mapping[str, Words]) -> Callable[[Any, int], str]:
    return lambda value, language: words[value][language]


def _iso(value: date | datetime, _language: int) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def _late(value: object, language: int) -> str | None:
    return ("迟交", "Late")[language] if value else None


def _codes(value: list[str], _language: int) -> str:
    return ", ".join(value)


CAMPAIGNS = Table(
    ("评估活动", "Campaigns"),
    (
        Column("code", ("编号", "Code")),
        Column("title", ("名称", "Title")),
        Column("unit", ("组织单位", "Unit")),
        Column("cycle", ("周期", "Cycle")),
        Column("period_first_on", ("评估时段自", "Period from"), _iso),
        Column("period_last_on", ("评估时段至", "Period to"), _iso),
        Column("mode", ("参评方式", "Mode"), _word(_MODES)),
        Column("framework", ("指标体系", "Framework")),
        *(
            Column(f"{one}_window", (f"{_ROUNDS[one][0]}时段", f"{_ROUNDS[one][1]} window"))
            for one in (Round.SELF, Round.DISTRICT, Round.COUNTY)
        ),
        Column("state", ("状态", "State"), _word(CAMPAIGN_STATES)),
        Column("enrolled", ("参评单位数", "Enrolled")),
    ),
)
_SCHOOL = (
    Column("unit", ("单位", "Unit")),
    Column("code", ("学校代码", "Code")),
    Column("district", ("学区", "District")),
)
ENROLMENTS = Table(
    ("参评单位", "Enrolments"),
    (
        *_SCHOOL,
        Column("state", ("状态", "State"), _word(_ENROLMENT_STATES)),
        Column("not_applicable", ("不适用项", "Items that do not apply"), _codes),
        Column("statement", ("申报说明", "Statement")),
        Column("reason", ("理由", "Reason")),
        Column("created_at", ("登记时间", "Since"), _iso),
    ),
)


def _columns(which: Round) -> tuple[Column, ...]:
    zh, en = _ROUNDS[which]
    return (
        Column(f"{which}_state", (zh, en), _word(_ROUND_STATES)),
        Column(f"{which}_total", (f"{zh}得分", f"{en}: points")),
        Column(f"{which}_missing", (f"{zh}缺项", f"{en}: missing")),
        Column(f"{which}_submitted_at", (f"{zh}提交时间", f"{en}: submitted"), _iso),
        Column(f"{which}_late", (f"{zh}迟交", f"{en}: late"), _late),
    )


PROGRESS = Table(("评估进度", "Progress"), (*_SCHOOL, *(column for which in Round for column in _columns(which))))


def read_campaigns(ctx: Context, wanted: AssessmentCampaignFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Every campaign that matches."""
    return campaigns.stream_campaigns(ctx, wanted)


def read_enrolments(ctx: Context, wanted: EnrolmentExportFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Every enrolment that matches, few at a time."""
    return enrolments.stream_enrolments(ctx, wanted)


def read_progress(ctx: Context, wanted: ProgressExportFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Every school that matches with its rounds, few at a time."""
    return matrix.stream_progress(ctx, wanted)
