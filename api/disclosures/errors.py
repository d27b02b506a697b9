"""What is refused of notices and objections, by code."""

from api.core.errors import Kind, define

# --- Notices ---------------------------------------------------------------------------------------------------------

UNIT_NOT_FOUND = define(
    "notice.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或你不能为它起草公示。",
    "There is no such unit, or you cannot draft notices for it.",
)
KIND_UNKNOWN = define(
    "notice.kind_unknown",
    Kind.UNPROCESSABLE,
    "没有这一类，可用：{allowed}。",
    "There is no such kind; there are: {allowed}.",
)
DAYS_OUT_OF_RANGE = define(
    "notice.days_out_of_range",
    Kind.UNPROCESSABLE,
    "这一类公示 {least} 到 {most} 个工作日。",
    "Notices of this kind run for {least} to {most} working days.",
)
NO_PERIOD = define(
    "notice.no_period",
    Kind.UNPROCESSABLE,
    "这一类是长期公开，没有公示天数。",
    "This kind stays in view and has no number of days.",
)
FORMED_IN_FUTURE = define(
    "notice.formed_in_future",
    Kind.UNPROCESSABLE,
    "信息形成的日期不能晚于今天。",
    "Information cannot have been formed after today.",
)
ROW_WIDTH = define(
    "notice.row_width",
    Kind.UNPROCESSABLE,
    "这一行应有 {columns} 格，和表头一样多。",
    "This row needs {columns} cells, as many as there are columns.",
)
FILE_REPEATED = define(
    "notice.file_repeated",
    Kind.UNPROCESSABLE,
    "同一个附件列了不止一次。",
    "The same attachment is listed more than once.",
)
TEXT_MISSING = define("notice.text_missing", Kind.UNPROCESSABLE, "还没有正文。", "There is no text yet.")
TABLE_MISSING = define("notice.table_missing", Kind.UNPROCESSABLE, "这一类要有表格。", "This kind needs a table.")
LIST_MISSING = define(
    "notice.list_missing",
    Kind.UNPROCESSABLE,
    "这一类要有表格或附件。",
    "This kind needs a table or an attachment.",
)
FILE_NOT_CLEAN = define(
    "notice.file_not_clean",
    Kind.UNPROCESSABLE,
    "这个附件没有清理过的副本，不能公开：等一会儿，或换成 PDF、图片、DOCX、XLSX。",
    "This attachment has no cleaned copy and cannot be published: wait a moment, or use PDF, a picture, DOCX or XLSX.",
)
TABLE_FIXED = define(
    "notice.table_fixed",
    Kind.CONFLICT,
    "这张表由系统按结果生成，不能手改；要改先改结果。",
    "This table is made from results and cannot be edited here; change the results first.",
)
WRONG_STATE = define(
    "notice.wrong_state",
    Kind.CONFLICT,
    "现在的状态不能这样做，可以：{allowed}。",
    "This cannot be done in its state; what can be: {allowed}.",
)
OWN_NOTICE = define(
    "notice.own_notice",
    Kind.FORBIDDEN,
    "自己写过或送审的，要由另一个人发布。",
    "What you wrote or checked is for someone else to release.",
)
UNEXPLAINED = define(
    "notice.unexplained",
    Kind.UNPROCESSABLE,
    "这里像是个人信息：去掉，或写明为什么可以公开。",
    "This looks like personal data: take it out, or say why it may be published.",
)
FINDING_UNKNOWN = define("notice.finding_unknown", Kind.UNPROCESSABLE, "没有这一处。", "There is no such finding.")

# --- Objections ------------------------------------------------------------------------------------------------------

NOT_TAKEN = define(
    "objection.not_taken",
    Kind.CONFLICT,
    "这份公示现在不收意见。",
    "This notice does not take objections now.",
)
TOO_MANY = define(
    "objection.too_many",
    Kind.TOO_MANY,
    "短时间里意见太多，过一会儿再发。写好的内容还在。",
    "Too many objections in a short time; send it a little later. What you wrote is kept.",
)
NO_SEAL = define(
    "objection.no_seal",
    Kind.UNAVAILABLE,
    "这里暂时不能安全地收意见，过一会儿再发，或直接联系发布单位。",
    "Objections cannot be taken safely here for the moment; send it later, or ask the publishing unit.",
)
ANSWERED = define("objection.answered", Kind.CONFLICT, "这条意见已经答复过了。", "This objection has been answered.")
RECEIVED_IN_FUTURE = define(
    "objection.received_in_future",
    Kind.UNPROCESSABLE,
    "收到的日期不能晚于今天。",
    "It cannot have been received after today.",
)
RECEIVED_OUTSIDE = define(
    "objection.received_outside",
    Kind.UNPROCESSABLE,
    "收到的日期不在收意见的时间里（{first} 起）。",
    "It was received outside of the time for objections (from {first}).",
)
NO_CONTACT = define(
    "objection.no_contact",
    Kind.CONFLICT,
    "没有联系方式，或已经按期删除。",
    "There is no contact, or it was erased in time.",
)
SUMMARY_PERSONAL = define(
    "objection.summary_personal",
    Kind.UNPROCESSABLE,
    "对外的摘要里像有个人信息，去掉再答复。",
    "The public summary seems to hold personal data; take it out first.",
)
