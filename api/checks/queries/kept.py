"""What is kept of the units that are run anew: read in five statements, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from api.checks.models import CheckCount, CheckResult, CheckRun, CheckTally, Finding
from api.checks.rules.engine import Key

Row = Any
RUN, TALLY, COUNT, RESULT, FINDING = (
    model.metadata.tables[model.__tablename__] for model in (CheckRun, CheckTally, CheckCount, CheckResult, Finding)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one unit: rows by what they are about."""

    run: Row | None
    tallies: dict[str, Row]
    counts: dict[tuple[str, UUID], Row]
    results: dict[Key, Row]
    findings: dict[Key, Row]


def read_kept(session: Session, suite: str, unit_ids: Sequence[UUID]) -> dict[UUID, Kept]:
    """What is kept of these units."""
    runs, tallies, counts, results, findings = (
        _grouped(session, table, suite, unit_ids) for table in (RUN, TALLY, COUNT, RESULT, FINDING)
    )
    return {
        unit_id: Kept(
            next(iter(runs[unit_id]), None),
            {row.rule_id: row for row in tallies[unit_id]},
            {(row.subject_type, row.subject_id): row for row in counts[unit_id]},
            _by_key(results[unit_id]),
            _by_key(findings[unit_id]),
        )
        for unit_id in unit_ids
    }


def _grouped(session: Session, table: Table, suite: str, unit_ids: Sequence[UUID]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in session.execute(select(table).where(table.c.unit_id.in_(unit_ids), table.c.suite == suite)):
        found[row.unit_id].append(row)
    return found


def _by_key(rows: Iterable[Row]) -> dict[Key, Row]:
    return {Key(row.rule_id, row.subject_type, row.subject_id, row.subject_key): row for row in rows}
