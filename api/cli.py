"""`qinglian`: the operator's commands."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
import uvicorn
from rich.console import Console

from api import migrate as migrations
from api import worker as background
from api.accounts import service as accounts
from api.accounts.rules import ROLE_PERMISSIONS
from api.calendars import service as calendars
from api.core import clock, ids, logs
from api.core.context import Context
from api.core.crypto import KeyStore
from api.core.database import Database, Handle
from api.core.errors import Refused
from api.core.transaction import Mode, transaction
from api.demo import load as demo_load
from api.ledger import service as ledger
from api.main import create_app
from api.matrix import access_matrix
from api.organizations import regions
from api.settings import Settings
from api.wiring import wire

app = typer.Typer(no_args_is_help=True, add_completion=False, help="清廉校园 Qinglian")
admin = typer.Typer(no_args_is_help=True, help="Accounts set up on the host.")
ledger_app = typer.Typer(no_args_is_help=True, help="The ledger.")
app.add_typer(admin, name="admin")
app.add_typer(ledger_app, name="ledger")
out = Console(highlight=False, soft_wrap=True)
PUBLISHED = Path("openapi/openapi.json")
MATRIX = Path("docs/access-matrix.md")


@contextmanager
def _host(settings: Settings) -> Iterator[Context]:
    """One transaction of an operator on the host; waits up to 30 s for SQLite's file."""
    wire(settings)
    database = Database(Handle(settings.database_url.get_secret_value(), settings.database_schema), pool_size=1)
    try:
        with transaction(database, Mode.WRITE) as session:
            trace = f"cli-{ids.random().hex[:12]}"
            yield Context(session=session, now=clock.now(), trace=trace, path="", keys=KeyStore(settings.keys))
    except Refused as refused:
        for spec, params in ((refused.spec, refused.params), *((v.spec, v.params) for v in refused.violations)):
            out.print(f"{spec.code}: {spec.text('zh-CN', params)} {spec.text('en', params)}", markup=False)
        raise typer.Exit(1) from refused
    finally:
        database.close()


@app.command()
def serve() -> None:
    """Run the API, the SPA and, on SQLite, the worker, on one port."""
    settings = Settings()
    uvicorn.run(
        "api.main:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http="httptools",
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=20,
    )


@app.command()
def worker() -> None:
    """Run the background process (PostgreSQL; as many as wanted)."""
    settings = Settings()
    logs.configure(settings.log_level)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    wiring = wire(settings)
    database = Database(Handle(settings.database_url.get_secret_value(), settings.database_schema), pool_size=2)
    background.run(database, wiring, stop)
    database.close()


@app.command()
def migrate(
    app_role: Annotated[str, typer.Option(help="PostgreSQL role of the application.")] = "",
) -> None:
    """Bring the database to this version, as its owner; load the shipped regions and calendars."""
    settings = Settings()
    migrations.upgrade(settings.owner_url, app_role or None, settings.database_schema)
    with _host(settings) as ctx:
        regions.load_shipped(ctx.session)
        calendars.load_shipped(ctx)
    out.print("数据库已是最新版本 database is current")


@app.command()
def demo(
    scale: Annotated[str, typer.Option(help="county")] = "county",
    seed: Annotated[int, typer.Option(help="The same seed makes the same county.")] = 2026,
) -> None:
    """Load a believable county; its log-ins are written to DATA_DIR/demo-logins.json."""
    settings = Settings()
    with _host(settings) as ctx:
        report = demo_load(ctx, settings.data_dir, scale=scale, seed=seed)
    out.print(report)


@app.command()
def openapi(
    check: Annotated[bool, typer.Option("--check", help="Fail when the published contract differs.")] = False,
) -> None:
    """Write the contract to openapi/openapi.json, or check that it is current."""
    document = create_app(Settings(spa_dir=None, faces="all")).openapi()
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _publish(PUBLISHED, text, check)


@app.command("access-matrix")
def matrix_file(
    check: Annotated[bool, typer.Option("--check", help="Fail when docs/access-matrix.md differs.")] = False,
) -> None:
    """Write who may do what to docs/access-matrix.md, or check that it is current."""
    app_ = create_app(Settings(spa_dir=None, faces="all"))
    text = access_matrix(app_, {role.value: held for role, held in ROLE_PERMISSIONS.items()})
    _publish(MATRIX, text, check)


def _publish(path: Path, text: str, check: bool) -> None:
    if not check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        out.print(f"{path} 与代码不一致，运行 make openapi  {path} is stale: run make openapi")
        raise typer.Exit(1)


@admin.command("create")
def admin_create(
    username: Annotated[str, typer.Option(prompt=True)],
    display_name: Annotated[str, typer.Option(prompt=True)],
    region: Annotated[str, typer.Option(prompt=True, help="GB/T 2260 code of the county or city, e.g. 341524.")],
) -> None:
    """Make the first administrator of an empty installation; the one-time password is shown once, here."""
    with _host(Settings()) as ctx:
        password = accounts.bootstrap_admin(ctx, username, display_name, region)
    out.print(f"{username}\n{password}\n初次登录时要改密码 must be changed at the first log-in", markup=False)


@admin.command("approve")
def admin_approve(username: str) -> None:
    """Confirm the proposed roles of an account where no second person is left who could; recorded in the ledger."""
    with _host(Settings()) as ctx:
        accounts.approve_on_host(ctx, username)
    out.print("已确认 approved")


@ledger_app.command("erase")
def ledger_erase(
    event_id: UUID, order: Annotated[str, typer.Option(help="Reference of the order.", prompt=True)]
) -> None:
    """Erase what one event said, by order; the event and every hash stay."""
    with _host(Settings()) as ctx:
        ledger.erase_payload(ctx, event_id, order)
    out.print("已抹除 erased")
