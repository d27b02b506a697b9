"""The constructions that protect a complaint; the keys themselves are in `core.keys`, the sizes in `rules.padding`.

Three locks, one for each who may read: the house (content, on its way in), the holder of the receipt (letters), the
custodians (identity). Inside, content lies under the key of its case. All of them bind what they seal to its place.
"""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.complaints.rules.padding import padded, unpadded
from api.core.keys import KeyStore, KeyStoreError

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE, _TAG = 12, 16
OVERHEAD = _NONCE + _TAG
_LENGTH = 4
# Argon2id, 64 MiB, three passes: a custodian's passphrase is typed seldom and guarded for years (RFC 9106, 4).
_PASSES, _MEMORY = 3, 64 * 1024


class NotOpened(Exception):
    """It was altered, is of another place, or the key is not the one it was sealed to."""


# --- To the house ----------------------------------------------------------------------------------------------------


def pack(said: Mapping[str, Any], content: bytes = b"") -> bytes:
    """What is said, and a file with it, as one piece of a size that tells little."""
    return padded(head(said) + content)


def head(said: Mapping[str, Any]) -> bytes:
    """What stands before the content."""
    document = orjson.dumps(said)
    return len(document).to_bytes(_LENGTH, "big") + document


def unpack(packed: bytes) -> tuple[dict[str, Any], bytes]:
    """What was packed."""
    plain = unpadded(packed)
    end = _LENGTH + int.from_bytes(plain[:_LENGTH], "big")
    return orjson.loads(plain[_LENGTH:end]), plain[end:]


def drop(keys: KeyStore, drop_id: UUID, said: Mapping[str, Any], content: bytes = b"") -> bytes:
    """Something on its way in. Errors: `UnknownKey` without the house's public half."""
    return keys.seal_case(pack(said, content), f"complaint/{drop_id}")


def take_up(keys: KeyStore, drop_id: UUID, sealed: bytes) -> tuple[dict[str, Any], bytes]:
    """What came in. Errors: `NotOpened`."""
    try:
        return unpack(keys.open_case(sealed, f"complaint/{drop_id}"))
    except (KeyStoreError, ValueError) as error:
        raise NotOpened from error


# --- To the holder of a receipt --------------------------------------------------------------------------------------


def receipt_hash(key: bytes, receipt: str) -> str:
    """Under what a receipt is kept: its HMAC under a key outside the database."""
    return hmac.digest(key, f"receipt/{receipt}".encode(), "sha256").hex()


def reporter_key(receipt: str) -> X25519PrivateKey:
    """The key that a receipt is: 80 random bits, so that nobody who lacks them opens what was sealed to it."""
    secret = HKDF(SHA256(), 32, salt=None, info=b"qinglian/reporter/1").derive(receipt.encode())
    return X25519PrivateKey.from_private_bytes(secret)


def seal_to(public: bytes, said: Mapping[str, Any], context: str) -> bytes:
    """Something for the holder of this public key's private half."""
    return _SUITE.encrypt(pack(said), X25519PublicKey.from_public_bytes(public), context.encode())


def open_with(private: X25519PrivateKey, sealed: bytes, context: str) -> dict[str, Any]:
    """What was sealed to the public half of `private`. Errors: `NotOpened`."""
    try:
        return unpack(_SUITE.decrypt(sealed, private, context.encode()))[0]
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


# --- To the custodians -----------------------------------------------------------------------------------------------

_IDENTITY = "identity/1"


def seal_identity(publics: Mapping[str, bytes], identity: Mapping[str, Any]) -> dict[str, str]:
    """An envelope for each custodian's key, by its id."""
    return {
        key_id: b64encode(seal_to(public, identity, f"{_IDENTITY}/{key_id}")).decode()
        for key_id, public in sorted(publics.items())
    }


def open_identity(private: bytes, key_id: UUID, envelopes: Mapping[str, str]) -> dict[str, Any]:
    """Who reported, opened with one custodian's key. Errors: `NotOpened`, too when there is no envelope for it."""
    sealed = envelopes.get(str(key_id))
    if sealed is None:
        raise NotOpened
    return open_with(X25519PrivateKey.from_private_bytes(private), b64decode(sealed), f"{_IDENTITY}/{key_id}")


def new_key() -> tuple[bytes, bytes]:
    """A pair: private, public."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def wrap(private: bytes, passphrase: str, key_id: UUID) -> tuple[bytes, bytes]:
    """A private key under a passphrase: (salt, wrapped)."""
    salt = os.urandom(16)
    return salt, seal_bytes(_of_passphrase(passphrase, salt), private, f"custodian/{key_id}")


def unwrap(salt: bytes, wrapped: bytes, passphrase: str, key_id: UUID) -> bytes:
    """The private key. Errors: `NotOpened` with a wrong passphrase."""
    return open_bytes(_of_passphrase(passphrase, salt), wrapped, f"custodian/{key_id}")


def _of_passphrase(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, _PASSES, _MEMORY, 1, 32, Type.ID)


# --- Inside, under the key of a case ---------------------------------------------------------------------------------


def seal_content(key: bytes, said: Mapping[str, Any], place: str, content: bytes = b"") -> bytes:
    """A text or a file of a case, padded and bound to its place."""
    return seal_bytes(key, pack(said, content), place)


def open_content(key: bytes, sealed: bytes, place: str) -> tuple[dict[str, Any], bytes]:
    """What a text or a file says. Errors: `NotOpened`."""
    try:
        return unpack(open_bytes(key, sealed, place))
    except ValueError as error:
        raise NotOpened from error


def seal_bytes(key: bytes, plain: bytes, place: str) -> bytes:
    """AES-256-GCM, bound to a place."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def open_bytes(key: bytes, sealed: bytes, place: str) -> bytes:
    """What was sealed. Errors: `NotOpened`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


def hashes_of(keys: Iterable[bytes], receipt: str) -> list[str]:
    """The hashes of a receipt under every generation of the key, the newest first."""
    return [receipt_hash(key, receipt) for key in keys]
