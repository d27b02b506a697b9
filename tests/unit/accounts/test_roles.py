"""Who may do what: the table, read back as sentences."""

import pytest

from api.access.permissions import MACHINE, Permission
from api.accounts.errors import UNIT_KIND
from api.accounts.rules import ROLE_PERMISSIONS, SENSITIVE, Role, binding_faults, kinds_for
from api.organizations.rules import UnitKind

P = Permission

CONTENT = {P.DASHBOARD_READ, P.LEDGER_READ, P.SCHOOL_CREATE, P.SCHOOL_EXPORT, P.SCHOOL_READ, P.SCHOOL_REGISTER}
SCHOOL_ROLES = (Role.SCHOOL_LEADER, Role.SCHOOL_CLERK, Role.SCHOOL_SUPERVISOR)


COMPLAINTS = {
    P.COMPLAINT_CONFIGURE: {Role.INSPECTION_HEAD},
    P.COMPLAINT_FIGURES: {
        *(Role.BUREAU_LEADER, Role.CASE_SUPERVISOR, Role.DISCIPLINE_INSPECTOR, Role.INSPECTION_HEAD),
    },
    P.COMPLAINT_HANDLE: {Role.CASE_HANDLER, Role.DISCIPLINE_INSPECTOR},
    P.COMPLAINT_INTAKE: {Role.INTAKE_CLERK},
    P.COMPLAINT_LEAD: {Role.INSPECTION_HEAD},
    P.COMPLAINT_PACKAGE: {Role.SCHOOL_CLERK, Role.SCHOOL_LEADER},
    P.COMPLAINT_READ: {
        *(Role.CASE_HANDLER, Role.DISCIPLINE_INSPECTOR, Role.INSPECTION_HEAD, Role.INTAKE_CLERK),
    },
    P.COMPLAINT_SUBMIT: {Role.INTAKE_CLERK},
    P.COMPLAINT_SUPERVISE: {Role.CASE_SUPERVISOR},
    P.IDENTITY_ASK: {Role.CASE_HANDLER, Role.INSPECTION_HEAD},
    P.IDENTITY_GRANT: {Role.IDENTITY_CUSTODIAN},
}


def holders(permission: P) -> set[Role]:
    return {role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions}


class TestPermissions:
    def test_every_role_is_in_the_table(self) -> None:
        assert set(ROLE_PERMISSIONS) == set(Role)

    def test_every_permission_is_held_by_someone(self) -> None:
        assert all(holders(permission) for permission in P)

    def test_the_platform_admin_sees_no_content(self) -> None:
        assert not ROLE_PERMISSIONS[Role.PLATFORM_ADMIN] & CONTENT

    def test_the_auditor_sees_the_ledger_and_the_names_of_units_only(self) -> None:
        assert ROLE_PERMISSIONS[Role.AUDITOR] == {P.LEDGER_READ, P.UNIT_READ}

    def test_the_ledger_is_open_to_the_head_of_inspection_and_the_auditor(self) -> None:
        assert holders(P.LEDGER_READ) == {Role.INSPECTION_HEAD, Role.AUDITOR}

    def test_schools_are_registered_by_section_officers_only(self) -> None:
        assert holders(P.SCHOOL_REGISTER) == holders(P.SCHOOL_CREATE) == {Role.SECTION_OFFICER}

    def test_a_school_changes_its_own_record_but_does_not_register_it(self) -> None:
        assert holders(P.SCHOOL_UPDATE) == {Role.SECTION_OFFICER, Role.SCHOOL_LEADER, Role.SCHOOL_CLERK}

    def test_nobody_edits_and_publishes_frameworks(self) -> None:
        assert holders(P.FRAMEWORK_EDIT) & holders(P.FRAMEWORK_PUBLISH) == set()

    def test_who_runs_campaigns_or_scores_in_them_decides_nothing_in_them(self) -> None:
        assert not holders(P.ASSESSMENT_DECIDE) & (holders(P.ASSESSMENT_MANAGE) | holders(P.ASSESSMENT_REVIEW))

    def test_no_school_reviews_and_no_reviewer_fills(self) -> None:
        assert not holders(P.ASSESSMENT_FILL) & (holders(P.ASSESSMENT_REVIEW) | holders(P.ASSESSMENT_DECIDE))

    def test_results_are_open_to_everyone_who_reads_assessments_and_to_visitors(self) -> None:
        assert holders(P.ASSESSMENT_RESULTS) == holders(P.ASSESSMENT_READ) | {Role.READ_ONLY}

    def test_who_rectifies_accepts_nothing(self) -> None:
        assert not holders(P.RECTIFICATION_DO) & holders(P.RECTIFICATION_ACCEPT)

    def test_accountability_is_taken_by_two_roles(self) -> None:
        assert holders(P.ACCOUNTABILITY_MANAGE) == {Role.BUREAU_LEADER, Role.INSPECTION_HEAD}

    def test_schools_record_decisions_and_their_leaders_answer_for_them(self) -> None:
        assert holders(P.DECISION_RECORD) == holders(P.FINDING_RESPOND) == {Role.SCHOOL_LEADER, Role.SCHOOL_CLERK}
        assert holders(P.DECISION_SUBMIT) == {Role.SCHOOL_LEADER}

    def test_who_records_answers_no_filing_and_follows_no_finding(self) -> None:
        assert not holders(P.DECISION_RECORD) & (holders(P.DECISION_ANSWER) | holders(P.FINDING_MANAGE))

    def test_findings_are_dismissed_by_the_head_of_inspection_alone(self) -> None:
        assert holders(P.FINDING_DISMISS) == {Role.INSPECTION_HEAD}

    def test_who_reads_decisions_reads_what_the_rules_found_in_them(self) -> None:
        assert holders(P.DECISION_READ) == holders(P.CHECK_READ)

    @pytest.mark.parametrize("role", [Role.INTAKE_CLERK, Role.CASE_HANDLER, Role.IDENTITY_CUSTODIAN])
    def test_case_roles_look_and_have_cases_and_no_more(self, role: Role) -> None:
        cases = {p for p in ROLE_PERMISSIONS[role] if p.startswith(("complaint.", "identity.", "import."))}
        assert ROLE_PERMISSIONS[role] - cases == {P.CALENDAR_READ, P.SCHOOL_READ, P.UNIT_READ}

    @pytest.mark.parametrize(("permission", "roles"), sorted(COMPLAINTS.items()))
    def test_complaints_are_open_to_these_roles_only(self, permission: P, roles: set[Role]) -> None:
        assert holders(permission) == roles

    def test_every_permission_around_complaints_is_in_the_table_above(self) -> None:
        assert {p for p in P if p.startswith(("complaint.", "identity."))} == set(COMPLAINTS)

    def test_who_grants_an_identity_never_asks_for_one_and_handles_no_case(self) -> None:
        assert not holders(P.IDENTITY_GRANT) & (holders(P.IDENTITY_ASK) | holders(P.COMPLAINT_HANDLE))

    def test_a_machine_hands_in_complaints_and_reads_none(self) -> None:
        assert {p for p in MACHINE if p.startswith(("complaint.", "identity."))} == {P.COMPLAINT_SUBMIT}

    def test_accounts_are_managed_by_the_platform_admin_only(self) -> None:
        assert holders(P.ACCOUNT_MANAGE) == {Role.PLATFORM_ADMIN}

    def test_who_proposes_never_approves(self) -> None:
        assert not holders(P.ACCOUNT_MANAGE) & holders(P.GRANT_APPROVE)

    def test_who_approves_can_read_what_is_proposed(self) -> None:
        assert holders(P.GRANT_APPROVE) <= holders(P.ACCOUNT_READ)


class TestSensitive:
    def test_everyone_who_reads_the_ledger_is(self) -> None:
        assert holders(P.LEDGER_READ) <= SENSITIVE

    def test_everyone_who_approves_is_so_that_no_admin_appoints_his_own_approver(self) -> None:
        assert holders(P.GRANT_APPROVE) <= SENSITIVE

    def test_roles_around_complaints_and_identities_are(self) -> None:
        assert {
            Role.DISCIPLINE_INSPECTOR,
            Role.INTAKE_CLERK,
            Role.CASE_HANDLER,
            Role.IDENTITY_CUSTODIAN,
            Role.CASE_SUPERVISOR,
        } <= SENSITIVE

    @pytest.mark.parametrize("role", [Role.PLATFORM_ADMIN, Role.SECTION_OFFICER, Role.READ_ONLY, *SCHOOL_ROLES])
    def test_these_are_given_by_one_person(self, role: Role) -> None:
        assert role not in SENSITIVE


class TestBinding:
    @pytest.mark.parametrize("role", SCHOOL_ROLES)
    def test_school_roles_are_bound_to_schools(self, role: Role) -> None:
        assert kinds_for(role) == {UnitKind.SCHOOL}

    def test_a_district_reviewer_is_bound_to_a_district(self) -> None:
        assert kinds_for(Role.DISTRICT_REVIEWER) == {UnitKind.DISTRICT}

    @pytest.mark.parametrize("role", sorted(set(Role) - {*SCHOOL_ROLES, Role.DISTRICT_REVIEWER}))
    def test_all_others_are_bound_to_a_region_or_a_bureau(self, role: Role) -> None:
        assert kinds_for(role) == {UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.BUREAU}

    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("kind", list(UnitKind))
    def test_any_other_kind_is_a_fault_of_the_unit(self, role: Role, kind: UnitKind) -> None:
        faults = binding_faults(role, kind)
        expected = [] if kind in kinds_for(role) else [(UNIT_KIND, "/unit_id")]
        assert [(fault.spec, fault.pointer) for fault in faults] == expected
