"""Computing and finalizing are cut off after any chunk, and go on: nothing is done twice, nothing is left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.access.providers import providers
from api.assessments import queries
from api.assessments.models import AssessmentCampaign, AssessmentOutcome, AssessmentResult
from api.assessments.schemas.results import ComputeIn
from api.assessments.service import computing, finalizing
from api.core.context import Capacity
from api.core.jobs.kinds import JobKind
from api.core.jobs.requests import enqueue
from tests.api.assessments.filled import Filled, filled
from tests.api.assessments.results_steps import campaign, match
from tests.background import worker
from tests.world import World

SCHOOLS = [(f"学校{number}", str(60 + number), "0") for number in range(7)]


class Cut(Exception):
    """The process has gone after a chunk."""


def cut_after(kind: JobKind, chunks: int) -> JobKind:
    """The kind, whose first attempt ends after so many chunks were committed."""
    left = {"chunks": chunks}

    def run(job: Any) -> None:
        whole = job.chunk

        @contextmanager
        def chunk() -> Iterator[Any]:
            with whole() as one:
                yield one
            left["chunks"] -= 1
            if left["chunks"] == 0:
                raise Cut

        job.chunk = chunk
        kind.run(job)

    return replace(kind, run=run)


def worked(world: World, kind: JobKind) -> None:
    """Let the background do it, attempt after attempt."""
    one = worker(world, [kind])
    try:
        for _ in range(3):
            one.work_off()
            with world.app.state.database.engine.begin() as connection:
                connection.exec_driver_sql("UPDATE job SET due_at = created_at WHERE state = 'queued'")
    finally:
        one.bench.database.close()


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three schools a chunk."""
    monkeypatch.setattr(computing, "CHUNK", 3)
    monkeypatch.setattr(finalizing, "CHUNK", 3)


@pytest.mark.parametrize("chunks", [1, 2, 3])
def test_a_computing_that_is_cut_off_goes_on(world: World, chunks: int) -> None:
    made, officer = filled(world, SCHOOLS), world.sign_in("section_officer")
    answer = officer.post(f"{made.url}:compute", json={}, headers=match(campaign(officer, made)))
    assert answer.status_code == 202, answer.text
    worked(world, cut_after(computing.COMPUTING, chunks))
    assert campaign(officer, made)["state"] == "computed"
    with world.host() as ctx:
        ranks = select(AssessmentResult.rank).order_by(AssessmentResult.rank)
        assert list(ctx.session.execute(ranks).scalars()) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("chunks", [4, 5, 6])
def test_a_finalizing_that_is_cut_off_freezes_everything_once(world: World, chunks: int) -> None:
    made = filled(world, SCHOOLS)
    _appeals_over(world, made)
    worked(world, cut_after(finalizing.FINALIZING, chunks))
    with world.host() as ctx:
        counted = select(func.count(), func.max(AssessmentOutcome.number)).select_from(AssessmentOutcome)
        assert tuple(ctx.session.execute(counted).one()) == (7, 1)
    assert campaign(world.sign_in("bureau_leader"), made)["state"] == "final"


def _appeals_over(world: World, made: Filled) -> None:
    """A campaign of which the end was asked for."""
    with world.host() as ctx:
        computing.compute_now(ctx, UUID(made.campaign_id), ComputeIn())
        held = ctx.session.get(AssessmentCampaign, UUID(made.campaign_id))
        assert held is not None
        held.state = "appeals"
    leader = UUID(world.account("bureau_leader"))
    with world.host() as ctx:
        actor = providers.find_account_actor(ctx.session, leader, Capacity())
        asking = replace(ctx, actor=actor, permission="assessment.decide")
        computation = computing.begin(asking, queries.get_held(asking, UUID(made.campaign_id)), [])
        arguments = {"campaign_id": made.campaign_id, "computation_id": str(computation.id)}
        enqueue(asking, finalizing.KIND, unit_id=UUID(world.unit("bureau")), arguments=arguments)
