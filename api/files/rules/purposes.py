"""What files are for. A domain that takes files declares its purpose: who may upload, which types, how large."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.core.errors import Refused, Violation
from api.files import errors
from api.files.rules.names import name_violations
from api.files.rules.types import BY_EXTENSION, TYPES, FileType

MEBIBYTE = 2**20
# One request may carry this much; what is larger is sent in parts.
ONE_SHOT = 8 * MEBIBYTE
# What a client is advised to send at once, and what is kept when the line breaks. Parts of any size are taken.
CHUNK = 8 * MEBIBYTE
MAX_OPEN_UPLOADS = 50


@dataclass(frozen=True, slots=True)
class Purpose:
    """`permission` is what the uploader holds somewhere; `limits` are the largest sizes in bytes by type."""

    name: str
    permission: str
    limits: Mapping[str, int]

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions that are taken, in the order of the limits."""
        return tuple(extension for name in self.limits for extension in TYPES[name].extensions)


PURPOSES: dict[str, Purpose] = {}


def define(purpose: Purpose) -> Purpose:
    """Declare a purpose once, beside the domain it serves."""
    if purpose.name in PURPOSES or not purpose.limits.keys() <= TYPES.keys():
        raise ValueError(f"purpose {purpose.name} is declared twice, or for a type that is not there")
    PURPOSES[purpose.name] = purpose
    return purpose


def purpose_of(name: str) -> Purpose:
    """The purpose of that name. Errors: `file.purpose_unknown`."""
    if name not in PURPOSES:
        allowed = ", ".join(sorted(PURPOSES))
        raise Refused(errors.PURPOSE_UNKNOWN, allowed=allowed)
    return PURPOSES[name]


def intended_type(purpose: Purpose, name: str, size: int | None) -> FileType:
    """The type that a file of this name must have, judged before a byte of it is read.

    Errors: `file.name_bad`, `file.double_extension`, `file.type_not_allowed`, `file.empty`, `file.too_large`.
    """
    for violation in name_violations(name):
        raise Refused(violation.spec, [violation], **violation.params)
    kind = BY_EXTENSION.get(name.rpartition(".")[2].lower())
    if kind is None or kind.name not in purpose.limits:
        allowed = ", ".join(purpose.extensions)
        params = {"allowed": allowed}
        raise Refused(
            errors.TYPE_NOT_ALLOWED, [Violation(errors.TYPE_NOT_ALLOWED, "/name", params=params)], allowed=allowed
        )
    if size is not None:
        refuse_size(purpose, kind, size)
    return kind


def refuse_size(purpose: Purpose, kind: FileType, size: int) -> None:
    """Go on only with a file of a size that is taken. Errors: `file.empty`, `file.too_large`."""
    limit = purpose.limits[kind.name]
    if size == 0:
        raise Refused(errors.EMPTY)
    if size > limit:
        raise Refused(errors.TOO_LARGE, limit=limit)
