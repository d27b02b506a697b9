"""Answers that only their sender can read again, and waits that grow with wrong guesses."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from api.complaints.rules.tries import WINDOW, wait_after
from api.core.idempotency import Attempt, SealedAttempt
from api.core.visits import Tries

KEY, BODY = "k" * 30, '{"text":"食堂"}'.encode()
NOW = datetime(2026, 11, 28, 15, 59, 58, tzinfo=UTC)


class TestSealedAttempts:
    def test_the_stored_answer_opens_with_the_clients_key_only(self) -> None:
        attempt = SealedAttempt.of(KEY, "POST", "/complaints", BODY)
        stored = attempt.stored(b'{"receipt":"7QRM"}')
        assert b"7QRM" not in stored
        assert SealedAttempt.of(KEY, "POST", "/complaints", BODY).read(stored) == b'{"receipt":"7QRM"}'
        assert SealedAttempt.of("x" * 30, "POST", "/complaints", BODY).read(stored) == b""

    def test_the_row_tells_neither_key_nor_body(self) -> None:
        attempt = SealedAttempt.of(KEY, "POST", "/complaints", BODY)
        plain = Attempt.of(KEY, "POST", "/complaints", BODY)
        assert attempt.fingerprint != plain.fingerprint, "whoever guesses the words cannot tell that they were sent"
        assert attempt.fingerprint != SealedAttempt.of("x" * 30, "POST", "/complaints", BODY).fingerprint
        assert KEY not in attempt.owned_by(None)
        assert attempt.owned_by(None) != attempt.owned_by(uuid4())

    def test_it_is_kept_for_one_or_two_hours_in_whole_ones(self) -> None:
        attempt = SealedAttempt.of(KEY, "POST", "/complaints", BODY)
        for minute in (0, 30, 59):
            expires = attempt.expires_at(NOW.replace(minute=minute))
            assert (expires.minute, expires.second, expires.microsecond) == (0, 0, 0)
            assert timedelta(hours=1) < expires - NOW.replace(minute=minute) <= timedelta(hours=2)


class TestTries:
    def test_a_corner_that_guesses_waits_ever_longer_and_is_forgotten(self) -> None:
        tries = Tries(wait_after, WINDOW)
        waits = []
        for _ in range(7):
            tries.note("198.51.100.7", NOW)
            waits.append(tries.wait("198.51.100.200", NOW))
        assert waits == [0, 0, 0, 0, 60, 120, 240], "a network is one corner"
        assert tries.wait("198.51.100.7", NOW + timedelta(seconds=241)) == 0
        later = NOW + WINDOW + timedelta(seconds=1)
        tries.note("198.51.100.7", later)
        assert tries.wait("198.51.100.7", later) == 0

    def test_another_network_does_not_wait(self) -> None:
        tries = Tries(wait_after, WINDOW)
        for _ in range(9):
            tries.note("198.51.100.7", NOW)
        others = [tries.wait(f"203.0.{number}.1", NOW) for number in range(20)]
        assert others.count(0) >= 19, "few share a place"
