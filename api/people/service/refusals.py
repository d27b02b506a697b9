"""How faults are refused: all at once, and by the status that fits them."""

from collections.abc import Iterable

from api.core.context import Context
from api.core.errors import CONFLICT, INVALID, Kind, Refused, Violation
from api.organizations.rules import UnitKind
from api.people import errors, queries
from api.people.queries import Place


def refuse_if_any(violations: Iterable[Violation]) -> None:
    """All faults at once: 409 when nothing but what is there already stands against it, else 422."""
    found = list(violations)
    if not found:
        return
    specs = {violation.spec for violation in found}
    if any(spec.kind is not Kind.CONFLICT for spec in specs):
        raise Refused(INVALID, found)
    raise Refused(specs.pop() if len(specs) == 1 else CONFLICT, found)


def refuse_own_school(ctx: Context, place: Place | None, pointer: str) -> None:
    """What the authority decides, a school does not register for itself. Errors: `person.authority_required`."""
    if place is not None and place.kind == UnitKind.SCHOOL and not queries.above(ctx, place.path):
        raise Refused(errors.AUTHORITY_REQUIRED, [Violation(errors.AUTHORITY_REQUIRED, pointer)])
