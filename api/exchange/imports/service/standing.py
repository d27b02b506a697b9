"""What the ledger says of an import: what was asked and what came of it, nothing of what is in the file."""

from typing import Any

from api.exchange.imports.models import Import
from api.ledger.rules import Subject

OBJECT_TYPE = "import"
_SAID = ("type", "filename", "state", "mode", "atomic", "validate_only", "id_scheme", "on_blank", "note", "file_sha256")


def subject(one: Import) -> Subject:
    """An import as the ledger names it."""
    return Subject(OBJECT_TYPE, one.id, one.filename or one.type, unit_id=one.unit_id, revision=one.revision)


def said_of(one: Import) -> dict[str, Any]:
    """The fields that events show."""
    return {name: getattr(one, name) for name in _SAID} | {"counts": dict(one.counts)}
