"""A case over HTTP: the straight ways of each track, two persons, straight up, back to discipline, reviews."""

import pytest

from tests.api.complaints.cases.desk import FINDING, STUDY, UNKNOWN, URL, Desk


def running(case: dict) -> set[str]:  # type: ignore[type-arg]
    return {clock["rule"] for clock in case["clocks"] if clock["outcome"] == "running"}


class TestStraight:
    @pytest.mark.parametrize("track", ["J", "X", "H", "S"])
    def test_a_case_goes_from_receipt_to_feedback_and_leaves_no_duty_behind(self, desk: Desk, track: str) -> None:
        case = desk.get(desk.lead_to("fed_back", track))
        assert (case["state"], case["track"]) == ("fed_back", track)
        assert case["number"] == "举〔2026〕0001"
        assert [clock["rule"] for clock in case["clocks"] if clock["outcome"] == "late"] == []
        assert running(case) <= {"X.review_ask", "X.accept_notice"}
        assert [step["verb"] for step in case["steps"]] == [
            *("receive", "screen", "match", "admit" if track == "J" else "accept"),
            *("assign", "start", "submit", "conclude", "feed_back"),
        ]
        assert case["outcomes"][0]["decided_on"] == "2026-11-20"

    def test_a_number_is_given_once_a_case_and_in_order(self, desk: Desk) -> None:
        numbers = [desk.get(desk.lead_to("screening"))["number"] for _ in range(3)]
        assert numbers == [f"举〔2026〕000{index}" for index in (1, 2, 3)]

    def test_on_discipline_the_study_comes_with_the_assignment(self, office: Desk) -> None:
        case = office.lead_to("accepted", "J")
        answer = office.do(office.head, case, ":assign", office.assignment())
        assert (answer.status_code, answer.json()["code"]) == (409, "complaint.disposition_missing")
        assert office.must(office.head, case, ":assign", office.assignment(**STUDY))["state"] == "assigned"

    def test_who_is_not_matched_is_not_accepted(self, office: Desk) -> None:
        case = office.lead_to("screening")
        answer = office.do(office.clerk, case, ":accept", {"track": "H"})
        assert answer.json()["code"] == "complaint.not_matched"

    def test_an_old_revision_is_refused(self, office: Desk) -> None:
        case = office.lead_to("received")
        answer = office.clerk.post(f"{URL}/{case}:screen", headers={"If-Match": '"9"'})
        assert answer.json()["code"] == "conflict.stale"


class TestTwoPersons:
    def test_what_is_sent_on_waits_for_the_leader(self, office: Desk) -> None:
        case = office.lead_to("matched")
        asked = office.must(office.clerk, case, ":transfer", {"organ": "police", "reason": "属公安机关管辖。"})
        assert (asked["state"], asked["proposal"]["verb"]) == ("screening", "transfer")
        assert office.do(office.clerk, case, ":accept", {"track": "H"}).json()["code"] == "complaint.proposal_open"
        done = office.must(office.head, case, ":confirm")
        assert (done["state"], done["proposal"], done["transfers"][0]["organ"]) == ("transferred", None, "police")
        assert running(done) == set()

    def test_what_the_leader_declines_stays(self, office: Desk) -> None:
        case = office.lead_to("matched")
        office.must(office.clerk, case, ":refuse", {"code": "court", "reason": "已在诉讼中。"})
        done = office.must(office.head, case, ":decline", {"reason": "诉讼标的不同。"})
        assert (done["state"], done["proposal"]) == ("screening", None)
        assert office.do(office.head, case, ":confirm").json()["code"] == "complaint.no_proposal"

    def test_what_is_not_accepted_keeps_its_notice_clock_until_the_reporter_is_told(self, office: Desk) -> None:
        case = office.lead_to("matched", category="9901")
        office.must(office.clerk, case, ":refuse", {"code": "court", "reason": "已在诉讼中。"})
        done = office.must(office.head, case, ":confirm")
        assert done["state"] == "not_accepted"
        assert running(done) == {"X.accept_notice"}
        told = office.must(office.clerk, case, ":notify", {"channel": "letter", "told_on": "2026-11-20"})
        assert running(told) == set()

    def test_an_integrity_breach_begins_anew_on_discipline_and_the_handler_loses_it_at_once(self, office: Desk) -> None:
        case = office.lead_to("handling", "H")
        assert office.handler.get(f"{URL}/{case}").status_code == 200
        office.must(office.clerk, case, ":escalate", {"reason": "反映教师收受礼金。"})
        done = office.must(office.head, case, ":confirm")
        assert (done["state"], done["track"]) == ("screening", "J")
        assert running(done) == {"*.screen", "J.forward_accept"}
        assert {clock["started_on"] for clock in done["clocks"] if clock["outcome"] == "running"} == {"2026-11-20"}
        assert office.handler.get(f"{URL}/{case}").status_code == 404
        assert office.do(office.clerk, case, ":accept", {"track": "H"}).json()["code"] == "complaint.track_for_lead"
        assert office.must(office.head, case, ":admit", {})["state"] == "accepted"


class TestStraightUp:
    def test_a_matter_of_the_superior_organs_goes_up_is_wiped_and_leaves_a_stub(self, office: Desk) -> None:
        case = office.lead_to("screening", category="1501")
        named = {"subjects": [{"kind": "unknown", "rank": "bureau_head"}], "complete": True}
        done = office.must(office.clerk, case, ":match", named)
        assert (done["superior"], done["restricted"]) == (True, True)
        assert "*.upward" in running(done)
        for client, verb, body in (
            (office.clerk, ":accept", {"track": "X"}),
            (office.head, ":admit", {}),
            (office.clerk, ":transfer", {"organ": "police", "reason": "x"}),
        ):
            assert office.do(client, case, verb, body).json()["code"] == "complaint.superior_matter"
        assert office.send_up(case).status_code == 200
        stub = office.get(case)
        assert (stub["state"], stub["category"], stub["subjects"]) == ("sealed_up", None, [])
        assert len(stub["transfers"][0]["digest"]) == 64

    def test_nothing_else_goes_up(self, office: Desk) -> None:
        case = office.lead_to("matched")
        body = {"organ": "county_discipline", "document_no": "1", "sha256": "0" * 64}
        assert office.do(office.clerk, case, ":seal-up", body).json()["code"] == "complaint.not_superior"


class TestRepeats:
    def test_a_repeat_goes_into_its_master(self, desk: Desk) -> None:
        school = {"subjects": [{"kind": "unit", "unit_id": desk.world.unit("school")}], "complete": True}
        master, repeat = desk.lead_to("screening"), desk.lead_to("screening")
        for case in (master, repeat):
            desk.must(desk.clerk, case, ":match", school)
        hints = desk.clerk.get(f"{URL}/{repeat}/duplicates").json()
        assert [(hint["case"]["id"], hint["because"]) for hint in hints] == [(master, ["unit", "category", "time"])]
        done = desk.must(desk.clerk, repeat, ":merge", {"into_id": master})
        assert (done["state"], done["merged_into_id"], running(done)) == ("merged", master, set())
        assert desk.get(master)["repeats"] == 1

    def test_a_case_is_not_its_own_master(self, office: Desk) -> None:
        case = office.lead_to("screening")
        assert office.do(office.clerk, case, ":merge", {"into_id": case}).json()["code"] == "complaint.master_wrong"


class TestHandling:
    def test_a_case_is_sent_back_once_within_two_working_days(self, office: Desk) -> None:
        case = office.lead_to("assigned", "H")
        answer = office.do(office.handler, case, ":send-back", {"reason": "不是本股室职责。"})
        assert answer.status_code == 200
        assert office.handler.get(f"{URL}/{case}").status_code == 404
        office.must(office.head, case, ":assign", office.assignment())
        again = office.do(office.handler, case, ":send-back", {"reason": "还是不是。"})
        assert again.json()["code"] == "complaint.returned_before"

    def test_who_handled_a_case_does_not_decide_it(self, office: Desk) -> None:
        case = office.lead_to("pending_approval", "S")
        assert office.do(office.handler, case, ":conclude", {}).status_code == 403

    def test_what_is_coded_as_other_is_coded_before_it_is_decided(self, office: Desk) -> None:
        case = office.lead_to("pending_approval", "S", category="9901")
        assert office.do(office.head, case, ":conclude", {}).json()["code"] == "complaint.not_coded"
        office.must(office.handler, case, ":classify", {"category": "0901"})
        assert office.must(office.head, case, ":conclude", {})["state"] == "concluded"

    def test_the_accused_is_heard_on_conduct(self, office: Desk) -> None:
        case = office.lead_to("handling", "S")
        answer = office.do(office.handler, case, ":submit", {**FINDING, "heard": False})
        assert answer.json()["code"] == "complaint.not_heard"

    def test_only_discipline_rests_and_not_longer_than_half_a_year(self, office: Desk) -> None:
        other, case = office.lead_to("handling", "S"), office.lead_to("handling", "J")
        body = {"reason": "线索暂时无法核实。", "look_on": "2027-03-01"}
        assert office.do(office.head, other, ":hold", body).json()["code"] == "complaint.wrong_track"
        late = office.do(office.head, case, ":hold", {**body, "look_on": "2027-05-21"})
        assert late.json()["errors"][0]["code"] == "complaint.hold_too_long"
        assert office.must(office.head, case, ":hold", body)["hold_until_on"] == "2027-03-01"
        assert office.must(office.head, case, ":take-up")["state"] == "handling"

    def test_a_name_is_cleared_only_where_nothing_was_true(self, office: Desk) -> None:
        case = office.lead_to("fed_back", "S")
        text = {"text": "经核查，反映的问题不属实。", "method": "meeting"}
        assert office.do(office.head, case, ":clarify", text).json()["code"] == "complaint.not_untrue"
        case = office.lead_to("handling", "S")
        office.must(office.handler, case, ":submit", {**FINDING, "finding": "untrue", "form": None, "measures": []})
        office.must(office.head, case, ":conclude", {})
        assert office.must(office.head, case, ":clarify", text)["outcomes"][0]["clarified_on"] == "2026-11-20"


class TestReview:
    def test_a_petition_is_reviewed_above_who_decided_it_twice_at_most(self, office: Desk) -> None:
        case = office.lead_to("fed_back", "X")
        above = office.of("inspection_head", office.world.unit("bureau"))
        for round_ in (1, 2):
            asked = office.must(office.clerk, case, ":object", {"text": "不服。"})
            assert "X.review_decide" in running(asked)
            assert office.do(office.head, case, ":uphold", {"reason": "x"}).json()["code"] == "complaint.own_case"
            done = office.must(above, case, ":uphold", {"reason": "事实清楚。"})
            assert (done["state"], done["review_rounds"][round_ - 1]["decision"]) == ("fed_back", "uphold")
        assert (
            office.do(office.clerk, case, ":object", {"text": "还是不服。"}).json()["code"] == "complaint.reviews_used"
        )

    def test_a_review_may_change_the_result_and_the_version_before_stays(self, office: Desk) -> None:
        case = office.lead_to("fed_back", "S")
        office.must(office.clerk, case, ":object", {"text": "另有收款记录。"})
        done = office.must(office.head, case, ":change", {"reason": "新证据属实。", "finding": "true", "form": 2})
        assert [(one["version"], one["finding"]) for one in done["outcomes"]] == [(2, "true"), (1, "partly")]

    def test_the_archive_waits_for_the_last_day(self, office: Desk) -> None:
        case = office.lead_to("fed_back", "S")
        assert office.do(office.clerk, case, ":archive").json()["code"] == "complaint.window_open"

    def test_unknown_people_are_matched_as_unknown(self, office: Desk) -> None:
        case = office.lead_to("screening")
        assert office.must(office.clerk, case, ":match", UNKNOWN)["matched"] is True
