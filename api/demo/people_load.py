"""Writing the people of the demo, some dozens of schools at a time, through the verbs of the domain."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.demo.county import SEED, County
from api.demo.people import PEOPLE
from api.demo.people_plan import Crew, Someone
from api.people import queries, service
from api.people.rules import StaffKind
from api.people.schemas import CommitteeIn, MemberIn, PersonIn, PostIn, RegistrationIn

_AT_ONCE = 40
# Whose log-in works where, by user name: they are people of the county too.
_BUREAU_HEADS = {"bureau_director": "leader", "discipline_head": "head"}


def load_people(
    officer: Context, county: County, places: tuple[UUID, Sequence[UUID]], *, seed: int = SEED, light: bool = False
) -> int:
    """Write the people of a bureau and its schools (`places`, in the county's order); returns how many they are.

    Light: leaders only, for a city of many counties.
    """
    bureau, schools = places
    ctx = replace(officer, permission=Permission.PERSON_MANAGE)
    today = clock.legal_day(ctx.now)
    crew = Crew(f"{seed}-{county.plan.code}", today, county.plan.code[-2:] if light else "00")
    named = {person.username: person.display_name for person in PEOPLE}
    crews = [(bureau, crew.bureau({kind: named[username] for kind, username in _BUREAU_HEADS.items()}))]
    for school, unit in zip(county.schools, schools, strict=True):
        heads = {"principal": named["principal"]} if school == county.principal_school else {}
        crews.append((unit, crew.school(school, heads, light=light)))
    rest = iter(crews)
    written = 0
    while batch := list(islice(rest, _AT_ONCE)):
        written += _write(ctx, batch, today)
    if not light:
        _write_twins(ctx, crews[1:4], crews[4][0])
    return written


def _write(ctx: Context, crews: Sequence[tuple[UUID, list[Someone]]], today: date) -> int:
    people = [(unit, someone) for unit, members in crews for someone in members]
    wanted = [PersonIn.model_validate({**someone.facts, "unit_id": unit}) for unit, someone in people]
    ids = service.create_persons(ctx, wanted)
    posts = [
        PostIn.model_validate({**post, "person_id": id_, "unit_id": unit})
        for id_, (unit, someone) in zip(ids, people, strict=True)
        for post in someone.posts
    ]
    service.create_posts(ctx, posts)
    _write_committees(ctx, dict(zip(ids, people, strict=True)), today)
    decisions = [
        (id_, RegistrationIn.model_validate(decision))
        for id_, (_, someone) in zip(ids, people, strict=True)
        for decision in someone.decisions
    ]
    service.decide_registrations(ctx, decisions)
    return len(ids)


def _write_committees(ctx: Context, people: Mapping[UUID, tuple[UUID, Someone]], today: date) -> None:
    seats = [(unit, kind, id_, seat) for id_, (unit, someone) in people.items() for kind, seat in someone.seats]
    founded = list(dict.fromkeys((unit, kind) for unit, kind, _, _ in seats))
    day = today - timedelta(days=430)
    committees = [CommitteeIn(unit_id=unit, kind=kind, founded_on=day) for unit, kind in founded]
    ids = dict(zip(founded, service.create_committees(ctx, committees), strict=True))
    members = [
        (ids[unit, kind], MemberIn.model_validate({**seat, "person_id": id_})) for unit, kind, id_, seat in seats
    ]
    service.add_members(ctx, members)


def _write_twins(ctx: Context, crews: Sequence[tuple[UUID, list[Someone]]], elsewhere: UUID) -> None:
    """What clerks do: write somebody down twice, and somebody whom another school has already."""
    for unit, members in crews[:2]:
        service.create_persons(ctx, [PersonIn(unit_id=unit, name=members[0].facts["name"], kind=StaffKind.TEACHER)])
    unit, members = crews[2]
    moved = next(someone for someone in members if "identity" in someone.facts)
    place = queries.find_places(ctx, [elsewhere])[elsewhere]
    actor = ctx.signed_in
    clerk = replace(actor, grants=(replace(actor.grants[0], unit_id=elsewhere, path=place.path),))
    wanted = {**moved.facts, "unit_id": elsewhere, "party": None}
    service.create_persons(replace(ctx, actor=clerk), [PersonIn.model_validate(wanted)])
