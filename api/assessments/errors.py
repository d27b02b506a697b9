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
