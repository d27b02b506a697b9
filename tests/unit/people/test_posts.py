"""Posts: dates, chairs, states."""

from datetime import date
from typing import Any

import pytest

from api.organizations.rules import UnitKind
from api.people import errors
from api.people.rules import (
    POST_KINDS,
    POST_STEPS,
    SINGLE_POSTS,
    EndReason,
    PersonStatus,
    PostState,
    PostVerb,
    collisions,
    ended_facts,
    post_state,
    post_verbs,
    post_violations,
    seat_violations,
)

TODAY = date(2026, 11, 20)


def post(**facts: Any) -> dict[str, Any]:
    known = {
        "id": None,
        "person_id": "somebody",
        "unit_id": "school",
        "kind": "principal",
        "from_on": date(2024, 8, 20),
    }
    return {**known, "term_ends_on": None, "ended_on": None, "end_reason": None, **facts}


def specs(**facts: Any) -> list[object]:
    return [violation.spec for violation in post_violations(post(**facts), TODAY)]


class TestDates:
    def test_a_post_without_an_end_is_in_order(self) -> None:
        assert specs() == []

    def test_a_term_ends_after_it_begins(self) -> None:
        assert specs(term_ends_on=date(2024, 8, 20)) == [errors.TERM_ORDER]

    def test_a_post_does_not_end_before_it_began(self) -> None:
        assert specs(ended_on=date(2024, 8, 19), end_reason="removed") == [errors.END_ORDER]

    def test_a_post_may_end_today_but_not_tomorrow(self) -> None:
        assert specs(ended_on=TODAY, end_reason="removed") == []
        assert specs(ended_on=date(2026, 11, 21), end_reason="removed") == [errors.END_LATER]

    def test_an_end_has_a_reason_and_a_reason_an_end(self) -> None:
        assert specs(ended_on=TODAY) == specs(end_reason="removed") == [errors.END_REASON]

    def test_all_faults_are_told_at_once(self) -> None:
        found = specs(kind="emperor", term_ends_on=date(2020, 1, 1), ended_on=date(2020, 1, 1))
        assert set(found) == {errors.POST_KIND_UNKNOWN, errors.TERM_ORDER, errors.END_REASON, errors.END_ORDER}


class TestSeats:
    @pytest.mark.parametrize("kind", POST_KINDS)
    @pytest.mark.parametrize("unit", list(UnitKind))
    def test_a_unit_has_the_posts_of_the_table(self, kind: str, unit: UnitKind) -> None:
        found = [v.spec for v in seat_violations(post(kind=kind), unit, PersonStatus.ACTIVE)]
        assert found == ([] if unit in POST_KINDS[kind].units else [errors.POST_UNIT_KIND])

    @pytest.mark.parametrize("status", [PersonStatus.RETIRED, PersonStatus.LEFT])
    def test_who_is_gone_takes_no_post_but_may_have_held_one(self, status: PersonStatus) -> None:
        assert [v.spec for v in seat_violations(post(), "school", status)] == [errors.POST_PERSON_GONE]
        assert list(seat_violations(post(ended_on=TODAY), "school", status)) == []


class TestChairs:
    @pytest.mark.parametrize("kind", POST_KINDS)
    def test_two_people_share_a_post_where_the_table_allows_it(self, kind: str) -> None:
        found = [v.spec for v in collisions(post(kind=kind), [post(kind=kind, person_id="another")])]
        assert found == ([errors.POST_TAKEN] if kind in SINGLE_POSTS else [])

    @pytest.mark.parametrize("kind", POST_KINDS)
    def test_nobody_holds_the_same_post_twice(self, kind: str) -> None:
        assert [v.spec for v in collisions(post(kind=kind), [post(kind=kind)])] == [errors.POST_TWICE]

    def test_one_after_the_other_is_in_order(self) -> None:
        before = post(person_id="another", from_on=date(2020, 1, 1), ended_on=date(2024, 8, 20))
        assert list(collisions(post(), [before])) == []

    def test_a_principal_elsewhere_is_no_matter(self) -> None:
        assert list(collisions(post(), [post(person_id="another", unit_id="other school")])) == []

    def test_an_acting_principal_sits_in_the_same_chair(self) -> None:
        found = collisions(post(acting=True), [post(person_id="another")])
        assert [v.spec for v in found] == [errors.POST_TAKEN]

    def test_what_was_entered_in_error_was_never_held(self) -> None:
        wrong = ended_facts(post(person_id="another"), TODAY, EndReason.ENTERED_IN_ERROR)
        assert wrong["ended_on"] == wrong["from_on"]
        assert list(collisions(post(), [wrong])) == []


class TestStates:
    @pytest.mark.parametrize("state", list(PostState))
    @pytest.mark.parametrize("verb", list(PostVerb))
    def test_the_table_says_what_can_be_done(self, state: PostState, verb: PostVerb) -> None:
        legal = {
            (PostState.HELD, PostVerb.CHANGE): PostState.HELD,
            (PostState.HELD, PostVerb.END): PostState.ENDED,
            (PostState.ENDED, PostVerb.REOPEN): PostState.HELD,
        }
        assert POST_STEPS.get((state, verb)) is legal.get((state, verb))
        assert (verb in post_verbs(state)) is ((state, verb) in legal)

    def test_a_post_is_held_until_it_has_an_end(self) -> None:
        assert post_state(post()) is PostState.HELD
        assert post_state(post(ended_on=TODAY)) is PostState.ENDED
