"""Wire shapes of the ledger."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Field, StrictBool

from api.core.jobs.resource import JobOut
from api.core.schemas import In, Moment, Named, Out
from api.ledger.rules import Proof

_NOTE = (
    "qinglian/7d1f0a2b3c4d5e6f/1\n20852\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— qinglian/7d1f0a2b3c4d5e6f/1 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
Hash = Annotated[
    str,
    BeforeValidator(lambda value: value.hex() if isinstance(value, bytes) else value),
    Field(description="SHA-256 in hex.", examples=["5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"]),
]


class Change(Out):
    """One field's value before and after; null is unknown or absent."""

    field: str
    before: Any
    after: Any


class Event(Out):
    """One entry of an object's history."""

    id: UUID
    at: Moment
    action: str = Field(examples=["school.updated"])
    object_type: str
    object_id: UUID
    object_label: str | None
    revision: int | None
    unit_id: UUID | None
    actor: Named | None
    reason: str | None
    changes: list[Change] | None = Field(description="Null when the payload was erased by order.")
    erased: bool
    commitment: str


class LedgerEntry(Event):
    """An event with its place in the sequence. Histories of objects do not show it."""

    state: Literal["pending", "sequenced"] = Field(description="Pending for at most a few seconds.")
    seq: int | None = Field(description="Place in the sequence, without gaps from 0; null while pending.")
    object_hash: str | None = Field(description="SHA-256 of the object's canonical document after the change.")


class LedgerFilter(In):
    """Which events; as on the list."""

    object_type: str | None = Field(None, max_length=40)
    object_id: UUID | None = None
    unit: UUID | None = None
    actor: UUID | None = None
    action: str | None = Field(None, max_length=80)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class SignedHead(Out):
    """A signed tree head (C2SP tlog-checkpoint)."""

    epoch: int
    size: int
    root: Hash
    signed_at: Moment
    note: str = Field(description="The signed note, to be kept as it is.", examples=[_NOTE])


class LedgerHead(Out):
    """Where the ledger stands."""

    origin: str | None = Field(description="Name of the log in its present epoch; null before the first entry.")
    size: int = Field(description="Entries that have their place.")
    pending: int = Field(description="Events that wait for theirs.")
    head: SignedHead | None = Field(description="The newest signed head of the present epoch.")
    verification: JobOut | None = Field(description="The newest verification.")
    witness: JobOut | None = Field(description="The newest delivery to witnesses.")


class LedgerKey(Out):
    """What an outsider needs to check heads and proofs."""

    origin: str
    key: str = Field(description="C2SP verifier key.", examples=["qinglian/7d1f0a2b3c4d5e6f/1+c74f20a3+ARpc2Q…"])
    pem: str = Field(description="The same Ed25519 public key in PEM.")


class ProofOut(Out):
    """The proof that an event stands in the ledger. `file` holds everything; the rest is to look at."""

    seq: int
    size: int
    leaf: dict[str, Any] = Field(description="The entry: every column of the event.")
    hashes: list[Hash] = Field(description="Siblings from the leaf upwards.")
    head: str = Field(description="The signed note that the proof leads to.", examples=[_NOTE])
    filename: str = Field(examples=["ledger-20851.tlog-proof"])
    file: str = Field(description="The proof as a text of its own (C2SP tlog-proof).")

    @classmethod
    def of(cls, proof: Proof) -> "ProofOut":
        """A proof as the wire shows it."""
        shown: dict[str, Any] = {
            "seq": proof.index,
            "leaf": dict(proof.event),
            "hashes": proof.hashes,
            "head": proof.note,
        }
        size = int(proof.note.split("\n")[1])
        return cls(**shown, size=size, filename=f"ledger-{proof.index}.tlog-proof", file=str(proof))


class VerificationIn(In):
    """What to verify."""

    objects: StrictBool = Field(True, description="Hold the rows of schools and other records to the ledger too.")
