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
    GRANT_APPROVE = "grant.approve"
    JOB_READ = "job.read"
    LEDGER_READ = "ledger.read"
    SCHOOL_CREATE = "school.create"
    SCHOOL_EXPORT = "school.export"
    SCHOOL_READ = "school.read"
    SCHOOL_REGISTER = "school.register"
    SCHOOL_UPDATE = "school.update"
    UNIT_MANAGE = "unit.manage"
    UNIT_READ = "unit.read"
