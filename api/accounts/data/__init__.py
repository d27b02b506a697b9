"""Shipped with accounts: the password policy."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """`strength` counts characters, a common word as two, a date or a run as one; `history`: how many may not come back."""

    shortest: int
    longest: int
    history: int
    least_strength: int
    fewest_different: int
    common: frozenset[str]


@cache
def password_policy() -> PasswordPolicy:
    """The policy as shipped in `password_policy.json`."""
    document = json.loads((resources.files(__name__) / "password_policy.json").read_text(encoding="utf-8"))
    words = frozenset(word for group in document.pop("common").values() for word in group)
    document.pop("about")
    return PasswordPolicy(common=words, **document)
