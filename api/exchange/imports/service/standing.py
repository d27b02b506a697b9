"""What the ledger says of an import: what was asked and what came of it, nothing of what is in the file."""

from collections.abc import Mapping
from typing import Any

from api.core import notices
from api.exchange.imports.models import Import
from api.ledger.rules import Subject

FINISHED = notices.define("import.finished")
FAILED = notices.define("import.failed")
OBJECT_TYPE = "import"
_SAID = ("type", "filename", "state", "mode", "atomic", "validate_only", "id_scheme", "on_blank", "note", "file_sha256")


def subject(one: Import) -> Subject:
    """An import as the ledger names it."""
    return Subject(OBJECT_TYPE, one.id, one.filename or one.type, unit_id=one.unit_id, revision=one.revision)


def said_of(one: Import) -> dict[str, Any]:
    """The fields that events show."""
    return {name: getattr(one, name) for name in _SAID} | {"counts": dict(one.counts)}


def plain_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of a refusal as they are kept with an import that failed."""
    return {name: value if isinstance(value, int) else str(value) for name, value in params.items()}
