"""The New York school survey of 2013 as an external indicator, by the mappings of docs/examples/mappings.

The file is not part of this repository: without it (`QINGLIAN_TEST_DATA`) there is nothing to test.
"""

import csv
import io
import json
import os
import tarfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.core.metrics import Period, find_metric
from api.core.points import points
from tests.api.examples.test_real_lists import MAPPINGS
from tests.api.exchange.steps import begun, ended, put
from tests.databases import borrowed
from tests.world import V1, WORLD, World, inhabited

SURVEY = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data")) / "real/nyc-school-survey-2013.tar.xz"
SCHOOL_YEAR = Period(date(2012, 9, 1), date(2013, 8, 31))

pytestmark = pytest.mark.skipif(not SURVEY.exists(), reason="the survey is not here (QINGLIAN_TEST_DATA)")


@pytest.fixture(scope="module")
def survey() -> bytes:
    """The totals of the survey, one row a school; its lines end with a carriage return alone."""
    with tarfile.open(SURVEY) as archive:
        member = archive.extractfile("nyc-school-survey/total_2013.csv")
        assert member is not None
        return member.read()


def saved(officer: TestClient, mapping: str, *, shared: bool = True) -> dict[str, Any]:
    """A mapping kept for everybody, as a county would for the next year."""
    document = json.loads((MAPPINGS / mapping).read_text(encoding="utf-8"))
    answer = officer.post(f"{V1}/imports/mappings", json={"name": mapping, "document": document, "shared": shared})
    assert answer.status_code == 201, answer.text
    return {"type": document["type"], "mapping_id": answer.json()["id"]}


def imported(world: World, content: bytes, **asked: Any) -> dict[str, Any]:
    """What became of the survey."""
    officer = world.sign_in("section_officer")
    one = begun(officer, format="csv", **asked)
    assert put(officer, one, 1, content).status_code == 200
    answer = officer.post(f"{V1}/imports/{one['id']}:start")
    assert answer.status_code == 202, answer.text
    return ended(world, officer, one)


class TestSurvey:
    @pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
    def test_its_scores_become_a_metric_of_the_schools(self, backend: Any, survey: bytes) -> None:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            officer = world.sign_in("section_officer")
            schools = imported(world, survey, **saved(officer, "nyc-schools.json"), id_scheme="ext:nyc.dbn")
            assert (schools["error_groups"], schools["counts"]["created"]) == ([], 1_774)
            mapping = saved(officer, "nyc-survey-communication.json")
            for action in ("created", "unchanged"):
                found = imported(world, survey, **mapping)
                assert (found["error_groups"], found["counts"][action]) == ([], 1_774)
            one = officer.get(f"{V1}/schools/by/ext:nyc.dbn/01M015").json()
            metric = find_metric("external.nyc.communication")
            assert metric is not None
            with world.host() as ctx:
                figures = metric(ctx, [UUID(one["id"])], SCHOOL_YEAR)
            # 8.33701 in the file: four places are kept, half up.
            assert [figure.value for figure in figures.values()] == [points("8.337")]

    def test_the_file_is_the_one_that_the_mapping_was_made_for(self, survey: bytes) -> None:
        rows = list(csv.DictReader(io.StringIO(survey.decode("utf-8-sig"), newline="")))
        assert (len(rows), rows[0]["dbn"], rows[0]["com_tot_13"]) == (1_774, "01M015", "8.33701")
