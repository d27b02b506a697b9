"""When rules are run: on every change of a record, every night for what only the clock moves, and when somebody asks."""

from uuid import UUID

from sqlalchemy.orm import Session

from api.checks import errors, queries
from api.checks.ports import Suite, ports
from api.checks.schemas.results import EvaluabilityOut
from api.checks.service.running import recheck
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation
from api.core.jobs.kinds import Follower, JobKind, Run, Schedule

NIGHTLY = "checks.nightly"
_AT_ONCE = 20  # units of one chunk: their facts are held in memory together
_CHANGED = 5  # units that a follower takes in one transaction: others wait for it


def run_unit(ctx: Context, unit_id: UUID) -> EvaluabilityOut:
    """Run every suite over one unit now. Errors: `check.unit_unknown` as `input.invalid`, `conflict.busy`."""
    unit = queries.find_unit(ctx, unit_id)
    if unit is None:
        raise Refused(INVALID, [Violation(errors.UNIT_UNKNOWN, "/unit_id")])
    for suite in ports.suites.values():
        recheck(ctx, suite, [unit.id])
    return queries.get_evaluability(ctx, unit.id)


def _due(session: Session) -> bool:
    return any(suite.due(session) for suite in ports.suites.values())


def _step(ctx: Context) -> bool:
    """Run anew what has changed. Whether there is more."""
    more = [_follow(ctx, suite) for suite in ports.suites.values()]
    return any(more)


def _follow(ctx: Context, suite: Suite) -> bool:
    taken = suite.take(ctx.session, _CHANGED)
    recheck(ctx, suite, taken)
    return len(taken) == _CHANGED


FOLLOWER = Follower("checks.follow", _due, _step)


def run_nightly(run: Run) -> None:
    """Run every suite over every unit that has records, chunk by chunk; it goes on where it was cut off."""
    names = sorted(ports.suites)
    done = moved = 0
    for name in names[names.index(run.phase) if run.phase in names else 0 :]:
        after = UUID(run.cursor) if run.cursor and run.phase == name else None
        while True:
            with run.chunk() as chunk:
                suite = ports.suites[name]
                units = suite.units(chunk.ctx.session, after, _AT_ONCE)
                moved += recheck(chunk.ctx, suite, units)
                done += len(units)
                chunk.progress(done)
                if len(units) < _AT_ONCE:
                    break
                after = units[-1]
                chunk.advance(phase=name, cursor=str(after))
    with run.chunk() as chunk:
        chunk.finish({"units": done, "moved": moved})


NIGHT = JobKind(NIGHTLY, run_nightly, at_once=1)
SCHEDULE = Schedule(NIGHTLY, NIGHTLY, "40 3 * * *")
