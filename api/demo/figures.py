"""How large a school is and what it offers, so that its figures fit its type, its place and each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

Range = tuple[int, int]


class Profile(NamedTuple):
    """A type of school: pupils by area, pupils to one member of staff, boarders and party members in per cent."""

    urban: Range
    town: Range
    rural: Range
    pupils_per_staff: float
    boarders: Range
    party: Range

    def pupils(self, area: str) -> Range:
        """The range of pupils in `area` (urban, town, rural)."""
        return {"urban": self.urban, "town": self.town, "rural": self.rural}[area]


_PROFILES: Mapping[str, Profile] = {
    "kindergarten": Profile((190, 420), (90, 260), (18, 90), 8.5, (0, 0), (4, 18)),
    "primary": Profile((780, 2300), (310, 860), (24, 190), 15.5, (0, 0), (24, 38)),
    "nine_year": Profile((1100, 1900), (480, 1100), (190, 620), 12.5, (22, 52), (26, 40)),
    "junior_secondary": Profile((1000, 1900), (360, 980), (240, 520), 11.5, (25, 62), (28, 42)),
    "senior_secondary": Profile((2100, 3000), (1400, 2200), (900, 1400), 12.0, (38, 66), (30, 38)),
    "complete_secondary": Profile((1500, 2400), (1200, 1900), (700, 1100), 12.0, (30, 58), (30, 38)),
    "vocational": Profile((2600, 3600), (1200, 2000), (600, 900), 15.0, (55, 78), (24, 30)),
    "special": Profile((90, 170), (60, 110), (40, 70), 3.6, (30, 55), (24, 34)),
}

# Village schools from this size on keep pupils from far hamlets over night; below the other a kitchen does not pay.
_BOARDING_VILLAGE = 120
_SMALL_KITCHEN = 60

# Few party members work in private schools.
_PRIVATE_PARTY: Range = (0, 7)

# Party organization by number of party members: a branch from 3 members on, as a rule not above 50
# (中国共产党支部工作条例（试行）, 2018, article 4); a committee from 100 is what bureaus usually do, not a rule.
_ORGANIZATIONS = ((100, "committee"), (50, "general_branch"), (3, "branch"), (1, "joint_branch"), (0, "none"))


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one school, consistent with each other."""

    pupils: int
    staff: int
    party_members: int
    party_organization: str
    party_coverage: str
    boarding: bool
    boarders: int
    canteen: str


def figures(school_type: str, ownership: str, area: str, scale: float, rng: Random) -> Figures:
    """Figures drawn for a school of this type, ownership, area (urban, town, rural) and relative size."""
    profile = _PROFILES[school_type]
    pupils = round(rng.randint(*profile.pupils(area)) * scale)
    staff = max(3, round(pupils / (profile.pupils_per_staff * rng.uniform(0.88, 1.12))))
    party_range = profile.party if ownership == "public" else _PRIVATE_PARTY
    party_members = round(staff * rng.randint(*party_range) / 100)
    boarders = round(pupils * rng.randint(*profile.boarders) / 100)
    if school_type == "primary" and area == "rural" and pupils >= _BOARDING_VILLAGE:
        boarders = round(pupils * 0.18)
    organization = organization_for(party_members)
    return Figures(
        pupils=pupils,
        staff=staff,
        party_members=party_members,
        party_organization=organization,
        party_coverage=coverage_for(organization, rng),
        boarding=boarders > 0,
        boarders=boarders,
        canteen=_canteen(school_type, area, pupils, rng),
    )


def organization_for(party_members: int) -> str:
    """The party organization that fits the number of party members."""
    return next(kind for least, kind in _ORGANIZATIONS if party_members >= least)


def coverage_for(organization: str, rng: Random) -> str:
    """How party work reaches the school; without party members an instructor may be sent from outside."""
    if organization == "none":
        return rng.choice(("dispatched", "dispatched", "none"))
    return "joint" if organization == "joint_branch" else "independent"


def _canteen(school_type: str, area: str, pupils: int, rng: Random) -> str:
    """Day schools in town may have none or get meals delivered, the smallest village schools too."""
    if school_type == "primary" and area == "urban":
        return rng.choice(("self_run", "delivered", "none"))
    if pupils < _SMALL_KITCHEN:
        return rng.choice(("delivered", "none", "self_run"))
    return rng.choice(("self_run", "self_run", "self_run", "self_run", "contracted"))
