"""What each role may do with people: the table of roles, enforced on every operation; strangers find nothing."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.permissions import Permission
from api.accounts.rules import ROLE_PERMISSIONS, Role, kinds_for
from api.organizations.rules import UnitKind
from tests.api.people.steps import V1, People, if_match
from tests.world import World

READ, MANAGE = Permission.PERSON_READ, Permission.PERSON_MANAGE
OPERATIONS: list[tuple[str, str, Permission]] = [
    ("GET", "/persons", READ),
    ("POST", "/persons", MANAGE),
    ("GET", "/persons/duplicates", MANAGE),
    ("POST", "/persons/duplicates:dismiss", MANAGE),
    ("POST", "/persons/duplicates:reconsider", MANAGE),
    ("GET", "/persons/{person}", READ),
    ("PATCH", "/persons/{person}", MANAGE),
    ("GET", "/persons/{person}/history", READ),
    ("POST", "/persons/{person}/registrations", MANAGE),
    ("GET", "/persons/{person}/merge-preview?survivor_id={person}", MANAGE),
    ("POST", "/persons/{person}:merge", MANAGE),
    ("GET", "/posts", READ),
    ("GET", "/posts/kinds", READ),
    ("GET", "/posts/expiring", READ),
    ("POST", "/posts", MANAGE),
    ("GET", "/posts/{post}", READ),
    ("PATCH", "/posts/{post}", MANAGE),
    ("POST", "/posts/{post}:end", MANAGE),
    ("POST", "/posts/{post}:reopen", MANAGE),
    ("GET", "/committees", READ),
    ("GET", "/committees/kinds", READ),
    ("POST", "/committees", MANAGE),
    ("GET", "/committees/{committee}", READ),
    ("PATCH", "/committees/{committee}", MANAGE),
    ("GET", "/committees/{committee}/history", READ),
    ("POST", "/committees/{committee}/members", MANAGE),
    ("PATCH", "/committees/{committee}/members/{member}", MANAGE),
]
_NOBODY = "0198c0de-0000-7000-8000-00000000dead"
# Well-formed bodies that change nothing: who may, gets as far as 404, 409, 412 or 422.
_BODIES: dict[str, dict[str, Any]] = {
    "/persons": {"unit_id": _NOBODY, "name": "某人", "kind": "teacher"},
    "/persons/duplicates:dismiss": {"person_id": _NOBODY, "other_id": _NOBODY},
    "/persons/duplicates:reconsider": {"person_id": _NOBODY, "other_id": _NOBODY},
    "/persons/{person}/registrations": {
        "decision": "reinstate",
        "period_from_on": "2024-01-01",
        "period_to_on": "2028-12-31",
        "decided_on": "2024-05-28",
    },
    "/persons/{person}:merge": {"survivor_id": _NOBODY},
    "/posts": {"person_id": _NOBODY, "unit_id": _NOBODY, "kind": "other", "from_on": "2024-01-01"},
    "/posts/{post}:end": {"ended_on": "2026-01-01", "reason": "removed"},
    "/committees": {"unit_id": _NOBODY, "kind": "leading_group", "founded_on": "2024-01-01"},
    "/committees/{committee}/members": {"person_id": _NOBODY, "role": "member", "joined_on": "2026-01-01"},
}
_SEATS = (("county", UnitKind.COUNTY), ("district", UnitKind.DISTRICT), ("school", UnitKind.SCHOOL))


def seat(role: Role) -> str:
    """A unit of the world that `role` can be bound to and that has 锦岚县第一小学 in it."""
    return next(name for name, kind in _SEATS if kind in kinds_for(role))


@pytest.fixture
def ids(people: People, officer: TestClient) -> dict[str, str]:
    """Somebody with a post and a seat in a committee."""
    person, committee = people.person(officer), people.committee(officer)
    member = people.join(officer, committee, person).json()["members"][0]
    post = people.post(officer, person)
    return {"person": person["id"], "post": post["id"], "committee": committee["id"], "member": member["id"]}


def send(client: TestClient, method: str, path: str, ids: dict[str, str]) -> int:
    content = {} if method == "GET" else {"json": _BODIES.get(path, {})}
    return int(client.request(method, V1 + path.format(**ids), headers=if_match(99), **content).status_code)


@pytest.mark.parametrize("role", list(Role))
class TestRoles:
    def test_may_do_what_its_permissions_say_and_nothing_else(
        self, world: World, ids: dict[str, str], role: Role
    ) -> None:
        client = world.sign_in(role, seat(role))
        for method, path, permission in OPERATIONS:
            status = send(client, method, path, ids)
            allowed = permission in ROLE_PERMISSIONS[role]
            # What only the authority may do is 403 too, for who works in the school itself.
            own_school = seat(role) == "school" and path.endswith("registrations")
            assert (status != 403) is (allowed and not own_school), (method, path, status)
            assert status < 500, (method, path)


class TestStrangers:
    def test_whatever_has_an_id_is_not_there(self, stranger: TestClient, ids: dict[str, str]) -> None:
        for method, path, _ in OPERATIONS:
            if "{" in path:
                assert send(stranger, method, path, ids) == 404, (method, path)

    def test_without_a_session_everything_is_401(self, world: World, ids: dict[str, str]) -> None:
        for method, path, _ in OPERATIONS:
            assert send(world.visitor(), method, path, ids) == 401, (method, path)


class TestWho:
    def test_the_platform_admin_and_the_auditor_read_nobody(self) -> None:
        for role in (Role.PLATFORM_ADMIN, Role.AUDITOR, Role.READ_ONLY, Role.SCHOOL_SUPERVISOR):
            assert not {READ, MANAGE} & ROLE_PERMISSIONS[role]

    def test_officers_and_schools_keep_the_records(self) -> None:
        keepers = {role for role, held in ROLE_PERMISSIONS.items() if MANAGE in held}
        assert keepers == {Role.SECTION_OFFICER, Role.SCHOOL_LEADER, Role.SCHOOL_CLERK}
        assert all(READ in ROLE_PERMISSIONS[role] for role in keepers)
