"""What goes to the superior organ, whole, before it is destroyed here (《工作规则》第十五条)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.complaints import errors
from api.core.errors import Refused


class Holdings(NamedTuple):
    """What a case holds: its last text, how many files, and whether an identity."""

    texts: int
    files: int
    named: bool


def refuse_unready(digest: str | None, told: str, handed: Mapping[str, Any], held: Holdings) -> None:
    """Destroy nothing that has not arrived: the whole package, as it is, with all that the case holds by now.

    `digest` is that of the package, once it left whole; `told` that of what the caller has in hand. Errors:
    `complaint.not_handed_over`, `complaint.handover_outdated`, `complaint.handover_differs`.
    """
    if digest is None:
        raise Refused(errors.NOT_HANDED_OVER)
    if handed != held._asdict():
        raise Refused(errors.HANDOVER_OUTDATED)
    if told != digest:
        raise Refused(errors.HANDOVER_DIFFERS)
