"""Who sees which framework: those it applies to, and those who look after it."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.frameworks import service
from tests.api.frameworks.steps import adopted, created, filled, published
from tests.world import V1, World


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


class TestVisibility:
    def test_a_school_sees_what_its_county_has_published_and_no_draft(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        published(world, framework)
        officer.post(f"{V1}/frameworks/{framework['id']}/draft", json={"version": "2027"})
        clerk = world.sign_in("school_clerk", "school")
        (row,) = clerk.get(f"{V1}/frameworks").json()["items"]
        assert (row["code"], row["draft"], row["latest"]["version"]) == ("JZ", None, "2026")
        url = f"{V1}/frameworks/{framework['id']}"
        assert clerk.get(f"{V1}/framework-versions/{row['latest']['id']}").json()["verbs"] == []
        assert (clerk.get(url).json()["may_edit"], clerk.get(url).status_code) == (False, 200)
        assert clerk.get(f"{url}/draft").status_code == 404
        assert clerk.get(f"{url}/history").status_code == 404
        assert officer.get(f"{V1}/frameworks").json()["items"][0]["draft"] == "draft"

    def test_what_stands_above_is_read_but_not_edited(self, world: World) -> None:
        parent = _parent(world, world.unit("county"))
        with world.host() as ctx:
            service.adopt_all(ctx, UUID(parent))
        officer = world.sign_in("section_officer")
        items = officer.get(f"{V1}/frameworks").json()["items"]
        assert len(items) == 8
        framework = items[0]
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft", json={"version": "9"})
        assert answer.status_code == 404
        clone = {"unit_id": world.unit("bureau"), "code": "OWN", "title": "本县版"}
        own = officer.post(f"{V1}/framework-versions/{framework['latest']['id']}:clone", json=clone)
        assert own.status_code == 201, own.text
        assert own.json()["may_edit"] is True

    def test_a_neighbouring_county_sees_nothing(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        version = published(world, framework)
        other = world.sign_in("section_officer", "far_county")
        assert other.get(f"{V1}/frameworks").json()["total"] == 0
        assert other.get(f"{V1}/frameworks/{framework['id']}").status_code == 404
        assert other.get(f"{V1}/framework-versions/{version['id']}").status_code == 404


def _parent(world: World, unit: str) -> str:
    from api.organizations.models import Unit  # noqa: PLC0415

    with world.host() as ctx:
        found = ctx.session.get(Unit, UUID(unit))
        assert found is not None
        return str(found.parent_id)


class TestList:
    def test_it_is_filtered_and_in_pinyin_order(self, world: World, officer: TestClient) -> None:
        created(officer, world, "ZZ", title="一般框架")
        adopted(world, "SDSF-NEG")
        titles = [row["title"] for row in officer.get(f"{V1}/frameworks").json()["items"]]
        assert titles == ["一般框架", "中小学教师职业行为负面清单"]
        for query, found in (("q=负面", ["SDSF-NEG"]), ("q=zz", ["ZZ"]), ("kind=negative_list,graded", ["SDSF-NEG"])):
            items = officer.get(f"{V1}/frameworks?{query}").json()["items"]
            assert [row["code"] for row in items] == found, query
        assert officer.get(f"{V1}/frameworks?level=nation").json()["total"] == 1

    def test_a_live_example_by_a_published_version(self, world: World) -> None:
        version = adopted(world)["latest"]["id"]
        sheet = {
            "items": {"A1": {"counts": {"study": 1}}, "E1": {"value": "93.5"}},
            "facts": {"type": ["primary"], "stage": ["primary"], "canteen": ["none"]},
            "awards": [{"bonus": "X", "level": "city", "name": "示范点"}],
            "vetoes": ["V6"],
        }
        clerk = world.sign_in("school_clerk", "school")
        found = clerk.post(f"{V1}/framework-versions/{version}:calculate", json=sheet).json()
        assert (found["total"], found["bonus"], found["not_applicable"]) == ("12", "2", ["B4"])
        assert (found["values"]["A1"], found["values"]["E1"], found["values"]["B4"]) == ("5", "5", None)
        assert "A2" in found["missing"]
        grade, stars = found["grades"]
        assert (grade["band"], grade["band_title"], stars["band"]) == ("failed", "不合格", "0")
        assert grade["lines"][-1]["text"].startswith("总分 12")
