"""A row that says something of an item: what it names, whether its round is open to the caller, what it comes to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from api.assessments import errors
from api.assessments.queries import score_rows as queries
from api.assessments.queries.enrolments import Entry
from api.assessments.queries.rounds import situation
from api.assessments.queries.score_rows import Sheets
from api.assessments.queries.scores import ASSIGNS
from api.assessments.queries.standing import Standing, holds_at
from api.assessments.rules.derived import inputs_of
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.opening import refusal
from api.assessments.rules.rounds import PARTIES, Round, RoundState, RoundVerb, round_step, round_verbs
from api.assessments.rules.scores import Said, said_violations
from api.assessments.rules.work import may_write
from api.core.context import Context
from api.core.errors import ErrorSpec, Refused
from api.core.faults import OUTSIDE_REACH, ROW_AMBIGUOUS, ROW_EXISTS, ROW_NOT_FOUND, ROW_REFERENCE_UNKNOWN
from api.core.intake import Action, How, Mode
from api.core.points import points
from api.core.taking import Case, nearest
from api.frameworks.rules.kinds import Derived, Manual
from api.frameworks.rules.scoring import Node
from api.organizations.queries import Candidate
from api.organizations.service.naming import Schools

# In which field a fault of an entry came in.
_FIELDS = {
    "override_points": "points",
    "override_reason": "reason",
    "inputs": "inputs",
    "not_applicable": "not_applicable",
}
_EXAMPLE = '{"counts": {"missing": 1}}'
_KEY = ("campaign", "school", "round", "item")


@dataclass(slots=True)
class ScoreCase(Case):
    """A row on its way. `round`, `enrolment` and `stored` are rows of their tables."""

    sheets: Sheets | None = None
    unit: Candidate | None = None
    enrolment: Any = None
    rounds: Mapping[Round, Any] = field(default_factory=dict)
    round: Any = None
    node: Node | None = None
    stored: Any = None
    said: Said = field(default_factory=Said)
    id: UUID | None = None

    @property
    def entry(self) -> Entry:
        """The enrolment with what stands around it, as standing and situation look at it."""
        assert self.sheets is not None
        unit: Any = self.unit
        return Entry(self.enrolment, unit, None, self.sheets.held)


def name_all(ctx: Context, cases: Sequence[ScoreCase], how: How) -> None:
    """Find what the rows name, or say what may have been meant."""
    for case in cases:
        case.missing(_KEY)
    schools = Schools.read(ctx, cases, how)
    wanted = {code for case in cases if (code := case.row.values.get("campaign"))}
    campaigns = queries.campaigns_named(ctx, wanted, lock=how.write)
    codes: list[str] | None = None
    for case in (case for case in cases if not case.faults):
        found = campaigns.get(case.row.values["campaign"], [])
        if not found and codes is None:
            codes = queries.campaign_codes(ctx)
        case.unit = schools.of(case)
        _name_campaign(case, found, codes or ())
        _name_item(case)
    _find(ctx, [case for case in cases if not case.faults], lock=how.write)


def _name_campaign(case: ScoreCase, found: Sequence[Sheets], codes: Collection[str]) -> None:
    if len(found) > 1:
        case.refuse(ROW_AMBIGUOUS, "campaign", candidates=", ".join(one.held.unit.name for one in found))
    elif not found:
        case.refuse(ROW_REFERENCE_UNKNOWN, "campaign", nearest(case.row.values["campaign"], codes))
    else:
        case.sheets = found[0]


def _name_item(case: ScoreCase) -> None:
    if case.sheets is None:
        return
    code = case.row.values["item"]
    case.node = case.sheets.nodes.get(code)
    if case.node is None:
        case.refuse(ROW_REFERENCE_UNKNOWN, "item", nearest(code, case.sheets.nodes))


def _find(ctx: Context, cases: Sequence[ScoreCase], *, lock: bool) -> None:
    """Enrolments, rounds and entries, each in one statement."""
    units = {case.unit.id for case in cases if case.unit}
    campaigns = {case.sheets.held.campaign.id for case in cases if case.sheets}
    enrolments = queries.enrolments_of(ctx, campaigns, units)
    rounds = queries.rounds_of_enrolments(ctx, [row.id for row in enrolments.values()], lock=lock)
    scores = queries.scores_of_many(ctx, [row.id for held in rounds.values() for row in held.values()])
    for case in cases:
        assert case.sheets is not None
        assert case.unit is not None
        case.enrolment = enrolments.get((case.sheets.held.campaign.id, case.unit.id))
        if case.enrolment is None or case.enrolment.state != EnrolmentState.ENROLLED:
            case.refuse(errors.NOT_ENROLLED, "school")
            continue
        case.rounds = rounds[case.enrolment.id]
        case.round = case.rounds.get(Round(case.row.values["round"]))
        if case.round is None:
            case.refuse(ROW_REFERENCE_UNKNOWN, "round", [which.value for which in case.rounds])
        elif case.row.values["item"] in case.enrolment.not_applicable:
            case.refuse(errors.ITEM_ABSENT, "item")
        else:
            case.stored = scores[case.round.id].get(case.row.values["item"])


# --- Judging ---------------------------------------------------------------------------------------------------------


def judge_rounds(ctx: Context, cases: Iterable[ScoreCase]) -> None:
    """Refuse rows of rounds that are not open, or not to the caller; each round is judged once."""
    sound = [case for case in cases if not case.faults]
    tied = queries.tied_units(
        ctx,
        {case.enrolment.campaign_id for case in sound},
        {case.enrolment.unit_id for case in sound},
    )
    given = queries.assigned_in(ctx, {case.round.id for case in sound})
    judged: dict[UUID, tuple[ErrorSpec, dict[str, Any]] | None] = {}
    for case in sound:
        if case.round.id not in judged:
            judged[case.round.id] = _closed(ctx, case, case.enrolment.unit_id in tied)
        found = judged[case.round.id]
        if found is not None:
            case.refuse(found[0], "round", **found[1])
        elif _is_others(ctx, case, given[case.round.id]):
            case.refuse(errors.ASSIGNED_ELSEWHERE, "item")


def _closed(ctx: Context, case: ScoreCase, tied: bool) -> tuple[ErrorSpec, dict[str, Any]] | None:  # noqa: FBT001
    """Why the round takes nothing from the caller now; None where it does."""
    which, entry = Round(case.round.round), case.entry
    standing, party = Standing(ctx, entry, tied), PARTIES[which, RoundVerb.SAVE]
    if not standing.holds(party):
        return OUTSIDE_REACH, {}
    if standing.kept_out(party, case.round.submitted_by):
        return errors.RECUSED, {}
    state = RoundState(case.round.state)
    try:
        round_step(which, state, RoundVerb.SAVE)
    except Refused as refused:
        return refused.spec, {"allowed": ", ".join(round_verbs(state))}
    spec = refusal(situation(ctx, entry, case.rounds), which, RoundVerb.SAVE)
    return None if spec is None else (spec, {})


def _is_others(ctx: Context, case: ScoreCase, given: Mapping[str, Collection[UUID]]) -> bool:
    """Whether the item was given to somebody else, and the caller gives none of this round away."""
    if ctx.actor is None or not given or holds_at(ctx, case.entry, *ASSIGNS[Round(case.round.round)]):
        return False
    assert case.sheets is not None
    return not may_write(case.sheets.above[case.row.values["item"]], given, ctx.actor.id)


def judge_entries(ctx: Context, cases: Iterable[ScoreCase], how: How) -> None:
    """What each row says of its item, and what is wrong with it."""
    sound = [case for case in cases if not case.faults]
    figures = queries.figures_for(ctx, list(_derived(sound)))
    for case in sound:
        if case.stored is None and how.mode is Mode.UPDATE:
            case.refuse(ROW_NOT_FOUND, "item")
        elif case.stored is not None and how.mode is Mode.CREATE:
            case.refuse(ROW_EXISTS, "item")
        before = stored_said(case.stored)
        case.said = _said(case, before)
        assert case.node is not None
        case.refuse_all(said_violations(case.node, case.said), _FIELDS)
        _judge_derived(case, figures)
        if not case.faults:
            case.action = Action.CREATED if case.stored is None else Action.UPDATED
            if case.stored is not None and before == case.said:
                case.action = Action.UNCHANGED


def stored_said(stored: Any) -> Said:
    """What a stored entry says; nothing where there is none."""
    if stored is None:
        return Said()
    return Said(stored.inputs, stored.overridden, stored.not_applicable, stored.override_reason, stored.comment)


def _said(case: ScoreCase, before: Said) -> Said:
    """The entry as it will be. A field that is absent stays as it is; points of an item that is typed are its input."""
    values, node = case.row.values, case.node
    inputs = _inputs(case, values["inputs"]) if "inputs" in values else before.inputs
    overridden = before.overridden
    if "points" in values:
        given = values["points"]
        overridden = None if given is None else points(given)
        if (
            given is not None
            and node is not None
            and isinstance(node.indicator.rule, Manual)
            and not values.get("reason")
        ):
            inputs, overridden = {"score": given}, None
    return Said(
        inputs=inputs,
        overridden=overridden,
        not_applicable=bool(values.get("not_applicable", before.not_applicable)),
        override_reason=values.get("reason", before.override_reason) or None,
        comment=values.get("comment", before.comment) or None,
    )


def _inputs(case: ScoreCase, text: str | None) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        case.refuse(errors.INPUTS_FORM, "inputs", example=_EXAMPLE)
        return {}
    return found


def _derived(cases: Iterable[ScoreCase]) -> Iterable[tuple[Sheets, Derived, UUID]]:
    for case in cases:
        rule = case.node.indicator.rule if case.node else None
        if isinstance(rule, Derived) and case.sheets is not None and case.row.values.get("inputs"):
            yield case.sheets, rule, case.enrolment.unit_id


def _judge_derived(case: ScoreCase, figures: Mapping[tuple[UUID, str], Mapping[UUID, Any]]) -> None:
    """What the product knows is not brought in by hand; who disagrees sets the points and says why."""
    rule = case.node.indicator.rule if case.node else None
    if not isinstance(rule, Derived) or not case.row.values.get("inputs"):
        return
    figure = figures.get((case.enrolment.campaign_id, rule.source), {}).get(case.enrolment.unit_id)
    known = None if figure is None else inputs_of(rule, figure.counts, figure.value)
    if known is not None and case.said.inputs != known:
        case.refuse(errors.DERIVED_INPUTS, "inputs")
