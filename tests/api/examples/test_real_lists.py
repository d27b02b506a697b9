"""Real lists of schools through an import, by the mappings of docs/examples/mappings.

The files are not part of this repository: without them (`QINGLIAN_TEST_DATA`) there is nothing to test.
"""

import csv
import gzip
import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.exchange.steps import begun, ended, put
from tests.databases import borrowed
from tests.world import V1, WORLD, World, inhabited

DATA = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data"))
MAPPINGS = Path(__file__).resolve().parents[3] / "docs/examples/mappings"
SRI_LANKA = DATA / "registry/lk-schools.json.gz"
ENGLAND = DATA / "real/england-ks4-school-info-2023-24.csv.gz"
TAIWAN = DATA / "real/taiwan-moe-schools-113-114.tar.xz"

pytestmark = pytest.mark.skipif(not TAIWAN.exists(), reason="the real lists are not here (QINGLIAN_TEST_DATA)")


def imported(world: World, client: TestClient, content: bytes, mapping: str, **asked: Any) -> dict[str, Any]:
    """What became of a file under a mapping."""
    document = json.loads((MAPPINGS / mapping).read_text(encoding="utf-8"))
    one = begun(client, type="school", mapping=document, **asked)
    assert put(client, one, 1, content).status_code == 200
    answer = client.post(f"{V1}/imports/{one['id']}:start")
    assert answer.status_code == 202, answer.text
    return ended(world, client, one)


def refused(found: dict[str, Any]) -> dict[str, int]:
    """How many rows were refused for what."""
    return {f"{group['field']} {group['code']}": group["count"] for group in found["error_groups"]}


class TestRealLists:
    def test_sri_lanka(self) -> None:
        schools = json.loads(gzip.decompress(SRI_LANKA.read_bytes()))
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, sorted({name for school in schools for name in school}))
        writer.writeheader()
        writer.writerows(schools)
        content = text.getvalue().encode()
        with borrowed("sqlite", WORLD) as database, inhabited(database) as world:
            officer = world.sign_in("section_officer")
            found = imported(world, officer, content, "sri-lanka-schools.json", format="csv", id_scheme="ext:lk_list")
            # Seven private schools are listed without a type; nobody guesses it.
            assert refused(found) == {"type import.row.field_missing": 7}
            assert (found["counts"]["created"], found["counts"]["rejected"]) == (10_076, 7)

    def test_england(self) -> None:
        with borrowed("postgresql", WORLD) as database, inhabited(database) as world:
            officer, content = world.sign_in("section_officer"), gzip.decompress(ENGLAND.read_bytes())
            found = imported(world, officer, content, "england-schools.json", format="csv", id_scheme="ext:urn")
            # "z" is "not applicable" there, for schools without pupils of that year: the mapping says that it is no number.
            assert refused(found) == {}
            assert (found["counts"]["created"], found["counts"]["rejected"]) == (5_709, 0)

    def test_taiwan(self) -> None:
        with tarfile.open(TAIWAN) as archive:
            files = {Path(member.name).name: archive.extractfile(member) for member in archive if member.isfile()}
            kindergartens, primary = (files[name].read() for name in ("k1_new.csv", "e1_new.csv"))  # type: ignore[union-attr]
        rows = list(csv.DictReader(io.StringIO(kindergartens.decode("utf-8-sig"))))
        with borrowed("sqlite", WORLD) as database, inhabited(database) as world:
            officer = world.sign_in("section_officer")
            for name in sorted({row["縣市名稱"] for row in rows}):
                body = {"kind": "district", "name": name, "parent_id": world.unit("bureau")}
                assert officer.post(f"{V1}/units", json=body).status_code == 201
            asked = {"format": "csv", "id_scheme": "ext:tw_moe"}
            first = imported(world, officer, kindergartens, "taiwan-kindergartens.json", **asked)
            second = imported(world, officer, primary, "taiwan-primary-schools.json", **asked)
            assert (refused(first), first["counts"]["created"]) == ({}, 6_813)
            assert (refused(second), second["counts"]["created"]) == ({}, 2_608)
