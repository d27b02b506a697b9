"""Payments on their way in: as the books of schools and of public bodies have them."""

from collections.abc import Mapping
from decimal import Decimal

from api.access.permissions import Permission
from api.core.intake import CellKind, Field, RowSpec
from api.decisions.rules import words
from api.decisions.service.take_payments import BY_CONTENT, take_payments, undo_payments

_TEXT = r"[^\x00-\x1f\x7f]*"
_MOST = Decimal(10**11)


def _choices(table: Mapping[str, words.Words]) -> dict[str, tuple[str, ...]]:
    return {code: said for code, said in table.items()}  # noqa: C416 (words of two are words of many)


PAYMENT_ROWS = RowSpec(
    name="payment",
    object_type="payment",
    title=("支付", "Payments"),
    fields=(
        Field(
            "school",
            ("学校", "School"),
            CellKind.REFERENCE,
            ("学校名称", "单位", "unit"),
            required=True,
            refers_to="school",
            schemes=("name", "code", "id", "ext"),
            example="锦岚县第一小学",
        ),
        Field(
            "source_id",
            ("来源编号", "Source number"),
            aliases=("凭证行号", "Trans No", "trans_no", "Transaction No", "DocNo"),
            longest=100,
            pattern=_TEXT,
            example="2026-11-0038-1",
            note=(
                "在一所学校内不重复；没有编号的文件按内容识别。",
                "Once in a school; files without are known by content.",
            ),
        ),
        Field(
            "paid_on",
            ("支付日期", "Paid on"),
            CellKind.DATE,
            ("付款日期", "Paid Date"),
            required=True,
            example="2026-11-18",
        ),
        Field(
            "amount",
            ("金额", "Amount"),
            CellKind.DECIMAL,
            ("支付金额", "付款金额"),
            required=True,
            places=2,
            least=-_MOST,
            most=_MOST,
            example="9800.00",
            note=("元；退回的记负数。", "In 元; negative where it came back."),
        ),
        Field(
            "payee_name", ("收款人", "Payee"), aliases=("供应商", "Supplier Name"), pattern=_TEXT, example="锦岚文具店"
        ),
        Field("voucher_no", ("凭证号", "Voucher"), longest=100, pattern=_TEXT, example="记-038"),
        Field("purpose", ("用途", "Purpose"), aliases=("摘要",), longest=500, pattern=_TEXT, example="十月办公用品"),
        Field("budget_line", ("预算项目", "Budget line"), pattern=_TEXT, example="日常公用"),
        Field("project_key", ("项目编号", "Project"), longest=100, pattern=_TEXT, example="2026-办公"),
        Field(
            "spend_type",
            ("支出类型", "Kind of spending"),
            CellKind.CHOICE,
            choices=_choices(words.SPEND_TYPES),
            example="货物",
        ),
        Field(
            "budget_state",
            ("预算状态", "Budgeted"),
            CellKind.CHOICE,
            choices=_choices(words.BUDGET_STATES),
            example="预算内",
        ),
        Field(
            "method",
            ("采购方式", "Procurement"),
            CellKind.CHOICE,
            choices=_choices(words.PURCHASE_METHODS),
            example="询价",
        ),
        Field("invoice_nos", ("发票号", "Invoices"), CellKind.LIST, example="01234567、01234568"),
    ),
    keys=("source_id", BY_CONTENT),
    permission=Permission.DECISION_RECORD,
    take=take_payments,
    undo=undo_payments,
    after=("school",),
    key_fields={
        "source_id": ("school", "source_id"),
        BY_CONTENT: ("school", "paid_on", "payee_name", "amount", "purpose", "voucher_no", "source_id"),
    },
)
