"""A small county that most API tests happen in: built once per run and database through the API, then copied.

    province 澜江省 … county 锦岚县 (990124)
      bureau 锦岚县教育局
        section 教育股
        district 梅岭学区 ── school 锦岚县第一小学
        other_district 马渡学区 ── other_school 马渡中学
    far_county 云屏县 (990125) ── far_bureau ── far_school: out of reach for everyone above

Callers are named by role and unit: `world.sign_in("section_officer", "county")`.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import event, insert

from api.access.guard import COOKIE, CSRF_HEADER, page_token
from api.accounts.models import AccountSession
from api.accounts.rules import Role
from api.accounts.service.host import create_account_with_grants
from api.calendars.service import load_shipped
from api.core import clock, ids
from api.core.context import Context
from api.core.crypto import digest
from api.core.transaction import transaction
from api.demo.divisions import DIVISIONS
from api.main import create_app
from api.organizations import regions
from api.organizations import service as organizations
from api.settings import Settings
from tests.databases import Database, Template

V1 = "/api/v1"
PASSWORD = "Only-for-tests-2026"
UNITS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("bureau", "county", {"kind": "bureau", "name": "锦岚县教育局"}),
    ("section", "bureau", {"kind": "section", "name": "教育股"}),
    ("district", "bureau", {"kind": "district", "name": "梅岭学区"}),
    ("other_district", "bureau", {"kind": "district", "name": "马渡学区"}),
    ("far_bureau", "far_county", {"kind": "bureau", "name": "云屏县教育局"}),
)
SCHOOLS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("school", "district", {"name": "锦岚县第一小学", "type": "primary", "code": "2134000001"}),
    ("other_school", "other_district", {"name": "马渡中学", "type": "junior_secondary", "code": "3134000002"}),
    ("far_school", "far_bureau", {"name": "云屏中学", "type": "senior_secondary", "code": "3434000003"}),
)


# Who most tests call; made with the world, since each password costs 30 ms.
SEATS: tuple[tuple[str, str], ...] = (
    ("auditor", "county"),
    ("bureau_leader", "county"),
    ("district_reviewer", "district"),
    ("platform_admin", "county"),
    ("read_only", "county"),
    ("school_clerk", "school"),
    ("school_leader", "school"),
    ("section_officer", "far_county"),
)


@dataclass
class World:
    """The running application and the names of what is in it. `loop` answers all its requests, as a server's does."""

    app: FastAPI
    database: Database
    units: dict[str, str]
    accounts: dict[str, str] = field(default_factory=dict)
    loop: BlockingPortal | None = None

    def unit(self, name: str) -> str:
        """The id of a unit by its name in this module."""
        return self.units[name]

    def visitor(self) -> TestClient:
        """A client that is not signed in."""
        client = TestClient(self.app, raise_server_exceptions=False)
        client.portal = self.loop
        return client

    def sign_in(self, role: str, unit: str = "county") -> TestClient:
        """A client of someone who holds `role` at `unit` (a name of this module, or an id); the same person each time."""
        token = self._open_session(role, unit)
        client = self.visitor()
        client.cookies.set(COOKIE, token)
        client.headers[CSRF_HEADER] = page_token(self.app.state.keys, token)
        return client

    @contextmanager
    def host(self) -> Iterator[Context]:
        """One transaction of an operator on the host."""
        with transaction(self.app.state.database) as session:
            yield Context(session=session, now=clock.now(), trace="test", path="", keys=self.app.state.keys)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What is sent to the database meanwhile; how transactions begin is left aside."""
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                sent.append(statement)

        engine = self.app.state.database.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def account(self, role: str, unit: str = "county") -> str:
        """The account of whoever holds `role` at `unit`, made when first asked for."""
        label = f"{role} {unit}"
        if label not in self.accounts:
            name = f"t_{hashlib.sha256(label.encode()).hexdigest()[:12]}"
            seat = [(Role(role), UUID(self.units.get(unit, unit)))]
            with self.host() as ctx:
                self.accounts[label] = str(create_account_with_grants(ctx, name, label, PASSWORD, seat))
        return self.accounts[label]

    def _open_session(self, role: str, unit: str) -> str:
        token, account = ids.token(), UUID(self.account(role, unit))
        with self.host() as ctx:
            row = {"id": ids.ordered(), "token_hash": digest(token), "account_id": account}
            times = {"logged_in_at": ctx.now, "expires_at": ctx.now + timedelta(days=1)}
            ctx.session.execute(insert(AccountSession).values(**row, **times))
        return token


def settings_for(database: Database) -> Settings:
    """Settings of a server on that database; nothing is read from a `.env`."""
    return Settings(
        _env_file=None,
        database_url=SecretStr(database.url),
        migration_url=SecretStr(database.migration_url),
        data_dir=database.folder / "data",
        keys=database.folder / "keys",
        cookie_secure=False,
        second_factor="optional",
        spa_dir=None,
        log_level="error",
    )


@contextmanager
def inhabited(database: Database) -> Iterator[World]:
    """The world of a database that was copied from `WORLD`."""
    units, accounts = orjson.loads((database.folder / "world.json").read_bytes())
    app = create_app(settings_for(database))
    try:
        with start_blocking_portal() as loop:
            yield World(app, database, units, accounts, loop)
    finally:
        app.state.database.close()


def _build(database: Database) -> None:
    app = create_app(settings_for(database))
    world = World(app, database, {})
    with world.host() as ctx:
        regions.load_shipped(ctx.session)
        regions.load_invented(ctx.session, DIVISIONS)
        load_shipped(ctx)
        for name, code in (("county", "990124"), ("far_county", "990125")):
            world.units[name] = str(organizations.plant_root(ctx, code).id)
    for name, parent, body in UNITS:
        world.units[name] = _create(world, "/units", parent, body)
    for name, parent, body in SCHOOLS:
        world.units[name] = _create(world, "/schools", parent, {"ownership": "public"} | body)
    for role, unit in SEATS:
        world.account(role, unit)
    (database.folder / "world.json").write_bytes(orjson.dumps((world.units, world.accounts)))
    app.state.database.close()


def _create(world: World, path: str, parent: str, body: dict[str, Any]) -> str:
    # By id, not by name: the officer who built the county is nobody whom a test signs in.
    officer = world.sign_in("section_officer", world.unit("far_county" if parent.startswith("far") else "county"))
    answer = officer.post(f"{V1}{path}", json=body | {"parent_id": world.unit(parent)})
    if answer.status_code != 201:
        raise RuntimeError(f"POST {path}: {answer.status_code} {answer.text}")
    return str(answer.json()["id"])


WORLD = Template("world", _build)
