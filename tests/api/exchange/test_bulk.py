"""Thousands of rows at once are what single rows would be, on both databases."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from api.core import bulk
from api.organizations.models import School, Unit
from tests.world import World

UNIT, SCHOOL = (model.metadata.tables[model.__tablename__] for model in (Unit, School))


def school_rows(world: World, number: int) -> list[dict[str, Any]]:
    """Rows of both tables, each of them another value of every kind of column."""
    with world.host() as ctx:
        school = ctx.session.get_one(School, UUID(world.unit("school")))
        kept = {column.name: getattr(school, column.name) for column in (*UNIT.c, *SCHOOL.c)}
    return [
        kept
        | {
            "id": UUID(int=index),
            "path": f"{kept['path']}{index}/",
            "code": f"91340{index:05}",
            "former_names": ["甲'\"\\", str(index)][: index % 3],
            "boarding": [None, True, False][index % 3],
            "pupils": None if index % 2 else index,
            "longitude": None if index % 2 else f"-{index}.000001",
            "address": '\\N\t\n,";' if index % 2 else None,
        }
        for index in range(1, number + 1)
    ]


def stored(world: World, number: int) -> list[dict[str, Any]]:
    """The same rows as they are read."""
    with world.host() as ctx:
        found = ctx.session.scalars(select(School).where(School.id <= UUID(int=number)).order_by(School.id))
        return [{column.name: getattr(row, column.name) for column in (*UNIT.c, *SCHOOL.c)} for row in found]


class TestMany:
    def test_rows_are_written_and_changed_as_they_are(self, world: World) -> None:
        rows = school_rows(world, 120)
        with world.host() as ctx:
            bulk.insert_many(ctx.session, UNIT, rows)
            bulk.insert_many(ctx.session, SCHOOL, rows)
        assert stored(world, 120) == rows
        for row in rows:
            row.update(name=f"第{row['pupils']}小学", revision=2, former_names=[], pupils=7, boarding=None)
        with world.host() as ctx:
            assert bulk.update_many(ctx.session, UNIT, rows, ("name", "revision")) == 120
            assert bulk.update_many(ctx.session, SCHOOL, rows, ("former_names", "pupils", "boarding")) == 120
        assert stored(world, 120) == rows

    def test_nothing_is_written_where_there_is_nothing(self, world: World) -> None:
        with world.host() as ctx, world.statements() as sent:
            bulk.insert_many(ctx.session, UNIT, [])
            assert bulk.update_many(ctx.session, UNIT, [], ("name",)) == 0
        assert sent == []

    def test_what_is_taken_is_said_as_by_any_insert(self, world: World) -> None:
        rows = school_rows(world, 2)
        rows[1]["code"] = rows[0]["code"]
        with pytest.raises(IntegrityError), world.host() as ctx:
            bulk.insert_many(ctx.session, UNIT, rows)

    def test_who_is_gone_is_not_counted(self, world: World) -> None:
        rows = school_rows(world, 1)
        with world.host() as ctx:
            assert bulk.update_many(ctx.session, UNIT, rows, ("name",)) == 0

    def test_a_table_has_three_statements_whatever_the_number_of_rows(self) -> None:
        found = [(values.count("("), len(bound)) for number in (1, 37, 219, 461) for values, bound in values_of(number)]
        assert {rows for rows, _ in found} == {200, 20, 1}
        assert sum(rows for rows, _ in found) == 1 + 37 + 219 + 461
        assert all(bound == rows * 2 for rows, bound in found)


def values_of(number: int) -> Iterator[tuple[str, list[Any]]]:
    """So many rows of two columns, as SQLite gets them."""
    return bulk._values((index, "x") for index in range(number))
