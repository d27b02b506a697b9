"""Failures slow down who guesses: by the name that is tried, and by the address that tries."""

import math
from datetime import datetime

from sqlalchemy import case, delete
from sqlalchemy.orm import Session

from api.accounts import rules
from api.accounts.errors import ADDRESS_DELAYED, DELAYED
from api.accounts.models import LoginFailure
from api.accounts.queries import sessions as queries
from api.accounts.rules import BY_ADDRESS, BY_NAME, Throttle
from api.core.crypto import keyed_hash
from api.core.database import insert_or
from api.core.errors import Refused
from api.core.keys import KeyStore


def name_hash(keys: KeyStore, username: str) -> str:
    """Under which failures of a name are counted."""
    return keyed_hash(keys.throttle, username)


def address_hash(keys: KeyStore, address: str | None) -> str:
    """Under which failures from an address are counted. A user name has no colon, so neither is taken for the other."""
    return keyed_hash(keys.throttle, f"address:{rules.origin_of(address)}")


def refuse_if_delayed(session: Session, by_name: str, now: datetime) -> None:
    """Errors: `auth.delayed`, for names that nobody has as well."""
    seconds = _wait(session, by_name, now, BY_NAME)
    if seconds:
        raise Refused(DELAYED, retry_after=seconds, seconds=seconds)


def refuse_address_if_delayed(session: Session, by_address: str, now: datetime) -> None:
    """Errors: `auth.address_delayed`."""
    seconds = address_wait(session, by_address, now)
    if seconds:
        raise Refused(ADDRESS_DELAYED, retry_after=seconds, seconds=seconds)


def address_wait(session: Session, by_address: str, now: datetime) -> int:
    """Whole seconds that an address still waits."""
    return _wait(session, by_address, now, BY_ADDRESS)


def _wait(session: Session, counted: str, now: datetime, throttle: Throttle) -> int:
    failed = queries.find_failures(session, counted)
    return math.ceil(rules.remaining_delay(*failed, now, throttle).total_seconds()) if failed else 0


def count_failure(session: Session, counted: str, now: datetime, throttle: Throttle) -> int:
    """Count one more; how many it makes in a row."""
    stmt = insert_or(session, LoginFailure).values(name_hash=counted, failures=1, last_failed_at=now)
    forgotten = LoginFailure.last_failed_at <= now - throttle.memory
    again = {"failures": case((forgotten, 1), else_=LoginFailure.failures + 1), "last_failed_at": now}
    stmt = stmt.on_conflict_do_update(index_elements=["name_hash"], set_=again).returning(LoginFailure.failures)
    failures: int = session.execute(stmt).scalar_one()
    return failures


def forgive(session: Session, by_name: str) -> None:
    """Forget the failures under a name. Those of an address stay: else who guesses logs in as himself in between."""
    session.execute(delete(LoginFailure).where(LoginFailure.name_hash == by_name))
