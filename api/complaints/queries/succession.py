"""Units that go on in others: who keeps out of a matter of one keeps out of it under its later and its earlier name.

A school that was renamed is the same unit. Where one was merged or split, those who work for what it became keep out of
what it did, and those who are tied to what it was keep out of what it does; two parts of a split one are not tied.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.organizations.models import UnitSuccession

_P, _S = UnitSuccession.predecessor_id, UnitSuccession.successor_id


def with_kin(units: Select[Any]) -> Select[Any]:
    """These units, all that they went on in, and all that they came of, as a sub-query."""
    later, earlier = units.cte(recursive=True), units.cte(recursive=True)
    (after,), (before,) = later.c, earlier.c
    later = later.union(select(_S).where(after == _P))
    earlier = earlier.union(select(_P).where(before == _S))
    return select(*later.c).union(select(*earlier.c))  # type: ignore[return-value]


def kin_of(session: Session, units: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """The same for each of these units."""
    later, earlier = defaultdict[UUID, list[UUID]](list), defaultdict[UUID, list[UUID]](list)
    if units:
        for row in session.execute(select(_P.label("before"), _S.label("after"))):
            later[row.before].append(row.after)
            earlier[row.after].append(row.before)
    return {unit: _along(later, unit) | _along(earlier, unit) for unit in units}


def _along(links: Mapping[UUID, list[UUID]], unit: UUID) -> set[UUID]:
    found, waiting = {unit}, [unit]
    while waiting:
        fresh = set(links.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found
