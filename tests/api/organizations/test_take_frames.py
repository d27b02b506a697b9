"""New schools by the column: the same rows have the same effect as row by row, on both databases."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from sqlalchemy import select

from api.core import rollups
from api.core.context import Context
from api.core.intake import CellKind, How, Mode, Outcome, Taken
from api.exchange.imports.pipeline import blocks
from api.ledger.rules import document_hash
from api.organizations.canonical import read_schools
from api.organizations.figures import SCHOOL_FIGURES
from api.organizations.models import School, Unit, UnitExternalId
from api.organizations.tabular import SCHOOL_ROWS
from tests.databases import Backend, borrowed
from tests.rows import acting, how
from tests.world import WORLD, World, inhabited

KINDS: dict[CellKind, Any] = {
    CellKind.INTEGER: pl.Int64,
    CellKind.LIST: pl.List(pl.String),
    CellKind.BOOLEAN: pl.Boolean,
}
TYPES = ("kindergarten", "primary", "junior_secondary", "nine_year", "complete_secondary", "vocational")
# What cells may hold that went through their own checks, each with something that rules object to.
POOLS: dict[str, tuple[Any, ...]] = {
    "name": ("第{}小学", "重庆路第{}实验学校", "Mahinda {} Vidyalaya", "“双引号”{}校\\分部", "{}", None),
    "short_name": (None, None, "{}小", "a\tb{}"),
    "parent": ("梅岭学区", "马渡学区", "锦岚县教育局", "梅岭学去", "云屏县教育局", None),
    "type": (*TYPES, None),
    "ownership": ("public", "private", None),
    "status": (None, "operating", "suspended"),
    "boarding": (None, "true", "false"),
    "boarders": (None, 0, 5, 700),
    "pupils": (None, 0, 640, 1_000_000),
    "staff": (None, 41),
    "canteen": (None, "self_run", "none"),
    "area": (None, "town", "rural"),
    "party_members": (None, 9),
    "party_organization": (None, "branch"),
    "party_coverage": (None, "independent"),
    "address": (None, "梅岭镇新河路 3 号", 'a "b", c\nd'),
    "longitude": (None, "115.886364", "-0.500000", "-180.000000", "180.000001", "7", "007.5"),
    "latitude": (None, "31.672100", "90.000000", "-90.5", "0"),
}
BY = ("code", "credit_code", "ext:lk.census")


def documents(number: int, seed: int) -> list[dict[str, Any]]:
    """Rows of every sort: mostly sound, for a rare fault more tells more."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret)
    return [_document(index, dice) for index in range(number)]


def _document(index: int, dice: random.Random) -> dict[str, Any]:
    row = {name: pool[0] if dice.random() < 0.8 else dice.choice(pool) for name, pool in POOLS.items()}
    row["type"] = dice.choice(TYPES) if dice.random() < 0.9 else row["type"]
    row |= {name: str(row[name]).format(index) for name in ("name", "short_name") if row[name] is not None}
    categories = {"kindergarten": 11, "primary": 21, "junior_secondary": 31, "nine_year": 31, "complete_secondary": 34}
    category, province = categories.get(row["type"] or "", 36), 34 if dice.random() < 0.95 else 98
    twin = index - 1 if dice.random() < 0.03 else index
    row["code"] = f"{category}{province}{twin:06}" if dice.random() < 0.95 else dice.choice((None, "2134000001", "213"))
    row["credit_code"] = dice.choice(("12990124MB0W1234XT", "12990124MB0W1234XA")) if dice.random() < 0.01 else None
    row["external_id"] = f"C-{index}" if dice.random() < 0.95 else None
    return row


def frame_of(rows: Sequence[dict[str, Any]], scheme: str) -> pl.DataFrame:
    """As an import hands it on: no twins by its own key, for those are left out before."""
    schema = {field.name: KINDS.get(field.kind, pl.String) for field in SCHOOL_ROWS.fields if field.name in rows[0]}
    frame = pl.DataFrame(rows, schema=schema).with_row_index("row", offset=2).cast({"row": pl.Int64})
    key = "external_id" if scheme.startswith("ext:") else scheme
    return frame.filter(pl.col(key).is_null() | ~pl.col(key).is_duplicated())


def row_by_row(ctx: Context, frame: pl.DataFrame, asked: How) -> list[Outcome]:
    return SCHOOL_ROWS.take(ctx, blocks.rows_of(frame, clear=False), asked)


def by_column(ctx: Context, frame: pl.DataFrame, asked: How) -> Taken | None:
    assert SCHOOL_ROWS.by_column is not None
    prepared = SCHOOL_ROWS.by_column.prepare(ctx, frame, asked)
    return None if prepared is None else SCHOOL_ROWS.by_column.take(ctx, frame, prepared, asked)


def said(outcome: Outcome) -> tuple[Any, ...]:
    faults = [(fault.field, fault.spec.code, dict(fault.params), fault.suggestions) for fault in outcome.faults]
    return outcome.row, outcome.action.value, outcome.key, outcome.revision_before, outcome.revision, faults


def said_of(done: pl.DataFrame) -> list[tuple[Any, ...]]:
    names = ("row", "action", "key", "revision_before", "revision")
    return [(*values, []) for values in done.select(names).iter_rows()]


def stored(ctx: Context) -> list[str]:
    """Every school, but for what is another each time."""
    unit, school, external = (model.metadata.tables[model.__tablename__] for model in (Unit, School, UnitExternalId))
    changing = {"id", "path", "created_at", "updated_at"}
    columns = [column for column in (*unit.c, *school.c) if column.name not in changing]
    found = ctx.session.execute(select(*columns).join_from(unit, school, unit.c.id == school.c.id)).all()
    bears = select(external.c.scheme, external.c.value, unit.c.name)
    ids = ctx.session.execute(bears.join_from(external, unit, unit.c.id == external.c.unit_id)).all()
    return sorted(repr(row) for row in (*found, *ids))


class TestBothWays:
    @pytest.mark.parametrize("scheme", BY)
    @pytest.mark.parametrize("mode", [Mode.UPSERT, Mode.CREATE])
    def test_the_same_rows_come_to_the_same(self, world: World, backend: Backend, scheme: str, mode: Mode) -> None:
        frame = frame_of(documents(400, seed=len(scheme)), scheme)
        asked = how(mode, scheme)
        with borrowed(backend, WORLD) as copy, inhabited(copy) as other, acting(other, "section_officer") as ctx:
            outcomes = row_by_row(ctx, frame, asked)
            wanted = stored(ctx)
        with acting(world, "section_officer") as ctx:
            taken = by_column(ctx, frame, asked)
            rest = frame if taken is None else taken.rest
            others = row_by_row(ctx, rest, asked)
            found = stored(ctx)
            assert rollups.compare(ctx.session, SCHOOL_FIGURES) == []
            hashes = {document.id.hex: document_hash(document.document) for document in read_schools(ctx.session)}
        assert found == wanted
        done = [] if taken is None else said_of(taken.done)
        assert sorted([*done, *map(said, others)]) == sorted(map(said, outcomes))
        if taken is not None:
            assert dict(taken.done.select("id", "document_hash").iter_rows()).items() <= hashes.items()
        if scheme != "credit_code":  # of which few rows have one
            created = sum(outcome.action == "created" for outcome in outcomes)
            assert taken is not None
            assert taken.done.height > 0.9 * created

    def test_a_check_says_the_same_and_writes_nothing(self, world: World) -> None:
        frame, asked = frame_of(documents(100, seed=7), "code"), how(write=False)
        with acting(world, "section_officer") as ctx:
            before = stored(ctx)
            outcomes, taken = row_by_row(ctx, frame, asked), by_column(ctx, frame, asked)
            assert stored(ctx) == before
        assert taken is not None
        everything = {one.row: said(one) for one in outcomes}
        assert {one[0]: one for one in said_of(taken.done)}.items() <= everything.items()


class TestTheSameAgain:
    """Rows that came before: those that say nothing new are told by the column, as they would be one by one."""

    @pytest.mark.parametrize("scheme", BY)
    @pytest.mark.parametrize("clear", [False, True])
    def test_the_same_rows_are_said_to_be_the_same(self, world: World, scheme: str, clear: bool) -> None:
        first = documents(300, seed=11)
        dice = random.Random(12)  # noqa: S311 (nothing secret)
        second = [_changed(row, dice) if dice.random() < 0.3 else row for row in first]
        frame, asked = frame_of(second, scheme), replace(how(scheme=scheme, write=False), clear=clear)
        with acting(world, "section_officer") as ctx:
            row_by_row(ctx, frame_of(first, scheme), how(scheme=scheme))
            outcomes = SCHOOL_ROWS.take(ctx, blocks.rows_of(frame, clear=clear), asked)
            taken = by_column(ctx, frame, asked)
            rest = frame if taken is None else taken.rest
            others = SCHOOL_ROWS.take(ctx, blocks.rows_of(rest, clear=clear), asked)
        done = [] if taken is None else said_of(taken.done)
        assert sorted([*done, *map(said, others)]) == sorted(map(said, outcomes))
        if scheme != "credit_code" and not clear:
            assert taken is not None
            unchanged = sum(outcome.action == "unchanged" for outcome in outcomes)
            assert (taken.done["action"] == "unchanged").sum() > 0.9 * unchanged > 100

    def test_they_are_left_as_they_are(self, world: World) -> None:
        frame = frame_of(documents(50, seed=13), "code")
        with acting(world, "section_officer") as ctx:
            row_by_row(ctx, frame, how())
            before = stored(ctx)
            taken = by_column(ctx, frame, how())
            assert taken is not None
            assert taken.done.height > 25
            assert set(taken.done["action"]) == {"unchanged"}
            assert stored(ctx) == before
            assert rollups.compare(ctx.session, SCHOOL_FIGURES) == []

    def test_what_changed_since_it_was_prepared_is_judged_again(self, world: World) -> None:
        assert SCHOOL_ROWS.by_column is not None
        frame = frame_of([ROW, ROW | {"code": "2134000778"}], "code")
        with acting(world, "section_officer") as ctx:
            row_by_row(ctx, frame, how())
            prepared = SCHOOL_ROWS.by_column.prepare(ctx, frame, how())
            assert prepared is not None
            row_by_row(ctx, frame_of([ROW | {"name": "锦岚县第八小学"}], "code"), how())
            taken = SCHOOL_ROWS.by_column.take(ctx, frame, prepared, how())
        assert (taken.rest["row"].to_list(), taken.done["row"].to_list()) == ([2], [3])

    def test_out_of_reach_and_where_only_new_ones_are_wanted_they_are_judged_one_by_one(self, world: World) -> None:
        frame = frame_of([ROW], "code")
        with acting(world, "section_officer") as ctx:
            row_by_row(ctx, frame, how())
        with acting(world, "section_officer", "far_county", SCHOOL_ROWS.permission) as ctx:
            assert by_column(ctx, frame, how()) is None
        with acting(world, "section_officer") as ctx:
            assert by_column(ctx, frame, how(Mode.CREATE)) is None


def _changed(row: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The row with another value for one of its cells, or none."""
    name = dice.choice(sorted(POOLS))
    return row | {name: dice.choice((*POOLS[name], None))}


class TestWhatIsLeft:
    """Rows that are not plainly new are left to be judged one by one."""

    def left(
        self, world: World, *rows: dict[str, Any], role: str = "section_officer", unit: str = "county"
    ) -> list[int]:
        frame = frame_of([dict.fromkeys(ROW) | row for row in rows], "code")
        with acting(world, role, unit, SCHOOL_ROWS.permission) as ctx:
            taken = by_column(ctx, frame, how())
        return [number - 2 for number in (frame if taken is None else taken.rest)["row"].to_list()]

    def test_schools_that_are_there_or_were(self, world: World) -> None:
        assert self.left(world, ROW, ROW | {"code": "2134000001"}) == [1]

    def test_what_stands_twice_in_a_chunk(self, world: World) -> None:
        credit = {"credit_code": "12990124MB0W1234XT"}
        rows = [ROW | credit, ROW | credit | {"code": "2134000778"}, ROW | {"code": "2134000779"}]
        assert self.left(world, *rows) == [0, 1]

    def test_a_chunk_in_which_a_row_lists_other_ids(self, world: World) -> None:
        rows = [ROW | {"external_ids": ["moe:1"]}, ROW | {"code": "2134000778", "external_ids": None}]
        assert self.left(world, *rows) == [0, 1]

    def test_everything_of_who_may_create_nothing(self, world: World) -> None:
        assert self.left(world, ROW, role="school_clerk", unit="school") == [0]

    def test_what_has_come_since_it_was_prepared(self, world: World) -> None:
        assert SCHOOL_ROWS.by_column is not None
        frame = frame_of([ROW, ROW | {"code": "2134000778"}], "code")
        with acting(world, "section_officer") as ctx:
            prepared = SCHOOL_ROWS.by_column.prepare(ctx, frame, how())
            assert prepared is not None
            row_by_row(ctx, frame.head(1), how())
            taken = SCHOOL_ROWS.by_column.take(ctx, frame, prepared, how())
        assert (taken.rest["row"].to_list(), taken.done["row"].to_list()) == ([2], [3])


ROW: dict[str, Any] = {
    "code": "2134000777",
    "name": "锦岚县第七小学",
    "type": "primary",
    "ownership": "public",
    "parent": "梅岭学区",
}
