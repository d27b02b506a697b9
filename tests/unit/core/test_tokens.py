"""Access tokens: what is taken, and every way to forge one."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jose import jwt

from api.core import tokens
from api.core.tokens import House, InvalidToken

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUSE = House("https://qinglian.example", "https://qinglian.example/api/v1")
SECRETS = {1: b"a" * 32, 2: b"b" * 32}
KEYS = tokens.keys_of(SECRETS)
NEWEST = list(KEYS.values())[-1]


def claims(**changed: Any) -> dict[str, Any]:
    base = {"iss": HOUSE.issuer, "aud": HOUSE.audience, "sub": "c", "client_id": "c", "jti": "1", "scope": "x"}
    times = {"iat": int(NOW.timestamp()), "exp": int((NOW + timedelta(minutes=15)).timestamp())}
    return {key: value for key, value in (base | times | changed).items() if value is not None}


def refused(token: str, keys: dict[str, tokens.SigningKey] = KEYS, now: datetime = NOW) -> bool:
    with pytest.raises(InvalidToken):
        tokens.verify(token, keys, HOUSE, now)
    return True


def segment(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def forged(header: dict[str, Any], body: dict[str, Any] | None = None) -> str:
    """A token with this header, signed with the real key."""
    message = f"{segment(header)}.{segment(body or claims())}"
    return f"{message}.{urlsafe_b64encode(NEWEST.private.sign(message.encode())).decode().rstrip('=')}"


HEADER = {"alg": "ES256", "kid": NEWEST.kid, "typ": "at+jwt"}


class TestVerify:
    def test_an_own_token_is_taken(self) -> None:
        token = tokens.sign(claims(), KEYS)
        assert tokens.verify(token, KEYS, HOUSE, NOW) == claims()
        assert jwt.get_unverified_header(token) == HEADER

    def test_the_forger_of_these_tests_writes_good_ones(self) -> None:
        assert tokens.verify(forged(HEADER), KEYS, HOUSE, NOW) == claims()

    def test_it_ends_to_the_second(self) -> None:
        token = tokens.sign(claims(), KEYS)
        assert tokens.verify(token, KEYS, HOUSE, NOW + timedelta(minutes=15, seconds=-1))
        assert refused(token, now=NOW + timedelta(minutes=15))

    @pytest.mark.parametrize(
        "changed",
        [
            {"iss": "https://other.example"},
            {"aud": "https://other.example"},
            {"aud": ["https://other.example"]},
            {"exp": "later"},
            {"exp": 9e99},
            {"nbf": 4102444800},
            *({name: None} for name in ("iss", "aud", "sub", "exp", "iat", "jti")),
        ],
    )
    def test_another_house_another_audience_or_a_missing_claim(self, changed: dict[str, Any]) -> None:
        assert refused(forged(HEADER, claims(**changed)))

    @pytest.mark.parametrize(
        "changed",
        [
            {"alg": "none"},
            {"alg": "HS256"},
            {"alg": "ES384"},
            {"alg": "es256"},
            {"alg": None},
            {"typ": "JWT"},
            {"typ": None},
            {"typ": 7},
            {"kid": "../../keys/access-token.1.json"},
            {"kid": "/dev/null"},
            {"kid": ""},
            {"kid": None},
            {"kid": ["x"]},
            {"jku": "https://evil.example/jwks.json"},
            {"jwk": {"kty": "oct", "k": "AA"}},
            {"x5u": "https://evil.example/cert"},
            {"crit": ["exp"]},
        ],
    )
    def test_a_header_chooses_neither_algorithm_nor_type_nor_key(self, changed: dict[str, Any]) -> None:
        assert refused(forged(HEADER | changed))

    def test_the_public_key_is_no_secret_of_an_hmac(self) -> None:
        pem = NEWEST.public.to_pem()
        for secret in (pem, pem.strip(), json.dumps(dict(NEWEST.published)).encode()):
            message = f"{segment(HEADER | {'alg': 'HS256'})}.{segment(claims())}"
            mac = urlsafe_b64encode(hmac.digest(secret, message.encode(), "sha256")).decode().rstrip("=")
            assert refused(f"{message}.{mac}")

    def test_a_token_without_a_signature(self) -> None:
        message = f"{segment(HEADER | {'alg': 'none'})}.{segment(claims())}"
        assert refused(f"{message}.")
        assert refused(f"{segment(HEADER)}.{segment(claims())}.")

    def test_a_key_of_somebody_else_under_our_kid(self) -> None:
        for private, algorithm in (
            (ec.generate_private_key(ec.SECP256R1()), "ES256"),
            (rsa.generate_private_key(65537, 2048), "RS256"),
        ):
            pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
            assert refused(jwt.encode(claims(), pem, algorithm, headers={"kid": NEWEST.kid, "typ": "at+jwt"}))

    def test_a_changed_claim(self) -> None:
        header, body, signature = tokens.sign(claims(), KEYS).split(".")
        wider = json.loads(urlsafe_b64decode(body + "==")) | {"scope": "everything"}
        assert refused(f"{header}.{segment(wider)}.{signature}")

    @pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "e30.e30.", "x" * 5000, "qlp_abc", "é.é.é"])
    def test_what_is_no_token_at_all(self, text: str) -> None:
        assert refused(text)


class TestRotation:
    def test_the_newest_signs_and_the_one_before_still_verifies(self) -> None:
        old = tokens.sign(claims(), tokens.keys_of({1: SECRETS[1]}))
        assert tokens.verify(old, KEYS, HOUSE, NOW)
        assert jwt.get_unverified_header(tokens.sign(claims(), KEYS))["kid"] == NEWEST.kid

    def test_two_rotations_end_a_key_that_has_become_known(self) -> None:
        old = tokens.sign(claims(), tokens.keys_of({1: SECRETS[1]}))
        assert refused(old, tokens.keys_of(SECRETS | {3: b"c" * 32}))


class TestPublished:
    def test_only_the_public_half(self) -> None:
        for key in KEYS.values():
            assert set(key.published) == {"alg", "crv", "kid", "kty", "use", "x", "y"}
            assert (key.published["kty"], key.published["crv"], key.published["alg"]) == ("EC", "P-256", "ES256")

    def test_another_system_verifies_with_it(self) -> None:
        token = tokens.sign(claims(exp=4102444800), KEYS)
        found = jwt.decode(
            token, dict(NEWEST.published), algorithms=["ES256"], audience=HOUSE.audience, issuer=HOUSE.issuer
        )
        assert found["sub"] == "c"
        assert NEWEST.public.to_pem().startswith(b"-----BEGIN PUBLIC KEY")
        assert isinstance(NEWEST.public.prepared_key, ec.EllipticCurvePublicKey)
        assert NEWEST.public.prepared_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_the_arithmetic_is_that_of_cryptography() -> None:
    tokens.require_backend()
