"""Below the desk no row tells more of a reporter's act than the hour, or the day."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.complaints.cleaning import JOB
from api.core import clock
from api.core.database import Base
from api.core.jobs import claims
from api.core.transaction import transaction
from tests import samples
from tests.api.complaints.steps import PORTAL, WHO, complained, cross, custodians, good, looked_up, upload
from tests.background import work_off
from tests.world import World

_UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-f])")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:(\d{2})(?::(\d{2}))?")
_TIMED = (1, 6, 7)


class TestWhatACaseLeaves:
    def test_in_all_tables_nothing_is_finer_than_an_hour(self, world: World, portal: TestClient) -> None:
        custodians(world)
        for role in ("intake_clerk", "inspection_head"):
            world.account(role)
        cross(world)
        before = _rows(world)
        receipt = complained(portal, identity=WHO, unit_id=world.unit("school"))
        cross(world)
        good(portal.post(f"{PORTAL}/messages", json={"receipt": receipt, "id": str(uuid4()), "text": "还有照片"}))
        good(portal.post(f"{PORTAL}/files", content=upload(samples.photograph(), "午餐.jpg", receipt)))
        good(portal.post(f"{PORTAL}/withdrawal", json={"receipt": receipt, "reason": "已经解决"}))
        cross(world)
        work_off(world, JOB)
        with transaction(world.app.state.database) as session:
            claims.purge((JOB,), session, clock.now() + timedelta(minutes=1))
        assert looked_up(portal, receipt)["files"] == 1
        left = _rows(world) - before
        tables = {table for table, _, _ in left}
        assert {
            "complaint_case",
            "complaint_attachment",
            "ledger_event",
            "notification",
            "idempotency_record",
        } <= tables
        # Ids that were there before say when a school or an account was made.
        old = {value for _, _, value in before if isinstance(value, UUID)}
        assert sorted((table, column) for table, column, value in left if value not in old and _tells(value)) == []

    def test_a_value_that_tells_the_second_is_found(self) -> None:
        hour = datetime(2026, 11, 28, 13, tzinfo=UTC)
        assert not any(
            map(_tells, (hour, uuid4(), str(uuid4()), "2026-11-28", {"at": "2026-11-28T13:00:00Z"}, 7, None))
        )
        late = hour.replace(second=1)
        seventh = UUID("019a1b2c-3d4e-7000-8000-000000000001")
        assert all(map(_tells, (late, seventh, seventh.hex, [str(seventh)], {"at": late.isoformat()})))


def _rows(world: World) -> set[tuple[str, str, Any]]:
    """Every value of every table, with where it stands."""
    with world.host() as ctx:
        return {
            (table.name, column.name, _kept(value))
            for table in Base.metadata.sorted_tables
            for row in ctx.session.execute(select(table))
            for column, value in zip(table.columns, row, strict=True)
        }


def _kept(value: Any) -> Any:
    return repr(value) if isinstance(value, dict | list) else value


def _tells(value: Any) -> bool:
    """Whether a value, or anything within it, says more of a time than its hour."""
    if isinstance(value, datetime):
        return bool(value.minute or value.second or value.microsecond)
    if isinstance(value, UUID):
        return _timed(value)
    if isinstance(value, bytes | int | None):
        return False
    return any(_parts(str(value)))


def _parts(text: str) -> Iterator[bool]:
    yield from (_timed(UUID(found)) for found in _UUID.findall(text))
    yield from (bool(int(minute) or int(second or 0)) for minute, second in _MOMENT.findall(text))


def _timed(value: UUID) -> bool:
    """Whether a time stands in an id, and it is no whole hour."""
    return value.version in _TIMED and bool((value.int >> 80) % 3_600_000)
