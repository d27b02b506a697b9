"""`qinglian rollups` and what `qinglian migrate` does for a database that is not new."""

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner, Result

from api.cli.commands import app
from api.organizations.figures import SCHOOL_FIGURES
from tests.api.rollups.steps import differences
from tests.world import World

TOTAL, DELTA = SCHOOL_FIGURES.total, SCHOOL_FIGURES.delta


@pytest.fixture(autouse=True)
def _at_this_database(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in world.database.environment.items():
        monkeypatch.setenv(name, value)


def run(*words: str) -> Result:
    """The command, on the world's database."""
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


class TestCheck:
    def test_is_silent_about_equal_figures(self, world: World) -> None:
        result = run("rollups", "rebuild", "--check")
        assert (result.exit_code, "一致" in result.output) == (0, True)

    def test_names_each_difference_and_fails(self, world: World) -> None:
        assert run("rollups", "rebuild").exit_code == 0
        with world.host() as ctx:
            one = TOTAL.c.type == "primary"
            ctx.session.execute(update(TOTAL).where(one).values(schools=41))
        result = run("rollups", "rebuild", "--check")
        assert result.exit_code == 1
        assert f"school_figure {world.unit('district')} primary public operating schools: 41 ≠ 1" in result.output

    def test_changes_nothing(self, world: World) -> None:
        with world.host() as ctx:
            ctx.session.execute(delete(DELTA))
        assert run("rollups", "rebuild", "--check").exit_code == 1
        assert differences(world) != []


class TestRebuild:
    def test_makes_figures_equal(self, world: World) -> None:
        with world.host() as ctx:
            ctx.session.execute(delete(DELTA))
        assert run("rollups", "rebuild").exit_code == 0
        assert differences(world) == []


class TestMigrate:
    def test_counts_what_a_database_of_before_holds(self, world: World) -> None:
        with world.host() as ctx:
            ctx.session.execute(delete(DELTA))
        assert run("migrate").exit_code == 0
        assert differences(world) == []
