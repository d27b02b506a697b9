"""Assessments of the demo: this year's campaign under way, with schools at every point of their way through it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

from api.access.permissions import Permission
from api.assessments import queries, service
from api.assessments.models import AssessmentEnrolment
from api.assessments.rules.rounds import Round
from api.assessments.rules.scores import Said, leaf_nodes
from api.assessments.schemas.campaigns import AssessmentCampaignIn, AssessmentWindowIn
from api.assessments.schemas.enrolments import EnrolIn
from api.assessments.schemas.rounds import AssessmentReturnIn
from api.core import clock
from api.core.context import Context
from api.core.points import ONE, written
from api.frameworks import queries as frameworks
from api.frameworks.data import shipped
from api.frameworks.rules.kinds import (
    Bands,
    Checklist,
    CountDeduct,
    Derived,
    Frequency,
    Level,
    Proportional,
    Ratio,
    Rule,
)

# From the beginning of each round to its end, in days from today.
_WINDOWS = {Round.SELF: (-40, -8), Round.DISTRICT: (-15, 12), Round.COUNTY: (10, 40)}
# How many schools have not begun, have filled everything, were reviewed to the end; how often a district differs.
_IDLE, _COMPLETE, _REVIEWED, _DIFFERS = 0.06, 0.82, 0.7, 0.2
_FOUND = "现场核对，与材料不一致。"


def load_running(ctx: Context, bureau_id: UUID, seat: UUID, *, busy: UUID, seed: int) -> UUID:
    """A campaign of the schools below a bureau, by the reference; `busy` is the school that is still at it. Its id.

    Called on the host, as the process itself: the schools of the demo have no log-ins, all but one.
    """
    host = replace(ctx, actor=None)
    campaign_id = _campaign(host, bureau_id, seat)
    held, dice = queries.get_held(host, campaign_id), Random(seed)
    enrolments = queries.list_all(host, campaign_id)
    quality = {one.id: dice.uniform(0.55, 1.0) for one in enrolments}
    own = {
        one.id: _entries(host, held.campaign.version_id, dice, min(1.0, quality[one.id] + 0.12)) for one in enrolments
    }
    began = _at(host, -30)
    kept = {one.id: own[one.id] if _fills(one, busy, dice) else _half(own[one.id]) for one in enrolments}
    idle = {one.id for one in enrolments if one.unit_id != busy and dice.random() < _IDLE}
    handed = [one for one in enrolments if one.id not in idle and kept[one.id] is own[one.id]]
    signed = {one.id: _signed(host, place) for place, one in enumerate(handed)}
    begun = {key: said for key, said in kept.items() if key not in idle}
    service.enter_many(began, held, Round.SELF, begun, signed)
    _advance(host, campaign_id)
    _review(host, campaign_id, [one for one in handed if one.district_id and one.unit_id != busy], own, dice)
    _return(host, handed, busy)
    return campaign_id


def _at(ctx: Context, days: int) -> Context:
    return replace(ctx, now=ctx.now + timedelta(days=days))


def _campaign(host: Context, bureau_id: UUID, seat: UUID) -> UUID:
    """Made, filled with every school, and open."""
    reference, today = shipped()[0], clock.legal_day(host.now)
    version_id = frameworks.find_version(host, seat, reference.code, reference.version)
    assert version_id is not None
    then = replace(_at(host, -40), permission=Permission.ASSESSMENT_MANAGE)
    wanted = AssessmentCampaignIn(
        unit_id=bureau_id,
        version_id=version_id,
        code=f"QLXX-{today.year}",
        title=f"{today.year}年清廉学校年度评估",
        cycle=str(today.year),
        period_first_on=today.replace(month=1, day=1),
        period_last_on=today.replace(month=12, day=31),
        disagreement_threshold="1",
        windows=[
            AssessmentWindowIn(
                round=which, opens_on=today + timedelta(days=first), closes_on=today + timedelta(days=last)
            )
            for which, (first, last) in _WINDOWS.items()
        ],
    )
    campaign_id = service.create_campaign(then, wanted).id
    service.enrol(then, campaign_id, EnrolIn())
    service.open_campaign(then, campaign_id)
    return campaign_id


def _advance(host: Context, campaign_id: UUID) -> None:
    service.advance_campaign(_at(host, -10), campaign_id)


def _fills(one: AssessmentEnrolment, busy: UUID, dice: Random) -> bool:
    """Four of five are done; the busy school has handed in, and gets it back."""
    return one.unit_id == busy or dice.random() < _COMPLETE


def _half(entries: Mapping[str, Said]) -> dict[str, Said]:
    codes = sorted(entries)
    return {code: entries[code] for code in codes[: len(codes) * 2 // 3]}


def _signed(host: Context, place: int) -> service.Signed:
    """One in eleven was late."""
    late = place % 11 == 0
    return service.Signed(_at(host, -3 if late else -12).now, "佐证材料存校备查。", late=late)


def _review(
    host: Context,
    campaign_id: UUID,
    handed: list[AssessmentEnrolment],
    own: Mapping[UUID, Mapping[str, Said]],
    dice: Random,
) -> None:
    """Half of what was handed in has been scored by the districts, a fifth more is under way."""
    held = queries.get_held(host, campaign_id)
    entries = {one.id: _reviewed(host, held.campaign.version_id, own[one.id], dice) for one in handed}
    some = handed[: len(handed) * 7 // 10]
    done = [one.id for one in some if dice.random() < _REVIEWED]
    given = {one.id: entries[one.id] if one.id in done else _half(entries[one.id]) for one in some}
    signature = service.Signed(_at(host, -2).now, team="学区复核组")
    service.enter_many(_at(host, -6), held, Round.DISTRICT, given, dict.fromkeys(done, signature))


def _return(host: Context, handed: list[AssessmentEnrolment], busy: UUID) -> None:
    """The school whose people have log-ins gets its self-assessment back, to go on with."""
    mine = next((one for one in handed if one.unit_id == busy), None)
    if mine is not None:
        wanted = AssessmentReturnIn(reason="警示教育只附了一次记录，食堂公示缺第四季度，补齐后再交。")
        service.return_round(_at(host, -4), mine.id, Round.SELF, wanted)


# --- What schools say ------------------------------------------------------------------------------------------------


def _entries(ctx: Context, version_id: UUID, dice: Random, quality: float) -> dict[str, Said]:
    nodes = leaf_nodes(queries.scorer_of(ctx, version_id))
    rules = {code: node.indicator.rule for code, node in nodes.items()}
    return {code: Said(inputs=_inputs(rule, dice, quality)) for code, rule in rules.items() if rule is not None}


def _reviewed(ctx: Context, version_id: UUID, own: Mapping[str, Said], dice: Random) -> dict[str, Said]:
    """Most stands as the school says; where it does not, the reviewer says why."""
    nodes = leaf_nodes(queries.scorer_of(ctx, version_id))
    found = dict(own)
    for code, node in nodes.items():
        if node.indicator.rule is not None and dice.random() < _DIFFERS:
            found[code] = Said(inputs=_inputs(node.indicator.rule, dice, 0.45), comment=_FOUND)
    return found


def _inputs(rule: Rule, dice: Random, quality: float) -> dict[str, object]:
    """Entries as good as the school is; a rule that is not of the reference gets none."""
    inner = rule.rule if isinstance(rule, Derived) else rule
    slip = dice.random() > quality
    match inner:
        case CountDeduct():
            return {"counts": {inner.entries[0].code: 1} if slip else {}}
        case Level():
            return {"level": inner.levels[min(int(slip), len(inner.levels) - 1)].code}
        case Checklist():
            ticked = [item.code for item in inner.items]
            return {"ticked": ticked[:-1] if slip else ticked}
        case Frequency():
            return {"held": [inner.required - int(slip)] * inner.periods}
        case Ratio():
            return {"numerator": 40 - (dice.randint(2, 8) if slip else 0), "denominator": 40}
        case Bands():
            share = 88 + 10 * quality * dice.random()
            return {"value": written(round(share * 100) * ONE // 100)}  # type: ignore[arg-type]
        case Proportional():
            codes = [state.code for state in inner.states]
            return {"states": {codes[0]: 3, codes[1]: int(slip)}}
    return {}
