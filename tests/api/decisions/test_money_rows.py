"""Suppliers, contracts and payments through imports, OCDS releases as contracts; out again and in without a change."""

import gzip
import os
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from tests.api.decisions.test_money import paid
from tests.api.decisions.test_trees import JSON, faults
from tests.api.exchange.steps import begun, ended, put, run
from tests.background import work_off
from tests.world import V1, World

OCDS = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data")) / "real" / "uk-contracts-finder-ocds-201.json.gz"
SUPPLIERS = "学校,名称,统一社会信用代码,成立日期,电话,员工数\n锦岚县第一小学,锦岚文具店,91340000MA2MR2AN0X,2019-03-12,0556-1、0556-2,12\n"
CONTRACTS = (
    "学校,来源编号,合同名称,签订日期,金额,供应商,投标人,采购方式,框架协议\n"
    "锦岚县第一小学,HT-1,文具采购,2026-11-02,12800.00,锦岚文具店,锦岚文具店,询价,否\n"
)


def csv(world: World, client: TestClient, type: str, text: str, **asked: Any) -> dict[str, Any]:  # noqa: A002 (the API's)
    """What became of a table."""
    answer = run(client, text.encode(), type=type, **asked)
    assert answer.status_code == 202, answer.text
    return ended(world, client, answer.json())


def exported(world: World, client: TestClient, kind: str) -> str:
    """A list as it leaves the house."""
    asked = client.post(f"{V1}/exports", json={"kind": kind, "format": "csv"})
    assert asked.status_code == 202, asked.text
    work_off(world)
    return str(client.get(f"{V1}/jobs/{asked.json()['id']}/output").content.decode("utf-8-sig"))


def released(number: str = "ocds-1", **changes: Any) -> dict[str, Any]:
    """A release that awards a contract."""
    award = {
        "id": f"{number}-a",
        "date": "2026-11-02T00:00:00+08:00",
        "value": {"amount": 12800.5, "currency": "CNY"},
        "suppliers": [{"id": "1", "name": "马渡五金店"}],
    }
    tender = {"title": "食堂设备", "procurementMethod": "open", "mainProcurementCategory": "goods"}
    good = {"ocid": number, "id": "r1", "date": "2026-11-03T00:00:00Z", "tender": tender, "awards": [award]}
    return good | {"buyer": {"name": "锦岚县第一小学"}} | changes


class TestTables:
    def test_suppliers_then_contracts_with_them_then_both_leave_and_come_in_without_a_change(
        self, world: World, clerk: TestClient
    ) -> None:
        assert csv(world, clerk, "supplier", SUPPLIERS)["counts"]["created"] == 1
        assert csv(world, clerk, "contract", CONTRACTS)["counts"]["created"] == 1
        (one,) = clerk.get(f"{V1}/contracts").json()["items"]
        assert (one["supplier"]["name"], one["method"], one["amount"]) == ("锦岚文具店", "inquiry", "12800.00")
        paid(world, clerk, payee_name="马渡五金店")
        paid(world, clerk, payee_name=None, supplier_id=one["supplier"]["id"])
        for kind, name in (("suppliers", "supplier"), ("contracts", "contract"), ("payments", "payment")):
            for scheme in ("id", None) if kind != "payments" else ("id",):
                found = csv(
                    world, clerk, name, exported(world, clerk, kind), **({"id_scheme": scheme} if scheme else {})
                )
                assert (faults(clerk, found), found["counts"]["updated"]) == ([], 0), (kind, scheme)
                assert found["counts"]["unchanged"] == found["counts"]["total"] > 0

    def test_a_contract_with_whom_nobody_knows_is_told_of_and_rolled_back_it_is_gone(
        self, world: World, clerk: TestClient
    ) -> None:
        unknown = csv(world, clerk, "contract", CONTRACTS)
        assert [fault[3] for fault in faults(clerk, unknown)] == ["decision.supplier_not_found"] * 2
        first = csv(world, clerk, "supplier", SUPPLIERS)
        done = csv(world, clerk, "contract", CONTRACTS)
        assert clerk.post(f"{V1}/imports/{first['id']}:rollback").status_code == 202
        kept = ended(world, clerk, first)
        assert (kept["state"], len(clerk.get(f"{V1}/suppliers").json()["items"])) == ("partly_rolled_back", 1)
        assert clerk.post(f"{V1}/imports/{done['id']}:rollback").status_code == 202
        assert ended(world, clerk, done)["state"] == "rolled_back"
        assert clerk.get(f"{V1}/contracts").json()["total"] == 0


class TestReleases:
    def test_the_newest_release_with_an_award_is_the_contract(self, world: World, clerk: TestClient) -> None:
        later = released(
            date="2026-11-09T00:00:00Z", tender={"title": "食堂设备（修改）", "procurementMethod": "direct"}
        )
        content = orjson.dumps({"extensions": ["x"], "releases": [later, released(), released("ocds-2", awards=[])]})
        answer = run(clerk, content, {"Content-Type": JSON}, type="contract_release")
        found = ended(world, clerk, answer.json())
        assert (faults(clerk, found), found["counts"]["created"], found["counts"]["unchanged"]) == ([], 1, 2)
        (one,) = clerk.get(f"{V1}/contracts").json()["items"]
        assert (one["title"], one["supplier"]["name"], one["amount"]) == ("食堂设备（修改）", "马渡五金店", "12800.50")
        again = ended(world, clerk, run(clerk, content, {"Content-Type": JSON}, type="contract_release").json())
        assert (again["counts"]["created"], again["counts"]["updated"], again["counts"]["unchanged"]) == (0, 0, 3)

    def test_what_is_no_award_of_ours_is_told_of(self, world: World, clerk: TestClient) -> None:
        foreign = released("b")
        foreign["awards"] = [foreign["awards"][0] | {"value": {"amount": 1, "currency": "GBP"}}]
        stranger = released("c", buyer={"name": "云屏中学"})
        content = orjson.dumps([foreign, stranger, released("d", awards=[{"id": "x"}]), {"tag": ["award"]}])
        found = ended(world, clerk, run(clerk, content, {"Content-Type": JSON}, type="contract_release").json())
        assert [fault[1:] for fault in faults(clerk, found)] == [
            (1, "/awards/0/value/currency", "decision.currency"),
            (2, "/buyer/name", "import.row.reference_unknown"),
            (3, "/awards/0", "decision.release"),
            (4, "/ocid", "import.row.key_missing"),
        ]

    @pytest.mark.skipif(not OCDS.exists(), reason="the file is not here (QINGLIAN_TEST_DATA)")
    def test_the_releases_of_contracts_finder_come_in_as_contracts(self, world: World, clerk: TestClient) -> None:
        """201 releases, 148 with an award, some of one process twice; sums in pounds, taken as they are."""
        content = gzip.decompress(OCDS.read_bytes())
        awarded = {one["ocid"] for one in orjson.loads(content) if one.get("awards")}
        constants = {"school": "锦岚县第一小学", "currency": "GBP"}
        mapping = {"type": "contract_release", "columns": [], "constants": constants}
        one = begun(clerk, type="contract_release", format="json", mapping=mapping)
        assert put(clerk, one, 1, content).status_code == 200
        assert clerk.post(f"{V1}/imports/{one['id']}:start").status_code == 202
        found = ended(world, clerk, one)
        assert (faults(clerk, found), found["counts"]["created"]) == ([], len(awarded))
        assert found["counts"]["total"] == 201
        assert clerk.get(f"{V1}/contracts").json()["total"] == len(awarded)
