"""What holds for every rule, tree and sheet."""

import random
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.core.points import ONE, Points
from api.frameworks.rules import codec, documents
from api.frameworks.rules.crosswalks import Crosswalk, Map, Relation, chained, inverse, project
from api.frameworks.rules.explaining import Explained, explain
from api.frameworks.rules.grading import Placed, Standing, assign, grade, places, ranked, ranks
from api.frameworks.rules.kinds import CountDeduct, Rule
from api.frameworks.rules.model import Band, Bonus, BonusLevel, Deduction, NaPolicy, Quota, Scale, Veto, VetoEffect
from api.frameworks.rules.scoring import Award, Scorer, Sheet
from tests.unit.frameworks.build import P, framework, leaf, manual
from tests.unit.frameworks.strategies import STEADY, Filled, Ruled, filled, of, ruled

TOTALS = st.lists(st.integers(0, 12).map(lambda value: Points(value * ONE)), min_size=1, max_size=25)
SCALE = Scale(
    code="grade",
    title="等次",
    bands=tuple(
        Band(code=code, title=code, min=P(low), quota=quota)
        for code, low, quota in (("A", "9", Quota(percent=P("20"))), ("B", "6", Quota(top=3)), ("C", "0", None))
    ),
)


class TestRules:
    @STEADY
    @given(ruled())
    def test_a_score_lies_between_nothing_and_the_most(self, made: Ruled) -> None:
        most = made.rule.most(made.points)
        for inputs in (made.inputs, made.best):
            assert made.rule.input_faults(made.points, inputs) == []
            value = made.rule.score(made.points, inputs)
            assert value is None or 0 <= value <= (most or 0) + 50  # the floor of a fine step may be rounded up

    @STEADY
    @given(ruled())
    def test_the_best_inputs_give_the_full(self, made: Ruled) -> None:
        assert made.rule.score(made.points, made.best) == made.points

    @STEADY
    @given(ruled())
    def test_parameters_are_sound_and_survive_the_document(self, made: Ruled) -> None:
        faults: list[object] = []
        assert made.rule.faults(made.points) == []
        assert codec.read(Rule, codec.write(made.rule), faults) == made.rule  # type: ignore[arg-type]
        assert faults == []

    @STEADY
    @given(ruled(), st.sampled_from(["1", "2", "3"]))
    def test_one_more_deduction_never_raises_a_score(self, made: Ruled, code: str) -> None:
        if not isinstance(made.rule, CountDeduct):
            return
        counts = made.inputs["counts"]
        more = {"counts": {**counts, code: counts.get(code, 0) + 1}}
        assert made.rule.score(made.points, more) <= made.rule.score(made.points, made.inputs)


class TestTrees:
    @STEADY
    @given(filled())
    def test_every_value_is_the_sum_of_its_explanation(self, made: Filled) -> None:
        framework_ = of(made, bonuses=BONUSES, bonus_cap=P("3"), deductions=DEDUCTIONS, may_exceed=False)
        sheet = replace(made.sheet, awards=AWARDS, deductions={"D": 2})
        scorer = Scorer(framework_)
        top = explain(scorer, sheet)
        assert top.value == scorer.score(sheet).total
        for node in _all(top):
            assert node.added_up() == (node.value or 0), node.code
            assert node.value is None or node.value % 100 == 0

    @STEADY
    @given(filled(policies=(NaPolicy.EXCLUDE_RESCALE, NaPolicy.FULL)))
    def test_a_school_that_is_full_everywhere_has_the_full_whatever_applies(self, made: Filled) -> None:
        everything = {f"{root.code}.{index}" for root in made.roots for index in range(len(root.children))}
        if made.best.not_applicable < everything:
            scorer = Scorer(of(made))
            assert scorer.score(made.best).total == scorer.full

    @STEADY
    @given(filled(), st.randoms(use_true_random=False))
    def test_the_order_of_entry_does_not_matter(self, made: Filled, chance: random.Random) -> None:
        scorer = Scorer(of(made, bonuses=BONUSES))
        shuffled = list(made.sheet.items.items())
        chance.shuffle(shuffled)
        awards = list(AWARDS)
        chance.shuffle(awards)
        one, other = (
            replace(made.sheet, items=items, awards=some)
            for items, some in ((made.sheet.items, AWARDS), (dict(shuffled), tuple(awards)))
        )
        assert scorer.score(one) == scorer.score(other)
        assert explain(scorer, one) == explain(scorer, other)

    @STEADY
    @given(filled())
    def test_a_bonus_never_lowers_and_a_deduction_never_raises_the_total(self, made: Filled) -> None:
        for may_exceed in (True, False):
            scorer = Scorer(of(made, bonuses=BONUSES, bonus_cap=P("2"), deductions=DEDUCTIONS, may_exceed=may_exceed))
            plain = scorer.score(made.sheet).total
            assert scorer.score(replace(made.sheet, awards=AWARDS)).total >= plain
            assert scorer.score(replace(made.sheet, deductions={"D": 1})).total <= plain

    @STEADY
    @given(filled(), st.sampled_from(VetoEffect))
    def test_a_veto_never_raises_total_or_grade(self, made: Filled, effect: VetoEffect) -> None:
        veto = Veto(code="V", title="否决", effect=effect, node=made.roots[0].code, band="B")
        framework_ = of(made, vetoes=(veto,), scales=(SCALE,))
        scorer = Scorer(framework_)
        found = []
        for sheet in (made.sheet, replace(made.sheet, vetoes=frozenset({"V"}))):
            score = scorer.score(sheet)
            band = grade(framework_, SCALE, Standing.of(score, sheet)).band
            assert band is not None
            found.append((score.total, -SCALE.bands.index(band)))
        assert found[1][0] <= found[0][0]
        assert found[1][1] <= found[0][1]

    @STEADY
    @given(filled())
    def test_a_framework_survives_its_document_byte_for_byte(self, made: Filled) -> None:
        framework_ = of(made, bonuses=BONUSES, deductions=DEDUCTIONS, scales=(SCALE,))
        again = documents.read(documents.document(framework_))
        assert again == framework_
        assert documents.content_hash(again) == documents.content_hash(framework_)


class TestRanks:
    @STEADY
    @given(TOTALS, st.randoms(use_true_random=False))
    def test_ties_share_a_place_and_the_order_given_changes_nothing(
        self, totals: list[Points], chance: random.Random
    ) -> None:
        entries = list(enumerate(totals))
        found = ranks(dict(entries))
        chance.shuffle(entries)
        assert ranks(dict(entries)) == found
        for key, place in found.items():
            assert place == 1 + sum(total > totals[key] for total in totals)
        listed = list(ranked(dict(entries)))
        assert all(one + len(tied) == two for (one, tied), (two, _) in pairwise(listed))

    @STEADY
    @given(TOTALS)
    def test_no_quota_is_ever_exceeded_and_equals_are_treated_alike(self, totals: list[Points]) -> None:
        placed = {
            index: Placed("东" if index % 2 else "西", Standing(total, {}, {}, frozenset()))
            for index, total in enumerate(totals)
        }
        found = assign(framework(leaf("1", "12")), SCALE, placed)
        for group in ("东", "西"):
            keys = [key for key, one in placed.items() if one.group == group]
            for band in SCALE.bands[:2]:
                held = [key for key in keys if found[key].band == band]
                assert band.quota is not None
                assert len(held) <= places(band.quota, len(keys))
            for one, two in pairwise(sorted(keys, key=lambda key: totals[key])):
                if totals[one] == totals[two]:
                    assert found[one].band == found[two].band


class TestCrosswalks:
    @STEADY
    @given(st.data())
    def test_the_inverse_of_the_inverse_is_the_original(self, data: st.DataObject) -> None:
        crosswalk = data.draw(walks("A", "B"))
        assert inverse(inverse(crosswalk)) == crosswalk

    @STEADY
    @given(st.data())
    def test_a_chain_never_covers_more_nor_is_surer_than_its_links(self, data: st.DataObject) -> None:
        first, second = data.draw(walks("A", "B")), data.draw(walks("B", "C"))
        for one in chained(first, second).maps:
            links = [link for link in first.maps if link.sources == one.sources]
            last = [link for link in second.maps if link.targets == one.targets]
            assert one.coverage <= min(max(link.coverage for link in some) for some in (links, last))
            assert one.confidence <= min(max(link.confidence for link in some) for some in (links, last))

    @STEADY
    @given(st.data())
    def test_a_projection_lies_within_bounds_that_its_coverage_explains(self, data: st.DataObject) -> None:
        crosswalk = data.draw(walks("A", "B"))
        source, target = (framework(*(leaf(code, "5") for code in CODES)) for _ in "ab")
        score = Scorer(source).score(Sheet(items=manual(**{code: str(data.draw(st.integers(0, 5))) for code in CODES})))
        before = dict(score.values)
        found = project(crosswalk, source, target, score)
        assert found == project(crosswalk, source, target, score)
        assert score.values == before
        for one in found:
            assert 0 <= one.low <= one.high <= one.points
            assert one.high - one.low <= one.points * (100 * ONE - one.coverage) // (100 * ONE) + 100


CODES = ("a", "b", "c")
PERCENTS = st.integers(0, 100).map(lambda value: Points(value * ONE))
SETS = st.sets(st.sampled_from(CODES), min_size=1).map(lambda found: tuple(sorted(found)))
MAPS = st.builds(
    Map,
    sources=SETS,
    targets=SETS,
    relation=st.sampled_from(Relation),
    coverage=PERCENTS,
    coverage_back=PERCENTS,
    confidence=PERCENTS,
)


def walks(source: str, target: str) -> st.SearchStrategy[Crosswalk]:
    return st.lists(MAPS, max_size=4).map(lambda maps: Crosswalk(source=source, target=target, maps=tuple(maps)))


BONUSES = (
    Bonus(
        code="X",
        title="加分",
        levels=(
            BonusLevel(code="n", title="国家级", points=P("5")),
            BonusLevel(code="c", title="市级", points=P("2")),
        ),
    ),
)
AWARDS = (Award("X", "c", "文明校园"), Award("X", "n", "文明校园"), Award("X", "c", "示范食堂"))
DEDUCTIONS = (Deduction(code="D", title="通报批评", per=P("1.5"), max_total=P("4")),)


def _all(node: Explained) -> list[Explained]:
    return [node, *(below for child in node.children for below in _all(child))]
