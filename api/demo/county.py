"""The demo county, built from its plan: pure, and the same for the same plan and seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from api.demo.codes import credit_code, school_code
from api.demo.figures import Figures, figures, organization_for
from api.demo.naming import Name, Namer
from api.demo.places import District, Plan, Township
from api.organizations.rules import CATEGORIES, SchoolType

SEED = 2026


@dataclass(frozen=True, slots=True)
class School:
    """One school as it is first written down; the fields are those of the API. None = not known."""

    district: str
    external_id: str
    name: str
    short_name: str
    former_names: tuple[str, ...]
    type: str
    ownership: str
    code: str | None
    credit_code: str | None
    boarding: bool | None
    boarders: int | None
    canteen: str | None
    area: str | None
    pupils: int | None
    staff: int | None
    party_members: int | None
    party_organization: str | None
    party_coverage: str | None
    address: str | None
    longitude: str | None
    latitude: str | None
    status: str = "operating"


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed later in one school (by its place in the list), and how many days before today."""

    school: int
    days_ago: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class County:
    """All that the demo writes for one county."""

    plan: Plan
    schools: tuple[School, ...]
    changes: tuple[Change, ...]

    @property
    def principal_school(self) -> School:
        """The school that the school accounts are bound to: the first nine-year school, of middling size."""
        return next(school for school in self.schools if school.type == "nine_year")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a school is founded: what is common to the schools of a township."""

    district: District
    township: Township


def build(plan: Plan, seed: int = SEED) -> County:
    """The county of `plan`. Equal arguments give equal counties, on every machine."""
    rng = Random(seed)
    founded = list(_founded(plan, rng))
    order = rng.sample(range(len(founded)), len(founded))
    coded = _with_codes(plan, founded, order)
    schools = _with_gaps(_with_suspended(coded), rng)
    return County(plan, tuple(schools), tuple(_changes(schools, rng)))


def _founded(plan: Plan, rng: Random) -> Iterator[School]:
    """Every school of the plan, without codes, all values known."""
    namer = Namer(plan, rng)
    townships = plan.townships
    for district in plan.districts:
        for township in district.townships:
            place = _Place(district, township)
            for school_type, ownership, names in _kinds(namer, township):
                for name in names:
                    yield _school(plan, place, (school_type, ownership, 1.0), name, rng)
        for named in district.named:
            place = _Place(district, townships[named.township])
            kind = (named.type, named.ownership, named.scale)
            yield _school(plan, place, kind, Name(named.name, named.short_name), rng)


def _kinds(namer: Namer, township: Township) -> Sequence[tuple[str, str, Iterator[Name]]]:
    """The kinds of schools of a township, in the order in which they are written down."""
    return (
        ("primary", "public", namer.primary(township)),
        ("nine_year", "public", namer.nine_year(township)),
        ("junior_secondary", "public", namer.junior(township)),
        ("kindergarten", "public", namer.kindergartens(township)),
        ("kindergarten", "private", namer.private_kindergartens(township)),
    )


def _school(plan: Plan, place: _Place, kind: tuple[str, str, float], name: Name, rng: Random) -> School:
    """A school of `kind` (type, ownership, relative size) with figures, an address and a position that fit."""
    school_type, ownership, scale = kind
    township = place.township
    area = "rural" if name.village else township.area
    drawn = figures(school_type, ownership, area, scale, rng)
    return School(
        district=place.district.name,
        external_id="",
        name=name.full,
        short_name=name.short,
        former_names=name.former,
        type=school_type,
        ownership=ownership,
        code=None,
        credit_code=None,
        area=area,
        address=_address(plan, township, name, rng),
        longitude=_position(township.longitude, name.village, rng),
        latitude=_position(township.latitude, name.village, rng),
        **_known(drawn),
    )


def _known(drawn: Figures) -> dict[str, Any]:
    """The drawn figures under the names of a school's fields."""
    return {field: getattr(drawn, field) for field in Figures.__slots__}


def _address(plan: Plan, township: Township, name: Name, rng: Random) -> str:
    """A village has no house numbers, a town has streets."""
    if name.village:
        return f"{plan.county}{township.name}{name.village}村"
    street = rng.choice(("中心街", "新建路", "红军大道", "学府路", "滨河路", "迎宾大道"))
    return f"{plan.county}{township.name}{street}{rng.randint(1, 268)}号"


def _position(degrees: float, village: str | None, rng: Random) -> str:
    """A position near the township's seat, further out for a village, six decimals."""
    spread = 0.045 if village else 0.012
    return f"{degrees + rng.uniform(-spread, spread):.6f}"


# How organization codes begin: old institutions have digits only, private units were registered later.
_BODIES: Mapping[str, str] = {"public": "48", "private": "MJ"}


def _with_codes(plan: Plan, schools: Sequence[School], order: Sequence[int]) -> list[School]:
    """The schools with their codes, which were given out province-wide, so in no order within a county."""
    province = plan.code[:2]
    serials = dict.fromkeys(CATEGORIES.values(), plan.serials or int(plan.code[2:]) * 3)
    result = list(schools)
    for rank, index in enumerate(order):
        school = schools[index]
        category = CATEGORIES[SchoolType(school.type)]
        serials[category] += 1 + rank % 7
        body = f"{_BODIES[school.ownership]}{rank * 6043 % 1_000_000:06d}"
        result[index] = replace(
            school,
            external_id=f"{plan.code}-{index + 1:03d}",
            code=school_code(school.type, province, serials[category]),
            credit_code=credit_code(school.ownership, plan.code, body),
        )
    return result


def _with_suspended(schools: Sequence[School]) -> list[School]:
    """The two smallest village schools have no pupils left and are suspended."""
    villages = (index for index, school in enumerate(schools) if school.type == "primary" and not school.former_names)
    smallest = sorted(villages, key=lambda index: schools[index].pupils or 0)[:2]
    empty: dict[str, Any] = {"pupils": 0, "boarding": False, "boarders": 0, "canteen": "none", "status": "suspended"}
    return [replace(school, **(empty if index in smallest else {})) for index, school in enumerate(schools)]


# What counties really do not know: how many schools miss which fields together.
_GAPS: Sequence[tuple[int, tuple[str, ...]]] = (
    (7, ("code",)),
    (5, ("credit_code",)),
    (3, ("pupils",)),
    (4, ("staff",)),
    (9, ("party_members", "party_organization", "party_coverage")),
    (6, ("canteen",)),
    (3, ("boarding", "boarders")),
    (4, ("area",)),
    (8, ("address",)),
    (11, ("longitude", "latitude")),
)


def _with_gaps(schools: Sequence[School], rng: Random) -> list[School]:
    """The schools with some values unknown; mostly kindergartens, whose records are the youngest."""
    result = list(schools)
    likely = [index for index, school in enumerate(schools) if school.type in ("kindergarten", "primary")]
    for count, fields in _GAPS:
        for index in rng.sample(likely, count):
            unknown: dict[str, Any] = dict.fromkeys(fields)
            result[index] = replace(result[index], **unknown)
    return result


def _changes(schools: Sequence[School], rng: Random) -> Iterator[Change]:
    """What happened since: a school renamed, counts of the new term, canteens taken back, party branches founded."""
    whole = [index for index, school in enumerate(schools) if None not in (school.pupils, school.staff, school.canteen)]
    yield from _renamed(schools)
    for index in rng.sample([index for index in whole if schools[index].status == "operating"], 8):
        pupils = schools[index].pupils or 0
        moved = rng.choice((1, 1, -1)) * max(1, pupils * rng.randint(1, 6) // 100)
        yield Change(index, 52, {"pupils": max(schools[index].boarders or 0, pupils + moved)})
    contracted = [index for index in whole if schools[index].canteen == "contracted"]
    for index in rng.sample(contracted, 3):
        yield Change(index, 33, {"canteen": "self_run"})
    joint = [index for index in whole if schools[index].party_organization == "joint_branch"]
    for index in rng.sample(joint, 2):
        members = 4
        branch = {"party_organization": organization_for(members), "party_coverage": "independent"}
        yield Change(index, 19, {"party_members": members, **branch})


def _renamed(schools: Sequence[School]) -> Iterator[Change]:
    """One town school takes a new name and keeps the old one among its former names."""
    index = next(index for index, school in enumerate(schools) if school.type == "primary" and not school.former_names)
    old = schools[index]
    values = {"name": old.name.replace("小学", "实验小学"), "short_name": f"{old.short_name[0]}实小"}
    yield Change(index, 80, {**values, "former_names": [*old.former_names, old.name]})
