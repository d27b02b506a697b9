"""Whole meetings on their way in: as one document, or as a workbook whose sheets are joined by the number of the meeting."""

from collections.abc import Mapping
from decimal import Decimal

from api.access.permissions import Permission
from api.core.intake import CellKind, Field, RowSpec, Sheet, Tree
from api.core.tabular import Words
from api.decisions.rules import words
from api.decisions.service.take_trees import take_trees, undo_trees

_TEXT = r"[^\x00-\x1f\x7f]*"
_MOST = Decimal(10**11)
_ROWS = Decimal(100_000)
_NUMBER: Words = ("会议编号", "Meeting number")
_TOPIC: Words = ("议题序号", "Topic number")
_K = CellKind


def _said(name: str, heading: Words, longest: int = 200, **more: object) -> Field:
    return Field(name, heading, longest=longest, **more)  # type: ignore[arg-type]


def _day(name: str, heading: Words, example: str = "") -> Field:
    return Field(name, heading, _K.DATE, example=example)


def _moment(name: str, heading: Words, example: str = "") -> Field:
    return Field(name, heading, _K.MOMENT, example=example)


def _yes(name: str, heading: Words, example: str = "") -> Field:
    return Field(name, heading, _K.BOOLEAN, example=example)


def _count(name: str, heading: Words, example: str = "", *, required: bool = False) -> Field:
    return Field(name, heading, _K.INTEGER, required=required, least=Decimal(0), most=_ROWS, example=example)


def _word(name: str, heading: Words, table: Mapping[str, Words], example: str = "", *, required: bool = False) -> Field:
    return Field(name, heading, _K.CHOICE, choices=dict(table), example=example, required=required)


def _sum(name: str, heading: Words, example: str = "") -> Field:
    note = ("元", "In 元")
    return Field(name, heading, _K.DECIMAL, places=2, least=-_MOST, most=_MOST, example=example, note=note)


def _person(name: str, heading: Words, example: str = "", *, required: bool = False) -> Field:
    note = ("姓名，学校有同名的人时写编号", "A name; where the school has two of that name, the id")
    return Field(name, heading, longest=200, pattern=_TEXT, example=example, required=required, note=note)


_OF_MEETING = Field("meeting_no", _NUMBER, longest=100, pattern=_TEXT, required=True, example="2026-17")
_OF_TOPIC = _count("topic_no", _TOPIC, "1", required=True)

MEETING = Sheet(
    "meetings",
    ("会议", "Meetings"),
    (
        Field(
            "school",
            ("学校", "School"),
            _K.REFERENCE,
            ("学校名称", "单位", "unit"),
            required=True,
            refers_to="school",
            schemes=("name", "code", "id"),
            example="锦岚县第一小学",
        ),
        Field(
            "meeting_no",
            _NUMBER,
            aliases=("编号",),
            longest=100,
            pattern=_TEXT,
            required=True,
            example="2026-17",
            note=("在一所学校内不重复，其他工作表用它对应", "Once in a school; the other sheets refer to it"),
        ),
        _said("source.system", ("来源系统", "Source system"), 40, pattern=r"[a-zA-Z0-9_.-]*", example="oa"),
        _word("type", ("会议类型", "Body"), words.MEETING_TYPES, "党组织会议", required=True),
        _word("form", ("形式", "Form"), words.MEETING_FORMS, "现场会议"),
        _count("serial_no", ("次数", "Number of the year"), "3"),
        Field("held_at", ("开会时间", "Held at"), _K.MOMENT, required=True, example="2026-11-18 14:30"),
        _moment("ended_at", ("结束时间", "Ended at"), "2026-11-18 16:00"),
        _said("place", ("地点", "Place"), example="三楼会议室"),
        _person("chair", ("主持人", "Chair"), "白书记"),
        _yes("chair_delegated", ("委托主持", "Chair by delegation")),
        _person("recorder", ("记录人", "Recorder"), "周委员"),
        _moment("notice_at", ("通知时间", "Notice at"), "2026-11-14 09:00"),
        _moment("papers_at", ("材料送达时间", "Papers at"), "2026-11-14 09:00"),
        _yes("emergency", ("紧急会议", "Emergency"), "否"),
        Field(
            "ratified_by",
            ("追认会议", "Ratified by"),
            longest=100,
            pattern=_TEXT,
            note=("追认它的会议的编号", "Number of the meeting that ratified it"),
        ),
        Field("sit_ins", ("列席人员", "Sat in"), _K.LIST, example="李律师（法律顾问）"),
        _moment("minutes.issued_at", ("纪要印发时间", "Minutes issued at"), "2026-11-19 10:00"),
        _said("minutes.text", ("纪要正文", "Minutes"), 8_000, example="会议同意采购。"),
        _said("minutes.supervisor_opinion", ("派驻监督意见", "Supervisor's opinion"), 2_000),
        _said("minutes.distribution", ("发送范围", "Distribution"), 500),
        Field(
            "minutes.elements",
            ("记录要素", "Elements on record"),
            _K.LIST,
            choices=dict(words.ELEMENTS),
            note=("不填则按数据判断", "Left out: as the data show"),
        ),
        _said("minutes.archive_class", ("保管期限", "Archive class"), example="permanent"),
        _said("minutes.box_no", ("盒号", "Box")),
        _yes("submit", ("提交", "Submit"), "否"),
    ),
    keys=("meeting_no",),
)
ATTENDANCE = Sheet(
    "attendance",
    ("出席", "Attendance"),
    (
        _OF_MEETING,
        _person("person", ("姓名", "Person"), "白书记", required=True),
        _word("role", ("身份", "Role"), words.ROLES, "应到成员"),
        _word("status", ("到会", "Presence"), words.PRESENCES, "到会"),
        _said("reason", ("缺席原因", "Reason of absence")),
        _word("adviser", ("顾问类别", "Adviser"), words.ADVISERS),
        _day("signed_on", ("签名日期", "Signed on"), "2026-11-19"),
    ),
    into="attendance",
)
TOPICS = Sheet(
    "topics",
    ("议题", "Topics"),
    (
        _OF_MEETING,
        _count("number", _TOPIC, "1", required=True),
        _said("title", ("议题", "Topic"), required=True, example="采购多媒体教学设备"),
        _word("category", ("类别", "Category"), words.CATEGORIES, "大额度资金使用"),
        Field("matter_codes", ("事项编号", "Matter codes"), _K.LIST, longest=10, example="LF01"),
        _person("proposer", ("提出人", "Proposer"), "吴主任"),
        _said("background", ("背景", "Background"), 4_000),
        _said("proposal", ("方案", "Proposal"), 4_000),
        _moment("submitted_at", ("提交时间", "Handed in at"), "2026-11-10 08:00"),
        _moment("added_at", ("临时动议时间", "Added at")),
        _sum("amount", ("金额", "Sum"), "128000.00"),
        _word("spend_type", ("支出类型", "Kind of spending"), words.SPEND_TYPES, "货物"),
        _word("budget_state", ("预算状态", "Budgeted"), words.BUDGET_STATES, "预算内"),
        _said("budget_line", ("预算项目", "Budget line"), example="教学设备购置"),
        Field(
            "related_topics",
            ("相关议题", "Related topics"),
            _K.LIST,
            example="2026-11#2",
            note=("会议编号#议题序号", "Number of the meeting, #, number of the topic"),
        ),
        _word("status", ("状态", "Status"), words.TOPIC_STATUSES, "已研究"),
        _day("deferred_until", ("缓议至", "Deferred until")),
        _said("deferral_reason", ("缓议原因", "Why deferred"), 500),
        Field("concerned_persons", ("涉及人员", "Persons concerned"), _K.LIST),
        Field("concerned_suppliers", ("涉及供应商", "Suppliers concerned"), _K.LIST),
        _count("minutes_spent", ("用时（分钟）", "Minutes spent"), "20"),
    ),
    into="topics",
    keys=("number",),
)
STEPS = Sheet(
    "steps",
    ("前置程序", "Steps before"),
    (
        _OF_MEETING,
        _OF_TOPIC,
        _word("type", ("程序", "Step"), words.STEPS, "书记校长会前沟通", required=True),
        _yes("done", ("已做", "Done"), "是"),
        _day("starts_on", ("开始", "From"), "2026-11-09"),
        _day("ends_on", ("结束", "To")),
        _said("result", ("结果", "Result"), 2_000),
        _yes("agreed", ("无重大分歧", "No disagreement"), "是"),
        _count("expected", ("应到", "Expected")),
        _count("present", ("实到", "Present")),
        _count("in_favour", ("同意", "In favour")),
        _yes("written", ("有书面材料", "In writing")),
        _said("participants", ("参加人", "Participants"), 500),
    ),
    into="topics/steps",
)
VOICES = Sheet(
    "voices",
    ("发言表态", "Opinions and ballots"),
    (
        _OF_MEETING,
        _OF_TOPIC,
        _person("person", ("姓名", "Person"), "白书记", required=True),
        _count("speak_order", ("发言顺序", "Order"), "5"),
        _word("stance", ("态度", "Stance"), words.STANCES, "同意"),
        _said("said", ("发言", "Said"), 4_000, example="同意采购。"),
        _word("ballot", ("表决", "Ballot"), words.BALLOTS, "同意"),
        _yes("recused", ("回避", "Recused"), "否"),
        _said("recusal_ground", ("回避事由", "Ground"), 500),
        _moment("left_at", ("离场时间", "Left at")),
        _moment("returned_at", ("返回时间", "Returned at")),
        _yes("left_before", ("讨论前离场", "Left before the discussion")),
    ),
    into="topics/voices",
)
VOTES = Sheet(
    "votes",
    ("表决", "Votes"),
    (
        _OF_MEETING,
        _OF_TOPIC,
        _word("method", ("表决方式", "Method"), words.METHODS, "举手", required=True),
        _count("base", ("应到会", "Base"), "5"),
        _count("in_favour", ("同意", "For"), "5"),
        _count("against", ("不同意", "Against"), "0"),
        _count("abstained", ("弃权", "Abstained"), "0"),
        _yes("passed", ("通过", "Passed"), "是"),
        _yes("per_topic", ("逐项表决", "Topic by topic"), "是"),
        _person("counted_by", ("计票人", "Counted by")),
    ),
    into="topics/vote",
    one=True,
)
DECISIONS = Sheet(
    "decisions",
    ("决议", "Decisions"),
    (
        _OF_MEETING,
        _OF_TOPIC,
        _word("result", ("结果", "Result"), words.RESULTS, "通过", required=True),
        _said("text", ("决议内容", "Decision"), 4_000, example="同意采购，由总务处办理。"),
        _said("conditions", ("附加条件", "Conditions"), 2_000),
        _person("responsible_person", ("责任人", "Responsible"), "吴主任"),
        _day("due_on", ("完成期限", "Due"), "2026-12-31"),
        _day("effective_on", ("生效日期", "In effect from")),
        _sum("approved_amount", ("批准金额", "Approved sum"), "128000.00"),
        _said("approved_supplier", ("批准供应商", "Approved supplier")),
        _person("decided_by", ("决定人（校长）", "Decided by (principal)")),
        _word("confidentiality", ("密级", "Confidentiality"), words.CONFIDENTIALITIES, "内部"),
    ),
    into="topics/decision",
    one=True,
)

MEETING_TREES = RowSpec(
    name="meeting",
    object_type="meeting",
    title=("会议（含议题、表决、决议）", "Meetings with topics, votes and decisions"),
    fields=MEETING.fields,
    keys=("meeting_no",),
    permission=Permission.DECISION_RECORD,
    take=take_trees,
    undo=undo_trees,
    after=("school", "person", "supplier"),
    key_fields={"meeting_no": ("school", "meeting_no")},
    tree=Tree(
        sheets=(MEETING, ATTENDANCE, TOPICS, STEPS, VOICES, VOTES, DECISIONS),
        lists=("meetings", "items"),
        known_by={
            "school": ("unit_id", "school"),
            "meeting_no": ("meeting_no", "source.id"),
        },
    ),
)
