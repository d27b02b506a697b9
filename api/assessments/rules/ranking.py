"""Places and grades of a whole campaign: within the county, a district, a type of school. Ties share; quotas hold.

A quota limits how many of a group may hold a band. A school sits in several groups at once (its county, its district,
its type), and takes a seat only where every limit upon it has room. Those with the same total share a place: where not
all of them fit, none takes the seat, and nobody behind them does.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from api.core.points import Points
from api.frameworks.rules.grading import Graded, Grader, Standing, places, ranked, ranks
from api.frameworks.rules.model import Band, Framework, Quota, Scale
from api.frameworks.rules.sentences import Line, line

Key = TypeVar("Key", bound=Hashable)
Group = tuple["Per", str]


class Per(StrEnum):
    """In which groups a quota counts and a place is told."""

    CAMPAIGN = "campaign"
    DISTRICT = "district"
    TYPE = "type"


class Limit(NamedTuple):
    """At most so many of each group hold the band; with `group`, of this one group only."""

    band: str
    per: Per
    quota: Quota
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Contestant:
    """One school among all that are ranked. A school directly below the bureau has the district ''."""

    standing: Standing
    district: str
    type: str

    def group(self, per: Per) -> Group:
        """The group that it belongs to."""
        return per, {Per.CAMPAIGN: "", Per.DISTRICT: self.district, Per.TYPE: self.type}[per]


class Places(NamedTuple):
    """Where one stands, and among how many."""

    rank: int
    of: int


def rank(contestants: Mapping[Key, Contestant]) -> dict[Key, dict[Per, Places]]:
    """The place of each in each of its groups: 1, 2, 2, 4."""
    found: dict[Key, dict[Per, Places]] = {key: {} for key in contestants}
    for per in Per:
        groups: dict[Group, dict[Key, Points]] = {}
        for key, one in contestants.items():
            groups.setdefault(one.group(per), {})[key] = one.standing.total
        for totals in groups.values():
            for key, place in ranks(totals).items():
                found[key][per] = Places(place, len(totals))
    return found


def limits_of(scale: Scale, own: Iterable[Limit]) -> list[Limit]:
    """The quotas of a framework's bands, over the whole campaign, and those that the campaign adds."""
    bands = [Limit(band.code, Per.CAMPAIGN, band.quota) for band in scale.bands if band.quota is not None]
    return [*bands, *own]


def assign(
    framework: Framework, scale: Scale, contestants: Mapping[Key, Contestant], limits: Sequence[Limit]
) -> dict[Key, Graded]:
    """The grade of each. Who finds no seat falls to the next band whose score and conditions he meets."""
    return _Assigning(framework, scale, contestants, limits).all()


class _Spot(NamedTuple):
    """One limit in one group: where seats are counted."""

    limit: Limit
    group: Group


class _Assigning(Generic[Key]):
    def __init__(
        self, framework: Framework, scale: Scale, contestants: Mapping[Key, Contestant], limits: Sequence[Limit]
    ) -> None:
        self.grader, self.scale = Grader(framework, scale), scale
        self.contestants, self.limits = contestants, limits
        self.sizes = Counter(one.group(per) for one in contestants.values() for per in Per)
        self.lines: dict[Key, list[Line]] = {key: [] for key in contestants}

    def all(self) -> dict[Key, Graded]:
        """Band after band from the best, and what is left for who reaches none."""
        graded: dict[Key, Graded] = {}
        for band in self.scale.bands:
            fit = [key for key in self.contestants if key not in graded and self._reaches(key, band)]
            for key in self._seated(band, fit):
                graded[key] = self.grader.graded(band, self.contestants[key].standing, self.lines[key])
        for key in self.contestants.keys() - graded.keys():
            graded[key] = self.grader.lowest(self.contestants[key].standing, self.lines[key])
        return {key: graded[key] for key in self.contestants}

    def _reaches(self, key: Key, band: Band) -> bool:
        refused = self.grader.refusals(band, self.contestants[key].standing)
        self.lines[key] += refused
        return not refused

    def _seated(self, band: Band, fit: Sequence[Key]) -> list[Key]:
        """Those who get the band; the others are told which limit stood in the way."""
        spots = {key: self._spots(band, key) for key in fit}
        seats = {spot: self._seats(spot) for listed in spots.values() for spot in listed}
        left, seated = dict(seats), []
        for place, tied in ranked({key: self.contestants[key].standing.total for key in fit}):
            inside = {key: spots[key] for key in tied}
            while spot := _overfull(inside, left):
                left[spot] = 0  # closed for all who come behind
                for key in [key for key, listed in inside.items() if spot in listed]:
                    del inside[key]
                    self.lines[key].append(line("grade_quota", title=band.label, places=seats[spot], rank=place))
            for key in inside:
                seated.append(key)
                for spot in spots[key]:
                    left[spot] -= 1
        return seated

    def _spots(self, band: Band, key: Key) -> list[_Spot]:
        found = []
        for limit in self.limits:
            group = self.contestants[key].group(limit.per)
            if limit.band == band.code and limit.group in (None, group[1]):
                found.append(_Spot(limit, group))
        return found

    def _seats(self, spot: _Spot) -> int:
        return places(spot.limit.quota, self.sizes[spot.group])


def _overfull(inside: Mapping[Key, Sequence[_Spot]], left: Mapping[_Spot, int]) -> _Spot | None:
    """A spot that those who are tied overfill together; the first in the order of the limits."""
    wanted = Counter(spot for listed in inside.values() for spot in listed)
    return next((spot for spot in sorted(wanted, key=_order) if wanted[spot] > left[spot]), None)


def _order(spot: _Spot) -> tuple[str, str, str]:
    return spot.limit.per, spot.group[1], spot.limit.group or ""
