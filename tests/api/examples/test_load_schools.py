"""The example for integrators does what it says, against a live server: a small list with every fault, the real list."""

import json
import os
import runpy
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from httpx import Client

from api.accounts.service import create_account_with_grants
from api.wiring import wire
from tests.background import running, worker
from tests.world import PASSWORD, V1, World, settings_for

EXAMPLE = Path(__file__).parents[3] / "docs/examples/load_schools.py"
OWN = Path(__file__).parent / "schools.json"
REAL = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data")) / "registry/lk-schools.json.gz"


@contextmanager
def served(world: World) -> Iterator[str]:
    """The world's application on a free port of this machine; its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(world.app, log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@dataclass
class Integrator:
    """Someone at a terminal, with the example and an officer's password."""

    world: World
    address: str
    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, file: Path, *, username: str = "officer", bureau: str = "990124") -> list[str]:
        """Run the script beside a worker; the lines that it printed."""
        password = self.folder / "password.txt"
        password.write_text(f"{PASSWORD}\n", encoding="utf-8")
        main: Callable[[list[str]], None] = runpy.run_path(str(EXAMPLE))["main"]
        account = [f"--username={username}", f"--password-file={password}"]
        with running(worker(self.world, wire(settings_for(self.world.database)).jobs)):
            main([f"--base-url={self.address}", *account, f"--bureau-code={bureau}", f"--file={file}"])
        return self.capture.readouterr().out.splitlines()

    def search(self, q: str) -> list[dict[str, Any]]:
        """The schools that the browser would show for `q`."""
        client: Client = self.world.sign_in("read_only")
        schools: list[dict[str, Any]] = client.get(f"{V1}/schools", params={"q": q, "size": 200}).json()["items"]
        return schools

    def count(self) -> int:
        """How many schools the county has."""
        total: int = self.world.sign_in("read_only").get(f"{V1}/schools").json()["total"]
        return total


@pytest.fixture
def integrator(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Integrator]:
    """An integrator who is a section officer of the county."""
    with world.host() as ctx:
        county = UUID(world.unit("county"))
        create_account_with_grants(ctx, "officer", "石文博", PASSWORD, [("section_officer", county)])
        create_account_with_grants(ctx, "reader", "沈一鸣", PASSWORD, [("read_only", county)])
    with served(world) as address:
        yield Integrator(world, address, tmp_path, capsys)


TWICE = "external_ids: This value stands more than once in the same request."
FAULTS = [
    *(f"schools.ndjson row {row}: {TWICE}" for row in (1, 2, 4, 7)),
    "schools.ndjson row 8: name: A new record needs this field.",
    "completed_with_errors",
]


class TestOwnList:
    def test_all_faults_are_reported_by_row_and_the_rest_is_loaded(self, integrator: Integrator) -> None:
        before = integrator.count()
        assert integrator.run(OWN) == [
            "districts.ndjson: created 2, updated 0, unchanged 0, rejected 0",
            "zones.ndjson: created 8, updated 0, unchanged 0, rejected 0",
            "schools.ndjson: created 5, updated 0, unchanged 0, rejected 5",
            *FAULTS,
        ]
        assert integrator.count() == before + 5

    def test_a_second_run_writes_nothing_twice(self, integrator: Integrator) -> None:
        integrator.run(OWN)
        loaded = integrator.count()
        assert integrator.run(OWN)[1:3] == [
            "zones.ndjson: created 0, updated 0, unchanged 8, rejected 0",
            "schools.ndjson: created 0, updated 0, unchanged 5, rejected 5",
        ]
        assert integrator.count() == loaded

    def test_a_part_that_was_loaded_before_is_completed(self, integrator: Integrator) -> None:
        part = integrator.folder / "part.json"
        part.write_text(json.dumps(json.loads(OWN.read_text(encoding="utf-8"))[8:]), encoding="utf-8")
        integrator.run(part)
        assert integrator.run(OWN)[2] == "schools.ndjson: created 3, updated 0, unchanged 2, rejected 5"

    def test_a_school_is_found_by_name_and_by_census_number(self, integrator: Integrator) -> None:
        integrator.run(OWN)
        assert [school["name"] for school in integrator.search("Fir Vid")] == ["Fir Vidyalaya"]
        assert [school["name"] for school in integrator.search("203")] == ["Fir Vidyalaya"]
        assert [school["type"] for school in integrator.search("Birch")] == ["primary"]
        (private,) = integrator.search("Anne")
        assert (private["ownership"], private["parent"]["name"]) == ("private", "North")

    def test_units_of_the_same_name_are_kept_apart(self, integrator: Integrator) -> None:
        integrator.run(OWN)
        nodes = integrator.world.sign_in("read_only").get(f"{V1}/units/tree").json()["items"]
        names = {node["id"]: node["name"] for node in nodes}
        lakesides = [names[node["parent_id"]] for node in nodes if node["name"] == "Lakeside"]
        assert sorted(lakesides) == ["Coast", "Hills", "North"]


class TestRefused:
    def test_a_bureau_out_of_reach_ends_the_run(self, integrator: Integrator) -> None:
        with pytest.raises(SystemExit, match="no bureau with the code 990125"):
            integrator.run(OWN, bureau="990125")

    def test_an_account_without_the_right_ends_the_run(self, integrator: Integrator) -> None:
        before = integrator.count()
        with pytest.raises(SystemExit, match=r"403 access\.denied"):
            integrator.run(OWN, username="reader")
        assert integrator.count() == before


class TestRealList:
    @pytest.mark.slow
    def test_the_schools_of_a_country_are_loaded_and_found(self, integrator: Integrator) -> None:
        if not REAL.exists():
            pytest.skip(f"the real list is not here: {REAL} is absent (set QINGLIAN_TEST_DATA)")
        before = integrator.count()
        districts, zones, schools, state = integrator.run(REAL)
        assert districts == "districts.ndjson: created 25, updated 0, unchanged 0, rejected 0"
        assert zones == "zones.ndjson: created 412, updated 0, unchanged 0, rejected 0"
        # Seven rows have no census number, all other numbers differ.
        assert schools == "schools.ndjson: created 10083, updated 0, unchanged 0, rejected 0"
        assert state == "completed"
        assert integrator.count() == before + 10_083
        assert "Trinity College Kandy" in {school["name"] for school in integrator.search("Trinity")}
        assert [school["name"] for school in integrator.search("15111")] == ["Abhayapura Vidyalaya"]
        assert integrator.run(REAL)[2] == "schools.ndjson: created 0, updated 0, unchanged 10083, rejected 0"
