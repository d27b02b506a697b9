"""Reach: which parts of the tree an actor's grants open."""

from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from uuid import UUID

from sqlalchemy import column
from sqlalchemy.orm import Session

from api.access import reach
from api.core.context import Actor, Context, Grant
from api.core.keys import KeyStore

READ, MANAGE = "school.read", "unit.manage"
COUNTY, DISTRICT, SCHOOL, ELSEWHERE = (
    "aaaaaaaaaa/",
    "aaaaaaaaaa/bbbbbbbbbb/",
    "aaaaaaaaaa/bbbbbbbbbb/cccccccccc/",
    "zzzzzzzzzz/",
)


def context(*grants: tuple[str, set[str]], asked: str | None = READ) -> Context:
    held = tuple(
        Grant(UUID(int=number), "role", UUID(int=number), path, frozenset(permissions))
        for number, (path, permissions) in enumerate(grants)
    )
    actor = Actor(UUID(int=1), "钟毅", None, None, must_change_password=False, grants=held)
    return Context(
        session=cast("Session", None),
        now=datetime(2026, 3, 2, tzinfo=UTC),
        trace="",
        path="",
        keys=KeyStore(Path("nowhere")),
        actor=actor,
        permission=asked,
    )


class TestRoots:
    def test_only_grants_with_the_permission_asked_for_count(self) -> None:
        assert reach.roots(context((COUNTY, {MANAGE}), (ELSEWHERE, {READ}))) == (ELSEWHERE,)

    def test_nested_ones_are_left_out(self) -> None:
        assert reach.roots(context((SCHOOL, {READ}), (COUNTY, {READ}), (DISTRICT, {READ}))) == (COUNTY,)

    def test_the_same_unit_twice_is_one_root(self) -> None:
        assert reach.roots(context((DISTRICT, {READ}), (DISTRICT, {READ, MANAGE}))) == (DISTRICT,)

    def test_a_route_that_asks_for_no_permission_is_open_to_every_grant(self) -> None:
        assert reach.roots(context((DISTRICT, {READ}), (ELSEWHERE, {MANAGE}), asked=None)) == (DISTRICT, ELSEWHERE)

    def test_another_permission_can_be_asked_for(self) -> None:
        assert reach.roots(context((COUNTY, {READ}), (SCHOOL, {MANAGE})), MANAGE) == (SCHOOL,)

    def test_without_a_grant_there_is_none(self) -> None:
        assert reach.roots(context()) == ()


class TestReaches:
    def test_the_unit_itself_and_all_below_it(self) -> None:
        ctx = context((DISTRICT, {READ}))
        assert reach.reaches(ctx, DISTRICT)
        assert reach.reaches(ctx, SCHOOL)

    def test_nothing_above_or_beside_it(self) -> None:
        ctx = context((DISTRICT, {READ}))
        assert not reach.reaches(ctx, COUNTY)
        assert not reach.reaches(ctx, ELSEWHERE)

    def test_a_sibling_whose_path_begins_alike_is_not_below(self) -> None:
        assert not reach.reaches(context((DISTRICT, {READ})), "aaaaaaaaaa/bbbbbbbbbbb/")


class TestEach:
    def test_without_a_grant_no_row_is_within(self) -> None:
        assert str(reach.each(context(), column("unit_id"))) == "false"
