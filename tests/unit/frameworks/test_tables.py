"""Real tables with scores computed by hand. Their numbers are facts; the tables are named as in the field's notes."""

from api.core.points import ONE, Points, written
from api.frameworks import errors
from api.frameworks.rules.explaining import explain
from api.frameworks.rules.grading import Placed, Standing, assign, grade
from api.frameworks.rules.kinds import CountDeduct, CountGain, Gain, Level, Proportional, RangeParts, State, Step
from api.frameworks.rules.kinds.entered import Part
from api.frameworks.rules.model import (
    Band,
    Bonus,
    BonusLevel,
    Condition,
    Demand,
    Framework,
    Quota,
    Scale,
    Veto,
    VetoEffect,
)
from api.frameworks.rules.scoring import Award, Scorer, Sheet
from api.frameworks.rules.validation import check
from tests.unit.frameworks.build import P, entry, framework, leaf, manual, parent


def scored(made: Framework, sheet: Sheet) -> dict[str, str]:
    """Values as text, the total under ''. The explanation must come to the same."""
    scorer = Scorer(made)
    score = scorer.score(sheet)
    top = explain(scorer, sheet)
    assert top.value == score.total == top.added_up()
    return {"": written(score.total)} | {
        code: written(value) for code, value in score.values.items() if value is not None
    }


class TestT1:
    """党风廉政建设量化考核: manual points; two sums do not agree with what is declared."""

    AREAS = (
        ("1", "10", "2 3 3 2"),
        ("2", "15", "3 3 3 3 3"),
        ("3", "24", "2 4 4 4 4 4"),
        ("4", "24", "4 4 4 4 4 4"),
        ("5", "17", "4 4 3 6"),
    )

    def table(self) -> Framework:
        areas = [
            parent(code, full, *(leaf(f"{code}.{at}", one) for at, one in enumerate(items.split(), 1)))
            for code, full, items in self.AREAS
        ]
        return framework(*areas, total="100")

    def test_sums_that_do_not_add_up_are_warned_of_with_both_numbers(self) -> None:
        checked = check(self.table())
        assert checked.faults == ()
        assert [(one.spec, one.pointer, dict(one.params)) for one in checked.warnings] == [
            (errors.SUM_DIFFERS, "/indicators/2/points", {"sum": "22", "declared": "24"}),
            (errors.TOTAL_DIFFERS, "/declared_total", {"sum": "90", "declared": "100"}),
        ]

    def test_a_school_scored_by_hand(self) -> None:
        given = manual(**{"1.1": "2", "1.2": "2.5", "1.3": "3", "1.4": "1"})  # 8.5
        given |= manual(**{f"2.{at}": "3" for at in range(1, 6)})  # 15
        given |= manual(**{"3.1": "2", "3.2": "4", "3.3": "3.5", "3.4": "4", "3.5": "0", "3.6": "4"})  # 17.5
        given |= manual(**{f"4.{at}": "3.25" for at in range(1, 7)})  # 19.5
        given |= manual(**{"5.1": "4", "5.2": "4", "5.3": "3", "5.4": "6"})  # 17
        found = scored(self.table(), Sheet(items=given))
        assert {code: found[code] for code in "12345"} == {"1": "8.5", "2": "15", "3": "17.5", "4": "19.5", "5": "17"}
        assert found[""] == "77.5"


class TestT5:
    """基层党组织工作量化考核: counted deductions from the full, never below 0."""

    def table(self) -> Framework:
        duty = CountDeduct(
            entries=(
                entry("document", "1"),
                entry("minutes", "0.5"),
                entry("attendance", "0.5"),
                entry("major", "0.5", max_times=1),
                entry("ideology", "0.5", max_times=2),
            )
        )
        committee = CountDeduct(entries=(entry("item", "0.2"),))
        return framework(parent("1", "6", leaf("1.1", "5", duty), leaf("1.2", "1", committee)))

    def test_counts_are_taken_off(self) -> None:
        counts = {"document": 1, "minutes": 2, "attendance": 1, "ideology": 1}  # 1 + 1 + 0.5 + 0.5
        sheet = Sheet(items={"1.1": {"counts": counts}, "1.2": {"counts": {"item": 3}}})  # 0.6
        assert scored(self.table(), sheet) == {"": "2.4", "1": "2.4", "1.1": "2", "1.2": "0.4"}

    def test_an_entry_counts_no_more_often_than_it_may(self) -> None:
        sheet = Sheet(items={"1.1": {"counts": {"major": 9, "ideology": 9}}, "1.2": {"counts": {}}})
        assert scored(self.table(), sheet)["1.1"] == "3.5"

    def test_it_ends_at_nothing(self) -> None:
        sheet = Sheet(items={"1.1": {"counts": {"minutes": 12, "attendance": 12}}, "1.2": {"counts": {"item": 6}}})
        assert scored(self.table(), sheet) == {"": "0", "1": "0", "1.1": "0", "1.2": "0"}

    def test_the_explanation_says_it_in_both_languages(self) -> None:
        sheet = Sheet(items={"1.1": {"counts": {"minutes": 12}}, "1.2": {"counts": {}}})
        lines = explain(Scorer(self.table()), sheet).children[0].children[0].lines
        assert [one.text("zh-CN") for one in lines] == [
            "起评满分 5 分",
            "情形minutes：12 次，每次扣 0.5 分",
            "扣完为止，不低于 0 分",
        ]
        assert [one.text("en") for one in lines] == [
            "Starts at the full 5",
            "情形minutes: 12 ×, 0.5 off each",
            "Not below 0",
        ]
        assert [written(one.amount) for one in lines] == ["5", "-6", "1"]


class TestT7:
    """党风廉政宣传教育: counted gains without an end, and a bonus that may lift the total over its full."""

    def table(self) -> Framework:
        def gains(more: str, *steps: tuple[int, str]) -> CountGain:
            return CountGain(steps=tuple(Gain(at=at, points=P(worth)) for at, worth in steps), each_more=P(more))

        body = RangeParts(parts=(Part(code="a", title="机构", max=P("1")), Part(code="b", title="人员", max=P("1"))))
        news = parent(
            "2",
            "45",
            leaf("2.1", "2"),
            leaf("2.2", "15", gains("20", (1, "15"))),
            leaf("2.3", "8", gains("3", (2, "8"))),
            leaf("2.4", "7", gains("2", (1, "2"), (2, "4"), (3, "7"))),
            leaf("2.5", "10", gains("0", (12, "6"), (24, "10"))),
            leaf("2.6", "2", gains("3", (1, "2"))),
            leaf("2.7", "1"),
        )
        levels = tuple(
            BonusLevel(code=code, title=code, points=P(worth)) for code, worth in (("city", "5"), ("district", "3"))
        )
        bonus = Bonus(code="X", title="会议发言", levels=levels)
        return framework(parent("1", "5", leaf("1.1", "2", body), leaf("1.2", "3")), news, bonuses=(bonus,))

    def test_what_is_more_than_asked_adds_without_an_end(self) -> None:
        sheet = Sheet(
            items={
                "1.1": {"parts": {"a": "1", "b": "0.5"}},
                **manual(**{"1.2": "3", "2.1": "2", "2.7": "1"}),
                "2.2": {"count": 2},  # 15 + 20
                "2.3": {"count": 3},  # 8 + 3
                "2.4": {"count": 4},  # 7 + 2
                "2.5": {"count": 20},  # 6
                "2.6": {"count": 2},  # 2 + 3
            },
            awards=(Award("X", "district", "全市会议"), Award("X", "city", "全市会议")),
        )
        found = scored(self.table(), sheet)
        assert {code: found[code] for code in ("2.2", "2.3", "2.4", "2.5", "2.6")} == {
            "2.2": "35",
            "2.3": "11",
            "2.4": "9",
            "2.5": "6",
            "2.6": "5",
        }
        assert (found["1"], found["2"], found[""]) == ("4.5", "69", "78.5")  # + 5, not + 8: one speech counts once

    def test_below_the_first_step_there_is_nothing(self) -> None:
        sheet = Sheet(items={"2.3": {"count": 1}, "2.5": {"count": 11}})
        assert scored(self.table(), sheet)[""] == "0"


class TestT12:
    """政风行风评议: every opinion is worth 10 ÷ N; begun counts half."""

    def table(self) -> Framework:
        states = (("done", "1"), ("begun", "0.5"), ("none", "0"))
        rule = Proportional(states=tuple(State(code=code, title=code, factor=P(factor)) for code, factor in states))
        published = Level(
            levels=(
                Step(code="yes", title="已公布", points=P("0.5")),
                Step(code="no", title="未公布", points=P("0.25")),
            )
        )
        body = RangeParts(
            parts=(Part(code="a", title="机构", max=P("0.5")), Part(code="b", title="主要领导任组长", max=P("0.5")))
        )
        return framework(
            parent("1", "20", leaf("1.1", "10", rule), leaf("1.2", "10", rule)),
            parent("2", "1.5", leaf("2.1", "1", body), leaf("2.2", "0.5", published)),
        )

    def test_a_school_scored_by_hand(self) -> None:
        sheet = Sheet(
            items={
                "1.1": {"states": {"done": 7, "begun": 2, "none": 1}},  # 10 × 8 ÷ 10
                "1.2": {"states": {"done": 4, "begun": 2, "none": 1}},  # 10 × 5 ÷ 7 = 7.142857…
                "2.1": {"parts": {"a": "0.5"}},
                "2.2": {"level": "no"},
            }
        )
        found = scored(self.table(), sheet)
        assert found == {
            "1.1": "8",
            "1.2": "7.14",
            "1": "15.14",
            "2.1": "0.5",
            "2.2": "0.25",
            "2": "0.75",
            "": "15.89",
        }

    def test_no_opinion_at_all_is_full(self) -> None:
        assert scored(self.table(), Sheet(items={"1.1": {"states": {}}}))["1.1"] == "10"


def scale(*bands: tuple[str, str], **extra: dict[str, object]) -> Scale:
    return Scale(
        code="grade",
        title="等次",
        bands=tuple(Band(code=code, title=code, min=P(low), **extra.get(code, {})) for code, low in bands),  # type: ignore[arg-type]
    )


FOUR = (("好", "90"), ("较好", "80"), ("一般", "60"), ("较差", "0"))


class TestBands:
    """Bands of real schemes, and the distributions that were reported."""

    def standing(self, total: str, **more: object) -> Standing:
        return Standing(**({"total": P(total), "values": {}, "metrics": {}, "vetoes": frozenset()} | more))  # type: ignore[arg-type]

    def test_each_band_begins_at_its_score(self) -> None:
        made = framework(leaf("1", "100"))
        found = [grade(made, scale(*FOUR), self.standing(total)).band for total in ("90", "89.99", "80", "60", "59.99")]
        assert [band.code if band else None for band in found] == ["好", "较好", "较好", "一般", "较差"]

    def test_low_satisfaction_keeps_out_of_the_two_best(self) -> None:
        asks: dict[str, object] = {
            "conditions": (Condition(demand=Demand.METRIC, code="satisfaction", min=P("90"), title="群众满意度"),)
        }
        capped = scale(*FOUR, 好=asks, 较好=asks)
        made = framework(leaf("1", "100"))
        low = grade(made, capped, self.standing("95", metrics={"satisfaction": P("89.9")}))
        assert low.band is not None
        assert low.band.code == "一般"
        assert low.lines[0].text("zh-CN") == "“好”要求群众满意度不低于 90，实为 89.9"
        unknown = grade(made, capped, self.standing("95"))
        assert unknown.lines[1].text("en") == "“较好” asks for 群众满意度 ≥ 90; there is no figure"

    def test_a_major_event_caps_and_a_veto_fails(self) -> None:
        vetoes = (
            Veto(code="V1", title="重大责任事件", effect=VetoEffect.CAP_GRADE, band="一般"),
            Veto(code="V2", title="弄虚作假"),
        )
        made = framework(leaf("1", "100"), vetoes=vetoes, scales=(scale(*FOUR),))
        found = [
            grade(made, made.scales[0], self.standing("95", vetoes=frozenset(some)))
            for some in (["V1"], ["V2"], ["V1", "V2"])
        ]
        assert [one.band.code if one.band else None for one in found] == ["一般", "较差", "较差"]
        assert found[0].lines[0].text("zh-CN") == "因“重大责任事件”，等次不高于“一般”"

    def test_the_distribution_of_533_organisations(self) -> None:
        counts = {"好": 54, "较好": 323, "一般": 107, "较差": 49}
        found = self.distribute(counts, scale(*FOUR))
        assert found == counts
        shares = [round(count * 100 / 533, 1) for count in found.values()]
        assert shares == [10.1, 60.6, 20.1, 9.2]

    def test_the_distribution_of_528_organisations(self) -> None:
        counts = {"好": 306, "较好": 175, "一般": 41, "较差": 6}
        assert self.distribute(counts, scale(*FOUR)) == counts

    def test_with_a_quota_of_a_tenth_the_best_fall_to_the_next_band(self) -> None:
        counts = {"好": 306, "较好": 175, "一般": 41, "较差": 6}
        found = self.distribute(counts, scale(*FOUR, 好={"quota": Quota(percent=P("10"))}))
        assert found == {"好": 52, "较好": 429, "一般": 41, "较差": 6}  # 52.8 places are 52

    def distribute(self, counts: dict[str, int], given: Scale) -> dict[str, int]:
        """So many schools in each band, all with different totals, best first."""
        low = {band.code: band.min for band in given.bands}
        step = ONE // 100
        placed = {
            f"{code}-{number}": Placed("", Standing(Points(low[code] + number * step), {}, {}, frozenset()))
            for code, count in counts.items()
            for number in range(count)
        }
        found = assign(framework(leaf("1", "100")), given, placed)
        held = [one.band.code for one in found.values() if one.band]
        return {code: held.count(code) for code in counts}
