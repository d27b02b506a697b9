"""Over the years: never raw scores of different scales beside each other."""

from api.assessments.rules.comparison import Cycle, compare, percent_of, totals, weakest
from api.core.points import Points
from api.frameworks.rules.model import Framework
from api.frameworks.rules.scoring import Scorer, Sheet
from tests.unit.frameworks.build import P, framework, leaf, manual, parent

OLD = framework(parent("1", "15", leaf("1.1", "10"), leaf("1.2", "5")), leaf("2", "5"))
# 1.1 doubled and was recoded, 2 is gone, 4 is new, 1.2 is as it was.
NEW = framework(
    parent("1", "25", leaf("1.9", "20", lineage="l-1.1"), leaf("1.2", "5")), leaf("4", "15"), version="2027"
)


def cycle(made: Framework, scores: dict[str, str], *away: str) -> Cycle:
    sheet = Sheet(items=manual(**scores), not_applicable=frozenset(away))
    return Cycle(made, Scorer(made).score(sheet))


FIRST = cycle(OLD, {"1.1": "8", "1.2": "4", "2": "5"})
SECOND = cycle(NEW, {"1.9": "16", "1.2": "5", "4": "3"})


class TestCompare:
    def test_a_changed_scale_leaves_only_shares(self) -> None:
        lines = {one.lineage: one for one in compare([FIRST, SECOND])}
        moved = lines["l-1.1"]
        assert not moved.one_scale
        assert [(cell.code, cell.percent, cell.points, cell.full) for cell in moved.cells if cell] == [
            ("1.1", P("80"), None, None),
            ("1.9", P("80"), None, None),
        ]
        assert moved.change == 0

    def test_one_scale_keeps_the_raw_scores(self) -> None:
        same = next(one for one in compare([FIRST, SECOND]) if one.lineage == "l-1.2")
        assert same.one_scale
        assert [(cell.points, cell.full) for cell in same.cells if cell] == [(P("4"), P("5")), (P("5"), P("5"))]
        assert same.change == P("20")

    def test_what_one_cycle_does_not_know_is_empty(self) -> None:
        lines = {one.lineage: one for one in compare([FIRST, SECOND])}
        assert [cell is None for cell in lines["l-2"].cells] == [False, True]
        assert [cell is None for cell in lines["l-4"].cells] == [True, False]
        assert lines["l-4"].change is None

    def test_the_order_is_that_of_the_newest(self) -> None:
        assert [one.lineage for one in compare([FIRST, SECOND])] == ["l-1", "l-1.1", "l-1.2", "l-4", "l-2"]

    def test_what_did_not_apply_has_no_share(self) -> None:
        away = cycle(OLD, {"1.2": "4", "2": "5"}, "1.1")
        line = next(one for one in compare([away, FIRST]) if one.lineage == "l-1.1")
        assert [cell.percent for cell in line.cells if cell] == [None, P("80")]
        assert line.change is None

    def test_totals_are_shares(self) -> None:
        assert totals([FIRST, SECOND]) == [P("85"), P("60")]  # 17 of 20, 24 of 40

    def test_no_cycle_no_line(self) -> None:
        assert compare([]) == []


def test_the_weakest_come_first() -> None:
    assert weakest(SECOND.score, NEW, 2) == ["4", "1.9"]
    assert weakest(cycle(OLD, {"1.1": "10", "1.2": "5", "2": "5"}).score, OLD, 5) == []


def test_nothing_to_reach_has_no_share() -> None:
    assert percent_of(Points(0), Points(0)) is None
