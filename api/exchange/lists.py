"""The lists that leave the house as files: each as it is on the screen, narrowed by the same reach."""

from collections.abc import Callable
from typing import Any

from api.access.permissions import Permission
from api.accounts import tabular as accounts
from api.accounts.schemas import AccountListFilter
from api.assessments import tabular as assessments
from api.assessments.queries import awards, campaigns, enrolments, external, matrix, outcomes, results
from api.assessments.schemas.awards import AwardFilter
from api.assessments.schemas.campaigns import AssessmentCampaignFilter
from api.assessments.schemas.enrolments import EnrolmentExportFilter
from api.assessments.schemas.external import ExternalFigureFilter
from api.assessments.schemas.matrix import ProgressExportFilter
from api.assessments.schemas.outcomes import OutcomeFilter
from api.assessments.schemas.results import RankingExportFilter
from api.assessments.schemas.scores_out import ScoreRowsFilter
from api.assessments.tabular import lists as assessment_lists
from api.assessments.tabular import results as results_tables
from api.calendars import queries as calendar_queries
from api.calendars import tabular as calendar_days
from api.calendars.schemas import SpecialDaysFilter
from api.complaints.queries import cases as complaints
from api.complaints.schemas.cases import CaseFilter
from api.complaints.schemas.statistics import FiguresFilter
from api.complaints.tabular import cases as complaint_tables
from api.core.context import Context
from api.core.paging import Paging
from api.decisions import tabular as decisions
from api.decisions.queries import count_contracts, count_decisions, count_meetings, count_payments, count_suppliers
from api.decisions.queries.decisions import SORTS as DECISION_SORTS
from api.decisions.queries.meetings import SORTS as MEETING_SORTS
from api.decisions.queries.money import CONTRACT_SORTS, PAYMENT_SORTS
from api.decisions.queries.suppliers import SUPPLIER_SORTS
from api.decisions.schemas.meetings_out import DecisionFilter, MeetingFilter
from api.decisions.schemas.money import ContractFilter, PaymentFilter, SupplierFilter
from api.disclosures import queries as disclosures
from api.disclosures import tabular as notices
from api.disclosures.schemas.notices import NoticeFilter
from api.evidence import queries as evidence
from api.evidence import tabular as evidence_table
from api.evidence.schemas import EvidenceFilter
from api.exchange.exporters import Exporter
from api.ledger import tabular as ledger
from api.ledger.schemas import LedgerFilter
from api.organizations import queries as organizations
from api.organizations import tabular as units
from api.organizations.schemas import GroupFilter, RegionFilter, SchoolFilter, UnitFilter
from api.people import queries as people
from api.people import tabular as persons
from api.people.schemas import CommitteeFilter, PersonFilter, PostFilter
from api.rectifications import queries as rectifications
from api.rectifications import tabular as rectification_tables
from api.rectifications.schemas import AccountabilityActionFilter, RectificationFilter, RectificationTaskFilter

Count = Callable[[Context, Any], int]


def _total(list_page: Callable[[Context, Any, Paging], Any]) -> Count:
    """How many rows a list of pages says it has."""
    return lambda ctx, wanted: int(list_page(ctx, wanted, Paging(1, 1)).total)


def _special_days(ctx: Context, wanted: SpecialDaysFilter) -> int:
    return len(calendar_queries.list_special_days(ctx, wanted.year))


P = Permission
LISTS: tuple[Exporter, ...] = (
    Exporter(
        name="schools",
        permission=P.SCHOOL_EXPORT,
        table=units.TABLE,
        filter=SchoolFilter,
        sorts=organizations.SORTS,
        count=organizations.count_schools,
        read=units.read_rows,
    ),
    Exporter(
        name="persons",
        permission=P.PERSON_READ,
        table=persons.TABLE,
        filter=PersonFilter,
        sorts=people.SORTS,
        count=people.count_persons,
        read=persons.read_rows,
    ),
    Exporter(
        name="evidence",
        permission=P.EVIDENCE_READ,
        table=evidence_table.TABLE,
        filter=EvidenceFilter,
        sorts=evidence.SORTS,
        count=evidence.count_items,
        read=evidence_table.read_rows,
    ),
    Exporter(
        name="notices",
        permission=P.DISCLOSURE_READ,
        table=notices.TABLE,
        filter=NoticeFilter,
        sorts=disclosures.SORTS,
        count=disclosures.count_notices,
        read=notices.read_rows,
    ),
    Exporter(
        name="assessment_ranking",
        permission=P.ASSESSMENT_READ,
        table=results_tables.RANKING,
        filter=RankingExportFilter,
        sorts=results.SORTS,
        count=results_tables.count_ranking,
        read=results_tables.read_ranking,
    ),
    Exporter(
        name="assessment_outcomes",
        permission=P.ASSESSMENT_RESULTS,
        table=results_tables.OUTCOMES,
        filter=OutcomeFilter,
        sorts=outcomes.SORTS,
        count=outcomes.count_outcomes,
        read=results_tables.read_outcomes,
    ),
    Exporter(
        name="assessment_awards",
        permission=P.ASSESSMENT_RESULTS,
        table=results_tables.AWARDS,
        filter=AwardFilter,
        sorts=awards.SORTS,
        count=awards.count_awards,
        read=results_tables.read_awards,
    ),
    # The three lists of rectification 问题清单, 任务清单, 责任清单; the last is another view of the first.
    *(
        Exporter(
            name,
            P.RECTIFICATION_READ,
            table,
            RectificationFilter,
            rectifications.SORTS,
            rectifications.count_problems,
            rectification_tables.read_problems,
        )
        for name, table in (
            ("problems", rectification_tables.PROBLEMS),
            ("responsibilities", rectification_tables.RESPONSIBILITIES),
        )
    ),
    Exporter(
        "rectification_tasks",
        P.RECTIFICATION_READ,
        rectification_tables.TASKS,
        RectificationTaskFilter,
        rectifications.TASK_SORTS,
        rectifications.count_tasks,
        rectification_tables.read_tasks,
    ),
    Exporter(
        "accountability_actions",
        P.ACCOUNTABILITY_READ,
        rectification_tables.ACTIONS,
        AccountabilityActionFilter,
        rectifications.ACTION_SORTS,
        rectifications.count_actions,
        rectification_tables.read_actions,
    ),
    # The four ledgers of the decision log; meetings also with all that is in them.
    Exporter(
        "meetings",
        P.DECISION_READ,
        decisions.MEETINGS,
        MeetingFilter,
        MEETING_SORTS,
        count_meetings,
        decisions.read_meetings,
    ),
    Exporter(
        "meeting_trees",
        P.DECISION_READ,
        decisions.MEETINGS,
        MeetingFilter,
        MEETING_SORTS,
        count_meetings,
        decisions.read_trees,
        decisions.MEETING_TREES.tree,
    ),
    Exporter(
        "decisions",
        P.DECISION_READ,
        decisions.DECISIONS,
        DecisionFilter,
        DECISION_SORTS,
        count_decisions,
        decisions.read_decisions,
    ),
    Exporter(
        "payments",
        P.DECISION_READ,
        decisions.PAYMENTS,
        PaymentFilter,
        PAYMENT_SORTS,
        count_payments,
        decisions.read_payments,
    ),
    Exporter(
        "contracts",
        P.DECISION_READ,
        decisions.CONTRACTS,
        ContractFilter,
        CONTRACT_SORTS,
        count_contracts,
        decisions.read_contracts,
    ),
    Exporter(
        "suppliers",
        P.DECISION_READ,
        decisions.SUPPLIERS,
        SupplierFilter,
        SUPPLIER_SORTS,
        count_suppliers,
        decisions.read_suppliers,
    ),
    Exporter(
        "complaints",
        P.COMPLAINT_READ,
        complaint_tables.CASES,
        CaseFilter,
        complaints.SORTS,
        complaints.count_cases,
        complaint_tables.read_cases,
    ),
    # Lists in an order of their own.
    Exporter(
        "assessment_campaigns",
        P.ASSESSMENT_READ,
        assessment_lists.CAMPAIGNS,
        AssessmentCampaignFilter,
        {},
        campaigns.count_campaigns,
        assessment_lists.read_campaigns,
    ),
    Exporter(
        "assessment_enrolments",
        P.ASSESSMENT_READ,
        assessment_lists.ENROLMENTS,
        EnrolmentExportFilter,
        {},
        enrolments.count_enrolments,
        assessment_lists.read_enrolments,
    ),
    Exporter(
        "assessment_progress",
        P.ASSESSMENT_READ,
        assessment_lists.PROGRESS,
        ProgressExportFilter,
        {},
        matrix.count_progress,
        assessment_lists.read_progress,
    ),
    Exporter(
        "complaint_figures",
        P.COMPLAINT_FIGURES,
        complaint_tables.FIGURES,
        FiguresFilter,
        {},
        complaint_tables.count_figures,
        complaint_tables.read_figures,
    ),
    Exporter("units", P.UNIT_READ, units.UNITS, UnitFilter, {}, organizations.count_units, units.read_units),
    Exporter(
        "regions", P.UNIT_READ, units.REGIONS, RegionFilter, {}, _total(organizations.list_regions), units.read_regions
    ),
    Exporter(
        "groups", P.SCHOOL_READ, units.GROUPS, GroupFilter, {}, _total(organizations.list_groups), units.read_groups
    ),
    Exporter("posts", P.PERSON_READ, persons.POSTS, PostFilter, {}, _total(people.list_posts), persons.read_posts),
    Exporter(
        "committees",
        P.PERSON_READ,
        persons.COMMITTEES,
        CommitteeFilter,
        {},
        _total(people.list_committees),
        persons.read_committees,
    ),
    Exporter(
        "calendar_days",
        P.CALENDAR_READ,
        calendar_days.TABLE,
        SpecialDaysFilter,
        {},
        _special_days,
        calendar_days.read_rows,
    ),
    Exporter(
        "accounts", P.ACCOUNT_READ, accounts.TABLE, AccountListFilter, {}, accounts.count_rows, accounts.read_rows
    ),
    Exporter(
        "external_figures",
        P.ASSESSMENT_READ,
        assessments.FIGURES,
        ExternalFigureFilter,
        {},
        external.count_figures,
        assessments.read_figures,
    ),
    Exporter(
        "assessment_scores",
        P.ASSESSMENT_READ,
        assessments.SCORES,
        ScoreRowsFilter,
        {},
        assessments.count_scores,
        assessments.read_scores,
    ),
    Exporter("ledger_events", P.LEDGER_READ, ledger.TABLE, LedgerFilter, {}, ledger.count_rows, ledger.read_rows),
)
