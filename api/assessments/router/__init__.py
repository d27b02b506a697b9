"""Assessments over HTTP."""

from api.assessments.router.adjustments import router as adjustments_router
from api.assessments.router.appeals import router as appeals_router
from api.assessments.router.awards import router as awards_router
from api.assessments.router.campaigns import router as campaigns_router
from api.assessments.router.enrolments import router as enrolments_router
from api.assessments.router.external import router as external_router
from api.assessments.router.matrix import router as matrix_router
from api.assessments.router.migrating import router as migrating_router
from api.assessments.router.outcomes import router as outcomes_router
from api.assessments.router.papers import router as papers_router
from api.assessments.router.results import router as results_router
from api.assessments.router.rounds import router as rounds_router
from api.assessments.router.work import router as work_router
from api.core.routing import Router

routers: tuple[Router, ...] = (
    campaigns_router,
    enrolments_router,
    rounds_router,
    work_router,
    matrix_router,
    migrating_router,
    external_router,
    papers_router,
    results_router,
    adjustments_router,
    outcomes_router,
    appeals_router,
    awards_router,
)
