"""Where a database stands, as a server asks when it starts: without Alembic, which it need not carry."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.core import restoring
from api.core.database import Database

ROOT = Path(__file__).resolve().parent.parent
_REVISION = re.compile(r"^revision\b.*?\"(\w+)\"", re.MULTILINE)
_DOWN = re.compile(r"^down_revision\b(.*)", re.MULTILINE)


@cache
def head() -> str:
    """This version's newest migration: the one that no other goes on from."""
    scripts = [path.read_text("utf-8") for path in (ROOT / "migrations/versions").glob("*.py")]
    names = {found[1] for script in scripts if (found := _REVISION.search(script))}
    (newest,) = names - {name for script in scripts for line in _DOWN.findall(script) for name in _quoted(line)}
    return newest


def _quoted(line: str) -> list[str]:
    return re.findall(r"\"(\w+)\"", line)


def is_current(database: Database) -> bool:
    """Whether the database answers, stands at this version's newest migration and is not being restored."""
    with database.engine.connect() as connection:
        current = connection.scalar(text("SELECT version_num FROM alembic_version")) == head()
        return current and not restoring.stands(connection)


def has_history(database: Database) -> bool:
    """Whether anything was ever done on this database; one that is away or not migrated tells of nothing."""
    try:
        with database.engine.connect() as connection:
            return connection.scalar(text("SELECT 1 FROM ledger_event LIMIT 1")) is not None
    except DBAPIError:
        return False
