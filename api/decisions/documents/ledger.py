"""年度决策台账 of a school: its decisions, filings and payments of a year, as a workbook."""

from collections.abc import Sequence
from decimal import Decimal

from api.core import money
from api.core.documents import Cell, Column, Sheet, Table
from api.decisions.documents.said import Said
from api.decisions.rules import words
from api.decisions.schemas.meetings_out import DecisionRow
from api.decisions.schemas.money import PaymentOut


def ledger_sheets(
    said: Said, year: int, decisions: Sequence[DecisionRow], payments: Sequence[PaymentOut]
) -> list[Sheet]:
    """The sheets of the ledger."""
    return [_decisions(said, year, decisions), _payments(said, year, payments)]


def _decisions(said: Said, year: int, rows: Sequence[DecisionRow]) -> Sheet:
    head = (
        *(said.say("序号", "No."), said.say("决定日期", "Decided on"), said.say("会议", "Body")),
        *(said.say("议题", "Topic"), said.say("类别", "Category"), said.say("结果", "Result")),
        *(said.say("批准金额（元）", "Approved (CNY)"), said.say("完成期限", "Due"), said.say("进展", "Status")),
    )
    body = tuple(
        (
            number,
            row.decided_on.isoformat(),
            said.word(words.MEETING_TYPES, row.meeting_type),
            row.topic,
            said.word(words.CATEGORIES, row.category),
            said.word(words.RESULTS, row.result),
            _sum(row.approved_amount),
            row.due_on.isoformat() if row.due_on else "",
            said.word(words.STATUSES, row.status),
        )
        for number, row in enumerate(rows, start=1)
    )
    widths = (0.6, 1.2, 1.4, 4, 1.6, 1.2, 1.6, 1.2, 1.2)
    table = Table(tuple(Column(width) for width in widths), (head,), body)
    title = said.say(f"{said.school}{year}年三重一大决策台账", f"{said.school}: decisions of {year}")
    return Sheet(said.say("决议", "Decisions"), title, table, signatures=(said.say("填报人：", "Filled in by: "),))


def _payments(said: Said, year: int, rows: Sequence[PaymentOut]) -> Sheet:
    head = (
        *(said.say("序号", "No."), said.say("支付日期", "Paid on"), said.say("收款人", "Payee")),
        *(said.say("用途", "Purpose"), said.say("金额（元）", "Amount (CNY)"), said.say("支出类型", "Kind")),
        said.say("是否有决议", "Decided"),
    )
    body = tuple(
        (
            number,
            row.paid_on.isoformat(),
            (row.supplier.name if row.supplier else row.payee_name) or "",
            row.purpose or "",
            _sum(row.amount),
            said.word(words.SPEND_TYPES, row.spend_type),
            said.say("是", "Yes") if row.decision else "",
        )
        for number, row in enumerate(rows, start=1)
    )
    table = Table(tuple(Column(width) for width in (0.6, 1.2, 2.4, 3, 1.6, 1.2, 1)), (head,), body)
    title = said.say(f"{said.school}{year}年支付台账", f"{said.school}: payments of {year}")
    return Sheet(said.say("支付", "Payments"), title, table)


def _sum(value: int | None) -> Cell:
    if value is None:
        return Cell()

    return Cell(money.grouped(value), Decimal(value) / 100, align="right")
