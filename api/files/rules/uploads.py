"""The life of an upload in parts (after draft-ietf-httpbis-resumable-upload): begun, continued, completed or left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.core.errors import Refused, Violation
from api.files import errors

# A teacher who lost the line on Friday goes on after the holidays.
KEPT_UNFINISHED = timedelta(days=7)
# An uploaded file that nothing uses goes away.
KEPT_UNUSED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive bytes of an upload: where they begin, how many there are, under which key they are stored."""

    start: int
    size: int
    key: str


def refuse_start(received: int, start: int) -> None:
    """Go on only where the upload stands. Errors: `upload.offset_mismatch`, which says where that is."""
    if start != received:
        params = {"expected": received}
        violation = Violation(errors.OFFSET_MISMATCH, parameter="Upload-Offset", params=params)
        raise Refused(errors.OFFSET_MISMATCH, [violation], expected=received)


def refuse_excess(start: int, length: int, size: int) -> None:
    """Go on only within the size that was announced. Errors: `upload.too_long`."""
    if start + length > size:
        raise Refused(errors.TOO_LONG, size=size)


def refuse_gap(received: int, size: int) -> None:
    """Go on only with everything there. Errors: `upload.incomplete`."""
    if received < size:
        raise Refused(errors.INCOMPLETE, missing=size - received)


def expires_at(touched_at: datetime) -> datetime:
    """When an upload that was last continued at `touched_at` is given up."""
    return touched_at + KEPT_UNFINISHED
