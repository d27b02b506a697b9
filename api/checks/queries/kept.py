"""What is kept of the units that are run anew: read in five statements, however many they are.

Only columns that the new run is held against: a school has thousands of rows here. Evidence is known by its digest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from api.checks.figures import MEASURES
from api.checks.models import CheckCount, CheckResult, CheckRun, CheckTally, Finding
from api.checks.rules.engine import Key

Row = Any
RUN, TALLY, COUNT, RESULT, FINDING = (
    model.metadata.tables[model.__tablename__] for model in (CheckRun, CheckTally, CheckCount, CheckResult, Finding)
)
_KEY = ("rule_id", "subject_type", "subject_id", "subject_key")
# What a result shows, its evidence by the digest; these stand last in its row.
SHOWN = ("subject_label", "subject_on", "severity", "digest", "answer")
_COLUMNS: Sequence[tuple[Table, Sequence[str]]] = (
    (RUN, tuple(RUN.c.keys())),
    (TALLY, ("id", "unit_id", "rule_id", *MEASURES)),
    (COUNT, ("id", "unit_id", "subject_type", "subject_id", *MEASURES)),
    (RESULT, ("id", "unit_id", *_KEY, *SHOWN)),
    (FINDING, tuple(FINDING.c.keys())),
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
        _grouped(session, table, names, (suite, unit_ids)) for table, names in _COLUMNS
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


def _grouped(
    session: Session, table: Table, names: Sequence[str], asked: tuple[str, Sequence[UUID]]
) -> dict[UUID, list[Row]]:
    suite, unit_ids = asked
    stmt = select(*(table.c[name] for name in names)).where(table.c.unit_id.in_(unit_ids), table.c.suite == suite)
    place = names.index("unit_id")
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in session.execute(stmt).all():
        found[row[place]].append(row)
    return found


def _by_key(rows: Iterable[Row]) -> dict[Key, Row]:
    return {Key(row.rule_id, row.subject_type, row.subject_id, row.subject_key): row for row in rows}
