"""What can be permitted, in alphabetical order. Which role holds what is in `accounts.rules`."""

from enum import StrEnum


class Permission(StrEnum):
    """A right to do one kind of thing; where, is a matter of reach."""

    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_READ = "account.read"
    CALENDAR_MANAGE = "calendar.manage"
    CALENDAR_READ = "calendar.read"
    CLIENT_MANAGE = "client.manage"
    DASHBOARD_READ = "dashboard.read"
    EVIDENCE_MANAGE = "evidence.manage"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_REVIEW = "evidence.review"
    FRAMEWORK_EDIT = "framework.edit"
    FRAMEWORK_PUBLISH = "framework.publish"
    FRAMEWORK_READ = "framework.read"
    GRANT_APPROVE = "grant.approve"
    IMPORT_READ = "import.read"
    IMPORT_RUN = "import.run"
    JOB_READ = "job.read"
    LEDGER_READ = "ledger.read"
    PERSON_MANAGE = "person.manage"
    PERSON_READ = "person.read"
    SCHOOL_CREATE = "school.create"
    SCHOOL_EXPORT = "school.export"
    SCHOOL_READ = "school.read"
    SCHOOL_REGISTER = "school.register"
    SCHOOL_UPDATE = "school.update"
    UNIT_MANAGE = "unit.manage"
    UNIT_READ = "unit.read"
    UNIT_RESTRUCTURE = "unit.restructure"


# What a machine may hold, as a client of its own or with a person's access token. Deny by default: a permission that is
# not here is never a machine's. What opens complaints, identities or the ledger, and what gives rights, stays out: who
# manages clients has had their secrets in hand.
MACHINE: frozenset[Permission] = frozenset(
    {
        Permission.CALENDAR_READ,
        Permission.DASHBOARD_READ,
        Permission.FRAMEWORK_READ,
        Permission.IMPORT_READ,
        Permission.IMPORT_RUN,
        Permission.SCHOOL_CREATE,
        Permission.SCHOOL_EXPORT,
        Permission.SCHOOL_READ,
        Permission.SCHOOL_REGISTER,
        Permission.SCHOOL_UPDATE,
        Permission.UNIT_READ,
    }
)
