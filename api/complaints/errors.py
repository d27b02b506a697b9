"""What is refused of complaints, by code. No sentence tells whether a case exists that the caller cannot read."""

from api.core.errors import Kind, define

WRONG_STATE = define(
    "complaint.wrong_state",
    Kind.CONFLICT,
    "现在不能这样做，可以做的：{allowed}。",
    "This cannot be done now; what can: {allowed}.",
)
NOT_MATCHED = define(
    "complaint.not_matched",
    Kind.CONFLICT,
    "被反映的人和单位还没有逐一比对（或标为查无此人）。",
    "Who is named is not matched yet, or marked as unknown.",
)
NOT_SUPERIOR = define(
    "complaint.not_superior",
    Kind.CONFLICT,
    "被反映人不属于上级机关管辖，不能径送上级。",
    "Nobody of a superior organ's is named; this does not go straight up.",
)
SUPERIOR_MATTER = define(
    "complaint.superior_matter",
    Kind.CONFLICT,
    "反映的是上级机关管辖的人，只能径送上级（检举控告工作规则第十五条）。",
    "Somebody of a superior organ's is named: the case goes straight up, and nowhere else (工作规则 第15条).",
)
WRONG_TRACK = define(
    "complaint.wrong_track", Kind.CONFLICT, "这个办理轨道上没有这一步。", "The track of the case has no such step."
)
NOT_URGENT = define(
    "complaint.not_urgent",
    Kind.CONFLICT,
    "这件不属于当日报告的紧急情形。",
    "The case is not one of those reported the same day.",
)
NO_PROPOSAL = define(
    "complaint.no_proposal", Kind.CONFLICT, "没有等待确认的事项。", "Nothing waits for a confirmation."
)
PROPOSAL_OPEN = define(
    "complaint.proposal_open",
    Kind.CONFLICT,
    "有事项在等第二人确认，先确认或驳回。",
    "Something waits for its second person; confirm or decline it first.",
)
OWN_CASE = define(
    "complaint.own_case",
    Kind.CONFLICT,
    "自己承办或提出的，要由另一人审批。",
    "What you have handled or proposed yourself is approved by somebody else.",
)
RETURN_LATE = define(
    "complaint.return_late",
    Kind.CONFLICT,
    "退回的期限（2 个工作日）已经过了。",
    "The two working days to send a case back are over.",
)
RETURNED_BEFORE = define(
    "complaint.returned_before",
    Kind.CONFLICT,
    "本单位已经退回过一次，不能再退。",
    "Your unit has sent the case back once already.",
)
NOT_HEARD = define(
    "complaint.not_heard", Kind.CONFLICT, "要先听取被反映人的陈述和申辩。", "The accused has to be heard first."
)
NOT_CODED = define(
    "complaint.not_coded",
    Kind.CONFLICT,
    "类别还是“其他”，先重新归类。",
    "The category is still “other”; code it first.",
)
NOTIFIED_BEFORE = define(
    "complaint.notified_before",
    Kind.CONFLICT,
    "已经告知过了；重复举报不再告知。",
    "The reporter has been told already.",
)
OBJECTION_LATE = define(
    "complaint.objection_late",
    Kind.CONFLICT,
    "申请复查（复核）的 30 日期限已经过了。",
    "The 30 days to ask for a review are over.",
)
REVIEWS_USED = define(
    "complaint.reviews_used",
    Kind.CONFLICT,
    "已经复查、复核过，同一事实不再受理。",
    "The case was reviewed twice; the same facts are not accepted again.",
)
NOT_UNSATISFIED = define(
    "complaint.not_unsatisfied",
    Kind.CONFLICT,
    "反映人没有评为不满意，不用重办。",
    "The reporter did not say that the handling was unsatisfactory.",
)
NOT_UNTRUE = define(
    "complaint.not_untrue", Kind.CONFLICT, "只有查明不属实的，才作澄清。", "Only what was found untrue is clarified."
)
WINDOW_OPEN = define(
    "complaint.window_open",
    Kind.CONFLICT,
    "异议期还没有过，或还没有到归档的时候。",
    "The time for objections is not over, or the case is not ready for the archive.",
)
WITHDRAWN_BEFORE = define(
    "complaint.withdrawn_before", Kind.CONFLICT, "已经标为撤回。", "The case bears the mark already."
)
PERSON_NOT_FOUND = define("complaint.person_not_found", Kind.UNPROCESSABLE, "没有这个人。", "There is no such person.")
UNIT_NOT_FOUND = define(
    "complaint.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或不在你的范围内。",
    "There is no such unit, or it is not within your reach.",
)
SUBJECT_SHAPE = define(
    "complaint.subject_shape",
    Kind.UNPROCESSABLE,
    "指明人就给人员，指明单位就给单位，查无此人则都不给。",
    "Give a person for a person, a unit for a unit, and neither for somebody unknown.",
)
HANDLER_NOT_FOUND = define(
    "complaint.handler_not_found",
    Kind.UNPROCESSABLE,
    "没有这个承办人，或他没有承办权限。",
    "There is no such handler, or the account may not handle cases here.",
)
HANDLER_NAMED = define(
    "complaint.handler_named",
    Kind.CONFLICT,
    "承办人是被反映人，要回避。",
    "The handler is named in the case and keeps out (回避).",
)
HANDLER_SAME_UNIT = define(
    "complaint.handler_same_unit",
    Kind.CONFLICT,
    "承办人与被反映人同单位，要回避。",
    "The handler is of the unit of somebody named and keeps out (回避).",
)
HANDLER_TIED = define(
    "complaint.handler_tied",
    Kind.CONFLICT,
    "承办人申报过与被反映人或单位有利害关系，要回避。",
    "The handler has declared a tie with somebody named and keeps out (回避).",
)
UNIT_ACCUSED = define(
    "complaint.unit_accused",
    Kind.CONFLICT,
    "被反映的单位不能承办自己的件。",
    "The unit named does not handle its own case.",
)
SCHOOL_NOT_ALLOWED = define(
    "complaint.school_not_allowed",
    Kind.CONFLICT,
    "学校只能承办 S、H 轨道的件；廉洁类和反映本校领导的件不交学校办。",
    "A school handles cases on tracks S and H only, never of integrity and never about its own leaders.",
)
TRACK_FOR_LEAD = define(
    "complaint.track_for_lead",
    Kind.CONFLICT,
    "检举控告（J）由分管领导受理。",
    "Cases of discipline (J) are admitted by the leader.",
)
DISPOSITION_MISSING = define(
    "complaint.disposition_missing",
    Kind.CONFLICT,
    "J 轨道交办前要有集体研究的处置方式和记录。",
    "On track J the disposition and the record of the collective study come with the assignment.",
)
HOLD_TOO_LONG = define(
    "complaint.hold_too_long",
    Kind.UNPROCESSABLE,
    "下次检查最迟在 6 个月内。",
    "The next look is at most six months away.",
)
DAY_PAST = define("complaint.day_past", Kind.UNPROCESSABLE, "日期不能早于今天。", "The day cannot lie before today.")
DAY_FUTURE = define("complaint.day_future", Kind.UNPROCESSABLE, "日期不能晚于今天。", "The day cannot lie after today.")
MASTER_NOT_FOUND = define(
    "complaint.master_not_found",
    Kind.UNPROCESSABLE,
    "没有这个主件，或你看不到它。",
    "There is no such master case, or you cannot read it.",
)
MASTER_WRONG = define(
    "complaint.master_wrong",
    Kind.CONFLICT,
    "主件不能是它自己，也不能是已并入、已移送或已径送的件。",
    "A master is another case, and none that was merged, sent on or sealed up.",
)
CLOCK_STOPPED = define("complaint.clock_stopped", Kind.CONFLICT, "这个时限已经停了。", "This clock has stopped.")
NO_EXTENSION = define(
    "complaint.no_extension",
    Kind.CONFLICT,
    "这个时限不能延长，或延长次数已用完。",
    "This clock takes no extension, or none any more.",
)
EXTENSION_OPEN = define(
    "complaint.extension_open",
    Kind.CONFLICT,
    "已经有一个延期申请在等批准。",
    "An extension waits for its answer already.",
)
EXTENSION_ANSWERED = define(
    "complaint.extension_answered",
    Kind.CONFLICT,
    "这个延期申请已经答复。",
    "The request has been answered.",
)
EXTENSION_TOO_LONG = define(
    "complaint.extension_too_long",
    Kind.UNPROCESSABLE,
    "延长后最迟到 {until}。",
    "The clock can run until {until} at most.",
)
NOT_LATER = define(
    "complaint.not_later",
    Kind.UNPROCESSABLE,
    "延长后的日期要晚于现在的期限。",
    "An extension ends after the present day.",
)
PAUSE_NOT_ALLOWED = define(
    "complaint.pause_not_allowed",
    Kind.CONFLICT,
    "这个时限没有可以扣除的时间。",
    "Nothing stops this clock meanwhile.",
)
PAUSED = define("complaint.paused", Kind.CONFLICT, "这个时限已经停住（听证）。", "This clock stands still already.")
NOT_PAUSED = define("complaint.not_paused", Kind.CONFLICT, "这个时限没有停住。", "This clock is running.")
PACKAGE_STATE = define(
    "complaint.package_state",
    Kind.CONFLICT,
    "材料包现在不能这样做，可以做的：{allowed}。",
    "This cannot be done to the package now; what can: {allowed}.",
)
PACKAGE_UNIT = define(
    "complaint.package_unit",
    Kind.UNPROCESSABLE,
    "没有这所学校或单位，或不在你的范围内。",
    "There is no such school or unit, or it is not within your reach.",
)
SPAN_BAD = define(
    "complaint.span_bad",
    Kind.UNPROCESSABLE,
    "遮盖范围要在正文之内，且互不重叠。",
    "Covered spans lie within the text and do not overlap.",
)
OWN_RELEASE = define(
    "complaint.own_release",
    Kind.CONFLICT,
    "材料包由另一人核对后发出。",
    "A package is released by somebody else than its author.",
)
PACKAGE_ACCUSED = define(
    "complaint.package_accused",
    Kind.CONFLICT,
    "反映学校领导的件不能转给他所在的单位去核实，只能告知结果。",
    "What is said of a leader is not sent to the leader's own unit to be answered; only the outcome is told.",
)
OUTCOME_MISSING = define("complaint.outcome_missing", Kind.CONFLICT, "还没有办理结果。", "There is no outcome yet.")
TIE_KNOWN = define("complaint.tie_known", Kind.CONFLICT, "这个关系已经申报过。", "This tie is declared already.")
REASON_MISSING = define("complaint.reason_missing", Kind.UNPROCESSABLE, "要写明理由。", "A reason is needed.")
RULE_UNKNOWN = define(
    "complaint.rule_unknown", Kind.UNPROCESSABLE, "没有这条时限规则。", "There is no such clock rule."
)
FIELD_TWICE = define("complaint.field_twice", Kind.UNPROCESSABLE, "这个代码已经有了。", "This code is there already.")
FIELD_CHOICES = define(
    "complaint.field_choices",
    Kind.UNPROCESSABLE,
    "单选要有选项，代码不重复；别的类型没有选项。",
    "A choice needs options with codes of their own; other kinds have none.",
)
LABEL_MISSING = define("complaint.label_missing", Kind.UNPROCESSABLE, "名称不能为空。", "A label cannot be empty.")
YEAR_OUT = define("complaint.year_out", Kind.UNPROCESSABLE, "年份不在范围内。", "The year is out of range.")
SAME_DIMENSION = define(
    "complaint.same_dimension",
    Kind.UNPROCESSABLE,
    "两个维度不能相同。",
    "Two different dimensions are needed.",
)
LEGACY_NO_MISSING = define(
    "complaint.legacy_no_missing",
    Kind.UNPROCESSABLE,
    "要给来源系统和原编号。",
    "The source system and its number are needed.",
)
RECTIFICATION_NOT_FOUND = define(
    "complaint.rectification_not_found",
    Kind.UNPROCESSABLE,
    "没有这个整改问题，或你看不到它。",
    "There is no such problem, or you cannot read it.",
)
NO_PRIOR_LOOK = define(
    "complaint.no_content",
    Kind.CONFLICT,
    "这件的内容已经销毁，只留存根。",
    "The content of the case is destroyed; a stub is left.",
)
NOT_LEGACY = define(
    "complaint.not_legacy",
    Kind.UNPROCESSABLE,
    "这个编号是本系统正在办的件，导入不能改它。",
    "The number is that of a case handled here; no import changes it.",
)
CONCLUDED_EARLY = define(
    "complaint.concluded_early",
    Kind.UNPROCESSABLE,
    "办结日期不能早于收到日期。",
    "A case is not concluded before it is received.",
)
FORM_ALONE = define(
    "complaint.form_alone",
    Kind.UNPROCESSABLE,
    "写了形态就要写查证结果。",
    "A form comes with a finding.",
)
NOT_DUE = define(
    "complaint.not_due",
    Kind.UNPROCESSABLE,
    "这件没有归档，或保管期限没到。",
    "The case is not in the archive, or its years are not over.",
)
NOT_HANDED_OVER = define(
    "complaint.not_handed_over",
    Kind.CONFLICT,
    "还没有移交：先准备移交包，完整领取后再径送。",
    "Nothing is handed over yet: prepare the package and fetch it whole first.",
)
HANDOVER_DONE = define(
    "complaint.handover_done",
    Kind.CONFLICT,
    "移交包已经领取过，只给一次；要重新准备。",
    "The package was fetched, which is once; prepare it anew.",
)
HANDOVER_OUTDATED = define(
    "complaint.handover_outdated",
    Kind.CONFLICT,
    "领取之后又来了新的材料，要重新准备移交包。",
    "Something came in since the package was fetched; prepare it anew.",
)
HANDOVER_DIFFERS = define(
    "complaint.handover_differs",
    Kind.CONFLICT,
    "摘要值和移交包不符，文件可能不完整，没有销毁任何内容。",
    "The digest is not that of the package; the file may be broken. Nothing was destroyed.",
)
LINK_KNOWN = define("complaint.link_known", Kind.CONFLICT, "已经关联过了。", "It is linked already.")
LINK_NOT_FOUND = define(
    "complaint.link_not_found",
    Kind.UNPROCESSABLE,
    "没有这个对象，或你看不到它。",
    "There is no such object, or you cannot read it.",
)
