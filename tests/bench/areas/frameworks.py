"""Frameworks: what it costs to score a city, and to publish a large tree."""

import time
from collections.abc import Iterator
from typing import Any

from api.core.points import Points, points
from api.frameworks.rules import documents
from api.frameworks.rules.kinds import Bands, CountDeduct, Entry, Frequency, Manual, Ratio, Rule, Threshold
from api.frameworks.rules.model import Framework, Indicator
from api.frameworks.rules.scoring import Scorer, Sheet
from tests.bench.rows import Row, measurement
from tests.databases import BACKENDS, borrowed
from tests.world import V1, WORLD, World, inhabited

SCHOOLS, ROUNDS = 2_211, 3
NODES = 5_880  # of the largest framework that we know of
AREAS, ITEMS = 8, 10
RULES: tuple[tuple[Rule, dict[str, Any]], ...] = (
    (CountDeduct(entries=(Entry(code="a", title="缺记录", per=points("0.5")),)), {"counts": {"a": 1}}),
    (Frequency(required=2, per_missing=points("1"), periods=2), {"held": [2, 1]}),
    (Manual(), {"score": "1.25"}),
    (Ratio(), {"numerator": 71, "denominator": 82}),
    (Bands(thresholds=(Threshold(min=points("90"), points=points("1.25")),)), {"value": "93.5"}),
)


@measurement("frameworks.scoring")
def measure_scoring() -> Iterator[Row]:
    """2,211 schools × 80 indicators × 3 rounds in memory, with every value and every total."""
    scorer = Scorer(framework())
    sheets = [sheet(number) for number in range(SCHOOLS)]
    started = time.process_time()
    totals = [scorer.score(one).total for _ in range(ROUNDS) for one in sheets]
    spent = time.process_time() - started
    assert len(set(totals)) > 1
    yield Row("frameworks", "scoring 2,211 × 80 × 3", spent, "s CPU", sign="<=", bound=4)


def framework() -> Framework:
    """A hundred points over 8 areas of 10 indicators, of the rules that are common."""
    roots = tuple(
        Indicator(
            code=str(area),
            title=str(area),
            lineage=str(area),
            points=points("12.5"),
            children=tuple(_leaf(area, item) for item in range(ITEMS)),
        )
        for area in range(AREAS)
    )
    return Framework(code="BENCH", version="1", title="BENCH", indicators=roots)


def _leaf(area: int, item: int) -> Indicator:
    code = f"{area}.{item}"
    return Indicator(code=code, title=code, lineage=code, points=points("1.25"), rule=RULES[item % len(RULES)][0])


def sheet(number: int) -> Sheet:
    """Entries of one school; every seventh indicator does not apply to some."""
    codes = [f"{area}.{item}" for area in range(AREAS) for item in range(ITEMS)]
    items = {code: RULES[at % len(RULES)][1] for at, code in enumerate(codes)}
    items["0.2"] = {"score": f"1.{number % 25:02}"}
    return Sheet(items=items, not_applicable=frozenset(codes[number % 7 :: 7]), metrics={"satisfaction": Points(0)})


@measurement("frameworks.publishing")
def measure_publishing() -> Iterator[Row]:
    """Publishing a checked draft of 5,880 indicators over HTTP, the whole document in the answer."""
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            spent = seconds_to_publish(world)
        yield Row("frameworks", f"publishing 5,880 indicators, {backend}", spent, "s", sign="<=", bound=2)


def seconds_to_publish(world: World) -> float:
    """From the request to its answer."""
    officer, leader = world.sign_in("section_officer"), world.sign_in("bureau_leader")
    body = {"unit_id": world.unit("bureau"), "document": documents.document(large())}
    made = officer.post(f"{V1}/frameworks:import-package", json=body)
    assert made.status_code == 201, made.text
    url = f"{V1}/frameworks/{made.json()['id']}/draft"
    assert officer.post(f"{url}:validate").json()["state"] == "validated"
    started = time.perf_counter()
    answer = leader.post(f"{url}:publish")
    spent = time.perf_counter() - started
    assert answer.status_code == 201, answer.text
    return spent


def large() -> Framework:
    """Areas of 29 leaves each: 196 × 30 nodes."""
    areas = NODES // 30
    roots = tuple(_area(str(area)) for area in range(areas))
    return Framework(code="LARGE", version="1", title="LARGE", declared_total=points(29 * areas), indicators=roots)


def _area(code: str) -> Indicator:
    rule = RULES[0][0]
    children = tuple(
        Indicator(code=name, title=name, lineage=name, points=points("1"), rule=rule, text="要点" * 20)
        for name in (f"{code}.{item}" for item in range(29))
    )
    return Indicator(code=code, title=code, lineage=code, points=points("29"), children=children)
