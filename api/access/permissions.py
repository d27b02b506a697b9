"""What can be permitted, in alphabetical order. Which role holds what is in `accounts.rules`."""

from enum import StrEnum


class Permission(StrEnum):
    """A right to do one kind of thing; where, is a matter of reach."""

    ACCOUNTABILITY_MANAGE = "accountability.manage"
    ACCOUNTABILITY_READ = "accountability.read"
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_READ = "account.read"
    ASSESSMENT_DECIDE = "assessment.decide"
    ASSESSMENT_FILL = "assessment.fill"
    ASSESSMENT_MANAGE = "assessment.manage"
    ASSESSMENT_READ = "assessment.read"
    ASSESSMENT_RESULTS = "assessment.results"
    ASSESSMENT_REVIEW = "assessment.review"
    ASSESSMENT_SUBMIT = "assessment.submit"
    CALENDAR_MANAGE = "calendar.manage"
    CALENDAR_READ = "calendar.read"
    CHECK_READ = "check.read"
    CLIENT_MANAGE = "client.manage"
    COMPLAINT_CONFIGURE = "complaint.configure"
    COMPLAINT_FIGURES = "complaint.figures"
    COMPLAINT_HANDLE = "complaint.handle"
    COMPLAINT_INTAKE = "complaint.intake"
    COMPLAINT_LEAD = "complaint.lead"
    COMPLAINT_PACKAGE = "complaint.package"
    COMPLAINT_READ = "complaint.read"
    COMPLAINT_SUBMIT = "complaint.submit"
    COMPLAINT_SUPERVISE = "complaint.supervise"
    DASHBOARD_READ = "dashboard.read"
    DECISION_ANSWER = "decision.answer"
    DECISION_POLICY = "decision.policy"
    DECISION_READ = "decision.read"
    DECISION_RECORD = "decision.record"
    DECISION_SUBMIT = "decision.submit"
    DISCLOSURE_EDIT = "disclosure.edit"
    DISCLOSURE_READ = "disclosure.read"
    DISCLOSURE_RELEASE = "disclosure.release"
    EVIDENCE_MANAGE = "evidence.manage"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_REVIEW = "evidence.review"
    FINDING_DISMISS = "finding.dismiss"
    FINDING_MANAGE = "finding.manage"
    FINDING_RESPOND = "finding.respond"
    FRAMEWORK_EDIT = "framework.edit"
    FRAMEWORK_PUBLISH = "framework.publish"
    FRAMEWORK_READ = "framework.read"
    GRANT_APPROVE = "grant.approve"
    IDENTITY_ASK = "identity.ask"
    IDENTITY_GRANT = "identity.grant"
    IMPORT_READ = "import.read"
    IMPORT_RUN = "import.run"
    JOB_READ = "job.read"
    LEDGER_READ = "ledger.read"
    PERSON_MANAGE = "person.manage"
    PERSON_READ = "person.read"
    RECTIFICATION_ACCEPT = "rectification.accept"
    RECTIFICATION_DO = "rectification.do"
    RECTIFICATION_MANAGE = "rectification.manage"
    RECTIFICATION_READ = "rectification.read"
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
# manages clients has had their secrets in hand. Handing in complaints reads nothing back.
MACHINE: frozenset[Permission] = frozenset(
    {
        Permission.ASSESSMENT_READ,
        Permission.ASSESSMENT_RESULTS,
        Permission.CALENDAR_READ,
        Permission.CHECK_READ,
        Permission.COMPLAINT_SUBMIT,
        Permission.DASHBOARD_READ,
        Permission.DECISION_READ,
        Permission.DISCLOSURE_READ,
        Permission.FRAMEWORK_READ,
        Permission.IMPORT_READ,
        Permission.IMPORT_RUN,
        Permission.RECTIFICATION_READ,
        Permission.SCHOOL_CREATE,
        Permission.SCHOOL_EXPORT,
        Permission.SCHOOL_READ,
        Permission.SCHOOL_REGISTER,
        Permission.SCHOOL_UPDATE,
        Permission.UNIT_READ,
    }
)
