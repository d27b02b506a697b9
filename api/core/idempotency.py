"""`Idempotency-Key`: the stored answer of a POST, kept in the transaction that did its work.

Because answer and work commit together there is no moment in which one exists without the other; two requests with
one key at once meet at the primary key, and the later one is refused whole.
(draft-ietf-httpapi-idempotency-key-header; the only module that knows it.)

An answer that nobody but the sender may read (it holds a receipt, or the sender has no name) is stored under a key made
of the client's own, which is not stored: who reads the table learns neither answer nor, by guessing, what was sent.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from api.core.constraints import map_constraint
from api.core.crypto import Sealer
from api.core.database import Base, affected
from api.core.errors import KEY_IN_USE, KEY_REUSED, Refused

KEPT_FOR = timedelta(hours=24)
_REPLAYED = ("location", "etag")


class IdempotencyRecord(Base):
    """One answered request: who (keyed into `key`), what (fingerprint), and the answer."""

    __tablename__ = "idempotency_record"

    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, str]]
    body: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)


map_constraint("pk_idempotency_record", KEY_IN_USE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that carries a key: `fingerprint` covers method, path and body."""

    key: str
    fingerprint: str

    @classmethod
    def of(cls, header: str, method: str, path: str, body: bytes) -> "Attempt":
        """The attempt that a request's header, address and body make."""
        return cls(header, hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest())

    def owned_by(self, actor: UUID | None) -> str:
        """The stored key: the same header of two actors are two keys."""
        return hashlib.sha256(f"{actor}\n{self.key}".encode()).hexdigest()

    def expires_at(self, now: datetime) -> datetime:
        """Until when the answer is kept."""
        return now + KEPT_FOR

    def stored(self, body: bytes) -> bytes:
        """How an answer's body is stored."""
        return body

    def read(self, body: bytes) -> bytes:
        """The answer's body of what is stored."""
        return body


@dataclass(frozen=True, slots=True)
class SealedAttempt(Attempt):
    """A request whose answer only its sender can read again: for an hour or two, in whole hours, that tell no minute."""

    @classmethod
    def of(cls, header: str, method: str, path: str, body: bytes) -> "SealedAttempt":
        """The fingerprint is keyed too: short words could be guessed from a plain one."""
        return cls(header, _derived(header, f"body {method} {path}\n".encode() + body).hex())

    def expires_at(self, now: datetime) -> datetime:
        """Until when the answer is kept."""
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)

    def stored(self, body: bytes) -> bytes:
        """Sealed under the client's key."""
        return self._sealer.seal(body.decode(), self.fingerprint).encode()

    def read(self, body: bytes) -> bytes:
        """Opened with the client's key."""
        return (self._sealer.open(body.decode(), self.fingerprint) or "").encode()

    @property
    def _sealer(self) -> Sealer:
        return Sealer(_derived(self.key, b"answer"))


def _derived(key: str, purpose: bytes) -> bytes:
    return hmac.digest(key.encode(), b"qinglian/idempotency/" + purpose, "sha256")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered and is answered again."""

    status: int
    headers: dict[str, str]
    body: bytes


def find(session: Session, attempt: Attempt, actor: UUID | None, now: datetime) -> Answer | None:
    """The stored answer, if this actor's key was used before. Errors: `idempotency.key_reused` for another body."""
    record = session.get(IdempotencyRecord, attempt.owned_by(actor))
    if record is None:
        return None
    if record.expires_at <= now:  # it makes room
        session.execute(delete(IdempotencyRecord).where(IdempotencyRecord.key == record.key))
        return None
    if record.fingerprint != attempt.fingerprint:
        raise Refused(KEY_REUSED)
    return Answer(record.status, record.headers, attempt.read(record.body))


def reserve(session: Session, attempt: Attempt, actor: UUID | None, now: datetime) -> None:
    """Take the key before any work is done, so that a second request meets it first."""
    row = {"key": attempt.owned_by(actor), "fingerprint": attempt.fingerprint, "expires_at": attempt.expires_at(now)}
    session.execute(_RESERVE, row | {"status": 0, "headers": {}, "body": b""})


# Built once, into the table: every POST that carries a key sends them.
_RECORD = IdempotencyRecord.metadata.tables[IdempotencyRecord.__tablename__]
_RESERVE = insert(_RECORD)
_KEEP = (
    update(_RECORD)
    .where(_RECORD.c.key == bindparam("reserved"))
    .values({name: bindparam(name) for name in ("status", "headers", "body")})
)


def keep(session: Session, attempt: Attempt, actor: UUID | None, answer: Answer) -> None:
    """Store the answer under the reserved key, beside the work."""
    kept = {name: value for name, value in answer.headers.items() if name.lower() in _REPLAYED}
    values = {"status": answer.status, "headers": kept, "body": attempt.stored(answer.body)}
    session.execute(_KEEP, {"reserved": attempt.owned_by(actor), **values})


def purge(session: Session, now: datetime) -> int:
    """Remove expired answers; returns how many."""
    return affected(session.execute(delete(IdempotencyRecord).where(IdempotencyRecord.expires_at <= now)))
