"""The splitting detector: windows, groups, the published check value, and how fast it is."""

import csv
import io
import os
import tarfile
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.decisions.rules.splitting import Spent, Terms, split_groups

T = 1_000_000  # 10,000 yuan
START = date(2026, 1, 1)
DEFAULT = [Terms(T, T, 2, days) for days in (30, 90, None)]
DATA = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data"))


def spent(number: int, amount: int, day: int, key: str = "supplier:a") -> Spent:
    return Spent(UUID(int=number), key, amount, START + timedelta(days=day))


def row(*pairs: tuple[int, int]) -> list[Spent]:
    return [spent(number, amount, day) for number, (amount, day) in enumerate(pairs, 1)]


class TestGroups:
    def test_three_parts_within_twelve_days_are_one(self) -> None:
        (group,) = split_groups(row((980_000, 0), (960_000, 5), (990_000, 11)), DEFAULT)
        assert (group.total, group.shortest, len(group.items)) == (2_930_000, 30, 3)

    def test_two_parts_within_eighty_days_are_one_of_the_longer_window(self) -> None:
        (group,) = split_groups(row((600_000, 0), (500_000, 79)), DEFAULT)
        assert group.shortest == 90

    def test_the_budget_year_is_the_widest_window(self) -> None:
        (group,) = split_groups(row((600_000, 0), (500_000, 200)), DEFAULT)
        assert group.shortest is None
        assert split_groups(row((600_000, 0), (500_000, 366)), DEFAULT) == []

    @pytest.mark.parametrize("parts", [[(1_000_000, 0)], [(999_900, 0)], [(400_000, 0), (599_900, 3)], [(-500_000, 0)]])
    def test_what_is_no_splitting(self, parts: list[tuple[int, int]]) -> None:
        assert split_groups(row(*parts), DEFAULT) == []

    def test_windows_that_share_a_part_are_one_group(self) -> None:
        chain = row(*[(600_000, 20 * at) for at in range(6)])
        (group,) = split_groups(chain, [Terms(T, T, 2, 30)])
        assert len(group.items) == 6
        assert len(group.windows) == 5

    def test_windows_apart_are_groups_apart(self) -> None:
        parts = row((600_000, 0), (600_000, 1), (600_000, 100), (600_000, 101))
        assert [len(group.items) for group in split_groups(parts, [Terms(T, T, 2, 30)])] == [2, 2]

    def test_keys_are_never_mixed(self) -> None:
        assert split_groups([spent(1, 600_000, 0, "a"), spent(2, 600_000, 0, "b")], DEFAULT) == []

    @given(st.lists(st.tuples(st.integers(1, T - 1), st.integers(0, 60)), max_size=8), st.integers(1, 40))
    def test_a_part_is_in_a_group_if_some_window_of_it_fires(self, parts: list[tuple[int, int]], days: int) -> None:
        items = row(*parts)
        terms = Terms(T, T, 2, days)
        grouped = {item.id for group in split_groups(items, [terms]) for item in group.items}
        assert grouped == {item.id for item in items if _fires_somewhere(item, items, terms)}


def _fires_somewhere(item: Spent, items: list[Spent], terms: Terms) -> bool:
    """Slowly: every window of days that holds the item."""
    assert terms.window_days is not None
    for first in items:
        last = first.on + timedelta(days=terms.window_days - 1)
        window = [other for other in items if first.on <= other.on <= last]
        if item in window and len(window) >= terms.min_count and sum(o.amount for o in window) >= terms.sum_at_least:
            return True
    return False


class TestOxford:
    """Payments of Oxford City Council, January to March 2016: 62 groups of three or more to one supplier on one day."""

    def test_finds_the_published_number_of_groups(self) -> None:
        archive = DATA / "real" / "oxford-spend-13-quarters.tar.xz"
        if not archive.exists():
            pytest.skip(f"the real data is not here: {archive}")
        spending = [item for at, line in enumerate(_lines(archive)) if (item := _payment(at, line))]
        groups = split_groups(spending, [Terms(500_000, T, 3, 1)])
        assert len(groups) == 62

    def test_of_a_small_copy_of_its_kind(self) -> None:
        same_day = [spent(n, 400_000, 0, "ACME LTD") for n in range(3)]
        others = [spent(9, 400_000, 1, "ACME LTD"), spent(10, 400_000, 0, "OTHER"), spent(11, 600_000, 0, "ACME LTD")]
        (group,) = split_groups([*same_day, *others], [Terms(500_000, T, 3, 1)])
        assert group.total == 1_200_000


def _lines(archive: Path) -> list[dict[str, str]]:
    with tarfile.open(archive) as tar:
        name = next(name for name in tar.getnames() if "jan-mar-2016" in name.lower())
        member = tar.extractfile(name)
        assert member is not None
        text = member.read().decode("utf-8-sig", errors="replace")
    rows = list(csv.reader(io.StringIO(text)))
    header = [column.strip() for column in rows[0]]
    return [dict(zip(header, row, strict=False)) for row in rows[1:] if any(row)]


def _payment(number: int, line: dict[str, str]) -> Spent | None:
    values = {name.lower().replace(" ", ""): value.strip() for name, value in line.items()}
    supplier = next(value for name, value in values.items() if "supplier" in name and "name" in name)
    amount = next(value for name, value in values.items() if "amount" in name)
    paid = next(value for name, value in values.items() if "date" in name)
    if not amount or "redact" in supplier.lower():
        return None
    fen = round(float(amount.replace(",", "").replace("£", "")) * 100)
    return Spent(UUID(int=number + 1), supplier.upper(), fen, datetime.strptime(paid, "%d/%m/%Y").date())  # noqa: DTZ007
