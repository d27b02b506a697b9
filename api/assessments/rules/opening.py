"""Whether a round may be worked on, returned or accepted now: the campaign, the rounds around it, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from api.assessments import errors
from api.assessments.rules.campaigns import CampaignState, LatePolicy, reached
from api.assessments.rules.rounds import HANDED_IN, Round, RoundState, RoundVerb, earlier, later
from api.assessments.rules.settings import Window
from api.core.errors import ErrorSpec

S = CampaignState

_BEGINS: Mapping[Round, CampaignState] = {
    Round.SELF: S.SELF,
    Round.DISTRICT: S.DISTRICT,
    Round.COUNTY: S.COUNTY,
    Round.APPEAL: S.APPEALS,
}
_WORK = frozenset({RoundVerb.SAVE, RoundVerb.SUBMIT})


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands around a round."""

    campaign: CampaignState
    today: date
    states: Mapping[Round, RoundState]
    windows: Mapping[Round, Window] = field(default_factory=dict)
    late_policy: LatePolicy = LatePolicy.MARK

    def is_late(self, held: Round) -> bool:
        """Whether the window of a round is over."""
        return held in self.windows and self.today > self.windows[held].closes_on


def refusal(now: Situation, held: Round, verb: RoundVerb) -> ErrorSpec | None:
    """Why `verb` cannot be done to a round now, its own state aside; None where it can."""
    if not reached(now.campaign, _BEGINS[held]):
        return errors.NOT_OPEN_YET
    if _is_over(now, held):
        return errors.ROUNDS_OVER
    if verb is not RoundVerb.ACCEPT and any(now.states.get(one) in HANDED_IN for one in later(held)):
        return errors.LATER_HANDED_IN
    return _refusal_of_work(now, held) if verb in _WORK else None


def _is_over(now: Situation, held: Round) -> bool:
    """In moderation the county still works on its round, and what is returned then is put right."""
    if held is Round.APPEAL:
        return now.campaign is not S.APPEALS
    return reached(now.campaign, S.COMPUTED)


def _refusal_of_work(now: Situation, held: Round) -> ErrorSpec | None:
    returned = now.states.get(held) is RoundState.RETURNED
    if now.campaign is S.MODERATION and held is not Round.COUNTY and not returned:
        return errors.ROUNDS_OVER
    if held in now.windows and now.today < now.windows[held].opens_on:
        return errors.NOT_OPEN_YET
    # Whoever was asked to put something right is not shut out by a window that closed meanwhile.
    if now.late_policy is LatePolicy.BLOCK and now.is_late(held) and not returned:
        return errors.WINDOW_CLOSED
    return errors.EARLIER_OPEN if _waits(now, held) else None


def _waits(now: Situation, held: Round) -> bool:
    """A round waits for the one before it, until that one's window is over; an appeal waits for nobody."""
    if held is Round.APPEAL:
        return False
    before = next((one for one in earlier(held) if one in now.states), None)
    return before is not None and now.states[before] not in HANDED_IN and not now.is_late(before)
