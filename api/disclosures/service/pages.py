"""What the public sees: written here and nowhere else, from what was released."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core import clock, search
from api.core.context import Context
from api.core.database import insert_or
from api.disclosures import queries, rules
from api.disclosures.models import NoticeEdition, NoticePage, NoticeSerial, PublicNotice
from api.disclosures.rules import KINDS, ObjectionState
from api.files.models import StoredFile
from api.files.rules import TYPES

DOCUMENT_SCHEMA = 1


def next_number(ctx: Context) -> str:
    """The next public number of the year: short, in sequence, for ever."""
    year = clock.legal_day(ctx.now).year
    stmt = insert_or(ctx.session, NoticeSerial.__table__).values(year=year, last=1)
    last = NoticeSerial.__table__.c.last
    risen = stmt.on_conflict_do_update(index_elements=["year"], set_={"last": last + 1}).returning(last)
    return f"{year}-{ctx.session.execute(risen).scalar_one():05d}"


def document_of(ctx: Context, notice: PublicNotice, reason: str | None) -> dict[str, Any]:
    """The canonical document of the edition that a notice is about to have. Nobody who wrote or released it is named."""
    place = queries.place_of(ctx, notice.unit_id)
    return {
        "schema": DOCUMENT_SCHEMA,
        "number": notice.number,
        "edition": notice.edition,
        "kind": notice.kind,
        "unit": {"id": str(place.id), "name": place.name},
        "title": notice.title,
        **rules.body_of(queries.content_of(notice)),
        "attachments": [_attachment(file) for file in queries.files_of(ctx, notice)],
        "days": notice.days,
        "starts_on": notice.starts_on.isoformat() if notice.starts_on else None,
        "ends_on": notice.ends_on.isoformat() if notice.ends_on else None,
        "reason": reason,
    }


def _attachment(file: StoredFile) -> dict[str, Any]:
    """The cleaned copy of a file; its original is nothing for the public."""
    assert file.clean_type is not None
    kind = TYPES[file.clean_type]
    name = file.name if kind.name == file.type else f"{file.name.rpartition('.')[0]}.{kind.extensions[0]}"
    return {"name": name, "media_type": kind.media_type, "size": file.clean_size, "sha256": file.clean_sha256}


def publish(ctx: Context, notice: PublicNotice, edition: NoticeEdition) -> None:
    """Put an edition into view in place of the one before, which stays readable unless it was concealed."""
    for page in queries.pages_of(ctx, notice.number):
        page.current = False
    ctx.session.add(_page(ctx, notice, edition))
    ctx.session.flush()


def _page(ctx: Context, notice: PublicNotice, edition: NoticeEdition) -> NoticePage:
    assert notice.number is not None
    assert notice.starts_on is not None
    unit = edition.document["unit"]["name"]
    return NoticePage(
        number=notice.number,
        edition=edition.edition,
        current=True,
        unit_id=notice.unit_id,
        unit_name=unit,
        kind=notice.kind,
        title=notice.title,
        document={**edition.document, "hash": edition.document_hash},
        reason=edition.reason,
        released_at=edition.released_at,
        starts_on=notice.starts_on,
        ends_on=notice.ends_on,
        objections=_tally(ctx, notice.id),
        search_tokens=search.tokens([notice.title, unit, notice.number]),
    )


def conceal(ctx: Context, notice: PublicNotice) -> None:
    """Take what the edition in view says out of public view; that it was there stays."""
    for page in _current(ctx, notice):
        page.document = None
    ctx.session.flush()


def reveal(ctx: Context, notice: PublicNotice) -> None:
    """Show the edition in view again."""
    edition = queries.edition_in_view(ctx, notice)
    for page in _current(ctx, notice):
        page.document = {**edition.document, "hash": edition.document_hash}
    ctx.session.flush()


def withdraw(ctx: Context, notice: PublicNotice, reason: str, *, conceals: bool) -> None:
    """Say on every page of a notice that it is withdrawn. What it said is no longer shown."""
    for page in queries.pages_of(ctx, notice.number):
        page.document = None
        if page.current:
            page.withdrawn_on, page.withdrawn_reason = clock.legal_day(ctx.now), reason
        if conceals:
            page.title = KINDS[notice.kind].zh
            page.objections = {**page.objections, "answers": []}
            page.search_tokens = search.tokens([page.title, page.unit_name, page.number])
    ctx.session.flush()


def tally(ctx: Context, notice: PublicNotice) -> None:
    """Bring the numbers of objections on the page up to date."""
    for page in _current(ctx, notice):
        page.objections = _tally(ctx, notice.id)
    ctx.session.flush()


def _current(ctx: Context, notice: PublicNotice) -> Sequence[NoticePage]:
    return [page for page in queries.pages_of(ctx, notice.number) if page.current]


def _tally(ctx: Context, notice_id: UUID) -> dict[str, Any]:
    """Numbers, and the summaries that were written for the public; nobody's own words."""
    counted = queries.count_objections(ctx, notice_id)
    return {
        "received": sum(counted.values()),
        "accepted": counted.get(ObjectionState.ACCEPTED, 0),
        "not_accepted": counted.get(ObjectionState.NOT_ACCEPTED, 0),
        "answers": queries.public_answers(ctx, notice_id),
    }
