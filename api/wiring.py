"""What stands together, said once: main, worker and CLI each call `wire`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import api.accounts.models
import api.assessments.models
import api.calendars.models
import api.checks.figures
import api.complaints.models.cases
import api.complaints.models.clocks
import api.complaints.models.portal
import api.complaints.models.vault
import api.complaints.models.working
import api.core.jobs.models
import api.decisions.models
import api.disclosures.figures
import api.evidence.models
import api.exchange.imports.models
import api.exchange.mappings.models
import api.files.models
import api.frameworks.models
import api.notifications.models
import api.organizations.figures
import api.organizations.models
import api.people.models
import api.rectifications.figures
import api.rectifications.models  # noqa: F401 (tables register themselves with the metadata)
from api.access.providers import providers
from api.accounts import policy as accounts_policy
from api.accounts import queries as accounts
from api.accounts import service as accounts_service
from api.accounts.queries.references import count_grants_at
from api.accounts.router import routers as accounts_routers
from api.accounts.rules import SecondFactor
from api.accounts.service.notices import remind as remind_of_grants
from api.assessments import notices as _assessment_notices  # noqa: F401 (is told what becomes of notices of results)
from api.assessments import papers as assessment_papers
from api.assessments import tabular as assessments_tables
from api.assessments.queries import external
from api.assessments.queries.outcomes import OUTCOMES
from api.assessments.router import routers as assessments_routers
from api.assessments.service.computing import COMPUTING
from api.assessments.service.finalizing import FINALIZING
from api.assessments.service.migrating import MIGRATING
from api.calendars import tabular as calendar_days
from api.calendars.ports import ports as calendar_ports
from api.calendars.reminders import remind as remind_of_years
from api.calendars.router import router as calendars_router
from api.checks import queries as checks
from api.checks import service as checks_service
from api.checks.ports import ports as checks_ports
from api.checks.reminders import remind as remind_of_findings
from api.checks.router import routers as checks_routers
from api.complaints import cleaning as complaint_files
from api.complaints import reports as complaint_reports
from api.complaints.ports import ports as complaint_ports
from api.complaints.queries import against as complaints_against
from api.complaints.queries import custody as complaint_custody
from api.complaints.queries import metrics as complaint_figures
from api.complaints.queries import visible as complaints
from api.complaints.queries import work as complaint_work
from api.complaints.reminders import remind as remind_of_complaints
from api.complaints.router.of_cases import CASES
from api.complaints.router.of_vault import public_routers as complaints_public
from api.complaints.router.of_vault import routers as complaints_vault
from api.complaints.service import contents, letters, projection, wiping
from api.complaints.service import leaving as complaint_handlers
from api.complaints.service.following import crossing_follower, keeping_follower
from api.complaints.tabular import legacy as complaint_tables
from api.core import clock, idempotency, metrics, notices, rollups
from api.core.context import Context
from api.core.intake import RowSpec
from api.core.jobs.kinds import Follower, JobKind, Schedule
from api.core.mail import Mailer
from api.core.metrics import METRICS
from api.core.routing import Router
from api.dashboard.router import router as dashboard_router
from api.decisions import checking as decisions_checking
from api.decisions import notices as _decision_notices  # noqa: F401 (is told what becomes of notices of decisions)
from api.decisions import papers as decision_papers
from api.decisions import queries as decisions
from api.decisions import tabular as decision_rows
from api.decisions.canonical import MEETINGS
from api.decisions.queries import figures as decision_figures
from api.decisions.queries import naming as decision_naming
from api.decisions.reminders import remind as remind_of_filings
from api.decisions.router import routers as decisions_routers
from api.decisions.service.simulating import SIMULATION
from api.disclosures import files as _notice_files  # noqa: F401 (declares its purpose and who reads its files)
from api.disclosures import queries as disclosures
from api.disclosures import service as disclosures_service
from api.disclosures.queries.editions import EDITIONS
from api.disclosures.reminders import remind as remind_of_notices
from api.disclosures.router import public_router as public_notices_router
from api.disclosures.router import routers as disclosures_routers
from api.evidence import files as _evidence_files  # noqa: F401 (declares its purpose and who reads its files)
from api.evidence import queries as evidence
from api.evidence.router import router as evidence_router
from api.exchange import county
from api.exchange.export import job_of
from api.exchange.exporters import ports as exchange_ports
from api.exchange.imports import pipeline as imports
from api.exchange.imports.router import routers as imports_routers
from api.exchange.lists import LISTS
from api.exchange.mappings.router import router as mappings_router
from api.exchange.router import router as exchange_router
from api.exchange.specs import ports as intake_ports
from api.exchange.types.router import router as types_router
from api.files import jobs as files
from api.files.router import router as files_router
from api.frameworks import queries as frameworks
from api.frameworks.router import routers as frameworks_routers
from api.jobs.router import router as jobs_router
from api.ledger import jobs as ledger_jobs
from api.ledger import service as ledger
from api.ledger.router import router as ledger_router
from api.ledger.verify import VerifiableKind
from api.ledger.witness import Witnesses
from api.meta import public_router as public_meta_router
from api.meta import router as meta_router
from api.notifications import service as notifications
from api.notifications.reminders import SCHEDULE as DAILY_REMINDERS
from api.notifications.reminders import Reminders
from api.notifications.reminders import job as reminder_job
from api.notifications.router import router as notifications_router
from api.organizations import queries as organizations
from api.organizations import tabular as schools
from api.organizations.canonical import SCHOOLS
from api.organizations.ports import ports as organization_ports
from api.organizations.router import routers as organizations_routers
from api.people import queries as people
from api.people import tabular as persons
from api.people.ports import ports as people_ports
from api.people.router import committees_router, persons_router, posts_router
from api.people.service.reminders import remind as remind_of_terms
from api.rectifications import evidence as _rectification_uses  # noqa: F401 (declares what evidence may serve)
from api.rectifications import queries as rectifications
from api.rectifications import tabular as problems
from api.rectifications.ports import ports as rectification_ports
from api.rectifications.reminders import remind as remind_of_problems
from api.rectifications.router import routers as rectifications_routers
from api.settings import Settings

PUBLIC_ROUTERS: tuple[Router, ...] = (public_meta_router, public_notices_router, *complaints_public)
STAFF_ROUTERS: tuple[Router, ...] = (
    *organizations_routers,  # first: routes are tried in their order, and these are asked for most
    *accounts_routers,
    persons_router,
    posts_router,
    committees_router,
    calendars_router,
    files_router,
    evidence_router,
    *disclosures_routers,
    *rectifications_routers,
    *frameworks_routers,
    *checks_routers,
    *assessments_routers,
    *decisions_routers,
    *complaints_vault,
    *CASES,
    ledger_router,
    dashboard_router,
    exchange_router,
    types_router,  # these two before imports, whose ids would take their places
    mappings_router,
    *imports_routers,
    jobs_router,
    notifications_router,
    meta_router,
)
# What the background does: each domain declares its own, here they stand together.
REMINDERS: Reminders = {
    "accounts": remind_of_grants,
    "calendars": remind_of_years,
    "checks": remind_of_findings,
    "complaints": remind_of_complaints,
    "decisions": remind_of_filings,
    "disclosures": remind_of_notices,
    "people": remind_of_terms,
    "rectifications": remind_of_problems,
}
ROW_SPECS: tuple[RowSpec, ...] = (
    schools.REGION_ROWS,
    calendar_days.DAY_ROWS,
    schools.UNIT_ROWS,
    schools.SCHOOL_ROWS,
    persons.PERSON_ROWS,
    assessments_tables.FIGURE_ROWS,
    assessments_tables.SCORE_ROWS,
    problems.PROBLEM_ROWS,
    decision_rows.MEETING_TREES,
    decision_rows.SUPPLIER_ROWS,
    decision_rows.CONTRACT_ROWS,
    decision_rows.RELEASE_TREES,
    decision_rows.PAYMENT_ROWS,
    complaint_tables.CASE_ROWS,
)
JOBS: tuple[JobKind, ...] = (
    reminder_job(REMINDERS),
    complaint_reports.REPORT,
    assessment_papers.JOB,
    decision_papers.JOB,
    SIMULATION,
    complaint_files.JOB,
    COMPUTING,
    FINALIZING,
    MIGRATING,
    *map(job_of, LISTS),
    county.job(),
    checks_service.NIGHT,
)
FOLLOWERS: tuple[Follower, ...] = (
    ledger_jobs.SEQUENCE,
    rollups.FOLLOWER,
    disclosures_service.FOLLOWER,
    checks_service.FOLLOWER,
)
SCHEDULES: tuple[Schedule, ...] = (
    DAILY_REMINDERS,
    checks_service.SCHEDULE,
    *files.SCHEDULES,
    imports.KEEPING,
    *ledger_jobs.SCHEDULES,
)
# What `ledger verify --objects` holds to the ledger.
VERIFIABLE: tuple[VerifiableKind, ...] = (SCHOOLS, frameworks.VERSIONS, OUTCOMES, MEETINGS, EDITIONS)


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the processes run."""

    routers: tuple[Router, ...]
    jobs: tuple[JobKind, ...] = JOBS
    followers: tuple[Follower, ...] = FOLLOWERS
    schedules: tuple[Schedule, ...] = SCHEDULES
    verifiable: tuple[VerifiableKind, ...] = VERIFIABLE
    housekeeping: tuple[Callable[[Session, datetime], int], ...] = field(
        default=(
            idempotency.purge,
            accounts_service.purge_sessions,
            imports.settle,
            notifications.purge,
            disclosures_service.erase_contacts,
        )
    )


def wire(settings: Settings) -> Wiring:
    """Hand the providers down and choose the routers of this process's faces."""
    clock.use_zone(settings.time_zone)
    accounts_policy.use(accounts_policy.Policy(SecondFactor(settings.second_factor), settings.origin))
    providers.find_actor = accounts.find_actor
    providers.find_bearer = accounts.find_bearer
    providers.note_use = accounts_service.note_use
    providers.find_account_actor = accounts.find_account_actor
    providers.find_holders = accounts.find_holders
    providers.units_below = organizations.units_below
    providers.record = ledger.record_access
    _wire_complaints()
    calendar_ports.lineage = organizations.lineage
    checks_ports.suites = {suite.name: suite for suite in (decisions_checking.SUITE,)}
    checks_ports.complained = _complained
    organization_ports.references["accounts.grants"] = count_grants_at
    organization_ports.references["decisions.meetings"] = decisions.count_meetings_at
    organization_ports.references["checks.findings"] = checks.count_findings_at
    organization_ports.references["disclosures.notices"] = disclosures.count_notices_at
    organization_ports.references["evidence.items"] = evidence.count_items_at
    organization_ports.references["frameworks.frameworks"] = frameworks.count_frameworks_at
    organization_ports.references["people.persons"] = people.count_persons_at
    organization_ports.references["people.posts"] = people.count_posts_at
    organization_ports.references["people.committees"] = people.count_committees_at
    organization_ports.references["rectifications.problems"] = rectifications.count_problems_at
    people_ports.merged["accounts"] = accounts_service.follow_merge
    people_ports.merged["complaints"] = complaint_handlers.follow_merge
    rectification_ports.reveals["complaint"] = complaints.reveal
    exchange_ports.exporters = {exporter.name: exporter for exporter in LISTS}
    intake_ports.row_specs = {spec.name: spec for spec in ROW_SPECS}
    _give_figures()
    notices.ports.deliver = notifications.deliver
    notices.ports.deliver_each = notifications.deliver_each
    notices.ports.settle = notifications.settle
    notices.ports.closed = {"complaint": complaints.closed, "identity_request": complaint_custody.closed}
    if settings.faces == "public":  # no background work: it would need keys that this face does not hold
        return Wiring(PUBLIC_ROUTERS, jobs=(), followers=(), schedules=(), housekeeping=())
    routers = STAFF_ROUTERS + (PUBLIC_ROUTERS if settings.faces == "all" else ())
    ours = ledger_jobs.jobs(VERIFIABLE, _witnesses(settings))
    shared = settings.portal_database_url is None
    vault = (keeping_follower(shared=shared), *([crossing_follower()] if shared else []))
    jobs = (*JOBS, *files.jobs(settings), *imports.jobs(settings, ROW_SPECS), *ours)
    return Wiring(routers, jobs=jobs, followers=(*FOLLOWERS, *vault))


def _give_figures() -> None:
    """What domains know of units in numbers, by name."""
    METRICS["checks.evaluability"] = checks.evaluability
    METRICS["checks.findings"] = checks.open_findings
    METRICS["complaints.on_time"] = complaint_figures.on_time
    METRICS["complaints.substantiated"] = complaint_figures.substantiated
    METRICS["decisions.appointments"] = decision_figures.appointments
    METRICS["decisions.procedure"] = decision_figures.procedure
    METRICS["rectifications.progress"] = rectifications.progress
    metrics.FAMILIES["external"] = external.external_metric


def _complained(ctx: Context, unit_id: UUID) -> Collection[UUID]:
    """Records of a unit in which persons had a hand who are complained about, as far as the caller may open the cases."""
    return decision_naming.records_of_persons(ctx, unit_id, complaints_against.complained_persons(ctx, unit_id))


def _wire_complaints() -> None:
    """The vault for those who handle cases, and what a case may have to do with."""
    complaint_ports.write = contents.write
    complaint_ports.read = contents.texts
    complaint_ports.publish = projection.publish
    complaint_ports.ask = letters.ask
    complaint_ports.tell = letters.tell
    complaint_ports.wipe = wiping.wipe
    complaint_ports.linked["decision"] = decisions.readable_labels
    complaint_ports.linked["rectification_problem"] = complaint_work.readable_problems


def _witnesses(settings: Settings) -> Witnesses:
    url = settings.smtp_url.get_secret_value()
    mailer = Mailer(url, settings.mail_from) if url else None
    return Witnesses(settings.witness_dir, settings.witness_email, mailer)
