"""Payments, contracts and suppliers on their way in: as the books of schools and of public bodies have them."""

from collections.abc import Mapping
from decimal import Decimal

from api.access.permissions import Permission
from api.core.intake import CellKind, Field, Mode, RowSpec, Tree
from api.decisions.rules import words
from api.decisions.service.take_money import (
    BY_CONTENT,
    BY_ID,
    take_contracts,
    take_payments,
    take_suppliers,
    undo_contracts,
    undo_payments,
    undo_suppliers,
)
from api.decisions.service.take_releases import take_releases

_TEXT = r"[^\x00-\x1f\x7f]*"
_MOST = Decimal(10**11)


def _choices(table: Mapping[str, words.Words]) -> dict[str, tuple[str, ...]]:
    return {code: said for code, said in table.items()}  # noqa: C416 (words of two are words of many)


_SCHOOL = Field(
    "school",
    ("学校", "School"),
    CellKind.REFERENCE,
    ("学校名称", "单位", "unit"),
    required=True,
    refers_to="school",
    schemes=("name", "code", "id", "ext"),
    example="锦岚县第一小学",
)
_ID = Field(
    BY_ID,
    ("编号", "Id"),
    CellKind.CODE,
    longest=36,
    pattern=r"[0-9a-fA-F-]{36}",
    note=("本系统的编号，导出文件里有。", "The id here, as exports have it."),
)
_DECISION = Field(
    "decision_id",
    ("决议编号", "Decision id"),
    CellKind.CODE,
    longest=36,
    note=("决议在本系统的编号，导出文件里有。", "The id of the decision here, as exports have it."),
)
_SPEND = Field(
    "spend_type", ("支出类型", "Kind of spending"), CellKind.CHOICE, choices=_choices(words.SPEND_TYPES), example="货物"
)
_BUDGET = Field(
    "budget_state", ("预算状态", "Budgeted"), CellKind.CHOICE, choices=_choices(words.BUDGET_STATES), example="预算内"
)
_METHOD = Field(
    "method", ("采购方式", "Procurement"), CellKind.CHOICE, choices=_choices(words.PURCHASE_METHODS), example="询价"
)
_PROJECT = Field("project_key", ("项目编号", "Project"), longest=100, pattern=_TEXT, example="2026-办公")

PAYMENT_ROWS = RowSpec(
    name="payment",
    object_type="payment",
    title=("支付", "Payments"),
    fields=(
        _SCHOOL,
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
        _PROJECT,
        _SPEND,
        _BUDGET,
        _METHOD,
        Field("invoice_nos", ("发票号", "Invoices"), CellKind.LIST, example="01234567、01234568"),
        _DECISION,
        _ID,
    ),
    keys=("source_id", BY_CONTENT, BY_ID),
    permission=Permission.DECISION_RECORD,
    take=take_payments,
    undo=undo_payments,
    after=("school",),
    key_fields={
        "source_id": ("school", "source_id"),
        BY_CONTENT: ("school", "paid_on", "payee_name", "amount", "purpose", "voucher_no", "source_id"),
        BY_ID: ("id",),
    },
)
CONTRACT_ROWS = RowSpec(
    name="contract",
    object_type="contract",
    title=("合同", "Contracts"),
    fields=(
        _SCHOOL,
        Field(
            "source_id",
            ("来源编号", "Source number"),
            longest=100,
            pattern=_TEXT,
            example="2026-HT-038",
            note=("在一所学校内不重复，再导入时凭它认。", "Once in a school; by it a contract is known again."),
        ),
        Field("number", ("合同编号", "Number"), longest=200, pattern=_TEXT, example="2026-038"),
        Field("title", ("合同名称", "Title"), required=True, longest=300, pattern=_TEXT, example="多媒体设备采购合同"),
        Field("signed_on", ("签订日期", "Signed on"), CellKind.DATE, required=True, example="2026-11-18"),
        Field(
            "amount",
            ("金额", "Amount"),
            CellKind.DECIMAL,
            ("合同金额",),
            required=True,
            places=2,
            least=-_MOST,
            most=_MOST,
            example="128000.00",
            note=("元", "In 元"),
        ),
        Field(
            "supplier",
            ("供应商", "Supplier"),
            aliases=("乙方", "中标人"),
            pattern=_TEXT,
            example="锦岚文具店",
            note=("学校或上级登记过的供应商。", "One that the school or a unit above it knows."),
        ),
        Field("bidder_names", ("投标人", "Bidders"), CellKind.LIST, example="锦岚文具店、马渡五金店"),
        _SPEND,
        _BUDGET,
        _METHOD,
        _PROJECT,
        Field("framework", ("框架协议", "Framework"), CellKind.BOOLEAN, example="否"),
        Field("publicized", ("已公示", "Publicized"), CellKind.BOOLEAN, example="是"),
        _DECISION,
        _ID,
    ),
    keys=("source_id", BY_ID),
    permission=Permission.DECISION_RECORD,
    take=take_contracts,
    undo=undo_contracts,
    after=("school", "supplier"),
    key_fields={"source_id": ("school", "source_id"), BY_ID: ("id",)},
)
SUPPLIER_ROWS = RowSpec(
    name="supplier",
    object_type="supplier",
    title=("供应商", "Suppliers"),
    fields=(
        _SCHOOL,
        Field("name", ("名称", "Name"), aliases=("供应商名称",), required=True, pattern=_TEXT, example="锦岚文具店"),
        Field(
            "credit_code",
            ("统一社会信用代码", "Credit code"),
            CellKind.CODE,
            longest=18,
            pattern=r"[0-9A-HJ-NPQRTUWXY]{18}",
            example="91340000MA2MR2AN0X",
        ),
        Field("registered_on", ("成立日期", "Registered on"), CellKind.DATE, example="2019-03-12"),
        Field("legal_rep", ("法定代表人", "Legal representative"), longest=100, pattern=_TEXT, personal=True),
        Field("phones", ("电话", "Phones"), CellKind.LIST, example="0556-1234567", personal=True),
        Field("address", ("地址", "Address"), longest=200, pattern=_TEXT),
        Field("staff", ("员工数", "Staff"), CellKind.INTEGER, least=Decimal(0), most=Decimal(10**6), example="12"),
        _ID,
    ),
    keys=("name", BY_ID),
    permission=Permission.DECISION_RECORD,
    take=take_suppliers,
    undo=undo_suppliers,
    after=("school",),
    key_fields={"name": ("school", "name"), BY_ID: ("id",)},
)
RELEASE_TREES = RowSpec(
    name="contract_release",
    object_type="contract",
    title=("合同公告（OCDS）", "Contract notices (OCDS releases)"),
    fields=(
        _SCHOOL,
        Field(
            "currency",
            ("币种", "Currency"),
            longest=3,
            pattern=r"[A-Z]{3}",
            example="CNY",
            note=("公告里的金额是这个币种，按元记。", "Sums of the notices are in this one, and taken as 元."),
        ),
    ),
    keys=("ocid",),
    permission=Permission.DECISION_RECORD,
    take=take_releases,
    undo=undo_contracts,
    after=("school", "supplier"),
    modes=frozenset({Mode.UPSERT}),
    tree=Tree(lists=("releases",), known_by={"school": ("school", "buyer.name")}),
)
