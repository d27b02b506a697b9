"""ANO-01 to ANO-04: sums taken apart, put together, or kept just below the threshold."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from api.checks.rules.answers import (
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    FindingSeverity,
    Outcome,
    Subject,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.book import Book
from api.decisions.rules.checks.asking import about_contracts, about_school, across, school_subject
from api.decisions.rules.clusters import clusters
from api.decisions.rules.facts import Contract, Payment
from api.decisions.rules.splitting import Group, Spent, Terms, split_groups
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING

_WINDOWS = (30, 90, None)  # days; None: the budget year
_MIN_COUNT = 2
_TENTHS_NEAR, _MIN_PAYMENTS, _TIMES_MEDIAN = 9, 10, 3
Key = Callable[[Payment | Contract], str | None]
_BLANKS = re.compile(r"[\s\d（）()，。、.\-]+")


class Loose(NamedTuple):
    """Spending that no decision covers, with the threshold it lies below."""

    spent: Spent
    threshold: int
    supplier_id: UUID | None
    label: str


@across("payment", "ANO-01", RED, YELLOW)
def no_sum_was_split(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """化整为零: the same project, contract, payee or purpose, each part below the threshold, together above it."""
    if book.facts.payments is None:
        yield school_subject(book), lacking("payments")
        return
    yield from _judged(book, _loose(book, _key))


@across("payment", "ANO-02", RED)
def no_sum_was_split_among_payees_alike(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """The same person behind several payees, or invoices out of one book."""
    if book.facts.payments is None or not book.facts.suppliers:
        yield school_subject(book), lacking("payments" if book.facts.payments is None else "suppliers")
        return
    alike = clusters(book.facts.suppliers, book.facts.payments)
    if not alike:
        yield school_subject(book), PASSED if book.facts.payments else NOT_APPLICABLE
        return
    loose = [one for one in _loose(book, lambda p: _cluster_key(p, alike)) if one.supplier_id in alike]
    yield from _judged(book, loose, payees=2)


def _cluster_key(spent: Payment | Contract, alike: dict[UUID, UUID]) -> str | None:
    root = alike.get(spent.supplier_id) if spent.supplier_id else None
    return f"cluster:{root}" if root else None


def _key(spent: Payment | Contract) -> str | None:
    """By what spending belongs together: the first of these that the record has."""
    if spent.project_key:
        return f"project:{spent.project_key.strip()}"
    if isinstance(spent, Payment) and spent.contract_id:
        return f"contract:{spent.contract_id}"
    if spent.supplier_id:
        return f"supplier:{spent.supplier_id}"
    if isinstance(spent, Contract):
        return None
    if spent.payee_name:
        return f"payee:{spent.payee_name.strip().upper()}"
    if spent.budget_line and spent.purpose:
        return f"purpose:{spent.budget_line}:{_BLANKS.sub('', spent.purpose)}"
    return None


def _loose(book: Book, key_of: Key) -> list[Loose]:
    """Payments, and contracts without payments, that count, lie below their threshold and are covered by no decision."""
    paid_under = {payment.contract_id for payment in book.facts.payments or ()}
    contracts = [contract for contract in book.facts.contracts or () if contract.id not in paid_under]
    found = []
    spending: list[Payment | Contract] = [*(book.facts.payments or ()), *contracts]
    for spent in spending:
        key = None if spent.spend_type in EXCLUDED_SPENDING or _is_covered(spent, book) else key_of(spent)
        if key and (loose := _below(spent, key, book)):
            found.append(loose)
    return found


def _below(spent: Payment | Contract, key: str, book: Book) -> Loose | None:
    day: date = spent.signed_on if isinstance(spent, Contract) else spent.paid_on
    row = book.threshold(spent.spend_type, spent.budget_state, day)
    if row is None or not 0 < spent.amount < row.amount:
        return None
    label = "" if isinstance(spent, Contract) else spent.purpose or spent.payee_name or ""
    return Loose(Spent(spent.id, key, spent.amount, day), row.amount, spent.supplier_id, label)


def _is_covered(spent: Payment | Contract, book: Book) -> bool:
    """Whether a framework contract stands behind it, or a passed decision whose sum holds all that is paid on it."""
    contract = book.contracts.get(spent.contract_id) if isinstance(spent, Payment) and spent.contract_id else spent
    if isinstance(contract, Contract) and contract.framework:
        return True
    case = book.case_by_decision.get(book.decision_behind(spent) or spent.id)
    if case is None or not case.decision.passed:
        return False
    paid = sum(payment.amount for payment in book.payments_of.get(case.decision.id, ()))
    return case.decision.approved_amount is None or paid <= case.decision.approved_amount


def _judged(book: Book, loose: list[Loose], payees: int = 1) -> Iterator[tuple[Subject, Outcome]]:
    """A failure for each group; one pass for the school where there was something to look at and nothing found."""
    by_id = {one.spent.id: one for one in loose}
    by_threshold: dict[int, list[Spent]] = defaultdict(list)
    for one in loose:
        by_threshold[one.threshold].append(one.spent)
    found = False
    for threshold, spending in sorted(by_threshold.items()):
        for group in split_groups(spending, _terms(threshold)):
            if len({by_id[item.id].supplier_id for item in group.items}) >= payees:
                found = True
                yield _group_subject(group, by_id), _judge(group, threshold, book, certain=payees > 1)
    if not found:
        yield school_subject(book), PASSED if loose else NOT_APPLICABLE


def _terms(threshold: int) -> list[Terms]:
    return [Terms(threshold, threshold, _MIN_COUNT, days) for days in _WINDOWS]


def _group_subject(group: Group, by_id: dict[UUID, Loose]) -> Subject:
    first = group.items[0]
    return Subject("payment", first.id, by_id[first.id].label, first.on, group.key.partition(":")[0])


def _judge(group: Group, threshold: int, book: Book, *, certain: bool) -> Outcome:
    """Red where it went fast, or where two parts or more lie just below the threshold."""
    near = threshold * book.limit("near_percent", group.items[-1].on) // 100
    close = sum(item.amount >= near for item in group.items)
    grave = certain or group.shortest == _WINDOWS[0] or close >= _MIN_COUNT
    severity: FindingSeverity = RED if grave else YELLOW
    return failed(
        severity,
        key=group.key,
        payments=[item.id for item in group.items],
        amounts=[item.amount for item in group.items],
        sum=group.total,
        threshold=threshold,
        window_days=group.shortest or 365,
        first_on=group.items[0].on,
        last_on=group.items[-1].on,
    )


@about_contracts("ANO-03", YELLOW)
def unlike_repairs_were_not_bundled(contract: Contract, book: Book) -> Outcome:
    """捆绑: unlike small works put into one contract that reaches the threshold and was shown to nobody."""
    row = book.threshold(contract.spend_type, contract.budget_state, contract.signed_on)
    if row is None or contract.amount < row.amount:
        return NOT_APPLICABLE
    if contract.items is None or contract.publicized is None:
        return lacking("contract.items" if contract.items is None else "contract.publicized")
    small = [item for item in contract.items if item.amount < row.amount]
    bundled = len(small) == len(contract.items) >= _MIN_COUNT and len({item.kind for item in small}) > 1
    return passes(not bundled or contract.publicized, items=len(small), threshold=row.amount, amount=contract.amount)


@about_school("ANO-04", YELLOW)
def payments_do_not_hug_the_threshold(_: Book, book: Book) -> Outcome:
    """A share of payments just below the threshold that is three times the county's is no accident."""
    if book.facts.payments is None:
        return lacking("payments")
    counted = [p for p in book.facts.payments if p.spend_type not in EXCLUDED_SPENDING and p.paid_on > book.year_ago()]
    if len(counted) < _MIN_PAYMENTS:
        return NOT_APPLICABLE
    median = book.facts.peers.hugging_share
    if median is None:
        return lacking("peers.hugging_share")
    hugging = sorted(payment.id for payment in counted if _hugs(payment, book))
    return passes(10_000 * len(hugging) <= _TIMES_MEDIAN * median * len(counted), payments=hugging, median=median)


def _hugs(payment: Payment, book: Book) -> bool:
    row = book.threshold(payment.spend_type, payment.budget_state, payment.paid_on)
    return row is not None and _TENTHS_NEAR * row.amount <= 10 * payment.amount < 10 * row.amount


def hugging_share(payments: Iterable[Payment], book: Book) -> int | None:
    """The share of a school's payments just below the threshold in 1/10,000: what the county's median is made of."""
    counted = [payment for payment in payments if payment.spend_type not in EXCLUDED_SPENDING]
    if len(counted) < _MIN_PAYMENTS:
        return None
    return 10_000 * sum(_hugs(payment, book) for payment in counted) // len(counted)
