"""Which suppliers may be one: the same legal representative, phone or address, or invoices numbered one after another."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise
from uuid import UUID

from api.decisions.rules.facts import Payment, Supplier

_INVOICE = re.compile(r"(.*?)(\d+)")


class Sets:
    """Sets that grow together: whatever is joined is one from then on."""

    def __init__(self) -> None:
        self._above: dict[UUID, UUID] = {}

    def find(self, one: UUID) -> UUID:
        """Who stands for the set of `one`."""
        while (above := self._above.get(one, one)) != one:
            one = above
        return one

    def join(self, one: UUID, other: UUID) -> None:
        """Make one set of two; the smaller id stands for it, so that the order of joining does not matter."""
        first, second = sorted((self.find(one), self.find(other)))
        if first != second:
            self._above[second] = first


def clusters(suppliers: Iterable[Supplier], payments: Iterable[Payment]) -> dict[UUID, UUID]:
    """For each supplier of a set of two or more the one who stands for it."""
    held = list(suppliers)
    sets = Sets()
    for alike in (*_sharing(held), *_numbered(payments)):
        for other in alike[1:]:
            sets.join(alike[0], other)
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for supplier in held:
        members[sets.find(supplier.id)].append(supplier.id)
    return {one: root for root, ids in members.items() if len(ids) > 1 for one in ids}


def _sharing(suppliers: Iterable[Supplier]) -> Iterator[list[UUID]]:
    marks: dict[Hashable, list[UUID]] = defaultdict(list)
    for supplier in suppliers:
        phones = (("phone", phone) for phone in supplier.phones)
        for kind, mark in (("legal_rep", supplier.legal_rep), ("address", supplier.address), *phones):
            if mark and mark.strip():
                marks[kind, mark.strip()].append(supplier.id)
    return (ids for ids in marks.values() if len(ids) > 1)


def _numbered(payments: Iterable[Payment]) -> Iterator[list[UUID]]:
    """Suppliers whose invoices follow each other by number: a book of invoices has one owner."""
    invoices: dict[str, list[tuple[int, UUID]]] = defaultdict(list)
    for payment in payments:
        for number in payment.invoice_nos:
            if (match := _INVOICE.fullmatch(number.strip())) and payment.supplier_id:
                invoices[match[1]].append((int(match[2]), payment.supplier_id))
    for numbered in invoices.values():
        for (before, supplier), (after, other) in pairwise(sorted(numbered)):
            if after == before + 1 and supplier != other:
                yield [supplier, other]
