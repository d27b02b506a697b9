"""One request, one transaction, one commit before the reply."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.orm import Session

from api.accounts.models import Account
from api.ledger.models import LedgerEvent
from tests.world import V1, World

BODY = {"username": "zhongyi", "display_name": "钟毅"}
# A foreign key that the database checks at the commit and not before.
AT_COMMIT = {
    "sqlite": (
        "CREATE TABLE at_commit (unit_id TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER at_commit AFTER INSERT ON account BEGIN INSERT INTO at_commit VALUES ('missing'); END",
    ),
    "postgresql": (
        "CREATE TABLE at_commit (unit_id uuid REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED)",
        """CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
           'BEGIN INSERT INTO at_commit VALUES (gen_random_uuid()); RETURN NEW; END'""",
        "CREATE TRIGGER at_commit AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION at_commit()",
    ),
}


def fail_at_commit(world: World) -> None:
    """Make the database itself refuse the next new account, at the commit."""
    owner = create_engine(world.database.migration_url)
    with owner.begin() as connection:
        for statement in AT_COMMIT[world.database.backend]:
            connection.execute(text(statement))
    owner.dispose()


@contextmanager
def breaking(moment: str, error: Exception) -> Iterator[None]:
    """Raise at a moment in the life of every session."""

    def fail(_session: Session) -> None:
        raise error

    event.listen(Session, moment, fail)
    try:
        yield
    finally:
        event.remove(Session, moment, fail)


def written(world: World) -> tuple[int, int]:
    with world.host() as ctx:
        return (
            ctx.session.scalar(select(func.count()).select_from(Account).where(Account.username == "zhongyi")) or 0,
            ctx.session.scalar(select(func.count()).select_from(LedgerEvent)) or 0,
        )


class TestCommitBeforeReply:
    def test_a_commit_that_the_database_refuses_is_never_a_201(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        fail_at_commit(world)
        before = written(world)
        answer = admin.post(f"{V1}/accounts", json=BODY)
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        assert "location" not in answer.headers
        assert written(world) == before
        assert admin.get(f"{V1}/accounts").status_code == 200  # the connection is fit for the next request

    @pytest.mark.parametrize("moment", ["before_commit", "after_flush"])
    def test_a_crash_on_the_way_is_a_500_and_leaves_nothing(self, world: World, moment: str) -> None:
        admin = world.sign_in("platform_admin")
        before = written(world)
        with breaking(moment, RuntimeError("planted")):
            answer = admin.post(f"{V1}/accounts", json=BODY)
        assert (answer.status_code, answer.json()["code"]) == (500, "internal")
        assert "planted" not in answer.text
        assert written(world) == before
        assert admin.post(f"{V1}/accounts", json=BODY).status_code == 201

    def test_the_change_is_there_when_the_reply_is(self, world: World) -> None:
        answer = world.sign_in("platform_admin").post(f"{V1}/accounts", json=BODY)
        assert answer.status_code == 201
        assert written(world)[0] == 1

    def test_a_failed_log_in_opens_no_session_even_at_the_commit(self, world: World) -> None:
        world.sign_in("read_only")
        with breaking("before_commit", RuntimeError("planted")):
            answer = world.visitor().post(f"{V1}/auth/login", json={"username": "nobody", "password": "x"})
        assert answer.status_code == 500
        assert "set-cookie" not in answer.headers

    def test_reading_never_commits(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        with breaking("before_commit", RuntimeError("planted")):
            assert admin.get(f"{V1}/accounts").status_code == 200
            assert admin.get(f"{V1}/auth/session").status_code == 200
