"""What lies outside reach is not there: for every route, every list, every count, every export."""

import csv
import io
from typing import Any
from uuid import UUID

import pytest

from api.accounts.rules import Role
from api.matrix import operations
from api.organizations import service as organizations
from api.organizations.schemas import GroupIn
from tests.background import ask
from tests.world import V1, World

PUBLIC = {
    *("/api/v1/auth/login POST", "/api/v1/meta GET", "/api/public/v1/meta GET"),
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

    @pytest.mark.parametrize("caller", _callers(), ids=lambda caller: caller[0])
    def test_a_stranger_gets_404_or_403_from_every_address_with_an_id(
        self, world: World, caller: tuple[str, str]
    ) -> None:
        client = world.sign_in(*caller)
        far_job = ask(world, unit_id=UUID(world.unit("far_county")))
        far_group = _far_group(world)
        held = {p for grant in [client.get(f"{V1}/auth/session").json()] for p in grant["permissions"]}
        for name, guard in operations(world.app):
            path, method = name.rsplit(" ", 1)
            strangers = {f"{{{key}}}": world.unit(unit) for key, unit in STRANGERS.items()}
            strangers |= {
                "{group_id}": far_group,
                "{term_id}": world.unit("school"),
                "{scheme}": "code",
                "{value}": "3434000003",  # of the school beyond reach
                "{account_id}": world.account("section_officer", "far_county"),
                **dict.fromkeys(("{grant_id}", "{client_id}", "{secret_id}"), world.unit("school")),
                **dict.fromkeys(("{session_id}", "{token_id}"), world.unit("school")),
                "{notification_id}": world.unit("school"),
                "{job_id}": str(far_job),
            }
            if "{" not in path or "{year}" in path or "{school_year}" in path:
                continue
            for key, value in strangers.items():
                path = path.replace(key, value)
            body = _body(name, world)
            params = {"on": "2026-11-20"} if path.endswith("/as-of") else None
            answer = client.request(method, path, json=body, params=params, headers={"If-Match": '"1"'})
            expected = 404 if guard.permission is None or guard.permission in held else 403
            assert answer.status_code == expected, (name, answer.text)


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


def _body(name: str, world: World) -> dict[str, Any] | None:
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


def _far_group(world: World) -> str:
    """A group of schools of the county beside this one."""
    unit, head = UUID(world.unit("far_bureau")), UUID(world.unit("far_school"))
    wanted = GroupIn(unit_id=unit, kind="education_group", name="霍山集团", head_school_id=head)
    with world.host() as ctx:
        return str(organizations.create_group(ctx, wanted).id)


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
