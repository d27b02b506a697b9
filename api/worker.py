"""The background process: a thread of the server on SQLite, `qinglian worker` on PostgreSQL."""

import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.core import clock
from api.core.database import Database
from api.core.transaction import Mode, transaction
from api.wiring import Wiring

_PAUSE = 60.0
_log = structlog.get_logger("worker")


def run(database: Database, wiring: Wiring, stop: threading.Event) -> None:
    """Keep house until `stop` is set; a failure is logged and tried again at the next round."""
    while not stop.wait(_PAUSE):
        keep_house(database, wiring)


def keep_house(database: Database, wiring: Wiring) -> None:
    """One round: each task in a short transaction of its own."""
    for task in wiring.housekeeping:
        try:
            with transaction(database, Mode.WRITE) as session:
                removed = task(session, clock.now())
        except SQLAlchemyError as error:
            _log.error("housekeeping_failed", task=task.__module__, error=type(error).__name__)
        else:
            if removed:
                _log.info("housekeeping", task=task.__module__, removed=removed)
