"""Computing, ranking, reasons, figures, moderation, and who sees them when."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from api.assessments.models import AssessmentRound, AssessmentScore
from api.core.context import Context
from api.core.points import Points
from tests.api.assessments.filled import Filled, filled
from tests.api.assessments.results_steps import campaign, computed, match, ranking
from tests.world import World

FOUR = (("school", "95", "3"), ("other_school", "85", "-2"), ("三小", "85", "0"), ("四小", "59", "30"))


class TestCompute:
    def test_every_school_gets_its_total_its_grade_and_its_places(self, world: World) -> None:
        made = filled(world, FOUR)
        assert computed(world, made)["state"] == "computed"
        rows = ranking(world.sign_in("section_officer"), made)
        found = {row["unit"]["name"]: (row["total"], row["grade"], row["rank"], row["rank_district"]) for row in rows}
        assert found == {
            "锦岚县第一小学": ("95", "model", 1, 1),
            "马渡中学": ("85", "good", 2, 1),
            "三小": ("85", "good", 2, 2),
            "四小": ("59", "fail", 4, 3),
        }
        assert [row["gap"] for row in rows if row["unit"]["name"] == "四小"] == ["30"]

    def test_quotas_of_the_county_hold_and_ties_take_no_seat(self, world: World) -> None:
        made = filled(world, FOUR)
        computed(world, made, limits=[{"band": "good", "per": "campaign", "top": 1}])
        rows = ranking(world.sign_in("section_officer"), made)
        assert [row["grade"] for row in rows] == ["model", "pass", "pass", "fail"]
        answer = world.sign_in("section_officer").get(
            f"/api/v1/assessments/enrolments/{made.enrolments['三小']}/result"
        )
        assert "“优秀”" in "".join(answer.json()["reasons"])

    def test_a_second_computing_replaces_the_first(self, world: World) -> None:
        made = filled(world)
        computed(world, made)
        with world.host() as ctx:
            ctx.session.execute(
                update(AssessmentScore)
                .where(AssessmentScore.code == "B")
                .values(inputs={"score": "0"}, points=Points(0))
            )
        again = computed(world, made)
        assert again["state"] == "computed"
        assert [row["total"] for row in ranking(world.sign_in("section_officer"), made)] == ["60", "60"]

    @pytest.mark.parametrize(("policy", "total", "missing"), [("county_final", "60", 1), ("last_valid", "98", 0)])
    def test_a_comment_alone_is_no_entry(self, world: World, policy: str, total: str, missing: int) -> None:
        made = filled(world, [("school", "95", "3")], round_policy=policy)
        with world.host() as ctx:
            county = select(AssessmentRound.id).where(AssessmentRound.round == "county")
            item = (AssessmentScore.code == "B", AssessmentScore.round_id.in_(county))
            nothing: dict[str, Any] = {"inputs": {}, "points": None, "computed": None, "comment": "待核"}
            ctx.session.execute(update(AssessmentScore).where(*item).values(**nothing))
        computed(world, made)
        (row,) = ranking(world.sign_in("section_officer"), made)
        assert (row["total"], row["missing"]) == (total, missing)

    def test_a_quota_of_an_unknown_band_is_named(self, world: World) -> None:
        made = filled(world)
        officer = world.sign_in("section_officer")
        body = {"limits": [{"band": "gold", "top": 1}]}
        answer = officer.post(f"{made.url}:compute", json=body, headers=match(campaign(officer, made)))
        assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
            ("/limits/0/band", "assessment.quota_band")
        ]

    def test_rounds_that_are_not_over_cannot_be_computed(self, world: World) -> None:
        made = filled(world, state="county")
        officer = world.sign_in("section_officer")
        answer = officer.post(f"{made.url}:compute", json={}, headers=match(campaign(officer, made)))
        assert (answer.status_code, answer.json()["code"]) == (409, "assessment.wrong_state")

    def test_the_explanation_adds_up_to_the_total(self, world: World) -> None:
        made = filled(world)
        computed(world, made)
        url = f"/api/v1/assessments/enrolments/{made.enrolments['school']}/result"
        found = world.sign_in("section_officer").get(url).json()
        assert (found["total"], found["explanation"]["value"], found["full"]) == ("95", "95", "100")
        assert found["values"] == {"A": "60", "A1": "40", "A2": "20", "B": "35"}
        assert found["sources"] == {"A1": "county", "A2": "county", "B": "county"}


class TestRanking:
    def test_pages_together_are_the_whole_list_in_the_same_order(self, world: World) -> None:
        made = filled(world, [(f"学校{number}", str(60 + number % 3), "0") for number in range(7)])
        computed(world, made)
        officer = world.sign_in("section_officer")
        whole = [row["enrolment_id"] for row in ranking(officer, made)]
        pages = [row["enrolment_id"] for page in (1, 2, 3) for row in ranking(officer, made, page=page, size=3)]
        assert pages == whole
        assert [row["rank"] for row in ranking(officer, made)] == [1, 1, 3, 3, 5, 5, 5]

    def test_filters_narrow_it(self, world: World) -> None:
        made = filled(world, FOUR)
        computed(world, made)
        officer = world.sign_in("section_officer")
        assert [row["rank"] for row in ranking(officer, made, grade="good")] == [2, 2]
        assert [row["total"] for row in ranking(officer, made, district=world.unit("other_district"))] == ["85"]
        assert ranking(officer, made, vetoed=True) == []
        assert [row["unit"]["name"] for row in ranking(officer, made, sort="-gap", size=1)] == ["四小"]
        assert officer.get(f"{made.url}/ranking", params={"sort": "x"}).json()["code"] == "paging.bad_sort"

    def test_statements_are_few_and_constant(self, world: World) -> None:
        made = filled(world, [(f"学校{number}", str(60 + number), "0") for number in range(30)])
        computed(world, made)
        officer = world.sign_in("section_officer")
        counts = []
        for size in (1, 30):
            with world.statements() as sent:
                ranking(officer, made, size=size)
            counts.append(len(sent))
        assert counts[0] == counts[1]


class TestWhoSees:
    def test_a_school_sees_its_own_result_once_it_is_public(self, world: World) -> None:
        made = filled(world)
        computed(world, made)
        leader, reviewer = world.sign_in("school_leader", "school"), world.sign_in("district_reviewer", "district")
        url = f"/api/v1/assessments/enrolments/{made.enrolments['school']}/result"
        assert ranking(leader, made) == ranking(reviewer, made) == []
        assert leader.get(url).status_code == 404
        published_now(world, made)
        assert [row["unit"]["name"] for row in ranking(leader, made)] == ["锦岚县第一小学"]
        assert leader.get(url).json()["grade"] == "model"
        other = f"/api/v1/assessments/enrolments/{made.enrolments['other_school']}/result"
        assert leader.get(other).status_code == reviewer.get(other).status_code == 404

    def test_the_neighbouring_county_sees_nothing(self, world: World) -> None:
        made = filled(world)
        computed(world, made)
        stranger = world.sign_in("section_officer", "far_county")
        for path in ("ranking", "gaps", "difficulty", "moderation", "publications"):
            assert stranger.get(f"{made.url}/{path}").status_code == 404, path


def published_now(world: World, made: Filled) -> None:
    """Results that are computed already, published."""
    officer = world.sign_in("section_officer")
    answer = officer.post(f"{made.url}:publish", headers=match(campaign(officer, made)))
    assert answer.status_code == 200, answer.text


class TestFigures:
    def test_gaps_tell_inflated_self_scores_by_district(self, world: World) -> None:
        made = filled(world, FOUR)
        computed(world, made)
        found = world.sign_in("section_officer").get(f"{made.url}/gaps").json()
        assert sum(found["columns"]) == 4
        assert (found["spread"]["mean"], found["spread"]["high"]) == ("7.75", "30")
        assert {one["district"]["name"]: one["spread"]["number"] for one in found["districts"]} == {
            "梅岭学区": 3,
            "马渡学区": 1,
        }

    def test_difficulty_tells_how_every_item_was_met(self, world: World) -> None:
        made = filled(world, FOUR)
        computed(world, made)
        items = world.sign_in("section_officer").get(f"{made.url}/difficulty").json()["items"]
        found = {one["code"]: (one["reached"], one["at_full"], one["at_zero"], one["scored"]) for one in items}
        assert found == {"A1": ("100", 4, 0, 4), "A2": ("98.75", 3, 0, 4), "B": ("53.13", 0, 1, 4)}

    def test_moderation_lists_what_is_missing_and_who_stands_out(self, world: World) -> None:
        schools = [(f"学校{number}", str(80 + number % 4), "0") for number in range(9)]
        made = filled(world, [*schools, ("远小", "20", "0")])
        with world.host() as ctx:
            _forget(ctx, made, "学校0", "B")
        computed(world, made)
        officer = world.sign_in("section_officer")
        rows = officer.get(f"{made.url}/moderation").json()["items"]
        kinds = {(row["kind"], row["unit"]["name"], row["code"]) for row in rows}
        assert ("missing", "学校0", "B") in kinds
        assert ("outlier", "远小", None) in kinds
        only = officer.get(f"{made.url}/moderation", params={"kind": "missing"}).json()
        assert (only["total"], only["items"][0]["code"]) == (1, "B")
        assert world.sign_in("bureau_leader").get(f"{made.url}/moderation").status_code == 403


def _forget(ctx: Context, made: Filled, name: str, code: str) -> None:
    """An entry that the county's round never got."""
    rounds = select(AssessmentRound.id).where(AssessmentRound.enrolment_id == UUID(made.enrolments[name]))
    ctx.session.execute(
        delete(AssessmentScore).where(AssessmentScore.round_id.in_(rounds), AssessmentScore.code == code)
    )


def test_a_weighted_campaign_counts_both_rounds(world: World) -> None:
    made = filled(world, [("school", "80", "10")], round_policy="weights", weights={"self": "20", "county": "80"})
    computed(world, made)
    (row,) = ranking(world.sign_in("section_officer"), made)
    assert row["total"] == "82"  # 90 × 20 % + 80 × 80 %
