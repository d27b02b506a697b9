"""Reading `sessions`, `people` (the accounts) and `grants`.

An account lies within reach when one of its open grants does, or the unit it was made for. Its grants are shown as far
as they lie within reach themselves.
"""

from api.accounts.queries.sessions import find_actor

__all__ = ["find_actor"]
