"""The lists of the decision log as files."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.core import clock, money
from api.core.context import Context
from api.core.tabular import Column, Table
from api.decisions import queries
from api.decisions.queries.telling import stream_documents
from api.decisions.rules import words
from api.decisions.schemas.meetings_out import DecisionFilter, MeetingFilter
from api.decisions.schemas.money import ContractFilter, PaymentFilter, SupplierFilter

_YES: words.Words = ("是", "Yes")
_NO: words.Words = ("否", "No")


def _said(table: Mapping[str, words.Words]) -> Any:
    return lambda code, language: table[code][language]


def _text(value: Any, _language: int) -> str:
    return str(value)


def _iso(value: Any, _language: int) -> str:
    return str(value.isoformat())


def _yuan(value: int, _language: int) -> str:
    return money.yuan(value)


def _moment(value: Any, _language: int) -> str:
    return f"{value.astimezone(clock.zone()):%Y-%m-%d %H:%M}"


def _yes(value: object, language: int) -> str | None:
    return _YES[language] if value else None


def _joined(value: list[str], _language: int) -> str:
    return "、".join(value)


def _yes_or_no(value: object, language: int) -> str:
    return (_YES if value else _NO)[language]


_UNIT = Column("unit", ("学校", "School"))
_ID = Column("id", ("编号", "Id"), _text)
_DECISION = Column("decision_id", ("决议编号", "Decision id"), _text)
MEETINGS = Table(
    ("会议台账", "Meetings"),
    (
        _UNIT,
        Column("held_at", ("开会时间", "Held at"), _moment),
        Column("type", ("会议类型", "Body"), _said(words.MEETING_TYPES)),
        Column("form", ("形式", "Form"), _said(words.MEETING_FORMS)),
        Column("serial_no", ("次数", "Number")),
        Column("place", ("地点", "Place")),
        Column("expected", ("应到", "Expected")),
        Column("present", ("实到", "Present")),
        Column("topics", ("议题数", "Topics")),
        Column("emergency", ("紧急", "Emergency"), _yes),
        Column("state", ("状态", "State"), _said(words.MEETING_STATES)),
        Column("received_at", ("报送时间", "Received at"), _moment),
        Column("edition", ("归档版次", "Editions")),
    ),
)
DECISIONS = Table(
    ("决议台账", "Decisions"),
    (
        _UNIT,
        Column("decided_on", ("决定日期", "Decided on"), _iso),
        Column("meeting_type", ("会议类型", "Body"), _said(words.MEETING_TYPES)),
        Column("topic", ("议题", "Topic")),
        Column("category", ("类别", "Category"), _said(words.CATEGORIES)),
        Column("matter_codes", ("事项编号", "Matters"), _joined),
        Column("result", ("结果", "Result"), _said(words.RESULTS)),
        Column("text", ("决议内容", "Decision")),
        Column("approved_amount", ("批准金额（元）", "Approved (元)"), _yuan),
        Column("responsible_person", ("责任人", "Responsible")),
        Column("due_on", ("完成期限", "Due"), _iso),
        Column("status", ("进展", "Status"), _said(words.STATUSES)),
        Column("progress", ("进度（%）", "Progress (%)")),
        Column("overdue", ("逾期", "Overdue"), _yes),
    ),
)
PAYMENTS = Table(
    ("支付台账", "Payments"),
    (
        _UNIT,
        Column("paid_on", ("支付日期", "Paid on"), _iso),
        Column("amount", ("金额（元）", "Amount (元)"), _yuan),
        Column("payee", ("收款人", "Payee")),
        Column("purpose", ("用途", "Purpose")),
        Column("spend_type", ("支出类型", "Kind of spending"), _said(words.SPEND_TYPES)),
        Column("budget_state", ("预算状态", "Budgeted"), _said(words.BUDGET_STATES)),
        Column("method", ("采购方式", "Procurement"), _said(words.PURCHASE_METHODS)),
        Column("budget_line", ("预算项目", "Budget line")),
        Column("project_key", ("项目编号", "Project")),
        Column("voucher_no", ("凭证号", "Voucher")),
        Column("invoice_nos", ("发票号", "Invoices"), _joined),
        Column("decision", ("决议", "Decision")),
        Column("contract", ("合同", "Contract")),
        _DECISION,
        Column("source_id", ("来源编号", "Source number")),
        _ID,
    ),
)
CONTRACTS = Table(
    ("合同台账", "Contracts"),
    (
        _UNIT,
        Column("signed_on", ("签订日期", "Signed on"), _iso),
        Column("number", ("合同编号", "Number")),
        Column("title", ("合同名称", "Title")),
        Column("supplier", ("供应商", "Supplier")),
        Column("amount", ("金额（元）", "Amount (元)"), _yuan),
        Column("spend_type", ("支出类型", "Kind of spending"), _said(words.SPEND_TYPES)),
        Column("method", ("采购方式", "Procurement"), _said(words.PURCHASE_METHODS)),
        Column("budget_state", ("预算状态", "Budgeted"), _said(words.BUDGET_STATES)),
        Column("project_key", ("项目编号", "Project")),
        Column("framework", ("框架协议", "Framework"), _yes),
        Column("paid", ("已付（元）", "Paid (元)"), _yuan),
        Column("decision", ("决议", "Decision")),
        Column("publicized", ("已公示", "Publicized"), _yes_or_no),
        _DECISION,
        Column("source_id", ("来源编号", "Source number")),
        _ID,
    ),
)
SUPPLIERS = Table(
    ("供应商", "Suppliers"),
    (
        _UNIT,
        Column("name", ("名称", "Name")),
        Column("credit_code", ("统一社会信用代码", "Credit code")),
        Column("registered_on", ("成立日期", "Registered on"), _iso),
        Column("legal_rep", ("法定代表人", "Legal representative")),
        Column("phones", ("电话", "Phones"), _joined),
        Column("address", ("地址", "Address")),
        Column("staff", ("员工数", "Staff")),
        Column("payments", ("支付笔数", "Payments")),
        Column("paid", ("支付合计（元）", "Paid (元)"), _yuan),
        _ID,
    ),
)


def read_meetings(ctx: Context, wanted: MeetingFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every meeting that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_meetings(ctx, wanted, sort or "-held_at")


def read_trees(ctx: Context, wanted: MeetingFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every meeting that matches with its whole tree, as it is imported again. Errors: `paging.bad_sort`."""
    return stream_documents(ctx, wanted, sort)


def read_decisions(ctx: Context, wanted: DecisionFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every decision that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_decisions(ctx, wanted, sort or "-decided_on")


def read_payments(ctx: Context, wanted: PaymentFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every payment that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_payments(ctx, wanted, sort)


def read_contracts(ctx: Context, wanted: ContractFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every contract that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_contracts(ctx, wanted, sort)


def read_suppliers(ctx: Context, wanted: SupplierFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every supplier that matches, few at a time. Errors: `paging.bad_sort`."""
    return queries.stream_suppliers(ctx, wanted, sort)
