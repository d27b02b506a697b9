"""Ranking, outcomes and awards as files."""

from tests.api.assessments.ready import conclude
from tests.api.assessments.test_awards import granted
from tests.api.exchange.test_exports import exported
from tests.world import World


def test_ranking_outcomes_and_awards_leave_the_house(world: World) -> None:
    made = conclude(world)
    granted(world, made)
    officer, reader = world.sign_in("section_officer"), world.sign_in("read_only")
    ranking = exported(world, officer, kind="assessment_ranking", format="csv", filter={"campaign": made.campaign_id})
    lines = ranking.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("名次,单位,学校代码,学区")
    assert lines[1].startswith("1,锦岚县第一小学,2134000001,梅岭学区,1,1,98,,95,95,3,model,否,0")
    outcomes = exported(world, reader, kind="assessment_outcomes", format="ndjson", filter={}).decode()
    assert outcomes.count('"number":1') == 2
    assert exported(world, reader, kind="assessment_awards", format="xlsx", filter={})[:2] == b"PK"
