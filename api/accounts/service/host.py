"""Accounts set up on the host, by the operator's commands: no second person, recorded as such in the ledger."""

from collections.abc import Sequence
from uuid import UUID

from api.accounts import passwords
from api.accounts.errors import ADMIN_EXISTS, TOTP_NOT_ENROLLED
from api.accounts.queries.people import has_active_admin, load_account_named
from api.accounts.rules import GrantState, Role, username_of
from api.accounts.service import grants, people, second_factors
from api.accounts.service.grants import Seat
from api.core.context import Context
from api.core.errors import Refused
from api.ledger.rules import Subject
from api.ledger.service import record
from api.organizations import service as organizations

ON_HOST = "set up on the host"


def bootstrap_admin(ctx: Context, username: str, display_name: str, region: str) -> str:
    """Make the first platform admin of the division with the GB/T 2260 code `region`; returns the one-time password.

    Errors: `account.admin_exists`, `input.invalid`.
    """
    if has_active_admin(ctx.session):
        raise Refused(ADMIN_EXISTS)
    unit = organizations.plant_root(ctx, region)
    password = passwords.initial()
    new = people.NewAccount(username, display_name, password, unit.id)
    account = people.add(ctx, new, ON_HOST)
    grants.add(ctx, account, Seat(Role.PLATFORM_ADMIN, unit.id), GrantState.ACTIVE, ON_HOST)
    return password


def create_account_with_grants(
    ctx: Context, username: str, display_name: str, password: str, roles: Sequence[tuple[Role | str, UUID]]
) -> UUID:
    """Make an account with active roles and a password that need not be changed; for the demo and for recovery.

    The first role's unit is the account's own. Errors: `input.invalid`, `account.username_taken`.
    """
    new = people.NewAccount(username, display_name, password, roles[0][1], must_change_password=False)
    account = people.add(ctx, new, ON_HOST)
    for role, unit_id in roles:
        grants.add(ctx, account, Seat(Role(role), unit_id), GrantState.ACTIVE, ON_HOST)
    return account.id


def approve_on_host(ctx: Context, username: str) -> list[Role]:
    """Stand in for the second person where none is left, e.g. the only leader's password was reset.

    Makes all proposals for the account active and returns their roles. Errors: `not_found`.
    """
    return grants.approve_proposals(ctx, load_account_named(ctx, username_of(username)), ON_HOST)


def reset_totp_on_host(ctx: Context, username: str) -> None:
    """Take a lost second factor away where no other admin is left who could. Errors: `not_found`, `totp.not_enrolled`.

    The password is still needed, so sensitive roles stay.
    """
    account = load_account_named(ctx, username_of(username))
    if second_factors.clear(ctx, account) is None:
        raise Refused(TOTP_NOT_ENROLLED)
    people.shut_out(ctx, account)
    record(ctx, "account.totp_reset", Subject("account", account.id, account.display_name), reason=ON_HOST)
