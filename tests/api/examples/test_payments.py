"""Payments as public bodies publish them, by the mappings of docs/examples/mappings: Oxford, GLA, the Department of Health.

The files are not part of this repository: without them (`QINGLIAN_TEST_DATA`) there is nothing to test.
"""

import gzip
import os
import tarfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.decisions.rules.facts import Payment
from api.decisions.rules.naming import name_key
from tests.api.decisions.test_rulebooks import facts
from tests.api.examples.test_survey import saved
from tests.api.exchange.steps import begun, ended, put
from tests.databases import borrowed
from tests.world import V1, WORLD, World, inhabited

REAL = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data")) / "real"

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the files are not here (QINGLIAN_TEST_DATA)")


def oxford() -> bytes:
    """January to March 2016: 3,908 payments."""
    with tarfile.open(REAL / "oxford-spend-13-quarters.tar.xz") as archive:
        member = archive.extractfile("oxford-spend/expenditure-over-500-jan-mar-2016.csv")
        assert member is not None
        return member.read()


def imported(world: World, content: bytes, mapping: str, **asked: Any) -> dict[str, Any]:
    """What became of a file."""
    clerk = world.sign_in("school_clerk", "school")
    one = begun(clerk, format="csv", **saved(clerk, mapping, shared=False), **asked)
    assert put(clerk, one, 1, content).status_code == 200
    answer = clerk.post(f"{V1}/imports/{one['id']}:start")
    assert answer.status_code == 202, answer.text
    return ended(world, clerk, one)


def split(payments: tuple[Payment, ...]) -> int:
    """Days on which one payee got at least three sums below 5,000 that come to 10,000 or more."""
    groups: dict[tuple[str, date], list[int]] = defaultdict(list)
    for payment in payments:
        if payment.payee_name and 0 < payment.amount < 500_000:
            groups[name_key(payment.payee_name), payment.paid_on].append(payment.amount)
    return sum(len(sums) >= 3 and sum(sums) >= 1_000_000 for sums in groups.values())


def split_by_analytics(world: World) -> int:
    """The same through the analytics that an inspector asks; what the books have redacted is nobody's payee."""
    inspector = world.sign_in("discipline_inspector")
    terms = {"item_below": "5000.00", "sum_at_least": "10000.00", "min_count": 3, "window_days": 1}
    answer = inspector.get(f"{V1}/analytics/threshold-split", params={"unit": world.unit("county"), **terms})
    assert answer.status_code == 200, answer.text
    groups = answer.json()["items"]
    assert not any("REDACTED" in group["key"] for group in groups)
    return len(groups)


class TestOxford:
    @pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
    def test_a_quarter_comes_in_with_its_total_and_its_62_groups(self, backend: Any) -> None:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            found = imported(world, oxford(), "oxford-payments.json")
            assert (found["error_groups"], found["counts"]["created"]) == ([], 3_908)
            payments = facts(world).payments or ()
            assert sum(payment.amount for payment in payments) == 1_270_549_115
            assert split(payments) == 62
            assert split_by_analytics(world) == 62


class TestOthers:
    def test_one_supplier_has_1820_payments_and_many_rows_have_no_number(self) -> None:
        with borrowed("sqlite", WORLD) as database, inhabited(database) as world:
            content = gzip.decompress((REAL / "gla-spend-2008-2013.csv.gz").read_bytes())
            found = imported(world, content, "gla-payments.json")
            assert found["counts"]["created"] + found["counts"]["rejected"] == 28_145
            health = imported(
                world,
                (REAL / "dh-spend-over-25k-2011-09.csv").read_bytes(),
                "dh-payments.json",
                id_scheme="paid_on",
            )
            assert (health["error_groups"], health["counts"]["created"]) == ([], 189)
