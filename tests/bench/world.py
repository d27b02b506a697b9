"""The world of the house's measurements: one county on PostgreSQL with 50,000 schools.

A few schools are created through the API, so that every stored column is what the product stores; SQL multiplies them.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from fastapi.testclient import TestClient
from psycopg import sql

from api.access.guard import COOKIE, CSRF_HEADER
from tests.bench.servers import Server, product, serving
from tests.databases import Database, borrowed
from tests.postgres import APP, Cluster, cluster, superuser
from tests.world import V1, WORLD, inhabited

SCHOOLS = 50_000
TYPES = (("11", "kindergarten"), ("21", "primary"), ("31", "junior_secondary"), ("34", "senior_secondary"))
_serial = itertools.count(900_000)


@dataclass(frozen=True)
class County:
    """Where it is, as whom to call, and what may be called for."""

    database: Database
    headers: tuple[tuple[str, str], ...]
    district: str
    school: str

    @property
    def cluster(self) -> Cluster:
        """The cluster that the database is in."""
        return cluster()

    @property
    def dsn(self) -> str:
        """The database for a raw driver, as the application's role."""
        return self.cluster.dsn(self.database.name, APP)


@contextmanager
def county() -> Iterator[County]:
    """Build it, lend it, remove it; the caller is a section officer whose reach is the whole county."""
    with borrowed("postgresql", WORLD) as database:
        with inhabited(database) as world:
            officer, district = world.sign_in("section_officer"), world.unit("district")
            schools = [_make_school(officer, district, number) for number in range(12)]
        multiply(database.name, SCHOOLS - len(schools))
        yield County(database, _headers(officer), district, schools[0])


def _headers(client: TestClient) -> tuple[tuple[str, str], ...]:
    """The session of a client, for the load generator."""
    token = client.cookies[COOKIE]
    page_token = client.headers[CSRF_HEADER]
    return ("Cookie", f"{COOKIE}={token}"), (CSRF_HEADER, page_token), ("Content-Type", "application/json")


def _make_school(officer: TestClient, district: str, number: int) -> str:
    answer = officer.post(f"{V1}/schools", json=school_body(district, number))
    if answer.is_error:
        raise RuntimeError(f"POST /schools: {answer.status_code} {answer.text}")
    return str(answer.json()["id"])


def settings(database: Database) -> dict[str, str]:
    """The settings of a server for the bench."""
    return database.environment | {"QINGLIAN_COOKIE_SECURE": "false"}


@contextmanager
def product_server(place: County, label: str = "product", **extra: str) -> Iterator[Server]:
    """The product on that county; its connections carry the label."""
    url = f"{place.database.url}&application_name={label}"
    environment = settings(place.database) | {"QINGLIAN_DATABASE_URL": url} | extra
    with serving(product(), label, environment, "/readyz", place.cluster) as server:
        yield server


def school_body(district: str, number: int | None = None) -> dict[str, Any]:
    """A complete new school; its code and name are used by nobody else."""
    serial = next(_serial)
    category, kind = TYPES[(number or 0) % len(TYPES)]
    return {
        "parent_id": district,
        "name": f"锦岚县第{serial}实验学校",
        "short_name": f"{serial}实验",
        "type": kind,
        "ownership": "public",
        "code": f"{category}34{serial}",
        "boarding": True,
        "boarders": 120,
        "canteen": "self_run",
        "area": "town",
        "pupils": 800 + serial % 100,
        "staff": 60,
        "party_members": 21,
        "party_organization": "branch",
        "party_coverage": "independent",
        "address": "梅岭镇新城区",
        "longitude": "115.934000",
        "latitude": "31.727000",
        "status": "operating",
    }


def multiply(name: str, copies: int) -> None:
    """Copy the schools that exist until there are as many more; what must be unique gets the copy's number."""
    changed = {
        "id": "copy.id",
        "path": "left(old.path, -11) || lpad(copy.n::text, 10, '0') || '/'",
        "code": "left(old.code, 4) || lpad(copy.n::text, 6, '0')",
        "name": "old.name || copy.n",
        "sort_key": "old.sort_key || copy.n",
        "search_tokens": "old.search_tokens || ' ' || copy.n",
    }
    with psycopg.connect(cluster().dsn(name, superuser()), autocommit=True) as connection:
        connection.execute(
            sql.SQL(
                "CREATE TEMP TABLE copy AS SELECT n, gen_random_uuid() AS id, source.id AS of"
                " FROM generate_series(1, {}) AS n"
                " JOIN (SELECT id, row_number() OVER () - 1 AS place, count(*) OVER () AS among FROM school) AS source"
                " ON source.place = n % source.among"
            ).format(copies)
        )
        for table, keys in (("unit", changed), ("school", {"id": "copy.id"})):
            columns = [row[0] for row in connection.execute(_COLUMNS, (table,))]
            chosen = ", ".join(keys.get(column, f'old."{column}"') for column in columns)
            connection.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table} AS old".encode()
                + b" JOIN copy ON copy.of = old.id"
            )
        connection.execute("ANALYZE")


_COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
