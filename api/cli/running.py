"""`qinglian worker`, `migrate` and `demo`."""

import signal
from typing import Annotated

import typer

from api import migrate as migrations
from api.calendars import service as calendars
from api.cli.console import out
from api.cli.host import host
from api.cli.rollups import fill
from api.core import logs, memory, restoring
from api.demo import load as demo_load
from api.demo.complaints import load_complaints
from api.demo.custody import load_custodians
from api.demo.decisions import load_decisions
from api.demo.disclosures import load_disclosures
from api.demo.evidence import load_evidence
from api.demo.outcomes import load_outcomes
from api.demo.rectifications import load_rectifications
from api.demo.register import load_register
from api.disclosures.service.recording import record_editions
from api.files.storage import Storage
from api.organizations import regions
from api.settings import Settings
from api.wiring import wire
from api.worker import Worker


def worker() -> None:
    """Run the background process (PostgreSQL; as many as wanted)."""
    settings = Settings()
    if settings.faces == "public":
        out.print("公众一面没有后台任务 QINGLIAN_FACES=public has no background work")
        raise typer.Exit(1)
    if settings.sqlite:
        out.print("用 SQLite 时后台任务由服务进程自己做 on SQLite the server does the background work itself")
        raise typer.Exit(1)
    logs.configure(settings.log_level)
    process = Worker(settings, wire(settings))
    restoring.refuse(process.bench.database)
    memory.settle()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: process.stop())
    process.run()


def migrate(
    app_role: Annotated[str, typer.Option(help="PostgreSQL role of the application.")] = "",
) -> None:
    """Bring the database to this version, as its owner; load the shipped regions and calendars."""
    settings = Settings()
    migrations.upgrade(settings.owner_url, app_role or None, settings.database_schema)
    with host(settings) as ctx:
        regions.load_shipped(ctx.session)
        calendars.load_shipped(ctx)
    fill(settings)
    with host(settings) as ctx:
        record_editions(ctx)
    out.print("数据库已是最新版本 database is current")


def demo(
    scale: Annotated[str, typer.Option(help="county (162 schools) or city (2,211)")] = "county",
    seed: Annotated[int, typer.Option(help="The same seed makes the same county.")] = 2026,
) -> None:
    """Load a believable county; its log-ins are written to DATA_DIR/demo-logins.json."""
    settings = Settings()
    with host(settings) as ctx:
        report = demo_load(ctx, settings.data_dir, scale=scale, seed=seed)
        if report.logins is not None:
            load_evidence(ctx, Storage(settings))
            load_rectifications(ctx)
            load_disclosures(ctx)
            load_custodians(ctx, report.logins)
            load_complaints(ctx)
            load_register(ctx)
            if scale == "county":
                load_decisions(ctx)
                load_outcomes(ctx, Storage(settings))
    out.print(report)
