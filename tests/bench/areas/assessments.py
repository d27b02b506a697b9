"""Assessments: 2,211 schools × 23 items × 3 rounds; what the ranking costs, and computing all of them."""

import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from psycopg import sql

from api.core.points import ONE, Points
from api.frameworks.rules.model import Band, Framework, Scale
from api.frameworks.rules.scoring import Scorer
from api.organizations import service as organizations
from api.organizations.schemas import SchoolIn
from tests.api.assessments.filled import published, write_campaign, write_enrolments
from tests.api.files.steps import work_off
from tests.bench.rows import Row, measurement
from tests.databases import BACKENDS, borrowed
from tests.postgres import cluster
from tests.unit.frameworks.build import P, framework, leaf, parent
from tests.world import V1, WORLD, World, inhabited

SCHOOLS = 2_211
AREAS = (6, 6, 5, 3, 3)  # 23 items
ROUNDS = ("self", "district", "county")
READ = ("ranking", "gaps", "difficulty", "progress", "heat-map")
FILLED = ("unit", "school", *(f"assessment_{name}" for name in ("enrolment", "round", "score", "result")))
CALLS = 60


@measurement("assessments.results")
def measure_results() -> Iterator[Row]:
    """The job from its request to its end, then reads of what it wrote: the 95th of a hundred calls over HTTP."""
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            if backend == "postgresql":
                _without_statistics(database.name)
            url = filled_city(world)
            spent = seconds_to_compute(world, url)
            yield Row("assessments", f"computing 2,211 × 23 × 3, {backend}", spent, "s", sign="<=", bound=10)
            officer = world.sign_in("section_officer")
            reads = {name: f"{url}/{name}" for name in READ} | {"overview": f"{V1}/dashboard/assessments"}
            for name, read in reads.items():
                value, bound = p95(officer, read), 100 if backend == "postgresql" else 400
                yield Row("assessments", f"{name} p95, {backend}", value, "ms", sign="<=", bound=bound)


def _without_statistics(database: str) -> None:
    """What was just brought in or computed is read before the database has looked at it: the worst there is."""
    for table in FILLED:
        stop = sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = false)").format(sql.Identifier(table))
        cluster().execute(stop, database)


@measurement("assessments.migration")
def measure_migration() -> Iterator[Row]:
    """A whole campaign moved to a version in which every item of one area is scored anew: preview and job."""
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            url = filled_city(world)
            with world.host() as ctx:
                to = published(ctx, UUID(world.unit("bureau")), city("2027", {0: "5"}))
            officer = world.sign_in("section_officer")
            started = time.perf_counter()
            preview = officer.get(f"{url}/migrations/preview", params={"to": str(to)}).json()
            yield Row(
                "assessments", f"preview of a move, {backend}", time.perf_counter() - started, "s", sign="<=", bound=10
            )
            body = {"to": str(to), "preview_hash": preview["preview_hash"], "reason": "换版"}
            spent = seconds_of_job(world, url, "migrate", body)
            assert officer.get(url).json()["framework"]["version"] == "2027"
            yield Row("assessments", f"moving 2,211 × 23 × 3, {backend}", spent, "s", sign="<=", bound=60)


def city(version: str = "2026", points: Mapping[int, str] | None = None) -> Framework:
    """Twenty-three items in five areas; `points`: of each item in some of them."""
    each = [(points or {}).get(area, "4") for area in range(len(AREAS))]
    roots = tuple(
        parent(str(area), str(items * int(each[area])), *(leaf(f"{area}.{n}", each[area]) for n in range(items)))
        for area, items in enumerate(AREAS)
    )
    bands = tuple(Band(code=code, title=code, min=P(low)) for code, low in (("A", "80"), ("B", "60"), ("C", "0")))
    return framework(*roots, code="CITY", version=version, scales=(Scale(code="grade", title="等次", bands=bands),))


def filled_city(world: World) -> str:
    """Schools, a campaign in moderation, and every score of every round; where the campaign is."""
    with world.host() as ctx:
        made = city()
        version_id = published(ctx, UUID(world.unit("bureau")), made)
        districts = [world.unit("district"), world.unit("other_district")]
        wanted = [
            SchoolIn.model_validate(
                {"name": f"学校{n}", "type": "primary", "ownership": "public", "parent_id": districts[n % 2]}
            )
            for n in range(SCHOOLS)
        ]
        units = [one.id for one in organizations.create_schools(ctx, wanted).items]
        campaign = write_campaign(ctx, UUID(world.unit("bureau")), version_id)
        entries = [(unit, Points((40 + n * 7 % 45) * ONE), Points(n % 8 * ONE)) for n, unit in enumerate(units)]
        write_enrolments(ctx, campaign.id, entries, Scorer(made), ROUNDS)
        return f"{V1}/assessments/campaigns/{campaign.id}"


def seconds_to_compute(world: World, url: str) -> float:
    """From the request to the end of the job, reading and writing included."""
    spent = seconds_of_job(world, url, "compute", {})
    assert world.sign_in("section_officer").get(url).json()["state"] == "computed"
    return spent


def seconds_of_job(world: World, url: str, verb: str, body: Mapping[str, Any]) -> float:
    """From the request of a job of the campaign to its end."""
    officer = world.sign_in("section_officer")
    revision = officer.get(url).json()["revision"]
    started = time.perf_counter()
    answer = officer.post(f"{url}:{verb}", json=body, headers={"If-Match": f'"{revision}"'})
    assert answer.status_code == 202, answer.text
    work_off(world)
    return time.perf_counter() - started


def p95(client: TestClient, url: str) -> float:
    """Milliseconds within which 95 of a hundred calls are answered."""
    for _ in range(5):
        client.get(url)
    spent = []
    for _ in range(CALLS):
        started = time.perf_counter()
        assert client.get(url).status_code == 200
        spent.append((time.perf_counter() - started) * 1000)
    return sorted(spent)[int(CALLS * 0.95) - 1]
