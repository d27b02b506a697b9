"""Notices across the two faces, where the portal has a database of its own: pages and their files go out, letters come in.

Always begun from inside, beside the crossing of complaints (`qinglian intake sync`), and like it killed without harm: a
letter is removed outside once it lies inside, and a page that went out twice is the same page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from api.core.database import insert_or, insert_rows
from api.disclosures.models import NoticeLetter, NoticePage, PublicFilePart
from api.disclosures.queries import crossing as queries

BATCH = 50
PART = 2**20
_PAGE, _LETTER, _PART = (
    NoticePage.metadata.tables[model.__tablename__] for model in (NoticePage, NoticeLetter, PublicFilePart)
)
Read = Callable[[str], Iterator[bytes]]


class PutOut(NamedTuple):
    """What went out: pages and files that are new or differ."""

    pages: int
    files: int


def put_pages(inside: Session, outside: Session, read: Read) -> PutOut:
    """Let the portal have every page as it stands here, and the cleaned copies that the pages offer; nothing else.

    Files go before the pages that offer them; `read` gives a cleaned copy by its SHA-256.
    """
    here, there = queries.pages(inside), queries.pages(outside)
    wanted = {digest for page in here.values() for digest in queries.digests_of(page)}
    held = queries.held_files(outside)
    for digest in sorted(wanted - held):
        _put_file(outside, digest, read(digest))
    changed = [page for key, page in here.items() if there.get(key) != page]
    for page in changed:
        _put_page(outside, page)
    for number, edition in there.keys() - here.keys():
        outside.execute(delete(_PAGE).where(_PAGE.c.number == number, _PAGE.c.edition == edition))
    outside.execute(delete(_PART).where(_PART.c.sha256.in_(sorted(held - wanted))))
    return PutOut(len(changed), len(wanted - held))


def _put_page(outside: Session, page: Mapping[str, Any]) -> None:
    stmt = insert_or(outside, _PAGE)
    fresh = {name: stmt.excluded[name] for name in page if name not in ("number", "edition")}
    outside.execute(stmt.on_conflict_do_update(index_elements=["number", "edition"], set_=fresh), dict(page))


def _put_file(outside: Session, digest: str, blocks: Iterable[bytes]) -> None:
    for number, part in enumerate(_cut(blocks)):
        insert_rows(outside, insert(_PART), [{"sha256": digest, "number": number, "content": part}])


def _cut(blocks: Iterable[bytes]) -> Iterator[bytes]:
    pending = bytearray()
    for block in blocks:
        pending += block
        while len(pending) >= PART:
            yield bytes(pending[:PART])
            del pending[:PART]
    if pending:
        yield bytes(pending)


def take_letters(inside: Session, outside: Session) -> list[Any]:
    """Put a batch of letters into the box inside, sealed as they are; their ids. `disclosures.follow` opens them."""
    rows = queries.waiting_letters(outside, BATCH)
    if rows:
        inside.execute(insert_or(inside, _LETTER).on_conflict_do_nothing(), [dict(row) for row in rows])
    return [row["id"] for row in rows]


def settle_letters(outside: Session, ids: list[Any]) -> None:
    """Remove what lies inside by now."""
    outside.execute(delete(_LETTER).where(_LETTER.c.id.in_(ids)))
