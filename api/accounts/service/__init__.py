"""Verbs that change accounts.

`sessions`, and the `second_factors` and `own_password` that open them; `people` (the accounts) with their `grants`,
`invitations` and `hand_over`; `clients`, `oauth` and `personal_tokens` of machines; `host` for the operator's commands.
"""

from api.accounts.service.host import approve_on_host, bootstrap_admin, create_account_with_grants, reset_totp_on_host
from api.accounts.service.people import follow_merge
from api.accounts.service.personal_tokens import note_use
from api.accounts.service.sessions import purge_sessions

__all__ = [
    "approve_on_host",
    "bootstrap_admin",
    "create_account_with_grants",
    "follow_merge",
    "note_use",
    "purge_sessions",
    "reset_totp_on_host",
]
