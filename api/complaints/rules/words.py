"""The words of complaints: tracks, channels, ranks, findings, forms."""

from enum import IntEnum, StrEnum


class Track(StrEnum):
    """Under which rules a case runs; each has clocks of its own."""

    DISCIPLINE = "J"  # 检举控告: 纪检监察机关处理检举控告工作规则
    PETITION = "X"  # 信访: 信访工作条例
    HOTLINE = "H"  # 12345 work order
    CONDUCT = "S"  # 师德与办学行为: the bureau's own power


class CaseSeverity(StrEnum):
    """How grave a case is."""

    GENERAL = "general"
    SERIOUS = "serious"
    MAJOR = "major"


class Rank(StrEnum):
    """What somebody named is. The last three are matters of a superior organ (工作规则 第15条)."""

    NONE = "none"
    TEACHER = "teacher"
    MID_LEVEL = "mid_level"
    SCHOOL_LEADER = "school_leader"
    BUREAU_CADRE = "bureau_cadre"
    TEAM_HEAD = "team_head"
    BUREAU_HEAD = "bureau_head"
    HIGHER = "higher"


SUPERIOR = frozenset({Rank.TEAM_HEAD, Rank.BUREAU_HEAD, Rank.HIGHER})
# Cases about these are in no figure outside the inspection team.
RESTRICTED = SUPERIOR | {Rank.SCHOOL_LEADER, Rank.BUREAU_CADRE}


class SubjectKind(StrEnum):
    """Whom or what a case names."""

    PERSON = "person"
    UNIT = "unit"
    UNKNOWN = "unknown"  # named, and found in no register


class CaseFinding(StrEnum):
    """What handling has found."""

    TRUE = "true"  # 属实
    PARTLY = "partly"  # 部分属实
    UNTRUE = "untrue"  # 不属实
    UNVERIFIABLE = "unverifiable"  # 无法查实


class DisciplineForm(IntEnum):
    """The four forms (四种形态; 纪律处分条例 第5条)."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4


class Disposition(StrEnum):
    """How a clue on the track of discipline is disposed of (工作规则 第17条)."""

    INQUIRY = "inquiry"  # 谈话函询
    VERIFICATION = "verification"  # 初步核实
    CLOSE = "close"  # 予以了结


class Measure(StrEnum):
    """What follows from a finding."""

    TALK = "talk"  # 谈话提醒
    CRITICISM = "criticism"  # 批评教育
    INSPECTION = "inspection"  # 责令检查
    ADMONITION = "admonition"  # 诫勉
    REFUND = "refund"  # 退还款项
    RECTIFICATION = "rectification"  # 限期整改
    ORGANIZATIONAL = "organizational"  # 组织调整
    PARTY_PENALTY = "party_penalty"  # 党纪处分
    STAFF_PENALTY = "staff_penalty"  # 政务或行政处分
    ETHICS = "ethics"  # 师德处理
    JUDICIAL = "judicial"  # 移送司法
    NONE = "none"


class ReasonCode(StrEnum):
    """Why a complaint is not accepted, or goes elsewhere; the reporter is told where to go."""

    OUT_OF_SCOPE = "out_of_scope"
    COURT = "court"  # 诉讼、仲裁、复议
    IN_PROCESS = "in_process"  # the same facts are being handled
    CONCLUDED = "concluded"  # 复核 ended; the same facts again (信访工作条例 第36条)
    NO_SUBSTANCE = "no_substance"
    OTHER_ORGAN = "other_organ"


class Satisfaction(StrEnum):
    """What the reporter says of the handling, by stars: four and five, three, below."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    UNSATISFIED = "unsatisfied"


def satisfaction(stars: int) -> Satisfaction:
    """What one to five stars say."""
    if stars >= 4:  # noqa: PLR2004 (the definition itself)
        return Satisfaction.SATISFIED
    return Satisfaction.FAIR if stars == 3 else Satisfaction.UNSATISFIED  # noqa: PLR2004
