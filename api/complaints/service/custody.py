"""Custodians' keys. The private half lies under a passphrase: the house without the custodian opens no identity.

The passphrase passes through the server's memory while it is used, and is kept nowhere.
"""

import threading
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.models.vault import CustodianKey
from api.complaints.queries import custody as queries
from api.complaints.rules.custody import LEAST_CUSTODIANS, MOST_SLIPS, SLIPS_WAIT
from api.complaints.schemas.custody import CustodianKeyOut, CustodianKeysOut, SharedOut
from api.complaints.sealing import NotOpened
from api.complaints.service import documents
from api.core import ids
from api.core.context import Context
from api.core.errors import Refused
from api.ledger.rules import Subject
from api.ledger.service import record

_AT_ONCE = 500
# Argon2id takes 64 MiB each: two at once, like passwords.
_places = threading.BoundedSemaphore(2)


def list_keys(ctx: Context) -> CustodianKeysOut:
    """Every custodian's key: whose, since when."""
    rows = queries.keys(ctx.session)
    persons = len({row.account_id for row in rows if row.retired_at is None})
    return CustodianKeysOut(items=[CustodianKeyOut.model_validate(row) for row in rows], persons=persons)


def make_key(ctx: Context, passphrase: str) -> CustodianKeyOut:
    """A key of the caller's own, under a passphrase of the caller's own. Errors: `identity.key_exists`."""
    if queries.key_of(ctx.session, ctx.signed_in.id) is not None:
        raise Refused(errors.KEY_EXISTS)
    key_id, (private, public) = ids.random(), sealing.new_key()
    with _places:
        salt, wrapped = sealing.wrap(private, passphrase, key_id)
    key = CustodianKey(
        id=key_id,
        account_id=ctx.signed_in.id,
        public_key=public,
        salt=salt,
        wrapped=wrapped,
        slips=0,
        rests_until=None,
        created_at=ctx.now,
        retired_at=None,
    )
    ctx.session.add(key)
    ctx.session.flush()
    record(ctx, "custodian_key.made", _subject(ctx, key))
    documents.refresh(ctx)
    return _shown(ctx, key)


def change_passphrase(ctx: Context, passphrase: str, new: str) -> CustodianKeyOut:
    """The same key under another passphrase. Errors: those of `unlock`."""
    key = own_key(ctx)
    private = unlock(ctx, key, passphrase)
    with _places:
        key.salt, key.wrapped = sealing.wrap(private, new, key.id)
    ctx.session.flush()
    record(ctx, "custodian_key.passphrase_changed", _subject(ctx, key))
    return _shown(ctx, key)


def retire(ctx: Context) -> None:
    """Use the caller's key no longer. What was sealed to it stays openable by the others. Errors: `identity.last_keys`."""
    key = own_key(ctx)
    if queries.public_keys(ctx.session)["persons"] <= LEAST_CUSTODIANS:
        raise Refused(errors.LAST_KEYS)
    key.retired_at = ctx.now
    ctx.session.flush()
    record(ctx, "custodian_key.retired", _subject(ctx, key))
    documents.refresh(ctx)


def share(ctx: Context, passphrase: str) -> SharedOut:
    """Seal every identity that the caller's key opens to the keys that were made since. Errors: those of `unlock`."""
    key = own_key(ctx)
    private = unlock(ctx, key, passphrase)
    publics = {key_id: bytes.fromhex(half) for key_id, half in queries.public_keys(ctx.session)["keys"].items()}
    shared = unopened = 0
    after: UUID | None = None
    while batch := queries.identities(ctx.session, after, _AT_ONCE):
        after = batch[-1].case_id
        for row in batch:
            missing = {key_id: public for key_id, public in publics.items() if key_id not in row.envelopes}
            if not missing:
                continue
            try:
                identity = sealing.open_identity(private, key.id, row.envelopes)
            except NotOpened:
                unopened += 1
                continue
            row.envelopes = row.envelopes | sealing.seal_identity(missing, identity)
            shared += 1
        ctx.session.flush()
    record(ctx, "custodian_key.shared", _subject(ctx, key), None, {"shared": shared})
    return SharedOut(shared=shared, unopened=unopened)


def own_key(ctx: Context) -> CustodianKey:
    """The caller's key. Errors: `identity.no_key`."""
    key = queries.key_of(ctx.session, ctx.signed_in.id)
    if key is None:
        raise Refused(errors.NO_KEY)
    return key


def unlock(ctx: Context, key: CustodianKey, passphrase: str) -> bytes:
    """The private half. Errors: `identity.wrong_passphrase`, `identity.key_rests` after several."""
    if key.rests_until is not None and ctx.now < key.rests_until:
        raise Refused(errors.KEY_RESTS, retry_after=int(SLIPS_WAIT.total_seconds()))
    try:
        with _places:
            private = sealing.unwrap(key.salt, key.wrapped, passphrase, key.id)
    except NotOpened as error:
        slips = key.slips + 1
        raise Refused(errors.WRONG_PASSPHRASE, afterwards=lambda s: _note_slip(s, ctx, key, slips)) from error
    key.slips, key.rests_until = 0, None
    return private


def _note_slip(session: Session, ctx: Context, key: CustodianKey, slips: int) -> None:
    rests = slips >= MOST_SLIPS
    values: dict[str, Any] = {"slips": 0 if rests else slips, "rests_until": ctx.now + SLIPS_WAIT if rests else None}
    session.execute(update(CustodianKey).where(CustodianKey.id == key.id).values(values))
    note = replace(ctx, session=session)
    record(note, "custodian_key.wrong_passphrase", _subject(note, key))


def _subject(ctx: Context, key: CustodianKey) -> Subject:
    return Subject("custodian_key", key.id, ctx.signed_in.name)


def _shown(ctx: Context, key: CustodianKey) -> CustodianKeyOut:
    return CustodianKeyOut(id=key.id, holder=ctx.signed_in.name, created_at=key.created_at, retired_at=key.retired_at)
