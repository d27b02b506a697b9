"""What files may be, what they may be called, how they come in. Pure."""

from api.files.rules.archives import MAX_ENTRIES, MAX_UNPACKED, archive_fault
from api.files.rules.names import LONGEST, name_violations, normal_name
from api.files.rules.purposes import (
    CHUNK,
    MAX_OPEN_UPLOADS,
    MEBIBYTE,
    ONE_SHOT,
    PURPOSES,
    Purpose,
    define,
    intended_type,
    purpose_of,
    refuse_size,
)
from api.files.rules.types import BY_EXTENSION, TYPES, CleanState, Family, FileType, first_state
from api.files.rules.uploads import (
    KEPT_UNFINISHED,
    KEPT_UNUSED,
    Part,
    expires_at,
    refuse_excess,
    refuse_gap,
    refuse_start,
)

__all__ = [
    "BY_EXTENSION",
    "CHUNK",
    "KEPT_UNFINISHED",
    "KEPT_UNUSED",
    "LONGEST",
    "MAX_ENTRIES",
    "MAX_OPEN_UPLOADS",
    "MAX_UNPACKED",
    "MEBIBYTE",
    "ONE_SHOT",
    "PURPOSES",
    "TYPES",
    "CleanState",
    "Family",
    "FileType",
    "Part",
    "Purpose",
    "archive_fault",
    "define",
    "expires_at",
    "first_state",
    "intended_type",
    "name_violations",
    "normal_name",
    "purpose_of",
    "refuse_excess",
    "refuse_gap",
    "refuse_size",
    "refuse_start",
]
