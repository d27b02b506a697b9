"""Tables of assessments: those that leave the house, and the rows that come in."""

from api.assessments.tabular.external import FIGURE_ROWS, FIGURES, read_figures

__all__ = ["FIGURES", "FIGURE_ROWS", "read_figures"]
