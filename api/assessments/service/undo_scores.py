"""Taking an import of scores back, where nobody has touched them since and their round is still open."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete

from api.assessments.queries import score_rows as queries
from api.assessments.queries.score_rows import SCORE, Imported, Sheets
from api.assessments.rules.rounds import Round
from api.assessments.rules.scores import Said
from api.assessments.service.score_case import ScoreCase, judge_rounds
from api.assessments.service.take_scores import WRITTEN, change_rows, facts_of, settle_rounds
from api.core.context import Context
from api.core.faults import CHANGED_SINCE, OUTSIDE_REACH
from api.core.intake import Action, Outcome, Row
from api.core.points import Points
from api.organizations.queries import Candidate, candidates_by_id


def undo_scores(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back what an import did to scores; rounds that were handed in since keep theirs."""
    cases = _cases(ctx, outcomes)
    judge_rounds(ctx, cases)
    sound = [(was, case) for was, case in zip(outcomes, cases, strict=True) if not case.faults]
    made = [case.stored.id for was, case in sound if was.action is Action.CREATED]
    changed = [case for was, case in sound if was.action is Action.UPDATED]
    ctx.session.execute(delete(SCORE).where(SCORE.c.id.in_(made)))
    rows = [facts_of(ctx, case) | {"id": case.stored.id, "source": case.row.values["source"]} for case in changed]
    change_rows(ctx, SCORE, rows, WRITTEN)
    settle_rounds(ctx, [case for was, case in sound if was.action is not Action.UNCHANGED])
    return [_outcome(was, case) for was, case in zip(outcomes, cases, strict=True)]


def _cases(ctx: Context, outcomes: Sequence[Outcome]) -> list[ScoreCase]:
    held = queries.scores_by_id(ctx, [outcome.id for outcome in outcomes if outcome.id is not None])
    campaigns = queries.campaigns_by_id(ctx, {one.campaign_id for one in held.values()})
    units = candidates_by_id(ctx, {one.unit_id for one in held.values()})
    found = queries.enrolments_of(ctx, campaigns, units)
    rounds = queries.rounds_of_enrolments(ctx, [row.id for row in found.values()], lock=True)
    cases = []
    for was in outcomes:
        one = held.get(was.id) if was.id else None
        case = ScoreCase(Row(was.row, was.before or {}), was.key)
        if one is None or one.score.revision != was.revision:
            case.refuse(CHANGED_SINCE, None)
        elif one.campaign_id not in campaigns:
            case.refuse(OUTSIDE_REACH, None)
        else:
            case.enrolment = found[one.campaign_id, one.unit_id]
            case.rounds = rounds[case.enrolment.id]
            _fill(case, one, campaigns[one.campaign_id], units[one.unit_id])
        cases.append(case)
    return cases


def _fill(case: ScoreCase, one: Imported, sheets: Sheets, unit: Candidate) -> None:
    """What the case is about, and what the entry said before."""
    case.sheets, case.unit, case.stored = sheets, unit, one.score
    case.round = next(row for row in case.rounds.values() if row.id == one.score.round_id)
    case.node = sheets.nodes[one.score.code]
    before: Mapping[str, Any] = case.row.values
    overridden = before.get("overridden")
    case.said = Said(
        inputs=before.get("inputs") or {},
        overridden=None if overridden is None else Points(overridden),
        not_applicable=bool(before.get("not_applicable")),
        override_reason=before.get("override_reason"),
        comment=before.get("comment"),
    )
    case.row = Row(case.row.number, {**before, "item": one.score.code, "round": Round(case.round.round).value})


def _outcome(was: Outcome, case: ScoreCase) -> Outcome:
    if case.faults:
        return Outcome(was.row, Action.REFUSED, was.id, was.key, faults=tuple(case.faults))
    if was.action is Action.CREATED:
        return Outcome(was.row, Action.DELETED, was.id, was.key, revision_before=was.revision)
    changed = was.action is Action.UPDATED
    revision = (was.revision or 0) + 1 if changed else was.revision
    return Outcome(was.row, Action.UPDATED if changed else Action.UNCHANGED, was.id, was.key, was.revision, revision)
