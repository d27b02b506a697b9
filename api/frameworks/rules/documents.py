"""The canonical document of a framework version: what is hashed, published and exchanged. RFC 8785, schema 1.

Whatever schema comes later, the reader of each that ever was stays, with a golden file.
"""

from collections.abc import Mapping
from typing import Any

from api.core.errors import Refused, Violation, refuse_if_any
from api.frameworks import errors
from api.frameworks.rules import codec
from api.frameworks.rules.model import Framework
from api.ledger.rules import canonical, document_hash

SCHEMA = 1


def document(framework: Framework) -> dict[str, Any]:
    """The document; its bytes are `api.ledger.rules.canonical` of it."""
    return {"schema": SCHEMA, **codec.write(framework)}


def content(framework: Framework) -> bytes:
    """The canonical bytes."""
    return canonical(document(framework))


def content_hash(framework: Framework) -> str:
    """SHA-256 in hex of the canonical bytes."""
    return document_hash(document(framework))


def read(given: Mapping[str, Any]) -> Framework:
    """The framework that a document describes. Errors: `framework.document_schema`, or every fault of form at once as `input.invalid`."""
    if given.get("schema") != SCHEMA:
        raise Refused(
            errors.DOCUMENT_SCHEMA,
            [Violation(errors.DOCUMENT_SCHEMA, "/schema", params={"known": SCHEMA})],
            known=SCHEMA,
        )
    faults: list[Violation] = []
    found = codec.read(Framework, {name: value for name, value in given.items() if name != "schema"}, faults)
    refuse_if_any(faults)
    assert isinstance(found, Framework)
    return found
