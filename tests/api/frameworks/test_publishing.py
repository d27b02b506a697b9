"""From a draft to a version that never changes, by two persons; adopting; retiring."""

import json
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from api import migrate
from api.accounts.models import Account
from api.accounts.rules import GrantState, Role
from api.accounts.service import grants
from api.core.database import Database as Pool
from api.core.database import Handle
from api.core.transaction import transaction
from api.frameworks.data import shipped
from api.frameworks.models import FrameworkDocument, FrameworkIndicator
from api.frameworks.queries import VERSIONS
from api.ledger.verify.objects import verify_objects
from api.ledger.verify.report import FaultKind, Report
from tests.api.frameworks.steps import adopted, codes, created, draft_of, filled, indicator, patch_header, published
from tests.world import V1, World

WRITTEN_ONCE = ("framework_version", "framework_document", "framework_indicator", "framework_retirement")


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


@pytest.fixture
def leader(world: World) -> TestClient:
    return world.sign_in("bureau_leader")


class TestPublish:
    def test_a_checked_draft_becomes_a_version(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        version = published(world, framework)
        assert (version["version"], version["state"], version["declared_total"]) == ("2026", "published", "10")
        assert (version["indicators"], version["leaves"]) == (3, 2)
        assert version["framework"]["code"] == "JZ"
        assert version["document"]["indicators"][0]["children"][1]["code"] == "1.2"
        assert officer.get(f"{V1}/framework-versions/{version['id']}").json()["content_hash"] == version["content_hash"]
        found = officer.get(f"{V1}/frameworks/{framework['id']}").json()
        assert (found["draft"], found["latest"]["version"]) == (None, "2026")
        assert [one["id"] for one in found["versions"]] == [version["id"]]

    def test_it_is_projected_for_joins(self, world: World, officer: TestClient) -> None:
        version = published(world, filled(officer, world))
        with world.host() as ctx:
            stmt = select(FrameworkIndicator).where(FrameworkIndicator.version_id == UUID(version["id"]))
            rows = ctx.session.scalars(stmt.order_by(FrameworkIndicator.position)).all()
            assert [(row.code, row.above, row.depth, row.points, row.rule) for row in rows] == [
                ("1", None, 1, 100_000, None),
                ("1.1", 0, 2, 60_000, "count_deduct"),
                ("1.2", 0, 2, 40_000, "count_deduct"),
            ]

    def test_a_draft_that_was_not_checked_is_not_published(
        self, world: World, officer: TestClient, leader: TestClient
    ) -> None:
        framework = filled(officer, world)
        answer = leader.post(f"{V1}/frameworks/{framework['id']}/draft:publish")
        assert (answer.status_code, codes(answer)) == (409, ["framework.wrong_state"])

    def test_a_change_after_the_check_asks_for_another(
        self, world: World, officer: TestClient, leader: TestClient
    ) -> None:
        framework = filled(officer, world)
        officer.post(f"{V1}/frameworks/{framework['id']}/draft:validate")
        patch_header(officer, framework, issuer="锦岚县教育局")
        answer = leader.post(f"{V1}/frameworks/{framework['id']}/draft:publish")
        assert codes(answer) == ["framework.wrong_state"]

    def test_faults_are_told_and_keep_the_draft_a_draft(self, world: World, officer: TestClient) -> None:
        framework = created(officer, world)
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft:validate").json()
        assert (answer["state"], [one["code"] for one in answer["faults"]]) == ("draft", ["framework.empty"])
        assert draft_of(officer, framework)["verbs"] == ["edit", "validate", "discard"]

    def test_sums_that_do_not_add_up_are_a_warning_only(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        patch_header(officer, framework, declared_total="12")
        warnings = published(world, framework)["warnings"]
        assert [(one["code"], one["params"]) for one in warnings] == [
            ("framework.total_differs", {"sum": "10", "declared": "12"})
        ]
        assert warnings[0]["message"] == "指标分值合计 10，与声明的总分 12 不一致。"

    def test_who_edited_last_does_not_publish(self, world: World, officer: TestClient) -> None:
        """One person may hold both rights, as an officer who stands in for the head."""
        account = UUID(world.account("section_officer"))
        framework = filled(officer, world)
        officer.post(f"{V1}/frameworks/{framework['id']}/draft:validate")
        assert "publish" not in draft_of(officer, framework)["verbs"]
        _also_lead(world, account)
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft:publish")
        assert (answer.status_code, codes(answer)) == (403, ["framework.own_draft"])

    def test_an_officer_alone_may_not(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        assert officer.post(f"{V1}/frameworks/{framework['id']}/draft:publish").status_code == 403

    def test_a_name_is_used_once(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        version = published(world, framework)
        again = {"version": "2026", "from_version_id": version["id"]}
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft", json=again)
        assert (answer.status_code, codes(answer)) == (409, ["framework.version_taken"])
        officer.post(f"{V1}/frameworks/{framework['id']}/draft", json=again | {"version": "2027"})
        patch_header(officer, framework, version="2026")
        officer.post(f"{V1}/frameworks/{framework['id']}/draft:validate")
        answer = world.sign_in("bureau_leader").post(f"{V1}/frameworks/{framework['id']}/draft:publish")
        assert codes(answer) == ["framework.version_taken"]


def _also_lead(world: World, account: UUID) -> None:
    with world.host() as ctx:
        holder = ctx.session.get(Account, account)
        assert holder is not None
        grants.add(ctx, holder, grants.Seat(Role.BUREAU_LEADER, UUID(world.unit("county"))), GrantState.ACTIVE)


class TestImmutable:
    @pytest.fixture
    def version(self, world: World, officer: TestClient) -> dict[str, str]:
        found: dict[str, str] = published(world, filled(officer, world))
        return found

    def test_every_write_over_http_is_a_conflict(
        self, world: World, officer: TestClient, version: dict[str, str]
    ) -> None:
        url = f"{V1}/framework-versions/{version['id']}"
        framework = {"id": version["framework"]["id"]}  # type: ignore[index]
        draft = f"{V1}/frameworks/{framework['id']}/draft"
        attempts = [
            officer.patch(url),
            officer.delete(url),
            officer.patch(draft, json={"header": {"title": "改"}}, headers={"If-Match": '"1"'}),
            officer.post(f"{draft}/nodes", json={"indicator": indicator("9", "1")}),
            officer.delete(draft),
        ]
        assert [(one.status_code, one.json()["code"]) for one in attempts] == [
            (409, "framework.published"),
            (409, "framework.published"),
            *[(409, "framework.no_draft")] * 3,
        ]
        assert officer.get(url).json()["content_hash"] == version["content_hash"]

    @pytest.mark.parametrize("again", [False, True], ids=["at once", "after a migration"])
    def test_the_database_refuses_the_application_every_write(
        self, world: World, version: dict[str, str], again: bool
    ) -> None:
        database = world.database
        if again:
            migrate.upgrade(database.migration_url, None if database.backend == "sqlite" else "qinglian_app")
        with world.host() as ctx:
            ctx.session.execute(text("SELECT 1"))
        pool = Pool(Handle(database.url), pool_size=1)
        for table in WRITTEN_ONCE[:3]:
            for statement in (f"UPDATE {table} SET version_id = version_id", f"DELETE FROM {table}"):  # noqa: S608
                sql = statement.replace("version_id", "id") if table == "framework_version" else statement
                with pytest.raises(DBAPIError, match=r"written once|permission denied"), transaction(pool) as session:
                    session.execute(text(sql))
        pool.close()

    def test_whatever_happens_afterwards_its_bytes_stay(
        self, world: World, officer: TestClient, leader: TestClient, version: dict[str, str]
    ) -> None:
        url = f"{V1}/framework-versions/{version['id']}"
        before = officer.get(f"{url}/export").content
        framework: dict[str, str] = version["framework"]  # type: ignore[assignment]
        draft = {"version": "2027", "from_version_id": version["id"]}
        officer.post(f"{V1}/frameworks/{framework['id']}/draft", json=draft)
        patch_header(officer, framework, title="改名后的框架")
        assert published(world, framework)["version"] == "2027"
        clone = {"unit_id": world.unit("bureau"), "code": "CLONE", "title": "复制"}
        officer.post(f"{url}:clone", json=clone)
        leader.post(f"{url}:retire", json={"reason": "有新版"})
        assert officer.get(f"{url}/export").content == before
        assert officer.get(url).json()["title"] == "清廉学校评价 JZ"

    def test_the_ledger_knows_it_and_notices_a_forged_document(self, world: World, version: dict[str, str]) -> None:
        with world.host() as ctx:
            report = Report()
            verify_objects(ctx.session, VERSIONS, report, lambda: None)
            assert (report.faults, report.objects) == ([], 1)
        owner = Pool(Handle(world.database.migration_url), pool_size=1)
        with transaction(owner) as session:
            if world.database.backend == "sqlite":
                session.execute(text("DROP TRIGGER framework_document_no_update"))
            session.execute(text("UPDATE framework_document SET content = replace(content, '指标1.1', '指标9.9')"))
        owner.close()
        with world.host() as ctx:
            report = Report()
            verify_objects(ctx.session, VERSIONS, report, lambda: None)
            assert [fault.kind for fault in report.faults] == [FaultKind.OBJECT_ALTERED]


class TestRetire:
    def test_a_retired_version_stays_readable_and_is_no_longer_the_latest(
        self, world: World, officer: TestClient, leader: TestClient
    ) -> None:
        framework = filled(officer, world)
        version = published(world, framework)
        url = f"{V1}/framework-versions/{version['id']}"
        answer = leader.post(f"{url}:retire", json={"reason": "新标准出台"})
        assert (answer.status_code, answer.json()["state"]) == (200, "retired")
        assert answer.json()["retirement_reason"] == "新标准出台"
        assert answer.json()["document"] == version["document"]
        assert officer.get(f"{V1}/frameworks/{framework['id']}").json()["latest"] is None
        again = leader.post(f"{url}:retire", json={"reason": "再来"})
        assert (again.status_code, codes(again)) == (409, ["framework.wrong_state"])
        assert codes(officer.patch(url)) == ["framework.published"]
        clone = {"unit_id": world.unit("bureau"), "code": "NEW", "title": "新版"}
        assert officer.post(f"{url}:clone", json=clone).status_code == 201


class TestPackages:
    def test_all_that_is_shipped_can_be_seen_by_everyone_who_is_assessed(self, world: World) -> None:
        items = world.sign_in("school_clerk", "school").get(f"{V1}/frameworks/packages").json()["items"]
        assert [item["code"] for item in items] == [one.code for one in shipped()]
        assert all(item["provenance"] and item["adopted"] == [] for item in items)

    def test_adopting_publishes_it_unchanged_with_its_crosswalks(self, world: World, leader: TestClient) -> None:
        reference = adopted(world)
        negative = adopted(world, "SDSF-NEG")
        assert reference["package"] == "QLXX-REF-100"
        version = leader.get(f"{V1}/framework-versions/{reference['latest']['id']}").json()
        assert version["leaves"] == 23
        crosswalks = leader.get(f"{V1}/framework-crosswalks").json()["items"]
        assert [(one["source"]["framework"], one["target"]["framework"]) for one in crosswalks] == [
            ("QLXX-REF-100", "SDSF-NEG")
        ]
        assert crosswalks[0]["target"]["id"] == negative["latest"]["id"]
        items = leader.get(f"{V1}/frameworks/packages").json()["items"]
        assert [ref["id"] for item in items for ref in item["adopted"]] == [reference["id"], negative["id"]]

    def test_nothing_is_adopted_twice(self, world: World, leader: TestClient) -> None:
        adopted(world)
        body = {"unit_id": world.unit("bureau"), "code": "QLXX-REF-100"}
        answer = leader.post(f"{V1}/frameworks:adopt", json=body)
        assert (answer.status_code, codes(answer)) == (409, ["framework.version_taken"])
        answer = leader.post(f"{V1}/frameworks:adopt", json=body | {"code": "NOPE"})
        assert codes(answer) == ["input.invalid", "framework.package_unknown"]

    def test_export_import_export_is_identical(self, world: World, officer: TestClient) -> None:
        version = adopted(world)["latest"]["id"]
        exported = officer.get(f"{V1}/framework-versions/{version}/export").content
        document = json.loads(exported) | {"code": "COPY"}
        body = {"unit_id": world.unit("bureau"), "document": document}
        answer = officer.post(f"{V1}/frameworks:import-package", json=body)
        assert answer.status_code == 201, answer.text
        copy = published(world, answer.json())
        again = officer.get(f"{V1}/framework-versions/{copy['id']}/export").content
        assert again.replace(b'"code":"COPY"', b'"code":"QLXX-REF-100"') == exported
        with world.host() as ctx:
            stored = ctx.session.get(FrameworkDocument, UUID(version))
            assert stored is not None
            assert stored.content.encode() == exported
