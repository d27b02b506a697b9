"""Letters to the house: sealed by whoever writes, opened only where the private half lies (HPKE, RFC 9180).

The public face seals what visitors write and cannot read it again; what it holds is of no use to who takes it over.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from api.core.keys.errors import KeyStoreError

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal(text: str, context: str, publics: Mapping[int, X25519PublicKey]) -> str:
    """`text` for the holder of the newest of these keys, bound to a context; the key's generation goes before it."""
    number = max(publics)
    sealed = _SUITE.encrypt(text.encode(), publics[number], context.encode())
    return f"{number}.{urlsafe_b64encode(sealed).decode()}"


def unseal(letter: str, context: str, secrets: Mapping[int, bytes]) -> str:
    """What a letter says. Errors: `KeyStoreError` when it was altered, is of another context, or its key is gone."""
    number, _, sealed = letter.partition(".")
    try:
        private = X25519PrivateKey.from_private_bytes(secrets[int(number)])
        return _SUITE.decrypt(urlsafe_b64decode(sealed), private, context.encode()).decode()
    except (InvalidTag, KeyError, ValueError) as error:
        raise KeyStoreError("a letter does not open: altered, of another place, or its key is gone") from error


def seal_bytes(content: bytes, context: str, publics: Mapping[int, X25519PublicKey]) -> bytes:
    """The same for bytes; the key's generation is the first two."""
    number = max(publics)
    return number.to_bytes(2, "big") + _SUITE.encrypt(content, publics[number], context.encode())


def unseal_bytes(sealed: bytes, context: str, secrets: Mapping[int, bytes]) -> bytes:
    """What was sealed. Errors: `KeyStoreError`, as for a letter."""
    try:
        private = X25519PrivateKey.from_private_bytes(secrets[int.from_bytes(sealed[:2], "big")])
        return _SUITE.decrypt(sealed[2:], private, context.encode())
    except (InvalidTag, KeyError, ValueError) as error:
        raise KeyStoreError("what was sealed does not open: altered, of another place, or its key is gone") from error


def public_half(secret: bytes) -> X25519PublicKey:
    """The half of a key that others seal with."""
    return X25519PrivateKey.from_private_bytes(secret).public_key()
