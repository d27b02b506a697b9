"""Complaints and findings together: for the inspection team, at the time of asking; nothing of it is ever stored."""

from uuid import UUID

from api.access.permissions import Permission
from api.checks import queries
from api.checks.ports import ports
from api.checks.rules.answers import FindingSeverity, graver
from api.checks.schemas.results import CheckSubject, WeighedList, WeighedRow
from api.core.context import Context


def weigh(ctx: Context, unit_id: UUID) -> WeighedList:
    """Which records of a unit have both an open finding and a complaint, one step graver. Errors: `not_found`."""
    queries.get_unit(ctx, unit_id)
    queries.get_unit(ctx, unit_id, Permission.FINDING_MANAGE)
    if ports.complained is None:
        return WeighedList(known=False, items=[])
    complained = ports.complained(ctx, unit_id)
    held = queries.open_by_record(ctx, unit_id)
    return WeighedList(
        known=True, items=[_row(held[one][0], held[one][1]) for one in sorted(complained) if one in held]
    )


def _row(subject: CheckSubject, severity: FindingSeverity) -> WeighedRow:
    return WeighedRow(subject=subject, severity=graver(severity), raised_from=severity)
