"""Payments, contracts, suppliers, ties over HTTP; payments from files."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.decisions.rules.facts import Payment
from tests.api.decisions.steps import Team, codes, faults, filed, match, meeting, recorded
from tests.api.decisions.test_rulebooks import facts
from tests.api.exchange.steps import ended, run
from tests.api.exchange.test_exports import exported
from tests.world import V1, World

PAYMENTS, CONTRACTS, SUPPLIERS = f"{V1}/payments", f"{V1}/contracts", f"{V1}/suppliers"
HEAD = "学校,来源编号,支付日期,金额,收款人,用途,支出类型,发票号\n"
SCHOOL = "锦岚县第一小学"
ROWS = (
    f"{SCHOOL},A-1,2026-11-02,9800.00,锦岚文具店,办公用品,货物,01234567、01234568\n",
    f"{SCHOOL},A-2,2026-11-05,-120.5,锦岚文具店,退货,货物,\n",
)


def paid(world: World, client: TestClient, **changes: Any) -> dict[str, Any]:
    """A payment that was recorded."""
    body = {"unit_id": world.unit("school"), "amount": "9800.00", "paid_on": "2026-11-18", "payee_name": "锦岚文具店"}
    answer = client.post(PAYMENTS, json=body | changes)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def supplier(world: World, client: TestClient, **changes: Any) -> dict[str, Any]:
    """A supplier of the school."""
    answer = client.post(SUPPLIERS, json={"unit_id": world.unit("school"), "name": "锦岚文具店"} | changes)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def brought_in(world: World, client: TestClient, rows: Any, **asked: Any) -> dict[str, Any]:
    """What became of these rows."""
    answer = run(client, (HEAD + "".join(rows)).encode(), type="payment", **asked)
    assert answer.status_code == 202, answer.text
    return ended(world, client, answer.json())


class TestPayments:
    def test_one_is_recorded_on_a_decision_changed_and_taken_away(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        done = filed(leader, recorded(leader, meeting(world, team)))
        decision = done["agenda"][0]["decision"]["id"]
        shop = supplier(world, leader, related_person_ids=[team["deputy"]])
        made = paid(world, leader, decision_id=decision, supplier_id=shop["id"], accepted_by=[team["logistics"]])
        assert (made["amount"], made["supplier"]["name"]) == ("9800.00", "锦岚文具店")
        assert (made["decision"], made["accepted_by"]) == (
            {"id": decision, "name": "采购多媒体教学设备"},
            [{"id": team["logistics"], "name": "吴主任"}],
        )
        assert [each["name"] for each in shop["related_persons"]] == ["林副校长"]
        seen = leader.get(f"{V1}/decisions/{decision}").json()
        assert (seen["paid"], seen["payments"][0]["payee"]) == ("9800.00", "锦岚文具店")
        at = f"{PAYMENTS}/{made['id']}"
        changed = leader.patch(at, json={"purpose": "十月办公用品"}, headers=match(made)).json()
        told = leader.get(f"{at}/history").json()["items"]
        assert [(one["action"], one["revision"]) for one in told] == [("payment.changed", 2), ("payment.created", 1)]
        assert [change["field"] for change in told[0]["changes"]] == ["purpose"]
        first = {change["field"]: change["after"] for change in told[1]["changes"]}
        assert (first["amount"], first["supplier_id"], first["decision_id"], first["accepted_by"]) == (
            *("9800.00", "锦岚文具店", "采购多媒体教学设备"),
            ["吴主任"],
        )
        (event,) = leader.get(f"{SUPPLIERS}/{shop['id']}/history").json()["items"]
        assert {one["field"]: one["after"] for one in event["changes"]}["related_person_ids"] == ["林副校长"]
        (fact,) = facts(world).payments or ()
        assert (fact.purpose, fact.accepted_by) == ("十月办公用品", (UUID(team["logistics"]),))
        assert facts(world).suppliers[0].related_person_ids == frozenset({UUID(team["deputy"])})
        assert codes(leader.delete(f"{SUPPLIERS}/{shop['id']}", headers=match(shop))) == (409, "decision.in_use")
        assert leader.delete(at, headers=match(changed)).status_code == 204
        assert leader.get(PAYMENTS).json()["total"] == 0

    def test_every_fault_is_told_at_once(self, world: World, leader: TestClient) -> None:
        nobody = world.unit("far_school")
        body = {"unit_id": world.unit("school"), "amount": "1", "paid_on": "2027-01-01", "decision_id": nobody}
        answer = leader.post(PAYMENTS, json=body | {"supplier_id": nobody, "accepted_by": [nobody]})
        assert faults(answer) == [
            ("/paid_on", "decision.in_future"),
            ("/supplier_id", "decision.supplier_not_found"),
            ("/decision_id", "decision.decision_not_found"),
            ("/accepted_by/0", "decision.person_not_found"),
        ]

    def test_they_are_found_by_part_of_a_name_and_by_what_is_missing(self, world: World, leader: TestClient) -> None:
        for name in ("Oxford Books", "100% 文具"):
            paid(world, leader, payee_name=name)
        assert leader.get(PAYMENTS, params={"payee": "oxford"}).json()["total"] == 1
        assert leader.get(PAYMENTS, params={"payee": "%"}).json()["total"] == 1
        assert leader.get(PAYMENTS, params={"undecided": True}).json()["total"] == 2

    def test_a_list_names_what_it_refers_to_in_four_statements(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        shop = supplier(world, leader, related_person_ids=[team["deputy"]])["id"]
        own = {"unit_id": world.unit("school"), "title": "设备采购", "amount": "128000.00", "signed_on": "2026-11-18"}
        contract = leader.post(CONTRACTS, json=own | {"bidders": [shop], "supplier_id": shop}).json()["id"]
        people = {"proposer_id": team["logistics"], "buyer_id": team["deputy"]}
        paid(world, leader, contract_id=contract, supplier_id=shop, **people)
        for path in (PAYMENTS, CONTRACTS, SUPPLIERS):
            with world.statements() as sent:
                leader.get(path)
            assert len(sent) <= 4, path
        (row,) = leader.get(PAYMENTS, params={"contract": contract}).json()["items"]
        named = (row[each]["name"] for each in ("contract", "proposer", "buyer"))
        assert tuple(named) == ("设备采购", "吴主任", "林副校长")


class TestContracts:
    def test_one_is_recorded_with_lines_and_bidders(self, world: World, leader: TestClient) -> None:
        one, other = (supplier(world, leader, name=name)["id"] for name in ("甲公司", "乙公司"))
        body: dict[str, Any] = {"unit_id": world.unit("school"), "title": "设备采购", "amount": "128000.00"}
        lines = [{"name": "投影仪", "amount": "128000.00", "unit_price": "6400.00", "kind": "goods"}]
        more = {"signed_on": "2026-11-18", "supplier_id": one, "bidders": [one, other], "items": lines}
        answer = leader.post(CONTRACTS, json=body | more)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert made["items"][0]["unit_price"] == "6400.00"
        assert [each["name"] for each in made["bidders"]] == ["甲公司", "乙公司"]
        assert leader.get(CONTRACTS, params={"title": "乙公司", "undecided": True}).json()["total"] == 0
        paid(world, leader, contract_id=made["id"], amount="28000.00")
        (listed,) = leader.get(CONTRACTS, params={"title": "甲", "undecided": True}).json()["items"]
        assert listed["paid"] == "28000.00"
        (fact,) = facts(world).contracts or ()
        assert fact.items is not None
        assert (fact.items[0].unit_price, fact.bidders) == (640_000, frozenset({UUID(one), UUID(other)}))
        at = f"{CONTRACTS}/{made['id']}"
        changed = leader.patch(at, json={"framework": True}, headers=match(made)).json()
        assert changed["framework"] is True
        assert codes(leader.delete(at, headers=match(changed))) == (409, "decision.in_use")
        (only,) = leader.get(PAYMENTS, params={"contract": made["id"]}).json()["items"]
        leader.delete(f"{PAYMENTS}/{only['id']}", headers=match(only))
        assert leader.delete(at, headers=match(changed)).status_code == 204

    def test_two_suppliers_of_one_name_are_one(self, world: World, leader: TestClient) -> None:
        supplier(world, leader, name="Acme Ltd")
        body = {"unit_id": world.unit("school"), "name": "ＡＣＭＥ  ltd"}
        assert codes(leader.post(SUPPLIERS, json=body)) == (409, "decision.supplier_taken")


class TestSuppliers:
    def test_its_share_of_each_schools_money_is_told_by_year(self, world: World, leader: TestClient) -> None:
        shop = supplier(world, leader)["id"]
        own = {"unit_id": world.unit("school"), "title": "设备采购", "amount": "1.00", "signed_on": "2026-11-18"}
        leader.post(CONTRACTS, json=own | {"supplier_id": shop})
        for amount in ("6000.00", "1500.00"):
            paid(world, leader, amount=amount, supplier_id=shop)
        paid(world, leader, amount="2500.00", payee_name="乙公司")
        paid(world, leader, amount="90000.00", payee_name="供电所", spend_type="utilities")
        paid(world, leader, amount="10.00", payee_name="甲公司", paid_on="2025-11-18")
        (year,) = leader.get(f"{SUPPLIERS}/{shop}/years").json()["items"]
        assert (year["unit"]["name"], year["year"], year["spent"], year["spent_on_all"], year["share"]) == (
            *(SCHOOL, 2026, "7500.00", "10000.00", 7500),
        )
        assert (year["payments"], year["contracts"]) == (2, 1)


class TestTies:
    def test_who_lies_in_bed_does_not_count_and_who_is_tied_has_said_so(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        own = {"unit_id": world.unit("school"), "person_id": team["deputy"]}
        away = leader.post(f"{V1}/teams/absences", json=own | {"reason": "bedridden", "starts_on": "2026-09-01"}).json()
        tie = {"related_party": "锦岚文具店", "relation": "配偶经营", "declared_on": "2026-09-01"}
        told = leader.post(f"{V1}/teams/declarations", json=own | tie).json()
        made = recorded(leader, meeting(world, team))
        counted = leader.get(f"{V1}/meetings/{made['id']}/arithmetic").json()
        assert (counted["entitled"], [each["name"] for each in counted["excluded"]]) == (4, ["林副校长"])
        (relation,) = facts(world).relations or ()
        assert (relation.related_party, relation.relation) == ("锦岚文具店", "配偶经营")
        for path, row in (("absences", away), ("declarations", told)):
            assert leader.get(f"{V1}/teams/{path}").json()["total"] == 1
            assert leader.delete(f"{V1}/teams/{path}/{row['id']}", headers=match(row)).status_code == 204


class TestImport:
    def test_rows_come_in_again_without_a_change_are_corrected_and_taken_back(
        self, world: World, clerk: TestClient
    ) -> None:
        supplier(world, clerk)
        one = brought_in(world, clerk, ROWS)
        assert (one["counts"]["created"], one["error_groups"]) == (2, [])
        assert brought_in(world, clerk, ROWS)["counts"]["unchanged"] == 2
        first: tuple[Payment, ...] = facts(world).payments or ()
        assert [(each.amount, each.invoice_nos) for each in first] == [
            (980_000, ("01234567", "01234568")),
            (-12_050, ()),
        ]
        assert all(each.supplier_id for each in first)
        two = brought_in(world, clerk, [ROWS[0].replace("9800.00", "9900")])
        assert two["counts"]["updated"] == 1
        taken = clerk.post(f"{V1}/imports/{two['id']}:rollback")
        assert taken.status_code in (200, 202), taken.text
        ended(world, clerk, two)
        assert (facts(world).payments or ())[0].amount == 980_000

    def test_what_is_wrong_is_said_row_by_row(self, world: World, clerk: TestClient) -> None:
        rows = [
            f"{SCHOOL},B-1,2027-01-01,1,甲,x,货物,\n",
            "云屏中学,B-2,2026-01-01,1,甲,x,货物,\n",
            f"{SCHOOL},B-3,2026-01-01,一百,甲,x,货物,\n",
            f"{SCHOOL},B-4,2026-01-01,1,甲,x,送礼,\n",
            ROWS[0],
        ]
        found = brought_in(world, clerk, rows)
        assert found["counts"]["created"] == 1
        assert {group["code"] for group in found["error_groups"]} >= {
            "decision.in_future",
            "import.row.reference_unknown",
        }

    def test_a_file_without_numbers_is_known_by_what_it_says(self, world: World, clerk: TestClient) -> None:
        rows = [row.replace("A-1", "").replace("A-2", "") for row in ROWS]
        assert brought_in(world, clerk, rows, id_scheme="paid_on")["counts"]["created"] == 2
        assert brought_in(world, clerk, rows, id_scheme="paid_on")["counts"]["unchanged"] == 2


class TestExport:
    @pytest.mark.parametrize(
        ("kind", "shown"), [("payments", "9800.00"), ("decisions", "采购多媒体教学设备"), ("meetings", "三楼会议室")]
    )
    def test_the_ledgers_leave_as_files(
        self, world: World, leader: TestClient, team: Team, kind: str, shown: str
    ) -> None:
        filed(leader, recorded(leader, meeting(world, team)))
        paid(world, leader)
        assert shown in exported(world, leader, kind=kind, format="csv").decode("utf-8-sig")
