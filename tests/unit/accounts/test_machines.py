"""What machines may be given, and the life of a client."""

from datetime import UTC, datetime, timedelta

import pytest

from api.access.permissions import Permission
from api.accounts import errors
from api.accounts.rules import (
    CLIENT_STEPS,
    LONGEST_TOKEN,
    ROLE_PERMISSIONS,
    SCOPES,
    STEPS,
    GrantState,
    GrantVerb,
    Who,
    scope_faults,
    token_faults,
    use_due,
)

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
P = Permission
GIVES_RIGHTS = {P.ACCOUNT_MANAGE, P.ACCOUNT_READ, P.CLIENT_MANAGE, P.GRANT_APPROVE}
OPENS = {P.LEDGER_READ}


class TestScopes:
    def test_nothing_that_gives_rights_or_opens_the_ledger(self) -> None:
        assert not SCOPES & (GIVES_RIGHTS | OPENS)

    @pytest.mark.parametrize("scope", sorted(set(P) - SCOPES))
    def test_each_other_permission_is_refused_at_its_place(self, scope: Permission) -> None:
        (fault,) = scope_faults([P.SCHOOL_READ, scope], "/scopes")
        assert (fault.spec, fault.pointer) == (errors.SCOPE_WITHHELD, "/scopes/1")

    def test_the_others_are_taken(self) -> None:
        assert scope_faults(sorted(SCOPES), "/scopes") == []


class TestToken:
    @pytest.mark.parametrize("days", [0, -1, LONGEST_TOKEN.days + 1])
    def test_it_ends_within_a_year(self, days: int) -> None:
        (fault,) = token_faults([P.SCHOOL_READ], {P.SCHOOL_READ}, NOW + timedelta(days=days), NOW)
        assert (fault.spec, fault.pointer) == (errors.TOKEN_EXPIRY, "/expires_at")

    def test_it_takes_only_what_its_owner_holds(self) -> None:
        later = NOW + timedelta(days=30)
        assert token_faults([P.SCHOOL_READ], {P.SCHOOL_READ}, later, NOW) == []
        (fault,) = token_faults([P.SCHOOL_EXPORT], {P.SCHOOL_READ}, later, NOW)
        assert fault.spec is errors.TOKEN_PERMISSION

    @pytest.mark.parametrize("role", list(ROLE_PERMISSIONS))
    def test_whatever_a_role_holds_what_is_withheld_stays_withheld(self, role: str) -> None:
        held = ROLE_PERMISSIONS[role]  # type: ignore[index]
        faults = token_faults(sorted(held), held, NOW + timedelta(days=1), NOW)
        assert {fault.spec for fault in faults} <= {errors.SCOPE_WITHHELD}
        assert len(faults) == len(held - SCOPES)

    def test_a_use_is_noted_once_an_hour(self) -> None:
        assert use_due(None, NOW)
        assert not use_due(NOW - timedelta(minutes=59), NOW)
        assert use_due(NOW - timedelta(hours=1), NOW)


class TestLife:
    @pytest.mark.parametrize("state", list(GrantState))
    @pytest.mark.parametrize("verb", list(GrantVerb))
    def test_it_is_that_of_a_grant(self, state: GrantState, verb: GrantVerb) -> None:
        client, grant = CLIENT_STEPS.get((state, verb)), STEPS.get((state, verb))
        assert (client and (client.after, client.who)) == (grant and (grant.after, grant.who))

    def test_who_approves_is_a_second_person_with_another_permission(self) -> None:
        for (_, verb), step in CLIENT_STEPS.items():
            decides = verb in (GrantVerb.APPROVE, GrantVerb.REFUSE)
            assert (step.who is Who.SECOND_PERSON) is decides
            assert step.needs is (P.GRANT_APPROVE if decides else P.CLIENT_MANAGE)
        assert not any({P.CLIENT_MANAGE, P.GRANT_APPROVE} <= held for held in ROLE_PERMISSIONS.values())
