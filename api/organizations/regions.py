"""Loading an edition of the GB/T 2260 table; the operator's commands and the tests call it."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from api.organizations.data.divisions import SHIPPED_EDITION, Division, shipped
from api.organizations.models import Region

# The edition of divisions that are in no table: those of the demo.
INVENTED = "invented"


def load_shipped(session: Session) -> int:
    """Put the shipped edition in force unless this or a later one is; returns how many divisions were written."""
    official = Region.edition != INVENTED
    edition = session.execute(select(Region.edition).where(official).limit(1)).scalar_one_or_none()
    if edition is not None and edition >= SHIPPED_EDITION:
        return 0
    session.execute(delete(Region).where(official))
    return _write(session, shipped(), SHIPPED_EDITION)


def load_invented(session: Session, divisions: Sequence[Division]) -> int:
    """Put divisions that do not exist beside the table, for a demo; a later edition leaves them where they are."""
    session.execute(delete(Region).where(Region.edition == INVENTED))
    return _write(session, divisions, INVENTED)


def _write(session: Session, divisions: Sequence[Division], edition: str) -> int:
    session.execute(insert(Region), [division._asdict() | {"edition": edition} for division in divisions])
    return len(divisions)
