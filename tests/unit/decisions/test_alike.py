"""Texts that are alike, and suppliers that may be one."""

from datetime import date
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from api.decisions.rules.alike import alike, shared_percent
from api.decisions.rules.clusters import clusters
from api.decisions.rules.facts import Payment, Supplier

TEXT = "会议研究操场翻新项目，听取专家论证意见和合法性审查情况，逐项表决通过。"


class TestTexts:
    def test_differ_by_more_than_dates_numbers_and_blanks(self) -> None:
        assert shared_percent(TEXT, f"2026年5月7日，{TEXT.replace('，', ' , ')}") == 100
        assert shared_percent(TEXT, "今天没有议题。") == 0

    def test_of_no_length_share_nothing(self) -> None:
        assert shared_percent("", "") == 0
        assert shared_percent("会议", "会议") == 100

    @given(st.lists(st.text(alphabet="甲乙丙丁", min_size=4, max_size=12), max_size=8), st.integers(1, 100))
    def test_every_pair_is_found_without_comparing_each_with_each(self, texts: list[str], percent: int) -> None:
        held = dict(enumerate(texts))
        pairs = {(a, b) for a, b in combinations(held, 2) if shared_percent(held[a], held[b]) >= percent}
        assert {(a, b) for a, b, _ in alike(held, percent)} == pairs


def supplier(number: int, **facts: object) -> Supplier:
    return Supplier(UUID(int=number), f"供应商{number}", **facts)  # type: ignore[arg-type]


def paid(number: int, payee: int, *invoices: str) -> Payment:
    return Payment(UUID(int=number), 100, date(2026, 1, 1), supplier_id=UUID(int=payee), invoice_nos=invoices)


class TestSuppliers:
    def test_with_the_same_person_phone_or_address_are_one(self) -> None:
        held = [
            supplier(1, legal_rep="林某", phones=("1",)),
            supplier(2, legal_rep="林某", address="城南"),
            supplier(3, address=" 城南 "),
            supplier(4, phones=("4",)),
        ]
        assert clusters(held, []) == {UUID(int=n): UUID(int=1) for n in (1, 2, 3)}

    def test_with_consecutive_invoices_are_one(self) -> None:
        held = [supplier(n) for n in (1, 2, 3)]
        payments = [paid(1, 1, "C0099"), paid(2, 2, "C0100"), paid(3, 3, "C0200", "D0101")]
        assert clusters(held, payments) == {UUID(int=1): UUID(int=1), UUID(int=2): UUID(int=1)}

    def test_without_anything_in_common_are_none(self) -> None:
        assert clusters([supplier(1, legal_rep=""), supplier(2, legal_rep="")], []) == {}
