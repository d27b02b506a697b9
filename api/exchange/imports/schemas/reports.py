"""What is wrong with rows, one by one and counted."""

from typing import Any

from pydantic import ConfigDict, Field

from api.core.schemas import Feed, Out

_ERROR: dict[str, Any] = {
    "member": None,
    "row": 17,
    "sheet": None,
    "column": "办学类型",
    "field": "type",
    "code": "import.cell.choice",
    "message": "不在可选值之内。",
    "value": "完小",
    "params": {},
    "suggestions": ["小学"],
}


class ErrorRow(Out):
    """One fault of one row."""

    model_config = ConfigDict(json_schema_extra={"example": _ERROR}, from_attributes=True, frozen=True)

    member: str | None = Field(description="Of a bundle, the file.")
    row: int = Field(description="Line of the user's file, the header counted; of a workbook, row of the sheet.")
    sheet: str | None
    column: str | None = Field(description="Heading as it was sent.")
    field: str | None
    code: str
    message: str = Field(description="In the caller's language.")
    value: str | None = Field(description="What was there; masked where it is personal.")
    params: dict[str, Any]
    suggestions: list[str]


class ErrorGroup(Out):
    """Faults that are the same."""

    member: str | None
    code: str
    message: str
    column: str | None
    field: str | None
    value: str | None = Field(description="Null: of several values.")
    count: int
    first_rows: list[int]
    suggestions: list[str]


class ErrorFeed(Feed[ErrorRow]):
    """One stretch of an import's faults, by row."""


class SentRow(Out):
    """A row as it was sent: its cells, one for each of the columns."""

    row: int
    cells: list[str]


class SentRows(Out):
    """Rows of the file beside their errors."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "places": [0, 1],
                "headers": ["学校名称", "办学类型"],
                "items": [{"row": 17, "cells": ["锦岚县第一小学", "完小"]}],
            }
        },
        from_attributes=True,
        frozen=True,
    )

    places: list[int] = Field(description="Where each column stands in the file, from 0.")
    headers: list[str]
    items: list[SentRow]
