"""Wire shapes of the types of row."""

from typing import Any

from pydantic import ConfigDict, Field

from api.core.intake import CellKind, Mode
from api.core.schemas import Out

_FIELD: dict[str, Any] = {
    "name": "ownership",
    "heading": "办学性质",
    "heading_en": "Ownership",
    "kind": "choice",
    "required": True,
    "longest": 200,
    "places": 0,
    "least": None,
    "most": None,
    "choices": [{"value": "public", "words": ["公办", "Public"]}],
    "refers_to": None,
    "schemes": [],
    "personal": False,
    "example": "公办",
    "note": "",
    "note_en": "",
}
_LIMITS: dict[str, Any] = {
    "part_bytes": 16777216,
    "file_bytes": 209715200,
    "book_bytes": 31457280,
    "rows": 2000000,
    "book_rows": 200000,
    "array_rows": 10000,
    "columns": 200,
    "cell_characters": 8000,
}


class ChoiceOut(Out):
    """A stored value, and the words by which a file may give it."""

    value: str
    words: list[str]


class FieldOut(Out):
    """One column that may come in."""

    model_config = ConfigDict(json_schema_extra={"example": _FIELD}, frozen=True)

    name: str
    heading: str
    heading_en: str
    kind: CellKind
    required: bool = Field(description="Of a row that makes something new.")
    longest: int
    places: int = Field(description="Decimal places.")
    least: str | None
    most: str | None
    choices: list[ChoiceOut]
    refers_to: str | None = Field(description="The type of row that it refers to.")
    schemes: list[str] = Field(description="How a reference may be given, the usual way first.")
    personal: bool = Field(description="Values are never repeated in reports.")
    example: str
    note: str
    note_en: str


class LimitsOut(Out):
    """How much a file may hold."""

    part_bytes: int
    file_bytes: int
    book_bytes: int
    rows: int
    book_rows: int
    array_rows: int
    columns: int
    cell_characters: int


class DocumentSheetOut(Out):
    """A sheet of a workbook that holds whole documents."""

    name: str
    title: str
    title_en: str
    fields: list[FieldOut]


class TypeOut(Out):
    """A type of row that can be imported."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "school",
                "title": "学校",
                "title_en": "Schools",
                "fields": [_FIELD],
                "keys": ["code", "id"],
                "modes": ["create", "update", "upsert"],
                "after": ["unit"],
                "may": True,
                "rollback": True,
                "documents": False,
                "sheets": [],
                "limits": _LIMITS,
            }
        },
        frozen=True,
    )

    name: str
    title: str
    title_en: str
    fields: list[FieldOut]
    keys: list[str] = Field(description="Identifiers by which rows are known, the usual one first.")
    modes: list[Mode]
    after: list[str] = Field(description="Types that have to be there before.")
    may: bool = Field(description="Whether the caller may import it.")
    rollback: bool
    documents: bool = Field(description="Whether a row is a whole document with lists inside: nothing is mapped.")
    sheets: list[DocumentSheetOut] = Field(description="How a workbook holds such documents; empty: it holds none.")
    limits: LimitsOut


class Types(Out):
    """All types, those first that others refer to."""

    items: list[TypeOut]
