"""The life of a grant: the table is walked whole, every state with every verb."""

from uuid import UUID

import pytest

from api.access.permissions import Permission
from api.accounts.rules import (
    SENSITIVE,
    STEPS,
    GrantState,
    GrantVerb,
    Parties,
    Role,
    Who,
    first_state,
    legal_verbs,
    may_step,
)

ADMIN, GRANTEE, LEADER, OTHER = (UUID(int=number) for number in range(1, 5))

LEGAL = {
    (GrantState.PROPOSED, GrantVerb.APPROVE): GrantState.ACTIVE,
    (GrantState.PROPOSED, GrantVerb.REFUSE): GrantState.REFUSED,
    (GrantState.PROPOSED, GrantVerb.REVOKE): GrantState.REVOKED,
    (GrantState.PROPOSED, GrantVerb.SUSPEND): GrantState.PROPOSED,
    (GrantState.ACTIVE, GrantVerb.REVOKE): GrantState.REVOKED,
    (GrantState.ACTIVE, GrantVerb.SUSPEND): GrantState.PROPOSED,
}


class TestSteps:
    @pytest.mark.parametrize("state", list(GrantState))
    @pytest.mark.parametrize("verb", list(GrantVerb))
    def test_each_verb_leads_where_the_regulation_says_or_is_not_there(
        self, state: GrantState, verb: GrantVerb
    ) -> None:
        step = STEPS.get((state, verb))
        assert (step.after if step else None) == LEGAL.get((state, verb))

    @pytest.mark.parametrize("state", [GrantState.REFUSED, GrantState.REVOKED])
    def test_closed_is_closed(self, state: GrantState) -> None:
        assert legal_verbs(state) == []

    def test_only_an_approval_by_a_second_person_makes_a_proposal_active(self) -> None:
        ways = {(before, verb): step for (before, verb), step in STEPS.items() if step.after is GrantState.ACTIVE}
        assert set(ways) == {(GrantState.PROPOSED, GrantVerb.APPROVE)}
        step = ways[GrantState.PROPOSED, GrantVerb.APPROVE]
        assert (step.needs, step.who) == (Permission.GRANT_APPROVE, Who.SECOND_PERSON)

    def test_what_a_person_can_ask_for_is_listed_in_the_order_of_the_table(self) -> None:
        assert legal_verbs(GrantState.PROPOSED) == [
            GrantVerb.APPROVE,
            GrantVerb.REFUSE,
            GrantVerb.REVOKE,
        ]


def parties(actor: UUID) -> Parties:
    return Parties(actor, grantee=GRANTEE, proposer=ADMIN, issuer=OTHER)


class TestPersons:
    @pytest.mark.parametrize(("actor", "may"), [(LEADER, True), (ADMIN, False), (GRANTEE, False), (OTHER, False)])
    def test_a_second_person_is_none_of_those_involved(self, actor: UUID, may: bool) -> None:
        assert may_step(Who.SECOND_PERSON, parties(actor)) is may

    @pytest.mark.parametrize(("actor", "may"), [(LEADER, True), (ADMIN, True), (GRANTEE, False), (OTHER, True)])
    def test_no_one_touches_the_own_grants(self, actor: UUID, may: bool) -> None:
        assert may_step(Who.ANOTHER, parties(actor)) is may

    def test_what_was_set_up_on_the_host_has_no_proposer_to_avoid(self) -> None:
        assert may_step(Who.SECOND_PERSON, Parties(LEADER, GRANTEE))


class TestFirstState:
    @pytest.mark.parametrize("role", list(Role))
    def test_sensitive_roles_wait(self, role: Role) -> None:
        expected = GrantState.PROPOSED if role in SENSITIVE else GrantState.ACTIVE
        assert first_state(role, approver_known=True) is expected

    def test_the_first_bureau_leader_is_appointed_by_the_admin_alone(self) -> None:
        assert first_state(Role.BUREAU_LEADER, approver_known=False) is GrantState.ACTIVE

    @pytest.mark.parametrize("role", sorted(SENSITIVE - {Role.BUREAU_LEADER}))
    def test_every_other_sensitive_role_waits_until_there_is_a_leader(self, role: Role) -> None:
        assert first_state(role, approver_known=False) is GrantState.PROPOSED
