"""Ten thousand persons in one call, and rows that stand below rows of their own file; on both databases."""

from sqlalchemy import update

from api.exchange.imports.models import Import
from tests.api.exchange.steps import ended, run
from tests.world import V1, World

PERSONS = 10_000


class TestPersons:
    def test_ten_thousand_come_in_one_call(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        rows = (f"教师{number:05},锦岚县第一小学,专任教师" for number in range(PERSONS))
        content = "姓名,单位,人员类别\n" + "\n".join(rows)
        answer = run(officer, content.encode(), type="person", id_scheme="name", filename="全县教师.csv")
        one = ended(world, officer, answer.json())
        assert (one["state"], one["error_groups"]) == ("completed", [])
        assert (one["counts"]["created"], one["counts"]["total"]) == (PERSONS, PERSONS)
        found = officer.get(f"{V1}/persons", params={"q": "教师09999"}).json()
        assert [(person["name"], person["unit"]["name"]) for person in found["items"]] == [
            ("教师09999", "锦岚县第一小学")
        ]
        assert officer.get(f"{V1}/persons", params={"size": 1}).json()["total"] == PERSONS


class TestRowsBelowRows:
    FILE = (
        "单位名称,单位类别,单位代码,上级单位\n青云学区,学区,Q1,锦岚县教育局\n青云一片,学区,Q2,青云学区\n"
        "青云一片甲,学区,Q3,青云一片\n无主学区,学区,Q4,没有这个\n"
    )

    def test_a_check_and_the_writing_see_the_same_parents(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        one = ended(world, officer, run(officer, self.FILE.encode(), type="unit", validate_only=True).json())
        assert (one["counts"]["created"], one["counts"]["rejected"]) == (3, 1)
        assert [group["first_rows"] for group in one["error_groups"]] == [[5]]
        assert officer.post(f"{V1}/imports/{one['id']}:apply").status_code == 202
        one = ended(world, officer, one)
        assert (one["counts"]["created"], one["counts"]["rejected"]) == (3, 1)
        assert officer.post(f"{V1}/imports/{one['id']}:rollback").status_code == 202
        assert ended(world, officer, one)["state"] == "rolled_back"

    def test_what_was_stopped_on_the_way_can_be_taken_back(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        one = ended(world, officer, run(officer, self.FILE.encode(), type="unit").json())
        with world.host() as ctx:  # as if somebody had stopped it after its only chunk
            ctx.session.execute(update(Import).values(state="cancelled", applied_at=None))
        found = officer.get(f"{V1}/imports/{one['id']}").json()
        assert (found["may"]["rollback"], found["rollback_until"] is not None) == (True, True)
