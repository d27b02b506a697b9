"""What can be done to a unit, when, and from which day it holds."""

from datetime import date
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.permissions import Permission
from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.organizations import rules
from api.organizations.rules import STEPS, VERBS, MemberRole, Status, Term, UnitKind, Verb

REGIONS = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY)


class TestSteps:
    @pytest.mark.parametrize(("kind", "status", "verb"), list(product(UnitKind, Status, Verb)))
    def test_a_verb_is_legal_exactly_where_the_table_says(self, kind: UnitKind, status: Status, verb: Verb) -> None:
        faults = list(rules.verb_violations(verb, kind, status))
        assert (faults == []) is (verb in VERBS[kind] and (status, verb) in STEPS)
        if faults:
            assert faults[0].params["allowed"] == (", ".join(rules.legal_verbs(kind, status)) or "–")

    def test_a_closed_unit_can_only_be_reopened(self) -> None:
        assert [verb for status, verb in STEPS if status is Status.CLOSED] == [Verb.REOPEN]

    @pytest.mark.parametrize("kind", REGIONS)
    def test_nothing_is_done_to_a_region(self, kind: UnitKind) -> None:
        assert [rules.legal_verbs(kind, status) for status in Status] == [[], [], []]

    def test_what_ends_is_closed(self) -> None:
        ending = {verb for (_, verb), after in STEPS.items() if after is Status.CLOSED}
        assert ending == {Verb.MERGE, Verb.SPLIT, Verb.CLOSE}

    def test_every_verb_has_its_event(self) -> None:
        assert set(rules.PAST) == set(Verb)

    @pytest.mark.parametrize("role", Role)
    def test_only_the_section_officer_restructures(self, role: Role) -> None:
        assert (Permission.UNIT_RESTRUCTURE in ROLE_PERMISSIONS[role]) is (role is Role.SECTION_OFFICER)


class TestDays:
    TODAY, EARLIEST = date(2026, 11, 20), date(2026, 9, 1)

    @pytest.mark.parametrize(
        ("day", "code"),
        [
            (date(2026, 11, 20), None),
            (date(2026, 9, 1), None),
            (date(2026, 11, 21), "unit.effective_later"),
            (date(2026, 8, 31), "unit.effective_too_early"),
        ],
    )
    def test_from_the_last_change_to_today(self, day: date, code: str | None) -> None:
        found = [fault.spec.code for fault in rules.day_violations(day, self.TODAY, self.EARLIEST)]
        assert found == ([code] if code else [])


FACTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3), min_size=4)


class TestTakenBack:
    @given(st.lists(FACTS, min_size=1, max_size=6))
    def test_taking_every_later_change_back_gives_each_earlier_state(self, states: list[dict[str, Any]]) -> None:
        changes = [rules.difference(one, other)[0] for one, other in pairwise(states)]
        for place, state in enumerate(states):
            assert rules.taken_back(states[-1], reversed(changes[place:])) == state

    def test_only_what_differs_is_kept(self) -> None:
        assert rules.difference({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})


class TestCombined:
    def school(self, **facts: Any) -> dict[str, Any]:
        return dict.fromkeys((*rules.ADDED, "boarding")) | {"name": "甲"} | facts

    def test_what_is_known_of_all_is_added(self) -> None:
        one, two = self.school(pupils=1, boarding=False), self.school(pupils=2, boarding=True)
        assert rules.combined(one, [two]) == self.school(pupils=3, boarding=True)

    def test_what_is_unknown_of_one_is_unknown_of_the_sum(self) -> None:
        one, two = self.school(pupils=0, boarding=False), self.school(boarding=None)
        after = rules.combined(one, [two])
        assert (after["pupils"], after["boarding"]) == (None, None)


class TestSchemes:
    @pytest.mark.parametrize("text", ["code", "uscc", "ext:lk.census"])
    def test_known(self, text: str) -> None:
        assert rules.scheme_of(text) is not None

    @pytest.mark.parametrize("text", ["", "id", "ext:", "ext", "name"])
    def test_unknown(self, text: str) -> None:
        assert rules.scheme_of(text) is None

    def test_what_a_unit_bears(self) -> None:
        facts = {"name": "甲", "code": None, "credit_code": "x", "external_ids": [{"scheme": "s", "value": "1"}]}
        assert rules.borne(facts) == [("name", "甲"), ("uscc", "x"), ("ext:s", "1")]


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


class TestTerms:
    @given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
    def test_two_terms_meet_exactly_when_they_share_a_day(
        self, a: date, b: date | None, c: date, d: date | None
    ) -> None:
        one, other = (Term(None, "member", *days) for days in ((a, b), (c, d)))  # type: ignore[arg-type]
        shared = max(a, c) < min(b or date.max, d or date.max) and (b is None or a < b) and (d is None or c < d)
        if (b is None or a < b) and (d is None or c < d):
            assert one.meets(other) == other.meets(one) == shared

    def test_one_head_at_a_time(self) -> None:
        head = Term(None, MemberRole.HEAD, date(2026, 1, 1), None)  # type: ignore[arg-type]
        codes = {fault.spec.code for fault in rules.term_violations(head, [head])}
        assert codes == {"group.member_twice", "group.head_taken"}

    def test_kinds_are_data_and_a_wrong_one_names_them(self) -> None:
        assert list(rules.kind_violations("education_group")) == []
        (fault,) = rules.kind_violations("club")
        assert "education_group" in str(fault.params["allowed"])
