"""A move to a newer version while somebody saves, on PostgreSQL: one waits for the other, and nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text, update

from api.assessments.models import AssessmentRound
from api.assessments.rules.rounds import Round
from api.assessments.schemas.migrating import AssessmentMigrateIn
from api.assessments.schemas.rounds import AssessmentScoreIn
from api.assessments.service import save_score
from api.assessments.service.migrating import migrate_now
from tests.api.assessments.filled import Filled
from tests.api.assessments.results_steps import campaign
from tests.api.assessments.steps import ASSESSED, A, codes, done, save
from tests.api.assessments.test_migrations import migrate, previewed, round_of, running, score_of
from tests.api.files.steps import work_off
from tests.background import until
from tests.databases import borrowed
from tests.unit.frameworks.build import P, framework, leaf, parent
from tests.world import World, inhabited

# Two items change places, and everything that was entered stays.
SWAPPED = framework(
    parent("A", "60", leaf("A2", "40", lineage="l-A1"), leaf("A1", "20", lineage="l-A2")),
    leaf("B", "40"),
    code="MOVES",
    title="测试评价",
    version="2026.2",
)


@pytest.fixture
def world() -> Iterator[World]:
    """On PostgreSQL, where many write at once; on SQLite there is one writer at a time."""
    with borrowed("postgresql", ASSESSED) as copy, inhabited(copy) as place:
        yield place


@pytest.fixture
def made(world: World) -> tuple[Filled, str]:
    """A campaign in which the county puts its round right, and the version to which it moves."""
    found = running(world, new=SWAPPED)
    with world.host() as ctx:
        ctx.session.execute(update(AssessmentRound).where(AssessmentRound.round == "county").values(state="returned"))
    return found


def someone_waits(world: World) -> bool:
    """Whether a transaction of this database waits for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with world.host() as ctx:
        return bool(ctx.session.execute(waiting).scalar_one())


def test_who_saves_meanwhile_waits_and_learns_that_the_entry_has_moved(
    world: World, officer: TestClient, made: tuple[Filled, str]
) -> None:
    held, to = made
    preview = done(previewed(officer, held, to))["preview_hash"]
    wanted = AssessmentMigrateIn.model_validate({"to": to, "preview_hash": preview, "reason": "换版"})
    url = f"{A}/enrolments/{held.enrolments['school']}/rounds/county"
    with ThreadPoolExecutor(1) as other:
        with world.host() as ctx:
            migrate_now(ctx, UUID(held.campaign_id), wanted)
            answer = other.submit(save, officer, url, "A1", {"inputs": {"score": "10"}}, 1)
            until(lambda: someone_waits(world))
            assert not answer.done()
        refused = answer.result()
    assert (refused.status_code, codes(refused)[0]) == (412, "assessment.score_stale")
    # What was the second item is the first now, and holds what was entered for it.
    stored = refused.json()["errors"][0]["params"]["stored"]
    assert (stored["points"], stored["revision"]) == ("20", 2)
    assert campaign(officer, held)["framework"]["version"] == "2026.2"


def test_a_move_waits_for_who_is_saving_and_takes_the_entry_along(
    world: World, officer: TestClient, made: tuple[Filled, str]
) -> None:
    held, to = made
    preview = done(previewed(officer, held, to))["preview_hash"]
    answer = migrate(officer, held, to, preview)
    assert answer.status_code == 202, answer.text
    with ThreadPoolExecutor(1) as other:
        with world.host() as ctx:
            place = (UUID(held.enrolments["school"]), Round.COUNTY, "A1")
            save_score(ctx, place, AssessmentScoreIn.model_validate({"inputs": {"score": "10"}}))
            moved = other.submit(work_off, world)
            until(lambda: someone_waits(world))
            assert not moved.done()
        moved.result()
    assert done(officer.get(answer.headers["location"]))["state"] == "succeeded"
    with world.host() as ctx:
        assert score_of(ctx, held.enrolments["school"], "county", "A2").points == P("10")
    assert round_of(officer, held, "county")["values"]["A2"] == "10"
