"""A person leaves: the account is closed, and what it has open passes to another, unread by who arranges it."""

from uuid import UUID

from api.accounts.errors import HAND_OVER_SELF, HAND_OVER_UNKNOWN
from api.accounts.queries import people as queries
from api.accounts.queries import persons
from api.accounts.rules import AccountStatus
from api.accounts.schemas import Assigned, AssignmentsOut, HandOverIn, HandOverOut
from api.accounts.service import grants, invitations, people
from api.core import assignments
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import record


def list_assignments(ctx: Context, account_id: UUID) -> AssignmentsOut:
    """How much the account has open, and which posts its person holds. Errors: `not_found`."""
    account = queries.load_account(ctx, account_id)
    return AssignmentsOut(items=_numbers(assignments.counts(ctx, account.id)), posts=persons.held_posts(ctx, account))


def hand_over(ctx: Context, account_id: UUID, body: HandOverIn) -> HandOverOut:
    """Pass on what is open, take the leaver's roles, disable the account, end its sessions and tokens.

    Nobody hands over to oneself: who arranges it must not gain by it. Errors: `not_found`, `account.own`,
    `account.wider_reach`, `account.hand_over_party`, `input.invalid`.
    """
    leaver = people.load_another(ctx, account_id)
    if body.to in (ctx.signed_in.id, leaver.id):
        raise Refused(HAND_OVER_SELF)
    successor = queries.find_successor(ctx, body.to)
    if successor is None:
        raise Refused(INVALID, [Violation(HAND_OVER_UNKNOWN, "/to")])
    passed = assignments.hand_over(ctx, leaver.id, successor.id)
    grants.revoke_all(ctx, leaver, body.reason)
    invitations.withdraw(ctx, leaver.id)
    leaver.status = AccountStatus.DISABLED.value
    ctx.session.flush()
    people.shut_out(ctx, leaver)
    subject = Subject("account", leaver.id, leaver.display_name, leaver.unit_id, leaver.revision)
    record(ctx, "account.handed_over", subject, after={"to": successor.id, **passed}, reason=body.reason)
    return HandOverOut(account=queries.get_account(ctx, leaver.id), handed_over=_numbers(passed))


def _numbers(counts: dict[str, int]) -> list[Assigned]:
    return [Assigned(kind=kind, open=number) for kind, number in counts.items()]
