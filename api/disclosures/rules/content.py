"""What a notice says: a title, paragraphs, one table, attachments; and what must be there before it is checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.core.errors import Violation
from api.disclosures import errors
from api.disclosures.rules.kinds import KINDS, MOST_DAYS, Form, Need, NoticeKind

MAX_PARAGRAPHS = 60
MAX_COLUMNS = 12
MAX_ROWS = 5_000  # the schools of a large city, one a row
MAX_FILES = 10


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """Rows under column heads; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a notice, without its attachments."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: NoticeTable | None = None

    def places(self) -> Iterator[tuple[str, str]]:
        """Every piece of text with its place, an RFC 6901 pointer into the content."""
        yield "/title", self.title
        yield from ((f"/paragraphs/{index}", text) for index, text in enumerate(self.paragraphs))
        if self.table is not None:
            yield from ((f"/table/columns/{index}", text) for index, text in enumerate(self.table.columns))
            for at, row in enumerate(self.table.rows):
                yield from ((f"/table/rows/{at}/{index}", text) for index, text in enumerate(row))


def content_of(title: str, body: Mapping[str, Any]) -> Content:
    """The content that a title and a stored body say. The body is {"paragraphs": […], "table": {…} or null}."""
    table = body.get("table")
    return Content(
        title,
        tuple(body.get("paragraphs", ())),
        NoticeTable(tuple(table["columns"]), tuple(map(tuple, table["rows"]))) if table else None,
    )


def body_of(content: Content) -> dict[str, Any]:
    """The body of a content as it is stored."""
    table = content.table
    kept = {"columns": list(table.columns), "rows": [list(row) for row in table.rows]} if table else None
    return {"paragraphs": list(content.paragraphs), "table": kept}


def content_violations(content: Content) -> Iterator[Violation]:
    """Rows that have another number of cells than the table has columns."""
    if content.table is not None:
        width = len(content.table.columns)
        for at, row in enumerate(content.table.rows):
            if len(row) != width:
                yield Violation(errors.ROW_WIDTH, f"/table/rows/{at}", params={"columns": width})


def kind_violations(code: str, days: int | None, formed_on: date | None, today: date) -> Iterator[Violation]:
    """What is wrong with a notice's kind and dates. Fewer days than the kind's least would not count as a publicity."""
    kind = KINDS.get(code)
    if kind is None:
        yield Violation(errors.KIND_UNKNOWN, "/kind", params={"allowed": ", ".join(KINDS)})
        return
    if kind.form is Form.STANDING and days is not None:
        yield Violation(errors.NO_PERIOD, "/days")
    if kind.form is Form.PUBLICITY and days is not None and not kind.least_days <= days <= MOST_DAYS:
        yield Violation(errors.DAYS_OUT_OF_RANGE, "/days", params={"least": kind.least_days, "most": MOST_DAYS})
    if formed_on is not None and formed_on > today:
        yield Violation(errors.FORMED_IN_FUTURE, "/formed_on")


def file_violations(file_ids: Sequence[UUID]) -> Iterator[Violation]:
    """Files that are listed more than once."""
    for index, file_id in enumerate(file_ids):
        if file_id in file_ids[:index]:
            yield Violation(errors.FILE_REPEATED, f"/file_ids/{index}")


def missing_parts(kind: NoticeKind, content: Content, files: int) -> Iterator[Violation]:
    """What a notice of this kind lacks before it can be checked. A notice says something, whatever its kind."""
    has = {
        Need.TEXT: any(text.strip() for text in content.paragraphs),
        Need.TABLE: content.table is not None and bool(content.table.rows),
    }
    has[Need.TABLE_OR_ATTACHMENT] = has[Need.TABLE] or files > 0
    specs = {
        Need.TEXT: (errors.TEXT_MISSING, "/paragraphs"),
        Need.TABLE: (errors.TABLE_MISSING, "/table"),
        Need.TABLE_OR_ATTACHMENT: (errors.LIST_MISSING, "/table"),
    }
    for need in kind.needs:
        if not has[need]:
            yield Violation(*specs[need])
