"""The routers of cases, in the order in which their addresses are tried."""

from api.complaints.router.board import router as board_router
from api.complaints.router.cases import router as cases_router
from api.complaints.router.clocks import router as clocks_router
from api.complaints.router.desk import router as desk_router
from api.complaints.router.handling import router as handling_router
from api.complaints.router.handover import router as handover_router
from api.complaints.router.packages import router as packages_router
from api.complaints.router.statistics import router as statistics_router
from api.core.routing import Router

CASES: tuple[Router, ...] = (
    clocks_router,
    statistics_router,
    packages_router,
    board_router,
    cases_router,
    desk_router,
    handover_router,
    handling_router,
)
