"""Pages for screens (page, size, total, depth-capped) and sealed keyset cursors for feeds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from sqlalchemy import Select, SQLColumnExpression, func, select

from api.core.context import Context
from api.core.errors import Kind, Refused, Violation, define
from api.core.schemas import Item, Page

MAX_DEPTH = 10_000
_STRETCH = 1_000

TOO_DEEP = define(
    "paging.too_deep",
    Kind.BAD_REQUEST,
    "翻得太深（最多 {limit} 行），加条件缩小范围。",
    "Too deep (at most {limit} rows); narrow the filters.",
)
BAD_CURSOR = define(
    "paging.bad_cursor", Kind.BAD_REQUEST, "翻页凭证无效，从头再取。", "The cursor is not valid here; start again."
)
BAD_SORT = define("paging.bad_sort", Kind.BAD_REQUEST, "只能按这些排序：{allowed}。", "Sort by these only: {allowed}.")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many rows."""

    page: int
    size: int

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size


async def paging(
    page: Annotated[int, Query(ge=1, le=MAX_DEPTH)] = 1,
    size: Annotated[int, Query(ge=1, le=200, description="Rows a page.")] = 50,
) -> Paging:
    """The page a screen asks for; deeper than 10,000 rows is refused (feeds and exports go there)."""
    if page * size > MAX_DEPTH:
        raise Refused(TOO_DEEP, [Violation(TOO_DEEP, parameter="page", params={"limit": MAX_DEPTH})], limit=MAX_DEPTH)
    return Paging(page, size)


Paged = Annotated[Paging, Depends(paging)]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows of one stretch of a feed.")]
CursorText = Annotated[str | None, Query(max_length=400, description="`next_cursor` of the stretch before.")]


def every(list_page: Callable[[Paging], Page[Item]]) -> Iterator[Item]:
    """Everything that a list holds, page by page; for exports, which see one state of the data."""
    number, seen = 0, 0
    while True:
        number += 1
        page = list_page(Paging(number, _STRETCH))
        yield from page.items
        seen += len(page.items)
        if seen >= page.total or not page.items:
            return


def count(context: Context, stmt: Select[*tuple[Any, ...]]) -> int:
    """How many rows `stmt` has, its order left aside."""
    return context.session.execute(select(func.count()).select_from(stmt.order_by(None).subquery())).scalar_one()


def ordering(
    sort: str, columns: Mapping[str, SQLColumnExpression[Any]], last: SQLColumnExpression[Any]
) -> list[SQLColumnExpression[Any]]:
    """ORDER BY for `sort` such as `name,-pupils`: allow-listed columns, NULLs last, `last` (the id) as tie-break.

    Errors: `paging.bad_sort` for a name that is not in `columns`.
    """
    terms: list[SQLColumnExpression[Any]] = []
    for name in filter(None, sort.split(",")):
        column = columns.get(name.removeprefix("-"))
        if column is None:
            allowed = ", ".join(columns)
            raise Refused(
                BAD_SORT, [Violation(BAD_SORT, parameter="sort", params={"allowed": allowed})], allowed=allowed
            )
        terms.append((column.desc() if name.startswith("-") else column.asc()).nulls_last())
    return [*terms, last]


def seal_cursor(context: Context, purpose: str, after: UUID) -> str:
    """A cursor that only this server can read and that serves only `purpose`."""
    return context.keys.cursor.seal(str(after), purpose)


def open_cursor(context: Context, purpose: str, cursor: str | None) -> UUID | None:
    """Where a feed goes on. Errors: `paging.bad_cursor` for a foreign or forged cursor."""
    if cursor is None:
        return None
    opened = context.keys.cursor.open(cursor, purpose)
    if opened is None:
        raise Refused(BAD_CURSOR, [Violation(BAD_CURSOR, parameter="cursor")])
    return UUID(opened)
