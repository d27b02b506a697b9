"""Packages: written, covered, released by another, answered by the school; nothing else of a case shows there."""

from uuid import UUID

import pytest

from api.core.metrics import METRICS, Period
from tests.api.complaints.cases.desk import URL, Desk
from tests.world import V1

TEXT = "有家长王某反映你校八年级课后服务收费没有公示。"
BODY = {"purpose": "work", "text": TEXT, "spans": [{"first": 1, "last": 5}], "due_on": "2026-12-04"}
SENT = f"{V1}/complaint-packages"
DRAFTS = f"{V1}/complaint-drafts"


def match(package: dict) -> dict[str, str]:  # type: ignore[type-arg]
    return {"If-Match": f'"{package["revision"]}"'}


def written(desk: Desk, state: str = "handling", **said: object) -> dict:  # type: ignore[type-arg]
    case = desk.lead_to(state)
    body = {**BODY, "unit_id": desk.world.unit("school"), **said}
    answer = desk.handler.post(f"{URL}/{case}/packages", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def released(desk: Desk, package: dict) -> dict:  # type: ignore[type-arg]
    answer = desk.head.post(f"{DRAFTS}/{package['id']}:release", headers=match(package))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


class TestWriting:
    def test_what_is_covered_is_seen_before_it_is_sent(self, office: Desk) -> None:
        package = written(office)
        assert package["text"] == TEXT
        assert package["preview"] == "有■■反映你校八年级课后服务收费没有公示。"
        answer = office.handler.patch(
            f"{DRAFTS}/{package['id']}", json={"spans": [{"first": 0, "last": 6}]}, headers=match(package)
        )
        assert answer.json()["preview"].startswith("■■映你校")

    @pytest.mark.parametrize("spans", [[{"first": 3, "last": 3}], [{"first": 0, "last": 99}]])
    def test_spans_lie_within_the_text(self, office: Desk, spans: list[dict[str, int]]) -> None:
        case = office.lead_to("handling")
        body = {**BODY, "unit_id": office.world.unit("school"), "spans": spans}
        answer = office.handler.post(f"{URL}/{case}/packages", json=body)
        assert answer.json()["errors"][0]["code"] == "complaint.span_bad"

    def test_a_new_text_has_nothing_covered(self, office: Desk) -> None:
        package = written(office)
        answer = office.handler.patch(
            f"{DRAFTS}/{package['id']}", json={"text": "请说明收费。"}, headers=match(package)
        )
        assert (answer.json()["spans"], answer.json()["preview"]) == ([], "请说明收费。")

    def test_an_outcome_is_told_once_there_is_one(self, office: Desk) -> None:
        case = office.lead_to("handling")
        body = {**BODY, "unit_id": office.world.unit("school"), "purpose": "outcome"}
        assert office.handler.post(f"{URL}/{case}/packages", json=body).json()["code"] == "complaint.outcome_missing"


class TestSending:
    def test_the_leader_releases_and_nobody_releases_the_own(self, office: Desk) -> None:
        package = written(office)
        assert office.handler.post(f"{DRAFTS}/{package['id']}:release", headers=match(package)).status_code == 403
        case = office.lead_to("handling")
        own = office.head.post(f"{URL}/{case}/packages", json={**BODY, "unit_id": office.world.unit("school")}).json()
        answer = office.head.post(f"{DRAFTS}/{own['id']}:release", headers=match(own))
        assert answer.json()["code"] == "complaint.own_release"
        # The page offers what goes: neither the handler nor who wrote it is offered to release it.
        offered = [
            one.get(f"{URL}/{package['case_id']}/packages").json()[0]["can"] for one in (office.handler, office.head)
        ]
        assert offered == [["change", "discard"], ["change", "release", "discard"]]
        assert own["can"] == ["change", "discard"]
        assert released(office, package)["state"] == "released"

    def test_the_school_sees_the_covered_text_and_nothing_else_and_answers(self, desk: Desk) -> None:
        package = written(desk)
        leader = desk.of("school_leader", "school")
        assert leader.get(SENT).json()["total"] == 0
        assert leader.get(f"{SENT}/{package['id']}").status_code == 404
        released(desk, package)
        seen = leader.get(f"{SENT}/{package['id']}").json()
        assert seen["text"] == "有■■反映你校八年级课后服务收费没有公示。"
        assert "case_id" not in seen
        assert package["case_id"] not in str(seen)
        assert "王某" not in str(seen)
        answer = leader.post(f"{SENT}/{package['id']}:answer", json={"text": "已公示。"}, headers=match(seen))
        assert (answer.json()["state"], answer.json()["answer"]) == ("answered", "已公示。")
        listed = desk.handler.get(f"{URL}/{package['case_id']}/packages").json()
        assert (listed[0]["answer"], listed[0]["answered_on"]) == ("已公示。", "2026-11-20")
        again = leader.post(f"{SENT}/{package['id']}:answer", json={"text": "x"}, headers=match(answer.json()))
        assert again.json()["code"] == "complaint.package_state"

    def test_what_is_said_of_a_leader_is_not_sent_to_the_leaders_school(self, office: Desk) -> None:
        """Nor a draft from before that was known."""
        package, school = written(office), office.world.unit("school")
        named = {"kind": "person", "person_id": office.person("school", "石文博"), "rank": "school_leader"}
        office.must(office.clerk, package["case_id"], ":match", {"subjects": [named]})
        answer = office.head.post(f"{DRAFTS}/{package['id']}:release", headers=match(package))
        assert answer.json()["code"] == "complaint.package_accused"
        url = f"{URL}/{package['case_id']}/packages"
        again = office.head.post(url, json={**BODY, "unit_id": school})
        assert again.json()["code"] == "complaint.package_accused"
        assert office.head.post(url, json={**BODY, "unit_id": office.world.unit("other_school")}).status_code == 201

    def test_the_answer_is_told_to_who_handles_the_case_now(self, desk: Desk) -> None:
        package = released(desk, written(desk))
        to = {"handler_id": desk.world.account("discipline_inspector"), "unit_id": desk.world.unit("section")}
        desk.must(desk.head, package["case_id"], ":reassign", {**to, "reason": "工作调整。"})
        leader = desk.of("school_leader", "school")
        seen = leader.get(f"{SENT}/{package['id']}").json()
        leader.post(f"{SENT}/{package['id']}:answer", json={"text": "已公示。"}, headers=match(seen))
        told = [one.get(f"{V1}/notifications").text for one in (desk.handler, desk.of("discipline_inspector"))]
        assert ["complaint.package_answered" in text for text in told] == [False, True]

    def test_another_school_has_no_part_in_it(self, desk: Desk) -> None:
        package = written(desk)
        released(desk, package)
        other = desk.of("school_leader", "other_school")
        assert other.get(SENT).json()["total"] == 0
        assert other.get(f"{SENT}/{package['id']}").status_code == 404

    def test_a_discarded_draft_is_never_sent(self, office: Desk) -> None:
        package = written(office)
        done = office.handler.post(f"{DRAFTS}/{package['id']}:discard", headers=match(package)).json()
        assert done["state"] == "withdrawn"
        answer = office.head.post(f"{DRAFTS}/{package['id']}:release", headers=match(done))
        assert answer.json()["code"] == "complaint.package_state"


class TestMetrics:
    def test_scores_read_what_the_school_was_told_and_nothing_of_fewer_than_three(self, desk: Desk) -> None:
        school = UUID(desk.world.unit("school"))
        period = Period(*(desk.day(day) for day in ("2026-01-01", "2026-11-20")))
        leader = desk.of("school_leader", "school")
        for number in range(3):
            with desk.world.host() as ctx:
                assert METRICS["complaints.on_time"](ctx, [school], period) == {}
            package = released(desk, written(desk, due_on="2026-11-20"))
            if number:
                seen = leader.get(f"{SENT}/{package['id']}").json()
                leader.post(f"{SENT}/{package['id']}:answer", json={"text": "x"}, headers=match(seen))
        with desk.world.host() as ctx:
            found = METRICS["complaints.on_time"](ctx, [school], period)
            assert found[school].counts == {"numerator": 2, "denominator": 3}
            assert METRICS["complaints.substantiated"](ctx, [school], period) == {}

    def test_outcomes_count_from_the_day_they_were_told(self, desk: Desk) -> None:
        school = UUID(desk.world.unit("school"))
        period = Period(*(desk.day(day) for day in ("2026-01-01", "2026-11-20")))
        for _ in range(3):
            released(desk, written(desk, "concluded", purpose="outcome"))
        with desk.world.host() as ctx:
            found = METRICS["complaints.substantiated"](ctx, [school], period)
        assert found[school].counts == {"numerator": 3, "denominator": 3}
