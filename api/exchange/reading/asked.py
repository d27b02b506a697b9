"""What the caller says about a file, and what a look at it finds."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Format(StrEnum):
    """How rows are written."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"
    JSON = "json"


class Found(StrEnum):
    """How the encoding was found."""

    NAMED = "named"
    MARK = "mark"  # a byte order mark
    STRICT = "strict"  # every byte fits
    DOUBTED = "doubted"  # every byte fits GB18030, and yet it reads like no Chinese


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller says; None is to be found out. `header_row` is a line of the file, from 1."""

    format: Format | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None

    def or_else(self, other: "Asked") -> "Asked":
        """What `other` says where this says nothing."""
        missing = {name: getattr(other, name) for name in Asked.__slots__ if getattr(self, name) is None}
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; `rows` counts to the last one used."""

    name: str
    rows: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looks like. `sample` holds the first rows below the head as text, `sample_rows` their numbers.

    `second_header` says that the row below the head is a head as well. Warnings are codes of the error catalogue.
    """

    format: Format
    headers: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    sample_rows: tuple[int, ...]
    header_row: int | None = None
    second_header: bool = False
    encoding: str | None = None
    found: Found | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[Sheet, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def encoding_doubted(self) -> bool:
        """Whether a person has to say the encoding before this is read."""
        return self.found is Found.DOUBTED
