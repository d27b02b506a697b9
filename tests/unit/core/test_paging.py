"""Pages and their order."""

from typing import Any

import pytest
from sqlalchemy import column

from api.core.errors import Refused
from api.core.paging import Paging, ordering

COLUMNS: dict[str, Any] = {"name": column("sort_key"), "pupils": column("pupils")}


class TestOrdering:
    def test_order_is_total_and_unknown_values_come_last(self) -> None:
        terms = [str(term) for term in ordering("name,-pupils", COLUMNS, column("id"))]
        assert terms == ["sort_key ASC NULLS LAST", "pupils DESC NULLS LAST", "id"]

    def test_a_column_that_is_not_listed_is_refused_with_the_list(self) -> None:
        with pytest.raises(Refused) as caught:
            ordering("password", COLUMNS, column("id"))
        assert caught.value.params == {"allowed": "name, pupils"}


def test_offset_counts_rows_before_the_page() -> None:
    assert Paging(page=3, size=50).offset == 100
