"""What may be asked of an import, against what its type allows. Pure."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from api.core.errors import Violation
from api.core.intake import Mode, RowSpec
from api.core.taking import EXTERNAL, SYSTEM
from api.exchange.imports import errors


class Atomic(StrEnum):
    """`row`: good rows are written. `all`: one fault, and nothing is."""

    ROW = "row"
    ALL = "all"


class OnBlank(StrEnum):
    """What an empty cell means: leave the field alone, or clear it."""

    KEEP = "keep"
    CLEAR = "clear"


# What changes how the file is read or judged: a validated import that gets one of these is checked anew.
READING = frozenset(
    {
        *("mode", "id_scheme", "references", "on_blank", "encoding", "delimiter", "format", "sheet", "header_row"),
        *("mapping", "mapping_id"),
    }
)
_EXTERNAL = re.compile(EXTERNAL + SYSTEM)


def option_violations(spec: RowSpec, asked: Mapping[str, Any]) -> Iterator[Violation]:
    """What a type cannot do: modes, schemes of the row and of its references."""
    if Mode(asked["mode"]) not in spec.modes:
        yield Violation(errors.MODE_NOT_ALLOWED, "/mode", params={"allowed": ", ".join(sorted(spec.modes))})
    scheme = asked.get("id_scheme")
    if scheme is not None and not _among(scheme, spec.keys):
        yield Violation(errors.SCHEME_UNKNOWN, "/id_scheme", params={"allowed": _listed(spec.keys)})
    schemes = {field.name: field.schemes for field in spec.fields if field.refers_to is not None}
    for name, given in asked.get("references", {}).items():
        if name not in schemes:
            yield Violation(errors.REFERENCE_UNKNOWN, "/references", params={"allowed": _listed(tuple(schemes))})
        elif not _among(given, schemes[name]):
            yield Violation(errors.SCHEME_UNKNOWN, f"/references/{name}", params={"allowed": _listed(schemes[name])})


def _among(scheme: str, known: tuple[str, ...]) -> bool:
    return scheme in known or ("ext" in known and _EXTERNAL.fullmatch(scheme) is not None)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join("ext:…" if name == "ext" else name for name in names) or "–"


def key_field(scheme: str) -> str:
    """The field that holds the row's own key in `scheme`."""
    return "external_id" if scheme.startswith("ext:") else scheme


def references(spec: RowSpec, given: Mapping[str, str], mapping: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The scheme of each reference field: as asked, else as its column in the mapping says, else the usual one."""
    usual = {field.name: field.schemes[0] for field in spec.fields if field.refers_to is not None and field.schemes}
    columns = (mapping or {}).get("columns", ())
    said = {column["to"]: column["scheme"] for column in columns if column.get("scheme") and column.get("to") in usual}
    return usual | said | dict(given)
