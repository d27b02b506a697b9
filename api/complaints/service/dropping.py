"""On the public face: what a reporter sends is sealed at once and dropped. No route here can read it again.

Nothing about the sender is written down: no address, no agent, no second. Errors name no word of what was sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import insert, update

from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.data.shipped import shipped
from api.complaints.models.portal import ComplaintDrop, ComplaintDropPart, ComplaintLetter, ComplaintReceipt
from api.complaints.parts import SealedFile
from api.complaints.queries import portal as queries
from api.complaints.queries.documents import documents
from api.complaints.rules import answers, custody, files, privacy, proof_of_work, receipts
from api.complaints.rules.proof_of_work import Terms
from api.complaints.schemas.portal import (
    MOST_FILES,
    MOST_LETTERS,
    SUPERIOR,
    Act,
    ChallengeOut,
    ComplaintIn,
    FileIn,
    ProofIn,
    RatingIn,
    ReceiptOut,
    ReporterIdentityIn,
    ReporterLetterIn,
    RevealIn,
    TakenOut,
    WithdrawalIn,
)
from api.complaints.service.showing import acts_of, find
from api.core import clock, ids
from api.core.context import Context
from api.core.database import insert_into, insert_rows
from api.core.errors import Refused, Violation, refuse_if_any
from api.core.keys import UnknownKey
from api.files.rules import Purpose

_CHALLENGE = "complaint-challenge"


def challenge(ctx: Context, difficulty: int) -> ChallengeOut:
    """Work for one complaint; nothing is kept of having asked for it."""
    sealed = ctx.keys.cursor.seal(Terms.of(ctx.now, difficulty).text, _CHALLENGE)
    return ChallengeOut(challenge=sealed, difficulty=difficulty)


def submit(ctx: Context, wanted: ComplaintIn, key: str, difficulty: int) -> ReceiptOut:
    """Seal a complaint, drop it, and give the receipt, this once. `key` is the sender's idempotency key.

    Errors: `complaint.superior_first`, of which nothing is kept; `complaint.proof_wrong`, `complaint.proof_late`,
    `complaint.privacy_outdated`, `complaint.anonymous_only`, `complaint.no_seal`, and `input.invalid` with every fault.
    """
    if wanted.concerns in SUPERIOR:
        raise Refused(errors.SUPERIOR_FIRST)
    _refuse_unworked(ctx, wanted.proof, key, difficulty)
    privacy.refuse_outdated(wanted.privacy_version, shipped("privacy")["version"])
    known = documents(ctx, "categories", "custodians", "places")
    category = _category(known["categories"], wanted)
    refuse_if_any(_violations(known, category, wanted))
    identity = _to_custodians(known["custodians"], wanted.identity)
    urgent = wanted.under_14 or "urgent" in (category or {}).get("flags", ())
    receipt, row = _new_receipt(ctx, named=identity is not None)
    said = _said(wanted, row, urgent=urgent)
    _drop(ctx, row["id"], Parcel(said, identity=identity, opens=True))
    insert_rows(ctx.session, _RECEIPTS, [row])
    copy = _copy(row["id"], row["public_key"], ids.random(), wanted.text)
    insert_rows(ctx.session, _LETTERS, [copy | {"number": 1, "kind": "complaint", "sent_on": clock.legal_day(ctx.now)}])
    return ReceiptOut(receipt=receipts.shown(receipt), received_on=clock.legal_day(ctx.now), urgent=urgent)


_RECEIPTS, _LETTERS, _PARTS = (
    insert(ComplaintReceipt.metadata.tables[model.__tablename__])
    for model in (ComplaintReceipt, ComplaintLetter, ComplaintDropPart)
)


def _new_receipt(ctx: Context, *, named: bool) -> tuple[str, dict[str, Any]]:
    """A receipt, and its row, which does not hold it. Errors: `complaint.no_seal`."""
    receipt, today = receipts.new(), clock.legal_day(ctx.now).isoformat()
    try:
        kept_under = ctx.keys.receipt_keys()[0]
    except UnknownKey as error:
        raise Refused(errors.NO_SEAL) from error
    return receipt, {
        "id": ids.random(),
        "hash": sealing.receipt_hash(kept_under, receipt),
        "public_key": sealing.reporter_key(receipt).public_key().public_bytes_raw(),
        "shown": {"state": "received", "received_on": today, "changed_on": today, "named": named},
        "letters": 0,
        "files": 0,
        "expires_on": None,
        "revision": 0,
    }


def _refuse_unworked(ctx: Context, proof: ProofIn | None, key: str, difficulty: int) -> None:
    if difficulty == 0:
        return
    if proof is None:
        raise Refused(errors.PROOF_WRONG)
    terms = Terms.read(ctx.keys.cursor.open(proof.challenge, _CHALLENGE))
    done = proof_of_work.worked(proof.challenge, key, proof.nonce)
    proof_of_work.refuse_unworked(terms, ctx.now, done, difficulty)


def _category(categories: dict[str, Any], wanted: ComplaintIn) -> dict[str, Any] | None:
    return next((found for found in categories.get("items", []) if found["code"] == wanted.category), None)


def _violations(known: dict[str, Any], category: dict[str, Any] | None, wanted: ComplaintIn) -> list[Violation]:
    found = []
    if wanted.category is not None and category is None:
        found.append(Violation(errors.CATEGORY_UNKNOWN, "/category"))
    places = {place["id"] for place in known["places"].get("items", [])}
    if wanted.unit_id is not None and str(wanted.unit_id) not in places:
        found.append(Violation(errors.PLACE_UNKNOWN, "/unit_id"))
    found += answers.violations((category or {}).get("fields", []), wanted.answers)
    if wanted.under_14 and wanted.identity is not None:
        found.append(Violation(errors.NO_IDENTITY_OF_CHILD, "/identity"))
    return found


def _said(wanted: ComplaintIn, row: Mapping[str, Any], *, urgent: bool) -> dict[str, Any]:
    """What the envelope holds. The receipt's id leads from later letters to the case, inside only."""
    return {
        "act": "complaint",
        "receipt": str(row["id"]),
        "hash": row["hash"],
        "public_key": row["public_key"].hex(),
        "category": wanted.category,
        "unit": str(wanted.unit_id) if wanted.unit_id else None,
        "child": wanted.under_14,
        "urgent": urgent,
        "language": wanted.language,
        "content": {
            "text": wanted.text,
            "concerns": wanted.concerns.value,
            "place": wanted.place,
            "answers": dict(wanted.answers),
            "privacy_version": wanted.privacy_version,
        },
    }


def _to_custodians(custodians: dict[str, Any], identity: ReporterIdentityIn | None) -> dict[str, Any] | None:
    """Envelopes for every custodian. Errors: `complaint.anonymous_only` where too few could open one."""
    if identity is None:
        return None
    publics = {key_id: bytes.fromhex(public) for key_id, public in custodians.get("keys", {}).items()}
    if custodians.get("persons", 0) < custody.LEAST_CUSTODIANS:
        raise Refused(errors.ANONYMOUS_ONLY)
    return sealing.seal_identity(publics, identity.model_dump())


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes into the box: what is said, and envelopes for the custodians. `opens` a complaint."""

    said: dict[str, Any]
    identity: dict[str, Any] | None = None
    opens: bool = False


def _drop(ctx: Context, drop_id: UUID, parcel: Parcel) -> bool:
    """Put it into the box; False when it lies there already. Errors: `complaint.no_seal`."""
    try:
        sealed = sealing.drop(ctx.keys, drop_id, parcel.said)
    except UnknownKey as error:
        raise Refused(errors.NO_SEAL) from error
    row = {
        "id": drop_id,
        "opens": parcel.opens,
        "sealed": sealed,
        "identity": parcel.identity,
        "received_at": hour_of(ctx.now),
        "tries": 0,
    }
    stmt = _into_the_box(ctx.session.get_bind().dialect.name)
    return ctx.session.execute(stmt, row).scalar_one_or_none() is not None


@cache
def _into_the_box(dialect: str) -> Any:
    """Built once for a database: a complaint is to cost little."""
    return insert_into(dialect, _BOX).on_conflict_do_nothing().returning(_BOX.c.id)


_BOX = ComplaintDrop.metadata.tables[ComplaintDrop.__tablename__]


def hour_of(now: datetime) -> datetime:
    """The hour: enough for the legal day, too coarse to be set against a list of who was at which screen."""
    return now.replace(minute=0, second=0, microsecond=0)


def _keep_copy(ctx: Context, row: ComplaintReceipt, letter_id: UUID, kind: str, text: str) -> None:
    """The reporter's own words, for the reporter alone."""
    number = {"number": queries.next_number(ctx.session, row.id)}
    copy = _copy(row.id, row.public_key, letter_id, text) | number
    insert_rows(ctx.session, _LETTERS, [copy | {"kind": kind, "sent_on": clock.legal_day(ctx.now)}])


def _copy(receipt_id: UUID, public_key: bytes, letter_id: UUID, text: str) -> dict[str, Any]:
    sealed = sealing.seal_to(public_key, {"text": text}, f"letter/{letter_id}")
    return {"id": letter_id, "receipt_id": receipt_id, "sealed": sealed}


# --- With the receipt ------------------------------------------------------------------------------------------------


def send_letter(ctx: Context, wanted: ReporterLetterIn, act: Act = Act.MESSAGE) -> TakenOut:
    """An answer to a question, something to add, or an objection. Errors: `complaint.not_now`, `complaint.too_many_letters`."""
    row = find(ctx, wanted.receipt)
    _refuse(row, act)
    if row.letters >= MOST_LETTERS:
        raise Refused(errors.TOO_MANY_LETTERS, limit=MOST_LETTERS)
    said = {"act": act.value, "receipt": str(row.id), "content": {"text": wanted.text}}
    if _drop(ctx, wanted.id, Parcel(said)):
        _keep_copy(ctx, row, wanted.id, "objection" if act is Act.OBJECT else "message", wanted.text)
        _count(ctx, row, letters=1)
    return _taken(ctx)


def expect_file(ctx: Context, wanted: FileIn) -> Purpose:
    """What may be sent under a receipt now. Errors: `complaint.no_receipt`, `complaint.not_now`, `complaint.too_many_files`."""
    row = find(ctx, wanted.receipt)
    _refuse(row, Act.FILE)
    if row.files >= MOST_FILES:
        raise Refused(errors.TOO_MANY_FILES, limit=MOST_FILES)
    return files.taken(media=bool(row.shown.get("takes_media")))


class ArrivedFile(Protocol):
    """A file that has come in and was looked into."""

    @property
    def head(self) -> FileIn:
        """What was said of it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def type(self) -> str:
        """What it is."""

    @property
    def file(self) -> SealedFile:
        """What it holds."""


def send_file(ctx: Context, arrived: ArrivedFile) -> TakenOut:
    """A file: its parts lie in the box as they were sealed on their way, their key and its name in the drop.

    Errors: as of `expect_file`.
    """
    expect_file(ctx, arrived.head)
    row, file, drop_id = find(ctx, arrived.head.receipt), arrived.file, arrived.head.id
    said = {"act": Act.FILE.value, "receipt": str(row.id), "name": arrived.name, "type": arrived.type}
    if _drop(ctx, drop_id, Parcel(said | {"size": file.size, "key": file.key.hex()})):
        for number, sealed in enumerate(file.sealed_parts()):
            insert_rows(ctx.session, _PARTS, [{"drop_id": drop_id, "number": number, "sealed": sealed}])
        _count(ctx, row, files=1)
    return _taken(ctx)


def reveal(ctx: Context, wanted: RevealIn) -> TakenOut:
    """Give one's name, once and for good. Errors: `complaint.identity_given`, `complaint.anonymous_only`."""
    row = find(ctx, wanted.receipt)
    if row.shown.get("named"):
        raise Refused(errors.IDENTITY_GIVEN)
    _refuse(row, Act.IDENTITY)
    envelopes = _to_custodians(documents(ctx, "custodians")["custodians"], wanted.identity)
    said = {"act": Act.IDENTITY.value, "receipt": str(row.id)}
    _drop(ctx, ids.random(), Parcel(said, identity=envelopes))
    _show(ctx, row, named=True)
    return _taken(ctx)


def withdraw(ctx: Context, wanted: WithdrawalIn) -> TakenOut:
    """Withdraw, once; what has to be looked into still is. Errors: `complaint.no_receipt`, `complaint.not_now`."""
    row = find(ctx, wanted.receipt)
    _say(ctx, row, Act.WITHDRAW, {"content": {"text": wanted.reason}})
    _show(ctx, row, withdrawn_on=clock.legal_day(ctx.now).isoformat())
    return _taken(ctx)


def rate(ctx: Context, wanted: RatingIn) -> TakenOut:
    """Say how it was handled; the last word of a round counts. Errors: `complaint.no_receipt`, `complaint.not_now`."""
    row = find(ctx, wanted.receipt)
    _say(ctx, row, Act.RATE, {"stars": wanted.stars, "content": {"text": wanted.text}})
    return _taken(ctx)


def _say(ctx: Context, row: ComplaintReceipt, act: Act, said: dict[str, Any]) -> None:
    _refuse(row, act)
    _drop(ctx, ids.random(), Parcel({"act": act.value, "receipt": str(row.id), **said}))


def _refuse(row: ComplaintReceipt, act: Act) -> None:
    if act not in acts_of(row.shown):
        raise Refused(errors.NOT_NOW)


def _count(ctx: Context, row: ComplaintReceipt, *, letters: int = 0, files: int = 0) -> None:
    table = ComplaintReceipt
    values = {"letters": table.letters + letters, "files": table.files + files}
    ctx.session.execute(update(table).where(table.id == row.id).values(values))


def _show(ctx: Context, row: ComplaintReceipt, **changes: Any) -> None:
    """Until the house says it itself, the portal says what it was told."""
    table = ComplaintReceipt
    ctx.session.execute(update(table).where(table.id == row.id).values(shown=row.shown | changes))


def _taken(ctx: Context) -> TakenOut:
    return TakenOut(taken_on=clock.legal_day(ctx.now))
