"""Tables of assessments: those that leave the house, and the rows that come in."""

from api.assessments.tabular.external import FIGURE_ROWS, FIGURES, read_figures
from api.assessments.tabular.scores import SCORE_ROWS, SCORES, count_scores, read_scores

__all__ = ["FIGURES", "FIGURE_ROWS", "SCORES", "SCORE_ROWS", "count_scores", "read_figures", "read_scores"]
