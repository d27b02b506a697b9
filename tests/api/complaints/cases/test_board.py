"""Between the moves: who has how much, what is written to reporters, what a matter asks."""

from datetime import UTC, datetime

import time_machine

from tests.api.complaints.cases.desk import URL, Desk
from tests.api.complaints.steps import good, key
from tests.world import V1


class TestWorkload:
    def test_the_leader_sees_every_handler_with_what_is_late(self, desk: Desk) -> None:
        handler = desk.world.account("case_handler")
        (idle,) = good(desk.head.get(f"{URL}/workload"))
        assert (idle["handler"]["id"], idle["cases"], idle["next_due_on"]) == (handler, 0, None)
        desk.lead_to("assigned")
        desk.lead_to("handling", "H")
        desk.lead_to("accepted")
        (busy,) = good(desk.head.get(f"{URL}/workload"))
        assert (busy["cases"], busy["waiting"], busy["overdue"], busy["oldest_on"]) == (2, 1, 0, "2026-11-20")
        assert busy["next_due_on"] == "2026-11-27"
        with time_machine.travel(datetime(2026, 12, 10, 4, tzinfo=UTC), tick=True):
            (late,) = good(desk.head.get(f"{URL}/workload"))
        assert (late["overdue"], late["supervised"]) == (2, 2)

    def test_a_case_that_names_the_leader_does_not_count(self, desk: Desk) -> None:
        desk.lead_to("assigned")
        head = desk.world.account("inspection_head")
        desk.head.post(f"{URL}/ties", json={"account_id": head, "unit_id": desk.world.unit("school")})
        case = desk.lead_to("received")
        desk.must(desk.clerk, case, ":screen")
        named = {"subjects": [{"kind": "unit", "unit_id": desk.world.unit("school")}], "complete": True}
        desk.must(desk.clerk, case, ":match", named)
        assert good(desk.head.get(f"{URL}/workload"))[0]["cases"] == 1
        assert desk.handler.get(f"{URL}/workload").status_code == 403


class TestMessages:
    def test_the_handler_asks_while_the_case_stays_where_it_is(self, desk: Desk) -> None:
        case = desk.lead_to("handling")
        sent = desk.handler.post(f"{URL}/{case}/messages", json={"text": "补课在哪几天？"}, headers=key())
        assert sent.status_code == 204
        page = desk.get(case)
        assert page["state"] == "handling"
        assert [(step["verb"], step["fields"]) for step in page["steps"]][-1] == ("write", ["question"])
        said = good(desk.clerk.get(f"{URL}/{case}/contents"))["items"]
        assert said[-1]["kind"], said[-1]["text"] == ("question", "补课在哪几天？")

    def test_nothing_is_written_to_who_has_no_receipt_or_once_it_is_over(self, desk: Desk) -> None:
        entered = {"channel": "letter", "text": "来信反映收费"}
        case = good(desk.clerk.post(f"{V1}/complaints", json=entered, headers=key()))["id"]
        refused = desk.clerk.post(f"{URL}/{case}/messages", json={"text": "x"})
        assert refused.json()["code"] == "complaint.no_reporter"
        over = desk.lead_to("fed_back")
        refused = desk.clerk.post(f"{URL}/{over}/messages", json={"text": "x"})
        assert refused.json()["code"] == "complaint.wrong_state"


class TestQuestions:
    def test_the_house_asks_what_it_needs_and_goes_back_to_what_is_shipped(self, desk: Desk) -> None:
        asked = {"code": "week", "zh": "哪一周", "en": "Which week", "kind": "text"}
        url = f"{URL}/categories/1602"
        changed = good(desk.head.patch(url, json={"fields": [asked]}))
        assert [one["code"] for one in changed["fields"]] == ["week"]
        told = {"channel": "phone", "text": "x", "category": "1602", "answers": {"week": "第三周"}}
        assert desk.clerk.post(URL, json=told, headers=key()).status_code == 201
        former = told | {"answers": {"supplier": "x"}}
        refused = desk.clerk.post(URL, json=former, headers=key()).json()["errors"]
        assert [each["code"] for each in refused] == ["complaint.answer_unknown"]
        again = good(desk.head.patch(url, json={"fields": None}))
        assert [one["code"] for one in again["fields"]] == ["supplier", "amount"]

    def test_a_code_stands_once_and_choices_belong_to_a_choice(self, desk: Desk) -> None:
        one = {"code": "a", "zh": "一", "en": "One"}
        wanted = [{**one, "kind": "choice"}, {**one, "kind": "text", "choices": [one]}]
        refused = desk.head.patch(f"{URL}/categories/1602", json={"fields": wanted}).json()
        assert {(each["pointer"], each["code"]) for each in refused["errors"]} == {
            ("/fields/0/choices", "complaint.field_choices"),
            ("/fields/1/choices", "complaint.field_choices"),
            ("/fields/1/code", "complaint.field_twice"),
        }
