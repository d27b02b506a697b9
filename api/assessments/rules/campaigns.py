"""The life of a campaign, and what can be set for it. The tests enumerate the table, the documents print it.

A campaign never goes back by itself: single rounds are returned. Only a decision with a reason opens it again, and what
was frozen until then stays beside what comes after it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.permissions import Permission
from api.assessments import errors
from api.assessments.rules.rounds import Round
from api.core.errors import Refused

P = Permission


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    SELF = "self"  # 自评
    DISTRICT = "district"  # 学区初评
    COUNTY = "county"  # 县级复核
    MODERATION = "moderation"  # 评议
    COMPUTED = "computed"
    PUBLICITY = "publicity"  # 公示
    APPEALS = "appeals"  # 申诉
    FINAL = "final"
    ARCHIVED = "archived"


class CampaignVerb(StrEnum):
    """What can be done to a campaign."""

    CHANGE = "change"  # what it is: mode, framework, policies
    ADJUST = "adjust"  # what may still be set while it runs: names, days, windows, who sees what
    DISCARD = "discard"
    MIGRATE = "migrate"  # to a newer version of its framework
    OPEN = "open"
    ADVANCE = "advance"
    COMPUTE = "compute"
    PUBLISH = "publish"
    HEAR = "hear"
    FINALIZE = "finalize"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    SETTLE = "settle"  # disagreements between rounds
    RECTIFY = "rectify"  # problems out of low grades


class CampaignMode(StrEnum):
    """Who takes part."""

    FULL = "full"  # every school, every year (上虞: 全覆盖)
    APPLICATION = "application"  # 单位自荐, within a quota (浙教党办函〔2021〕37号)


class Subject(StrEnum):
    """What is assessed."""

    SCHOOL = "school"
    PARTY_ORGANIZATION = "party_organization"


class RoundPolicy(StrEnum):
    """Which of the rounds' scores counts."""

    COUNTY_FINAL = "county_final"
    LAST_VALID = "last_valid"
    WEIGHTS = "weights"


class DistrictMode(StrEnum):
    """What a district does: score every item, or confirm the self-assessment and score where it differs."""

    SCORE = "score"
    CONFIRM = "confirm"


class LatePolicy(StrEnum):
    """What happens to work after its window."""

    MARK = "mark"
    BLOCK = "block"


class Shown(StrEnum):
    """From when on a school sees a later round of its own."""

    SUBMITTED = "submitted"  # as soon as the round is submitted
    PUBLICITY = "publicity"
    FINAL = "final"


S, V = CampaignState, CampaignVerb


@dataclass(frozen=True, slots=True)
class CampaignStep:
    """One legal move of a campaign; `after` None: nothing is left of it."""

    after: CampaignState | None
    needs: Permission
    reason: bool = False


_REOPEN = CampaignStep(S.MODERATION, P.ASSESSMENT_DECIDE, reason=True)

CAMPAIGN_STEPS: Mapping[tuple[CampaignState, CampaignVerb], CampaignStep] = {
    (S.DRAFT, V.CHANGE): CampaignStep(S.DRAFT, P.ASSESSMENT_MANAGE),
    (S.DRAFT, V.DISCARD): CampaignStep(None, P.ASSESSMENT_MANAGE),
    (S.DRAFT, V.OPEN): CampaignStep(S.SELF, P.ASSESSMENT_MANAGE),
    **{
        (state, V.ADJUST): CampaignStep(state, P.ASSESSMENT_MANAGE)
        for state in (S.SELF, S.DISTRICT, S.COUNTY, S.MODERATION, S.COMPUTED, S.PUBLICITY, S.APPEALS)
    },
    # What was computed by the old version is opened again first; a draft just changes its version.
    **{
        (state, V.MIGRATE): CampaignStep(state, P.ASSESSMENT_MANAGE, reason=True)
        for state in (S.SELF, S.DISTRICT, S.COUNTY, S.MODERATION)
    },
    # A round that the campaign does not hold is passed over (`after_advance`).
    (S.SELF, V.ADVANCE): CampaignStep(S.DISTRICT, P.ASSESSMENT_MANAGE),
    (S.DISTRICT, V.ADVANCE): CampaignStep(S.COUNTY, P.ASSESSMENT_MANAGE),
    (S.COUNTY, V.ADVANCE): CampaignStep(S.MODERATION, P.ASSESSMENT_MANAGE),
    # What lies apart may come to light by what was computed; results are shown when all of it is settled.
    **{
        (state, V.SETTLE): CampaignStep(state, P.ASSESSMENT_MANAGE, reason=True) for state in (S.MODERATION, S.COMPUTED)
    },
    (S.MODERATION, V.COMPUTE): CampaignStep(S.COMPUTED, P.ASSESSMENT_MANAGE),
    (S.COMPUTED, V.COMPUTE): CampaignStep(S.COMPUTED, P.ASSESSMENT_MANAGE),
    (S.COMPUTED, V.PUBLISH): CampaignStep(S.PUBLICITY, P.ASSESSMENT_MANAGE),
    (S.COMPUTED, V.REOPEN): _REOPEN,
    (S.PUBLICITY, V.HEAR): CampaignStep(S.APPEALS, P.ASSESSMENT_MANAGE),
    (S.PUBLICITY, V.REOPEN): _REOPEN,
    (S.APPEALS, V.FINALIZE): CampaignStep(S.FINAL, P.ASSESSMENT_DECIDE),
    (S.APPEALS, V.REOPEN): _REOPEN,
    # Frozen outcomes stay; what is computed anew becomes their next revision.
    (S.FINAL, V.REOPEN): _REOPEN,
    (S.FINAL, V.ARCHIVE): CampaignStep(S.ARCHIVED, P.ASSESSMENT_MANAGE),
    **{(state, V.RECTIFY): CampaignStep(state, P.ASSESSMENT_MANAGE) for state in (S.FINAL, S.ARCHIVED)},
}

ORDER: tuple[CampaignState, ...] = tuple(S)


def campaign_verbs(state: CampaignState) -> list[CampaignVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in CAMPAIGN_STEPS if before is state]


def campaign_step(state: CampaignState, verb: CampaignVerb) -> CampaignStep:
    """The move that `verb` is in `state`. Errors: `assessment.wrong_state`, which names the legal ones."""
    if (state, verb) not in CAMPAIGN_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(campaign_verbs(state)) or "–")
    return CAMPAIGN_STEPS[state, verb]


def after_advance(state: CampaignState, rounds: Collection[Round]) -> CampaignState:
    """Where `advance` leads in a campaign that holds `rounds`. Errors: `assessment.wrong_state`."""
    after = campaign_step(state, V.ADVANCE).after
    assert after is not None
    return after if after is S.MODERATION or after.value in rounds else after_advance(after, rounds)


def reached(state: CampaignState, wanted: CampaignState) -> bool:
    """Whether a campaign in `state` has come at least to `wanted`."""
    return ORDER.index(state) >= ORDER.index(wanted)
