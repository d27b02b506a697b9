"""PostgreSQL: pg_dump in one snapshot one way, pg_restore in one transaction the other; only this bureau's schema."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, make_url, text

from api import migrate
from api.backup.manifest import BackupError, Facts, Manifest
from api.core import restoring
from api.core.database import Database, Handle
from api.core.transaction import Mode, transaction
from api.settings import Settings

DUMP = "database.pgdump"
_FAREWELL = 5.0  # seconds that the connections of a server that was just stopped may take to go
_OTHERS = text(
    "SELECT pid, coalesce(nullif(application_name, ''), '?') AS program FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = ANY(:roles) ORDER BY pid"
)
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> :mark")


class PostgresqlStore:
    """One schema of one database, reached as its owner. A restore keeps what it replaces in `<schema>_replaced`."""

    kind = "postgresql"

    def __init__(self, settings: Settings, app_role: str = "") -> None:
        self._handle = Handle(settings.owner_url, settings.database_schema)
        app, owner = (make_url(url).username for url in (settings.database_url.get_secret_value(), settings.owner_url))
        self._app_role = app_role or (app if app != owner else None)
        self._roles = [role for role in (app, owner) if role]

    def save(self, folder: Path) -> Facts:
        """Dump one snapshot while writers go on; the facts are read in the same snapshot."""
        with self._database() as database, transaction(database, Mode.SNAPSHOT) as session:
            facts = Facts.of(
                lambda query: session.scalar(text(query)), _version(session.connection()), _schema(session.connection())
            )
            snapshot = str(session.scalar(text("SELECT pg_export_snapshot()")))
            tables = '"{}".*'.format(facts.schema.replace('"', '""'))
            _run(
                "pg_dump",
                facts.server,
                f"--dbname={self._conninfo()}",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--table={tables}",
                f"--exclude-table={tables[:-1]}{restoring.MARK}",
                f"--file={folder / DUMP}",
                password=self._password(),
            )
        (folder / DUMP).chmod(0o600)
        return facts

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Go on only while nobody else is connected as the application or its owner. Errors: `BackupError`."""
        with self._database() as database, database.engine.connect() as connection:
            until = time.monotonic() + _FAREWELL
            while others := connection.execute(_OTHERS, {"roles": self._roles}).all():
                if time.monotonic() > until:
                    named = ", ".join(f"{row.program} (pid {row.pid})" for row in others)
                    raise BackupError(f"others are connected: stop servers and workers first: {named}")
                time.sleep(0.1)
        yield

    def accepts(self, manifest: Manifest) -> None:
        """Look for the tool and the schema before anything is touched. Errors: `BackupError`."""
        with self._database() as database, database.engine.connect() as connection:
            schema, server = _schema(connection), _version(connection)
        if schema != manifest.facts.schema:
            raise BackupError(f"the backup is of schema {manifest.facts.schema}, QINGLIAN_DATABASE_SCHEMA is {schema}")
        if _major(server) < _major(manifest.facts.server):
            raise BackupError(f"the backup is of PostgreSQL {manifest.facts.server}, this server is {server}")
        _find("pg_restore", manifest.facts.server)

    def under_way(self) -> bool:
        """Whether the mark stands in the schema."""
        with self._database() as database, database.engine.connect() as connection:
            return restoring.stands(connection)

    def replace(self, folder: Path) -> None:
        """Move the tables aside and mark the schema in one transaction, then restore in another."""
        with self._database() as database:
            with transaction(database) as session:
                self._make_room(session.connection())
            with database.engine.connect() as connection:
                server = _version(connection)
        _run(
            "pg_restore",
            server,
            f"--dbname={self._conninfo()}",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            str(folder / DUMP),
            password=self._password(),
        )

    def _make_room(self, connection: Connection) -> None:
        _patience(connection)
        if restoring.stands(connection):
            _drop_tables(connection)
            return
        aside = _aside(connection)
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {aside} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {aside}")
        _move(connection, _tables(connection), aside)
        restoring.put(connection)

    def take_back(self) -> None:
        """The replaced tables come back, in one transaction."""
        with self._database() as database, transaction(database) as session:
            connection = session.connection()
            _patience(connection)
            _drop_tables(connection)
            aside, schema = _aside(connection), _quoted(connection, _schema(connection))
            rows = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = :aside"),
                {"aside": f"{_schema(connection)}_replaced"},
            )
            for table in [_quoted(connection, row.tablename) for row in rows]:
                connection.exec_driver_sql(f"ALTER TABLE {aside}.{table} SET SCHEMA {schema}")
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {aside} CASCADE")
            restoring.remove(connection)

    def finish(self, database: Database) -> None:
        """Give the application its rights and take the mark away, in one transaction: the service may open."""
        with transaction(database) as session:
            if self._app_role:
                migrate.grant(session.connection(), self._app_role)
            restoring.remove(session.connection())

    def drop_aside(self) -> None:
        """What was replaced is not needed any more."""
        with self._database() as database, transaction(database) as session:
            connection = session.connection()
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_aside(connection)} CASCADE")

    @contextmanager
    def _database(self) -> Iterator[Database]:
        database = Database(self._handle, pool_size=1)
        try:
            yield database
        finally:
            database.close()

    def _conninfo(self) -> str:
        url = make_url(self._handle.url)
        parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database, **url.query}
        return make_conninfo(**{name: str(value) for name, value in parts.items() if value})

    def _password(self) -> str | None:
        return make_url(self._handle.url).password


def _run(program: str, server: str, *arguments: str, password: str | None) -> None:
    """Run a tool of PostgreSQL; a password goes by the environment, where other users cannot read it."""
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(  # noqa: S603 (a program found by name, arguments made here)
        [_find(program, server), "--no-password", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} failed ({done.returncode}): {done.stderr.strip()[-2000:]}")


def _find(program: str, server: str) -> str:
    """The newest of the tool that is here, which must not be older than the server. Errors: `BackupError`."""
    debians = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: -_major(path.parts[4]))
    found = [str(debians[0])] if debians else [path] if (path := shutil.which(program)) else []
    if not found:
        raise BackupError(
            f"{program} is not installed: take PostgreSQL's client programs, version {_major(server)} or newer "
            f"(Debian: postgresql-client)"
        )
    told = subprocess.run([found[0], "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    version = re.search(r"(\d+)", told)
    if version is None or int(version[1]) < _major(server):
        raise BackupError(
            f"{told.strip()} is older than the server {server}: install version {_major(server)} or newer"
        )
    return found[0]


def _major(version: str) -> int:
    return int(re.split(r"\D", version, maxsplit=1)[0] or 0)


def _version(connection: Connection) -> str:
    return str(connection.scalar(text("SHOW server_version")))


def _schema(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT current_schema()")))


def _aside(connection: Connection) -> str:
    return _quoted(connection, f"{_schema(connection)}_replaced")


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _tables(connection: Connection) -> list[str]:
    rows = connection.execute(_TABLES, {"mark": restoring.MARK})
    return [_quoted(connection, row.tablename) for row in rows]


def _move(connection: Connection, tables: list[str], target: str) -> None:
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table} SET SCHEMA {target}")


def _drop_tables(connection: Connection) -> None:
    if tables := _tables(connection):
        connection.exec_driver_sql(f"DROP TABLE {', '.join(tables)} CASCADE")


def _patience(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
