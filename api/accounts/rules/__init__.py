"""The rules of accounts: `roles`, the life of `grants`, `log_in`, `passwords` and user names. Pure."""

from api.accounts.rules.grants import (
    OPEN,
    STEPS,
    AccountStatus,
    GrantState,
    GrantVerb,
    Parties,
    Step,
    Who,
    first_state,
    legal_verbs,
    may_step,
)
from api.accounts.rules.log_in import FAILURES_KEPT, delay, remaining_delay, session_end
from api.accounts.rules.passwords import LONGEST_PASSWORD, password_faults, username_faults, username_of
from api.accounts.rules.roles import APPROVERS, ROLE_PERMISSIONS, SENSITIVE, Role, binding_faults, kinds_for

__all__ = [
    "APPROVERS",
    "FAILURES_KEPT",
    "LONGEST_PASSWORD",
    "OPEN",
    "ROLE_PERMISSIONS",
    "SENSITIVE",
    "STEPS",
    "AccountStatus",
    "GrantState",
    "GrantVerb",
    "Parties",
    "Role",
    "Step",
    "Who",
    "binding_faults",
    "delay",
    "first_state",
    "kinds_for",
    "legal_verbs",
    "may_step",
    "password_faults",
    "remaining_delay",
    "session_end",
    "username_faults",
    "username_of",
]
