"""What a file looks like, before anything is done with it."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from api.core.schemas import Out


class SheetOut(Out):
    """A sheet of a workbook."""

    name: str
    rows: int
    hidden: bool


class ProposedOut(Out):
    """How one column may be read."""

    index: int
    heading: str
    to: str | None = Field(description="The field it seems to be; null: none.")
    confidence: Literal["sure", "likely", "unsure", "none"]
    samples: list[str]


class WarningOut(Out):
    """Something to look at before going on."""

    code: str
    message: str


class PreviewOut(Out):
    """A bounded look into the file with the settings asked for: the first rows as text, and a mapping to start from."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "format": "csv",
                "encoding": "gb18030",
                "encoding_doubted": False,
                "delimiter": ",",
                "sheet": None,
                "sheets": [],
                "header_row": 1,
                "second_header": False,
                "headers": ["学校名称"],
                "sample": [["锦岚县第一小学"]],
                "sample_rows": [2],
                "warnings": [],
                "mapping": {"type": "school", "columns": [{"from": "学校名称", "to": "name"}]},
                "proposed": [
                    {
                        "index": 0,
                        "heading": "学校名称",
                        "to": "name",
                        "confidence": "sure",
                        "samples": ["锦岚县第一小学"],
                    }
                ],
            }
        },
        from_attributes=True,
        frozen=True,
    )

    format: str
    encoding: str | None
    encoding_doubted: bool = Field(description="It fits, and yet reads like no Chinese: a person has to say it.")
    delimiter: str | None
    sheet: str | None
    sheets: list[SheetOut]
    header_row: int | None
    second_header: bool
    headers: list[str]
    sample: list[list[str]]
    sample_rows: list[int]
    warnings: list[WarningOut]
    mapping: dict[str, Any] = Field(description="The proposal; the import's own, where it has one.")
    proposed: list[ProposedOut]
