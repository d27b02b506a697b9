"""A restore. Everything is checked before anything is touched, and what is replaced is kept until the end.

The service stays closed until keys destroyed by order are destroyed again and the ledger is verified.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete

from api import migrate
from api.accounts.models import AccountSession
from api.backup import manifest
from api.backup.files import Files
from api.backup.make import FILES, store_of
from api.backup.manifest import BackupError, Manifest
from api.backup.postgresql import PostgresqlStore
from api.backup.sqlite import SqliteStore
from api.core import clock, ids
from api.core.context import Context
from api.core.database import Database, Handle
from api.core.keys import KeyStore, copies, destroyed
from api.core.transaction import Mode, transaction
from api.ledger import service as ledger
from api.ledger.verify import Question, verify
from api.settings import Settings
from api.wiring import Wiring

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to restore from, and how.

    `keys`: a key backup to bring keys back from. `lists`: further copies of the destroy-list. `app_role`: PostgreSQL
    role of the application. `other_keys`: accept a backup whose key store is lost. `despite_faults`: open the service
    although the ledger does not verify.
    """

    backup: Path
    keys: Path | None = None
    lists: tuple[Path, ...] = ()
    app_role: str = ""
    other_keys: bool = False
    despite_faults: bool = False


def restore(settings: Settings, wiring: Wiring, plan: Plan, tell: Tell) -> None:
    """Put a backup in the place of database and files. Broken off, it is run again.

    Errors: `BackupError`, `KeyStoreError`; until `tell` has said that the database is being replaced, nothing was.
    """
    keys, store, files = _keys(settings, plan), store_of(settings, plan.app_role), Files(settings)
    lists, found = _lists(keys, plan), _checked(store, keys, plan)
    with store.alone():
        tell(f"替换数据库 replacing the database: {plan.backup.name}, {found.created_at}")
        store.replace(plan.backup)
        files.put_aside()
        files.bring(plan.backup / FILES)
        migrate.upgrade(settings.owner_url, schema=settings.database_schema)
        removed = len(keys.apply_destroyed(lists))
        tell(f"按销毁清单处理 keys destroyed by order: {removed}")
        database = Database(Handle(settings.owner_url, settings.database_schema), pool_size=1)
        try:
            _begin_anew(database, keys, found)
            _verify(database, keys, _question(wiring, found), plan, tell)
            store.finish(database)
        finally:
            database.close()
        store.drop_aside()
        files.drop_aside()


def undo(settings: Settings) -> None:
    """Put back what a broken-off restore has replaced. Errors: `BackupError` when none is under way."""
    store = store_of(settings)
    with store.alone():
        if not store.under_way():
            raise BackupError("no restore is under way")
        Files(settings).take_back()
        store.take_back()


def _keys(settings: Settings, plan: Plan) -> KeyStore:
    """The key store, filled up from the key backup; it is never made anew here."""
    keys = KeyStore(settings.keys)
    if plan.keys:
        copies.put_back(keys, plan.keys)
    if not keys.vault.has_master and not plan.other_keys:
        raise BackupError(
            f"there is no master key at {settings.keys}: bring the keys back first (`qinglian keys restore`, "
            "`qinglian keys recover`), or give up what they open with --other-keys"
        )
    keys.prepare()  # what is damaged shows now, not after the database was replaced
    return keys


def _lists(keys: KeyStore, plan: Plan) -> list[bytes]:
    """Every known copy of the destroy-list, verified. Errors: `BrokenList`."""
    if plan.other_keys:
        return []
    paths = (plan.backup / destroyed.FILE, *plan.lists)
    lists = [content for path in paths if path.exists() and (content := path.read_bytes())]
    for content in lists:
        destroyed.verify(content, keys.publics("destroy-list"))
    return lists


def _checked(store: SqliteStore | PostgresqlStore, keys: KeyStore, plan: Plan) -> Manifest:
    found = manifest.read(plan.backup, None if plan.other_keys else keys.publics("backup"))
    if found.database != store.kind:
        raise BackupError(f"the backup is of {found.database}, QINGLIAN_DATABASE_URL names {store.kind}")
    if not migrate.knows(found.facts.revision):
        raise BackupError(f"the backup was made by a newer version ({found.product}): install that one first")
    store.accepts(found)
    return found


def _begin_anew(database: Database, keys: KeyStore, found: Manifest) -> None:
    """A new epoch of the ledger; sessions end, for they may have been ended since the backup."""
    with transaction(database) as session:
        ctx = Context(session=session, now=clock.now(), trace=f"cli-{ids.random().hex[:12]}", path="", keys=keys)
        session.execute(delete(AccountSession))
        ledger.open_epoch(ctx, f"restored from the backup of {found.created_at}")


def _verify(database: Database, keys: KeyStore, question: Question, plan: Plan, tell: Tell) -> None:
    with transaction(database, Mode.SNAPSHOT) as session:
        report = verify(session, keys, question)
    for fault in report.faults:
        tell(f"{fault.kind}: {fault.where}")
    tell(f"账本 ledger: {report.size} 条 entries, {report.found} 处不符 faults")
    if report.found and not plan.despite_faults:
        raise BackupError(
            "the restored ledger does not verify; the service stays closed. `qinglian restore --undo` puts back what was "
            "replaced, --despite-faults opens it all the same"
        )


def _question(wiring: Wiring, found: Manifest) -> Question:
    """Everything, and the head that the backup was signed with: the ledger must still contain it."""
    return Question(kinds=wiring.verifiable, notes=[found.facts.head] if found.facts.head else [])
