"""Reading `sessions`, `credentials`, `people` (the accounts), `grants` and their `holders`, `machines`.

An account lies within reach when one of its open grants does, or the unit it was made for. Its grants are shown as far
as they lie within reach themselves.
"""

from api.accounts.queries.holders import find_holders
from api.accounts.queries.machines import find_bearer
from api.accounts.queries.sessions import find_account_actor, find_actor

__all__ = ["find_account_actor", "find_actor", "find_bearer", "find_holders"]
