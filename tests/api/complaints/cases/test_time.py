"""Clocks over HTTP and in the background: extensions, hearings, the ladder, a calendar that comes later, the archive."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import time_machine
from sqlalchemy import select

from api.complaints.models.cases import ComplaintStep
from api.complaints.models.clocks import ComplaintClock
from api.complaints.reminders import remind
from api.complaints.service.reporters import rated
from api.notifications.models import Notification
from tests.api.complaints.cases.desk import URL, Desk


def clock_of(case: dict, rule: str) -> dict:  # type: ignore[type-arg]
    return next(clock for clock in case["clocks"] if clock["rule"] == rule and clock["outcome"] == "running")


def on(day: str) -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(f"{day}T04:00:00+00:00"), tick=True)


def reminded(desk: Desk) -> None:
    with desk.world.host() as ctx:
        remind(ctx)


class TestReceipt:
    def test_half_past_eleven_is_today_and_half_past_midnight_tomorrow(self, desk: Desk) -> None:
        for instant, day, due in (
            (datetime(2026, 9, 30, 15, 30, tzinfo=UTC), "2026-09-30", "2026-10-13"),
            (datetime(2026, 9, 30, 16, 30, tzinfo=UTC), "2026-10-01", "2026-10-13"),
        ):
            case = desk.get(desk.plant(received_at=instant, category="0201"))
            assert case["received_on"] == day
            assert clock_of(case, "J.forward_accept")["due_on"] == due

    def test_only_the_desk_is_told_the_hour(self, desk: Desk) -> None:
        case = desk.plant()
        assert desk.get(case, desk.clerk)["received_at"] is not None
        assert desk.get(case, desk.head)["received_at"] is None
        assert {step["at"] for step in desk.get(case, desk.head)["steps"]} == {None}

    def test_a_coming_year_is_provisional_until_its_calendar_comes(self, desk: Desk) -> None:
        with on("2026-12-30"):
            case = desk.get(desk.plant(category="0201"))
            assert clock_of(case, "J.forward_accept")["provisional"] is True
        with desk.world.host() as ctx:
            row = ctx.session.get(ComplaintClock, UUID(clock_of(case, "J.forward_accept")["id"]))
            assert row is not None
            row.due_on -= timedelta(days=3)  # as a table that came in between would have it
        reminded(desk)
        assert (
            clock_of(desk.get(case["id"]), "J.forward_accept")["due_on"] == clock_of(case, "J.forward_accept")["due_on"]
        )


class TestExtension:
    def test_a_petition_has_thirty_days_more_once_by_another_than_who_asked(self, office: Desk) -> None:
        case = office.lead_to("handling", "X")
        finish = clock_of(office.get(case), "X.finish")
        assert finish["can_extend_to_on"] == "2027-02-18"
        way = f"/clocks/{finish['id']}:extend"
        late = office.do(office.handler, case, way, {"until_on": "2027-02-19", "reason": "x"})
        assert late.json()["errors"][0]["code"] == "complaint.extension_too_long"
        asked = office.must(office.handler, case, way, {"until_on": "2027-02-18", "reason": "证人在外地。"})
        assert office.do(office.handler, case, way, {"until_on": "2027-02-10", "reason": "x"}).status_code == 409
        extension = asked["extensions"][0]["id"]
        assert office.do(office.handler, case, f"/extensions/{extension}:grant").status_code == 403
        done = office.must(office.head, case, f"/extensions/{extension}:grant")
        assert (clock_of(done, "X.finish")["due_on"], clock_of(done, "X.finish")["extensions"]) == ("2027-02-18", 1)
        again = office.do(office.handler, case, way, {"until_on": "2027-03-10", "reason": "x"})
        assert again.json()["code"] == "complaint.no_extension"

    def test_nobody_asks_for_days_that_are_over(self, office: Desk) -> None:
        case = office.lead_to("handling", "S")
        check = clock_of(office.get(case), "S.check")
        assert check["can_extend_to_on"] == "2026-12-04"
        with on("2026-12-07"):
            late = clock_of(office.get(case), "S.check")
            wanted = {"until_on": "2026-12-04", "reason": "x"}
            refused = office.do(office.handler, case, f"/clocks/{check['id']}:extend", wanted)
        assert late["can_extend_to_on"] is None
        assert refused.json()["errors"][0]["code"] == "complaint.day_past"

    def test_what_is_refused_changes_nothing(self, office: Desk) -> None:
        case = office.lead_to("handling", "X")
        finish = clock_of(office.get(case), "X.finish")
        asked = office.must(
            office.handler, case, f"/clocks/{finish['id']}:extend", {"until_on": "2027-02-01", "reason": "x"}
        )
        done = office.must(office.head, case, f"/extensions/{asked['extensions'][0]['id']}:deny")
        assert clock_of(done, "X.finish")["due_on"] == finish["due_on"]

    def test_discipline_goes_on_with_a_document_of_the_superior_organ(self, office: Desk) -> None:
        case = office.lead_to("handling", "J")
        clock = clock_of(office.get(case), "J.assigned_result")
        way = f"/clocks/{clock['id']}:extend"
        body = {"until_on": "2027-08-20", "reason": "案情重大。"}
        assert office.do(office.handler, case, way, body).status_code == 422
        asked = office.must(office.handler, case, way, {**body, "approval_no": "市纪〔2026〕8号"})
        done = office.must(office.head, case, f"/extensions/{asked['extensions'][0]['id']}:grant")
        assert clock_of(done, "J.assigned_result")["due_on"] == "2027-08-20"

    def test_a_hearing_is_not_counted(self, office: Desk) -> None:
        case = office.lead_to("fed_back", "X")
        asked = office.must(office.clerk, case, ":object", {"text": "不服。"})
        clock = clock_of(asked, "X.review_decide")
        with on("2026-12-01"):
            office.must(office.head, case, f"/clocks/{clock['id']}:pause", {"on": "2026-12-01"})
        with on("2026-12-08"):
            done = office.must(office.head, case, f"/clocks/{clock['id']}:run", {"on": "2026-12-08"})
        assert (clock["due_on"], clock_of(done, "X.review_decide")["due_on"]) == ("2026-12-21", "2026-12-28")
        other = office.lead_to("handling", "S")
        check = clock_of(office.get(other), "S.check")["id"]
        refused = office.do(office.head, other, f"/clocks/{check}:pause", {"on": "2026-11-20"})
        assert refused.json()["code"] == "complaint.pause_not_allowed"


class TestLadder:
    def test_a_clock_is_told_of_once_a_step_and_the_ladder_is_written_down(self, desk: Desk) -> None:
        case = desk.lead_to("assigned", "S")
        supervisor = UUID(desk.world.account("case_supervisor"))
        seen: list[tuple[str, int]] = []
        for day in ("2026-11-24", "2026-11-25", "2026-11-27", "2026-11-30", "2026-12-04"):
            with on(day):
                reminded(desk)
                reminded(desk)
                seen.append((day, len(self.kinds(desk, supervisor))))
        handler = self.kinds(desk, UUID(desk.world.account("case_handler")))
        assert {"complaint.assigned", "complaint.clock_nearing", "complaint.clock_overdue"} == handler
        assert [number for _, number in seen] == [0, 0, 0, 0, 1]
        with desk.world.host() as ctx:
            verbs = ctx.session.scalars(
                select(ComplaintStep.verb).where(ComplaintStep.case_id == UUID(case), ComplaintStep.who == "job")
            )
            assert sorted(verbs) == ["supervise", "urge"]

    def test_before_everybody_named_is_matched_no_supervisor_is_told(self, desk: Desk) -> None:
        desk.lead_to("screening")
        supervisor = UUID(desk.world.account("case_supervisor"))
        for day in ("2026-12-10", "2026-12-21", "2027-01-11"):
            with on(day):
                reminded(desk)
        assert self.kinds(desk, supervisor) == set()
        assert "complaint.clock_supervised" in self.kinds(desk, UUID(desk.world.account("inspection_head")))

    @staticmethod
    def kinds(desk: Desk, account: UUID) -> set[str]:
        with desk.world.host() as ctx:
            return set(ctx.session.scalars(select(Notification.kind).where(Notification.account_id == account)))

    def test_a_question_that_nobody_answers_holds_up_nothing(self, desk: Desk) -> None:
        case = desk.lead_to("matched")
        desk.must(desk.clerk, case, ":ask", {"text": "哪一天？"})
        with on("2026-12-04"):
            reminded(desk)
            assert desk.get(case)["state"] == "awaiting_info"
        with on("2026-12-08"):
            reminded(desk)
            assert desk.get(case)["state"] == "screening"

    def test_what_is_over_is_filed_away_and_kept_for_the_years_of_its_outcome(self, desk: Desk) -> None:
        case = desk.lead_to("fed_back", "S")
        with on("2026-12-20"):
            reminded(desk)
            assert desk.get(case)["state"] == "fed_back"
        with on("2026-12-21"):
            reminded(desk)
            filed = desk.get(case)
        assert (filed["state"], filed["archived_on"]) == ("archived", "2026-12-21")
        assert filed["retention_until_on"] == "2056-12-21"
        assert filed["assignments"][0]["ended_as"] == "archived"
        assert desk.handler.get(f"{URL}/{case}").status_code == 404


class TestDestruction:
    def test_what_is_not_due_is_not_destroyed_and_then_nothing_is(self, desk: Desk) -> None:
        case, open_case = desk.lead_to("fed_back", "S"), desk.lead_to("accepted")
        with on("2026-12-21"):
            reminded(desk)
        body = {"case_ids": [case], "order_no": "锦教档〔2057〕1号"}
        early = desk.head.post(f"{URL}/destructions", json=body)
        assert early.json()["errors"][0]["code"] == "complaint.not_due"
        with on("2056-12-22"):
            both = desk.head.post(f"{URL}/destructions", json={**body, "case_ids": [case, open_case]})
            assert [one["pointer"] for one in both.json()["errors"]] == ["/case_ids/1"]
            assert desk.head.get(URL, params={"retention_over": "true"}).json()["total"] == 1
            assert desk.head.post(f"{URL}/destructions", json=body).json() == {"destroyed": 1}
            assert desk.head.get(URL, params={"retention_over": "true"}).json()["total"] == 0
            assert desk.get(case)["steps"][-1]["verb"] == "destroy"


class TestRating:
    def test_who_is_not_satisfied_has_it_handled_again(self, desk: Desk) -> None:
        case = desk.lead_to("fed_back", "H")
        assert desk.do(desk.head, case, ":rehandle", {"reason": "x"}).json()["code"] == "complaint.not_unsatisfied"
        with desk.world.host() as ctx:
            rated(ctx, ctx.session.get_one(desk.model, UUID(case)), 2)
        done = desk.must(desk.head, case, ":rehandle", {"reason": "未解决诉求。"})
        assert (done["state"], done["rehandled"], done["stars"]) == ("handling", 1, 2)
        assert "H.finish" in {clock["rule"] for clock in done["clocks"] if clock["outcome"] == "running"}

    def test_what_a_reporter_did_stands_behind_what_it_answers_though_only_its_hour_is_known(self, desk: Desk) -> None:
        case = desk.lead_to("fed_back", "H")
        with desk.world.host() as ctx:
            hour = replace(ctx, now=ctx.now.replace(minute=0, second=0, microsecond=0), hourly=True)
            rated(hour, ctx.session.get_one(desk.model, UUID(case)), 5)
        lines = [(step["verb"], step["who"]) for step in desk.get(case)["steps"]]
        assert (lines[0][0], lines[-2][0], lines[-1][1]) == ("receive", "feed_back", "reporter")


class TestRules:
    def test_a_bureau_sets_its_own_length_with_its_basis_and_what_runs_keeps_its_day(self, desk: Desk) -> None:
        before = desk.lead_to("assigned", "H")
        body = {"length": 3, "unit": "working_day", "basis": "锦岚县 12345 工单办理办法", "from_on": "2026-11-20"}
        answer = desk.head.put(f"{URL}/clock-rules/H.finish", json=body)
        assert (answer.status_code, answer.json()["own"], answer.json()["length"]) == (200, True, 3)
        rules = {rule["rule"]: rule for rule in desk.head.get(f"{URL}/clock-rules").json()}
        assert (rules["H.finish"]["length"], rules["X.finish"]["own"]) == (3, False)
        after = desk.lead_to("assigned", "H")
        days = [clock_of(desk.get(case), "H.finish")["due_on"] for case in (before, after)]
        assert days == ["2026-11-27", "2026-11-25"]

    def test_a_matter_has_the_name_that_the_house_gives_it(self, desk: Desk) -> None:
        answer = desk.head.patch(f"{URL}/categories/0302", json={"zh": "课后服务收费", "portal": False})
        assert (answer.status_code, answer.json()["zh"]) == (200, "课后服务收费")
        assert desk.head.patch(f"{URL}/categories/0302", json={"zh": ""}).status_code == 422
        assert desk.head.patch(f"{URL}/categories/9999", json={"zh": "x"}).status_code == 404
