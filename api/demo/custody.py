"""The custodians of the demo: two, each with a key, so that the portal takes named complaints from the first minute."""

import json
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from api.access.permissions import Permission
from api.access.providers import providers
from api.accounts.models import Account
from api.complaints.service import custody
from api.core.context import Capacity, Context

CUSTODIANS = ("custodian", "custodian2")


def load_custodians(ctx: Context, logins: Path) -> None:
    """Make their keys. The passphrase of the demo is the log-in's password, which stands in the same file only."""
    passwords = json.loads(logins.read_text(encoding="utf-8"))
    for name in CUSTODIANS:
        account_id = ctx.session.execute(select(Account.id).where(Account.username == name)).scalar_one()
        actor = providers.find_account_actor(ctx.session, account_id, Capacity())
        custody.make_key(replace(ctx, actor=actor, permission=Permission.IDENTITY_GRANT), passwords[name])
