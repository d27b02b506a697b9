"""Roles and what they may do, where they can be bound. Pure.

Deny by default: what is not in `ROLE_PERMISSIONS` is not allowed.
"""

from collections.abc import Mapping
from enum import StrEnum

from api.access.permissions import Permission
from api.accounts import errors
from api.core.errors import Violation
from api.organizations.rules import UnitKind


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
# Whoever is assessed, assesses or oversees reads by what it is done.
_KNOWS = _LOOKS | {P.FRAMEWORK_READ}
# Who only reads evidence opens cleaned copies; who files or reviews it, the originals too.
_COMPARES = _KNOWS | {P.DASHBOARD_READ}
# Assessments, decisions, rectification, notices: what a school is told of itself, and what those above it work with.
_FOLLOWS = frozenset(
    {
        *(P.ASSESSMENT_READ, P.ASSESSMENT_RESULTS, P.CHECK_READ, P.DECISION_READ),
        *(P.DISCLOSURE_READ, P.RECTIFICATION_READ),
    }
)
_OVERSEES = _COMPARES | _FOLLOWS | {P.EVIDENCE_READ}
_FILES = frozenset({P.EVIDENCE_MANAGE, P.EVIDENCE_READ})
_LEADS = (
    _OVERSEES
    | {P.ACCOUNT_READ, P.FRAMEWORK_PUBLISH, P.GRANT_APPROVE, P.PERSON_READ, P.SCHOOL_EXPORT}
    | {P.ACCOUNTABILITY_MANAGE, P.ACCOUNTABILITY_READ}
    # Vetoes, appeals and what becomes final: by who has not scored, and runs no campaign.
    | {P.ASSESSMENT_DECIDE}
)
# Bringing in files, of the types of row whose own permission the role holds beside it.
_IMPORTS = frozenset({P.IMPORT_READ, P.IMPORT_RUN})
# Problems are found, assigned and accepted above the school that puts them right; inspections come with lists of them.
_RECTIFIES = frozenset({P.RECTIFICATION_ACCEPT, P.RECTIFICATION_MANAGE}) | _IMPORTS
# On one notice never both by the same person (disclosures).
_DISCLOSES = frozenset({P.DISCLOSURE_EDIT, P.DISCLOSURE_RELEASE})
# 三重一大: a school records what its meetings decided, and explains what the rules find; its leader answers for the record.
_RECORDS = frozenset({P.DECISION_RECORD, P.FINDING_RESPOND})
_KEEPS_PEOPLE = frozenset({P.PERSON_MANAGE, P.PERSON_READ})
_WORKS_AT_SCHOOL = (
    _KNOWS
    | _FOLLOWS
    | _FILES
    | _KEEPS_PEOPLE
    | _IMPORTS
    | _RECORDS
    | {P.ASSESSMENT_FILL, P.DISCLOSURE_EDIT, P.RECTIFICATION_DO, P.SCHOOL_UPDATE}
    # Of a complaint only what the bureau formally sends to the school.
    | {P.COMPLAINT_PACKAGE}
)

# No role holds both account.manage and grant.approve: who proposes a sensitive role can never be who confirms it.
ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    # Sees units by name to bind roles to them, but neither schools' data nor figures nor the ledger.
    Role.PLATFORM_ADMIN: frozenset(
        {
            *(P.ACCOUNT_MANAGE, P.ACCOUNT_READ, P.CALENDAR_MANAGE, P.CALENDAR_READ, P.CLIENT_MANAGE, P.JOB_READ),
            *(P.UNIT_MANAGE, P.UNIT_READ),
            *_IMPORTS,
        }
    ),
    Role.BUREAU_LEADER: _LEADS | {P.COMPLAINT_FIGURES, P.DISCLOSURE_RELEASE},
    Role.INSPECTION_HEAD: _LEADS
    | _RECTIFIES
    | {P.COMPLAINT_CONFIGURE, P.COMPLAINT_FIGURES, P.COMPLAINT_LEAD, P.COMPLAINT_READ, P.IDENTITY_ASK, P.LEDGER_READ}
    # Dismisses findings that another person proposes to dismiss.
    | {P.FINDING_DISMISS, P.FINDING_MANAGE},
    Role.DISCIPLINE_INSPECTOR: _OVERSEES
    | _RECTIFIES
    | {P.ACCOUNTABILITY_READ, P.COMPLAINT_FIGURES, P.COMPLAINT_HANDLE, P.COMPLAINT_READ}
    | {P.FINDING_MANAGE, P.PERSON_READ},
    # Brings in old registers of complaints, too.
    Role.INTAKE_CLERK: _LOOKS | _IMPORTS | {P.COMPLAINT_INTAKE, P.COMPLAINT_READ, P.COMPLAINT_SUBMIT},
    Role.CASE_HANDLER: _LOOKS | {P.COMPLAINT_HANDLE, P.COMPLAINT_READ, P.IDENTITY_ASK},
    # Opens identities for others and handles no case, or would be asking itself.
    Role.IDENTITY_CUSTODIAN: _LOOKS | {P.IDENTITY_GRANT},
    # Watches clocks and figures; the evidence of schools names pupils and teachers, and no clock needs it.
    Role.CASE_SUPERVISOR: _COMPARES | {P.COMPLAINT_FIGURES, P.COMPLAINT_SUPERVISE},
    Role.SECTION_OFFICER: _OVERSEES
    | _FILES
    | {P.EVIDENCE_REVIEW, P.FRAMEWORK_EDIT}  # who edits a framework never publishes it
    | {P.DECISION_ANSWER, P.DECISION_POLICY, P.FINDING_MANAGE}  # answers what schools file; records nothing for them
    | {P.ASSESSMENT_MANAGE, P.ASSESSMENT_REVIEW}  # the county's round; who runs a campaign decides none of its appeals
    | _RECTIFIES
    | _DISCLOSES
    | _KEEPS_PEOPLE
    | _IMPORTS
    | {P.CALENDAR_MANAGE, P.SCHOOL_CREATE, P.SCHOOL_EXPORT, P.SCHOOL_REGISTER, P.SCHOOL_UPDATE, P.UNIT_MANAGE}
    # Merging, splitting, moving, closing: with a reason, alone. It hands nobody a right (organizations.service.acts).
    | {P.UNIT_RESTRUCTURE},
    Role.DISTRICT_REVIEWER: _OVERSEES
    | _RECTIFIES
    | {P.ASSESSMENT_REVIEW, P.EVIDENCE_REVIEW, P.PERSON_READ, P.SCHOOL_EXPORT},
    # The overview compares schools; someone bound to one school works on that school's own page.
    Role.SCHOOL_LEADER: _WORKS_AT_SCHOOL
    | {P.ASSESSMENT_SUBMIT, P.DECISION_POLICY, P.DECISION_SUBMIT, P.DISCLOSURE_RELEASE},
    Role.SCHOOL_CLERK: _WORKS_AT_SCHOOL,
    Role.SCHOOL_SUPERVISOR: _KNOWS | _FOLLOWS | {P.EVIDENCE_READ},
    # Units are read to name the unit of an event and to choose one in the ledger's filter.
    Role.AUDITOR: frozenset({P.LEDGER_READ, P.UNIT_READ}),
    # Nobody of the product's users needs it for work: it sees registers and figures, no file and no person.
    Role.READ_ONLY: _COMPARES | {P.ASSESSMENT_RESULTS},  # of assessments only what has been published
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
