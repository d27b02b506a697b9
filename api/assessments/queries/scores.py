"""Reading the scores of a round: entries, values, explanation, what is missing."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.accounts.models import Account
from api.assessments.models import AssessmentAssignment, AssessmentRound, AssessmentScore
from api.assessments.queries.enrolments import Entry, load_entry
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.rounds import brief, rounds_of, sees, situation, verbs_of
from api.assessments.queries.standing import Standing, holds_at, standing_of
from api.assessments.rules.derived import inputs_of
from api.assessments.rules.opening import refusal
from api.assessments.rules.rounds import HANDED_IN, ORDER, PARTIES, Level, Party, Round, RoundVerb, earlier
from api.assessments.rules.scores import Said, leaf_nodes, lineage_above, sheet_of_round
from api.assessments.rules.work import may_write
from api.assessments.schemas.rounds import (
    AssessmentRoundOut,
    AssessmentScoreOut,
    DerivedItemOut,
    ItemAssignmentOut,
)
from api.core.context import Context
from api.core.errors import NOT_FOUND, ErrorSpec, Refused
from api.core.metrics import Period, find_metric
from api.core.points import Points, written
from api.core.schemas import Named
from api.frameworks.queries.calculations import present_explanation
from api.frameworks.rules.explaining import Explained, explain
from api.frameworks.rules.kinds import Derived
from api.frameworks.rules.scoring import Node, Score, Scorer
from api.frameworks.schemas.calculations import ExplainedOut, LineOut

_PLAIN = ("code", "inputs", "not_applicable", "override_reason", "comment", "source", "updated_at", "revision")
_POINTS = ("computed", "overridden", "points")
P = Permission

# Who gives items of a round to people: who signs the self-assessment, who runs the campaign, any reviewer of a district.
ASSIGNS: Mapping[Round, tuple[Permission, Level]] = {
    Round.SELF: (P.ASSESSMENT_SUBMIT, Level.SCHOOL),
    Round.DISTRICT: (P.ASSESSMENT_REVIEW, Level.DISTRICT),
    Round.COUNTY: (P.ASSESSMENT_MANAGE, Level.COUNTY),
    Round.APPEAL: (P.ASSESSMENT_DECIDE, Level.COUNTY),
}


@dataclass(frozen=True)
class Opened:
    """One round of one enrolment, with all that is around it."""

    entry: Entry
    standing: Standing
    rounds: Mapping[Round, AssessmentRound]
    which: Round
    scorer: Scorer

    @property
    def round(self) -> AssessmentRound:
        """The round itself."""
        return self.rounds[self.which]

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """The items that are scored and apply, by code in order."""
        absent = set(self.entry.enrolment.not_applicable)
        return {code: node for code, node in leaf_nodes(self.scorer).items() if code not in absent}


def open_round(ctx: Context, enrolment_id: UUID, which: Round, *, lock: bool = False) -> Opened:
    """A round that the caller sees. Errors: `not_found`.

    `lock`: whoever writes into it waits for who writes now, and only then reads: the campaign may be moving to another
    version meanwhile.
    """
    if lock:
        _lock(ctx, enrolment_id, which)
    entry = load_entry(ctx, enrolment_id, P.ASSESSMENT_READ)
    rounds = rounds_of(ctx, enrolment_id)
    if which not in rounds or not sees(ctx, entry, rounds[which]):
        raise Refused(NOT_FOUND)
    scorer = scorer_by_hash(ctx, entry.held.campaign.version_id, entry.held.content_hash)
    return Opened(entry, standing_of(ctx, entry), rounds, which, scorer)


def _lock(ctx: Context, enrolment_id: UUID, which: Round) -> None:
    stmt = select(AssessmentRound.id).where(
        AssessmentRound.enrolment_id == enrolment_id, AssessmentRound.round == which.value
    )
    ctx.session.execute(stmt.with_for_update())


def scores_of(ctx: Context, round_id: UUID) -> dict[str, AssessmentScore]:
    """The entries of a round that the caller has opened, by code."""
    stmt = select(AssessmentScore).where(AssessmentScore.round_id == round_id).order_by(AssessmentScore.code)
    return {one.code: one for one in ctx.session.execute(stmt).scalars()}


def scores_of_rounds(ctx: Context, rounds: Collection[AssessmentRound]) -> dict[Round, dict[str, AssessmentScore]]:
    """The entries of several rounds of one enrolment."""
    names = {one.id: Round(one.round) for one in rounds}
    found: dict[Round, dict[str, AssessmentScore]] = {name: {} for name in names.values()}
    stmt = select(AssessmentScore).where(AssessmentScore.round_id.in_(list(names)))
    for one in ctx.session.execute(stmt.order_by(AssessmentScore.code)).scalars():
        found[names[one.round_id]][one.code] = one
    return found


def points_by_round(
    ctx: Context, enrolment_ids: Collection[UUID]
) -> dict[UUID, tuple[dict[Round, dict[str, Points | None]], dict[str, str | None]]]:
    """The points of handed-in rounds by enrolment, and the comments of the last of them. Not narrowed by reach."""
    stmt = (
        select(AssessmentRound.enrolment_id, AssessmentRound.round, AssessmentScore)
        .join(AssessmentScore, AssessmentScore.round_id == AssessmentRound.id)
        .where(AssessmentRound.enrolment_id.in_(list(enrolment_ids)), AssessmentRound.state.in_(sorted(HANDED_IN)))
    )
    points: dict[UUID, dict[Round, dict[str, Points | None]]] = defaultdict(lambda: defaultdict(dict))
    comments: dict[UUID, dict[Round, dict[str, str | None]]] = defaultdict(lambda: defaultdict(dict))
    for enrolment_id, name, score in ctx.session.execute(stmt):
        points[enrolment_id][Round(name)][score.code] = score.points
        comments[enrolment_id][Round(name)][score.code] = score.comment
    return {key: (found, comments[key][max(found, key=ORDER.index)]) for key, found in points.items()}


def said(score: AssessmentScore) -> Said:
    """What a stored entry says."""
    return Said(score.inputs, score.overridden, score.not_applicable, score.override_reason, score.comment)


def scored(opened: Opened, scores: Mapping[str, AssessmentScore]) -> Score:
    """What the entries of a round come to together."""
    entries = {code: said(one) for code, one in scores.items()}
    return opened.scorer.score(sheet_of_round(entries, opened.entry.enrolment.not_applicable))


def explained(opened: Opened, scores: Mapping[str, AssessmentScore]) -> Explained:
    """Why."""
    entries = {code: said(one) for code, one in scores.items()}
    return explain(opened.scorer, sheet_of_round(entries, opened.entry.enrolment.not_applicable))


def nearest_before(opened: Opened, code: str, by_round: Mapping[Round, Mapping[str, AssessmentScore]]) -> Round | None:
    """The nearest earlier round that has the item."""
    return next((one for one in earlier(opened.which) if code in by_round.get(one, {})), None)


# --- Presenting ------------------------------------------------------------------------------------------------------


def present_values(score: Score) -> dict[str, str | None]:
    """Every value as a decimal string."""
    return {code: None if value is None else written(value) for code, value in score.values.items()}


def present_score(score: AssessmentScore, who: Named | None) -> AssessmentScoreOut:
    """An entry for the wire."""
    facts: dict[str, Any] = {name: getattr(score, name) for name in _PLAIN}
    for name in _POINTS:
        value: Points | None = getattr(score, name)
        facts[name] = None if value is None else written(value)
    return AssessmentScoreOut(**facts, scored_by=who)


def tells_names(opened: Opened) -> bool:
    """Whether the caller is told who worked on a round."""
    return tells_names_of(opened.standing.ctx, opened.entry, opened.which)


def tells_names_of(ctx: Context, entry: Entry, which: Round) -> bool:
    """The county is told always, others of their own floor's work only."""
    if ctx.actor is None or holds_at(ctx, entry, P.ASSESSMENT_READ, Level.COUNTY):
        return True
    at_district = holds_at(ctx, entry, P.ASSESSMENT_READ, Level.DISTRICT)
    return which is Round.SELF or (which is Round.DISTRICT and at_district)


def names_of(ctx: Context, account_ids: Collection[UUID | None]) -> dict[UUID, Named]:
    """Accounts by id, for their names."""
    wanted = {one for one in account_ids if one is not None}
    stmt = select(Account.id, Account.display_name).where(Account.id.in_(sorted(wanted)))
    return {row.id: Named(id=row.id, name=row.display_name) for row in ctx.session.execute(stmt)} if wanted else {}


def get_round(ctx: Context, enrolment_id: UUID, which: Round) -> AssessmentRoundOut:
    """A round with its entries and values, and what the caller can do. Errors: `not_found`."""
    opened = open_round(ctx, enrolment_id, which)
    scores = scores_of(ctx, opened.round.id)
    score, assignments = scored(opened, scores), list_assignments(ctx, opened.round.id)
    told = [one.scored_by for one in scores.values()] if tells_names(opened) else []
    names = names_of(ctx, [*told, opened.round.submitted_by if tells_names(opened) else None])
    return AssessmentRoundOut(
        **brief(opened.round).model_dump(),
        enrolment_id=enrolment_id,
        **{name: getattr(opened.round, name) for name in ("team", "note", "return_reason")},
        submitted_by=names.get(opened.round.submitted_by) if opened.round.submitted_by else None,
        scores=[present_score(one, names.get(one.scored_by) if one.scored_by else None) for one in scores.values()],
        values=present_values(score),
        open_items=list(score.missing),
        derived=derived_of(ctx, opened),
        assignments=assignments if tells_names(opened) else [],
        verbs=verbs_of(opened.standing, opened.round, opened.rounds),
        writable=_writable(opened, assignments),
        may_assign=may_assign(opened),
    )


def explain_round(ctx: Context, enrolment_id: UUID, which: Round) -> ExplainedOut:
    """Why a round comes to its total, item by item. Errors: `not_found`."""
    opened = open_round(ctx, enrolment_id, which)
    return present_explanation(ctx, explained(opened, scores_of(ctx, opened.round.id)))


def lines_of(ctx: Context, tree: Explained, code: str) -> list[LineOut]:
    """The lines of one indicator in the explanation of a round."""
    found = _find(tree, code)
    return [] if found is None else present_explanation(ctx, found).lines


def _find(tree: Explained, code: str) -> Explained | None:
    if tree.code == code:
        return tree
    return next((found for child in tree.children if (found := _find(child, code)) is not None), None)


# --- Assignments -----------------------------------------------------------------------------------------------------


def list_assignments(ctx: Context, round_id: UUID) -> list[ItemAssignmentOut]:
    """What was given to whom in a round that the caller has opened."""
    stmt = (
        select(AssessmentAssignment.code, AssessmentAssignment.done_at, Account.id, Account.display_name)
        .join(Account, Account.id == AssessmentAssignment.account_id)
        .where(AssessmentAssignment.round_id == round_id)
        .order_by(AssessmentAssignment.code, Account.display_name, Account.id)
    )
    return [
        ItemAssignmentOut(code=row.code, account=Named(id=row.id, name=row.display_name), done_at=row.done_at)
        for row in ctx.session.execute(stmt)
    ]


def assigned(assignments: Sequence[ItemAssignmentOut]) -> dict[str, list[UUID]]:
    """Who works on what, by code."""
    found: dict[str, list[UUID]] = {}
    for one in assignments:
        found.setdefault(one.code, []).append(one.account.id)
    return found


def may_assign(opened: Opened) -> bool:
    """Whether the caller gives items of this round to people, and so may write any of them."""
    ctx = opened.standing.ctx
    return ctx.actor is None or holds_at(ctx, opened.entry, *ASSIGNS[opened.which])


def _writable(opened: Opened, assignments: Sequence[ItemAssignmentOut]) -> list[str] | None:
    ctx = opened.standing.ctx
    if RoundVerb.SAVE not in verbs_of(opened.standing, opened.round, opened.rounds):
        return []
    if not assignments or may_assign(opened) or ctx.actor is None:
        return None
    given, above = assigned(assignments), lineage_above(opened.scorer)
    return [code for code in opened.nodes if may_write(above[code], given, ctx.actor.id)]


# --- Derived items ---------------------------------------------------------------------------------------------------


def derived_rules(opened: Opened) -> dict[str, Derived]:
    """The items whose inputs come from elsewhere."""
    rules = {code: node.indicator.rule for code, node in opened.nodes.items()}
    return {code: rule for code, rule in rules.items() if isinstance(rule, Derived)}


def derived_inputs(ctx: Context, opened: Opened, code: str) -> dict[str, Any] | None:
    """The inputs that a metric gives for one item now; None where it is not connected or knows nothing."""
    rule = derived_rules(opened).get(code)
    return None if rule is None else _inputs(ctx, opened, rule)


def _inputs(ctx: Context, opened: Opened, rule: Derived) -> dict[str, Any] | None:
    metric, campaign, unit = find_metric(rule.source), opened.entry.held.campaign, opened.entry.enrolment.unit_id
    if metric is None:
        return None
    figures = metric(ctx, [unit], Period(campaign.period_first_on, campaign.period_last_on))
    figure = figures.get(unit)
    return None if figure is None else inputs_of(rule, figure.counts, figure.value)


def derived_of(ctx: Context, opened: Opened) -> dict[str, DerivedItemOut]:
    """Where the inputs of derived items come from; what is not connected is entered by a person (数据源未接入)."""
    found = {code: (rule, _inputs(ctx, opened, rule)) for code, rule in derived_rules(opened).items()}
    return {
        code: DerivedItemOut(source=rule.source, connected=inputs is not None, inputs=inputs)
        for code, (rule, inputs) in found.items()
    }


def refused_now(opened: Opened, verb: RoundVerb) -> ErrorSpec | None:
    """Why `verb` cannot be done to the round now, its own state aside."""
    return refusal(situation(opened.standing.ctx, opened.entry, opened.rounds), opened.which, verb)


def party_of(opened: Opened, verb: RoundVerb) -> Party:
    """Who takes a step of the round."""
    return PARTIES[opened.which, verb]
