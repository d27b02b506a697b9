"""The small vocabulary of the house's documents: what they say, once, for Word, PDF and Excel.

Who writes a report names its parts; how a part looks is the affair of the writers beside this module.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import orjson

from api.core import clock
from api.core.documents.errors import TOO_LARGE
from api.core.errors import Refused
from api.core.tabular import Language

Align = Literal["left", "center", "right"]
Tone = Literal["plain", "note", "strong"]
Number = int | Decimal

PARTS_MOST = 5_000
CELLS_MOST = 200_000
# What XML 1.0 cannot hold (section 2.2), lone surrogates included.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` without characters that no document can hold."""
    return _UNWRITABLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a `note` explains in small print, `strong` is what nobody should miss."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, and where it is a figure the number too, for Excel. It may span columns and rows."""

    text: str = ""
    number: Number | None = None
    across: int = 1
    down: int = 1
    strong: bool = False
    align: Align | None = None


Given = Cell | str | Number | None
Row = tuple[Given, ...]


def cell(given: Given) -> Cell:
    """The cell that is meant: a bare number is written in full, None is empty."""
    if isinstance(given, Cell):
        return given
    if given is None:
        return Cell()
    return (
        Cell(given)
        if isinstance(given, str)
        else Cell(f"{given:f}" if isinstance(given, Decimal) else str(given), given)
    )


@dataclass(frozen=True, slots=True)
class Column:
    """How a column looks: its share of the width, and to which side its cells stand."""

    width: float = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head, of one or more rows, is repeated on each page.

    A cell that spans is given once, at its first place; the places that it covers are left out.
    """

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, its share of the longest possible (0 to 1), and what is written behind it."""

    label: str
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A figure of horizontal bars."""

    bars: tuple[Bar, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that is a picture, PNG or JPEG; `width` is its share of the page's."""

    content: bytes
    caption: str = ""
    width: float = 0.7


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: each says who signs, and leaves room for name and date."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Part = Heading | Paragraph | Items | Table | Bars | Picture | Signatures | NewPage
_WORDS = {
    "zh-CN": ("截至 {time}", "第 {page} 页，共 {pages} 页", "记录校验码 SHA-256 {mark}", "日期："),
    "en": ("As of {time}", "Page {page} of {pages}", "Record hash SHA-256 {mark}", "Date: "),
}


@dataclass(frozen=True)
class Document:
    """A whole document. Each page bears bureau, title, the time of the data, its number, and the hash of the record.

    `record` is the hash of what the document shows (a frozen outcome, say); without one it is that of its own content.
    Errors: `document.too_large`.
    """

    title: str
    bureau: str
    as_of: datetime
    parts: tuple[Part, ...]
    record: str = ""
    subtitle: str = ""
    language: Language = "zh-CN"
    wide: bool = False

    def __post_init__(self) -> None:
        cells = sum(len(table.columns) * (len(table.head) + len(table.rows)) for table in self.tables)
        if len(self.parts) > PARTS_MOST or cells > CELLS_MOST:
            raise Refused(TOO_LARGE)

    @property
    def tables(self) -> list[Table]:
        """Its tables, in order."""
        return [part for part in self.parts if isinstance(part, Table)]

    @cached_property
    def mark(self) -> str:
        """The hash that stands on every page: 64 hexadecimal digits."""
        content = (self.title, self.subtitle, self.bureau, self.as_of, self.parts)
        return self.record or hashlib.sha256(orjson.dumps(content, default=_plain)).hexdigest()

    @property
    def time(self) -> str:
        """Until when the data are."""
        words = _WORDS[self.language][0]
        return words.format(time=f"{self.as_of.astimezone(clock.zone()):%Y-%m-%d %H:%M}")

    @property
    def page_words(self) -> str:
        """The page number, with places for `{page}` and `{pages}`."""
        return _WORDS[self.language][1]

    @property
    def mark_words(self) -> str:
        """The hash, said."""
        return _WORDS[self.language][2].format(mark=self.mark)

    @property
    def date_words(self) -> str:
        """What stands before the date of a signature."""
        return _WORDS[self.language][3]


def _plain(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else str(value)
