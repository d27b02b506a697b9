"""On the public face: what the holder of a receipt sees. Letters are opened with the receipt, by nothing else."""

from datetime import date
from typing import Any

from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.data.shipped import shipped
from api.complaints.models.portal import ComplaintLetter, ComplaintReceipt
from api.complaints.queries import portal as queries
from api.complaints.queries.documents import documents
from api.complaints.rules import custody, files, receipts
from api.complaints.rules.public_words import ENDED, WORDS, Word
from api.complaints.schemas.portal import (
    MOST_FILE,
    MOST_FILES,
    MOST_LETTERS,
    MOST_TEXT,
    SUPERIOR,
    Act,
    CategoriesOut,
    ConcernOut,
    Concerns,
    LetterOut,
    PlacesOut,
    PortalLimitsOut,
    PortalOut,
    PrivacyOut,
    PublicWordOut,
    StandingOut,
    SuperiorOut,
)
from api.complaints.sealing import NotOpened
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Refused
from api.core.keys import KeyStoreError


def portal(ctx: Context) -> PortalOut:
    """What the first page needs: whom it may concern, where else to go, under which notice, and what is taken."""
    known = documents(ctx, "categories", "channels", "custodians")
    channels = known["channels"] or shipped("channels")
    return PortalOut(
        open=bool(known["categories"].get("items")) and _can_seal(ctx),
        takes_identity=known["custodians"].get("persons", 0) >= custody.LEAST_CUSTODIANS,
        concerns=[ConcernOut(code=code, superior=code in SUPERIOR) for code in Concerns],
        superiors=[SuperiorOut.model_validate(channel) for channel in channels["items"]],
        privacy=PrivacyOut.model_validate(shipped("privacy")),
        limits=PortalLimitsOut(
            text=MOST_TEXT,
            letters=MOST_LETTERS,
            files=MOST_FILES,
            file_bytes=MOST_FILE,
            file_types=list(files.taken(media=False).extensions),
        ),
    )


def _can_seal(ctx: Context) -> bool:
    try:
        ctx.keys.seal_case(b"", "trial")
        return bool(ctx.keys.receipt_keys())
    except KeyStoreError:
        return False


def categories(ctx: Context) -> CategoriesOut:
    """What can be reported, and what each asks beside."""
    return CategoriesOut.model_validate({"items": documents(ctx, "categories")["categories"].get("items", [])})


def places(ctx: Context) -> PlacesOut:
    """Every unit that can be named."""
    return PlacesOut.model_validate({"items": documents(ctx, "places")["places"].get("items", [])})


def find(ctx: Context, typed: str) -> ComplaintReceipt:
    """The row of a receipt as it was typed. Errors: `complaint.no_receipt` for what is wrong, malformed or expired alike."""
    row = queries.find_receipt(ctx, _hashes(ctx, receipts.plain(typed)), clock.legal_day(ctx.now))
    if row is None:
        raise Refused(errors.NO_RECEIPT)
    return row


def look_up(ctx: Context, typed: str) -> StandingOut:
    """Where a complaint stands. Whether there is one or not, the same statements run and the same key is made."""
    receipt = receipts.plain(typed)
    row = queries.find_receipt(ctx, _hashes(ctx, receipt), clock.legal_day(ctx.now))
    private = sealing.reporter_key(receipt)
    letters = queries.letters_of(ctx, row.id if row else ids.random())
    if row is None:
        raise Refused(errors.NO_RECEIPT)
    return _standing(row, [_letter(letter, private) for letter in letters])


def _hashes(ctx: Context, receipt: str) -> list[str]:
    try:
        return sealing.hashes_of(ctx.keys.receipt_keys(), receipt)
    except KeyStoreError as error:
        raise Refused(errors.NO_SEAL) from error


def _letter(letter: ComplaintLetter, private: Any) -> LetterOut:
    try:
        text = sealing.open_with(private, letter.sealed, f"letter/{letter.id}")["text"]
    except NotOpened:
        text = None
    return LetterOut(kind=letter.kind, sent_on=letter.sent_on, text=text)


def _standing(row: ComplaintReceipt, letters: list[LetterOut]) -> StandingOut:
    shown = row.shown
    word = Word(shown["state"])
    said = WORDS[word]
    return StandingOut(
        state=PublicWordOut(code=word, zh=said.zh, en=said.en, next_zh=said.next_zh, next_en=said.next_en),
        received_on=_day(shown, "received_on") or date.min,
        changed_on=_day(shown, "changed_on") or date.min,
        expected_on=_day(shown, "expected_on"),
        outcome=shown.get("outcome"),
        named=bool(shown.get("named")),
        identity_opened_on=_day(shown, "identity_opened_on"),
        withdrawn_on=_day(shown, "withdrawn_on"),
        files=row.files,
        file_types=list(files.taken(media=bool(shown.get("takes_media"))).extensions),
        can=acts_of(shown),
        letters=letters,
        expires_on=row.expires_on,
    )


def _day(shown: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(shown[name]) if shown.get(name) else None


def acts_of(shown: dict[str, Any]) -> list[Act]:
    """What the holder of a receipt can do now. What is over or was sent up takes nothing more in."""
    word = Word(shown["state"])
    over = word in ENDED
    possible = {
        Act.MESSAGE: not over or word is Word.NOT_ACCEPTED,
        Act.FILE: not over,
        Act.IDENTITY: not over and not shown.get("named") and not shown.get("child"),
        Act.WITHDRAW: not over and not shown.get("withdrawn_on"),
        Act.OBJECT: bool(shown.get("may_object")),
        Act.RATE: bool(shown.get("may_rate")),
    }
    return [act for act, can in possible.items() if can]
