"""The tables of posts and committees that leave the house."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.core.context import Context
from api.core.paging import every
from api.core.tabular import Column, Table
from api.people import queries
from api.people.rules import COMMITTEE_KINDS, POST_KINDS
from api.people.schemas import CommitteeFilter, PostFilter

_TEAMS = {
    "party": ("党组织班子", "Party"),
    "admin": ("行政班子", "Administration"),
    "discipline": ("纪检", "Discipline inspection"),
}
_YES_NO = {True: ("是", "Yes"), False: ("否", "No")}
_END = {
    "term_over": ("任期届满", "Term over"),
    "transferred": ("调任", "Transferred"),
    "resigned": ("辞职", "Resigned"),
    "retired": ("退休", "Retired"),
    "removed": ("免职", "Removed"),
    "abolished": ("职务撤销", "Post abolished"),
    "deceased": ("去世", "Deceased"),
    "entered_in_error": ("登记有误", "Entered in error"),
}


def _text(value: Any, _language: int) -> str:
    return str(value)


def _post_kind(kind: str, language: int) -> str:
    row = POST_KINDS[kind]
    return (row.zh, row.en)[language]


def _committee_kind(kind: str, language: int) -> str:
    row = COMMITTEE_KINDS[kind]
    return (row.zh, row.en)[language]


POSTS = Table(
    ("职务", "Posts"),
    (
        Column("unit", ("单位", "Unit")),
        Column("kind", ("职务", "Post"), _post_kind),
        Column("title", ("职务名称", "Title of the post")),
        Column("person", ("姓名", "Name")),
        Column("team", ("班子", "Team"), lambda team, language: _TEAMS[team][language]),
        Column("acting", ("主持工作", "Acting"), lambda value, language: _YES_NO[value][language]),
        Column("part_time", ("兼任", "Part-time"), lambda value, language: _YES_NO[value][language]),
        Column("from_on", ("任职日期", "In post since"), _text),
        Column("term_ends_on", ("任期届满", "Term ends on"), _text),
        Column("ended_on", ("免职日期", "Ended on"), _text),
        Column("end_reason", ("结束原因", "Why it ended"), lambda reason, language: _END[reason][language]),
        Column("id", ("编号", "Id"), _text),
    ),
)
COMMITTEES = Table(
    ("领导小组和委员会", "Committees"),
    (
        Column("unit", ("单位", "Unit")),
        Column("kind", ("类别", "Kind"), _committee_kind),
        Column("name", ("名称", "Name")),
        Column("members", ("成员数", "Members")),
        Column("founded_on", ("成立日期", "Founded on"), _text),
        Column("dissolved_on", ("撤销日期", "Dissolved on"), _text),
        Column("id", ("编号", "Id"), _text),
    ),
)


def read_posts(ctx: Context, wanted: PostFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Who holds which post, as on the list."""
    for post in every(lambda page: queries.list_posts(ctx, wanted, page)):
        yield post.model_dump() | {"unit": post.unit.name, "person": post.person.name}


def read_committees(ctx: Context, wanted: CommitteeFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Committees, unit by unit."""
    for committee in every(lambda page: queries.list_committees(ctx, wanted, page)):
        yield committee.model_dump() | {"unit": committee.unit.name}
