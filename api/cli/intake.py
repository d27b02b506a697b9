"""`qinglian intake`: the crossing between a public face on another host and the house, always begun from inside."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.cli.console import out
from api.cli.host import host
from api.complaints.queries import vault
from api.complaints.service import crossing, documents
from api.core import clock, idempotency, logs
from api.core.database import Database, Handle
from api.core.transaction import Mode, transaction
from api.disclosures.service import crossing as notices
from api.files.storage import Storage, content_key
from api.settings import Settings

intake = typer.Typer(no_args_is_help=True, help="Complaints across the two faces.")


@intake.command("sync")
def intake_sync(
    every: Annotated[int, typer.Option(min=0, help="Go on for ever, with so many seconds between; 0 is once.")] = 0,
) -> None:
    """Pull what was dropped at the portal, put out what receipts and pages show. Killed at any point, it is run again."""
    settings = Settings()
    logs.configure(settings.log_level)
    with _portal(settings) as outside:
        while True:
            taken, put = synchronize(settings, outside)
            out.print(f"取入 taken in {taken} · 送出 put out {put}")
            if not every:
                return
            time.sleep(every)


@intake.command("status")
def intake_status() -> None:
    """How much waits at the portal, and how much could not be taken in."""
    with _portal(Settings()) as outside, transaction(outside, Mode.READ) as session:
        out.print(f"有待取入 waiting: {'是 yes' if vault.has_drops(session) else '无 none'}")
        out.print(f"多次未能取入 could not be taken in: {vault.count_parked(session)}")


def synchronize(settings: Settings, outside: Database) -> tuple[int, int]:
    """One round both ways, batch by batch; how many drops came in and receipts went out."""
    taken = put = 0
    while True:
        came, written = _inwards(settings, outside), _outwards(settings, outside)
        taken, put = taken + len(came.done), put + written
        if not came.more and written < crossing.BATCH:
            break
    _documents(settings, outside)
    _notices(settings, outside)
    return taken, put


def _inwards(settings: Settings, outside: Database) -> crossing.TakenIn:
    """Committed inside first: a kill in between leaves drops outside that are known when they come again."""
    with transaction(outside, Mode.READ) as there, host(settings) as ctx:
        taken = crossing.take_all(ctx, there)
    with transaction(outside) as there:
        crossing.settle(there, taken)
    return taken


def _outwards(settings: Settings, outside: Database) -> int:
    """Committed outside first: a kill in between puts the same out once more."""
    with host(settings, Mode.SNAPSHOT) as ctx, transaction(outside) as there:
        written = crossing.put_all(ctx, there)
    if written:
        with host(settings) as ctx:
            crossing.mark_put(ctx, written)
    return len(written)


def _documents(settings: Settings, outside: Database) -> None:
    with host(settings) as ctx:
        documents.refresh(ctx)
    with host(settings) as ctx, transaction(outside) as there:
        crossing.put_documents(ctx.session, there)
        crossing.expire(ctx.session, there, clock.legal_day(ctx.now))
        idempotency.purge(there, ctx.now)


def _notices(settings: Settings, outside: Database) -> None:
    """Letters are committed inside before they are removed outside, pages and files outside only."""
    storage, more = Storage(settings), True
    while more:
        with transaction(outside, Mode.READ) as there, host(settings) as ctx:
            ids = notices.take_letters(ctx.session, there)
        with transaction(outside) as there:
            notices.settle_letters(there, ids)
        more = len(ids) == notices.BATCH
    with host(settings, Mode.SNAPSHOT) as ctx, transaction(outside) as there:
        notices.put_pages(ctx.session, there, lambda digest: storage.read(content_key(digest)))


@contextmanager
def _portal(settings: Settings) -> Iterator[Database]:
    if settings.portal_database_url is None:
        out.print("没有设 QINGLIAN_PORTAL_DATABASE_URL：两面在一个库里，不用同步 the faces share a database")
        raise typer.Exit(1)
    outside = Database(Handle(settings.portal_database_url.get_secret_value()), pool_size=2)
    try:
        yield outside
    finally:
        outside.close()
