"""`qinglian demo --scale city` writes the seed city, once."""

import time

from tests.api.demo.test_load import Installation, bare
from tests.world import V1

__all__ = ["bare"]


class TestCity:
    def test_2211_schools_in_seven_counties_within_a_minute(self, bare: Installation) -> None:
        begun = time.process_time()  # not by the clock on the wall, which others slow down
        report = bare.load(scale="city")
        assert time.process_time() - begun < 60
        assert (report.schools, len(report.counties)) == (2211, 7)
        leader = bare.log_in("reader")
        facets = leader.get(f"{V1}/schools/facets").json()
        ownership = {value["value"]: value["count"] for value in facets["facets"]["ownership"]}
        assert (facets["total"], ownership) == (2211, {"public": 1764, "private": 447})
        tree = leader.get(f"{V1}/units/tree").json()["items"]
        assert sum(node["kind"] == "county" for node in tree) == 7
        assert next(node["name"] for node in tree if node["kind"] == "bureau") == "安澜市教育局"
        officer = bare.log_in("officer.990125")
        assert officer.get(f"{V1}/schools", params={"size": 1}).json()["total"] == 153
        assert bare.load(scale="city").logins is None
