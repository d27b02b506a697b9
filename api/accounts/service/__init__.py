"""Verbs that change accounts: `sessions`, `people` (the accounts), `grants`, and `host` for the operator's commands."""

from api.accounts.service.host import approve_on_host, bootstrap_admin, create_account_with_grants
from api.accounts.service.sessions import purge_sessions

__all__ = ["approve_on_host", "bootstrap_admin", "create_account_with_grants", "purge_sessions"]
