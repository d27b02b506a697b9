"""The county that tests act in is what it says."""

from tests.world import V1, World


class TestWorld:
    def test_an_officer_of_the_county_sees_its_two_schools(self, world: World) -> None:
        answer = world.sign_in("section_officer").get(f"{V1}/schools")
        assert (answer.status_code, answer.json()["total"]) == (200, 2)

    def test_a_school_leader_does_not_find_the_far_school(self, world: World) -> None:
        answer = world.sign_in("school_leader", "school").get(f"{V1}/schools/{world.unit('far_school')}")
        assert answer.status_code == 404

    def test_a_visitor_must_sign_in(self, world: World) -> None:
        assert world.visitor().get(f"{V1}/schools").status_code == 401
