"""What is refused of rectification, by code."""

from api.core.errors import Kind, define

UNIT_NOT_FOUND = define(
    "rectification.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或不在你的范围内。",
    "There is no such unit, or it is not within your reach.",
)
PERSON_NOT_FOUND = define(
    "rectification.person_not_found",
    Kind.UNPROCESSABLE,
    "没有这个人，或不在你的范围内。",
    "There is no such person, or not within your reach.",
)
WORD_UNKNOWN = define(
    "rectification.word_unknown",
    Kind.UNPROCESSABLE,
    "没有这个选项，可用：{allowed}。",
    "There is no such choice; there are: {allowed}.",
)
FOUND_FUTURE = define(
    "rectification.found_future",
    Kind.UNPROCESSABLE,
    "发现日期不能晚于今天。",
    "A problem cannot have been found after today.",
)
SENT_ALREADY = define(
    "rectification.sent_already",
    Kind.CONFLICT,
    "这个问题已下达，不能再用导入修改。",
    "The problem has been sent to its school; rows no longer change it.",
)
DUE_PAST = define(
    "rectification.due_past",
    Kind.UNPROCESSABLE,
    "期限不能早于今天。",
    "The time limit cannot lie before today.",
)
DUE_AFTER_PROBLEM = define(
    "rectification.due_after_problem",
    Kind.UNPROCESSABLE,
    "任务期限不能晚于整改期限。",
    "A task cannot be due after the problem it belongs to.",
)
NOT_LATER = define(
    "rectification.not_later",
    Kind.UNPROCESSABLE,
    "延期后的期限要晚于现在的期限。",
    "An extension ends after the present time limit.",
)
WRONG_STATE = define(
    "rectification.wrong_state",
    Kind.CONFLICT,
    "现在不能这样做，可以做的：{allowed}。",
    "This cannot be done now; what can: {allowed}.",
)
OWN_WORK = define(
    "rectification.own_work",
    Kind.CONFLICT,
    "责任人、提交人和申请人不能自己验收或批准，要由另一人来做。",
    "Who is responsible, submitted or asked cannot accept or approve; somebody else does.",
)
CONTESTED_BEFORE = define(
    "rectification.contested_before",
    Kind.CONFLICT,
    "已经提过一次异议，不能再提。",
    "The problem has been contested once, and cannot be again.",
)
CONTEST_LATE = define(
    "rectification.contest_late",
    Kind.CONFLICT,
    "异议期已过。",
    "The days to contest are over.",
)
TASKS_OPEN = define(
    "rectification.tasks_open",
    Kind.CONFLICT,
    "还有没完成的任务，做完才能提交。",
    "Some tasks are still open; finish them before you submit.",
)
EVIDENCE_MISSING = define(
    "rectification.evidence_missing",
    Kind.CONFLICT,
    "严重和重大问题要有佐证材料才能提交。",
    "A serious or major problem needs evidence before it is submitted.",
)
RECHECK_EARLY = define(
    "rectification.recheck_early",
    Kind.CONFLICT,
    "还没到回头看的日子。",
    "The re-check is not due yet.",
)
EXTENSION_OPEN = define(
    "rectification.extension_open",
    Kind.CONFLICT,
    "已有一个延期申请等待批复。",
    "An extension has been asked for already and waits for an answer.",
)
EXTENSIONS_USED = define(
    "rectification.extensions_used",
    Kind.CONFLICT,
    "延期次数已经用完。",
    "No more extensions can be asked for.",
)
NO_EXTENSION = define(
    "rectification.no_extension",
    Kind.CONFLICT,
    "没有等待批复的延期申请。",
    "No extension waits for an answer.",
)
TASK_STATE = define(
    "rectification.task_state",
    Kind.CONFLICT,
    "任务或问题现在的状态不允许这样做。",
    "The state of the task or its problem does not allow this now.",
)
STAGES_EMPTY = define(
    "rectification.stages_empty",
    Kind.UNPROCESSABLE,
    "专项整治至少要有一个阶段。",
    "A campaign has at least one stage.",
)
STAGE_REVERSED = define(
    "rectification.stage_reversed",
    Kind.UNPROCESSABLE,
    "阶段的结束不能早于开始。",
    "A stage cannot end before it begins.",
)
STAGE_OVERLAP = define(
    "rectification.stage_overlap",
    Kind.UNPROCESSABLE,
    "阶段不能重叠：要从 {expected} 开始。",
    "Stages cannot overlap; this one begins on {expected}.",
)
STAGE_GAP = define(
    "rectification.stage_gap",
    Kind.UNPROCESSABLE,
    "阶段之间不能有空档：要从 {expected} 开始。",
    "Stages cannot leave a gap; this one begins on {expected}.",
)
ITEM_REPEATED = define(
    "rectification.item_repeated",
    Kind.UNPROCESSABLE,
    "清单项的编号重复了。",
    "An item of the checklist has a code that another has.",
)
ITEM_UNKNOWN = define(
    "rectification.item_unknown",
    Kind.UNPROCESSABLE,
    "这个阶段没有这样的清单项。",
    "The stage has no such item.",
)
ITEMS_OPEN = define(
    "rectification.items_open",
    Kind.CONFLICT,
    "清单里还有没做完的事项，做完才能申请销号。",
    "Items of the checklists are still open; finish them before you ask for the close-out.",
)
PLANS_OPEN = define(
    "rectification.plans_open",
    Kind.CONFLICT,
    "还有没完成的个人整改方案，完成后才能申请销号。",
    "Personal plans are still open; finish them before you ask for the close-out.",
)
CLOSEOUT_EVIDENCE = define(
    "rectification.closeout_evidence",
    Kind.CONFLICT,
    "申请销号要有佐证材料。",
    "A close-out needs evidence.",
)
UNITS_OPEN = define(
    "rectification.units_open",
    Kind.CONFLICT,
    "还有单位没有销号，不能结束专项整治。",
    "Some units are not closed out yet; the campaign cannot end.",
)
PLAN_TAKEN = define(
    "rectification.plan_taken",
    Kind.CONFLICT,
    "这个人已经有一份个人整改方案。",
    "The person has a plan in this campaign already.",
)
NOT_A_SCHOOL_PERSON = define(
    "rectification.person_elsewhere",
    Kind.UNPROCESSABLE,
    "这个人不在这个单位。",
    "The person does not belong to this unit.",
)
DOCUMENT_MISSING = define(
    "rectification.document_missing",
    Kind.CONFLICT,
    "出具前要写明文号、依据和效力。",
    "Document number, basis and effect are written down before an action is issued.",
)
DUE_FIXED = define(
    "rectification.due_fixed",
    Kind.UNPROCESSABLE,
    "期限已经定了，只能申请延期。",
    "The time limit is set; it moves by an extension only.",
)
PROBLEM_NOT_FOUND = define(
    "rectification.problem_not_found",
    Kind.UNPROCESSABLE,
    "这个单位没有这个问题，或你看不到它。",
    "The unit has no such problem, or you cannot read it.",
)
UNITS_MISSING = define(
    "rectification.units_missing",
    Kind.UNPROCESSABLE,
    "要选定参加的单位，才能启动专项整治。",
    "A campaign starts once somebody takes part.",
)
