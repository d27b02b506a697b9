"""Scores as rows: one row, the entry of one item of one school in one round, judged as if it were typed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from api.assessments.queries import score_rows as queries
from api.assessments.queries.score_rows import ROUND, SCORE
from api.assessments.rules.rounds import EntrySource, Round, RoundState, RoundVerb, round_step
from api.assessments.rules.scores import computed, counted, sheet_of_round
from api.assessments.service.score_case import ScoreCase, judge_entries, judge_rounds, name_all, stored_said
from api.core import bulk, ids
from api.core.context import Context
from api.core.errors import Refused
from api.core.faults import APPLY_CONFLICT
from api.core.intake import Action, How, Outcome, Row
from api.ledger.rules import plain

_SAID = ("inputs", "overridden", "not_applicable", "override_reason", "comment")
WRITTEN = (*_SAID, "computed", "points", "source", "scored_by", "updated_at", "revision")
_ROUND = ("state", "total", "entered", "missing", "updated_at", "revision")


def take_scores(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with.

    A round that was handed in takes none, a later round never writes an earlier one's.
    """
    cases = [ScoreCase(row, _key(row)) for row in rows]
    name_all(ctx, cases, how)
    judge_rounds(ctx, cases)
    judge_entries(ctx, cases, how)
    if how.write:
        _write(ctx, [case for case in cases if case.action in (Action.CREATED, Action.UPDATED) and not case.faults])
    return [_outcome(case) for case in cases]


def _key(row: Row) -> str:
    return "/".join(str(row.values.get(name) or "") for name in ("campaign", "school", "round", "item"))


def _write(ctx: Context, cases: Sequence[ScoreCase]) -> None:
    made, changed = [], []
    for case in cases:
        if case.stored is None:
            case.id = ids.ordered()
            made.append(facts_of(ctx, case) | _new(case))
        else:
            changed.append(facts_of(ctx, case) | {"id": case.stored.id})
    bulk.insert_many(ctx.session, SCORE, made)
    change_rows(ctx, SCORE, changed, WRITTEN)
    settle_rounds(ctx, cases)


def facts_of(ctx: Context, case: ScoreCase) -> dict[str, Any]:
    """The columns of the entry as the case leaves it."""
    assert case.node is not None
    said = case.said
    return {
        **{name: getattr(said, name) for name in _SAID},
        "inputs": dict(said.inputs),
        "computed": computed(case.node, said),
        "points": counted(case.node, said),
        "source": EntrySource.IMPORTED.value,
        "scored_by": ctx.actor.id if ctx.actor else None,
        "updated_at": ctx.now,
        "revision": case.stored.revision + 1 if case.stored else 1,
    }


def _new(case: ScoreCase) -> dict[str, Any]:
    assert case.node is not None
    lineage = case.node.indicator.lineage
    return {"id": case.id, "round_id": case.round.id, "code": case.row.values["item"], "lineage": lineage}


def change_rows(ctx: Context, table: Any, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
    """Change rows by id. Errors: `import.apply.conflict` when one is gone meanwhile."""
    if bulk.update_many(ctx.session, table, rows, names) != len(rows):
        raise Refused(APPLY_CONFLICT)


def settle_rounds(ctx: Context, cases: Iterable[ScoreCase]) -> None:
    """Write what the rounds that were written come to, beside their scores."""
    by_round: dict[UUID, ScoreCase] = {case.round.id: case for case in cases}
    scores = queries.scores_of_many(ctx, by_round) if by_round else defaultdict(dict)
    change_rows(ctx, ROUND, [_settled(ctx, case, scores[key]) for key, case in by_round.items()], _ROUND)


def _settled(ctx: Context, case: ScoreCase, scores: Mapping[str, Any]) -> dict[str, Any]:
    assert case.sheets is not None
    absent = case.enrolment.not_applicable
    entries = {code: stored_said(row) for code, row in scores.items()}
    score = case.sheets.scorer.score(sheet_of_round(entries, absent))
    step = round_step(Round(case.round.round), RoundState(case.round.state), RoundVerb.SAVE)
    return {
        "id": case.round.id,
        "state": step.after.value,
        "total": score.total,
        "missing": len(score.missing),
        "entered": len(case.sheets.nodes.keys() - set(absent)) - len(score.missing),
        "updated_at": ctx.now,
        "revision": case.round.revision + 1,
    }


def _outcome(case: ScoreCase) -> Outcome:
    if case.faults:
        return case.refused()
    stored = case.stored
    revision = stored.revision if stored else None
    written = case.action is Action.UPDATED or case.id is not None
    before = (
        {name: getattr(stored, name) for name in (*_SAID, "source")}
        if stored and case.action is Action.UPDATED
        else None
    )
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=stored.id if stored else case.id,
        key=case.key,
        revision_before=revision,
        revision=(revision or 0) + 1 if written else revision,
        before=plain(before) if before else None,
    )
