"""The document of a frozen outcome: golden, recomputable from itself, and telling when anything in it was changed."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from api.assessments.rules.outcomes import (
    SCHEMA,
    Frozen,
    document,
    read,
    read_score,
    read_sheet,
    recompute,
    write_score,
    write_sheet,
)
from api.assessments.rules.ranking import Per, Places
from api.core.errors import Refused
from api.core.points import Points
from api.frameworks.rules.documents import content_hash
from api.frameworks.rules.kinds import CountDeduct
from api.frameworks.rules.model import Band, Bonus, BonusLevel, Deduction, Framework, Scale, Veto, VetoEffect
from api.frameworks.rules.scoring import Award, Override, Scorer, Sheet
from api.ledger.rules import canonical, document_hash
from tests.unit.frameworks.build import P, entry, framework, leaf, parent
from tests.unit.frameworks.strategies import STEADY, Filled, filled, of

GOLDEN = Path(__file__).parent / "golden" / "outcome-1.json"
MADE = framework(
    parent("A", "12", leaf("A1", "6", CountDeduct(entries=(entry("a", "0.5"),))), leaf("A2", "6")),
    leaf("B", "8"),
    leaf("C", "4"),
    code="QL",
    title="试验体系",
    bonuses=(Bonus(code="X", title="荣誉", levels=(BonusLevel(code="city", title="市级", points=P("2")),)),),
    deductions=(Deduction(code="D", title="通报", per=P("1")),),
    vetoes=(Veto(code="V1", title="严重违纪", effect=VetoEffect.FAIL),),
    scales=(
        Scale(
            code="grade",
            title="等次",
            bands=tuple(
                Band(code=c, title=c, min=P(low)) for c, low in (("good", "21"), ("pass", "12"), ("fail", "0"))
            ),
        ),
    ),
)
SHEET = Sheet(
    items={"A1": {"counts": {"a": 3}}, "A2": {"score": "5.5"}},
    not_applicable=frozenset({"C"}),
    overrides={"B": Override(P("6.25"), "实地查看不符")},
    awards=(Award("X", "city", "市级文明校园"),),
    deductions={"D": 1},
    metrics={"satisfaction": P("93.5")},
)


def frozen(made: Framework = MADE, sheet: Sheet = SHEET, **changes: Any) -> Frozen:
    about = {
        "campaign": {"code": "2026", "title": "2026年清廉学校评估", "cycle": "2026"},
        "framework": {"code": made.code, "version": made.version, "content_hash": content_hash(made)},
        "unit": {"id": "0198c0de-0000-7000-8000-000000000001", "code": "2134000001", "name": "锦岚县第一小学"},
    }
    said = {
        "number": 1,
        "about": about,
        "policy": {"rounds": "county_final"},
        "sheet": sheet,
        "sources": {"A1": "county", "A2": "county", "B": "appeal"},
        "score": Scorer(made).score(sheet),
        "grades": {"grade": "pass"},
        "places": {Per.CAMPAIGN: Places(3, 162), Per.DISTRICT: Places(1, 28)},
        "rounds": {"self": P("23.5"), "county": P("17")},
    }
    return Frozen(**{**said, **changes})


class TestDocument:
    def test_schema_one_is_what_it_was(self) -> None:
        assert canonical(document(frozen())).decode() == GOLDEN.read_text(encoding="utf-8").rstrip("\n")

    def test_its_reader_reads_it(self) -> None:
        assert read(json.loads(GOLDEN.read_text(encoding="utf-8"))) == frozen()

    def test_another_schema_is_refused_with_those_that_are_known(self) -> None:
        with pytest.raises(Refused) as refused:
            read({**document(frozen()), "schema": SCHEMA + 1})
        assert refused.value.spec.code == "assessment.outcome_schema"

    @STEADY
    @given(filled())
    def test_any_sheet_and_its_score_survive(self, made: Filled) -> None:
        sheet = made.sheet
        assert write_sheet(read_sheet(write_sheet(sheet))) == write_sheet(sheet)
        score = Scorer(of(made)).score(sheet)
        assert read_score(write_score(score)) == score

    def test_a_debt_survives(self) -> None:
        score = Scorer(MADE).score(SHEET)._replace(base=Points(-100))
        assert read_score(write_score(score)) == score


class TestRecompute:
    def test_it_comes_to_the_same_hash(self) -> None:
        kept = document(frozen())
        found = recompute(kept, MADE, content_hash(MADE))
        assert (found.content_hash, found.differs) == (document_hash(kept), ())
        assert found.holds

    @STEADY
    @given(filled())
    def test_so_does_any_sheet(self, made: Filled) -> None:
        tree = of(made)
        kept = json.loads(canonical(document(frozen(tree, made.sheet, grades={}))))
        assert recompute(kept, tree, content_hash(tree)).holds

    @pytest.mark.parametrize(
        ("path", "value", "named"),
        [
            (("result", "total"), "19.75", "result"),
            (("result", "values", "A2"), "6", "result"),
            (("sheet", "items", "A2"), {"score": "6"}, "result"),
            (("sheet", "deductions"), {}, "result"),
            (("sheet", "not_applicable"), [], "result"),
            (("grades", "grade"), "good", "grades.grade"),
            (("grades", "grade"), "best", "grades.grade"),
            (("about", "framework", "content_hash"), "0" * 64, "framework"),
        ],
        ids=lambda value: ".".join(value) if isinstance(value, tuple) else None,
    )
    def test_what_was_changed_is_named(self, path: tuple[str, ...], value: Any, named: str) -> None:
        changed = copy.deepcopy(document(frozen()))
        held: Any = changed
        for name in path[:-1]:
            held = held[name]
        held[path[-1]] = value
        assert named in recompute(changed, MADE, content_hash(MADE)).differs

    def test_a_seat_that_was_taken_by_others_is_no_difference(self) -> None:
        kept = document(frozen(grades={"grade": "fail"}))  # reaches “pass”, found no seat
        assert recompute(kept, MADE, content_hash(MADE)).holds
