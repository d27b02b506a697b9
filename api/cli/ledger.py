"""`qinglian ledger`: what an operator or an auditor does with the ledger on the host."""

from typing import Annotated
from uuid import UUID

import typer

from api.cli.host import host, out
from api.ledger import service
from api.settings import Settings

ledger = typer.Typer(no_args_is_help=True, help="The ledger.")


@ledger.command("erase")
def ledger_erase(
    event_id: UUID, order: Annotated[str, typer.Option(help="Reference of the order.", prompt=True)]
) -> None:
    """Erase what one event said, by order; the event and every hash stay."""
    with host(Settings()) as ctx:
        service.erase_payload(ctx, event_id, order)
    out.print("已抹除 erased")
