"""What each role may do in the tree: the table of roles, enforced on every operation."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.permissions import Permission
from api.accounts.rules import ROLE_PERMISSIONS, Role, kinds_for
from api.organizations.rules import UnitKind
from tests.api.organizations.county import V1, if_match
from tests.world import World

OPERATIONS: list[tuple[str, str, Permission]] = [
    ("GET", "/regions", Permission.UNIT_READ),
    ("GET", "/units", Permission.UNIT_READ),
    ("GET", "/units/tree", Permission.UNIT_READ),
    ("GET", "/units/{school}", Permission.UNIT_READ),
    ("GET", "/units/{school}/history", Permission.UNIT_READ),
    ("POST", "/units", Permission.UNIT_MANAGE),
    ("PATCH", "/units/{school}", Permission.UNIT_MANAGE),
    ("GET", "/schools", Permission.SCHOOL_READ),
    ("GET", "/schools/facets", Permission.SCHOOL_READ),
    ("GET", "/schools/{school}", Permission.SCHOOL_READ),
    ("GET", "/schools/{school}/history", Permission.SCHOOL_READ),
    ("GET", "/schools/export", Permission.SCHOOL_EXPORT),
    ("POST", "/schools", Permission.SCHOOL_CREATE),
    ("POST", "/schools:batch", Permission.SCHOOL_CREATE),
    ("PATCH", "/schools/{school}", Permission.SCHOOL_UPDATE),
    ("GET", "/schools/{school}/as-of?on=2026-01-01", Permission.SCHOOL_READ),
    ("GET", "/schools/{school}/versions", Permission.SCHOOL_READ),
    ("GET", "/schools/{school}/past", Permission.SCHOOL_READ),
    ("GET", "/schools/by/code/2134000001", Permission.SCHOOL_READ),
    ("PUT", "/schools/by/code/2134000999", Permission.SCHOOL_CREATE),
    ("GET", "/school-groups", Permission.SCHOOL_READ),
    ("GET", "/school-groups/kinds", Permission.SCHOOL_READ),
    ("POST", "/school-groups", Permission.UNIT_RESTRUCTURE),
    ("POST", "/schools:merge", Permission.UNIT_RESTRUCTURE),
    ("POST", "/units:merge", Permission.UNIT_RESTRUCTURE),
    *(("POST", f"/schools/{{school}}:{verb}", Permission.UNIT_RESTRUCTURE) for verb in ("rename", "recode", "move")),
    *(("POST", f"/schools/{{school}}:{verb}", Permission.UNIT_RESTRUCTURE) for verb in ("close", "reopen", "split")),
    *(("POST", f"/units/{{school}}:{verb}", Permission.UNIT_RESTRUCTURE) for verb in ("rename", "move")),
    *(("POST", f"/units/{{school}}:{verb}", Permission.UNIT_RESTRUCTURE) for verb in ("close", "reopen")),
]


# Well-formed bodies that name a parent that is not there: who may, gets as far as 422.
_NOWHERE = "0198c0de-0000-7000-8000-00000000dead"
_SCHOOL = {"parent_id": _NOWHERE, "name": "新建小学", "type": "primary", "ownership": "public"}
_BODIES: dict[str, dict[str, Any]] = {
    "/units": {"kind": "district", "parent_id": _NOWHERE, "name": "新学区"},
    "/schools": _SCHOOL,
    "/schools:batch": {"items": [_SCHOOL]},
    "/schools/by/code/2134000999": _SCHOOL,
    "/school-groups": {"unit_id": _NOWHERE, "kind": "x", "name": "新集团", "head_school_id": _NOWHERE},
    "/schools:merge": {"school_ids": [_NOWHERE, _NOWHERE], "reason": "x"},
    "/units:merge": {"unit_ids": [_NOWHERE, _NOWHERE], "survivor_id": _NOWHERE, "reason": "x"},
}
# With another revision than the school has: who may, gets as far as 412.
_ACTS: dict[str, dict[str, Any]] = {
    ":rename": {"name": "新名"},
    ":recode": {"code": "2134000999"},
    ":move": {"parent_id": _NOWHERE},
    ":split": {"into": [_SCHOOL, _SCHOOL]},
}


def _body(path: str) -> dict[str, Any]:
    if path.startswith(("/schools/{school}:", "/units/{school}:")):
        return {"reason": "x"} | _ACTS.get(path.partition("}")[2], {})
    return _BODIES.get(path, {})


def send(client: TestClient, method: str, path: str, school: str) -> int:
    """The status of a request that is well-formed and changes nothing."""
    content = {} if method == "GET" else {"json": _body(path)}
    url = V1 + path.format(school=school)
    return int(client.request(method, url, headers=if_match(99), **content).status_code)


def seat(role: Role) -> str:
    """A unit of the world that `role` can be bound to and that has 锦岚县第一小学 in it."""
    kinds = kinds_for(role)
    return next(name for name, kind in _SEATS if kind in kinds)


_SEATS = (("county", UnitKind.COUNTY), ("district", UnitKind.DISTRICT), ("school", UnitKind.SCHOOL))


@pytest.mark.parametrize("role", Role)
class TestRoles:
    def test_may_do_what_its_permissions_say_and_nothing_else(self, world: World, role: Role) -> None:
        client = world.sign_in(role, seat(role))
        for method, path, permission in OPERATIONS:
            status = send(client, method, path, world.unit("school"))
            allowed = permission in ROLE_PERMISSIONS[role]
            assert (status != 403) is allowed, (method, path, status)
            assert status < 500, (method, path)


class TestVisitors:
    def test_without_a_session_everything_is_401(self, world: World) -> None:
        for method, path, _ in OPERATIONS:
            assert send(world.visitor(), method, path, world.unit("school")) == 401, (method, path)
