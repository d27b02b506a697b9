"""From one version to the next: what differs, what becomes of entries; what a county makes of a framework; states."""

from dataclasses import replace

import pytest

from api.core.errors import Refused
from api.core.points import written
from api.frameworks import errors
from api.frameworks.rules.differences import ChangeKind, Treatment, carry, differences, plan
from api.frameworks.rules.documents import content_hash
from api.frameworks.rules.kinds import CountDeduct, Frequency, Level, Step
from api.frameworks.rules.model import walk
from api.frameworks.rules.profiles import AddItem, Exclude, Include, Profile, SetParam, SetPoints, resolve
from api.frameworks.rules.scoring import Override, Sheet
from api.frameworks.rules.states import STEPS, VersionState, VersionVerb, step, verbs
from tests.unit.frameworks.build import P, entry, framework, leaf, manual, parent

DEDUCT = CountDeduct(entries=(entry("a", "1"), entry("b", "2")))
OLD = framework(
    parent("1", "10", leaf("1.1", "6", DEDUCT), leaf("1.2", "4")),
    parent("2", "9", leaf("2.1", "5", Frequency(required=2, per_missing=P("1"))), leaf("2.2", "4")),
)


NEW = framework(
    parent("1", "11", leaf("1.1", "7", CountDeduct(entries=(entry("a", "1.5"),)), text="新要点"), leaf("1.2", "4")),
    parent(
        "2",
        "9",
        leaf("2.9", "5", Level(levels=(Step(code="x", title="好", points=P("5")),)), lineage="l-2.1"),
        leaf("3", "4"),
    ),
    version="2027",
)


class TestDifferences:
    def test_nothing_differs_from_itself(self) -> None:
        assert differences(OLD, OLD) == []

    def test_each_kind_of_change_is_named(self) -> None:
        found = [(one.kind, one.code, one.field, one.before, one.after) for one in differences(OLD, NEW)]
        assert (ChangeKind.FRAMEWORK, "F", "version", "2026", "2027") in found
        assert (ChangeKind.POINTS, "1.1", "points", "6", "7") in found
        assert (ChangeKind.TEXT, "1.1", "text", None, "新要点") in found
        assert (ChangeKind.RECODED, "2.9", "code", "2.1", "2.9") in found
        assert (ChangeKind.ADDED, "3", None, None, "4") in found
        assert (ChangeKind.REMOVED, "2.2", None, "4", None) in found
        rule = next(one for one in differences(OLD, NEW) if one.code == "1.1" and one.field == "rule")
        assert [document["entries"][0]["per"] for document in (rule.before, rule.after)] == ["1", "1.5"]

    def test_an_indicator_under_another_parent_is_moved_not_lost(self) -> None:
        first, second = OLD.indicators
        moved = replace(
            OLD,
            indicators=(
                replace(first, children=first.children[:1]),
                replace(second, children=(*second.children, first.children[1])),
            ),
        )
        assert [(one.kind, one.code, one.before, one.after) for one in differences(OLD, moved)] == [
            (ChangeKind.MOVED, "1.2", "1", "2")
        ]


class TestMigration:
    def test_each_leaf_is_treated_by_what_has_changed(self) -> None:
        assert {(one.old_code, one.new_code): one.treatment for one in plan(OLD, NEW)} == {
            ("1.1", "1.1"): Treatment.RESCORED,
            ("1.2", "1.2"): Treatment.KEPT,
            ("2.1", "2.9"): Treatment.REENTER,
            (None, "3"): Treatment.NEW,
            ("2.2", None): Treatment.DROPPED,
        }

    def test_entries_that_the_new_rule_understands_go_along(self) -> None:
        sheet = Sheet(items=manual(**{"1.2": "3"}) | {"1.1": {"counts": {"a": 2}}, "2.1": {"held": [1]}})
        carried = carry(plan(OLD, NEW), sheet, NEW)
        assert carried.sheet.items == {"1.1": {"counts": {"a": 2}}, "1.2": {"score": "3"}}
        assert carried.reenter == ("2.9",)
        assert "2.1" in sheet.items

    def test_entries_that_it_does_not_are_to_be_made_again(self) -> None:
        sheet = Sheet(items={"1.1": {"counts": {"b": 1}}}, overrides={"1.1": Override(P("1"), "核实")})
        carried = carry(plan(OLD, NEW), sheet, NEW)
        assert carried.sheet.items == {}
        assert carried.sheet.overrides == {}
        assert carried.reenter == ("1.1",)


class TestProfiles:
    def made(self, *operations: object) -> Profile:
        return Profile(code="COUNTY", version="1", title="县版", operations=operations)  # type: ignore[arg-type]

    def test_no_operation_is_the_base_under_another_name(self) -> None:
        resolved, faults = resolve(OLD, self.made())
        assert faults == []
        assert resolved.indicators == OLD.indicators
        assert resolved.base is not None
        assert (resolved.base.version, resolved.base.content_hash) == ("2026", content_hash(OLD))

    def test_points_of_parents_and_the_total_follow(self) -> None:
        added = leaf("2.3", "3")
        resolved, faults = resolve(
            OLD,
            self.made(
                Exclude(codes=("1.2",)),
                SetPoints(code="1.1", points=P("8")),
                SetParam(code="2.1", param="required", value="4"),
                SetParam(code="1.1", param="entries/1/per", value="2.5"),
                AddItem(parent="2", indicator=added),
            ),
        )
        assert faults == []
        points = {place.node.code: written(place.node.points) for place in walk(resolved)}
        assert points == {"1": "8", "1.1": "8", "2": "12", "2.1": "5", "2.2": "4", "2.3": "3"}
        assert written(resolved.declared_total) == "20"
        rules = {place.node.code: place.node.rule for place in walk(resolved)}
        assert rules["2.1"] == Frequency(required=4, per_missing=P("1"))
        assert rules["1.1"] == CountDeduct(entries=(entry("a", "1"), entry("b", "2.5")))

    def test_only_what_is_included_stays_with_what_lies_above_it(self) -> None:
        resolved, _ = resolve(OLD, self.made(Include(codes=("1.2", "2"))))
        assert [place.node.code for place in walk(resolved)] == ["1", "1.2", "2", "2.1", "2.2"]

    @pytest.mark.parametrize(
        ("operation", "pointer"),
        [
            (Exclude(codes=("9",)), "/operations/0/codes"),
            (SetPoints(code="9", points=P("1")), "/operations/0/code"),
            (AddItem(parent="9", indicator=leaf("x", "1")), "/operations/0/parent"),
            (SetParam(code="1", param="required", value="1"), "/operations/0/code"),
            (SetParam(code="2.1", param="colour", value="1"), "/operations/0/value"),
            (SetParam(code="2.1", param="required", value="many"), "/operations/0/value"),
            (SetParam(code="1.1", param="entries/7/per", value="1"), "/operations/0/param"),
            (SetParam(code="1.1", param="kind", value="level"), "/operations/0/param"),
        ],
    )
    def test_what_cannot_be_done_is_named(self, operation: object, pointer: str) -> None:
        assert [fault.pointer for fault in resolve(OLD, self.made(operation))[1]] == [pointer]


class TestStates:
    def test_a_published_version_is_never_changed(self) -> None:
        for state in (VersionState.PUBLISHED, VersionState.RETIRED):
            for verb in (VersionVerb.EDIT, VersionVerb.DISCARD):
                with pytest.raises(Refused) as refused:
                    step(state, verb)
                assert refused.value.spec is errors.PUBLISHED

    def test_only_what_was_checked_is_published(self) -> None:
        assert step(VersionState.VALIDATED, VersionVerb.PUBLISH) is VersionState.PUBLISHED
        with pytest.raises(Refused) as refused:
            step(VersionState.DRAFT, VersionVerb.PUBLISH)
        assert refused.value.params == {"allowed": "edit, validate, discard"}

    def test_a_change_after_the_check_asks_for_another(self) -> None:
        assert step(VersionState.VALIDATED, VersionVerb.EDIT) is VersionState.DRAFT

    def test_no_way_leads_back_from_publication(self) -> None:
        after = {STEPS[VersionState.PUBLISHED, verb] for verb in verbs(VersionState.PUBLISHED)}
        assert after == {VersionState.DRAFT, VersionState.RETIRED}  # a draft by cloning: a new version
        assert verbs(VersionState.RETIRED) == [VersionVerb.CLONE]
