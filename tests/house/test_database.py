"""The laws that the tables keep, on both databases."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import UniqueConstraint, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from api import migrate, standing
from api.core.constraints import _CODES as MAPPED
from api.core.database import INSERT_ONLY, Base, Handle
from api.core.database import Database as Pool
from api.core.transaction import transaction
from api.settings import Settings
from api.wiring import wire
from tests.databases import Database

wire(Settings(_env_file=None))
TABLES = Base.metadata.sorted_tables
# Unique because they are random: a collision is no one's fault and has no sentence.
RANDOM = {
    *("uq_account_invitation_token_hash", "uq_account_session_token_hash", "uq_account_token_token_hash"),
    *("uq_client_secret_secret_hash", "uq_unit_path"),
}


@pytest.fixture
def owner(database: Database) -> Pool:
    """The database as its owner reaches it."""
    return Pool(Handle(database.migration_url), pool_size=1)


class TestModels:
    def test_every_table_has_a_primary_key(self) -> None:
        assert [table.name for table in TABLES if not table.primary_key.columns] == []

    def test_every_constraint_has_a_name_of_at_most_50_bytes(self) -> None:
        named: list[Any] = [c for table in TABLES for c in (*table.constraints, *table.indexes)]
        assert [str(c.name) for c in named if not c.name or len(str(c.name).encode()) > 50] == []

    def test_ids_and_times_are_made_in_the_application(self) -> None:
        made = [f"{table.name}.{column.name}" for table in TABLES for column in table.columns if column.server_default]
        assert made == []

    def test_every_unique_constraint_has_an_error_code_of_its_own(self) -> None:
        unique = {str(c.name) for table in TABLES for c in table.constraints if isinstance(c, UniqueConstraint)}
        unique |= {str(index.name) for table in TABLES for index in table.indexes if index.unique}
        assert unique - MAPPED.keys() == RANDOM


class TestMigrations:
    def test_migrated_tables_equal_the_models(self, owner: Pool) -> None:
        with owner.engine.connect() as connection:
            options = {"include_name": lambda name, kind, _: not (kind == "table" and "_fts" in (name or ""))}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []

    def test_down_leaves_nothing_and_up_comes_back(self, database: Database, owner: Pool) -> None:
        migrate.downgrade(database.migration_url)
        with owner.engine.connect() as connection:
            left = {name for name in inspect(connection).get_table_names() if "_fts" not in name}
        assert left <= {"alembic_version"}
        migrate.upgrade(database.migration_url, None if owner.sqlite else "qinglian_app")
        assert standing.is_current(owner)

    def test_a_server_finds_the_newest_one_that_alembic_finds(self) -> None:
        assert standing.head() == ScriptDirectory.from_config(migrate.configuration()).get_current_head()


class TestWrittenOnce:
    @pytest.mark.parametrize("table", sorted(INSERT_ONLY))
    @pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
    def test_the_application_cannot_change_or_delete(self, database: Database, table: str, verb: str) -> None:
        app = Pool(Handle(database.url), pool_size=1)
        column = next(iter(Base.metadata.tables[table].columns)).name
        with transaction(app) as session:
            connection = session.connection()
            _insert_something(connection, table)
            with pytest.raises((ProgrammingError, IntegrityError, DBAPIError), match=r"written once|permission denied"):
                connection.execute(text(verb.format(table, column, column)))
            session.rollback()

    def test_both_databases_protect_the_same_tables(self, database: Database, owner: Pool) -> None:
        with owner.engine.connect() as connection:
            if owner.sqlite:
                triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
                found = {name.removesuffix("_no_update") for name in triggers if name.endswith("_no_update")}
            else:
                rights = text(
                    "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'qinglian_app' "
                    "GROUP BY table_name HAVING bool_and(privilege_type IN ('SELECT', 'INSERT')) AND count(*) = 2"
                )
                found = set(connection.execute(rights).scalars())
        assert found == INSERT_ONLY


def _insert_something(connection, table: str) -> None:  # type: ignore[no-untyped-def]
    """A trigger fires for a row only: put one in, with foreign keys aside."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        columns = Base.metadata.tables[table].columns
        values = ", ".join("'x'" for _ in columns)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.execute(text(f"INSERT INTO {table} VALUES ({values})"))  # noqa: S608
