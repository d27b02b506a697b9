"""What is asked of an import."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from api.core.intake import Mode
from api.core.schemas import Choices, In, Line, Patch, Text
from api.core.taking import EXTERNAL, SYSTEM
from api.exchange.imports.rules import Atomic, ImportState, OnBlank
from api.exchange.imports.rules.limits import FILE, MOST_ERRORS
from api.exchange.reading import MappingIn

Type = Annotated[Text, StringConstraints(pattern="^[a-z_]{1,40}$"), Field(examples=["school"])]
Scheme = Annotated[
    Text,
    StringConstraints(pattern=f"^[a-z_]{{1,40}}$|^{EXTERNAL}{SYSTEM}$"),
    Field(examples=["code"], description="`code`, `id`, …, or `ext:SOURCE` for ids of another system."),
]
Format = Literal["csv", "xlsx", "ndjson", "json"]
Encoding = Annotated[Text, StringConstraints(pattern="^[A-Za-z0-9_-]{1,20}$"), Field(examples=["gb18030"])]
Delimiter = Literal[",", ";", "\t", "|"]
HeaderRow = Annotated[StrictInt, Field(ge=1, le=1000)]
Note = Annotated[Text, StringConstraints(max_length=500)]
MostErrors = Annotated[StrictInt, Field(ge=1, le=MOST_ERRORS)]
References = Annotated[dict[str, Scheme], Field(max_length=50)]
Filename = Annotated[Line, Field(examples=["锦岚县学校.csv"])]

_EXAMPLE: dict[str, Any] = {
    "type": "school",
    "filename": "锦岚县学校.csv",
    "mode": "upsert",
    "atomic": "row",
    "validate_only": True,
    "references": {"parent": "code"},
}


class ImportIn(In):
    """An import whose file comes in parts."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    type: Type
    filename: Filename | None = None
    size: Annotated[StrictInt, Field(ge=1, le=FILE)] | None = Field(
        None, description="Bytes of the whole file: once they are there it counts as uploaded."
    )
    mode: Mode = Mode.UPSERT
    atomic: Atomic = Atomic.ROW
    validate_only: StrictBool = False
    id_scheme: Scheme | None = Field(None, description="By which identifier rows are known; null: the usual one.")
    references: References = Field({}, description="By which identifier each reference field is given.")
    on_blank: OnBlank = OnBlank.KEEP
    format: Format | None = Field(None, description="Null: found out.")
    encoding: Encoding | None = Field(None, description="Null: found out.")
    delimiter: Delimiter | None = Field(None, description="Null: found out.")
    sheet: Line | None = None
    header_row: HeaderRow | None = None
    mapping_id: UUID | None = Field(None, description="A saved mapping; it is copied into the import.")
    mapping: MappingIn | None = Field(None, description="Null: columns are recognized by their headings.")
    max_errors: MostErrors = 10_000
    unit_id: UUID | None = Field(None, description="For which unit; null: that of the caller's first fitting role.")
    note: Note | None = None


class ImportPatch(Patch):
    """What may still be changed. What bears on reading or judging makes a validated import be checked anew."""

    model_config = ConfigDict(json_schema_extra={"example": {"atomic": "row", "validate_only": False}})

    filename: Filename | None = None
    mode: Mode = Mode.UPSERT
    atomic: Atomic = Atomic.ROW
    validate_only: StrictBool = False
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
    max_errors: MostErrors = 10_000
    note: Note | None = None


class RunQuery(BaseModel):
    """The options of an import that comes whole, as query parameters."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    type: Type
    filename: Filename | None = None
    mode: Mode = Mode.UPSERT
    atomic: Atomic = Atomic.ROW
    validate_only: bool = False
    id_scheme: Scheme | None = None
    references: Annotated[str, StringConstraints(max_length=400, pattern=r"^$|^\w+=[\w:-]+(,\w+=[\w:-]+)*$")] = Field(
        "", examples=["parent=code"], description="`FIELD=SCHEME`, comma separated."
    )
    on_blank: OnBlank = OnBlank.KEEP
    format: Format | None = Field(None, description="Null: by `Content-Type`, else found out.")
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    sheet: Line | None = None
    header_row: Annotated[int, Field(ge=1, le=1000)] | None = None
    mapping_id: UUID | None = None
    max_errors: Annotated[int, Field(ge=1, le=MOST_ERRORS)] = 10_000
    unit_id: UUID | None = None
    note: Note | None = None

    def descriptor(self, format_of_body: str | None) -> ImportIn:
        """The same as the descriptor of an import. Errors: `ValidationError` for schemes that are none."""
        given = self.model_dump(exclude={"references"})
        pairs = [pair.partition("=") for pair in self.references.split(",") if pair]
        return ImportIn.model_validate(
            given | {"references": {name: scheme for name, _, scheme in pairs}, "format": self.format or format_of_body}
        )


class ImportFilter(BaseModel):
    """Which imports."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    state: Choices[ImportState] = ()
    type: Type | None = None
    mine: bool = False
