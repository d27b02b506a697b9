"""Who looks after findings at the bureau, and until when a unit is to put them right: one, or several in one request."""

from collections.abc import Iterator
from functools import cache
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.checks import errors, queries
from api.checks.models import Finding
from api.checks.rules.findings import FindingState, FindingVerb, finding_step
from api.checks.schemas.findings import FindingAssignIn, FindingDetail, FindingsAssignIn
from api.checks.service.findings import move_all, open_finding
from api.core import clock
from api.core.batches import BatchDone, BatchRowIn, act_on_each
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any


def assign(ctx: Context, finding_id: UUID, wanted: FindingAssignIn) -> FindingDetail:
    """Assign one. Errors: those of `take_step`; faults as `input.invalid`."""
    finding = open_finding(ctx, finding_id, FindingVerb.ASSIGN)
    owner = _Owner(ctx, wanted.owner_id)
    refuse_if_any([*_past(ctx, wanted), *owner.faults(finding.unit_id)])
    move_all(ctx, [finding], FindingVerb.ASSIGN, _said(wanted))
    return queries.get_finding(ctx, finding_id)


def assign_all(ctx: Context, wanted: FindingsAssignIn) -> BatchDone:
    """Assign several alike. Errors: `input.invalid`; of each row those of `assign`."""
    refuse_if_any(_past(ctx, wanted))
    owner = _Owner(ctx, wanted.owner_id)
    assigned: list[Finding] = []

    def _assign(_row: BatchRowIn, finding: Finding) -> None:
        finding_step(FindingState(finding.state), FindingVerb.ASSIGN, proposed=finding.proposed_by is not None)
        refuse_if_any(owner.faults(finding.unit_id))
        assigned.append(finding)

    done = act_on_each(ctx, wanted.items, lambda ids: queries.load_findings(ctx, ids), _assign)
    move_all(ctx, assigned, FindingVerb.ASSIGN, _said(wanted))
    return done


def _said(wanted: FindingAssignIn) -> dict[str, object]:
    return {"owner_id": wanted.owner_id, "due_on": wanted.due_on}


def _past(ctx: Context, wanted: FindingAssignIn) -> Iterator[Violation]:
    if wanted.due_on is not None and wanted.due_on < clock.legal_day(ctx.now):
        yield Violation(errors.DUE_PAST, "/due_on")


class _Owner:
    """Who is to look after findings; each unit is asked once whether they manage findings there."""

    def __init__(self, ctx: Context, account_id: UUID | None) -> None:
        self._id = account_id
        self._managers = cache(lambda unit: providers.find_holders(ctx.session, Permission.FINDING_MANAGE, unit))

    def faults(self, unit_id: UUID) -> Iterator[Violation]:
        """What stands against them at a unit."""
        if self._id is not None and self._id not in self._managers(unit_id):
            yield Violation(errors.OWNER_UNKNOWN, "/owner_id")
