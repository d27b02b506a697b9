"""Whatever is done to schools, in whatever order: every id still finds them, and each day is as it was recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from api.core import clock, rollups
from api.core.context import Context
from api.core.errors import Refused
from api.core.transaction import transaction
from api.ledger.models import LedgerEvent
from api.ledger.rules import document_hash
from api.organizations import queries, service
from api.organizations.canonical import read_schools
from api.organizations.figures import SCHOOL_FIGURES
from api.organizations.schemas import (
    DeedIn,
    MoveIn,
    RecodeIn,
    RenameIn,
    SchoolIn,
    SchoolMergeIn,
    SchoolPatch,
    SplitIn,
)
from tests.databases import BACKENDS, Backend, borrowed
from tests.world import WORLD, World, inhabited

START = date(2026, 1, 10)
KEPT = ("name", "code", "type", "status", "pupils")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "recode", "move", "merge", "split", "close", "reopen", "patch"]),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


class Lives:
    """Schools under random acts, beside a plain record of what each was on each day."""

    def __init__(self, ctx: Context, world: World) -> None:
        self.ctx, self.world, self.day, self.number = ctx, world, START, 0
        self.parents = [UUID(world.unit(name)) for name in ("district", "other_district")]
        self.schools: list[UUID] = []
        self.expected: dict[tuple[UUID, date], tuple[Any, ...]] = {}
        self.ids: dict[tuple[str, str], UUID] = {}
        self.external: dict[UUID, str] = {}
        for _ in range(3):
            self.note(self.at(service.create_school, self.wanted()).id)

    def at(self, verb: Any, *arguments: Any) -> Any:
        """Do it at noon of the present day."""
        noon = datetime(self.day.year, self.day.month, self.day.day, 4, tzinfo=UTC)
        return verb(replace(self.ctx, now=noon), *arguments)

    def wanted(self) -> SchoolIn:
        self.number += 1
        facts = {"name": f"第{self.number}小学", "type": "primary", "ownership": "public", "pupils": self.number}
        ids = [{"scheme": "t", "value": str(self.number)}]
        code = f"2134{500000 + self.number}"
        return SchoolIn.model_validate(facts | {"code": code, "parent_id": self.parents[0], "external_ids": ids})

    def note(self, school: UUID) -> None:
        if school not in self.schools:
            self.schools.append(school)

    def deed(self, **facts: Any) -> dict[str, Any]:
        return {"reason": "测试", "effective_on": self.day, **facts}

    def step(self, verb: str, first: int, second: int, days: int) -> None:
        """One act; what the rules refuse leaves everything as it was."""
        self.day += timedelta(days=days)
        one, other = (self.schools[n % len(self.schools)] for n in (first, second))
        savepoint = self.ctx.session.begin_nested()
        try:
            self.do(verb, one, other, second)
        except Refused:
            savepoint.rollback()
        else:
            savepoint.commit()
        self.remember()

    def do(self, verb: str, one: UUID, other: UUID, choice: int) -> None:
        self.number += 1
        acts: dict[str, tuple[Any, ...]] = {
            "rename": (service.rename_school, one, RenameIn(**self.deed(name=f"改名{self.number}"))),
            "recode": (service.recode_school, one, RecodeIn(**self.deed(code=f"2134{600000 + self.number}"))),
            "move": (service.move_school, one, MoveIn(**self.deed(parent_id=self.parents[choice % 2]))),
            "close": (service.close_school, one, DeedIn(**self.deed())),
            "reopen": (service.reopen_school, one, DeedIn(**self.deed())),
            "patch": (service.update_school, one, SchoolPatch(pupils=self.number)),
            "merge": (
                service.merge_schools,
                SchoolMergeIn(**self.deed(school_ids=[one, other], survivor_id=one)),
            ),
            "split": (service.split_school, one, SplitIn(**self.deed(into=[self.wanted(), self.wanted()]))),
        }
        told = self.at(*acts[verb])
        if verb == "split":
            for unit in told.units:
                if unit.action == "school.created":
                    self.note(unit.id)

    def remember(self) -> None:
        """What each school is called and is at the end of the present day."""
        for school in self.schools:
            shown = self.at(queries.get_school, school)
            self.expected[school, self.day] = (*tuple(getattr(shown, name) for name in KEPT), shown.parent.id)
            self.ids["code", shown.code] = school
            for external in shown.external_ids:
                self.ids[f"ext:{external.scheme}", external.value] = school

    def check(self) -> None:
        for (school, day), expected in self.expected.items():
            seen = self.at(queries.get_school_as_of, school, day)
            assert (*tuple(getattr(seen, name) for name in KEPT), seen.parent.id) == expected, (school, day)
        for (scheme, value), school in self.ids.items():
            found = self.at(queries.get_school_by, scheme, value)
            assert found.id == school
        ended = [self.at(queries.get_school, school) for school in self.schools]
        for school in ended:
            past = self.at(queries.get_past, school.id)
            if any(version.action in ("school.merged", "school.split") for version in self.versions(school.id)):
                assert past.succeeded_by == school.succeeded_by != []
        assert rollups.compare(self.ctx.session, SCHOOL_FIGURES) == []
        self.check_hashes()

    def check_hashes(self) -> None:
        """The ledger's last word on each school is the hash of its row."""
        stmt = select(LedgerEvent.object_id, LedgerEvent.object_hash).order_by(LedgerEvent.id)
        told = self.ctx.session.execute(stmt.where(LedgerEvent.object_type == "school"))
        last = {row.object_id: row.object_hash for row in told}
        found = {one.id: document_hash(one.document) for one in read_schools(self.ctx.session)}
        assert {school: last[school] for school in self.schools} == {school: found[school] for school in self.schools}

    def versions(self, school: UUID) -> Any:
        return self.at(queries.list_versions, school, None, 200).items


@contextmanager
def _place(backend: Backend) -> Iterator[World]:
    with borrowed(backend, WORLD) as copy, inhabited(copy) as world:
        yield world


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_id_still_finds_its_school_and_each_day_is_as_it_was_recorded(backend: Backend) -> None:
    with _place(backend) as world:

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(STEPS)
        def live(steps: list[tuple[str, int, int, int]]) -> None:
            with transaction(world.app.state.database) as session:
                ctx = Context(session=session, now=clock.now(), trace="t", path="", keys=world.app.state.keys)
                lives = Lives(ctx, world)
                for step in steps:
                    lives.step(*step)
                lives.check()
                session.rollback()

        live()
