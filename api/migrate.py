"""Migrations run as the database's owner; afterwards the application's role is granted what it needs, and no more."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from api.core.database import INSERT_ONLY, Base, Database, Handle
from api.core.search import INDEXES
from api.core.transaction import transaction
from api.standing import ROOT


def configuration() -> Config:
    """Alembic's configuration, independent of the working directory."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def upgrade(url: str, app_role: str | None = None, schema: str | None = None, revision: str = "head") -> None:
    """Bring the database at `url` (as its owner) to `revision`, then put guards and grants in place."""
    _run(url, schema, lambda config: command.upgrade(config, revision))
    database = Database(Handle(url, schema), pool_size=1)
    with transaction(database) as session:
        connection = session.connection()
        if database.sqlite:
            protect_sqlite(connection)
        elif app_role:
            grant(connection, app_role)
    database.close()


def downgrade(url: str, schema: str | None = None, revision: str = "base") -> None:
    """Take the database back to `revision`."""
    _run(url, schema, lambda config: command.downgrade(config, revision))


def _run(url: str, schema: str | None, work: Callable[[Config], None]) -> None:
    database = Database(Handle(url, schema), pool_size=1)
    config = configuration()
    with transaction(database) as session:
        config.attributes["connection"] = session.connection()
        work(config)
    database.close()


def knows(revision: str) -> bool:
    """Whether this version has the migration `revision`, and so can go on from it."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(configuration()).walk_revisions())


def protect_sqlite(connection: Connection) -> None:
    """Triggers that refuse to change what is written once, and the search tables; made anew after each migration."""
    for table in sorted(INSERT_ONLY):
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
    for index in INDEXES.values():
        for statement in index.sqlite_ddl():
            connection.exec_driver_sql(statement)


def grant(connection: Connection, role: str) -> None:
    """The application's role reads and writes rows; what is written once it can neither change nor delete."""
    quoted = connection.dialect.identifier_preparer.quote(role)
    schema = connection.dialect.identifier_preparer.quote(
        connection.scalar(text("SELECT current_schema()")) or "public"
    )
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {quoted}")
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {quoted}")
    for table in Base.metadata.sorted_tables:
        verbs = "SELECT, INSERT" if table.name in INSERT_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        connection.exec_driver_sql(f"REVOKE ALL ON {table.name} FROM {quoted}")
        connection.exec_driver_sql(f"GRANT {verbs} ON {table.name} TO {quoted}")
