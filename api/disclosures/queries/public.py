"""What anyone may read. Only `notice_page` is asked: it holds what was released, and nothing else."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page
from api.disclosures import rules
from api.disclosures.models import PAGE_SEARCH, NoticePage
from api.disclosures.queries.lists import kinds_of
from api.disclosures.queries.notices import days_left
from api.disclosures.rules import KINDS, Form, Phase, Span
from api.disclosures.schemas.public import (
    KindName,
    PageEdition,
    PageFile,
    PageFilter,
    PageKinds,
    PageObjections,
    PageOut,
    PageRow,
    PageTable,
    UnitOfPages,
    UnitsOfPages,
)

_MOST_UNITS = 500
_P = NoticePage.__table__.c
_ROW = (
    "number",
    "title",
    "unit_id",
    "unit_name",
    "kind",
    "edition",
    "released_at",
    "starts_on",
    "ends_on",
    "withdrawn_on",
)


def list_pages(ctx: Context, wanted: PageFilter, paging: Paging) -> Page[PageRow]:
    """Published notices, the newest first."""
    today = clock.legal_day(ctx.now)
    stmt = _matching(ctx, wanted, today, select(*(_P[name] for name in _ROW)))
    rows = ctx.session.execute(
        stmt.order_by(_P.released_at.desc(), _P.number.desc()).limit(paging.size).offset(paging.offset)
    )
    items = [PageRow(**_row(row, today)) for row in rows]
    total = count(ctx, _matching(ctx, wanted, today, select(_P.number)))
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def _matching(
    ctx: Context, wanted: PageFilter, today: date, stmt: Select[*tuple[Any, ...]]
) -> Select[*tuple[Any, ...]]:
    stmt = stmt.select_from(NoticePage.__table__).where(_P.current.is_(True), *_conditions(wanted, today))
    if wanted.q and wanted.q.strip():
        stmt = stmt.where(PAGE_SEARCH.matches(ctx.session.get_bind().dialect.name, _P.search_tokens, wanted.q))
    return stmt


def _conditions(wanted: PageFilter, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.unit is not None:
        yield _P.unit_id == wanted.unit
    if wanted.kind is not None:
        yield _P.kind == wanted.kind
    if wanted.form is not None:
        yield _P.kind.in_(kinds_of(wanted.form))
    if wanted.running is not None:
        running = and_(_P.withdrawn_on.is_(None), or_(_P.ends_on.is_(None), _P.ends_on >= today))
        yield running if wanted.running else ~running


def list_units(ctx: Context) -> UnitsOfPages:
    """The units that have published, most first."""
    number = func.count().label("notices")
    stmt = (
        select(_P.unit_id.label("id"), func.max(_P.unit_name).label("name"), number)
        .where(_P.current.is_(True))
        .group_by(_P.unit_id)
        .order_by(number.desc(), func.max(_P.unit_name))
        .limit(_MOST_UNITS)
    )
    rows = ctx.session.execute(stmt)
    return UnitsOfPages(items=[UnitOfPages(id=row.id, name=row.name, notices=row.notices) for row in rows])


def list_page_kinds() -> PageKinds:
    """What kinds of notices there are."""
    return PageKinds(items=[_kind(code) for code in KINDS])


def get_page(ctx: Context, number: str, edition: int | None = None) -> PageOut:
    """A notice by its number: the edition in view, or one before it. Errors: `not_found`."""
    pages = _pages(ctx, number)
    wanted = next((page for page in pages if (page.current if edition is None else page.edition == edition)), None)
    if wanted is None:
        raise Refused(NOT_FOUND)
    current = next(page for page in pages if page.current)
    return _page(ctx, wanted, current, pages)


def _pages(ctx: Context, number: str) -> Sequence[NoticePage]:
    stmt = select(NoticePage).where(NoticePage.number == number).order_by(NoticePage.edition.desc())
    return ctx.session.execute(stmt).scalars().all()


def find_file(ctx: Context, number: str, edition: int, position: int) -> dict[str, Any]:
    """An attachment of an edition that can be read now. Errors: `not_found`."""
    page = get_page(ctx, number, edition)
    stmt = select(NoticePage.document).where(NoticePage.number == number, NoticePage.edition == edition)
    document = ctx.session.execute(stmt).scalar_one()
    if not page.shown or document is None or not 0 <= position < len(document["attachments"]):
        raise Refused(NOT_FOUND)
    found: dict[str, Any] = document["attachments"][position]
    return found


def _kind(code: str) -> KindName:
    kind = KINDS[code]
    return KindName(code=code, zh=kind.zh, en=kind.en, basis_zh=kind.basis.zh, basis_en=kind.basis.en)


def _phase(page: Any, today: date) -> Phase:
    shown = Span(page.starts_on, page.ends_on)
    return rules.phase(KINDS[page.kind].form, shown, today, withdrawn=page.withdrawn_on is not None)


def _row(page: Any, today: date) -> dict[str, Any]:
    return {
        "number": page.number,
        "title": page.title,
        "unit": Named(id=page.unit_id, name=page.unit_name),
        "kind": _kind(page.kind),
        "form": KINDS[page.kind].form,
        "phase": _phase(page, today),
        "released_on": clock.legal_day(page.released_at),
        "starts_on": page.starts_on,
        "ends_on": page.ends_on,
        "corrected": page.edition > 1,
    }


def _page(ctx: Context, page: NoticePage, current: NoticePage, pages: Sequence[NoticePage]) -> PageOut:
    today = clock.legal_day(ctx.now)
    kind, phase = KINDS[page.kind], _phase(current, today)
    readable = rules.shows_content(kind, phase)
    document = (page.document if readable else None) or {"paragraphs": [], "table": None, "attachments": []}
    left, provisional = None, False
    if phase is Phase.RUNNING and kind.form is Form.PUBLICITY and current.ends_on is not None:
        left, provisional = days_left(ctx, current.starts_on, current.ends_on, today)
    files = enumerate(document["attachments"])
    return PageOut(
        **_row(page, today) | {"phase": phase},
        edition=page.edition,
        shown=readable and page.document is not None,
        paragraphs=document["paragraphs"],
        table=PageTable(**document["table"]) if document["table"] else None,
        files=[
            PageFile(position=at, name=file["name"], media_type=file["media_type"], size=file["size"])
            for at, file in files
        ],
        reason=page.reason,
        withdrawn_on=current.withdrawn_on,
        withdrawn_reason=current.withdrawn_reason,
        days=document.get("days"),
        days_left=left,
        provisional=provisional,
        takes_objections=page.current and current.document is not None and rules.takes_objections(kind, phase),
        objections=PageObjections(**current.objections),
        editions=[_edition(one, readable=readable) for one in pages],
        document_hash=document.get("hash"),
    )


def _edition(page: NoticePage, *, readable: bool) -> PageEdition:
    return PageEdition(
        edition=page.edition,
        released_on=clock.legal_day(page.released_at),
        reason=page.reason,
        shown=readable and page.document is not None,
    )
