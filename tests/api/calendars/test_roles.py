"""Who may read the calendar, who may set terms, who may change what counts for everyone."""

from typing import Any

import pytest

from api.accounts.rules import Role
from tests.api.calendars.conftest import province
from tests.world import World

CALENDAR = "/api/v1/calendar"
READINGS = (
    "/days?from=2026-01-01&to=2026-01-02",
    "/years",
    "/years/2026",
    "/working-days:add?from=2026-01-05&days=1",
    "/working-days:count?from=2026-01-05&to=2026-01-06",
    "/terms",
    "/today",
)
HOMES = {
    "district_reviewer": "district",
    "school_leader": "school",
    "school_clerk": "school",
    "school_supervisor": "school",
}
READERS = {role.value for role in Role} - {"auditor"}  # the auditor sees the ledger only
MANAGERS = {"platform_admin", "section_officer"}


def home(role: str) -> str:
    return HOMES.get(role, "county")


def year() -> dict[str, Any]:
    days = ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")
    return {"source": "通知", "holidays": [{"date": f"2027-{day}", "name": "节"} for day in days], "make_up_days": []}


def terms(unit_id: str) -> dict[str, Any]:
    first = {"term": "first", "starts_on": "2026-09-01", "ends_on": "2027-01-22"}
    second = {"term": "second", "starts_on": "2027-03-01", "ends_on": "2027-07-09"}
    return {"unit_id": unit_id, "terms": [first, second]}


@pytest.mark.parametrize("role", [role.value for role in Role])
class TestEveryRole:
    def test_reads_the_calendar_or_is_refused_everywhere(self, quiet_world: World, role: str) -> None:
        client = quiet_world.sign_in(role, home(role))
        wanted = 200 if role in READERS else 403
        assert [client.get(f"{CALENDAR}{path}").status_code for path in READINGS] == [wanted] * len(READINGS)

    def test_changes_and_restores_the_calendar_or_is_refused_everywhere(self, quiet_world: World, role: str) -> None:
        """The county is one of two: what counts for both is not for anyone here to change."""
        client, unit = quiet_world.sign_in(role, home(role)), quiet_world.unit(home(role))
        replies = [
            client.put(f"{CALENDAR}/years/2027", json=year()),
            client.put(f"{CALENDAR}/terms/2026-2027", json=terms(unit)),
            client.delete(f"{CALENDAR}/terms/2026-2027", params={"unit": unit}),
        ]
        assert [reply.status_code for reply in replies] == ([403, 200, 204] if role in MANAGERS else [403] * 3)


class TestReach:
    @pytest.mark.parametrize("role", sorted(MANAGERS))
    def test_who_manages_a_part_sets_its_terms_but_not_what_counts_for_everyone(self, world: World, role: str) -> None:
        officer = world.sign_in(role, "bureau")
        assert officer.put(f"{CALENDAR}/terms/2026-2027", json=terms(world.unit("bureau"))).status_code == 200
        reply = officer.put(f"{CALENDAR}/years/2027", json=year())
        assert (reply.status_code, reply.json()["code"]) == (403, "calendar.counts_for_everyone")

    @pytest.mark.parametrize("role", sorted(MANAGERS))
    def test_who_manages_all_of_it_changes_what_counts_for_everyone(self, world: World, role: str) -> None:
        keeper = world.sign_in(role, province(world))
        assert keeper.put(f"{CALENDAR}/years/2027", json=year()).status_code == 200

    def test_terms_above_ones_reach_are_inherited_but_not_set(self, world: World) -> None:
        officer = world.sign_in("section_officer", "bureau")
        assert officer.put(f"{CALENDAR}/terms/2026-2027", json=terms(world.unit("county"))).status_code == 404

    @pytest.mark.parametrize("path", READINGS)
    def test_a_visitor_is_asked_to_sign_in(self, quiet_world: World, path: str) -> None:
        assert quiet_world.visitor().get(f"{CALENDAR}{path}").status_code == 401
