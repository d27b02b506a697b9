"""What the background does for the ledger: the sequencer, verification, witnesses."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.access.permissions import Permission
from api.access.providers import providers
from api.core import notices
from api.core.context import Context
from api.core.jobs.kinds import Follower, JobKind, Run, Schedule
from api.core.notices import About
from api.ledger import queries, service
from api.ledger.queries import VERIFY, WITNESS
from api.ledger.verify import Question, Report, VerifiableKind, verify
from api.ledger.witness import Witnesses

FAULTY = notices.define("ledger.faulty", mandatory=True, permission=Permission.LEDGER_READ)

SEQUENCE = Follower("ledger.sequence", due=queries.has_pending, step=service.sequence)
SCHEDULES = (
    Schedule("ledger.witness.nightly", WITNESS, "10 1 * * *"),
    Schedule("ledger.verify.nightly", VERIFY, "30 2 * * *", {"objects": True}),
)


def jobs(kinds: Sequence[VerifiableKind], witnesses: Witnesses) -> tuple[JobKind, ...]:
    """Verification of these kinds of objects, delivery to these witnesses."""
    return (
        JobKind(VERIFY, Verification(tuple(kinds)), permission=Permission.LEDGER_READ, at_once=1),
        JobKind(WITNESS, witnesses, at_once=1, attempts=12),
    )


@dataclass(frozen=True, slots=True)
class Verification:
    """The job `ledger.verify`: one snapshot, progress as it goes, a report as its result."""

    kinds: tuple[VerifiableKind, ...]

    def __call__(self, run: Run) -> None:
        """Verify; when something is wrong, tell everyone who may read the ledger."""
        kinds = self.kinds if run.arguments.get("objects") else ()
        with run.snapshot() as ctx:
            report = verify(ctx.session, ctx.keys, Question(kinds), run.report)
        with run.chunk() as chunk:
            if report.found:
                _tell(run, chunk.ctx, report)
            chunk.finish(report.as_json())


def _tell(run: Run, ctx: Context, report: Report) -> None:
    holders = providers.find_holders(ctx.session, Permission.LEDGER_READ)
    notices.notify(ctx, holders, FAULTY, About("ledger_verification", run.id, str(report.found)))
