"""Types that are one table: joined, written and left alone by SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api import wiring
from api.exchange.imports import pipeline
from api.ledger.models import LedgerEvent
from tests.api.exchange.steps import run
from tests.api.ledger.steps import faults
from tests.background import looking, work_off
from tests.databases import Backend, borrowed
from tests.scores import SCORE, SCORES, SPEC, WITH_SCORES, score_csv
from tests.world import V1, World, inhabited, settings_for

CODES = ["2134000001", "3134000002"]


@pytest.fixture
def scores(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The county, with scores to import."""
    monkeypatch.setattr(wiring, "ROW_SPECS", (SPEC,))
    with borrowed(backend, WITH_SCORES) as copy, inhabited(copy) as place:
        yield place


def imported(world: World, client: TestClient, content: bytes, **asked: Any) -> dict[str, Any]:
    """What became of an import of scores."""
    one = run(client, content, type="score", **asked).json()
    work_off(world, *pipeline.jobs(settings_for(world.database), (SPEC,), {"score": SCORES}))
    return dict(client.get(f"{V1}/imports/{one['id']}").json())


def counted(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found["counts"][name] for name in ("created", "updated", "unchanged", "rejected"))


class TestFlat:
    def test_rows_are_made_changed_and_left_alone(self, scores: World) -> None:
        officer = scores.sign_in("section_officer")
        first = imported(scores, officer, score_csv(CODES, 40))
        assert (first["state"], counted(first)) == ("completed", (40, 0, 0, 0)), first["failure"]
        assert counted(imported(scores, officer, score_csv(CODES, 40))) == (0, 0, 40, 0)
        changed = score_csv(CODES, 42).replace(",0,第0次".encode(), ",7,第0次".encode())
        assert counted(imported(scores, officer, changed, validate_only=True)) == (2, 1, 39, 0)
        assert counted(imported(scores, officer, changed)) == (2, 1, 39, 0)
        with looking(scores) as session:
            revisions = sorted(session.execute(select(SCORE.c.revision)).scalars())
            events = session.execute(select(LedgerEvent).where(LedgerEvent.action == "score.imported")).scalars().all()
        assert revisions == [1] * 41 + [2]
        assert len(events) == 2
        assert all(len(event.object_hash or "") == 64 for event in events)
        assert faults(scores) == []

    def test_schools_that_are_unknown_or_out_of_reach_are_faults(self, scores: World) -> None:
        content = score_csv([*CODES, "3434000003", "9999999999"], 8)
        found = imported(scores, scores.sign_in("section_officer"), content)
        assert (found["state"], counted(found)) == ("completed_with_errors", (4, 0, 0, 4))
        assert [(error["row"], error["code"], error["value"]) for error in found["first_errors"]] == [
            (4, "import.row.reference_unknown", "3434000003"),
            (5, "import.row.reference_unknown", "9999999999"),
            (8, "import.row.reference_unknown", "3434000003"),
            (9, "import.row.reference_unknown", "9999999999"),
        ]
