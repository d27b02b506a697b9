"""When rounds begin in a campaign that was cloned: what its switches take over from the campaign before."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from api.assessments import queries
from api.assessments.models import AssessmentAssignment
from api.assessments.queries import last_time
from api.assessments.queries.campaigns import Held
from api.assessments.rules.cloning import TakenOver, taken_over
from api.assessments.rules.migrating import codes_by_lineage
from api.assessments.rules.scores import Said, leaf_nodes
from api.assessments.service.entering import begin_as_last_time
from api.core.bulk import insert_many
from api.core.context import Context
from api.frameworks.rules.differences import plan
from api.frameworks.rules.scoring import Scorer

_ASSIGNMENTS: Any = AssessmentAssignment.__table__
Rows = Iterable[Mapping[str, Any]]  # enrolments: id, unit_id, not_applicable


def take_over(ctx: Context, held: Held, rows: Rows) -> None:
    """What the campaign takes over for these enrolments, whose rounds have just been written."""
    wanted = {TakenOver(one) for one in held.campaign.takes_over}
    source = held.campaign.cloned_from
    if not wanted or source is None:
        return
    before = queries.scorer_of(ctx, queries.version_of(ctx, source))
    now = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    by_unit = {row["unit_id"]: row for row in rows}
    if wanted & {TakenOver.ENTRIES, TakenOver.COMMENTS}:
        entries = last_time.own_entries(ctx, source, by_unit)
        begin_as_last_time(ctx, held, _begun(wanted, (before, now), by_unit, entries))
    if TakenOver.ASSIGNMENTS in wanted:
        _assignments(ctx, source, (before, now), by_unit)


Between = tuple[Scorer, Scorer]
ByUnit = Mapping[UUID, Mapping[str, Any]]


def _begun(
    wanted: Collection[TakenOver], between: Between, by_unit: ByUnit, said_before: Mapping[UUID, Mapping[str, Said]]
) -> dict[UUID, dict[str, Said]]:
    """How the self-assessments begin, by enrolment."""
    before, now = between
    moves = {move.old_code: move for move in plan(before.framework, now.framework) if move.old_code is not None}
    nodes, found = leaf_nodes(now), {}
    for unit_id, entries in said_before.items():
        absent = set(by_unit[unit_id]["not_applicable"])
        applying = {code: node for code, node in nodes.items() if code not in absent}
        if said := taken_over(wanted, moves, entries, applying):
            found[by_unit[unit_id]["id"]] = said
    return found


def _assignments(ctx: Context, source: UUID, between: Between, by_unit: ByUnit) -> None:
    codes = codes_by_lineage(*(one.framework for one in between))
    rounds = last_time.rounds_of_many(ctx, [row["id"] for row in by_unit.values()])
    made = {"assigned_by": ctx.actor.id if ctx.actor else None, "assigned_at": ctx.now, "done_at": None}
    rows = [
        {"round_id": rounds[by_unit[unit]["id"], which], "code": code, "account_id": account, **made}
        for unit, which, old, account in last_time.assignments(ctx, source, by_unit)
        if (code := codes[old]) is not None and (by_unit[unit]["id"], which) in rounds
    ]
    insert_many(ctx.session, _ASSIGNMENTS, rows)
