"""The table of accounts that leaves the house: who has a log-in and what for, without anything that opens one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from api.accounts.queries import people
from api.accounts.schemas import AccountListFilter
from api.core.context import Context
from api.core.paging import every
from api.core.tabular import Column, Table

_STATUS = {"active": ("启用", "Active"), "disabled": ("停用", "Disabled")}


def _moment(value: datetime, _language: int) -> str:
    return value.isoformat(timespec="seconds")


def _grants(grants: list[str], language: int) -> str | None:
    return "、;"[language].join(grants) or None


TABLE = Table(
    ("账号", "Accounts"),
    (
        Column("username", ("用户名", "User name")),
        Column("display_name", ("姓名", "Name")),
        Column("status", ("状态", "Status"), lambda value, language: _STATUS[value][language]),
        Column("grants", ("角色和单位", "Roles and units"), _grants),
        Column(
            "second_factor",
            ("两步验证", "Second factor"),
            lambda value, language: ("已设", "Set up")[language] if value else None,
        ),
        Column("last_login_at", ("最近登录", "Last log-in"), _moment),
        Column("created_at", ("开设时间", "Made at"), _moment),
        Column("id", ("编号", "Id"), lambda value, _: str(value)),
    ),
)


def read_rows(ctx: Context, wanted: AccountListFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Accounts within reach, by user name."""
    asked = people.AccountFilter(wanted.q, wanted.role, wanted.unit, wanted.status)
    for account in every(lambda page: people.list_accounts(ctx, asked, page)):
        yield account.model_dump() | {"grants": [f"{grant.role} {grant.unit.name}" for grant in account.grants]}


def count_rows(ctx: Context, wanted: AccountListFilter) -> int:
    """How many accounts match."""
    return people.count_accounts(ctx, people.AccountFilter(wanted.q, wanted.role, wanted.unit, wanted.status))
