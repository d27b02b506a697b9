"""What lies outside reach is not there: for every route, every list, every count, every export."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from api.accounts.rules import Role
from api.core.faces import PUBLIC as PUBLIC_FACE
from api.matrix import operations
from api.organizations import service as organizations
from api.organizations.schemas import GroupIn
from api.people import service as people
from api.people.rules import CommitteeRole, StaffKind
from api.people.schemas import CommitteeIn, MemberIn, PersonIn, PostIn
from tests.api.assessments.far import ASSESSMENTS, far_assessments
from tests.api.assessments.far_results import RESULTS, far_results
from tests.api.checks.far import FINDINGS, far_finding
from tests.api.complaints.far import COMPLAINTS, far_complaint
from tests.api.decisions.far import DECISIONS, far_decisions
from tests.api.disclosures.far import BODIES as NOTICES
from tests.api.disclosures.far import UNPUBLISHED, far_notices
from tests.api.evidence.steps import filed, submitted
from tests.api.exchange.steps import far, far_mapping
from tests.api.files.steps import begin
from tests.api.frameworks.far import FRAMEWORKS, far_frameworks
from tests.api.ledger.steps import event_about
from tests.api.rectifications.far import RECTIFICATIONS, far_rectifications
from tests.background import ask
from tests.databases import BACKENDS, borrowed
from tests.world import V1, WORLD, World, inhabited

PUBLIC = {
    *("/api/v1/auth/login POST", "/api/v1/meta GET", "/api/public/v1/meta GET"),
    # What anyone reads of what was released, and the box for objections.
    *("/api/public/v1/notices GET", "/api/public/v1/notices/units GET", "/api/public/v1/notices/kinds GET"),
    *("/api/public/v1/notices/{number} GET", "/api/public/v1/notices/{number}/editions/{edition} GET"),
    "/api/public/v1/notices/{number}/editions/{edition}/files/{position} GET",
    "/api/public/v1/notices/{number}/objections POST",
    # What a reporter sends and sees; a complaint is known by its receipt, which stands in the body.
    *("/api/public/v1/complaints/portal GET", "/api/public/v1/complaints/categories GET"),
    *("/api/public/v1/complaints/places GET", "/api/public/v1/complaints/challenges POST"),
    *("/api/public/v1/complaints POST", "/api/public/v1/complaints/lookup POST"),
    *("/api/public/v1/complaints/messages POST", "/api/public/v1/complaints/files POST"),
    *("/api/public/v1/complaints/identity POST", "/api/public/v1/complaints/withdrawal POST"),
    *("/api/public/v1/complaints/objection POST", "/api/public/v1/complaints/rating POST"),
    # These three know their callers by a secret of their own.
    *("/api/v1/auth/invitations:read POST", "/api/v1/auth/invitations:accept POST", "/api/v1/oauth/token POST"),
}
# What stands for an id in an address, and who may ask for it in the caller's own county.
STRANGERS = {"unit_id": "far_bureau", "school_id": "far_school"}


def _callers() -> list[tuple[str, str]]:
    places = {Role.DISTRICT_REVIEWER: "district"}
    return [(role, "school" if role.startswith("school_") else places.get(role, "county")) for role in Role]


class TestRoutes:
    def test_every_route_is_guarded_or_on_the_public_list(self, world: World) -> None:
        found = dict(operations(world.app))
        assert [name for name, guard in found.items() if guard is None] == []
        assert {name for name, guard in found.items() if guard.anyone} == PUBLIC

    def test_a_visitor_gets_401_from_every_guarded_route(self, world: World) -> None:
        visitor = world.visitor()
        for name, guard in operations(world.app):
            path, method = name.rsplit(" ", 1)
            if not guard.anyone:
                url = path.replace("{", "").replace("}", "")
                assert visitor.request(method, url).status_code == 401, name

    @pytest.fixture(scope="class", params=BACKENDS)
    @classmethod
    def far_place(cls, request: pytest.FixtureRequest) -> Iterator[tuple[World, dict[str, str], set[tuple[str, str]]]]:
        """A county, and the ids of all that lies in the county beside it: made once, for nobody may change any of it.

        The set is of what was asked already: route and level of the caller.
        """
        with borrowed(request.param, WORLD) as copy, inhabited(copy) as world:
            yield world, _far(world), set()

    @pytest.mark.parametrize("caller", _callers(), ids=lambda caller: caller[0])
    def test_a_stranger_gets_404_or_403_from_every_address_with_an_id(
        self, far_place: tuple[World, dict[str, str], set[tuple[str, str]]], caller: tuple[str, str]
    ) -> None:
        world, far_ids, asked = far_place
        # Roles differ before the database is asked; on PostgreSQL each level that may asks each route once.
        everyone = world.database.backend == "sqlite"
        client = world.sign_in(*caller)
        held = set(client.get(f"{V1}/auth/session").json()["permissions"])
        for name, guard in operations(world.app):
            path, method = name.rsplit(" ", 1)
            if "{" not in path or "{year}" in path or "{school_year}" in path or path.startswith(PUBLIC_FACE.prefix):
                continue
            may = guard.permission is None or guard.permission in held
            if not everyone and (not may or (name, caller[1]) in asked):
                continue
            asked.add((name, caller[1]))
            path = _filled(path, far_ids)
            body, params = _body(name, world), _params(path, world)
            answer = client.request(method, path, json=body, params=params, headers={"If-Match": '"1"'})
            expected = 404 if may else 403
            assert answer.status_code == expected, (name, answer.text)

    def test_what_is_not_released_is_not_there_for_the_public(self, world: World) -> None:
        asked = 0
        for name, _ in operations(world.app):
            path, method = name.rsplit(" ", 1)
            if "{" in path and path.startswith(PUBLIC_FACE.prefix):
                answer = world.visitor().request(method, _filled(path, UNPUBLISHED), json=_body(name, world))
                assert answer.status_code == 404, (name, answer.text)
                asked += 1
        assert asked


def _filled(path: str, ids: dict[str, str]) -> str:
    """The address with an id in each of its places."""
    for key, value in ids.items():
        path = path.replace(key, value)
    return path


def _far(world: World) -> dict[str, str]:
    """What stands in an address for something of the county beside this one."""
    frames = far_frameworks(world)
    assessed = far_assessments(world, frames["{version_id}"])
    return {
        **{f"{{{key}}}": world.unit(unit) for key, unit in STRANGERS.items()},
        "{group_id}": _far_group(world),
        **_far_people(world),
        "{term_id}": world.unit("school"),
        "{scheme}": "code",
        "{value}": "3434000003",  # of the school beyond reach
        "{account_id}": world.account("section_officer", "far_county"),
        **dict.fromkeys(("{grant_id}", "{client_id}", "{secret_id}"), world.unit("school")),
        **dict.fromkeys(("{session_id}", "{token_id}"), world.unit("school")),
        "{notification_id}": world.unit("school"),
        "{job_id}": str(ask(world, unit_id=UUID(world.unit("far_county")))),
        "{event_id}": event_about(world, "far_school"),
        "{import_id}": far(world),
        "{mapping_id}": far_mapping(world),
        "{type}": "nothing",
        "{number}": "1",
        **_far_evidence(world),
        **frames,
        **assessed,
        **far_results(world, assessed),
        **far_notices(world),
        **far_complaint(world),
        **far_rectifications(world),
        **far_decisions(world),
        **far_finding(world),
    }


def _params(path: str, world: World) -> dict[str, str] | None:
    """What an address asks for in its query."""
    if path.endswith("/as-of"):
        return {"on": "2026-11-20"}
    if path.endswith(("/diff", "/migration", "/migrations/preview")):
        return {"against" if path.endswith("/diff") else "to": world.unit("school")}
    if path.endswith("/projection"):
        return {"crosswalk": world.unit("school")}
    if path.endswith("/merge-preview"):
        return {"survivor_id": world.unit("school")}
    return {"row": "1"} if path.endswith("/rows") else None


# Well-formed bodies of what is done to units, by the end of the address.
_SCHOOL = {
    "parent_id": "0198c0de-0000-7000-8000-00000000dead",
    "name": "新校",
    "type": "primary",
    "ownership": "public",
}
_ACTS: dict[str, dict[str, Any]] = {
    ":rename": {"name": "新名"},
    ":recode": {"code": "2134000999"},
    ":move": {"parent_id": _SCHOOL["parent_id"]},
    ":close": {},
    ":reopen": {},
    ":split": {"into": [_SCHOOL, _SCHOOL]},
    ":end": {},
}


_PEOPLE: dict[str, dict[str, Any]] = {
    "{person_id}:merge POST": {"survivor_id": _SCHOOL["parent_id"]},
    "/registrations POST": {
        "decision": "register",
        "period_from_on": "2024-01-01",
        "period_to_on": "2028-12-31",
        "decided_on": "2024-05-28",
    },
    "{post_id}:end POST": {"ended_on": "2026-01-01", "reason": "removed"},
    "{committee_id}/members POST": {
        "person_id": _SCHOOL["parent_id"],
        "role": "member",
        "joined_on": "2026-01-01",
    },
}


_EVIDENCE: dict[str, dict[str, Any]] = {
    "{item_id}/revisions POST": {"file_ids": [_SCHOOL["parent_id"]]},
    "{item_id}/uses POST": {"label": "x"},
    "{item_id}:withdraw POST": {"reason": "x"},
    "{use_id}:accept POST": {},
    "{use_id}:return POST": {"reason": "x"},
}


def _body(name: str, world: World) -> dict[str, Any] | None:
    for end, document in (
        _PEOPLE
        | _EVIDENCE
        | FRAMEWORKS
        | ASSESSMENTS
        | RESULTS
        | NOTICES
        | RECTIFICATIONS
        | DECISIONS
        | COMPLAINTS
        | FINDINGS
    ).items():
        if name.endswith(end):
            return document
    for verb, body in _ACTS.items():
        if name.endswith(f"{verb} POST"):
            return {"reason": "x"} | body
    if name.endswith("/members POST") and "group_id" in name:
        return {"school_id": world.unit("school")}
    if name.endswith("{value} PUT"):
        return _SCHOOL | {"type": "senior_secondary"}
    if name.endswith(":hand-over POST"):
        return {"to": world.unit("school"), "reason": "x"}
    if name.endswith("/secrets POST"):
        return {}
    if name.endswith("/grants POST"):
        return {"role": "read_only", "unit_id": world.unit("bureau")}
    return {} if name.endswith("PATCH") else None


def _far_evidence(world: World) -> dict[str, str]:
    """Evidence of a school of the county beside this one, submitted, and an upload of its own."""
    officer = world.sign_in("section_officer", "far_county")
    item = submitted(officer, filed(world, officer, "far_school"))
    upload = begin(officer, "a.pdf", b"x").rpartition("/")[2]
    file = item["revisions"][0]["files"][0]["id"]
    ids = {"item_id": item["id"], "use_id": item["uses"][0]["id"], "file_id": file, "upload_id": upload}
    return {f"{{{name}}}": id_ for name, id_ in ids.items()}


def _far_group(world: World) -> str:
    """A group of schools of the county beside this one."""
    unit, head = UUID(world.unit("far_bureau")), UUID(world.unit("far_school"))
    wanted = GroupIn(unit_id=unit, kind="education_group", name="云屏集团", head_school_id=head)
    with world.host() as ctx:
        return str(organizations.create_group(ctx, wanted).id)


def _far_people(world: World) -> dict[str, str]:
    """Somebody of the county beside this one, with a post and a seat in a committee."""
    unit = UUID(world.unit("far_school"))
    day = date(2025, 9, 1)
    with world.host() as ctx:
        (person,) = people.create_persons(ctx, [PersonIn(unit_id=unit, name="某人", kind=StaffKind.TEACHER)])
        post = PostIn(person_id=person, unit_id=unit, kind="teaching_director", from_on=day)
        (committee,) = people.create_committees(ctx, [CommitteeIn(unit_id=unit, kind="leading_group", founded_on=day)])
        member = MemberIn(person_id=person, role=CommitteeRole.MEMBER, joined_on=day)
        ids = {"person_id": person, "post_id": people.create_posts(ctx, [post])[0], "committee_id": committee}
        ids["member_id"] = people.add_members(ctx, [(committee, member)])[0]
    return {f"{{{name}}}": str(id_) for name, id_ in ids.items()}


class TestLists:
    @pytest.mark.parametrize("caller", _callers(), ids=lambda caller: caller[0])
    def test_list_search_count_and_export_hold_only_what_can_be_read(
        self, world: World, caller: tuple[str, str]
    ) -> None:
        client = world.sign_in(*caller)
        listed = client.get(f"{V1}/schools")
        if listed.status_code == 403:
            return
        names = {school["name"] for school in listed.json()["items"]}
        readable = {
            client.get(f"{V1}/schools/{world.unit(unit)}").json().get("name")
            for unit in ("school", "other_school", "far_school")
        } - {None}
        found = {school["name"] for school in client.get(f"{V1}/schools", params={"q": "学"}).json()["items"]}
        total = client.get(f"{V1}/schools/facets").json()["total"]
        assert names == readable
        assert found <= readable
        assert total == listed.json()["total"] == len(readable)
        export = client.get(f"{V1}/schools/export")
        if export.status_code == 200:
            rows = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig"))))
            assert {row[0] for row in rows[1:]} == readable
