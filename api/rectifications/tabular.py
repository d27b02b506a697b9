"""The three lists that leave the house: problems 问题清单, tasks 任务清单, responsibilities 责任清单; problems come in, too."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.access.permissions import Permission
from api.core.context import Context
from api.core.intake import CellKind, Field, RowSpec
from api.core.tabular import Column, Table, Words
from api.rectifications import queries
from api.rectifications.rules import ACTION_TYPES, CAUSES, KINDS, SOURCES
from api.rectifications.rules.policy import Word
from api.rectifications.schemas import AccountabilityActionFilter, RectificationFilter, RectificationTaskFilter
from api.rectifications.service.taking import take_problems, undo_problems

STATES: Mapping[str, Words] = {
    "identified": ("已发现", "Identified"),
    "confirmed": ("已下达", "Sent"),
    "contested": ("有异议", "Contested"),
    "assigned": ("已明确责任", "Assigned"),
    "rectifying": ("整改中", "Being rectified"),
    "submitted": ("待验收", "Submitted"),
    "accepted": ("已销号", "Accepted"),
    "consolidated": ("已巩固", "Consolidated"),
    "withdrawn": ("已撤销", "Withdrawn"),
}
SEVERITY_WORDS: Mapping[str, Words] = {
    "general": ("一般", "General"),
    "serious": ("严重", "Serious"),
    "major": ("重大", "Major"),
}
TASK_KIND_WORDS: Mapping[str, Words] = {
    "immediate": ("立行立改", "At once"),
    "term": ("限期整改", "Within a term"),
    "long_term": ("长期坚持", "Lasting"),
}
_YES: Words = ("是", "Yes")


def _iso(value: date, _language: int) -> str:
    return value.isoformat()


def _yes(value: object, language: int) -> str | None:
    return _YES[language] if value else None


def _source(code: str, language: int) -> str:
    return SOURCES[code][1 + language] or ""


def _kind(code: str, language: int) -> str:
    return KINDS[code][1 + language] or ""


def _cause(code: str, language: int) -> str:
    return CAUSES[code][1 + language] or ""


def _state(code: str, language: int) -> str:
    return STATES[code][language]


def _severity(code: str, language: int) -> str:
    return SEVERITY_WORDS[code][language]


def _task_kind(code: str, language: int) -> str:
    return TASK_KIND_WORDS[code][language]


_NUMBER, _UNIT = Column("number", ("编号", "Number")), Column("unit", ("单位", "Unit"))
_TITLE = Column("title", ("问题", "Problem"))
_DUE = Column("due_on", ("整改期限", "Due"), _iso)
_OVERDUE = Column("overdue", ("是否逾期", "Overdue"), _yes)

PROBLEMS = Table(
    ("问题清单", "Problems"),
    (
        *(_NUMBER, _UNIT, _TITLE),
        Column("description", ("问题描述", "Description")),
        Column("source", ("来源", "Source"), _source),
        Column("kind", ("类别", "Kind"), _kind),
        Column("severity", ("严重程度", "Severity"), _severity),
        Column("cause", ("原因类型", "Cause"), _cause),
        Column("cause_text", ("原因分析", "Root cause")),
        Column("indicator", ("对应指标", "Indicator")),
        Column("cited_rule", ("依据", "Cited rule")),
        Column("found_on", ("发现日期", "Found on"), _iso),
        Column("sent_on", ("下达日期", "Sent on"), _iso),
        *(_DUE, _OVERDUE),
        Column("state", ("状态", "State"), _state),
        Column("returned", ("退回次数", "Times returned")),
        Column("extensions", ("延期次数", "Extensions")),
        Column("recurring", ("是否反弹", "Recurring"), _yes),
        Column("accepted_on", ("销号日期", "Accepted on"), _iso),
        Column("effect", ("验收意见", "Effect")),
        Column("recheck_on", ("回头看日期", "Re-check on"), _iso),
    ),
)
RESPONSIBILITIES = Table(
    ("责任清单", "Responsibilities"),
    (
        *(_NUMBER, _UNIT, _TITLE),
        Column("lead_unit", ("牵头单位", "Leading unit")),
        Column("lead_person", ("责任人", "Leading person")),
        Column("cooperating", ("配合单位", "Cooperating units")),
        Column("supervisor", ("督导领导", "Supervising leader")),
        Column("duty", ("责任内容", "Duty")),
        *(_DUE, _OVERDUE),
        Column("state", ("状态", "State"), _state),
    ),
)
TASKS = Table(
    ("任务清单", "Tasks"),
    (
        *(_NUMBER, _UNIT, Column("problem", ("问题", "Problem"))),
        Column("measure", ("整改措施", "Measure")),
        Column("milestone", ("阶段目标", "Milestone")),
        Column("kind", ("时限类型", "Kind"), _task_kind),
        Column("due_on", ("完成期限", "Due"), _iso),
        _OVERDUE,
        Column("done_on", ("完成日期", "Done on"), _iso),
    ),
)


def read_problems(ctx: Context, wanted: RectificationFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every problem that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_problems(ctx, wanted, sort or "-updated_at")


def read_tasks(ctx: Context, wanted: RectificationTaskFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every task that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_tasks(ctx, wanted, sort or "due_on")


# --- Coming in -------------------------------------------------------------------------------------------------------

_LINE, _BODY = r"[^\x00-\x1f\x7f]*", r"[^\x00-\x08\x0b-\x1f\x7f]*"


def _choices(words: Mapping[str, Word]) -> Mapping[str, Words]:
    """The words that may stand in a file. What is shown as something else (a complaint) is written nowhere."""
    return {code: (word.zh, word.en) for code, word in words.items() if word.shown_as is None}


PROBLEM_ROWS = RowSpec(
    name="problem",
    object_type="rectification",
    title=("整改问题", "Problems"),
    fields=(
        Field(
            "school",
            ("单位", "School"),
            CellKind.REFERENCE,
            ("学校", "学校名称", "Unit"),
            required=True,
            refers_to="school",
            schemes=("name", "code", "id", "ext"),
            example="锦岚县第一小学",
        ),
        Field(
            "title",
            ("问题", "Problem"),
            aliases=("问题标题", "存在问题"),
            required=True,
            pattern=_LINE,
            example="食堂食材采购没有三家比价",
        ),
        Field("found_on", ("发现日期", "Found on"), CellKind.DATE, ("检查日期",), required=True, example="2026-11-18"),
        Field("description", ("问题描述", "Description"), longest=4_000, pattern=_BODY),
        Field("source", ("来源", "Source"), CellKind.CHOICE, ("问题来源",), choices=_choices(SOURCES)),
        Field(
            "source_label",
            ("来源说明", "Source label"),
            aliases=("检查名称",),
            pattern=_LINE,
            example="秋季食堂专项检查",
        ),
        Field("kind", ("类别", "Kind"), CellKind.CHOICE, ("问题类别",), required=True, choices=_choices(KINDS)),
        Field("severity", ("严重程度", "Severity"), CellKind.CHOICE, choices=SEVERITY_WORDS),
        Field("cause", ("原因类型", "Cause"), CellKind.CHOICE, choices=_choices(CAUSES)),
        Field("cause_text", ("原因分析", "Root cause"), longest=1_000, pattern=_BODY),
        Field("indicator", ("对应指标", "Indicator"), pattern=_LINE, example="3.2 食堂采购公开"),
        Field(
            "lineage",
            ("指标谱系", "Lineage"),
            longest=80,
            pattern=_LINE,
            note=("同一指标再次出问题时据此认定反弹。", "By this a problem that comes back is recognized."),
        ),
        Field(
            "cited_rule",
            ("依据", "Cited rule"),
            longest=500,
            pattern=_BODY,
            example="学校食品安全与营养健康管理规定 第二十六条",
        ),
    ),
    keys=("title",),
    permission=Permission.RECTIFICATION_MANAGE,
    take=take_problems,
    undo=undo_problems,
    after=("school",),
    key_fields={"title": ("school", "title", "found_on")},
)


# --- Accountability --------------------------------------------------------------------------------------------------

_ACTION_STATES: Mapping[str, Words] = {
    "draft": ("草稿", "Draft"),
    "issued": ("已发出", "Issued"),
    "closed": ("已办结", "Closed"),
    "revoked": ("已撤销", "Revoked"),
}


def _action_type(code: str, language: int) -> str:
    return ACTION_TYPES[code][1 + language]  # type: ignore[return-value]


ACTIONS = Table(
    ("问责措施", "Accountability actions"),
    (
        *(_UNIT, Column("person", ("个人", "Person")), Column("type", ("种类", "Type"), _action_type)),
        Column("title", ("事由", "Title")),
        Column("document_no", ("文号", "Document")),
        Column("basis", ("依据", "Basis")),
        Column("demand", ("要求", "Demand")),
        Column("issued_on", ("发出日期", "Issued on"), _iso),
        Column("reply_due_on", ("答复期限", "Reply due"), _iso),
        _OVERDUE,
        Column("effect", ("效力", "Effect")),
        Column("effect_until_on", ("影响期至", "In effect until"), _iso),
        Column("state", ("状态", "State"), lambda code, language: _ACTION_STATES[code][language]),
        Column("result", ("结果", "Result")),
    ),
)


def read_actions(ctx: Context, wanted: AccountabilityActionFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every action that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_actions(ctx, wanted, sort or "-issued_on")
