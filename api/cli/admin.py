"""`qinglian admin`: accounts set up on the host."""

from typing import Annotated

import typer

from api.accounts import service as accounts
from api.cli.console import out
from api.cli.host import host
from api.settings import Settings

admin = typer.Typer(no_args_is_help=True, help="Accounts set up on the host.")


@admin.command("create")
def admin_create(
    username: Annotated[str, typer.Option(prompt=True)],
    display_name: Annotated[str, typer.Option(prompt=True)],
    region: Annotated[str, typer.Option(prompt=True, help="GB/T 2260 code of the county or city, e.g. 990124.")],
) -> None:
    """Make the first administrator of an empty installation; the one-time password is shown once, here."""
    with host(Settings()) as ctx:
        password = accounts.bootstrap_admin(ctx, username, display_name, region)
    out.print(f"{username}\n{password}\n初次登录时要改密码 must be changed at the first log-in", markup=False)


@admin.command("approve")
def admin_approve(username: str) -> None:
    """Confirm the proposed roles of an account where no second person is left who could; recorded in the ledger."""
    with host(Settings()) as ctx:
        accounts.approve_on_host(ctx, username)
    out.print("已确认 approved")


@admin.command("reset-totp")
def admin_reset_totp(username: str) -> None:
    """Take a lost second factor away where no other admin is left who could; recorded in the ledger."""
    with host(Settings()) as ctx:
        accounts.reset_totp_on_host(ctx, username)
    out.print("已解除两步验证 the second factor is removed")
