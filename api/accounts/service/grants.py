"""Grants: proposed, confirmed by a second person where the role is sensitive, revoked. The rules are a table."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.accounts import rules
from api.accounts.errors import ACCOUNT_DISABLED, GRANT_OWN, GRANT_STATE, NOT_TAKEN_OVER, SECOND_PERSON, UNIT_UNKNOWN
from api.accounts.models import Account, AccountGrant
from api.accounts.queries import grants as queries
from api.accounts.queries import people
from api.accounts.rules import SENSITIVE, AccountStatus, GrantState, GrantVerb, Parties, Role, Step, Who
from api.accounts.schemas import GrantIn, GrantOut
from api.accounts.service import notices
from api.core import assignments, ids
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record
from api.organizations.rules import UnitKind

_DONE = {
    GrantVerb.APPROVE: "grant.approved",
    GrantVerb.REFUSE: "grant.refused",
    GrantVerb.REVOKE: "grant.revoked",
    GrantVerb.SUSPEND: "grant.suspended",
}


Held = tuple[AccountGrant, Account]


@dataclass(frozen=True, slots=True)
class Seat:
    """A role at a unit."""

    role: Role
    unit_id: UUID


def propose(ctx: Context, account_id: UUID, body: GrantIn) -> GrantOut:
    """Give a role at a unit within the actor's reach; a sensitive one waits for a second person.

    Errors: `not_found`, `grant.own`, `grant.account_disabled`, `grant.exists`, `input.invalid`.
    """
    account = people.load_account(ctx, account_id)
    if account.id == ctx.signed_in.id:
        raise Refused(GRANT_OWN)
    if account.status == AccountStatus.DISABLED:
        raise Refused(ACCOUNT_DISABLED)
    unit = queries.find_unit(ctx, body.unit_id)
    if unit is None:
        raise Refused(INVALID, [Violation(UNIT_UNKNOWN, "/unit_id")])
    refuse_if_any(rules.binding_faults(body.role, UnitKind(unit.kind)))
    state = rules.first_state(body.role, approver_known=queries.was_leader_appointed(ctx, unit))
    return queries.get_grant(ctx, add(ctx, account, Seat(body.role, unit.id), state).id)


def add(ctx: Context, account: Account, seat: Seat, state: GrantState, reason: str | None = None) -> AccountGrant:
    """Write and record a new grant."""
    grant = AccountGrant(
        id=ids.ordered(),
        account_id=account.id,
        role=seat.role.value,
        unit_id=seat.unit_id,
        state=state.value,
        proposed_by=ctx.actor.id if ctx.actor else None,
        decided_by=None,
        created_at=ctx.now,
    )
    ctx.session.add(grant)
    ctx.session.flush()
    action = "grant.proposed" if state is GrantState.PROPOSED else "grant.given"
    record(ctx, action, _subject(grant, account), after=_document(grant), reason=reason)
    if state is GrantState.PROPOSED:
        notices.tell_approvers(ctx, grant, account)
    return grant


def approve(ctx: Context, grant_id: UUID) -> GrantOut:
    """Confirm a proposal. Errors: `not_found`, `grant.state`, `grant.second_person`, `grant.not_taken_over`."""
    return _decide(ctx, grant_id, GrantVerb.APPROVE)


def refuse(ctx: Context, grant_id: UUID) -> GrantOut:
    """Turn a proposal down. Errors: `not_found`, `grant.state`, `grant.second_person`."""
    return _decide(ctx, grant_id, GrantVerb.REFUSE)


def revoke(ctx: Context, grant_id: UUID) -> GrantOut:
    """Take a role, or a proposal, back; effective with the next request.

    Errors: `not_found`, `grant.state`, `grant.own`.
    """
    return _decide(ctx, grant_id, GrantVerb.REVOKE)


def _decide(ctx: Context, grant_id: UUID, verb: GrantVerb) -> GrantOut:
    grant, account = queries.load_grant(ctx, grant_id)
    step = _legal_step(ctx, grant, account, verb)
    # As long as the initial password or the invitation is open, whoever handed it out could still walk in.
    if verb is GrantVerb.APPROVE and account.must_change_password:
        raise Refused(NOT_TAKEN_OVER)
    _move(ctx, (grant, account), verb, {"state": step.after.value, "decided_by": ctx.signed_in.id})
    return queries.get_grant(ctx, grant.id)


def suspend_sensitive(ctx: Context, account: Account) -> None:
    """Let the account's sensitive grants wait for a second person again; the actor counts as their proposer."""
    for grant in queries.load_open_sensitive_grants(ctx, account.id, sorted(SENSITIVE)):
        step = _legal_step(ctx, grant, account, GrantVerb.SUSPEND)
        changes = {"state": step.after.value, "proposed_by": ctx.signed_in.id, "decided_by": None}
        _move(ctx, (grant, account), GrantVerb.SUSPEND, changes)


def revoke_all(ctx: Context, account: Account, reason: str) -> None:
    """Take every role and proposal of a leaver back."""
    for grant in queries.load_open_grants(ctx, account.id):
        step = _legal_step(ctx, grant, account, GrantVerb.REVOKE)
        changes = {"state": step.after.value, "decided_by": ctx.signed_in.id}
        _move(ctx, (grant, account), GrantVerb.REVOKE, changes, reason)


def _count_proposals(ctx: Context, account_id: UUID) -> int:
    return len(queries.load_open_proposals_by(ctx, account_id))


def _pass_on_proposals(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """Who answers for a proposal changes; who may confirm it does not widen, for the leaver is disabled."""
    proposals = queries.load_open_proposals_by(ctx, leaver)
    for grant in proposals:
        grant.proposed_by = successor
    ctx.session.flush()
    return len(proposals)


assignments.define("grant_proposal", _count_proposals, _pass_on_proposals)


def approve_proposals(ctx: Context, account: Account, reason: str) -> list[Role]:
    """Make every proposal for the account active, past the law of two; for the host only. Returns the roles."""
    waiting = [
        grant
        for grant in queries.load_open_sensitive_grants(ctx, account.id, sorted(SENSITIVE))
        if grant.state == GrantState.PROPOSED
    ]
    for grant in waiting:
        _move(ctx, (grant, account), GrantVerb.APPROVE, {"state": GrantState.ACTIVE.value}, reason)
    return [Role(grant.role) for grant in waiting]


def _move(ctx: Context, held: Held, verb: GrantVerb, changes: dict[str, Any], reason: str | None = None) -> None:
    """Write and record one step of a grant's life."""
    grant, account = held
    before = _document(grant)
    for field, value in changes.items():
        setattr(grant, field, value)
    ctx.session.flush()
    record(ctx, _DONE[verb], _subject(grant, account), before, _document(grant), reason=reason)
    _tell(ctx, held, verb)


def _tell(ctx: Context, held: Held, verb: GrantVerb) -> None:
    """Those whom a step concerns."""
    if held[0].state == GrantState.PROPOSED:
        notices.tell_approvers(ctx, *held)
        return
    notices.close(ctx, *held)
    if verb in (GrantVerb.APPROVE, GrantVerb.REFUSE):
        notices.tell_decided(ctx, *held)


def _legal_step(ctx: Context, grant: AccountGrant, account: Account, verb: GrantVerb) -> Step:
    state = GrantState(grant.state)
    step = rules.STEPS.get((state, verb))
    if step is None:
        raise Refused(GRANT_STATE, legal=", ".join(rules.legal_verbs(state)) or "—")
    if not rules.may_step(step.who, Parties(ctx.signed_in.id, account.id, grant.proposed_by, account.issued_by)):
        raise Refused(SECOND_PERSON if step.who is Who.SECOND_PERSON else GRANT_OWN)
    return step


def _subject(grant: AccountGrant, account: Account) -> Subject:
    return Subject("grant", grant.id, f"{account.display_name} · {grant.role}", grant.unit_id)


def _document(grant: AccountGrant) -> dict[str, Any]:
    return {
        "account_id": grant.account_id,
        "role": grant.role,
        "unit_id": grant.unit_id,
        "state": grant.state,
        "proposed_by": grant.proposed_by,
        "decided_by": grant.decided_by,
    }
