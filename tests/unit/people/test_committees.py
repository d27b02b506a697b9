"""Leading groups and supervision committees."""

from datetime import date
from typing import Any

import pytest

from api.organizations.rules import UnitKind
from api.people import errors
from api.people.rules import (
    COMMITTEE_KINDS,
    CommitteeRole,
    committee_violations,
    member_collisions,
    member_violations,
)

TODAY = date(2026, 11, 20)
FOUNDED = date(2025, 9, 10)


def committee(**facts: Any) -> dict[str, Any]:
    return {"kind": "supervision_committee", "founded_on": FOUNDED, "dissolved_on": None, **facts}


def member(**facts: Any) -> dict[str, Any]:
    known = {"id": None, "committee_id": "it", "person_id": "somebody", "role": "member"}
    return {**known, "joined_on": FOUNDED, "left_on": None, **facts}


def specs(standing: int = 0, unit: str = "school", **facts: Any) -> list[object]:
    return [v.spec for v in committee_violations(committee(**facts), unit, standing, TODAY)]


class TestCommittees:
    @pytest.mark.parametrize("kind", COMMITTEE_KINDS)
    @pytest.mark.parametrize("unit", list(UnitKind))
    def test_a_unit_has_the_kinds_of_the_table(self, kind: str, unit: UnitKind) -> None:
        expected = [] if unit in COMMITTEE_KINDS[kind].units else [errors.COMMITTEE_UNIT_KIND]
        assert specs(kind=kind, unit=unit) == expected

    @pytest.mark.parametrize("kind", COMMITTEE_KINDS)
    def test_there_is_one_where_the_table_says_so(self, kind: str) -> None:
        expected = [errors.COMMITTEE_TAKEN] if COMMITTEE_KINDS[kind].single else []
        assert specs(1, kind=kind) == expected

    def test_an_unknown_kind_is_said_so(self) -> None:
        assert specs(kind="club") == [errors.COMMITTEE_KIND_UNKNOWN]

    def test_it_is_dissolved_after_it_was_founded_and_by_today(self) -> None:
        assert specs(dissolved_on=TODAY) == []
        assert specs(dissolved_on=date(2025, 9, 9)) == [errors.DISSOLVED_ORDER]
        assert specs(dissolved_on=date(2026, 11, 21)) == [errors.DISSOLVED_ORDER]


class TestMembers:
    @pytest.mark.parametrize("kind", COMMITTEE_KINDS)
    @pytest.mark.parametrize("role", list(CommitteeRole))
    def test_a_kind_has_its_roles(self, kind: str, role: CommitteeRole) -> None:
        found = [v.spec for v in member_violations(member(role=role), committee(kind=kind), TODAY)]
        assert found == ([] if role in COMMITTEE_KINDS[kind].roles else [errors.MEMBER_ROLE])

    def test_nobody_joins_before_it_was_founded(self) -> None:
        found = member_violations(member(joined_on=date(2025, 9, 9)), committee(), TODAY)
        assert [v.spec for v in found] == [errors.MEMBER_BEFORE_COMMITTEE]

    def test_nobody_leaves_before_joining_or_tomorrow(self) -> None:
        for day in (date(2025, 9, 9), date(2026, 11, 21)):
            found = member_violations(member(left_on=day), committee(), TODAY)
            assert [v.spec for v in found] == [errors.MEMBER_ORDER]

    def test_nobody_is_a_member_twice_at_once(self) -> None:
        assert [v.spec for v in member_collisions(member(), [member()])] == [errors.MEMBER_TWICE]
        assert list(member_collisions(member(joined_on=TODAY), [member(left_on=TODAY)])) == []

    def test_there_is_one_head_and_any_number_of_others(self) -> None:
        for role in CommitteeRole:
            found = member_collisions(member(role=role), [member(role=role, person_id="another")])
            assert [v.spec for v in found] == ([errors.MEMBER_ROLE_TAKEN] if role is CommitteeRole.HEAD else [])
