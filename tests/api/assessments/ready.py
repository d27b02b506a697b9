"""Worlds in which a campaign has come as far as a file of tests begins: copied, not walked through by every test anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import time_machine

from api.assessments.models import AssessmentCampaign
from api.assessments.schemas.results import ComputeIn
from api.assessments.service import computing, finalizing
from tests.api.assessments.filled import SCHOOLS, Filled, filled
from tests.api.assessments.results_steps import published, told
from tests.api.assessments.steps import ASSESSED
from tests.databases import Backend, Database, Template, borrowed
from tests.world import World, inhabited

MADE = "made"


def show(world: World, **settings: Any) -> Filled:
    """A campaign whose results are being shown."""
    made = filled(world, **settings)
    published(world, made)
    told(world, made, "released")
    return made


def conclude(world: World, **settings: Any) -> Filled:
    """A campaign with outcomes: the county's first school is a model, the other one good."""
    made = filled(world, **settings)
    with world.host() as ctx:
        computing.compute_now(ctx, UUID(made.campaign_id), ComputeIn())
        held = ctx.session.get(AssessmentCampaign, UUID(made.campaign_id))
        assert held is not None
        held.state = "appeals"
        ctx.session.flush()
        finalizing.finalize_now(ctx, UUID(made.campaign_id))
    return made


def made_in(world: World) -> Filled:
    """The campaign that the world came with."""
    names = [name for name, _, _ in SCHOOLS]
    enrolments = {name: world.unit(f"{MADE} {name}") for name in names}
    units = {name: world.unit(name) for name in names}
    return Filled(world.unit(f"{MADE} campaign"), world.unit(f"{MADE} version"), enrolments, units)


@contextmanager
def ready(backend: Backend, template: Template) -> Iterator[World]:
    """A world of its own, as the template has it."""
    with borrowed(backend, template) as copy, inhabited(copy) as place:
        yield place


def _template(name: str, at: datetime, make: Callable[[World], Filled]) -> Template:
    def build(database: Database) -> None:
        ASSESSED.build(database)
        with time_machine.travel(at, tick=True), inhabited(database) as world:
            made = make(world)
            world.units |= {f"{MADE} campaign": made.campaign_id, f"{MADE} version": made.version_id}
            world.units |= {f"{MADE} {unit}": one for unit, one in made.enrolments.items()}
            (database.folder / "world.json").write_bytes(orjson.dumps((world.units, world.accounts)))

    return Template(name, build)


# An hour before the tests begin.
SHOWN = _template("shown", datetime(2026, 11, 18, 3, tzinfo=UTC), show)
CONCLUDED = _template("concluded", datetime(2026, 12, 10, 3, tzinfo=UTC), conclude)
