"""Running rules over units, and writing what that changes: the same run twice writes nothing the second time."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete

from api.access.permissions import Permission
from api.access.providers import providers
from api.checks.figures import CHECK_FIGURES, FINDING_FIGURES
from api.checks.models import CheckCount, CheckResult, CheckRun, CheckTally, Finding, FindingStep
from api.checks.ports import Suite
from api.checks.queries import kept as keeping
from api.checks.queries import names_of
from api.checks.rules.engine import run
from api.checks.service.comparing import CHANGED_COLUMNS, Writing, compare, tables_in_order
from api.core import memory, notices, rollups
from api.core.bulk import insert_many, update_many
from api.core.context import Context
from api.ledger.rules import Subject
from api.ledger.service import Entry, record_all

FOUND = notices.define("finding.opened", permission=Permission.FINDING_RESPOND)
_TABLES: dict[str, Table] = {
    model.__tablename__: model.metadata.tables[model.__tablename__]
    for model in (CheckRun, CheckTally, CheckCount, CheckResult, Finding, FindingStep)
}


def recheck(ctx: Context, suite: Suite, unit_ids: Collection[UUID]) -> int:
    """Run a suite over some units and write what has changed; how many findings moved.

    Errors: `conflict.busy` where another run over the same unit came first.
    """
    ordered = sorted(unit_ids)
    kept = keeping.read_kept(ctx.session, suite.name, ordered)
    writing = Writing(ctx.now, suite.name)
    with memory.held():
        for unit_id, world in suite.worlds(ctx.session, ordered, ctx.now):
            compare(writing, unit_id, run(suite.stored, world), kept[unit_id])
        _write(ctx, writing)
    _tell(ctx, writing)
    return sum(sum(moves.values()) for moves in writing.moves.values())


def _write(ctx: Context, writing: Writing) -> None:
    session = ctx.session
    for name, gone in writing.gone.items():
        session.execute(delete(_TABLES[name]).where(_TABLES[name].c.id.in_(gone)))
    for name, rows in writing.changed.items():
        update_many(session, _TABLES[name], rows, CHANGED_COLUMNS[name])
    for name in tables_in_order(writing.new):
        insert_many(session, _TABLES[name], writing.new[name])
    rollups.add(ctx, CHECK_FIGURES, writing.check_cells)
    rollups.add(ctx, FINDING_FIGURES, writing.finding_cells)


def _tell(ctx: Context, writing: Writing) -> None:
    """The ledger hears of each unit once, with numbers; who answers for the unit hears of what is red."""
    names = names_of(ctx, list(writing.moves))
    record_all(ctx, [_entry(unit_id, names[unit_id], moves) for unit_id, moves in writing.moves.items()])
    for unit_id in writing.reds:
        holders = providers.find_holders(ctx.session, Permission.FINDING_RESPOND, unit_id)
        notices.notify(ctx, holders, FOUND, notices.About("findings_of", unit_id, names[unit_id], unit_id))


def _entry(unit_id: UUID, name: str, moves: dict[str, Any]) -> Entry:
    return Entry("checks.run", Subject("findings_of", unit_id, name, unit_id), None, moves)
