"""The list that PostgreSQL writes itself says the same as the list made of rows."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api.core.context import Actor, Context, Grant
from api.core.ids import ordered
from api.core.paging import Paging
from api.core.routing import Raw
from api.core.schemas import Page
from api.core.transaction import Mode, transaction
from api.organizations import queries
from api.organizations.queries import schools as lists
from api.organizations.schemas import SchoolFilter, SchoolRow
from tests.api.organizations.county import V1, County
from tests.databases import Backend
from tests.world import World

EVERYTHING = {
    "short_name": "“引号”\\小学\t",
    "code": "2134000077",
    "credit_code": "91350100M000100Y43",
    "boarding": True,
    "boarders": 20,
    "canteen": "self_run",
    "area": "rural",
    "pupils": 320,
    "staff": 24,
    "party_members": 9,
    "party_organization": "branch",
    "party_coverage": "independent",
    "status": "suspended",
}


@pytest.fixture
def backend() -> Backend:
    """Only PostgreSQL makes JSON."""
    return "postgresql"


@pytest.fixture
def ctx(world: World) -> Any:
    """Someone who sees everything, in one snapshot."""
    grant = Grant(ordered(), "read_only", ordered(), "", frozenset({"school.read"}))
    actor = Actor(ordered(), "", None, None, must_change_password=False, grants=(grant,))
    with transaction(world.app.state.database, Mode.SNAPSHOT) as session:
        keys = world.app.state.keys
        yield Context(session=session, now=datetime.now(UTC), trace="", path="", keys=keys, actor=actor)


def by_rows(ctx: Context, wanted: SchoolFilter, sort: str, paging: Paging) -> Any:
    """The same page, made of rows."""
    return orjson.loads(TypeAdapter(Page[SchoolRow]).dump_json(lists.page_from_rows(ctx, wanted, sort, paging)))


class TestPageAsJson:
    @pytest.mark.parametrize("sort", ["name", "-pupils", "created_at,code"])
    @pytest.mark.parametrize("page", [Paging(1, 50), Paging(2, 2), Paging(9, 50)])
    def test_both_ways_say_the_same(self, world: World, ctx: Context, sort: str, page: Paging) -> None:
        officer, county = world.sign_in("section_officer", "county"), County(world)
        county.found(officer, **EVERYTHING)
        for school_type in ("kindergarten", "nine_year", "special", "vocational", "complete_secondary"):
            county.found(officer, type=school_type, parent_id=world.unit("bureau"))
        written = queries.list_schools(ctx, SchoolFilter(), sort, page)
        assert isinstance(written, Raw)
        assert orjson.loads(written.body) == by_rows(ctx, SchoolFilter(), sort, page)

    def test_the_reply_is_the_page_of_the_contract(self, world: World, officer: TestClient) -> None:
        reply = officer.get(f"{V1}/schools", params={"q": "小学"})
        assert reply.headers["content-type"] == "application/json"
        TypeAdapter(Page[SchoolRow]).validate_json(reply.content)
        assert world.unit("school") in reply.text
