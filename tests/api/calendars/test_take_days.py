"""Holidays and make-up days as rows, on both databases."""

from typing import Any

from api.calendars.rules.working_days import fixed_holidays
from api.calendars.tabular import DAY_ROWS
from api.core.intake import Mode
from api.organizations.queries import find_region_unit
from tests.rows import actions, faults, how, take
from tests.world import V1, World

WHOLE = [{"day": day.isoformat(), "kind": "holiday", "name": name} for day, name in fixed_holidays(2031).items()]
MAKE_UP = {"day": "2031-09-28", "kind": "make_up", "name": "国庆节", "source": "国办发明电〔2030〕9号"}
BY_DAY = how(scheme="day")


def everywhere(world: World) -> dict[str, str]:
    """An officer at the root, who answers for every unit."""
    with world.host() as ctx:
        province = find_region_unit(ctx, "990000")
    assert province is not None
    return {"role": "section_officer", "unit": str(province.id)}


def table(world: World, year: int) -> dict[str, Any]:
    found: dict[str, Any] = world.sign_in("read_only").get(f"{V1}/calendar/years/{year}").json()
    return found


class TestTaking:
    def test_a_year_comes_in_whole_and_once(self, world: World) -> None:
        who = everywhere(world)
        made = take(world, DAY_ROWS, [*WHOLE, MAKE_UP], BY_DAY, **who)
        year = table(world, 2031)
        assert set(actions(made)) == {"created"}
        assert (year["revision"], year["provisional"], year["source"]) == (1, False, "国办发明电〔2030〕9号")
        assert (year["holidays"], year["make_up_days"]) == (len(WHOLE), 1)
        assert set(actions(take(world, DAY_ROWS, [*WHOLE, MAKE_UP], BY_DAY, **who))) == {"unchanged"}
        assert table(world, 2031)["revision"] == 1

    def test_a_day_is_corrected_or_taken_out(self, world: World) -> None:
        who = everywhere(world)
        take(world, DAY_ROWS, [*WHOLE, MAKE_UP], BY_DAY, **who)
        (renamed,) = take(world, DAY_ROWS, [MAKE_UP | {"name": "中秋节"}], BY_DAY, **who)
        (gone,) = take(world, DAY_ROWS, [{"day": MAKE_UP["day"]}], how(Mode.DELETE, scheme="day"), **who)
        assert (renamed.action, renamed.revision, gone.action, gone.revision) == ("updated", 2, "deleted", 3)
        assert table(world, 2031)["make_up_days"] == 0


class TestRefusing:
    def test_half_a_notice_is_not_believed(self, world: World) -> None:
        outcomes = take(world, DAY_ROWS, WHOLE[1:], BY_DAY, **everywhere(world))
        assert {code for outcome in outcomes for _, code in faults(outcome)} == {"calendar.statutory_holiday_missing"}
        assert table(world, 2031)["provisional"]

    def test_a_make_up_day_is_at_a_weekend_and_no_day_stands_twice(self, world: World) -> None:
        rows = [*WHOLE, WHOLE[0] | {"name": "除夕"}, MAKE_UP | {"day": "2031-09-29"}]
        outcomes = take(world, DAY_ROWS, rows, how(scheme="day", write=False), **everywhere(world))
        assert ("day", "calendar.date_twice") in faults(outcomes[0])
        assert ("day", "calendar.make_up_on_weekday") in faults(outcomes[-1])

    def test_who_answers_for_one_county_moves_nobodys_deadlines(self, world: World) -> None:
        (outcome,) = take(world, DAY_ROWS, [MAKE_UP], BY_DAY)
        assert faults(outcome) == [(None, "import.right.outside_reach")]
