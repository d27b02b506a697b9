"""How the columns of a file go to the fields of a type of row: a document that can be saved and used again."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StringConstraints, model_validator

from api.core.schemas import In, Text
from api.core.taking import EXTERNAL, SYSTEM
from api.exchange.reading.asked import Asked

Cell = Annotated[Text, StringConstraints(max_length=200)]
Name = Annotated[Text, StringConstraints(min_length=1, max_length=80)]
Scheme = Annotated[str, StringConstraints(pattern=f"^[a-z_]{{1,40}}$|^{EXTERNAL}{SYSTEM}$")]
Delimiter = Literal[",", "\t", ";", "|"]
_GROUP = re.compile(r"\(\?P<(\w+)>")


def _compiles(pattern: str) -> str:
    """Compiled, and not run here: rows are matched in linear time by another engine."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError("this expression does not compile") from error
    return pattern


Pattern = Annotated[Text, StringConstraints(min_length=1, max_length=200), AfterValidator(_compiles)]


class CellSplit(In):
    """A cell that holds several values: each named group of the pattern is a field."""

    pattern: Pattern = Field(examples=[r"^\[(?P<code>\d+)\](?P<name>.+)$"])

    @property
    def groups(self) -> list[str]:
        """The fields that the pattern gives."""
        return _GROUP.findall(self.pattern)


class ColumnIn(In):
    """Where one column goes. `from` is its heading, or its place from 0; `values` says what the file's words mean."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True, populate_by_name=True)

    source: Cell | Annotated[int, Field(ge=0, lt=200)] = Field(alias="from", examples=["学校名称"])
    to: Name | None = None
    split: CellSplit | None = None
    values: dict[Cell, Cell] = Field(default={}, max_length=500)  # a word that means nothing ("") is a blank cell
    decimal: Literal[",", "."] | None = None
    thousands: Literal[",", ".", " ", "'"] | None = None
    date: Cell | None = Field(default=None, description="As in strftime.", examples=["%d/%m/%Y"])
    scheme: Scheme | None = Field(default=None, description="How a reference is given: `code`, or `ext:<source>`.")

    @model_validator(mode="after")
    def _goes_one_way(self) -> "ColumnIn":
        if self.to and self.split:
            raise ValueError("a column goes to a field, or is split")
        if self.split and not self.split.groups:
            raise ValueError("a pattern that splits has named groups")
        return self

    @property
    def fields(self) -> list[str]:
        """The fields that it fills."""
        return self.split.groups if self.split else [self.to] if self.to else []


class SkipIn(In):
    """Rows that are no data: those with such a cell in a column, or without `column` in any."""

    column: Cell | Annotated[int, Field(ge=0, lt=200)] | None = None
    equals: Cell | None = None
    starts: Cell | None = None
    matches: Pattern | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "SkipIn":
        if sum(bool(said) for said in (self.equals, self.starts, self.matches)) != 1:
            raise ValueError("say one of equals, starts and matches")
        return self


class MappingIn(In):
    """A mapping. What it says of the file holds where the import says nothing."""

    type: Name
    columns: list[ColumnIn] = Field(max_length=200)
    constants: dict[Name, Cell] = Field(default={}, max_length=50)
    skip: list[SkipIn] = Field(default=[], max_length=20)
    header_row: Annotated[int, Field(ge=1, le=1000)] | None = None
    second_header: StrictBool = False
    merged: Literal["refuse", "fill"] = Field(
        default="refuse", description="`fill`: merged cells of a workbook all have the value of the first."
    )
    sheet: Cell | None = None
    encoding: Literal["utf-8", "gb18030", "utf-16", "big5", "windows-1252"] | None = None
    delimiter: Delimiter | None = None

    @property
    def asked(self) -> Asked:
        """What it says of the file."""
        return Asked(None, self.encoding, self.delimiter, self.sheet, self.header_row)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Each field that it fills, and the JSON pointer to what fills it."""
        for place, column in enumerate(self.columns):
            for field in column.fields:
                yield field, f"/columns/{place}/{'split' if column.split else 'to'}"
        for field in self.constants:
            yield field, f"/constants/{field}"

    def document(self) -> dict[str, Any]:
        """The mapping as JSON, without what it does not say."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"type": self.type}
