"""Campaigns, who takes part, and how far everybody is, as files: within the same reach, as far as each sees them."""

from fastapi.testclient import TestClient

from tests.api.assessments.steps import A, advanced, created, done, submitted
from tests.api.exchange.test_exports import exported
from tests.api.files.steps import work_off
from tests.world import V1, World


def lines_of(world: World, client: TestClient, kind: str, **wanted: str) -> list[str]:
    content = exported(world, client, kind=f"assessment_{kind}", format="csv", filter=wanted)
    return content.decode("utf-8-sig").splitlines()


class TestExports:
    def test_campaigns_and_enrolments_leave_the_house_as_the_caller_sees_them(
        self, world: World, officer: TestClient, principal: TestClient
    ) -> None:
        created(world, world.unit("version"), code="D", title="示范校评选")
        (head, *rows) = lines_of(world, officer, "campaigns")
        assert head.startswith("编号,名称,组织单位,周期,评估时段自")
        assert sorted(row.split(",")[0] for row in rows) == ["2026", "D"]
        assert "QLXX-REF-100" in rows[0]
        assert [row.split(",")[0] for row in lines_of(world, principal, "campaigns")[1:]] == ["2026"]
        campaign = world.unit("campaign")
        rows = lines_of(world, officer, "enrolments", campaign=campaign)[1:]
        assert [row.split(",")[0] for row in rows] == ["马渡中学", "锦岚县第一小学"]
        assert rows[1].startswith("锦岚县第一小学,2134000001,梅岭学区,参评")
        assert len(lines_of(world, principal, "enrolments", campaign=campaign)) == 2

    def test_progress_hides_what_is_not_shown_yet(
        self, world: World, officer: TestClient, principal: TestClient
    ) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        found = {}
        for name, client in {"county": officer, "school": principal}.items():
            head, *rows = lines_of(world, client, "progress", campaign=world.unit("campaign"))
            cells = next(row.split(",") for row in rows if "第一小学" in row)
            found[name] = dict(zip(head.split(","), cells, strict=True))
        assert (found["county"]["自评"], found["county"]["自评得分"]) == ("已提交", "100")
        assert found["county"]["学区初评得分"] == "100"
        assert (found["school"]["学区初评"], found["school"]["学区初评得分"]) == ("已提交", "")

    def test_what_lies_out_of_reach_is_not_exported(self, world: World) -> None:
        stranger = world.sign_in("section_officer", "far_county")
        for kind in ("enrolments", "progress"):
            body = {"kind": f"assessment_{kind}", "format": "csv", "filter": {"campaign": world.unit("campaign")}}
            answer = stranger.post(f"{V1}/exports", json=body)
            work_off(world)
            job = done(stranger.get(answer.headers["location"]))
            assert (job["state"], job["error"]["code"]) == ("failed", "not_found")
        assert lines_of(world, stranger, "campaigns")[1:] == []


class TestReach:
    def test_who_holds_a_school_and_its_district_sees_the_district_s_round_of_all_of_it(self, world: World) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        world.account("school_supervisor", "district")  # a school's role, held for the whole district
        client = world.sign_in("school_supervisor", "district")
        (row,) = done(client.get(f"{A}/campaigns/{world.unit('campaign')}/progress"))["items"]
        assert row["rounds"]["district"]["total"] == "100"
        heat = client.get(f"{A}/campaigns/{world.unit('campaign')}/heat-map", params={"round": "district"})
        assert heat.status_code == 200
