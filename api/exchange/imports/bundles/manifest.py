"""The manifest of a bundle: which files it holds, and how each is to be read."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.core.intake import Mode
from api.core.schemas import In, Line, Text
from api.exchange.imports.rules import OnBlank
from api.exchange.imports.rules.bundles import MOST_MEMBERS
from api.exchange.imports.schemas.requests import (
    Delimiter,
    Encoding,
    Format,
    HeaderRow,
    ImportIn,
    Note,
    References,
    Scheme,
    Type,
)
from api.exchange.reading import MappingIn


class MemberIn(In):
    """One file, with the options of an import. `sha256`, where it is given, is held against what the ZIP holds."""

    file: Line
    type: Type
    sha256: Annotated[Text, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None
    mode: Mode = Mode.UPSERT
    id_scheme: Scheme | None = None
    references: References = Field({})
    on_blank: OnBlank = OnBlank.KEEP
    format: Format | None = None
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    sheet: Line | None = None
    header_row: HeaderRow | None = None
    mapping_id: UUID | None = None
    mapping: MappingIn | None = None
    note: Note | None = None

    def descriptor(self, unit_id: UUID, atomic: str, max_errors: int) -> ImportIn:
        """The member as an import: it is checked first, and written when its turn comes."""
        asked: dict[str, Any] = {
            name: getattr(self, name) for name in type(self).model_fields if name not in ("file", "sha256")
        }
        own: dict[str, Any] = {"filename": self.file, "unit_id": unit_id, "atomic": atomic, "max_errors": max_errors}
        return ImportIn(**asked, **own, validate_only=True)


class ManifestIn(In):
    """`manifest.json`. Members may stand in any order: they are imported so that each finds what it refers to."""

    format: Literal["qinglian.bundle/1"]
    title: Line | None = None
    members: Annotated[list[MemberIn], Field(min_length=1, max_length=MOST_MEMBERS)]
