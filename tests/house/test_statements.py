"""How many statements a request costs: few, and the same for one row as for fifty."""

import pytest

from tests.world import V1, World

LISTS = (
    *(
        "/schools",
        "/schools/facets",
        "/units",
        "/units/tree",
        "/accounts",
        "/accounts/persons",
        "/grants",
        "/ledger/events",
        "/regions",
    ),
    *("/persons", "/persons/duplicates", "/posts", "/posts/expiring", "/committees"),
    *("/evidence", "/evidence/tags"),
    *("/imports", "/imports/mappings", "/imports/types"),
    *("/frameworks", "/frameworks/packages", "/framework-crosswalks", "/framework-profiles"),
    "/assessments/external-figures",
    "/assessments/campaigns",
    *("/rectifications/problems", "/rectifications/tasks", "/rectifications/summary", "/rectifications/rates"),
    *("/rectifications/campaigns", "/accountability/actions"),
    "/rectifications/due?from_on=2026-01-01&to_on=2026-12-31",
    *("/meetings", "/decisions", "/decisions/filings", "/policies"),
    *("/payments", "/contracts", "/suppliers", "/teams/absences", "/teams/declarations"),
    *("/custodian-keys", "/identity-requests", "/identity-requests/mine"),
    *("/complaints", "/complaints/clocks", "/complaints/words", "/complaints/ties", "/complaints/clock-rules"),
    *("/complaints/supervision", "/complaints/statistics", "/complaints/overview", "/complaint-packages"),
    "/complaints/statistics?by=unit&across=track",
    "/complaints/clocks/calendar?from_on=2026-01-01&to_on=2026-12-31",
    *("/clients", "/auth/sessions", "/auth/sign-ins", "/auth/tokens"),
)
CALLERS = {
    **dict.fromkeys((path for path in LISTS if path.startswith("/complaints")), "inspection_head"),
    **dict.fromkeys(("/complaints/supervision", "/complaints/overview"), "case_supervisor"),
    "/complaint-packages": "school_leader",
    **dict.fromkeys(("/evidence", "/evidence/tags"), "section_officer"),
    "/accounts": "platform_admin",
    **dict.fromkeys(("/custodian-keys", "/identity-requests"), "identity_custodian"),
    "/identity-requests/mine": "inspection_head",
    "/assessments/external-figures": "section_officer",
    "/accounts/persons": "platform_admin",
    "/clients": "platform_admin",
    "/grants": "platform_admin",
    **dict.fromkeys(("/imports", "/imports/mappings", "/imports/types"), "section_officer"),
    **dict.fromkeys(("/framework-profiles", "/assessments/campaigns"), "section_officer"),
    "/ledger/events": "auditor",
    **dict.fromkeys(
        (path for path in LISTS if path.startswith(("/rectifications", "/accountability"))), "inspection_head"
    ),
    **dict.fromkeys(("/meetings", "/decisions", "/decisions/filings", "/policies"), "section_officer"),
    **dict.fromkeys(("/payments", "/contracts", "/suppliers"), "section_officer"),
    **dict.fromkeys(("/teams/absences", "/teams/declarations"), "section_officer"),
    **dict.fromkeys(("/persons", "/persons/duplicates", "/posts", "/posts/expiring", "/committees"), "section_officer"),
}


class TestLists:
    @pytest.mark.parametrize("path", LISTS)
    def test_a_list_costs_at_most_four_statements_whatever_its_size(self, world: World, path: str) -> None:
        client = world.sign_in(CALLERS.get(path, "read_only"))
        client.get(f"{V1}{path}")
        with world.statements() as few:
            assert client.get(f"{V1}{path}").status_code == 200
        _add_schools(world, 30)
        with world.statements() as many:
            assert client.get(f"{V1}{path}").status_code == 200
        assert len(few) == len(many) <= 4, many


class TestOne:
    def test_reading_one_school_is_the_look_up_of_the_actor_and_one_statement(self, world: World) -> None:
        client = world.sign_in("read_only")
        with world.statements() as seen:
            client.get(f"{V1}/schools/{world.unit('school')}")
        assert len(seen) == 2, seen


def _add_schools(world: World, number: int) -> None:
    items = [
        {
            "parent_id": world.unit("district"),
            "name": f"第{index}幼儿园",
            "type": "kindergarten",
            "ownership": "private",
        }
        for index in range(number)
    ]
    answer = world.sign_in("section_officer", world.unit("county")).post(f"{V1}/schools:batch", json={"items": items})
    assert answer.status_code == 201, answer.text
