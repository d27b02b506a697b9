"""Cursors: sealed, so that they tell nothing; bound, so that they serve one feed only."""

from base64 import urlsafe_b64decode

import pytest
from fastapi.testclient import TestClient

from tests.api.accounts.steps import code, create
from tests.world import V1, World


@pytest.fixture
def feed(world: World) -> tuple[TestClient, str, str]:
    """A reader of the ledger, the cursor after its first event, and that event's id."""
    create(world.sign_in("platform_admin"))
    auditor = world.sign_in("auditor")
    page = auditor.get(f"{V1}/ledger/events?limit=1").json()
    return auditor, page["next_cursor"], page["items"][0]["id"]


class TestCursor:
    def test_it_leads_on_without_gap_or_repetition(self, feed: tuple[TestClient, str, str]) -> None:
        auditor, _, _ = feed
        whole = [event["id"] for event in auditor.get(f"{V1}/ledger/events?limit=200").json()["items"]]
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            after = f"&cursor={cursor}" if cursor else ""
            page = auditor.get(f"{V1}/ledger/events?limit=7{after}").json()
            seen += [event["id"] for event in page["items"]]
            cursor = page["next_cursor"]
        assert seen[: len(whole)] == whole
        assert len(seen) == len(set(seen))

    def test_it_does_not_tell_where_it_stands(self, feed: tuple[TestClient, str, str]) -> None:
        _, cursor, last = feed
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        assert last not in cursor
        assert last.encode() not in raw
        assert bytes.fromhex(last.replace("-", "")) not in raw

    def test_the_same_place_is_sealed_differently_each_time(self, feed: tuple[TestClient, str, str]) -> None:
        auditor, cursor, _ = feed
        assert auditor.get(f"{V1}/ledger/events?limit=1").json()["next_cursor"] != cursor

    @pytest.mark.parametrize("forged", ["x", "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d01", "A" * 86, "%00", "é"])
    def test_a_forged_one_is_refused(self, feed: tuple[TestClient, str, str], forged: str) -> None:
        auditor, _, _ = feed
        assert code(auditor.get(f"{V1}/ledger/events?cursor={forged}")) == (400, "paging.bad_cursor")

    def test_one_changed_character_spoils_it(self, feed: tuple[TestClient, str, str]) -> None:
        auditor, cursor, _ = feed
        changed = ("A" if cursor[20] != "A" else "B").join((cursor[:20], cursor[21:]))
        assert code(auditor.get(f"{V1}/ledger/events?cursor={changed}")) == (400, "paging.bad_cursor")

    def test_it_serves_its_own_feed_only(self, world: World, feed: tuple[TestClient, str, str]) -> None:
        _, cursor, _ = feed
        officer = world.sign_in("section_officer")
        answer = officer.get(f"{V1}/schools/{world.unit('school')}/history?cursor={cursor}")
        assert code(answer) == (400, "paging.bad_cursor")
