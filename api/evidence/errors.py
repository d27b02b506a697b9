"""What is refused of evidence, by code."""

from api.core.errors import Kind, define

UNIT_NOT_FOUND = define(
    "evidence.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或你不能为它提交材料。",
    "There is no such unit, or you cannot file evidence for it.",
)
CATEGORY_UNKNOWN = define(
    "evidence.category_unknown",
    Kind.UNPROCESSABLE,
    "没有这个类别，可用：{allowed}。",
    "There is no such category; there are: {allowed}.",
)
PERIOD_REVERSED = define(
    "evidence.period_reversed",
    Kind.UNPROCESSABLE,
    "所属时段的结束不能早于开始。",
    "The period cannot end before it begins.",
)
PERIOD_FUTURE = define(
    "evidence.period_future",
    Kind.UNPROCESSABLE,
    "材料证明已经发生的事，时段不能从今天以后开始。",
    "Evidence shows what has happened; its period cannot begin after today.",
)
FILE_REPEATED = define(
    "evidence.file_repeated",
    Kind.UNPROCESSABLE,
    "同一个文件列了不止一次。",
    "The same file is listed more than once.",
)
USE_TYPE_UNKNOWN = define(
    "evidence.use_type_unknown",
    Kind.UNPROCESSABLE,
    "没有这种用途，可用：{allowed}。",
    "There is no such use; there are: {allowed}.",
)
USE_OBJECT_UNKNOWN = define(
    "evidence.use_object_unknown",
    Kind.UNPROCESSABLE,
    "没有这个对象，或材料不能用于它。",
    "There is no such object, or the evidence cannot serve it.",
)
USE_TAKEN = define(
    "evidence.use_taken",
    Kind.CONFLICT,
    "这份材料已经用在这里了。",
    "The item serves this already.",
)
WRONG_STATE = define(
    "evidence.wrong_state",
    Kind.CONFLICT,
    "现在的状态不能这样做，可以：{allowed}。",
    "This cannot be done in its state; what can be: {allowed}.",
)
OWN_SUBMISSION = define(
    "evidence.own_submission",
    Kind.FORBIDDEN,
    "自己送审的材料要由别人审核。",
    "What you submitted is for someone else to review.",
)
ACCEPTED_SOMEWHERE = define(
    "evidence.accepted_somewhere",
    Kind.CONFLICT,
    "材料已在别处审核通过，不能撤回；先请审核人退回。",
    "The item has been accepted for a use and cannot be withdrawn; have it returned first.",
)
