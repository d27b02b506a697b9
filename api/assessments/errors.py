"""What is refused of assessments, by code."""

from api.core.errors import Kind, define

WRONG_STATE = define(
    "assessment.wrong_state",
    Kind.CONFLICT,
    "现在的状态不能这样做，可以：{allowed}。",
    "This cannot be done in its state; what can be: {allowed}.",
)
CODE_TAKEN = define(
    "assessment.code_taken",
    Kind.CONFLICT,
    "这个单位已有同编号的评估活动。",
    "The unit has a campaign with this code already.",
)
ENROLLED_ALREADY = define(
    "assessment.enrolled_already",
    Kind.CONFLICT,
    "已在这次评估中。",
    "It takes part in this campaign already.",
)
RECUSED_ALREADY = define(
    "assessment.recused_already",
    Kind.CONFLICT,
    "已经申报过对这所学校回避。",
    "The tie to this school has been declared already.",
)
FIGURE_TAKEN = define(
    "assessment.figure_taken",
    Kind.CONFLICT,
    "这个单位这段时间已有这项外部指标。",
    "The unit has a figure of this metric for these days already.",
)
FIGURE_EMPTY = define(
    "assessment.figure_empty",
    Kind.UNPROCESSABLE,
    "数值、分子和分母至少填一样；分子和分母要一起填。",
    "A figure has a value, or a numerator together with a denominator.",
)
FIGURE_DAYS = define(
    "assessment.figure_days",
    Kind.UNPROCESSABLE,
    "截止日期早于起始日期。",
    "The last day lies before the first.",
)
FIGURE_SHARE = define(
    "assessment.figure_share",
    Kind.UNPROCESSABLE,
    "分子大于分母。",
    "The numerator is larger than the denominator.",
)
