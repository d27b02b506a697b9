"""Making, changing and moving campaigns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert

from api.assessments import errors, queries
from api.assessments.models import AssessmentCampaign, AssessmentWindow
from api.assessments.queries.campaigns import Held
from api.assessments.rules import settings
from api.assessments.rules.campaigns import CampaignState, CampaignVerb, after_advance, campaign_step
from api.assessments.rules.cloning import TakenOver
from api.assessments.rules.rounds import Round
from api.assessments.rules.settings import Window
from api.assessments.schemas.campaigns import AssessmentCampaignIn, AssessmentCampaignOut, AssessmentCampaignPatch
from api.assessments.service.enrolling import apply_anew, begin_rounds
from api.assessments.service.subjects import campaign_subject as subject
from api.core import ids, pinyin
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.core.points import written
from api.frameworks import queries as frameworks
from api.frameworks.rules.states import VersionState
from api.ledger.service import record

_COLUMNS = (
    *("code", "title", "cycle", "period_first_on", "period_last_on", "mode", "subject", "version_id", "round_policy"),
    *("weights", "district_mode", "disagreement_threshold", "publicity_days", "appeal_days", "visibility"),
    *("late_policy", "quotas"),
)


class Cloned(NamedTuple):
    """From which campaign, and what begins as it stood there."""

    source: UUID
    takes_over: Sequence[TakenOver] = ()


def create_campaign(ctx: Context, wanted: AssessmentCampaignIn, cloned: Cloned | None = None) -> AssessmentCampaignOut:
    """A campaign as a draft. Errors: every fault at once as `input.invalid`; `assessment.code_taken`."""
    facts = _normal(wanted.model_dump(exclude={"unit_id"}))
    place = queries.find_place(ctx, wanted.unit_id)
    faults = [] if place else [Violation(errors.UNIT_NOT_FOUND, "/unit_id")]
    refuse_if_any([*faults, *_violations(ctx, facts)])
    return queries.get_campaign(ctx, write_campaign(ctx, wanted.unit_id, facts, cloned).id)


def write_campaign(
    ctx: Context, unit_id: UUID, facts: Mapping[str, Any], cloned: Cloned | None = None
) -> AssessmentCampaign:
    """Write a campaign that has been judged. Errors: `assessment.code_taken`."""
    campaign = AssessmentCampaign(
        id=ids.ordered(),
        unit_id=unit_id,
        **{name: facts[name] for name in _COLUMNS},
        sort_key=pinyin.sort_key(facts["title"]),
        state=CampaignState.DRAFT.value,
        takes_over=[] if cloned is None else [one.value for one in cloned.takes_over],
        cloned_from=None if cloned is None else cloned.source,
        created_by=ctx.actor.id if ctx.actor else None,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(campaign)
    ctx.session.flush()
    _write_windows(ctx, campaign.id, facts["windows"])
    record(ctx, "assessment_campaign.created", subject(campaign), None, _said(facts))
    return campaign


def _normal(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, as the columns and the rules take it."""
    facts = dict(given)
    if "windows" in facts:
        facts["windows"] = sorted(
            (Window(**one) for one in facts["windows"]), key=lambda one: list(Round).index(one.round)
        )
    if "disagreement_threshold" in facts:
        facts["disagreement_threshold"] = settings.threshold(facts["disagreement_threshold"])
    for name in ("weights", "visibility"):
        if name in facts:
            facts[name] = {str(key): str(value) for key, value in sorted(facts[name].items())}
    return facts


def facts_of(held: Held) -> dict[str, Any]:
    """What is set for a campaign, as rules and ledger take it."""
    return {**{name: getattr(held.campaign, name) for name in _COLUMNS}, "windows": list(held.windows.values())}


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger says of it."""
    threshold = facts["disagreement_threshold"]
    windows = {one.round.value: f"{one.opens_on}/{one.closes_on}" for one in facts["windows"]}
    return {**facts, "disagreement_threshold": None if threshold is None else written(threshold), "windows": windows}


def _violations(ctx: Context, facts: Mapping[str, Any]) -> Iterable[Violation]:
    yield from settings.setting_violations(facts)
    published = frameworks.find_published(ctx, facts["version_id"])
    if published is None or published.state is not VersionState.PUBLISHED:
        yield Violation(errors.VERSION_NOT_FOUND, "/version_id")


def change_campaign(ctx: Context, campaign_id: UUID, patch: AssessmentCampaignPatch) -> AssessmentCampaignOut:
    """Set what may be set now. Errors: `not_found`, `conflict.stale`, `assessment.wrong_state`, faults as `input.invalid`."""
    held = queries.load_campaign(ctx, campaign_id)
    ctx.expect(held.campaign.revision)
    drafted = held.state is CampaignState.DRAFT
    campaign_step(held.state, CampaignVerb.CHANGE if drafted else CampaignVerb.ADJUST)
    before = facts_of(held)
    after = before | _normal(patch.model_dump(include=patch.model_fields_set))
    changed = {name for name in after if after[name] != before[name]}
    refuse_if_any([] if drafted else [*settings.settled_violations(changed), *_same_rounds(held, after)])
    refuse_if_any(_violations(ctx, after) if drafted else settings.setting_violations(after))
    if changed:
        _assign(ctx, held, after)
        if "version_id" in changed:
            apply_anew(ctx, held)
        record(ctx, "assessment_campaign.changed", subject(held.campaign), _said(before), _said(after))
    return queries.get_campaign(ctx, campaign_id)


def _same_rounds(held: Held, after: Mapping[str, Any]) -> Iterable[Violation]:
    """Windows move, but a campaign that runs neither loses nor gets a round."""
    if {one.round for one in after["windows"]} != set(held.windows):
        yield Violation(errors.SETTLED, "/windows")


def _assign(ctx: Context, held: Held, facts: Mapping[str, Any]) -> None:
    for name in _COLUMNS:
        setattr(held.campaign, name, facts[name])
    held.campaign.sort_key = pinyin.sort_key(facts["title"])
    held.campaign.updated_at = ctx.now
    ctx.session.flush()
    _write_windows(ctx, held.campaign.id, facts["windows"])


def _write_windows(ctx: Context, campaign_id: UUID, windows: Iterable[Window]) -> None:
    ctx.session.execute(delete(AssessmentWindow).where(AssessmentWindow.campaign_id == campaign_id))
    rows = [{"campaign_id": campaign_id, **one._asdict(), "round": one.round.value} for one in windows]
    if rows:
        ctx.session.execute(insert(AssessmentWindow), rows)


def open_campaign(ctx: Context, campaign_id: UUID) -> AssessmentCampaignOut:
    """Let schools begin. Errors: `assessment.windows_missing`, `assessment.nobody_enrolled`, `assessment.wrong_state`."""
    held = load_for(ctx, campaign_id, CampaignVerb.OPEN)
    if lacking := settings.lacking_windows(held.windows):
        raise Refused(errors.WINDOWS_MISSING, rounds=", ".join(lacking))
    if held.campaign.mode == "full" and not queries.has_enrolments(ctx, campaign_id):
        raise Refused(errors.NOBODY_ENROLLED)
    begin_rounds(ctx, held)
    return move(ctx, held, CampaignVerb.OPEN)


def advance_campaign(ctx: Context, campaign_id: UUID) -> AssessmentCampaignOut:
    """On to the next round that it holds, after the last to moderation. Errors: `assessment.wrong_state`."""
    held = load_for(ctx, campaign_id, CampaignVerb.ADVANCE)
    return move(ctx, held, CampaignVerb.ADVANCE, after=after_advance(held.state, held.windows))


def archive_campaign(ctx: Context, campaign_id: UUID) -> AssessmentCampaignOut:
    """Put a final campaign away; nothing opens it again. Errors: `assessment.wrong_state`."""
    return move(ctx, load_for(ctx, campaign_id, CampaignVerb.ARCHIVE), CampaignVerb.ARCHIVE)


def discard_campaign(ctx: Context, campaign_id: UUID) -> None:
    """Take a draft away, with who was enrolled for it. Errors: `assessment.wrong_state`."""
    held = load_for(ctx, campaign_id, CampaignVerb.DISCARD)
    record(ctx, "assessment_campaign.discarded", subject(held.campaign), _said(facts_of(held)), None)
    for stmt in queries.deletions_of(campaign_id):
        ctx.session.execute(stmt)


def load_for(ctx: Context, campaign_id: UUID, verb: CampaignVerb) -> Held:
    """A campaign of the expected revision to which `verb` may be done now.

    The permission that the route asks for is the step's (a house test compares them). Errors: `not_found`,
    `conflict.stale`, `assessment.wrong_state`.
    """
    held = queries.load_campaign(ctx, campaign_id)
    ctx.expect(held.campaign.revision)
    campaign_step(held.state, verb)
    return held


def move(
    ctx: Context, held: Held, verb: CampaignVerb, *, after: CampaignState | None = None, reason: str | None = None
) -> AssessmentCampaignOut:
    """Make a move that has been judged; `after` where the table leaves a choice."""
    before, campaign = held.campaign.state, held.campaign
    target = after or campaign_step(held.state, verb).after
    assert target is not None
    campaign.state, campaign.state_reason, campaign.updated_at = target.value, reason, ctx.now
    ctx.session.flush()
    action = f"assessment_campaign.{_DONE[verb]}"
    record(ctx, action, subject(campaign), {"state": before}, {"state": campaign.state}, reason=reason)
    return queries.get_campaign(ctx, campaign.id)


_DONE: Mapping[CampaignVerb, str] = {
    CampaignVerb.OPEN: "opened",
    CampaignVerb.ADVANCE: "advanced",
    CampaignVerb.COMPUTE: "computed",
    CampaignVerb.PUBLISH: "published",
    CampaignVerb.HEAR: "heard",
    CampaignVerb.FINALIZE: "finalized",
    CampaignVerb.REOPEN: "reopened",
    CampaignVerb.ARCHIVE: "archived",
}
