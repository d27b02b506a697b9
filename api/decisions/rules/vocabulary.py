"""The words of the decision log (code = 中文), the same in tables, on the wire and in rules."""

from enum import StrEnum


class Category(StrEnum):
    """The four categories of 三重一大."""

    MAJOR_DECISION = "major_decision"  # 重大决策
    PERSONNEL_APPOINTMENT = "personnel_appointment"  # 重要人事任免
    MAJOR_PROJECT = "major_project"  # 重大项目安排
    LARGE_FUND_USE = "large_fund_use"  # 大额度资金使用


class MeetingType(StrEnum):
    """Which body meets."""

    PARTY_ORGANIZATION_MEETING = "party_organization_meeting"  # 党组织会议
    PRINCIPAL_OFFICE_MEETING = "principal_office_meeting"  # 校长办公会议 (校务会议)
    PARTY_BRANCH_ASSEMBLY = "party_branch_assembly"  # 支部党员大会
    STAFF_CONGRESS = "staff_congress"  # 教职工代表大会
    SCHOOL_AFFAIRS_COMMITTEE = "school_affairs_committee"  # 校务委员会


class MeetingForm(StrEnum):
    """How a body meets. `circulation` is forbidden but recordable."""

    IN_PERSON = "in_person"  # 现场会议
    VIDEO = "video"  # 视频会议
    CIRCULATION = "circulation"  # 传阅会签


class Role(StrEnum):
    """As what a person is at a meeting."""

    VOTING_MEMBER = "voting_member"  # 有表决权的成员
    SIT_IN = "sit_in"  # 列席
    RECORDER = "recorder"  # 记录人
    INVITED_SUPERVISOR = "invited_supervisor"  # 派驻纪检监察组、督学等


class Presence(StrEnum):
    """Whether a person was there. Who came late was there."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    LEAVE = "leave"


class Group(StrEnum):
    """The team that a member belongs to."""

    PARTY = "party"  # 党组织班子
    ADMIN = "admin"  # 行政班子
    DISCIPLINE = "discipline"  # 纪检


class Post(StrEnum):
    """The posts of a team that rules speak of."""

    SECRETARY = "secretary"  # 书记
    PRINCIPAL = "principal"  # 校长
    DEPUTY_SECRETARY = "deputy_secretary"  # 副书记
    DEPUTY_PRINCIPAL = "deputy_principal"  # 副校长
    DISCIPLINE_COMMISSIONER = "discipline_commissioner"  # 纪检委员
    FINANCE_HEAD = "finance_head"  # 财务负责人
    MEMBER = "member"  # 委员、成员


class Excluded(StrEnum):
    """Why a member is left out of the base: the cases that the party's meeting arithmetic names."""

    CANNOT_EXPRESS_WILL = "cannot_express_will"  # 患有精神病或其他疾病，不能表达意志
    ABROAD = "abroad"  # 出国出境半年以上
    SUSPENDED = "suspended"  # 党员权利被停止
    ON_PROBATION = "on_probation"  # 留党察看
    DETAINED = "detained"  # 被羁押、留置
    BEDRIDDEN = "bedridden"  # 长期卧病
    AWAY_HALF_YEAR = "away_half_year"  # 外出半年以上


class TopicStatus(StrEnum):
    """Where a topic stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"
    DISCUSSED = "discussed"
    DEFERRED = "deferred"  # 缓议
    WITHDRAWN = "withdrawn"


class StepType(StrEnum):
    """Steps before the meeting."""

    RESEARCH = "research"  # 调研
    CONSULTATION = "consultation"  # 征求意见、酝酿
    EXPERT = "expert"  # 专家论证
    RISK = "risk"  # 风险评估
    LEGALITY = "legality"  # 合法性审查
    PUBLICITY_COMMENT = "publicity_comment"  # 公开征求意见
    STAFF_CONGRESS = "staff_congress"  # 教代会审议
    DISCIPLINE_OPINION = "discipline_opinion"  # 书面征求纪检意见
    PARENT_COMMITTEE = "parent_committee"  # 征求家委会意见
    SECRETARY_PRINCIPAL_TALK = "secretary_principal_talk"  # 书记校长会前沟通


class Adviser(StrEnum):
    """As what adviser a person sits in."""

    LEGAL = "legal"  # 法律顾问
    FINANCE = "finance"
    STAFF_DELEGATE = "staff_delegate"
    EXPERT = "expert"
    OTHER = "other"


class Stance(StrEnum):
    """What a member said before the vote."""

    AGREE = "agree"
    DISAGREE = "disagree"
    SUGGESTION = "suggestion"


class Ballot(StrEnum):
    """What a member did in the vote. `not_voting`: there, entitled, and without a ballot."""

    FOR = "for"  # 同意
    AGAINST = "against"  # 不同意
    ABSTAIN = "abstain"  # 弃权
    RECUSED = "recused"  # 回避
    ABSENT = "absent"  # 缺席
    NOT_VOTING = "not_voting"  # 到会未表决


class VoteMethod(StrEnum):
    """How was voted. `principal_decides`: the office meeting's way, no vote."""

    ORAL = "oral"  # 口头
    SHOW_OF_HANDS = "show_of_hands"  # 举手
    SIGNED_BALLOT = "signed_ballot"  # 记名投票
    SECRET_BALLOT = "secret_ballot"  # 无记名投票  # noqa: S105 (a ballot, no password)
    PRINCIPAL_DECIDES = "principal_decides"  # 校长决定


class Result(StrEnum):
    """What was decided."""

    PASSED = "passed"  # 通过
    PASSED_WITH_CHANGES = "passed_with_changes"  # 修改后通过
    REJECTED = "rejected"  # 否决
    DEFERRED = "deferred"  # 缓议


class DecisionStatus(StrEnum):
    """Where a decision stands."""

    DECIDED = "decided"
    PUBLICIZED = "publicized"
    FILED = "filed"
    EXECUTING = "executing"
    COMPLETED = "completed"
    EVALUATED = "evaluated"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"


class BudgetState(StrEnum):
    """Whether the yearly budget holds the money."""

    BUDGETED = "budgeted"
    UNBUDGETED = "unbudgeted"


class SpendType(StrEnum):
    """What money is spent on. The last six never count as a large sum; see `EXCLUDED_SPENDING`."""

    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"
    HOSPITALITY = "hospitality"
    TRAVEL = "travel"
    OTHER = "other"
    TREASURY_REMITTANCE = "treasury_remittance"
    UTILITIES = "utilities"
    SALARY = "salary"
    STUDENT_AID = "student_aid"
    TAX = "tax"
    SETTLEMENT = "settlement"


# 上缴国库、水电费、工资社保、学生资助、代扣税款、往来款结算: what schools' own rules leave out (合肥六中), so a default, not law.
EXCLUDED_SPENDING = frozenset(
    {
        SpendType.TREASURY_REMITTANCE,
        SpendType.UTILITIES,
        SpendType.SALARY,
        SpendType.STUDENT_AID,
        SpendType.TAX,
        SpendType.SETTLEMENT,
    }
)


class PurchaseMethod(StrEnum):
    """How a supplier was chosen."""

    DIRECT = "direct"  # 直接采购
    INQUIRY = "inquiry"  # 询价
    COMPARISON = "comparison"  # 比选
    NEGOTIATION = "negotiation"  # 竞争性谈判、磋商
    OPEN_TENDER = "open_tender"  # 公开招标
    CENTRAL = "central"  # 集中采购
    SINGLE_SOURCE = "single_source"  # 单一来源


class Confidentiality(StrEnum):
    """Who may learn of it."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


class PublicityKind(StrEnum):
    """`public_notice` 公示 asks for objections, `disclosure` 公开 tells."""

    PUBLIC_NOTICE = "public_notice"
    DISCLOSURE = "disclosure"


class FilingKind(StrEnum):
    """What is filed with the bureau."""

    PRE_FILING = "pre_filing"  # 事前报备
    APPROVAL = "approval"  # 报批
    POST_FILING = "post_filing"  # 事后报备


class FilingAnswer(StrEnum):
    """What the bureau answered."""

    NOTED = "noted"  # 备案
    APPROVED = "approved"  # 批准
    OBJECTED = "objected"  # 有异议
