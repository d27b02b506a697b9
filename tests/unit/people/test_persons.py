"""What may be said of a person, and what is known of an identity number."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.people import errors
from api.people.rules import (
    IdKind,
    PersonStatus,
    Spell,
    identities_differ,
    identity_violations,
    masked,
    merge_plan,
    merge_violations,
    normal_number,
    overlap,
    person_violations,
    resident_check,
    status_violations,
)

# The example of GB 11643-1999, annex A.
EXAMPLE = "11010519491231002X"


def faults(kind: str, number: str | None, last_four: str | None = None) -> list[object]:
    identity = {"kind": kind, "number": number, "last_four": last_four}
    return [violation.spec for violation in identity_violations(identity)]


class TestNumbers:
    def test_the_example_of_the_standard_is_valid(self) -> None:
        assert faults("resident_id", EXAMPLE) == []

    def test_a_slip_in_any_digit_is_found(self) -> None:
        for place in range(17):
            slipped = EXAMPLE[:place] + str((int(EXAMPLE[place]) + 1) % 10) + EXAMPLE[place + 1 :]
            assert errors.NUMBER_CHECK in faults("resident_id", slipped), place

    @given(st.integers(0, 10**17 - 1))
    def test_no_other_check_character_fits(self, body: int) -> None:
        digits = f"{body:017d}"
        fitting = [mark for mark in "0123456789X" if resident_check(digits) == mark]
        assert len(fitting) == 1

    def test_digits_that_are_no_birthday_are_refused(self) -> None:
        body = "11010519490231002"
        assert faults("resident_id", body + resident_check(body)) == [errors.NUMBER_BIRTHDAY]

    @pytest.mark.parametrize("number", ["", "1101051949123100", "110105491231002", "abc"])
    def test_the_old_fifteen_digits_and_nonsense_are_refused(self, number: str) -> None:
        assert faults("resident_id", number) == [errors.NUMBER_FORM]

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("residence_permit", EXAMPLE),
            ("hk_macao_permit", "H12345678"),
            ("hk_macao_permit", "M1299567890"),
            ("taiwan_permit", "12345678"),
            ("foreign_resident_id", "ABC123456789012"),
            ("passport", "E12345678"),
        ],
    )
    def test_each_kind_has_its_form(self, kind: str, number: str) -> None:
        assert faults(kind, number) == []

    @pytest.mark.parametrize("kind", list(IdKind))
    def test_no_kind_takes_signs(self, kind: IdKind) -> None:
        assert errors.NUMBER_FORM in faults(kind, "1234-5678-90")

    def test_either_the_number_or_its_end_is_given(self) -> None:
        assert faults("resident_id", None) == faults("resident_id", EXAMPLE, "002X") == [errors.NUMBER_OR_LAST_FOUR]

    def test_an_end_has_four_characters(self) -> None:
        assert faults("resident_id", None, "002X") == []
        assert faults("resident_id", None, "2X") == [errors.LAST_FOUR_FORM]

    def test_full_width_small_letters_and_blanks_make_no_difference(self) -> None:
        assert normal_number(" １１０１０５ 19491231002x ") == EXAMPLE

    def test_four_characters_are_shown(self) -> None:
        assert masked(EXAMPLE[-4:]) == "****002X"


class TestFacts:
    def test_nobody_joins_the_party_tomorrow(self) -> None:
        facts = {"party": {"joined_on": date(2026, 11, 21)}}
        assert [v.spec for v in person_violations(facts, date(2026, 11, 20))] == [errors.PARTY_JOINED_LATER]
        assert list(person_violations(facts, date(2026, 11, 21))) == []
        assert list(person_violations({"party": None}, date(2026, 11, 20))) == []

    @pytest.mark.parametrize("status", list(PersonStatus))
    def test_who_leaves_gives_up_posts_first(self, status: PersonStatus) -> None:
        expected = [] if status is PersonStatus.ACTIVE else [errors.HOLDS_POSTS]
        assert [v.spec for v in status_violations(status, 1)] == expected
        assert list(status_violations(status, 0)) == []


def person(number: int, **known: object) -> dict[str, object]:
    nothing = dict.fromkeys(("merged_into_id", "id_kind", "id_hash", "id_last_four", "identity", "party"))
    return {"id": UUID(int=number), **nothing, **known}


class TestMerge:
    def test_two_records_without_numbers_can_be_one(self) -> None:
        assert list(merge_violations(person(1), person(2))) == []

    def test_a_record_is_not_merged_into_itself(self) -> None:
        assert [v.spec for v in merge_violations(person(1), person(1))] == [errors.MERGE_ITSELF]

    def test_a_merged_record_is_out_of_the_game(self) -> None:
        gone = person(1, merged_into_id=UUID(int=3))
        assert [v.spec for v in merge_violations(gone, person(2))] == [errors.MERGED]
        assert [v.spec for v in merge_violations(person(2), gone)] == [errors.MERGED]

    def test_numbers_that_differ_make_two_people(self) -> None:
        one = person(1, id_kind="resident_id", id_hash="a", id_last_four="0011")
        other = person(2, id_kind="resident_id", id_hash="b", id_last_four="0011")
        assert identities_differ(one, other)
        assert [v.spec for v in merge_violations(one, other)] == [errors.IDENTITIES_DIFFER]

    def test_known_ends_that_differ_do_too(self) -> None:
        one = person(1, id_kind="resident_id", id_last_four="0011")
        assert identities_differ(one, person(2, id_kind="resident_id", id_last_four="0022"))

    def test_an_end_fits_a_whole_number(self) -> None:
        one = person(1, id_kind="resident_id", id_hash="a", id_last_four="0011")
        assert not identities_differ(one, person(2, id_kind="resident_id", id_last_four="0011"))

    def test_a_passport_and_an_identity_card_say_nothing_of_each_other(self) -> None:
        one = person(1, id_kind="resident_id", id_hash="a", id_last_four="0011")
        assert not identities_differ(one, person(2, id_kind="passport", id_hash="b", id_last_four="5678"))

    def test_the_survivor_takes_over_what_it_lacks(self) -> None:
        lacking, giving = person(1, party="full"), person(2, party="full", identity="resident_id")
        assert merge_plan(lacking, giving, ([], [])).taken == ("identity",)
        assert merge_plan(giving, lacking, ([], [])).taken == ()

    def test_what_both_held_at_once_is_a_twin(self) -> None:
        own = Spell("own", ("school", "principal"), date(2024, 8, 20), None)
        twin = Spell("twin", ("school", "principal"), date(2024, 9, 1), None)
        earlier = Spell("earlier", ("school", "principal"), date(2020, 9, 1), date(2024, 8, 20))
        elsewhere = Spell("elsewhere", ("other school", "principal"), date(2024, 9, 1), None)
        plan = merge_plan(person(1), person(2), ([own], [twin, earlier, elsewhere]))
        assert plan.twins == {"twin"}


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
SPELLS = st.builds(lambda start, end: Spell(None, (), start, end), DAYS, st.none() | DAYS)


class TestOverlap:
    @given(SPELLS, SPELLS)
    def test_two_spells_overlap_if_and_only_if_they_share_a_day(self, one: Spell, other: Spell) -> None:
        days = [date(2020, 1, 1), date(2031, 1, 1)]
        days += [day for spell in (one, other) for day in (spell.from_on, spell.until_on) if day is not None]

        def held(spell: Spell, day: date) -> bool:
            return spell.from_on <= day and (spell.until_on is None or day < spell.until_on)

        shared = any(held(one, day) and held(other, day) for day in days)
        assert overlap(one, other) is overlap(other, one) is shared

    def test_a_successor_may_begin_on_the_day_of_removal(self) -> None:
        removed = date(2026, 8, 31)
        assert not overlap(Spell(1, (), date(2020, 1, 1), removed), Spell(2, (), removed, None))
