"""Figures that are kept: answers by unit and family, findings by unit, family, severity and state."""

from typing import Any

from sqlalchemy import Select, func, select

from api.checks.models import CheckTally, Finding
from api.core.rollups import Cell, Rollup

MEASURES = ("passed", "failed", "not_applicable", "insufficient")
_T, _F = CheckTally.__table__.c, Finding.__table__.c


def _answers() -> Select[*tuple[Any, ...]]:
    sums = (func.sum(_T[name]).label(name) for name in MEASURES)
    return select(_T.unit_id, _T.family, *sums).group_by(_T.unit_id, _T.family)


def _findings() -> Select[*tuple[Any, ...]]:
    place = (_F.unit_id, _F.family, _F.severity, _F.state)
    return select(*place, func.count().label("findings")).group_by(*place)


CHECK_FIGURES = Rollup("check_figure", ("family",), MEASURES, _answers())
FINDING_FIGURES = Rollup("finding_figure", ("family", "severity", "state"), ("findings",), _findings())


def finding_cell(finding: Any, severity: str | None = None, state: str | None = None) -> Cell:
    """What a finding counts for, as it is or with another severity or state."""
    key = (finding.family, str(severity or finding.severity), str(state or finding.state))
    return Cell(finding.unit_id, key, {"findings": 1})
