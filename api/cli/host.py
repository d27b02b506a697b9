"""What every command on the host needs: one transaction of an operator."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from api.cli.console import out
from api.core import clock, ids
from api.core.context import Context
from api.core.database import Database, Handle
from api.core.errors import Refused
from api.core.faces import key_store
from api.core.transaction import Mode, transaction
from api.settings import Settings
from api.wiring import wire


@contextmanager
def host(settings: Settings, mode: Mode = Mode.WRITE) -> Iterator[Context]:
    """One transaction of an operator on the host; waits up to 30 s for SQLite's file."""
    wire(settings)
    database = Database(Handle(settings.database_url.get_secret_value(), settings.database_schema), pool_size=1)
    try:
        with transaction(database, mode) as session:
            trace = f"cli-{ids.random().hex[:12]}"
            yield Context(session=session, now=clock.now(), trace=trace, path="", keys=key_store(settings))
    except Refused as refused:
        for spec, params in ((refused.spec, refused.params), *((v.spec, v.params) for v in refused.violations)):
            out.print(f"{spec.code}: {spec.text('zh-CN', params)} {spec.text('en', params)}", markup=False)
        raise typer.Exit(1) from refused
    finally:
        database.close()
