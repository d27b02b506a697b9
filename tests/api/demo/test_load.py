"""`qinglian demo` writes a county that people can log in to, whose schools have histories, and only once."""

import json
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.accounts.rules import Role
from api.accounts.service import create_account_with_grants
from api.core import clock
from api.core.context import Context
from api.core.errors import Refused
from api.core.transaction import transaction
from api.demo import load
from api.demo.county import build
from api.demo.divisions import DIVISIONS
from api.demo.loader import LOGINS, Report
from api.demo.people import PEOPLE
from api.demo.places import JINLAN
from api.main import create_app
from api.organizations import queries, regions
from api.organizations import service as organizations
from tests.databases import Backend, Database, Template, borrowed
from tests.world import V1, settings_for


@dataclass
class Installation:
    """A server on a database, and its data folder."""

    app: FastAPI
    data_dir: Path

    @contextmanager
    def host(self) -> Iterator[Context]:
        """One transaction of the operator on the host."""
        with transaction(self.app.state.database) as session:
            yield Context(session=session, now=clock.now(), trace="test", path="", keys=self.app.state.keys)

    def load(self, **options: str) -> Report:
        """What `qinglian demo` does."""
        with self.host() as ctx:
            return load(ctx, self.data_dir, **options)  # type: ignore[arg-type]

    @property
    def logins(self) -> dict[str, str]:
        """Passwords by user name."""
        logins: dict[str, str] = json.loads((self.data_dir / LOGINS).read_text(encoding="utf-8"))
        return logins

    def log_in(self, username: str) -> TestClient:
        """A client of one of the demo's people."""
        client = TestClient(self.app, raise_server_exceptions=False)
        answer = client.post(f"{V1}/auth/login", json={"username": username, "password": self.logins[username]})
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client


@contextmanager
def installed(database: Database) -> Iterator[Installation]:
    app = create_app(settings_for(database))
    try:
        yield Installation(app, database.folder / "data")
    finally:
        app.state.database.close()


def _build(database: Database) -> None:
    with installed(database) as installation:
        installation.load()


DEMO = Template("demo", _build)


@pytest.fixture
def demo(backend: Backend) -> Iterator[Installation]:
    """An installation with the demo county."""
    with borrowed(backend, DEMO) as database, installed(database) as installation:
        yield installation


@pytest.fixture
def bare(backend: Backend) -> Iterator[Installation]:
    """An installation with nothing in it."""
    with borrowed(backend) as database, installed(database) as installation:
        yield installation


class TestSchools:
    def test_162_schools_are_in_reach_of_the_bureau(self, demo: Installation) -> None:
        leader = demo.log_in("leader")
        facets = leader.get(f"{V1}/schools/facets").json()
        assert facets["total"] == 162
        assert {"value": "public", "count": 131} in facets["facets"]["ownership"]
        assert {"value": "private", "count": 31} in facets["facets"]["ownership"]

    def test_the_tree_has_the_bureau_its_sections_and_eight_districts(self, demo: Installation) -> None:
        nodes = demo.log_in("leader").get(f"{V1}/units/tree").json()["items"]
        districts = {node["name"]: node["school_count"] for node in nodes if node["kind"] == "district"}
        assert len(districts) == 8
        assert sum(districts.values()) == 162
        assert [node["code"] for node in nodes if node["kind"] == "bureau"] == ["990124"]
        assert {"教育股", "教师股", "计财股", "督导办", "机关纪委"} <= {
            n["name"] for n in nodes if n["kind"] == "section"
        }

    def test_a_rare_character_is_found(self, demo: Installation) -> None:
        page = demo.log_in("reader").get(f"{V1}/schools", params={"q": "云㘭"}).json()
        assert page["total"] == 5
        assert all("流云㘭镇" in school["name"] for school in page["items"])

    def test_every_school_is_as_it_was_built(self, demo: Installation) -> None:
        reader, county = demo.log_in("reader"), build(JINLAN)
        changed = {change.school for change in county.changes}
        rows = {row["name"]: row for row in reader.get(f"{V1}/schools", params={"size": 200}).json()["items"]}
        for index, school in enumerate(county.schools):
            if index not in changed:
                row = rows[school.name]
                for field in ("code", "credit_code", "pupils", "boarding", "party_organization", "status"):
                    assert row[field] == getattr(school, field)


class TestHistory:
    def test_a_renamed_school_tells_its_old_name_who_changed_it_and_when(self, demo: Installation) -> None:
        reader = demo.log_in("reader")
        (school,) = reader.get(f"{V1}/schools", params={"q": "锦岚县第一小学"}).json()["items"]
        assert school["name"] == "锦岚县第一实验小学"
        newest, oldest = reader.get(f"{V1}/schools/{school['id']}/history").json()["items"]
        assert (newest["action"], oldest["action"]) == ("school.updated", "school.created")
        assert newest["actor"]["name"] == "石文博"
        assert newest["at"] > oldest["at"]
        name = next(change for change in newest["changes"] if change["field"] == "name")
        assert (name["before"], name["after"]) == ("锦岚县第一小学", "锦岚县第一实验小学")

    def test_every_change_of_the_plan_is_in_the_ledger(self, demo: Installation) -> None:
        auditor = demo.log_in("auditor")
        events = auditor.get(f"{V1}/ledger/events", params={"action": "school.updated", "limit": 200}).json()
        assert len(events["items"]) == len(build(JINLAN).changes)


class TestPeople:
    def test_everyone_can_log_in_and_has_one_role(self, demo: Installation) -> None:
        for person in PEOPLE:
            session = demo.log_in(person.username).get(f"{V1}/auth/session").json()
            assert session["account"]["display_name"] == person.display_name
            assert not session["account"]["must_change_password"]
            (grant,) = session["grants"]
            assert (grant["role"], grant["unit"]["kind"]) == (person.role, person.seat)

    def test_the_principal_sees_one_school_and_may_change_it(self, demo: Installation) -> None:
        principal = demo.log_in("principal")
        (school,) = principal.get(f"{V1}/schools").json()["items"]
        answer = principal.patch(
            f"{V1}/schools/{school['id']}",
            json={"pupils": school["pupils"] + 1},
            headers={"If-Match": f'"{school["revision"]}"'},
        )
        assert answer.status_code == 200, answer.text

    def test_the_reviewer_sees_the_principal_s_district_only(self, demo: Installation) -> None:
        assert demo.log_in("reviewer").get(f"{V1}/schools").json()["total"] == 33


class TestLogins:
    def test_only_the_owner_can_read_the_file(self, demo: Installation) -> None:
        assert stat.S_IMODE((demo.data_dir / LOGINS).stat().st_mode) == 0o600
        assert set(demo.logins) == {person.username for person in PEOPLE}

    def test_every_password_is_made_anew(self, bare: Installation, tmp_path: Path) -> None:
        bare.load()
        with borrowed("sqlite", DEMO) as database, installed(database) as other:
            everyone = [*bare.logins.values(), *other.logins.values()]
        assert len(set(everyone)) == 2 * len(PEOPLE)
        assert min(map(len, everyone)) >= 16


class TestAgain:
    def test_a_second_load_says_so_and_changes_nothing(self, demo: Installation) -> None:
        before = demo.logins
        report = demo.load()
        assert report.logins is None
        assert "已在库中" in str(report)
        assert demo.logins == before
        assert demo.log_in("leader").get(f"{V1}/schools").json()["total"] == 162


class TestRefused:
    def test_an_unknown_scale_is_named_with_the_known_ones(self, bare: Installation) -> None:
        with pytest.raises(ValueError, match="county"):
            bare.load(scale="galaxy")

    def test_a_database_in_use_is_left_as_it_is(self, bare: Installation) -> None:
        with bare.host() as ctx:
            regions.load_shipped(ctx.session)
            regions.load_invented(ctx.session, DIVISIONS)
            seat: list[tuple[Role | str, UUID]] = [(Role.BUREAU_LEADER, organizations.plant_root(ctx, "990124").id)]
            create_account_with_grants(ctx, "leader", "真局长", "Not-of-the-demo-1", seat)
        with pytest.raises(Exception) as refused:  # noqa: PT011 (a constraint on one path, a refusal on the other)
            bare.load()
        assert refused.type.__name__ in (Refused.__name__, "IntegrityError")
        assert not (bare.data_dir / LOGINS).exists()
        with bare.host() as ctx:
            assert not queries.find_taken(ctx, "bureau", [("/code", "990124")])


class TestSpeed:
    def test_the_county_is_written_within_ten_seconds_on_sqlite(self) -> None:
        with borrowed("sqlite") as database, installed(database) as installation:
            start = time.process_time()  # not by the clock on the wall, which others slow down
            report = installation.load()
            assert time.process_time() - start < 10
        assert report.schools == 162
        assert "162 所学校" in str(report)
