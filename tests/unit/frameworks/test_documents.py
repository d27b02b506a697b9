"""The canonical document keeps its form: what was published once must be read, and hash the same, for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.core.errors import Refused
from api.core.points import points as P  # noqa: N812
from api.frameworks.rules import documents, kinds
from api.frameworks.rules.model import (
    Aggregate,
    Applicability,
    Asked,
    Band,
    Base,
    Bonus,
    BonusLevel,
    Clause,
    Condition,
    Deduction,
    Demand,
    EvidenceSlot,
    Fact,
    Framework,
    Indicator,
    Kind,
    Level,
    Method,
    NaPolicy,
    Quota,
    Scale,
    SlotPeriod,
    Veto,
    VetoEffect,
)
from api.frameworks.rules.titled import Titled

GOLDEN = Path(__file__).parent / "golden" / "framework-1.json"


def one(code: str, title: str = "甲") -> dict[str, Any]:
    return {"code": code, "title": title}


RULES: tuple[kinds.Rule, ...] = (
    kinds.Manual(step=P("0.5")),
    kinds.RangeParts(parts=(kinds.Part(**one("a"), max=P("2")),)),
    kinds.Level(levels=(kinds.Step(**one("a"), points=P("4")),)),
    kinds.AbcConditions(a=(Titled(**one("a")),), c=(), points_a=P("4"), points_b=P("2")),
    kinds.Checklist(items=(Titled(code="a", title="公示栏", title_en="Notice board"),), all_or_nothing=True),
    kinds.CountDeduct(entries=(kinds.Entry(**one("a"), per=P("0.25"), max_times=2, max_total=P("0.5")),), floor=P("1")),
    kinds.Frequency(required=2, per_missing=P("1"), period="term", periods=2),
    kinds.CountGain(steps=(kinds.Gain(at=1, points=P("2")),), each_more=P("1"), cap=P("4")),
    kinds.Ratio(numerator="已归档", denominator="教职工", empty=kinds.Empty.ZERO),
    kinds.Bands(thresholds=(kinds.Threshold(min=P("95"), points=P("4")),)),
    kinds.Proportional(states=(kinds.State(**one("done"), factor=P("1")),)),
    kinds.Presence(expected=4),
    kinds.FixedIf(condition="有方案"),
    kinds.ZeroIf(condition="没有方案"),
    kinds.Derived(source="complaints.on_time", rule=kinds.Ratio()),
)


def everything() -> Framework:
    """A framework that uses every class and nearly every field."""
    leaves = tuple(
        Indicator(code=f"1.{at}", title=f"指标{at}", lineage=f"0198c0de-{at}", points=P("4"), rule=rule)
        for at, rule in enumerate(RULES, 1)
    )
    slot = EvidenceSlot(
        **one("2.1"),
        method=Method.SITE,
        required=True,
        max_files=3,
        types=("pdf",),
        period=SlotPeriod.TERM,
        sensitive=True,
    )
    applies = Applicability(include=(Clause(all_of=(Asked(fact=Fact.STAGE, any_of=("primary", "junior")),)),))
    last = Indicator(
        **one("2", "食堂"),
        title_en="Canteen",
        lineage="0198c0de-x",
        points=P("4.5"),
        weight=P("0.3"),
        rule=RULES[0],
        na_policy=NaPolicy.FULL,
        floor=P("0.5"),
        cap=P("4"),
        required=False,
        applies=applies,
        text="要点",
        guidance="每少一次扣0.5分，扣完为止",
        note="备注",
        sections=("计财股",),
        slots=(slot,),
    )
    parent = Indicator(**one("1"), lineage="0198c0de-0", points=P("60"), aggregate=Aggregate.MEAN, children=leaves)
    conditions = tuple(Condition(demand=demand, code="2", min=P("1"), title="满意度") for demand in Demand)
    bands = (
        Band(**one("A"), min=P("90"), conditions=conditions, quota=Quota(top=3, percent=P("10"))),
        Band(**one("B"), min=P("0")),
    )
    return Framework(
        **one("TEST", "全部字段"),
        version="2026",
        kind=Kind.GRADED,
        level=Level.CITY,
        issuer="市教育局",
        source_no="教〔2026〕1号",
        provenance="试验",
        declared_total=P("64.5"),
        effective_from="2026-09-01",
        base=Base(code="BASE", version="2025", content_hash="0" * 64),
        indicators=(parent, last),
        bonuses=(Bonus(**one("X"), levels=(BonusLevel(**one("n"), points=P("5")),), cap=P("5")),),
        bonus_cap=P("10"),
        may_exceed=False,
        deductions=(Deduction(**one("D"), per=P("1"), max_times=2),),
        vetoes=(Veto(**one("V"), ground="依据", effect=VetoEffect.CAP_GRADE, band="B", years=1),),
        scales=(Scale(**one("grade"), bands=bands),),
    )


class TestSchema1:
    def test_it_keeps_its_bytes(self) -> None:
        assert documents.content(everything()) == GOLDEN.read_bytes().rstrip(b"\n")

    def test_the_golden_file_is_read(self) -> None:
        assert documents.read(json.loads(GOLDEN.read_text(encoding="utf-8"))) == everything()

    def test_the_hash_is_of_the_bytes(self) -> None:
        assert (
            documents.content_hash(everything()) == "a83758aca5a97933ead13f970ef50faaff6719964d42518b9154f3a8c9a215ac"
        )

    def test_every_rule_is_in_the_golden_file(self) -> None:
        text = GOLDEN.read_text(encoding="utf-8")
        named = [getattr(kinds, name) for name in kinds.__all__]
        every = {rule.kind for rule in named if isinstance(getattr(rule, "kind", None), str)}
        assert {kind for kind in every if f'"kind":"{kind}"' in text} == every
        assert len(every) == len(RULES)


class TestReading:
    def faults(self, document: dict[str, Any]) -> list[tuple[str, str | None]]:
        with pytest.raises(Refused) as refused:
            documents.read(document)
        return [(fault.spec.code, fault.pointer) for fault in refused.value.violations]

    def test_another_schema_is_not_guessed(self) -> None:
        assert self.faults({"schema": 2}) == [("framework.document_schema", "/schema")]

    def test_every_fault_is_named_at_its_place(self) -> None:
        document = documents.document(everything())
        document["indicators"][0]["children"][0]["rule"]["step"] = 0.5
        document["indicators"][0]["children"][1]["rule"]["kind"] = "magic"
        document["indicators"][1]["points"] = "4,5"
        document["indicators"][1]["colour"] = "red"
        del document["indicators"][0]["title"]
        document["scales"] = {}
        found = self.faults(document)
        assert ("framework.document_value", "/indicators/0/children/0/rule/step") in found
        assert ("framework.document_value", "/indicators/0/children/1/rule/kind") in found
        assert ("framework.document_missing", "/indicators/0") in found
        assert ("framework.document_field", "/indicators/1") in found
        assert ("framework.document_value", "/scales") in found

    @pytest.mark.parametrize("text", ["\x00", "\ud800", "x" * 5000])
    def test_text_that_no_database_takes_is_refused(self, text: str) -> None:
        document = documents.document(everything()) | {"title": text}
        assert self.faults(document) == [("framework.document_value", "/title")]
