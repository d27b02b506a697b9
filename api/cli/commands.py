"""All commands of `qinglian`."""

import json
import signal
from pathlib import Path
from typing import Annotated

import typer

from api import migrate as migrations
from api.accounts.rules import ROLE_PERMISSIONS
from api.calendars import service as calendars
from api.cli.admin import admin
from api.cli.backup import backup, restore
from api.cli.host import host, out
from api.cli.keys import keys
from api.cli.ledger import ledger
from api.cli.push import push
from api.cli.rollups import fill, rollups
from api.cli.serving import serve
from api.core import logs, restoring
from api.demo import load as demo_load
from api.demo.disclosures import load_disclosures
from api.demo.evidence import load_evidence
from api.demo.outcomes import load_outcomes
from api.demo.rectifications import load_rectifications
from api.files.storage import Storage
from api.main import create_app
from api.matrix import access_matrix
from api.organizations import regions
from api.settings import Settings
from api.wiring import wire
from api.worker import Worker

app = typer.Typer(no_args_is_help=True, add_completion=False, help="清廉校园 Qinglian")
app.add_typer(admin, name="admin")
app.add_typer(ledger, name="ledger")
app.add_typer(keys, name="keys")
app.command()(serve)
app.command()(backup)
app.command()(restore)
app.command()(push)
app.add_typer(rollups, name="rollups")
PUBLISHED = Path("openapi/openapi.json")
MATRIX = Path("docs/access-matrix.md")


@app.command()
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
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: process.stop())
    process.run()


@app.command()
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
    out.print("数据库已是最新版本 database is current")


@app.command()
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
            if scale == "county":
                load_outcomes(ctx, Storage(settings))
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
