"""Problems that another part of the product has found: written down once for each of its objects, not yet sent."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from api.core.context import Context
from api.ledger.service import record
from api.rectifications import queries, rules
from api.rectifications.queries import FACTS
from api.rectifications.service.problems import new_problem
from api.rectifications.service.standing import Move, act, subject


class Raised(NamedTuple):
    """A problem of a unit. `source`: the type of the source, the object there, and what people call that."""

    unit_id: UUID
    source: tuple[str, UUID, str]
    facts: Mapping[str, Any]


def raise_problems(ctx: Context, raised: Sequence[Raised], *, write: bool = True) -> int:
    """Write down those whose source has not brought a problem yet; how many. The caller has made sure of its rights.

    People send them, as every problem, and until then the unit knows of none.
    """
    known = queries.sources_known(ctx, {one.source[0] for one in raised}, [one.source[1] for one in raised])
    new = [one for one in raised if one.source[:2] not in known]
    for one in new if write else ():
        kind, source_id, label = one.source
        source = {"source_type": kind, "source_id": source_id, "source_label": label[:200]}
        problem = new_problem(ctx, one.unit_id, {**one.facts, **source})
        ctx.session.add(problem)
        ctx.session.flush()
        act(ctx, problem, "find", Move(), own=False)
        said = {name: one.facts.get(name) for name in FACTS} | {"source": rules.shown_source(kind)}
        record(ctx, "rectification.found", subject(ctx, problem), None, said)
    return len(new)
