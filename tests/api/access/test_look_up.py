"""One look-up of the actor per request; a constant number of statements per page."""

import pytest

from tests.api.accounts.steps import create, propose
from tests.world import V1, World


class TestLookUp:
    @pytest.mark.parametrize(
        ("role", "path"),
        [
            ("platform_admin", "/accounts"),
            ("platform_admin", "/grants"),
            ("platform_admin", "/roles"),
            ("platform_admin", "/calendar/years"),
            ("section_officer", "/schools"),
            ("section_officer", "/units/tree"),
            ("auditor", "/ledger/events"),
        ],
    )
    def test_the_actor_is_found_with_one_statement(self, house: World, role: str, path: str) -> None:
        client = house.sign_in(role)
        with house.statements() as seen:
            assert client.get(f"{V1}{path}").status_code == 200
        assert sum("account_session" in statement for statement in seen) == 1

    def test_a_list_of_accounts_takes_four_statements_however_long_it_is(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        for number in range(5):
            account = create(admin, f"person{number}")
            propose(admin, account["id"], "read_only", world.unit("county"))
        counts = []
        for size in (1, 5, 50):
            with world.statements() as seen:
                assert admin.get(f"{V1}/accounts?size={size}").status_code == 200
            counts.append(len(seen))
        assert counts == [4, 4, 4]

    def test_a_visitor_is_not_looked_up(self, house: World) -> None:
        with house.statements() as seen:
            assert house.visitor().get(f"{V1}/meta").status_code == 200
        assert not any("account_session" in statement for statement in seen)
