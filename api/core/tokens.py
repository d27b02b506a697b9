"""Signed access tokens (JWT): the one module that speaks to python-jose.

Own tokens are ES256 only: the algorithm, the type and the key are chosen here, never by the token. A token names its
key by `kid`, which is looked up among the published keys and nowhere else.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jose import JOSEError, jwk, jwt
from jose.backends.cryptography_backend import CryptographyECKey

ALGORITHM = "ES256"
TYPE = "at+jwt"  # RFC 9068, 2.1
_TYPES = frozenset({TYPE, f"application/{TYPE}"})
_LONGEST = 4096
# The order of P-256 (FIPS 186-4, D.1.2.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# The end is judged by the house's clock, in `verify`.
_OPTIONS = {"verify_exp": False} | {f"require_{claim}": True for claim in ("aud", "iat", "iss", "sub", "jti")}
# A token lives 15 minutes: what the key before the last one signed has long expired.
_ACCEPTED = 2


class InvalidToken(Exception):
    """Not a token of this house, or not any more."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key pair as python-jose takes it, and its public half as a JWK (RFC 7517) to be published."""

    kid: str
    private: CryptographyECKey
    public: CryptographyECKey
    published: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """Who issues tokens, and for whom they are meant."""

    issuer: str
    audience: str


def require_backend() -> None:
    """Refuse to start when python-jose would compute without `cryptography`, whose arithmetic runs in constant time."""
    if jwk.get_key(ALGORITHM) is not CryptographyECKey:
        raise RuntimeError("python-jose has lost its cryptography backend: install python-jose[cryptography]")


def keys_of(secrets: Mapping[int, bytes]) -> dict[str, SigningKey]:
    """The keys that verify, newest last, by `kid`; from 32 random bytes each, by generation."""
    newest = [_key_of(secrets[number]) for number in sorted(secrets)[-_ACCEPTED:]]
    return {key.kid: key for key in newest}


@lru_cache(maxsize=8)
def _key_of(secret: bytes) -> SigningKey:
    number = int.from_bytes(hashlib.sha512(b"qinglian/access-token/" + secret).digest()) % (_ORDER - 1) + 1
    pair = ec.derive_private_key(number, ec.SECP256R1())
    private = CryptographyECKey(pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), ALGORITHM)
    public = private.public_key()
    half = {name: _text(value) for name, value in public.to_dict().items() if name in ("crv", "kty", "x", "y")}
    kid = _thumbprint(half)
    return SigningKey(kid, private, public, half | {"alg": ALGORITHM, "use": "sig", "kid": kid})


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _thumbprint(half: Mapping[str, str]) -> str:
    """RFC 7638: the SHA-256 of the required members in the order of their names."""
    members = ",".join(f'"{name}":"{half[name]}"' for name in sorted(half))
    return urlsafe_b64encode(hashlib.sha256(f"{{{members}}}".encode()).digest()).decode().rstrip("=")


def sign(claims: Mapping[str, Any], keys: Mapping[str, SigningKey]) -> str:
    """A token of these claims under the newest key."""
    key = list(keys.values())[-1]
    token: str = jwt.encode(dict(claims), key.private, ALGORITHM, headers={"kid": key.kid, "typ": TYPE})
    return token


def verify(token: str, keys: Mapping[str, SigningKey], house: House, now: datetime) -> dict[str, Any]:
    """The claims of a token of this house. Errors: `InvalidToken`, whatever is wrong with it."""
    if len(token) > _LONGEST:
        raise InvalidToken
    try:
        header = jwt.get_unverified_header(token)
        key = _named(header, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key.public,
            algorithms=[ALGORITHM],
            audience=house.audience,
            issuer=house.issuer,
            options=_OPTIONS,
        )
    except JOSEError as error:
        raise InvalidToken from error
    ends = claims.get("exp")
    if not isinstance(ends, int) or now.timestamp() >= ends:
        raise InvalidToken
    return claims


def _named(header: Mapping[str, Any], keys: Mapping[str, SigningKey]) -> SigningKey:
    kid, typ = header.get("kid"), header.get("typ")
    key = keys.get(kid) if isinstance(kid, str) else None
    if key is None or header.get("alg") != ALGORITHM or not isinstance(typ, str) or typ.lower() not in _TYPES:
        raise InvalidToken
    if set(header) - {"alg", "kid", "typ"}:  # no jku, jwk, x5u, crit: nothing in a header is followed
        raise InvalidToken
    return key
