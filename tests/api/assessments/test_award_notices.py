"""Notices of awards: shown before they are granted, told of once they are decided; what becomes of a notice comes back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.assessments.service.award_notices import follow_award_notice
from api.core import ids
from api.disclosures.ports import Event, Happening
from tests.api.assessments.ready import CONCLUDED, made_in, ready
from tests.api.assessments.results_steps import A, post
from tests.api.assessments.steps import codes, done
from tests.api.assessments.test_awards import REMOVAL, first, granted, proposed
from tests.databases import Backend
from tests.world import V1, World


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day in December."""
    with time_machine.travel(datetime(2026, 12, 10, 4, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def world(backend: Backend) -> Iterator[World]:
    """The county after a campaign that is final."""
    with ready(backend, CONCLUDED) as place:
        yield place


def told(world: World, notice_id: str, event: str, until: date | None = None, objections: int = 0) -> None:
    """The notice says what has become of it."""
    with world.host() as ctx:
        at = UUID(notice_id)
        follow_award_notice(ctx, Happening(Event(event), at, at, "2026-0001", None, until, objections))


def noticed(client: TestClient, verb: str, *awards: dict[str, Any]) -> Any:
    body = {"title": "清廉学校示范校名单", "award_ids": [one["id"] for one in awards]}
    return client.post(f"{A}/awards:{verb}", json=body)


class TestPublicise:
    def test_one_notice_shows_them_and_none_is_granted_before_its_days_are_over(self, world: World) -> None:
        made = made_in(world)
        proposed(world, made)
        proposed(world, made, title="优秀校", band="good")
        officer, leader = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        rows = done(officer.get(f"{A}/awards"))["items"]
        unseen = post(leader, f"/awards/{rows[0]['id']}:grant", rows[0], {})
        assert (unseen.status_code, codes(unseen)) == (409, ["assessment.award_state"])
        answer = done(noticed(officer, "publicise", *rows), 201)
        assert answer["awards"] == 2
        notice = done(officer.get(f"{V1}/disclosures/notices/{answer['notice_id']}"))
        assert (notice["kind"], notice["state"]) == ("award", "draft")
        assert {row[0] for row in notice["table"]["rows"]} == {"锦岚县第一小学", "马渡中学"}
        one = first(leader)
        assert (one["state"], one["notice_id"], one["shown_until"]) == ("publicised", answer["notice_id"], None)
        for until, objections, refusal in (
            (None, 0, "assessment.publicity_running"),
            (date(2026, 12, 10), 0, "assessment.publicity_running"),
            (date(2026, 12, 9), 1, "assessment.objections_open"),
        ):
            told(world, answer["notice_id"], "released" if until else "answered", until, objections)
            one = done(leader.get(f"{A}/awards/{one['id']}"))
            refused = post(leader, f"/awards/{one['id']}:grant", one, {})
            assert (refused.status_code, codes(refused)[0]) == (409, refusal)
        told(world, answer["notice_id"], "answered")
        one = done(leader.get(f"{A}/awards/{one['id']}"))
        assert done(post(leader, f"/awards/{one['id']}:grant", one, {}))["state"] == "granted"

    def test_what_is_shown_no_more_is_proposed_again(self, world: World) -> None:
        proposed(world, made_in(world))
        officer = world.sign_in("section_officer")
        answer = done(noticed(officer, "publicise", first(officer)), 201)
        told(world, answer["notice_id"], "discarded")
        assert (first(officer)["state"], first(officer)["notice_id"]) == ("proposed", None)
        done(noticed(officer, "publicise", first(officer)), 201)

    def test_only_proposals_are_shown_and_all_or_none(self, world: World) -> None:
        made = made_in(world)
        in_force, officer = granted(world, made), world.sign_in("section_officer")
        proposed(world, made, title="优秀校", band="good")
        rows = done(officer.get(f"{A}/awards"))["items"]
        refused = noticed(officer, "publicise", *rows)
        assert (refused.status_code, codes(refused)) == (422, ["input.invalid", "assessment.award_state"])
        assert {one["state"] for one in done(officer.get(f"{A}/awards"))["items"]} == {"granted", "proposed"}
        stranger = world.sign_in("section_officer", "far_county")
        unknown = noticed(stranger, "announce", in_force, {"id": str(ids.ordered())})
        assert (unknown.status_code, codes(unknown)) == (422, ["input.invalid", *["assessment.award_unknown"] * 2])
        assert [fault["pointer"] for fault in unknown.json()["errors"]] == ["/award_ids/0", "/award_ids/1"]
        assert noticed(world.sign_in("bureau_leader"), "announce", in_force).status_code == 403


class TestAnnounce:
    def test_what_was_given_and_taken_away_is_told_and_the_school_learns_of_it(self, world: World) -> None:
        one = granted(world, made_in(world))
        officer, leader = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        principal = world.sign_in("school_leader", "school")
        told_of = done(noticed(officer, "announce", one), 201)
        assert _table(officer, told_of) == [["锦岚县第一小学", "清廉学校示范校", "授予", "2028-12-09", "", ""]]
        one = done(leader.get(f"{A}/awards/{one['id']}"))
        assert one["announcement_id"] == told_of["notice_id"]
        one = done(post(leader, f"/awards/{one['id']}:revoke", one, REMOVAL))
        (row,) = _table(officer, done(noticed(officer, "announce", one), 201))
        assert row[1:] == ["清廉学校示范校", "撤销", "", "复核达不到原等次", "锦教督〔2027〕3号"]
        kinds = [item["kind"] for item in done(principal.get(f"{V1}/notifications"))["items"]]
        assert kinds == ["assessment.award_revoked", "assessment.award_granted"]

    def test_a_proposal_is_no_decision(self, world: World) -> None:
        proposed(world, made_in(world))
        officer = world.sign_in("section_officer")
        assert codes(noticed(officer, "announce", first(officer))) == ["input.invalid", "assessment.award_state"]


def _table(client: TestClient, answer: dict[str, Any]) -> list[list[str]]:
    rows: list[list[str]] = done(client.get(f"{V1}/disclosures/notices/{answer['notice_id']}"))["table"]["rows"]
    return rows
