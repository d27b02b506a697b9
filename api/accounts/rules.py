"""The rules of accounts: roles and what they may do, the life of a grant, lock-out, passwords, user names. Pure.

Deny by default: what is not in `ROLE_PERMISSIONS` is not allowed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from api.access.permissions import Permission
from api.accounts import errors
from api.core.errors import Violation
from api.organizations.rules import UnitKind

# --- Roles -----------------------------------------------------------------------------------------------------------


class Role(StrEnum):
    """What a person is to the product at one unit and all units below it."""

    PLATFORM_ADMIN = "platform_admin"  # 平台管理员: accounts, units, calendars; no content
    BUREAU_LEADER = "bureau_leader"  # 局领导
    INSPECTION_HEAD = "inspection_head"  # 纪检监察组组长
    DISCIPLINE_INSPECTOR = "discipline_inspector"  # 纪检监察干部
    INTAKE_CLERK = "intake_clerk"  # 受理员
    CASE_HANDLER = "case_handler"  # 承办人
    IDENTITY_CUSTODIAN = "identity_custodian"  # 身份保管员
    CASE_SUPERVISOR = "case_supervisor"  # 督办员
    SECTION_OFFICER = "section_officer"  # 股室人员
    DISTRICT_REVIEWER = "district_reviewer"  # 学区复核员
    SCHOOL_LEADER = "school_leader"  # 学校负责人
    SCHOOL_CLERK = "school_clerk"  # 学校经办人
    SCHOOL_SUPERVISOR = "school_supervisor"  # 校监会成员
    AUDITOR = "auditor"  # 审计员: the ledger only
    READ_ONLY = "read_only"  # 只读


P = Permission
_LOOKS = frozenset({P.CALENDAR_READ, P.SCHOOL_READ, P.UNIT_READ})
_OVERSEES = _LOOKS | {P.DASHBOARD_READ}
_LEADS = _OVERSEES | {P.ACCOUNT_READ, P.GRANT_APPROVE, P.SCHOOL_EXPORT}

# No role holds both account.manage and grant.approve: who proposes a sensitive role can never be who confirms it.
ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    # Sees units by name to bind roles to them, but neither schools' data nor figures nor the ledger.
    Role.PLATFORM_ADMIN: frozenset(
        {P.ACCOUNT_MANAGE, P.ACCOUNT_READ, P.CALENDAR_MANAGE, P.CALENDAR_READ, P.UNIT_MANAGE, P.UNIT_READ}
    ),
    Role.BUREAU_LEADER: _LEADS,
    Role.INSPECTION_HEAD: _LEADS | {P.LEDGER_READ},
    Role.DISCIPLINE_INSPECTOR: _OVERSEES,
    Role.INTAKE_CLERK: _LOOKS,
    Role.CASE_HANDLER: _LOOKS,
    Role.IDENTITY_CUSTODIAN: _LOOKS,
    Role.CASE_SUPERVISOR: _OVERSEES,
    Role.SECTION_OFFICER: _OVERSEES
    | {P.CALENDAR_MANAGE, P.SCHOOL_CREATE, P.SCHOOL_EXPORT, P.SCHOOL_REGISTER, P.SCHOOL_UPDATE, P.UNIT_MANAGE},
    Role.DISTRICT_REVIEWER: _OVERSEES | {P.SCHOOL_EXPORT},
    # The overview compares schools; someone bound to one school works on that school's own page.
    Role.SCHOOL_LEADER: _LOOKS | {P.SCHOOL_UPDATE},
    Role.SCHOOL_CLERK: _LOOKS | {P.SCHOOL_UPDATE},
    Role.SCHOOL_SUPERVISOR: _LOOKS,
    # Units are read to name the unit of an event and to choose one in the ledger's filter.
    Role.AUDITOR: frozenset({P.LEDGER_READ, P.UNIT_READ}),
    Role.READ_ONLY: _OVERSEES,
}

# Roles that open complaints, identities or the ledger; and every role that approves these, for else an admin could
# appoint the one who confirms his proposals.
SENSITIVE = frozenset(
    {
        Role.INSPECTION_HEAD,
        Role.DISCIPLINE_INSPECTOR,
        Role.INTAKE_CLERK,
        Role.CASE_HANDLER,
        Role.IDENTITY_CUSTODIAN,
        Role.CASE_SUPERVISOR,
        Role.AUDITOR,
        *(role for role, permissions in ROLE_PERMISSIONS.items() if P.GRANT_APPROVE in permissions),
    }
)
APPROVERS = frozenset(role for role, permissions in ROLE_PERMISSIONS.items() if P.GRANT_APPROVE in permissions)

_REGIONS_AND_BUREAUS = frozenset({UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.BUREAU})
_BOUND_LOW: Mapping[Role, frozenset[UnitKind]] = {
    Role.DISTRICT_REVIEWER: frozenset({UnitKind.DISTRICT}),
    Role.SCHOOL_LEADER: frozenset({UnitKind.SCHOOL}),
    Role.SCHOOL_CLERK: frozenset({UnitKind.SCHOOL}),
    Role.SCHOOL_SUPERVISOR: frozenset({UnitKind.SCHOOL}),
}


def kinds_for(role: Role) -> frozenset[UnitKind]:
    """The kinds of unit that `role` can be bound to."""
    return _BOUND_LOW.get(role, _REGIONS_AND_BUREAUS)


def binding_faults(role: Role, kind: UnitKind) -> list[Violation]:
    """`grant.unit_kind` when `role` cannot be bound to a unit of this `kind`."""
    allowed = kinds_for(role)
    if kind in allowed:
        return []
    return [Violation(errors.UNIT_KIND, "/unit_id", params={"kinds": ", ".join(sorted(allowed))})]


# --- The life of an account and of a grant -----------------------------------------------------------------------------


class AccountStatus(StrEnum):
    """A disabled account cannot log in, and its sessions have ended; its roles and history stay."""

    ACTIVE = "active"
    DISABLED = "disabled"


class GrantState(StrEnum):
    """Where a grant stands; only `active` ones give anything."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REFUSED = "refused"
    REVOKED = "revoked"


OPEN = frozenset({GrantState.PROPOSED, GrantState.ACTIVE})


class GrantVerb(StrEnum):
    """What can be done to a grant. `suspend` is what a password reset does to the sensitive ones."""

    APPROVE = "approve"
    REFUSE = "refuse"
    REVOKE = "revoke"
    SUSPEND = "suspend"


class Who(StrEnum):
    """Who may, beside holding the permission where the grant is bound."""

    SECOND_PERSON = "second_person"  # neither proposer, nor grantee, nor who handed out the grantee's initial password
    ANOTHER = "another"  # anyone but the grantee


@dataclass(frozen=True, slots=True)
class Step:
    """One legal move of a grant."""

    after: GrantState
    needs: Permission
    who: Who


# A reset password is known to who reset it. The sensitive roles of that account therefore wait again, like new
# proposals, until a second person has made sure whose hands the account is in: one table serves both laws.
STEPS: Mapping[tuple[GrantState, GrantVerb], Step] = {
    (GrantState.PROPOSED, GrantVerb.APPROVE): Step(GrantState.ACTIVE, P.GRANT_APPROVE, Who.SECOND_PERSON),
    (GrantState.PROPOSED, GrantVerb.REFUSE): Step(GrantState.REFUSED, P.GRANT_APPROVE, Who.SECOND_PERSON),
    (GrantState.PROPOSED, GrantVerb.REVOKE): Step(GrantState.REVOKED, P.ACCOUNT_MANAGE, Who.ANOTHER),
    (GrantState.PROPOSED, GrantVerb.SUSPEND): Step(GrantState.PROPOSED, P.ACCOUNT_MANAGE, Who.ANOTHER),
    (GrantState.ACTIVE, GrantVerb.REVOKE): Step(GrantState.REVOKED, P.ACCOUNT_MANAGE, Who.ANOTHER),
    (GrantState.ACTIVE, GrantVerb.SUSPEND): Step(GrantState.PROPOSED, P.ACCOUNT_MANAGE, Who.ANOTHER),
}


def legal_verbs(state: GrantState) -> list[GrantVerb]:
    """What a person can ask for in `state`, in the order of the table."""
    return [verb for before, verb in STEPS if before is state and verb is not GrantVerb.SUSPEND]


def first_state(role: Role, *, approver_known: bool) -> GrantState:
    """Where a new grant begins.

    `approver_known`: someone was ever appointed who can approve for this unit. Until then the first bureau leader is
    appointed by the admin alone, for there is no second person; every later one needs the second person.
    """
    if role not in SENSITIVE or (role is Role.BUREAU_LEADER and not approver_known):
        return GrantState.ACTIVE
    return GrantState.PROPOSED


@dataclass(frozen=True, slots=True)
class Parties:
    """The persons around one step of a grant; `issuer` last handed out an initial password of the grantee."""

    actor: UUID
    grantee: UUID
    proposer: UUID | None = None
    issuer: UUID | None = None


def may_step(who: Who, parties: Parties) -> bool:
    """Whether the actor is the right person for a step."""
    if who is Who.ANOTHER:
        return parties.actor != parties.grantee
    return parties.actor not in (parties.grantee, parties.proposer, parties.issuer)


# --- Log-in ----------------------------------------------------------------------------------------------------------

SESSION = timedelta(hours=8)
LONGEST_SESSION = timedelta(hours=24)
FREE_FAILURES = 5
LONGEST_DELAY = timedelta(minutes=15)
FAILURES_KEPT = timedelta(hours=24)


def session_end(logged_in_at: datetime, now: datetime) -> datetime:
    """When a session that is begun or extended `now` ends: after 8 h, at most 24 h after log-in."""
    return min(now + SESSION, logged_in_at + LONGEST_SESSION)


def delay(failures: int) -> timedelta:
    """How long a name is locked after so many failures in a row: 0 up to 4, then 1 s, 2 s, 4 s … 15 min."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_DELAY)


def remaining_delay(failures: int, last_failed_at: datetime, now: datetime) -> timedelta:
    """How long the name still has to wait."""
    return max(last_failed_at + delay(failures) - now, timedelta(0))


# --- User names and passwords ----------------------------------------------------------------------------------------

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")
LONG, SHORT, CLASSES = 12, 8, 3
LONGEST_PASSWORD = 128
_FEWEST_DIFFERENT = 5
# What people type first, without the figures and signs around it.
_WEAK = frozenset(
    (
        *("abc", "abcd", "asdfgh", "asdfghjkl", "qaz2wsx", "q2w3e4r", "q2w3e4r5t", "qwerty", "qwertyuiop", "zxcvbnm"),
        *("admin", "administrator", "changeme", "iloveyou", "initial", "letmein", "p@ssw0rd", "passw0rd", "password"),
        *("root", "test", "welcome", "woaini", "edu", "jiaoyu", "jiaoyuju", "qinglian", "qinglianxiaoyuan", "xuexiao"),
    )
)


def username_of(typed: str) -> str:
    """The one spelling under which a typed user name is stored and looked up."""
    return typed.strip().lower()


def username_faults(username: str) -> list[Violation]:
    """`account.username_form` unless `username` has the form of one. A letter first keeps out phone and ID numbers."""
    return [] if _USERNAME.fullmatch(username) else [Violation(errors.USERNAME_BAD, "/username")]


def password_faults(password: str, username: str, pointer: str = "/new_password") -> list[Violation]:
    """Everything that is wrong with a chosen password."""
    faults = []
    if len(password) < LONG and (len(password) < SHORT or _classes(password) < CLASSES):
        faults.append(Violation(errors.PASSWORD_SHORT, pointer, params={"long": LONG, "short": SHORT}))
    if username in password.lower():
        faults.append(Violation(errors.PASSWORD_HAS_NAME, pointer))
    if _guessable(password):
        faults.append(Violation(errors.PASSWORD_WEAK, pointer))
    return faults


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda c: not c.isdigit() and c.lower() == c.upper())
    return sum(any(test(character) for character in password) for test in tests)


def _guessable(password: str) -> bool:
    """A listed word with figures and signs around it, figures and signs alone, or hardly any different characters."""
    lower = password.lower()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower)
    return not core or lower in _WEAK or core in _WEAK or len(set(lower)) < _FEWEST_DIFFERENT
