"""ANO-05 to ANO-08: who gets the money. Too often, too new, too near, too dear."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from api.checks.rules.answers import (
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Outcome,
    Subject,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.book import Book
from api.decisions.rules.checks.asking import about_contracts, across, school_subject
from api.decisions.rules.facts import Contract, Supplier
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING, PurchaseMethod

_ONE_YEAR = timedelta(days=365)
_FEW_STAFF = 2
_COMPETED = frozenset({PurchaseMethod.OPEN_TENDER, PurchaseMethod.CENTRAL})  # one works contract outweighs a year
_MANY_BIDS = 3  # of which one bidder won all: fewer say nothing
_SOME_SUPPLIERS = 3  # a school with fewer cannot but concentrate


class Dealings(NamedTuple):
    """What one supplier had of a school in a year. Sums in 分."""

    year: int
    awards: int
    spent: int
    spent_on_all: int
    suppliers: int


@across("supplier", "ANO-05", YELLOW, RED)
def no_supplier_takes_most(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """Many awards or much of the money in a year; red for who bids again and again and has never lost."""
    if book.facts.contracts is None or book.facts.payments is None:
        yield school_subject(book), lacking("contracts" if book.facts.contracts is None else "payments")
        return
    dealings = sorted(_dealings(book).items(), key=lambda pair: (pair[1].year, pair[0][0]))
    if not dealings:
        yield school_subject(book), NOT_APPLICABLE
    for (supplier_id, _), dealt in dealings:
        yield _subject(supplier_id, book, str(dealt.year)), _concentrated(supplier_id, dealt, book)


def _dealings(book: Book) -> dict[tuple[UUID, int], Dealings]:
    spent: dict[int, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    awards: dict[tuple[UUID, int], int] = defaultdict(int)
    for payment in book.facts.payments or ():
        if payment.supplier_id and payment.spend_type not in EXCLUDED_SPENDING and payment.method not in _COMPETED:
            spent[payment.paid_on.year][payment.supplier_id] += max(payment.amount, 0)
    for contract in book.facts.contracts or ():
        if contract.supplier_id:
            awards[contract.supplier_id, contract.signed_on.year] += 1
    keys = {(one, year) for year, of in spent.items() for one in of} | set(awards)
    return {
        (one, year): Dealings(
            year, awards[one, year], spent[year][one], sum(spent[year].values()), sum(map(bool, spent[year].values()))
        )
        for one, year in sorted(keys)
    }


def _concentrated(supplier_id: UUID, dealt: Dealings, book: Book) -> Outcome:
    bids = [c for c in book.facts.contracts or () if c.bidders and supplier_id in c.bidders and len(c.bidders) > 1]
    if len(bids) >= _MANY_BIDS and all(contract.supplier_id == supplier_id for contract in bids):
        return failed(RED, always_won=sorted(contract.id for contract in bids))
    often = book.limit("awards_a_year", book.today)
    share = book.limit("spend_share_percent", book.today)
    much = dealt.suppliers >= _SOME_SUPPLIERS and 100 * dealt.spent > share * dealt.spent_on_all
    if dealt.awards < often and not much:
        return PASSED
    return failed(YELLOW, awards=dealt.awards, spent=dealt.spent, of=dealt.spent_on_all, year=dealt.year)


@about_contracts("ANO-06", YELLOW)
def the_supplier_is_no_shell(contract: Contract, book: Book) -> Outcome:
    """Younger than a year, or with hardly any staff, and a large contract."""
    row = book.threshold(contract.spend_type, contract.budget_state, contract.signed_on)
    if row is None or contract.amount < row.amount:
        return NOT_APPLICABLE
    supplier = book.suppliers.get(contract.supplier_id) if contract.supplier_id else None
    if supplier is None or (supplier.registered_on is None and supplier.staff is None):
        return lacking("supplier.registered_on", "supplier.staff")
    young = supplier.registered_on is not None and contract.signed_on - supplier.registered_on < _ONE_YEAR
    small = supplier.staff is not None and supplier.staff <= _FEW_STAFF
    return passes(not young and not small, registered_on=supplier.registered_on, staff=supplier.staff)


@across("supplier", "ANO-07", RED)
def no_supplier_is_a_relative(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """A supplier that belongs to one of the team or the staff, or to their family."""
    ours = book.facts.staff_ids | {member.person_id for member in book.facts.team or ()}
    if not book.facts.suppliers:
        yield school_subject(book), NOT_APPLICABLE
    used = {p.supplier_id for p in book.facts.payments or ()} | {c.supplier_id for c in book.facts.contracts or ()}
    for supplier in book.facts.suppliers:
        outcome = _related(supplier, ours, book) if supplier.id in used else NOT_APPLICABLE
        yield _subject(supplier.id, book), outcome


def _related(supplier: Supplier, ours: frozenset[UUID], book: Book) -> Outcome:
    declared = {one.person_id for one in book.facts.relations or () if one.supplier_id == supplier.id}
    related = declared | (supplier.related_person_ids & ours)
    if related:
        return failed(persons=sorted(related))
    return lacking("relations") if book.facts.relations is None else PASSED


@about_contracts("ANO-08", YELLOW)
def the_price_is_that_of_others(contract: Contract, book: Book) -> Outcome:
    """The same good much dearer than at other schools or on the market."""
    if contract.items is None or all(item.unit_price is None for item in contract.items):
        return lacking("contract.items.unit_price")
    known = book.facts.peers.unit_prices
    if known is None:
        return lacking("peers.unit_prices")
    compared = [item for item in contract.items if item.unit_price is not None and item.name in known]
    if not compared:
        return NOT_APPLICABLE
    limit = book.limit("price_percent", contract.signed_on)
    dear = [i for i in compared if i.unit_price and 100 * i.unit_price > (100 + limit) * known[i.name]]
    return passes(
        not dear,
        items=[{"name": i.name, "unit_price": i.unit_price, "usual": known[i.name]} for i in dear],
        limit=limit,
    )


def _subject(supplier_id: UUID, book: Book, key: str = "") -> Subject:
    supplier = book.suppliers.get(supplier_id)
    return Subject("supplier", supplier_id, supplier.name if supplier else "", key=key)
