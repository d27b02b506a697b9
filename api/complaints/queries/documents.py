"""The portal's documents as the public face reads them: signed by the house, kept in memory until they change."""

import hashlib
import threading
from collections.abc import Collection, Mapping
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.complaints.models.portal import PortalDocument
from api.core import logs
from api.core.context import Context
from api.core.keys import KeyStore, KeyStoreError

NAMES = ("categories", "channels", "custodians", "places")
# By name and digest: what these two say was verified once.
_read: dict[tuple[str, str], dict[str, Any]] = {}
_lock = threading.Lock()
_MOST = 64


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 in hex of a document in its one spelling, whatever order a database gives its fields."""
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


def signed(name: str, digest: str) -> bytes:
    """What the house signs: a document's name and digest, so that none stands for another."""
    return f"qinglian/portal/{name}/{digest}".encode()


def documents(ctx: Context, *names: str) -> dict[str, dict[str, Any]]:
    """The documents of these names; an empty one for what is not there, or not signed by the house."""
    found = {name: _read.get((name, digest)) for name, digest in digests(ctx.session, names).items()}
    missing = [name for name, document in found.items() if document is None]
    if missing:
        stmt = select(PortalDocument).where(PortalDocument.name.in_(missing))
        for row in ctx.session.scalars(stmt):
            found[row.name] = _verified(ctx.keys, row)
    return {name: found.get(name) or {} for name in names}


def all_documents(session: Session) -> list[PortalDocument]:
    """Every document, as it is signed."""
    return list(session.scalars(select(PortalDocument).order_by(PortalDocument.name)))


def digests(session: Session, names: Collection[str]) -> dict[str, str]:
    """The digests of the documents that are there."""
    return {key: value for key, value in session.execute(_DIGESTS) if key in names}


_TABLE = PortalDocument.metadata.tables[PortalDocument.__tablename__]
_DIGESTS = select(_TABLE.c.name, _TABLE.c.digest)  # there are few, and each complaint asks


def _verified(keys: KeyStore, row: PortalDocument) -> dict[str, Any]:
    try:
        publics = keys.publics("portal").values()
    except KeyStoreError:
        return {}
    if not any(_holds(public, row) for public in publics):
        logs.error("portal_document_refused", document=row.name)
        return {}
    with _lock:
        if len(_read) >= _MOST:
            _read.clear()
        _read[row.name, row.digest] = row.document
    return row.document


def _holds(public: Ed25519PublicKey, row: PortalDocument) -> bool:
    try:
        public.verify(row.signature, signed(row.name, row.digest))
    except InvalidSignature:
        return False
    return digest_of(row.document) == row.digest
