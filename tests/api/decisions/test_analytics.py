"""Analytics of payments: sums that may be split, who gets most."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.decisions.test_money import paid
from tests.world import V1, World

SPLITS, SHARES = f"{V1}/analytics/threshold-split", f"{V1}/analytics/supplier-concentration"


def asked(client: TestClient, path: str, **wanted: Any) -> dict[str, Any]:
    answer = client.get(path, params=wanted)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


class TestSplits:
    def test_parts_below_the_threshold_that_reach_it_together_are_a_group(
        self, world: World, clerk: TestClient
    ) -> None:
        for day, amount in (("2026-11-02", "9800.00"), ("2026-11-06", "9600.00"), ("2026-11-13", "9900.00")):
            paid(world, clerk, paid_on=day, amount=amount)
        paid(world, clerk, amount="10000.00")
        paid(world, clerk, amount="9000.00", spend_type="utilities")
        found = asked(clerk, SPLITS, unit=world.unit("school"))
        (group,) = found["items"]
        assert (found["payments"], found["total"], group["sum"], group["key"]) == (3, 1, "29300.00", "锦岚文具店")
        assert (group["first_on"], group["last_on"], len(group["payments"])) == ("2026-11-02", "2026-11-13", 3)

    def test_the_terms_are_the_askers(self, world: World, clerk: TestClient) -> None:
        for payee in ("acme ltd", " ACME LTD", "Acme Ltd "):
            paid(world, clerk, paid_on="2026-11-02", amount="4000.00", payee_name=payee)
        paid(world, clerk, paid_on="2026-11-03", amount="4000.00", payee_name="ACME LTD")
        terms = {"item_below": "5000.00", "sum_at_least": "10000.00", "min_count": 3, "window_days": 1}
        (group,) = asked(clerk, SPLITS, unit=world.unit("school"), **terms)["items"]
        assert (group["key"], group["sum"], len(group["payments"])) == ("ACME LTD", "12000.00", 3)
        assert asked(clerk, SPLITS, unit=world.unit("school"), **{**terms, "min_count": 4})["items"] == []

    def test_nothing_is_told_of_schools_beyond_reach(self, world: World, clerk: TestClient) -> None:
        for _ in range(2):
            paid(world, clerk)
        stranger = world.sign_in("school_leader", "other_school")
        assert asked(stranger, SPLITS, unit=world.unit("school"))["items"] == []
        assert asked(stranger, SHARES, unit=world.unit("county"))["items"] == []

    def test_costs_the_same_few_statements_however_much_there_is(self, world: World, clerk: TestClient) -> None:
        counts = []
        for _ in range(2):
            for _ in range(3):
                paid(world, clerk)
            with world.statements() as sent:
                asked(clerk, SPLITS, unit=world.unit("school"))
            counts.append(len(sent))
        assert counts[0] == counts[1] <= 4


class TestConcentration:
    def test_says_who_got_how_much_of_it(self, world: World, clerk: TestClient) -> None:
        paid(world, clerk, amount="7500.00")
        paid(world, clerk, amount="2500.00", payee_name="马渡五金店")
        found = asked(clerk, SHARES, unit=world.unit("school"))
        assert found["spent"] == "10000.00"
        assert [(row["payee"], row["share"], row["payments"]) for row in found["items"]] == [
            ("锦岚文具店", 7500, 1),
            ("马渡五金店", 2500, 1),
        ]
