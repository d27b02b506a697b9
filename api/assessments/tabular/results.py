"""The tables of results that leave the house: ranking, frozen outcomes, awards."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from api.assessments.queries import awards, outcomes, results
from api.assessments.schemas.awards import AwardFilter
from api.assessments.schemas.outcomes import OutcomeFilter
from api.assessments.schemas.results import RankingExportFilter
from api.core.context import Context
from api.core.tabular import Column, Table, Words

_TYPES: Mapping[str, Words] = {
    "title": ("称号", "Title"),
    "star": ("星级", "Star"),
    "blacklist": ("黑名单", "Blacklist"),
}
_STATES: Mapping[str, Words] = {
    "proposed": ("提名", "Proposed"),
    "publicised": ("公示中", "Publicised"),
    "granted": ("有效", "In force"),
    "refused": ("不予授予", "Refused"),
    "suspended": ("暂停", "Suspended"),
    "revoked": ("已撤销", "Revoked"),
    "expired": ("已到期", "Expired"),
}
_GROUNDS: Mapping[str, Words] = {
    "leader_punished": ("班子成员严重违纪违法", "A leader was punished"),
    "staff_crime": ("教职工重大刑事案件", "A serious crime of staff"),
    "safety_accident": ("重大安全责任事故", "A serious accident"),
    "ethics_case": ("严重师德失范", "A serious breach of teacher ethics"),
    "fee_breach": ("收费、资助资金严重违规", "A serious breach about fees or aid"),
    "fraud": ("弄虚作假", "Fraud in what was declared"),
    "rectification_refused": ("拒不整改、虚假整改", "Rectification was refused or faked"),
    "superior_notice": ("被上级通报", "Criticised by a superior"),
    "decline": ("复核达不到原等次", "Below its standard on re-check"),
    "merged": ("撤并、停办", "Merged or closed"),
    "veto": ("一票否决", "A veto"),
}


def _word(words: Mapping[str, Words]) -> Callable[[Any, int], str]:
    return lambda value, language: words[value][language]


def _iso(value: date | datetime, _language: int) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def _truth(value: bool, language: int) -> str:  # noqa: FBT001
    return (("否", "是"), ("No", "Yes"))[language][value]


RANKING = Table(
    ("评估排名", "Ranking"),
    (
        Column("rank", ("名次", "Rank")),
        Column("unit", ("单位", "Unit")),
        Column("code", ("学校代码", "Code")),
        Column("district", ("学区", "District")),
        Column("rank_district", ("学区名次", "Rank in the district")),
        Column("rank_type", ("同类名次", "Rank among its type")),
        Column("self_total", ("自评", "Self-assessment")),
        Column("district_total", ("学区初评", "District")),
        Column("county_total", ("县级复核", "County")),
        Column("total", ("总分", "Total")),
        Column("gap", ("自评与复核差", "Gap")),
        Column("grade", ("等次", "Grade")),
        Column("vetoed", ("一票否决", "Vetoed"), _truth),
        Column("missing", ("缺评项", "Missing")),
    ),
)
OUTCOMES = Table(
    ("定案结果", "Outcomes"),
    (
        Column("cycle", ("周期", "Cycle")),
        Column("campaign", ("评估活动", "Campaign")),
        Column("rank", ("名次", "Rank")),
        Column("unit", ("单位", "Unit")),
        Column("unit_name", ("定案时名称", "Name on the day")),
        Column("code", ("学校代码", "Code")),
        Column("number", ("版次", "Number")),
        Column("total", ("总分", "Total")),
        Column("full", ("满分", "Full")),
        Column("gap", ("自评与复核差", "Gap")),
        Column("grade", ("等次", "Grade")),
        Column("vetoed", ("一票否决", "Vetoed"), _truth),
        Column("reason", ("更正原因", "Reason of the correction")),
        Column("frozen_at", ("定案时间", "Frozen at"), _iso),
        Column("document_hash", ("结果文件哈希", "Hash of the document")),
    ),
)
AWARDS = Table(
    ("称号和黑名单", "Awards"),
    (
        Column("unit", ("单位", "Unit")),
        Column("code", ("学校代码", "Code")),
        Column("kind", ("种类", "Kind"), _word(_TYPES)),
        Column("title", ("名称", "Title")),
        Column("level", ("等次", "Band")),
        Column("state", ("状态", "State"), _word(_STATES)),
        Column("valid_from", ("有效期自", "In force from"), _iso),
        Column("valid_to", ("有效期至", "Until"), _iso),
        Column("plaque_no", ("牌匾编号", "Plaque")),
        Column("ground", ("情形", "Ground"), _word(_GROUNDS)),
        Column("document", ("文件号", "Document")),
        Column("reason", ("说明", "Reason")),
    ),
)


def count_ranking(ctx: Context, wanted: RankingExportFilter) -> int:
    """How many results the export holds. Errors: `not_found`."""
    return results.count_ranking(ctx, wanted.campaign, wanted)


def read_ranking(ctx: Context, wanted: RankingExportFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every result that matches, few at a time; best first where no order is asked for. Errors: `paging.bad_sort`."""
    return results.stream_ranking(ctx, wanted.campaign, wanted, sort or "rank")


def read_outcomes(ctx: Context, wanted: OutcomeFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every outcome that matches, few at a time. Errors: `paging.bad_sort`."""
    return outcomes.stream_outcomes(ctx, wanted, sort or "-frozen_at,rank")


def read_awards(ctx: Context, wanted: AwardFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every award that matches, few at a time. Errors: `paging.bad_sort`."""
    return awards.stream_awards(ctx, wanted, sort or "-updated_at")
