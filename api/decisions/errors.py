"""What is refused of decisions, by code."""

from api.core.errors import Kind, define

UNIT_NOT_FOUND = define(
    "decision.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或不在你的范围内。",
    "There is no such unit, or it is not within your reach.",
)
NOT_A_SCHOOL = define(
    "decision.not_a_school",
    Kind.UNPROCESSABLE,
    "只有学校有三重一大台账。",
    "Only schools keep a log of decisions.",
)
PERSON_NOT_FOUND = define(
    "decision.person_not_found",
    Kind.UNPROCESSABLE,
    "这个学校没有这个人。",
    "The school has no such person.",
)
PERSON_TWICE = define(
    "decision.person_twice",
    Kind.UNPROCESSABLE,
    "同一个人写了两次。",
    "The same person is given twice.",
)
PERSON_AMBIGUOUS = define(
    "decision.person_ambiguous",
    Kind.UNPROCESSABLE,
    "这个学校有同名的人，用编号指明。",
    "The school has several persons of this name; name the id.",
)
CURRENCY = define(
    "decision.currency",
    Kind.UNPROCESSABLE,
    "金额不是人民币；要按元记，请写明币种。",
    "The sum is in another currency; name that currency for it to be taken as 元.",
)
RELEASE = define(
    "decision.release",
    Kind.UNPROCESSABLE,
    "公告里的授予信息不完整：要有编号、日期、金额和供应商名称。",
    "The award is incomplete: it needs an id, a date, a sum and the names of suppliers.",
)
ATTENDEE_UNREADABLE = define(
    "decision.attendee_unreadable",
    Kind.UNPROCESSABLE,
    "列席人员看不懂；写“姓名”或“姓名（法律顾问）”。",
    "This is no name of somebody who sat in; write a name, or a name with their office in brackets.",
)
SOURCE_CLOSED = define(
    "decision.source_closed",
    Kind.CONFLICT,
    "这次会议已经提交或归档，导入不再改动它。",
    "This meeting has been submitted or filed; an import no longer changes it.",
)
MATTER_UNKNOWN = define(
    "decision.matter_unknown",
    Kind.UNPROCESSABLE,
    "事项清单里没有这个编号，可用的如：{allowed}。",
    "The catalogue of matters has no such code; there are, for example: {allowed}.",
)
MATTER_TAKEN = define(
    "decision.matter_taken",
    Kind.CONFLICT,
    "事项清单里已有这个编号。",
    "The catalogue has this code already.",
)
TOPIC_NOT_FOUND = define(
    "decision.topic_not_found",
    Kind.UNPROCESSABLE,
    "这个学校没有这个议题。",
    "The school has no such topic.",
)
MEETING_NOT_FOUND = define(
    "decision.meeting_not_found",
    Kind.UNPROCESSABLE,
    "这个学校没有这次会议。",
    "The school has no such meeting.",
)
DECISION_NOT_FOUND = define(
    "decision.decision_not_found",
    Kind.UNPROCESSABLE,
    "这个学校没有这项决议。",
    "The school has no such decision.",
)
SUPPLIER_NOT_FOUND = define(
    "decision.supplier_not_found",
    Kind.UNPROCESSABLE,
    "这个学校没有登记这个供应商。",
    "The school has no such supplier.",
)
CONTRACT_NOT_FOUND = define(
    "decision.contract_not_found",
    Kind.UNPROCESSABLE,
    "这个学校没有这份合同。",
    "The school has no such contract.",
)
SUPPLIER_TAKEN = define(
    "decision.supplier_taken",
    Kind.CONFLICT,
    "已有同名的供应商。",
    "There is a supplier of this name already.",
)
SOURCE_TAKEN = define(
    "decision.source_taken",
    Kind.CONFLICT,
    "这个来源编号已经登记过。",
    "This source number has been recorded already.",
)
WRONG_STATE = define(
    "decision.wrong_state",
    Kind.CONFLICT,
    "现在不能这样做，可以做的：{allowed}。",
    "This cannot be done now; what can: {allowed}.",
)
STILL_DRAFT = define(
    "decision.still_draft",
    Kind.CONFLICT,
    "会议记录还没有提交，提交后才能登记后续情况。",
    "The record of the meeting has not been submitted; what follows a decision is recorded after that.",
)
TOPICS_EMPTY = define(
    "decision.topics_empty",
    Kind.CONFLICT,
    "会议还没有议题，不能提交。",
    "The meeting has no topic yet and cannot be submitted.",
)
ATTENDANCE_EMPTY = define(
    "decision.attendance_empty",
    Kind.CONFLICT,
    "还没有登记到会情况，不能提交。",
    "Nobody's attendance is recorded yet; the meeting cannot be submitted.",
)
HELD_LATER = define(
    "decision.held_later",
    Kind.CONFLICT,
    "会议还没有开，不能提交。",
    "The meeting has not been held yet and cannot be submitted.",
)
IN_USE = define(
    "decision.in_use",
    Kind.CONFLICT,
    "已有报备、执行、合同或支付指向这里，不能删除。",
    "Filings, execution, contracts or payments refer to this; it cannot be removed.",
)
ENDS_BEFORE = define(
    "decision.ends_before",
    Kind.UNPROCESSABLE,
    "结束不能早于开始。",
    "An end cannot lie before its beginning.",
)
IN_FUTURE = define(
    "decision.in_future",
    Kind.UNPROCESSABLE,
    "日期不能晚于今天。",
    "The day cannot lie after today.",
)
VOTE_COUNTS = define(
    "decision.vote_counts",
    Kind.UNPROCESSABLE,
    "有票数就要写明表决方式。",
    "Counts of a vote need its method.",
)
SHARE_WRONG = define(
    "decision.share_wrong",
    Kind.UNPROCESSABLE,
    "比例写成 ≥2/3、>1/2 或 all，且不超过 1。",
    "A share is written like ≥2/3, >1/2 or all, and is at most 1.",
)
LIMIT_UNKNOWN = define(
    "decision.limit_unknown",
    Kind.UNPROCESSABLE,
    "没有这个期限参数，可用：{allowed}。",
    "There is no such limit; there are: {allowed}.",
)
POLICY_OVERLAP = define(
    "decision.policy_overlap",
    Kind.CONFLICT,
    "生效日期要晚于现行版本的生效日期（{since}）。",
    "It takes effect after the version in force does ({since}).",
)
DOCUMENT_FORMAT = define(
    "decision.document_format",
    Kind.UNPROCESSABLE,
    "这种文档只有这些格式：{allowed}。",
    "This document comes in these formats only: {allowed}.",
)
ANSWERED = define(
    "decision.filing_answered",
    Kind.CONFLICT,
    "这件报备已经答复过。",
    "This filing has been answered already.",
)
FILED_ALREADY = define(
    "decision.filed_already",
    Kind.CONFLICT,
    "同一种报备还有一件没有答复，等答复后再报。",
    "A filing of this kind still waits for its answer; file again after that.",
)
TOPICS_INCOMPLETE = define(
    "decision.topics_incomplete",
    Kind.UNPROCESSABLE,
    "要写出全部议题，每个一次。",
    "Name every topic of the agenda, each once.",
)
NOT_ANSWERED = define(
    "decision.filing_not_answered",
    Kind.CONFLICT,
    "教育局还没有提出异议，不用登记处理情况。",
    "The bureau has raised no objection; there is nothing to act on.",
)
REASON_MISSING = define(
    "decision.reason_missing",
    Kind.UNPROCESSABLE,
    "有异议要写明理由。",
    "An objection says why.",
)
APPROVAL_ONLY = define(
    "decision.approval_only",
    Kind.UNPROCESSABLE,
    "只有报批才有批准和批准文号。",
    "Only what is filed for approval is approved and gets a number.",
)
CONFIDENTIAL = define(
    "decision.confidential",
    Kind.CONFLICT,
    "涉密的决议不能公开。",
    "A confidential decision is not published.",
)
NOT_FILED = define(
    "decision.not_filed",
    Kind.CONFLICT,
    "会议还没有归档，没有可以证明的文本。",
    "The meeting has not been filed; there is no document to prove.",
)
