"""Proof of work: a flood costs the sender, a person a second. Nothing about who solved it is kept.

The challenge names its end and its difficulty and is sealed by the house, so that no table of challenges is needed. The
work covers the client's idempotency key: one proof is good for one letter, and the same letter sent again needs none.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.complaints import errors_vault as errors
from api.core.errors import Refused

LASTS = timedelta(minutes=30)
MOST = 24  # bits; more would shut out old phones


@dataclass(frozen=True, slots=True)
class Terms:
    """What a challenge says: until when it can be answered, and how many leading bits have to be nought."""

    until: int
    difficulty: int

    @classmethod
    def of(cls, now: datetime, difficulty: int) -> "Terms":
        """The terms of a challenge that is given now."""
        return cls(int((now + LASTS).timestamp()), difficulty)

    @classmethod
    def read(cls, text: str | None) -> "Terms | None":
        """The terms that an opened challenge names; None of what is no challenge of ours."""
        until, _, difficulty = (text or "").partition("/")
        return cls(int(until), int(difficulty)) if until.isdecimal() and difficulty.isdecimal() else None

    @property
    def text(self) -> str:
        """What is sealed into the challenge."""
        return f"{self.until}/{self.difficulty}"


def refuse_unworked(terms: Terms | None, now: datetime, worked: str, difficulty: int) -> None:
    """Go on only with an answer to a challenge that still runs. `worked` is challenge, key and nonce as they are hashed.

    Errors: `complaint.proof_wrong`, `complaint.proof_late`.
    """
    if terms is None or terms.difficulty < difficulty:
        raise Refused(errors.PROOF_WRONG)
    if now.timestamp() > terms.until:
        raise Refused(errors.PROOF_LATE)
    if leading_noughts(worked) < terms.difficulty:
        raise Refused(errors.PROOF_WRONG)


def worked(challenge: str, key: str, nonce: str) -> str:
    """What is hashed: the sender looks for a nonce that makes the hash begin with enough noughts."""
    return f"{challenge}.{key}.{nonce}"


def leading_noughts(text: str) -> int:
    """Leading zero bits of the SHA-256 of a text."""
    digest = hashlib.sha256(text.encode()).digest()
    return 256 - int.from_bytes(digest, "big").bit_length()
