"""What a case has to do with elsewhere: seen from both sides, by who may read both sides, and by nobody else."""

from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.complaints.models.working import ComplaintLink
from tests.api.complaints.cases.desk import URL, Desk
from tests.api.complaints.steps import good
from tests.api.decisions import steps as decisions
from tests.api.rectifications import steps as rectifications
from tests.world import V1


def linked(desk: Desk, client: TestClient, case: str) -> list[tuple[str, str]]:
    """What a case is linked to, for this reader."""
    return [(link["type"], link["label"]) for link in good(client.get(f"{URL}/{case}/links"))["items"]]


def cases_of(client: TestClient, object_id: str) -> set[str]:
    """The way back: the cases that have to do with something."""
    return {row["id"] for row in good(client.get(URL, params={"linked_to": object_id}))["items"]}


class TestLinks:
    def test_from_a_case_to_a_decision_and_a_problem_and_back(self, desk: Desk) -> None:
        world, case, other = desk.world, desk.lead_to("assigned"), desk.lead_to("received")
        school = desk.of("school_clerk", "school")
        decisions.recorded(school, decisions.meeting(world, decisions.seated(world)))
        decision = good(school.get(f"{V1}/decisions"))["items"][0]["id"]
        problem = rectifications.found(world, desk.head)["id"]
        before = [school.get(f"{V1}{path}").content for path in ("/decisions", f"/decisions/{decision}", "/jobs")]
        for kind, object_id in (("decision", decision), ("rectification_problem", problem)):
            made = desk.head.post(f"{URL}/{case}/links", json={"type": kind, "object_id": object_id})
            assert made.status_code == 201, made.text
            assert cases_of(desk.head, object_id) == {case}
        assert {kind for kind, _ in linked(desk, desk.head, case)} == {"decision", "rectification_problem"}
        assert ("decision", "采购多媒体教学设备") in linked(desk, desk.head, case)
        again = desk.head.post(f"{URL}/{case}/links", json={"type": "decision", "object_id": decision})
        assert (again.status_code, again.json()["code"]) == (409, "complaint.link_known")
        # Who may open the case but reads no decisions sees no link to one; who reads decisions but not the case, none.
        assert linked(desk, desk.clerk, case) == linked(desk, desk.handler, case) == []
        assert cases_of(desk.of("discipline_inspector"), decision) == set()
        assert school.get(URL, params={"linked_to": decision}).status_code == 403
        assert [
            school.get(f"{V1}{path}").content for path in ("/decisions", f"/decisions/{decision}", "/jobs")
        ] == before
        link = good(desk.head.get(f"{URL}/{case}/links"))["items"][0]["id"]
        assert desk.head.delete(f"{URL}/{other}/links/{link}").status_code == 404
        assert desk.head.delete(f"{URL}/{case}/links/{link}").status_code == 204
        assert len(linked(desk, desk.head, case)) == 1
        assert {step["verb"] for step in desk.get(case)["steps"]} >= {"link", "unlink"}

    def test_what_the_caller_cannot_read_is_no_object(self, desk: Desk) -> None:
        case = desk.lead_to("received")
        answer = desk.head.post(f"{URL}/{case}/links", json={"type": "decision", "object_id": str(uuid4())})
        assert answer.json()["errors"][0]["code"] == "complaint.link_not_found"
        stranger = desk.of("inspection_head", "far_county")
        assert stranger.get(f"{URL}/{case}/links").status_code == 404
        assert (
            stranger.post(f"{URL}/{case}/links", json={"type": "decision", "object_id": str(uuid4())}).status_code
            == 404
        )

    def test_who_is_recused_finds_the_case_by_no_link(self, desk: Desk) -> None:
        world, case = desk.world, desk.lead_to("screening")
        problem = rectifications.found(world, desk.head)["id"]
        good(desk.head.post(f"{URL}/{case}/links", json={"type": "rectification_problem", "object_id": problem}))
        desk.must(desk.clerk, case, ":match", {"subjects": [{"kind": "unit", "unit_id": world.unit("school")}]})
        desk.head.post(f"{URL}/ties", json={"unit_id": world.unit("school")})
        assert cases_of(desk.head, problem) == set()
        assert desk.head.get(f"{URL}/{case}/links").status_code == 404
        with world.host() as ctx:
            assert ctx.session.scalars(select(ComplaintLink.object_id)).all() == [UUID(problem)]
