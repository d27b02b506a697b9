"""What may be set for a campaign, and when."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from api.assessments import errors
from api.assessments.rules.campaigns import CampaignMode, RoundPolicy, Shown
from api.assessments.rules.rounds import ORDER, Round
from api.core.errors import Violation
from api.core.points import ONE, Points, points

Facts = Mapping[str, Any]

# What may be set until the end; everything else stands from the opening on, for it decides what people work towards.
ADJUSTABLE = frozenset(
    {
        "title",
        "windows",
        "publicity_days",
        "appeal_days",
        "visibility",
        "late_policy",
        "quotas",
        "disagreement_threshold",
    }
)
# The rounds that have windows; the time for appeals is counted from the publication.
WINDOWED = (Round.SELF, Round.DISTRICT, Round.COUNTY)
NEEDED = (Round.SELF, Round.COUNTY)
ELSEWHERE = "*"
DEFAULT_VISIBILITY: Mapping[str, str] = {
    Round.DISTRICT.value: Shown.PUBLICITY.value,
    Round.COUNTY.value: Shown.PUBLICITY.value,
}


class Window(NamedTuple):
    """The days of a round, both included."""

    round: Round
    opens_on: date
    closes_on: date


def setting_violations(facts: Facts) -> Iterator[Violation]:
    """Everything that is wrong with what was set, all at once. `windows` are `Window`s."""
    if facts["period_last_on"] < facts["period_first_on"]:
        yield Violation(errors.PERIOD_REVERSED, "/period_last_on")
    yield from _windows(facts["windows"])
    yield from _weights(facts)
    yield from _quotas(facts)
    if facts["disagreement_threshold"] is not None and facts["disagreement_threshold"] <= 0:
        yield Violation(errors.THRESHOLD_NOT_POSITIVE, "/disagreement_threshold")


def _windows(windows: Sequence[Window]) -> Iterator[Violation]:
    seen: dict[Round, Window] = {}
    for index, window in enumerate(windows):
        if window.round not in WINDOWED or window.round in seen:
            allowed = ", ".join(one for one in WINDOWED if one not in seen) or "–"
            yield Violation(errors.WINDOW_ROUND, f"/windows/{index}/round", params={"allowed": allowed})
            continue
        seen[window.round] = window
        if window.closes_on < window.opens_on:
            yield Violation(errors.WINDOW_REVERSED, f"/windows/{index}/closes_on")
    yield from _order(seen, windows)


def _order(seen: Mapping[Round, Window], windows: Sequence[Window]) -> Iterator[Violation]:
    """A round begins and ends no earlier than the one before; they may overlap, for districts begin where schools are done."""
    held = [seen[one] for one in WINDOWED if one in seen]
    for before, after in pairwise(held):
        if after.opens_on < before.opens_on or after.closes_on < before.closes_on:
            yield Violation(errors.WINDOWS_OUT_OF_ORDER, f"/windows/{windows.index(after)}")


def _weights(facts: Facts) -> Iterator[Violation]:
    given: Mapping[str, str] = facts["weights"]
    if facts["round_policy"] != RoundPolicy.WEIGHTS:
        if given:
            yield Violation(errors.WEIGHTS_UNUSED, "/weights")
        return
    if set(given) - {one.value for one in WINDOWED} or sum(map(points, given.values())) != 100 * ONE:
        yield Violation(errors.WEIGHTS_NOT_WHOLE, "/weights")


def _quotas(facts: Facts) -> Iterator[Violation]:
    if facts["quotas"] and facts["mode"] != CampaignMode.APPLICATION:
        yield Violation(errors.QUOTAS_UNUSED, "/quotas")
    for key in facts["quotas"]:
        if key != ELSEWHERE and not _is_id(key):
            yield Violation(errors.QUOTA_KEY, "/quotas")
            return


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def settled_violations(changed: Collection[str]) -> Iterator[Violation]:
    """What was changed although it stands since the opening."""
    for name in sorted(changed):
        if name not in ADJUSTABLE:
            yield Violation(errors.SETTLED, f"/{name}")


def lacking_windows(windows: Mapping[Round, Window]) -> list[Round]:
    """The rounds without which a campaign cannot be opened."""
    return [one for one in NEEDED if one not in windows]


def quota_of(quotas: Mapping[str, int], district_id: UUID | None) -> int | None:
    """How many may be admitted from a district; None is no limit."""
    return quotas.get(str(district_id), quotas.get(ELSEWHERE)) if quotas else None


def shown_from(visibility: Mapping[str, str], held: Round) -> Shown:
    """From when on a school sees a later round."""
    return Shown(visibility.get(held.value, DEFAULT_VISIBILITY.get(held.value, Shown.PUBLICITY.value)))


def rounds_of(windows: Mapping[Round, Window], *, in_district: bool) -> list[Round]:
    """The rounds of an enrolment: those with a window, without the district's where there is no district."""
    return [one for one in ORDER if one in windows and (in_district or one is not Round.DISTRICT)]


def threshold(given: str | None) -> Points | None:
    """A threshold as points."""
    return None if given is None else points(given)
