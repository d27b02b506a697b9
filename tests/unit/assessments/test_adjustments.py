"""加分, 扣分, 一票否决: what is asked of them, who decides, what they do, and that a veto never raises a grade."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.permissions import Permission
from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.assessments.rules.adjustments import (
    ADJUSTMENT_STEPS,
    DECIDES,
    PROPOSES,
    AdjustmentKind,
    AdjustmentState,
    AdjustmentVerb,
    Claim,
    adjusted,
    adjustment_step,
    adjustment_verbs,
    claim_faults,
    effects,
)
from api.core.errors import Refused
from api.core.points import Points
from api.frameworks.rules.grading import Standing, grade
from api.frameworks.rules.model import Band, Bonus, BonusLevel, Deduction, Scale, Veto, VetoEffect
from api.frameworks.rules.scoring import Award, Scorer, Sheet
from tests.unit.frameworks.build import P, framework, leaf
from tests.unit.frameworks.strategies import STEADY

K, S, V = AdjustmentKind, AdjustmentState, AdjustmentVerb
SCALE = Scale(
    code="grade",
    title="等次",
    bands=tuple(Band(code=c, title=c, min=P(m)) for c, m in zip("ABCD", ("18", "14", "8", "0"), strict=True)),
)
VETOES = (
    Veto(code="V1", title="严重违纪", effect=VetoEffect.FAIL),
    Veto(code="V2", title="安全事故", effect=VetoEffect.CAP_GRADE, band="C"),
    Veto(code="V3", title="弄虚作假", effect=VetoEffect.ZERO_NODE, node="1"),
    Veto(code="V4", title="师德失范", effect=VetoEffect.REVOKE_AWARD, evidence_required=False),
    Veto(code="V5", title="拒不整改", effect=VetoEffect.BAR_APPLICATION, years=2),
)
MADE = framework(
    leaf("1", "10"),
    leaf("2", "10"),
    bonuses=(Bonus(code="X", title="荣誉", levels=(BonusLevel(code="city", title="市级", points=P("2")),)),),
    deductions=(Deduction(code="D", title="通报", per=P("1")),),
    vetoes=VETOES,
    scales=(SCALE,),
)
GOOD = {
    K.BONUS: Claim(K.BONUS, "X", level="city", name="市级文明校园", proved=True),
    K.DEDUCTION: Claim(K.DEDUCTION, "D", times=1, document="县教〔2026〕3号"),
    K.VETO: Claim(K.VETO, "V1", document="县纪〔2026〕1号", proved=True),
}


def faults(kind: AdjustmentKind, **changes: Any) -> set[tuple[str, str | None]]:
    return {
        (one.spec.code.rpartition("_")[2], one.pointer) for one in claim_faults(MADE, GOOD[kind]._replace(**changes))
    }


class TestClaims:
    @pytest.mark.parametrize("kind", list(K))
    def test_a_good_one_has_no_fault(self, kind: AdjustmentKind) -> None:
        assert faults(kind) == set()

    @pytest.mark.parametrize(
        ("kind", "changes", "found"),
        [
            (K.BONUS, {"code": "Y"}, {("code", "/code"), ("level", "/level")}),
            (K.BONUS, {"level": "moon"}, {("level", "/level")}),
            (K.BONUS, {"name": None}, {("level", "/name")}),
            (K.BONUS, {"proved": False}, {("proof", "/document")}),
            (K.DEDUCTION, {"times": 0}, {("times", "/times")}),
            (K.DEDUCTION, {"times": None}, {("times", "/times")}),
            (K.DEDUCTION, {"document": None}, {("proof", "/document")}),
            (K.VETO, {"code": "D"}, {("code", "/code")}),
            (K.VETO, {"document": None}, {("document", "/document")}),
            (K.VETO, {"proved": False}, {("proof", "/evidence_ids")}),
        ],
    )
    def test_each_fault_has_its_place(
        self, kind: AdjustmentKind, changes: Mapping[str, Any], found: set[tuple[str, str]]
    ) -> None:
        assert faults(kind, **changes) == found

    def test_a_veto_that_asks_for_no_evidence_still_asks_for_a_document(self) -> None:
        assert faults(K.VETO, code="V4", proved=False) == set()
        assert faults(K.VETO, code="V4", proved=False, document="") == {("document", "/document")}


class TestSteps:
    @pytest.mark.parametrize("verb", list(V))
    @pytest.mark.parametrize("state", list(S))
    def test_only_the_table_is_legal(self, state: AdjustmentState, verb: AdjustmentVerb) -> None:
        if (state, verb) in ADJUSTMENT_STEPS:
            assert adjustment_step(state, verb).after is not state
            return
        with pytest.raises(Refused) as refused:
            adjustment_step(state, verb)
        assert refused.value.spec.code == "assessment.adjustment_state"
        assert refused.value.params["allowed"] == (", ".join(adjustment_verbs(state)) or "–")

    def test_whatever_counts_or_ends_is_decided_by_another(self) -> None:
        alone = {verb for (_, verb), step in ADJUSTMENT_STEPS.items() if not step.another}
        assert alone == {V.WITHDRAW}

    @pytest.mark.parametrize("kind", list(K))
    def test_nobody_at_a_school_or_in_a_district_decides(self, kind: AdjustmentKind) -> None:
        deciding = {role for role, held in ROLE_PERMISSIONS.items() if DECIDES[kind] in held}
        assert deciding == ({Role.BUREAU_LEADER, Role.INSPECTION_HEAD} if kind is K.VETO else {Role.SECTION_OFFICER})

    def test_a_school_claims_a_bonus_and_nothing_else(self) -> None:
        claiming = {kind for kind in K if Permission.ASSESSMENT_FILL in PROPOSES[kind]}
        assert claiming == {K.BONUS}


class TestOnTheSheet:
    def test_claims_come_together_whatever_their_order(self) -> None:
        claims = [*GOOD.values(), GOOD[K.DEDUCTION]._replace(times=2), GOOD[K.BONUS]._replace(name="市级示范校")]
        found = adjusted(claims)
        assert found == adjusted(reversed(claims))
        assert found.awards == (Award("X", "city", "市级文明校园"), Award("X", "city", "市级示范校"))
        assert found.deductions == {"D": 3}
        assert found.vetoes == {"V1"}

    def test_effects_are_told_apart(self) -> None:
        assert effects(MADE, {"V4", "V5", "V1"}, VetoEffect.REVOKE_AWARD) == ["V4"]
        assert effects(MADE, {"V5"}, VetoEffect.BAR_APPLICATION) == ["V5"]


def _place(total: Points, vetoes: set[str]) -> int:
    sheet = Sheet(items={"1": {"score": "10"}, "2": {"score": "10"}}, vetoes=frozenset(vetoes))
    score = Scorer(MADE).score(sheet)
    standing = Standing.of(score._replace(total=min(total, score.total)), sheet)
    band = grade(MADE, SCALE, standing).band
    return SCALE.bands.index(band) if band else len(SCALE.bands)


@STEADY
@given(
    st.integers(0, 20).map(lambda whole: P(str(whole))),
    st.sets(st.sampled_from([veto.code for veto in VETOES])),
    st.sampled_from([veto.code for veto in VETOES]),
)
def test_one_more_veto_never_raises_a_grade(total: Points, vetoes: set[str], veto: str) -> None:
    assert _place(total, vetoes | {veto}) >= _place(total, vetoes)
