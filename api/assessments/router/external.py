"""Figures that others have found, over HTTP. They come in through `/imports`."""

from typing import Annotated

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments.queries import external
from api.assessments.schemas.external import ExternalFigureFilter, ExternalFigureRow
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/assessments/external-figures", tags=["assessments"])


@router.get("", summary="List external figures 外部指标", errors=(TOO_DEEP,))
def list_external_figures(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)],
    wanted: Annotated[ExternalFigureFilter, Query()],
    paging: Paged,
) -> Page[ExternalFigureRow]:
    """Figures of schools within reach that others have found (a survey, an inspection), by school, metric and day."""
    return external.list_figures(ctx, wanted, paging)
