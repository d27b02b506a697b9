"""Writing the demo: through the services of the domains, hence with every rule judged and every change recorded."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from api.accounts import passwords
from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.accounts.service import create_account_with_grants
from api.core import ids
from api.core.context import Actor, Context, Grant
from api.demo.assessments import load_running
from api.demo.city import ANLAN, ANLAN_BUREAU, CityBureau
from api.demo.county import SEED, County, School, build
from api.demo.divisions import DIVISIONS
from api.demo.frameworks import load_frameworks
from api.demo.people import PEOPLE, Person, Seat, people_of
from api.demo.people_load import load_people
from api.demo.places import JINLAN, Plan
from api.organizations import queries, regions
from api.organizations import service as organizations
from api.organizations.rules import UnitKind
from api.organizations.schemas import SchoolIn, SchoolPatch, UnitIn

LOGINS = "demo-logins.json"

SCALES: Mapping[str, tuple[Plan, ...]] = {"county": (JINLAN,), "city": ANLAN}
_CITY_BUREAUS: Mapping[str, CityBureau] = {"city": ANLAN_BUREAU}

# What the demo made is known by this external id; a second run finds it and leaves everything as people changed it.
SCHEME = "demo"

# The county was written down before the school year; `county.Change` says what changed since, and when.
_FOUNDED_DAYS_AGO = 90


@dataclass(frozen=True, slots=True)
class Report:
    """What was loaded; without `logins` it was there already."""

    counties: tuple[str, ...]
    schools: int
    logins: Path | None

    def __str__(self) -> str:
        """For the operator, in both languages."""
        names = "、".join(self.counties)
        if self.logins is None:
            return f"{names}已在库中，没有改动 is there already, nothing was changed"
        return f"{names}：{self.schools} 所学校 schools；登录账号见 log-ins in {self.logins}"

    def __rich__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of a county that others refer to."""

    bureau: UUID
    districts: Mapping[str, UUID]


def load(ctx: Context, data_dir: Path, *, scale: str = "county", seed: int = SEED) -> Report:
    """Write the counties of `scale`, and the log-ins to a file in `data_dir`; the caller commits. Called on the host.

    A second call changes nothing. Raises ValueError for an unknown scale; Refused in a database in real use, when a
    user name or a code is taken.
    """
    if scale not in SCALES:
        raise ValueError(f"the scale must be one of: {', '.join(SCALES)}")
    counties = [build(plan, seed) for plan in SCALES[scale]]
    names = tuple(county.plan.county for county in counties)
    if _is_loaded(ctx, counties[0].plan):
        return Report(names, 0, None)
    regions.load_shipped(ctx.session)
    regions.load_invented(ctx.session, DIVISIONS)
    founding = replace(ctx, now=ctx.now - timedelta(days=_FOUNDED_DAYS_AGO))
    units = [_write_units(founding, county.plan) for county in counties]
    seat = _write_city(founding, _CITY_BUREAUS[scale]) if scale in _CITY_BUREAUS else units[0].bureau
    others = [person for county in counties[1:] for person in people_of(county.plan.code)]
    logins = {person.username: passwords.initial() for person in (*PEOPLE, *others)}
    officer = _appoint_bureau(founding, counties[0], replace(units[0], bureau=seat), logins)
    for county, unit in zip(counties[1:], units[1:], strict=True):
        _appoint(founding, people_of(county.plan.code), unit.bureau, logins)
    schools = [_write_schools(officer, *placed) for placed in zip(counties, units, strict=True)]
    for county, written in zip(counties, schools, strict=True):
        _write_changes(replace(officer, now=ctx.now), county, written)
    for county, unit, written in zip(counties, units, schools, strict=True):
        load_people(replace(officer, now=ctx.now), county, (unit.bureau, written), seed=seed, light=len(counties) > 1)
    bureau = _CITY_BUREAUS[scale].name if scale in _CITY_BUREAUS else counties[0].plan.bureau
    load_frameworks(replace(officer, now=ctx.now), seat, bureau.removesuffix("教育局"))
    principal_school = schools[0][counties[0].schools.index(counties[0].principal_school)]
    _appoint(founding, _seated("school"), principal_school, logins)
    load_running(ctx, units[0].bureau, seat, busy=principal_school, seed=seed)
    return Report(names, sum(map(len, schools)), _write_logins(data_dir, logins))


def _is_loaded(ctx: Context, plan: Plan) -> bool:
    return bool(queries.find_taken(ctx, UnitKind.BUREAU, [(SCHEME, plan.code)]))


def _write_city(ctx: Context, bureau: CityBureau) -> UUID:
    """The bureau of the city with its sections; where the people of the bureau are bound: the city, counties and all."""
    city = organizations.plant_root(ctx, bureau.code)
    wanted = {"kind": "bureau", "name": bureau.name, "short_name": bureau.short_name, "code": bureau.code}
    made = _unit(ctx, city.id, wanted)
    for section in bureau.sections:
        _unit(ctx, made, {"kind": "section", "name": section})
    return city.id


def _write_units(ctx: Context, plan: Plan) -> _Units:
    """The regions down to the county, its bureau with sections and districts."""
    county = organizations.plant_root(ctx, plan.code)
    external_id = {"scheme": SCHEME, "value": plan.code}
    wanted = {"kind": "bureau", "name": plan.bureau, "short_name": plan.bureau_short, "code": plan.code}
    bureau = _unit(ctx, county.id, wanted | {"external_ids": [external_id]})
    for section in plan.sections:
        _unit(ctx, bureau, {"kind": "section", "name": section})
    districts = {
        district.name: _unit(
            ctx, bureau, {"kind": "district", "name": district.name, "short_name": district.short_name}
        )
        for district in plan.districts
    }
    return _Units(bureau, districts)


def _unit(ctx: Context, parent: UUID, wanted: Mapping[str, object]) -> UUID:
    return organizations.create_unit(ctx, UnitIn.model_validate({**wanted, "parent_id": parent})).id


def _appoint_bureau(ctx: Context, county: County, units: _Units, logins: Mapping[str, str]) -> Context:
    """Make the accounts of bureau and district; returns the context of the section officer, who keeps the schools."""
    _appoint(ctx, _seated("district"), units.districts[county.principal_school.district], logins)
    accounts = _appoint(ctx, _seated("bureau"), units.bureau, logins)
    person = next(person for person in accounts if person.role == Role.SECTION_OFFICER)
    # The path of the whole tree is empty: the officer of the demo writes down every county of it.
    grant = Grant(ids.ordered(), person.role, units.bureau, "", ROLE_PERMISSIONS[Role.SECTION_OFFICER])
    return replace(ctx, actor=Actor(accounts[person], person.display_name, None, None, False, (grant,)))


def _seated(seat: Seat) -> list[Person]:
    return [person for person in PEOPLE if person.seat == seat]


def _appoint(ctx: Context, people: Iterable[Person], unit: UUID, logins: Mapping[str, str]) -> dict[Person, UUID]:
    """Make the accounts of people whose roles are bound to a unit; their ids."""
    return {
        person: create_account_with_grants(
            ctx, person.username, person.display_name, logins[person.username], [(person.role, unit)]
        )
        for person in people
    }


def _write_schools(ctx: Context, county: County, units: _Units) -> list[UUID]:
    """All schools in one batch; their ids in the county's order."""
    wanted = [_wanted(school, units.districts[school.district]) for school in county.schools]
    return [created.id for created in organizations.create_schools(ctx, wanted).items]


def _wanted(school: School, district: UUID) -> SchoolIn:
    facts = asdict(school)
    del facts["district"]
    external_id = {"scheme": SCHEME, "value": facts.pop("external_id")}
    return SchoolIn.model_validate({**facts, "parent_id": district, "external_ids": [external_id]})


def _write_changes(ctx: Context, county: County, schools: list[UUID]) -> None:
    """What happened since, each on its own day."""
    for change in county.changes:
        day = replace(ctx, now=ctx.now - timedelta(days=change.days_ago))
        organizations.update_school(day, schools[change.school], SchoolPatch.model_validate(change.values))


def _write_logins(data_dir: Path, logins: Mapping[str, str]) -> Path:
    """The log-ins as {user name: password}, readable by the owner only. Never a password in the repository."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / LOGINS
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(logins, file, indent=1)
    return path
