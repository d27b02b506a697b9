"""How many statements a request costs: few, and the same for one row as for fifty."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.world import V1, World

LISTS = ("/schools", "/schools/facets", "/units", "/units/tree", "/accounts", "/grants", "/ledger/events", "/regions")
CALLERS = {"/accounts": "platform_admin", "/grants": "platform_admin", "/ledger/events": "auditor"}


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """Statements sent to the database, BEGIN and its like left aside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SET", "SHOW", "PRAGMA")):
            seen.append(statement)

    engine = world.app.state.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


class TestLists:
    @pytest.mark.parametrize("path", LISTS)
    def test_a_list_costs_at_most_four_statements_whatever_its_size(self, world: World, path: str) -> None:
        client = world.sign_in(CALLERS.get(path, "read_only"))
        client.get(f"{V1}{path}")
        with counted(world) as few:
            assert client.get(f"{V1}{path}").status_code == 200
        _add_schools(world, 30)
        with counted(world) as many:
            assert client.get(f"{V1}{path}").status_code == 200
        assert len(few) == len(many) <= 4, many


class TestOne:
    def test_reading_one_school_is_the_look_up_of_the_actor_and_one_statement(self, world: World) -> None:
        client = world.sign_in("read_only")
        with counted(world) as seen:
            client.get(f"{V1}/schools/{world.unit('school')}")
        assert len(seen) == 2, seen


def _add_schools(world: World, number: int) -> None:
    items = [
        {
            "parent_id": world.unit("district"),
            "name": f"第{index}幼儿园",
            "type": "kindergarten",
            "ownership": "private",
        }
        for index in range(number)
    ]
    answer = world.sign_in("section_officer", world.unit("county")).post(f"{V1}/schools:batch", json={"items": items})
    assert answer.status_code == 201, answer.text
