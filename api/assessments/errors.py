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
UNIT_NOT_FOUND = define(
    "assessment.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或你不能为它组织评估。",
    "There is no such unit, or you cannot run assessments for it.",
)
VERSION_NOT_FOUND = define(
    "assessment.version_not_found",
    Kind.UNPROCESSABLE,
    "没有这个已发布的指标版本，或它已停用。",
    "There is no such published version of a framework, or it has been retired.",
)
PERIOD_REVERSED = define(
    "assessment.period_reversed",
    Kind.UNPROCESSABLE,
    "评估时段的结束不能早于开始。",
    "The period cannot end before it begins.",
)
WINDOW_ROUND = define(
    "assessment.window_round",
    Kind.UNPROCESSABLE,
    "每个轮次只设一个时段，可设：{allowed}。",
    "Each round has one window; there may be: {allowed}.",
)
WINDOW_REVERSED = define(
    "assessment.window_reversed",
    Kind.UNPROCESSABLE,
    "截止不能早于开始。",
    "A window cannot close before it opens.",
)
WINDOWS_OUT_OF_ORDER = define(
    "assessment.windows_out_of_order",
    Kind.UNPROCESSABLE,
    "后一轮不能比前一轮更早开始或截止。",
    "A round cannot open or close before the one it follows.",
)
WINDOWS_MISSING = define(
    "assessment.windows_missing",
    Kind.CONFLICT,
    "先设好这些轮次的时段：{rounds}。",
    "Set the windows of these rounds first: {rounds}.",
)
NOBODY_ENROLLED = define(
    "assessment.nobody_enrolled",
    Kind.CONFLICT,
    "还没有参评单位。",
    "Nobody has been enrolled yet.",
)
WEIGHTS_UNUSED = define(
    "assessment.weights_unused",
    Kind.UNPROCESSABLE,
    "只有按权重合成时才设权重。",
    "Weights are set only where rounds are combined by weight.",
)
WEIGHTS_NOT_WHOLE = define(
    "assessment.weights_not_whole",
    Kind.UNPROCESSABLE,
    "各轮权重合计应为 100。",
    "The weights of the rounds must add up to 100.",
)
QUOTAS_UNUSED = define(
    "assessment.quotas_unused",
    Kind.UNPROCESSABLE,
    "只有申报制才设名额。",
    "Quotas are set only where schools apply.",
)
QUOTA_KEY = define(
    "assessment.quota_key",
    Kind.UNPROCESSABLE,
    "名额按学区填，* 表示其余学区。",
    "Quotas are given by district; * stands for every other one.",
)
QUOTA_FULL = define(
    "assessment.quota_full",
    Kind.CONFLICT,
    "这个学区的名额（{quota}）已满。",
    "The quota of this district ({quota}) has been used up.",
)
THRESHOLD_NOT_POSITIVE = define(
    "assessment.threshold_not_positive",
    Kind.UNPROCESSABLE,
    "分歧阈值要大于 0。",
    "The threshold of a disagreement must be more than 0.",
)
SETTLED = define(
    "assessment.settled",
    Kind.UNPROCESSABLE,
    "活动开始后不能再改这一项。",
    "This stands since the campaign was opened.",
)
MODE_WRONG = define(
    "assessment.mode_wrong",
    Kind.CONFLICT,
    "这次评估不是这样参评的。",
    "This is not how schools take part in this campaign.",
)
NOT_ELIGIBLE = define(
    "assessment.not_eligible",
    Kind.UNPROCESSABLE,
    "没有这所学校，或它不能参评：只有在办的学校；按党组织评估的，学校要有党组织。",
    "There is no such school, or it cannot take part: it must be operating and, where party organizations are assessed, have one.",
)
NOT_OPEN_YET = define(
    "assessment.not_open_yet",
    Kind.CONFLICT,
    "这一轮还没有开始。",
    "This round has not begun.",
)
ROUNDS_OVER = define(
    "assessment.rounds_over",
    Kind.CONFLICT,
    "这一轮已经结束。",
    "This round is over.",
)
LATER_HANDED_IN = define(
    "assessment.later_handed_in",
    Kind.CONFLICT,
    "后一轮已经提交，先退回后一轮。",
    "A later round has been submitted; have that returned first.",
)
WINDOW_CLOSED = define(
    "assessment.window_closed",
    Kind.CONFLICT,
    "已过截止日期，这次活动不收迟交。",
    "The window has closed, and this campaign takes nothing late.",
)
EARLIER_OPEN = define(
    "assessment.earlier_open",
    Kind.CONFLICT,
    "前一轮还没有提交，也没有到截止日期。",
    "The round before has not been submitted, and its window is still open.",
)
NOT_ENROLLED = define(
    "assessment.not_enrolled",
    Kind.CONFLICT,
    "这个单位现在不参评。",
    "This school does not take part at present.",
)
SCORE_STALE = define(
    "assessment.score_stale",
    Kind.STALE,
    "别人刚改过这一项；两边的内容都在 params 里，比较后再存。",
    "Someone else has changed this item; params hold both versions, to be compared before saving.",
)
ITEM_ABSENT = define(
    "assessment.item_absent",
    Kind.CONFLICT,
    "这一项对这个单位不适用。",
    "This item does not apply to this school.",
)
OVER_FULL = define(
    "assessment.over_full",
    Kind.UNPROCESSABLE,
    "不能超过 {most} 分。",
    "Not over {most}.",
)
NOT_APPLICABLE_ALONE = define(
    "assessment.not_applicable_alone",
    Kind.UNPROCESSABLE,
    "不适用的项不再填报，也不改分。",
    "An item that does not apply has neither inputs nor points.",
)
REASON_MISSING = define(
    "assessment.reason_missing",
    Kind.UNPROCESSABLE,
    "写明理由。",
    "Give the reason.",
)
DERIVED_INPUTS = define(
    "assessment.derived_inputs",
    Kind.UNPROCESSABLE,
    "这一项由系统取数，不手工填；要改分请用改定并写明理由。",
    "The inputs of this item come from the product's own figures; to differ, set the points with a reason.",
)
ASSIGNED_ELSEWHERE = define(
    "assessment.assigned_elsewhere",
    Kind.FORBIDDEN,
    "这一项分给了别人。",
    "This item has been given to someone else.",
)
ASSIGNEE_UNFIT = define(
    "assessment.assignee_unfit",
    Kind.UNPROCESSABLE,
    "没有这个人，或他不能填这一轮。",
    "There is no such person, or they cannot work on this round.",
)
INDICATOR_UNKNOWN = define(
    "assessment.indicator_unknown",
    Kind.UNPROCESSABLE,
    "指标体系没有这一项。",
    "The framework has no such indicator.",
)
NOT_ASSIGNED = define(
    "assessment.not_assigned",
    Kind.CONFLICT,
    "这一项没有分给你。",
    "This item has not been given to you.",
)
NOT_READY = define(
    "assessment.not_ready",
    Kind.CONFLICT,
    "还不能提交，见各项说明。",
    "It cannot be submitted yet; see each entry.",
)
ITEMS_OPEN = define(
    "assessment.items_open",
    Kind.CONFLICT,
    "还有没填的项：{codes}。",
    "Items that are still open: {codes}.",
)
UNEXPLAINED = define(
    "assessment.unexplained",
    Kind.CONFLICT,
    "与前一轮相差达到阈值，要写明原因：{codes}。",
    "Far from the round before, and not explained: {codes}.",
)
EVIDENCE_NOTE = define(
    "assessment.evidence_note",
    Kind.CONFLICT,
    "缺少必备佐证，提交时要说明：{codes}。",
    "Required evidence is missing; say why when submitting: {codes}.",
)
CONFLICT_UNDECLARED = define(
    "assessment.conflict_undeclared",
    Kind.UNPROCESSABLE,
    "先声明与这所学校没有利害关系；有的要回避。",
    "Declare that you have no tie to this school; who has one keeps out.",
)
CONFIRM_NOT_ALLOWED = define(
    "assessment.confirm_not_allowed",
    Kind.CONFLICT,
    "这次活动要求学区逐项评分，不能照前一轮确认。",
    "In this campaign districts score each item; nothing is confirmed as it stands.",
)
SLOT_UNKNOWN = define(
    "assessment.slot_unknown",
    Kind.UNPROCESSABLE,
    "没有这个佐证位。",
    "There is no such place for evidence.",
)
RECUSED = define(
    "assessment.recused",
    Kind.FORBIDDEN,
    "你与这所学校有关联（任职、授权或已申报），要回避。",
    "You have a tie to this school (a post, a role, or one that was declared) and keep out.",
)
OWN_ROUND = define(
    "assessment.own_round",
    Kind.FORBIDDEN,
    "自己提交的一轮要由别人处理。",
    "A round that you submitted is for someone else to judge.",
)
DISAGREEMENT_STATE = define(
    "assessment.disagreement_state",
    Kind.CONFLICT,
    "这处分歧还没有说明，或已经处理，可以：{allowed}。",
    "The disagreement is not explained yet, or has been settled; what can be done: {allowed}.",
)
DOCUMENT_FORMAT = define(
    "assessment.document_format",
    Kind.UNPROCESSABLE,
    "这种文档只能是：{allowed}。",
    "This document comes as: {allowed}.",
)
INPUTS_FORM = define(
    "assessment.inputs_form",
    Kind.UNPROCESSABLE,
    "计分依据要写成 JSON 对象，例如 {example}。",
    "Inputs are written as a JSON object, such as {example}.",
)
