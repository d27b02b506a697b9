"""What is chosen from: handlers, and people by name."""

from tests.api.complaints.cases.desk import UNKNOWN, URL, Desk


class TestHandlers:
    def test_the_leader_sees_who_keeps_out_and_not_why(self, desk: Desk) -> None:
        case, world = desk.lead_to("screening"), desk.world
        handler, school = world.account("case_handler"), world.unit("school")
        desk.must(desk.clerk, case, ":match", {"subjects": [{"kind": "unit", "unit_id": school}]})
        free = desk.head.get(f"{URL}/{case}/handlers").json()
        assert [(one["id"], one["keeps_out"]) for one in free["handlers"]] == [(handler, False)]
        assert {unit["kind"] for unit in free["units"]} == {"bureau", "section"}
        desk.head.post(f"{URL}/ties", json={"account_id": handler, "unit_id": school})
        tied = desk.head.get(f"{URL}/{case}/handlers").json()
        assert [(one["id"], one["keeps_out"]) for one in tied["handlers"]] == [(handler, True)]
        answer = desk.do(desk.clerk, case, ":accept", {"track": "S"})
        assert answer.status_code == 200
        refused = desk.do(desk.head, case, ":assign", desk.assignment())
        assert refused.json()["code"] == "complaint.handler_tied"

    def test_nobody_else_asks(self, desk: Desk) -> None:
        case = desk.lead_to("assigned")
        assert desk.handler.get(f"{URL}/{case}/handlers").status_code == 403


class TestPersons:
    def test_the_desk_finds_who_is_named_by_name_and_unit(self, desk: Desk) -> None:
        person = desk.person("school", "何桂芳")
        (found,) = desk.clerk.get(f"{URL}/persons", params={"q": "何桂"}).json()
        assert (found["id"], found["unit"]["name"], found["posts"]) == (person, "锦岚县第一小学", [])
        assert desk.clerk.get(f"{URL}/persons", params={"q": "没有"}).json() == []
        case = desk.lead_to("screening")
        named = {"subjects": [{"kind": "person", "person_id": person, "rank": "teacher"}], "complete": True}
        page = desk.must(desk.clerk, case, ":match", named)
        assert [(one["person"]["name"], one["unit"]["name"]) for one in page["subjects"]] == [
            ("何桂芳", "锦岚县第一小学")
        ]

    def test_a_handler_searches_no_register(self, desk: Desk) -> None:
        desk.lead_to("assigned")
        assert desk.handler.get(f"{URL}/persons", params={"q": "何"}).status_code == 403
        assert UNKNOWN["complete"] is True
