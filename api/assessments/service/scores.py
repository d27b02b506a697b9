"""Entering: one item at a time, while somebody types; all that the round before says; what other domains know."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.assessments import errors
from api.assessments.models import AssessmentRound, AssessmentScore
from api.assessments.queries import rounds as round_queries
from api.assessments.queries import scores as queries
from api.assessments.queries.scores import Opened
from api.assessments.rules.campaigns import DistrictMode
from api.assessments.rules.rounds import EntrySource, Round, RoundState, RoundVerb, round_step
from api.assessments.rules.scores import Said, computed, counted, lineage_above, said_violations
from api.assessments.rules.work import may_write
from api.assessments.schemas.rounds import (
    AssessmentConfirmIn,
    AssessmentScoreIn,
    AssessmentScoreSaved,
    AssessmentTakenOver,
)
from api.assessments.service.standing import refuse_unless
from api.assessments.service.subjects import round_subject
from api.core import ids
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation, refuse_if_any
from api.core.points import points, written
from api.frameworks.rules.scoring import Node
from api.ledger.service import record

_FIELDS = ("inputs", "computed", "overridden", "points", "not_applicable", "override_reason", "comment", "source")


def save_score(ctx: Context, place: tuple[UUID, Round, str], wanted: AssessmentScoreIn) -> AssessmentScoreSaved:
    """Store the entry of an item, (enrolment, round, code), of the expected revision; 0 is one that is not there yet.

    Sending what is stored changes nothing. Errors: `not_found`, `assessment.score_stale` with both versions,
    `assessment.wrong_state` and whatever else keeps the round closed, `assessment.recused`, faults as `input.invalid`.
    """
    enrolment_id, which, code = place
    opened = open_to_write(ctx, enrolment_id, which)
    node = _node(opened, code)
    _refuse_if_given_away(ctx, opened, code)
    stored = queries.scores_of(ctx, opened.round.id)
    said = _said(wanted)
    _expect(ctx, stored.get(code), wanted)
    refuse_if_any([*said_violations(node, said), *_derived_violations(ctx, opened, code, said)])
    derived = said.inputs and said.inputs == queries.derived_inputs(ctx, opened, code)
    if _changes(stored.get(code), said):
        _write(ctx, opened, stored, {code: (said, EntrySource.DERIVED if derived else EntrySource.ENTERED)})
    return _saved(ctx, opened, stored, code)


def open_to_write(ctx: Context, enrolment_id: UUID, which: Round) -> Opened:
    """A round into which the caller may write now. Errors: as of `save_score`."""
    opened = queries.open_round(ctx, enrolment_id, which, lock=True)
    refuse_unless(opened, RoundVerb.SAVE)
    return opened


def _node(opened: Opened, code: str) -> Node:
    """The item. Errors: `not_found`; `assessment.item_absent` for one that does not apply to the school."""
    if code in opened.nodes:
        return opened.nodes[code]
    absent = code in opened.entry.enrolment.not_applicable
    raise Refused(errors.ITEM_ABSENT if absent else NOT_FOUND)


def _refuse_if_given_away(ctx: Context, opened: Opened, code: str) -> None:
    if ctx.actor is None or queries.may_assign(opened):
        return
    given = queries.assigned(queries.list_assignments(ctx, opened.round.id))
    if not may_write(lineage_above(opened.scorer)[code], given, ctx.actor.id):
        raise Refused(errors.ASSIGNED_ELSEWHERE)


def _said(wanted: AssessmentScoreIn) -> Said:
    set_points = wanted.override_points
    return Said(
        inputs=wanted.inputs,
        overridden=None if set_points is None else points(set_points),
        not_applicable=wanted.not_applicable,
        override_reason=wanted.override_reason or None,
        comment=wanted.comment or None,
    )


def _expect(ctx: Context, stored: AssessmentScore | None, wanted: AssessmentScoreIn) -> None:
    """Two who edit one item: the second learns what the first has stored, beside what was sent."""
    revision = stored.revision if stored else 0
    if ctx.if_match is None or ctx.if_match == revision:
        return
    names = queries.names_of(ctx, [stored.scored_by if stored else None])
    shown = queries.present_score(stored, next(iter(names.values()), None)) if stored else None
    both = {"stored": shown.model_dump(mode="json") if shown else None, "sent": wanted.model_dump(mode="json")}
    raise Refused(errors.SCORE_STALE, [Violation(errors.SCORE_STALE, "", params=both)])


def _derived_violations(ctx: Context, opened: Opened, code: str, said: Said) -> list[Violation]:
    """What the product knows is not typed by hand; who disagrees sets the points and says why."""
    known = queries.derived_inputs(ctx, opened, code)
    wrong = known is not None and said.inputs and said.inputs != known
    return [Violation(errors.DERIVED_INPUTS, "/inputs")] if wrong else []


def _changes(stored: AssessmentScore | None, said: Said) -> bool:
    """Whether saving makes a difference; what was taken over from last time becomes one's own by it."""
    return stored is None or stored.source == EntrySource.CLONED or queries.said(stored) != said


def _write(
    ctx: Context, opened: Opened, stored: dict[str, AssessmentScore], entries: Mapping[str, tuple[Said, EntrySource]]
) -> None:
    """Write entries, then what the round comes to with them; one event for each item."""
    for code, (said, source) in entries.items():
        before = _facts(stored[code]) if code in stored else None
        stored[code] = _assign(ctx, opened, stored.get(code), (code, said, source))
        subject = round_subject(opened.round, opened.entry)
        record(ctx, "assessment_round.scored", subject, before, _facts(stored[code]))
    step = round_step(opened.which, RoundState(opened.round.state), RoundVerb.SAVE)
    opened.round.state = step.after.value
    settle(ctx, opened, stored)


def _assign(
    ctx: Context, opened: Opened, score: AssessmentScore | None, entry: tuple[str, Said, EntrySource]
) -> AssessmentScore:
    code, said, source = entry
    node = opened.nodes[code]
    if score is None:
        score = AssessmentScore(id=ids.ordered(), round_id=opened.round.id, code=code, lineage=node.indicator.lineage)
        ctx.session.add(score)
    score.inputs, score.comment = dict(said.inputs), said.comment
    score.overridden, score.not_applicable = said.overridden, said.not_applicable
    score.override_reason = said.override_reason
    score.computed, score.points = computed(node, said), counted(node, said)
    score.source, score.scored_by, score.updated_at = source.value, ctx.actor.id if ctx.actor else None, ctx.now
    ctx.session.flush()
    return score


def _facts(score: AssessmentScore) -> dict[str, Any]:
    """An entry as the ledger shows it."""
    facts = {name: getattr(score, name) for name in _FIELDS}
    decimals = {
        name: None if facts[name] is None else written(facts[name]) for name in ("computed", "overridden", "points")
    }
    return {"item": score.code, **facts, **decimals}


def settle(ctx: Context, opened: Opened, scores: Mapping[str, AssessmentScore]) -> None:
    """What the round comes to, beside its scores."""
    result = queries.scored(opened, scores)
    held: AssessmentRound = opened.round
    held.total, held.missing = result.total, len(result.missing)
    held.entered = len(opened.nodes) - held.missing
    held.updated_at = ctx.now
    ctx.session.flush()


def _saved(ctx: Context, opened: Opened, stored: Mapping[str, AssessmentScore], code: str) -> AssessmentScoreSaved:
    score = stored[code]
    names = queries.names_of(ctx, [score.scored_by])
    shown = queries.present_score(score, names.get(score.scored_by) if score.scored_by else None)
    return AssessmentScoreSaved(
        **shown.model_dump(),
        lines=queries.lines_of(ctx, queries.explained(opened, stored), code),
        round=round_queries.brief(opened.round),
        values=queries.present_values(queries.scored(opened, stored)),
    )


# --- Many at once ----------------------------------------------------------------------------------------------------


def confirm_scores(ctx: Context, enrolment_id: UUID, which: Round, wanted: AssessmentConfirmIn) -> AssessmentTakenOver:
    """Take over what the nearest round before says, of `codes` or of all that have no entry yet.

    Errors: as of `save_score`; `assessment.confirm_not_allowed` where districts score each item.
    """
    opened = open_to_write(ctx, enrolment_id, which)
    _refuse_unless_confirming(opened)
    refuse_if_any(
        Violation(errors.INDICATOR_UNKNOWN, f"/codes/{index}")
        for index, code in enumerate(wanted.codes or ())
        if code not in opened.nodes
    )
    by_round = queries.scores_of_rounds(ctx, list(opened.rounds.values()))
    mine = by_round[opened.which]
    codes = wanted.codes or [code for code in opened.nodes if code not in mine or not queries.said(mine[code]).entered]
    entries = {}
    for code in codes:
        before = queries.nearest_before(opened, code, by_round)
        if before is not None and queries.said(by_round[before][code]).entered:
            entries[code] = (_confirmed(queries.said(by_round[before][code])), EntrySource.CONFIRMED)
    return _taken_over(ctx, opened, mine, entries)


def _refuse_unless_confirming(opened: Opened) -> None:
    mode = opened.entry.held.campaign.district_mode
    scores_each = opened.which is Round.DISTRICT and mode != DistrictMode.CONFIRM
    if scores_each or opened.which is Round.SELF:
        raise Refused(errors.CONFIRM_NOT_ALLOWED)


def _confirmed(said: Said) -> Said:
    """The same entry; the comment is its author's."""
    return Said(said.inputs, said.overridden, said.not_applicable, said.override_reason)


def derive_scores(ctx: Context, enrolment_id: UUID, which: Round) -> AssessmentTakenOver:
    """Enter what other domains know into the derived items; what was overridden stays so, on the new figures.

    Errors: as of `save_score`.
    """
    opened = open_to_write(ctx, enrolment_id, which)
    mine = queries.scores_of(ctx, opened.round.id)
    known = {code: one.inputs for code, one in queries.derived_of(ctx, opened).items() if one.inputs is not None}
    entries = {}
    for code, inputs in known.items():
        old = queries.said(mine[code]) if code in mine else Said()
        if not old.not_applicable and old.inputs != inputs:
            said = Said(inputs, old.overridden, override_reason=old.override_reason, comment=old.comment)
            entries[code] = (said, EntrySource.DERIVED)
    return _taken_over(ctx, opened, mine, entries)


def _taken_over(
    ctx: Context, opened: Opened, mine: dict[str, AssessmentScore], entries: Mapping[str, tuple[Said, EntrySource]]
) -> AssessmentTakenOver:
    if entries:
        _write(ctx, opened, mine, entries)
    return AssessmentTakenOver(written=len(entries), round=round_queries.brief(opened.round))
