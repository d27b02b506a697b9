"""What tests of checks do: a suite of two rules over numbers, runs, steps. The engine needs no more of a domain."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from api.checks.ports import Record, Suite, World
from api.checks.rules.answers import (
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Answer,
    Outcome,
    Subject,
    failed,
    lacking,
    passes,
)
from api.checks.rules.rule import Rule, Vector, Worded
from api.checks.service import recheck
from tests.world import V1
from tests.world import World as Place

FINDINGS, RESULTS, RUNS = f"{V1}/findings", f"{V1}/check-results", f"{V1}/check-runs"
_NAMES = UUID("0198c0de-0000-7000-8000-0000000000aa")
Numbers = dict[str, int | None]


class Records:
    """What the numbers of each unit are now, and which units have changed."""

    def __init__(self) -> None:
        self.of: dict[UUID, Numbers] = {}
        self.changed: list[UUID] = []

    def worlds(self, _session: Session, unit_ids: Sequence[UUID], _now: datetime) -> Iterator[World]:
        return ((unit_id, self.of.get(unit_id, {})) for unit_id in unit_ids)

    def units(self, _session: Session, after: UUID | None, limit: int) -> Sequence[UUID]:
        return [one for one in sorted(self.of) if after is None or one > after][:limit]

    def named(self, _session: Session, _unit_id: UUID, ids: Collection[UUID]) -> list[Record]:
        names = {record(name): name for name in ("one", "two", "three")}
        return [Record("number", one, names[one], None, 980_000, "number", one) for one in ids if one in names]

    def due(self, _session: Session) -> bool:
        return bool(self.changed)

    def take(self, _session: Session, limit: int) -> Collection[UUID]:
        taken, self.changed = self.changed[:limit], self.changed[limit:]
        return taken


def record(name: str) -> UUID:
    """The id of a number by its name."""
    return uuid5(_NAMES, name)


def _asked(numbers: Numbers, ask: Any) -> Iterator[tuple[Subject, Outcome]]:
    return ((Subject("number", record(name), name), ask(value)) for name, value in numbers.items())


def _even(value: int | None) -> Outcome:
    return lacking("value") if value is None else passes(value % 2 == 0, value=value)


def _small(value: int | None) -> Outcome:
    if value is None or value < 0:
        return NOT_APPLICABLE
    return failed(RED if value > 1000 else YELLOW, value=value, limit=100) if value > 100 else PASSED


def _rule(number: str, ask: Any) -> Rule:
    said = Worded("偶数", "Even")
    vectors = (Vector(said, {"value": 3}, Answer.FAIL, "red", "one"),)
    severities = (RED, YELLOW)
    return Rule(
        number, said, said, severities, ("基本规则",), "number", ("value",), lambda w: _asked(w, ask), vectors=vectors
    )


RECORDS = Records()
SUITE = Suite(
    name="numbers",
    rules=(_rule("NUM-01", _even), _rule("NUM-02", _small)),
    worlds=RECORDS.worlds,
    units=RECORDS.units,
    due=RECORDS.due,
    take=RECORDS.take,
    sound_record=lambda: '{"one": 2}',
    records=RECORDS.named,
)


def ran(world: Place, unit: str = "school", **numbers: int | None) -> int:
    """Run the suite over a unit whose numbers are these now; how many findings moved."""
    unit_id = UUID(world.unit(unit))
    RECORDS.of[unit_id] = numbers
    with world.host() as ctx:
        return recheck(ctx, SUITE, [unit_id])


def good(answer: Any, status: int = 200) -> dict[str, Any]:
    """What a good answer says."""
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def listed(client: TestClient, path: str = FINDINGS, **wanted: Any) -> list[dict[str, Any]]:
    """Rows that match."""
    items: list[dict[str, Any]] = good(client.get(path, params=wanted))["items"]
    return items


def only(client: TestClient, **wanted: Any) -> dict[str, Any]:
    """The one finding that matches, in full."""
    (row,) = listed(client, **wanted)
    return good(client.get(f"{FINDINGS}/{row['id']}"))


def act(client: TestClient, finding: dict[str, Any], verb: str, body: Any = None) -> Any:
    """Do `verb` to a finding, as it was read."""
    headers = {"If-Match": f'"{finding["revision"]}"'}
    return client.post(f"{FINDINGS}/{finding['id']}:{verb}", json=body, headers=headers)


def done(client: TestClient, finding: dict[str, Any], verb: str, text: str | None = None) -> dict[str, Any]:
    """The finding after `verb`."""
    return good(act(client, finding, verb, None if text is None else {"text": text}))
