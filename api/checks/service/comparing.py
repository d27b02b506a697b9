"""What a run changes: the report of one unit against what is kept of it, as rows to write. No statement is made here."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson

from api.checks.figures import MEASURES, finding_cell
from api.checks.queries.kept import SHOWN, Kept
from api.checks.rules.answers import Answer
from api.checks.rules.engine import Counts, Found, Key, Report
from api.checks.rules.findings import FindingState, FindingVerb, Held, after_failure, after_pass
from api.core import ids
from api.core.rollups import Cell
from api.ledger.rules import plain

Row = dict[str, Any]
_LABEL = 200
_SEEN = ("subject_label", "subject_on", "severity", "evidence", "digest")
_AFRESH: Mapping[str, Any] = {"closed_at": None, "closed_by": None, "submitted_by": None, "proposed_by": None}
OPENED = "open"


@dataclass(slots=True)
class Writing:
    """Rows to insert, to change and to take out, of all units of a chunk."""

    now: datetime
    suite: str
    new: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, list[Row]] = field(default_factory=dict)
    gone: dict[str, list[UUID]] = field(default_factory=dict)
    check_cells: list[Cell] = field(default_factory=list)
    finding_cells: list[Cell] = field(default_factory=list)
    moves: dict[UUID, dict[str, int]] = field(default_factory=dict)  # of each unit: how many findings moved how
    reds: dict[UUID, int] = field(default_factory=dict)

    def insert(self, table: str, row: Row) -> None:
        """A row that is not there yet."""
        self.new.setdefault(table, []).append(row)

    def change(self, table: str, row: Row) -> None:
        """A row that becomes another; it holds its id."""
        self.changed.setdefault(table, []).append(row)

    def remove(self, table: str, row_id: UUID) -> None:
        """A row that goes."""
        self.gone.setdefault(table, []).append(row_id)


def compare(writing: Writing, unit_id: UUID, report: Report, kept: Kept) -> None:
    """Add to `writing` what the report of one unit changes."""
    owned = {"unit_id": unit_id, "suite": writing.suite}
    seen = {key: _seen(key, found) for found in report.found for key in (found.key,)}
    before = dict(writing.moves.get(unit_id, {}))
    _tallies(writing, owned, report, kept)
    _counts(writing, owned, report, kept)
    _results(writing, owned, seen, kept)
    _findings(writing, owned, seen, kept)
    _run(writing, owned, report.total, kept, moved=writing.moves.get(unit_id, {}) != before)


def _seen(key: Key, found: Found) -> Row:
    subject, outcome = found.subject, found.outcome
    if outcome.answer is Answer.INSUFFICIENT_DATA:
        evidence, digest = _lacking(outcome.missing)
    else:
        evidence = plain(dict(outcome.evidence))
        digest = digest_of(evidence)
    return {
        "rule_id": key.rule_id,
        "subject_type": key.subject_type,
        "subject_id": key.subject_id,
        "subject_key": key.key,
        "subject_label": subject.label[:_LABEL],
        "subject_on": subject.on,
        "severity": found.severity.value,
        "evidence": evidence,
        "digest": digest,
        "answer": outcome.answer.value,
    }


@lru_cache(maxsize=1000)
def _lacking(missing: tuple[str, ...]) -> tuple[Row, str]:
    """The evidence of what the record does not say, and its digest: thousands of results share a few."""
    evidence = {"missing": list(missing)}
    return evidence, digest_of(evidence)


def evidence_of(found: Found) -> Row:
    """What a result rests on, as it is kept and shown: values, limits and ids, or which data there was not."""
    outcome = found.outcome
    if outcome.answer is Answer.INSUFFICIENT_DATA:
        return {"missing": list(outcome.missing)}
    evidence: Row = plain(dict(outcome.evidence))
    return evidence


def digest_of(evidence: Mapping[str, Any]) -> str:
    """What the facts of a result are known by: the same facts, the same digest."""
    return hashlib.sha256(orjson.dumps(evidence, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def _numbers(counts: Counts) -> dict[str, int]:
    return dict(zip(MEASURES, counts, strict=True))


def _run(writing: Writing, owned: Row, total: Counts, kept: Kept, *, moved: bool) -> None:
    numbers = _numbers(total)
    if kept.run is None:
        times = {"ran_at": writing.now, "changed_at": writing.now}
        writing.insert("check_run", {"id": ids.ordered(), **owned, **times, **numbers})
        return
    same = not moved and all(getattr(kept.run, name) == value for name, value in numbers.items())
    changed_at = kept.run.changed_at if same else writing.now
    writing.change("check_run", {"id": kept.run.id, "ran_at": writing.now, "changed_at": changed_at, **numbers})


def _tallies(writing: Writing, owned: Row, report: Report, kept: Kept) -> None:
    for rule_id, counts in report.by_rule.items():
        family, numbers = rule_id.partition("-")[0], _numbers(counts)
        held = kept.tallies.get(rule_id)
        _count(writing, "check_tally", held, {**owned, "family": family, "rule_id": rule_id, **numbers})
        before = {name: getattr(held, name) if held else 0 for name in MEASURES}
        if before != numbers:
            difference = {name: numbers[name] - before[name] for name in MEASURES}
            writing.check_cells.append(Cell(owned["unit_id"], (family,), difference))


def _counts(writing: Writing, owned: Row, report: Report, kept: Kept) -> None:
    for (kind, record_id), counts in report.by_record.items():
        held = kept.counts.get((kind, record_id))
        if held is None or held[-len(MEASURES) :] != counts:
            row = {**owned, "subject_type": kind, "subject_id": record_id, **_numbers(counts)}
            _count(writing, "check_count", held, row)
    for record, held in kept.counts.items():
        if record not in report.by_record:
            writing.remove("check_count", held.id)


def _count(writing: Writing, table: str, held: Any, row: Row) -> None:
    if held is None:
        writing.insert(table, {"id": ids.ordered(), **row})
    elif any(getattr(held, name) != row[name] for name in MEASURES):
        writing.change(table, {"id": held.id, **{name: row[name] for name in MEASURES}})


def _results(writing: Writing, owned: Row, seen: Mapping[Key, Row], kept: Kept) -> None:
    """A result that is other than before takes the place of the old one."""
    same = set()
    for key, held in kept.results.items():
        if key in seen and _shown(seen[key]) == held[-len(SHOWN) :]:
            same.add(key)
        else:
            writing.remove("check_result", held.id)
    for key, row in seen.items():
        if key not in same:
            writing.insert("check_result", {"id": ids.ordered(), **owned, **row, "answered_at": writing.now})


_shown = itemgetter(*SHOWN)


# --- Findings --------------------------------------------------------------------------------------------------------


def _findings(writing: Writing, owned: Row, seen: Mapping[Key, Row], kept: Kept) -> None:
    failing = {key: row for key, row in seen.items() if row["answer"] == Answer.FAIL}
    for key, row in failing.items():
        held = kept.findings.get(key)
        if held is None:
            _open(writing, owned, row)
        else:
            _fail_again(writing, held, row)
    silent = _silent(seen)
    for key, held in kept.findings.items():
        if key not in failing and key not in silent and (key.rule_id, "school") not in silent:
            _settle(writing, held)


def _silent(seen: Mapping[Key, Row]) -> set[Any]:
    """What a rule could not look at: who takes data away does not get rid of a finding."""
    unknown = {key for key, row in seen.items() if row["answer"] == Answer.INSUFFICIENT_DATA}
    return unknown | {(key.rule_id, key.subject_type) for key in unknown}


def _open(writing: Writing, owned: Row, row: Row) -> None:
    finding = {
        "id": ids.ordered(),
        **owned,
        **{name: value for name, value in row.items() if name != "answer"},
        "family": row["rule_id"].partition("-")[0],
        "state": FindingState.OPEN.value,
        "opened_at": writing.now,
        **dict.fromkeys(("owner_id", "due_on", "response", "problem_id")),
        **_AFRESH,
        "updated_at": writing.now,
        "revision": 1,
    }
    writing.insert("finding", finding)
    writing.finding_cells.append(_cell(finding))
    _step(writing, finding, OPENED)


def _cell(finding: Row) -> Cell:
    key = (finding["family"], finding["severity"], finding["state"])
    return Cell(finding["unit_id"], key, {"findings": 1})


def _fail_again(writing: Writing, held: Any, row: Row) -> None:
    """Other facts under a finding: what it shows is brought up to date; done with, it comes back."""
    verb = after_failure(_held(held), row["digest"])
    news = {name: row[name] for name in _SEEN}
    if verb is None and all(getattr(held, name) == value for name, value in news.items()):
        return
    if verb is None and held.state not in _LIVE:
        return
    _move(writing, held, {**news, **(_AFRESH if verb else {})}, verb)


_LIVE = {FindingState.OPEN, FindingState.ACKNOWLEDGED, FindingState.RECTIFYING, FindingState.RECHECKING}
_AFTER = {FindingVerb.RECUR: FindingState.OPEN, FindingVerb.SETTLE: FindingState.CLOSED}


def _settle(writing: Writing, held: Any) -> None:
    verb = after_pass(_held(held))
    if verb:
        _move(writing, held, {**_AFRESH, "closed_at": writing.now}, verb)


def _held(row: Any) -> Held:
    by_engine = row.state == FindingState.CLOSED and row.closed_by is None
    return Held(FindingState(row.state), row.digest, by_engine)


def _move(writing: Writing, held: Any, news: Mapping[str, Any], verb: FindingVerb | None) -> None:
    kept = {name: getattr(held, name) for name in (*_SEEN, *_AFRESH)}
    state = _AFTER[verb].value if verb else held.state
    row = {**kept, **news, "id": held.id, "state": state, "updated_at": writing.now, "revision": held.revision + 1}
    writing.change("finding", row)
    after = finding_cell(held, row["severity"], state)
    before = finding_cell(held)
    if after != before:
        writing.finding_cells.extend([-before, after])
    if verb:
        _step(writing, {**row, "unit_id": held.unit_id}, verb.value)


def _step(writing: Writing, finding: Row, verb: str) -> None:
    step = {name: finding[name] for name in ("state", "severity")}
    what = {"finding_id": finding["id"], "verb": verb, "text": None, "actor_id": None, "at": writing.now}
    writing.insert("finding_step", {"id": ids.ordered(), **what, **step})
    moves = writing.moves.setdefault(finding["unit_id"], {})
    moves[verb] = moves.get(verb, 0) + 1
    if verb != FindingVerb.SETTLE and finding["severity"] == "red":
        writing.reds[finding["unit_id"]] = writing.reds.get(finding["unit_id"], 0) + 1


CHANGED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "check_run": ("ran_at", "changed_at", *MEASURES),
    "check_tally": MEASURES,
    "check_count": MEASURES,
    "finding": (*_SEEN, *_AFRESH, "state", "updated_at", "revision"),
}


def tables_in_order(rows: Mapping[str, Any]) -> Iterator[str]:
    """The tables of rows, those first to which others refer."""
    return (
        table
        for table in ("check_run", "check_tally", "check_count", "check_result", "finding", "finding_step")
        if table in rows
    )
