"""What no sequence of calls by one administrator may reach: a role that opens or approves, or a ledger payload.

The administrator keeps every password, link, secret and token that the product ever hands out, walks into every account
these open, and acts through all of them, in any order that Hypothesis can think of.
"""

from contextlib import ExitStack
from typing import Any
from uuid import UUID

import hypothesis.strategies as st
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from api.access.permissions import Permission
from api.accounts.models import AccountGrant
from api.accounts.rules import SCOPES, SENSITIVE, GrantState, Role
from tests.databases import Backend, borrowed
from tests.soak import rounds
from tests.world import V1, WORLD, World, inhabited

OPENS = {Permission.LEDGER_READ, Permission.GRANT_APPROVE}
OTHERS = ("auditor", "bureau_leader", "read_only", "platform_admin")
# What is tried is mostly what matters: a role that opens, or one more administrator to act through.
WANTED = st.sampled_from([*sorted(SENSITIVE), Role.PLATFORM_ADMIN, Role.PLATFORM_ADMIN, Role.SCHOOL_CLERK])
SCOPES_WANTED = st.lists(st.sampled_from([*sorted(SCOPES), *sorted(OPENS)]), min_size=1, max_size=2)
PICK = st.integers(min_value=0, max_value=23)


class Administrator(RuleBasedStateMachine):
    """One person with account.manage and all that this person can lay hands on."""

    backend: Backend

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.world: World = self.stack.enter_context(inhabited(self.stack.enter_context(borrowed(self.backend, WORLD))))
        self.hands: list[TestClient] = []  # everyone through whom the administrator acts
        self.opened: set[str] = set()  # accounts whose password the administrator has set
        self.known: dict[str, dict[str, Any]] = {}  # accounts that could be walked into
        self.accounts: list[str] = []
        self.persons: list[str] = []
        self.grants: list[str] = []
        self.clients: list[str] = []
        self.bearers: list[str] = []
        self.number = 0

    def teardown(self) -> None:
        self.stack.close()

    @initialize()
    def begin(self) -> None:
        self.hands = [self.world.sign_in("platform_admin")]
        self.accounts = [self.world.account(role) for role in OTHERS[:3]]
        officer = self.world.sign_in("section_officer")
        for name in ("罗建平", "安然"):
            body = {"unit_id": self.world.unit("school"), "name": name, "kind": "teacher"}
            self.persons.append(officer.post(f"{V1}/persons", json=body).json()["id"])
        with self.world.host() as ctx:
            self.grants = [str(grant) for grant in ctx.session.scalars(select(AccountGrant.id))]

    def hand(self, pick: int) -> TestClient:
        """The administrator, or every third time whoever else is in these hands."""
        return self.hands[0] if pick % 3 else self.hands[-1 - pick % len(self.hands)]

    def one(self, items: list[str], pick: int) -> str:
        """One of them, a late one rather than an early one."""
        return items[-1 - pick % len(items)] if items else str(UUID(int=0))

    # --- Accounts ---------------------------------------------------------------------------------------------------

    @rule(who=PICK, invite=st.booleans(), enters=st.booleans())
    def create(self, who: int, invite: bool, enters: bool) -> None:
        self.number += 1
        name = f"puppet{self.number}"
        body = {"username": name, "display_name": f"第{self.number}人", "invite": invite}
        answer = self.hand(who).post(f"{V1}/accounts", json=body)
        if answer.status_code == 201:
            made = answer.json()
            self.accounts.append(made["account"]["id"])
            self.learn(made["account"], made)
            if enters:
                self.enter(made["account"]["id"])

    def learn(self, account: dict[str, Any], handed_out: dict[str, Any]) -> None:
        secret = handed_out.get("initial_password")
        link = (handed_out.get("invitation") or {}).get("token")
        self.known[account["id"]] = {"username": account["username"], "password": secret, "link": link}

    @rule(pick=PICK)
    def walk_in(self, pick: int) -> None:
        """Log in with what was handed out, and set a password of one's own."""
        account = self.one([*self.known], pick)
        if account in self.known:
            self.enter(account)

    def enter(self, account: str) -> None:
        self.number += 1
        way, chosen = self.known.pop(account), f"nrqxotjmzeba {self.number:04d}"
        client = self.world.visitor()
        if way["link"]:
            client.post(f"{V1}/auth/invitations:accept", json={"token": way["link"], "new_password": chosen})
        first = way["password"] or chosen
        answer = client.post(f"{V1}/auth/login", json={"username": way["username"], "password": first})
        if answer.status_code != 200:
            return
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        if way["password"]:
            change = {"current_password": first, "new_password": chosen}
            assert client.post(f"{V1}/auth/password", json=change).status_code == 204
        self.opened.add(account)
        self.hands.append(client)

    @rule(who=PICK, whom=PICK, verb=st.sampled_from(["reset-password", "invite", "reset-totp", "end-sessions"]))
    def take_away(self, who: int, whom: int, verb: str) -> None:
        account = self.one(self.accounts, whom)
        answer = self.hand(who).post(f"{V1}/accounts/{account}:{verb}")
        if answer.status_code == 200 and verb in ("reset-password", "invite"):
            self.learn(answer.json()["account"], answer.json())

    @rule(who=PICK, whom=PICK, status=st.sampled_from(["disabled", "active", "active"]))
    def disable(self, who: int, whom: int, status: str) -> None:
        self.hand(who).patch(f"{V1}/accounts/{self.one(self.accounts, whom)}", json={"status": status})

    @rule(who=PICK, leaver=PICK, to=PICK)
    def hand_over(self, who: int, leaver: int, to: int) -> None:
        body = {"to": self.one(self.accounts, to), "reason": "调离"}
        self.hand(who).post(f"{V1}/accounts/{self.one(self.accounts, leaver)}:hand-over", json=body)

    @rule(who=PICK, whom=PICK, person=PICK)
    def say_whose_it_is(self, who: int, whom: int, person: int) -> None:
        body = {"person_id": self.one(self.persons, person)}
        self.hand(who).patch(f"{V1}/accounts/{self.one(self.accounts, whom)}", json=body)

    # --- Roles ------------------------------------------------------------------------------------------------------

    @rule(who=PICK, whom=PICK, role=WANTED, place=st.sampled_from(["county", "county", "bureau", "school"]))
    def propose(self, who: int, whom: int, role: str, place: str) -> None:
        body = {"role": role, "unit_id": self.world.unit(place)}
        answer = self.hand(who).post(f"{V1}/accounts/{self.one(self.accounts, whom)}/grants", json=body)
        if answer.status_code == 201:
            self.grants.append(answer.json()["id"])

    @rule(who=PICK, which=PICK, verb=st.sampled_from(["approve", "approve", "refuse", "revoke"]))
    def decide(self, who: int, which: int, verb: str) -> None:
        self.hand(who).post(f"{V1}/grants/{self.one(self.grants, which)}:{verb}")

    @rule(who=PICK, which=PICK)
    def switch_post(self, who: int, which: int) -> None:
        body = {"grant_id": self.one(self.grants, which) if which % 2 else None}
        self.hand(who).put(f"{V1}/auth/session/post", json=body)

    # --- Machines ---------------------------------------------------------------------------------------------------

    @rule(who=PICK, scopes=SCOPES_WANTED)
    def propose_client(self, who: int, scopes: list[str]) -> None:
        self.number += 1
        body = {"name": f"系统{self.number}", "unit_id": self.world.unit("county"), "scopes": scopes}
        answer = self.hand(who).post(f"{V1}/clients", json=body)
        if answer.status_code == 201:
            self.clients.append(answer.json()["id"])

    @rule(who=PICK, which=PICK, verb=st.sampled_from(["approve", "revoke"]))
    def decide_client(self, who: int, which: int, verb: str) -> None:
        self.hand(who).post(f"{V1}/clients/{self.one(self.clients, which)}:{verb}")

    @rule(who=PICK, which=PICK, scopes=SCOPES_WANTED)
    def widen_client(self, who: int, which: int, scopes: list[str]) -> None:
        self.hand(who).patch(f"{V1}/clients/{self.one(self.clients, which)}", json={"scopes": scopes})

    @rule(who=PICK, which=PICK)
    def get_token(self, who: int, which: int) -> None:
        client = self.one(self.clients, which)
        made = self.hand(who).post(f"{V1}/clients/{client}/secrets", json={})
        if made.status_code == 200:
            form = {"grant_type": "client_credentials", "client_id": client, "client_secret": made.json()["secret"]}
            answer = self.world.visitor().post(f"{V1}/oauth/token", data=form)
            if answer.status_code == 200:
                self.bearers.append(answer.json()["access_token"])

    @rule(who=PICK, permissions=SCOPES_WANTED)
    def make_token(self, who: int, permissions: list[str]) -> None:
        body = {"name": "x", "permissions": permissions, "expires_at": "2027-01-01T00:00:00Z"}
        answer = self.hand(who).post(f"{V1}/auth/tokens", json=body)
        if answer.status_code == 201:
            self.bearers.append(answer.json()["secret"])

    @rule(pick=PICK, kind=st.sampled_from(["schools", "persons", "evidence"]))
    def export(self, pick: int, kind: str) -> None:
        callers = [*self.hands, *map(self.bearer, self.bearers)]
        caller = callers[-1 - pick % len(callers)]
        caller.post(f"{V1}/exports", json={"kind": kind})

    # --- What must hold ---------------------------------------------------------------------------------------------

    @invariant()
    def nobody_in_these_hands_holds_a_role_that_opens(self) -> None:
        with self.world.host() as ctx:
            stmt = select(AccountGrant.account_id, AccountGrant.role).where(
                AccountGrant.state == GrantState.ACTIVE.value,
                AccountGrant.role.in_([role.value for role in SENSITIVE]),
                AccountGrant.account_id.in_([UUID(account) for account in {*self.opened, *self.known}]),
            )
            assert ctx.session.execute(stmt).all() == []

    @invariant()
    def no_hand_reads_the_ledger_or_approves(self) -> None:
        for client in [*self.hands[-2:], *map(self.bearer, self.bearers[-2:])]:
            assert client.get(f"{V1}/ledger/events").status_code in (401, 403)
            session = client.get(f"{V1}/auth/session")
            if session.status_code == 200:
                assert not OPENS & set(session.json()["permissions"])

    def bearer(self, token: str) -> TestClient:
        client = self.world.visitor()
        client.headers["Authorization"] = f"Bearer {token}"
        return client


@pytest.fixture
def machine(backend: Backend) -> type[Administrator]:
    return type("Here", (Administrator,), {"backend": backend})


def test_no_sequence_of_calls_by_one_administrator_opens_anything(machine: type[Administrator]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.soak
def test_nor_do_many_long_sequences(machine: type[Administrator]) -> None:
    few = settings(max_examples=2, stateful_step_count=80, deadline=None, suppress_health_check=list(HealthCheck))
    for _ in rounds(0.06, 75):
        run_state_machine_as_test(machine, settings=few)
