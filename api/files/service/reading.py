"""Handing out the content of files; each reading is written down before the first byte leaves."""

from dataclasses import dataclass
from uuid import UUID

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.files import errors, queries
from api.files.rules import TYPES, CleanState
from api.files.schemas import Copy
from api.files.service.files import subject
from api.files.storage import content_key
from api.ledger.service import record


@dataclass(frozen=True, slots=True)
class Handout:
    """What is handed out: where it lies, how long it is, what it is called and is."""

    key: str
    size: int
    sha256: str
    name: str
    media_type: str


def open_copy(ctx: Context, file_id: UUID, copy: Copy) -> Handout:
    """The original or the cleaned copy of a file, for who may have it.

    Errors: `not_found`, `file.original_denied`, `file.no_clean_copy`.
    """
    shown = queries.get_file(ctx, file_id)
    file = queries.files_of(ctx, [file_id]).get(file_id)
    if file is None:
        raise Refused(NOT_FOUND)
    if copy == "clean":
        if file.clean_state != CleanState.DONE or not (file.clean_sha256 and file.clean_size and file.clean_type):
            raise Refused(errors.NO_CLEAN_COPY)
        kind, sha256, size = TYPES[file.clean_type], file.clean_sha256, file.clean_size
    elif "original" not in shown.copies:
        raise Refused(errors.ORIGINAL_DENIED)
    else:
        kind, sha256, size = TYPES[file.type], file.sha256, file.size
    record(ctx, "file.read", subject(file), None, {"copy": copy})
    name = file.name if kind.name == file.type else f"{file.name.rpartition('.')[0]}.{kind.extensions[0]}"
    return Handout(content_key(sha256), size, sha256, name, kind.media_type)
