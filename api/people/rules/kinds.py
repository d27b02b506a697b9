"""The words of the domain: kinds of staff, posts, committees. New kinds of posts and committees are new rows, never new code."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.organizations.rules import UnitKind


class StaffKind(StrEnum):
    """人员类别, after the yearly education statistics; officials and people from outside sit in committees."""

    TEACHER = "teacher"  # 专任教师
    ADMINISTRATIVE = "administrative"  # 行政人员
    SUPPORT = "support"  # 教辅人员
    WORKER = "worker"  # 工勤人员
    OFFICIAL = "official"  # 机关工作人员
    EXTERNAL = "external"  # 校外人员: parents, neighbourhood, retired party members


class PersonStatus(StrEnum):
    """在职, 退休, 离开."""

    ACTIVE = "active"
    RETIRED = "retired"
    LEFT = "left"


class IdKind(StrEnum):
    """证件类型."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    RESIDENCE_PERMIT = "residence_permit"  # 港澳台居民居住证: numbered like a resident identity card
    HK_MACAO_PERMIT = "hk_macao_permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民来往大陆通行证
    FOREIGN_RESIDENT_ID = "foreign_resident_id"  # 外国人永久居留身份证
    PASSPORT = "passport"  # 护照


class PartyStanding(StrEnum):
    """预备党员, 正式党员."""

    PROBATIONARY = "probationary"
    FULL = "full"


class Team(StrEnum):
    """Which part of the leadership a post belongs to: 党组织班子, 行政班子, 纪检."""

    PARTY = "party"
    ADMIN = "admin"
    DISCIPLINE = "discipline"


class EndReason(StrEnum):
    """Why a post ended."""

    TERM_OVER = "term_over"  # 任期届满
    TRANSFERRED = "transferred"  # 调任
    RESIGNED = "resigned"  # 辞职
    RETIRED = "retired"  # 退休
    REMOVED = "removed"  # 免职
    ABOLISHED = "abolished"  # 职务撤销
    DECEASED = "deceased"  # 去世
    ENTERED_IN_ERROR = "entered_in_error"  # 登记有误: the post was never held


@dataclass(frozen=True, slots=True)
class PostKind:
    """A kind of post. `single`: one holder a unit at a time. `by_authority`: a school does not register it for itself.

    Principals and secretaries are appointed from above (中小学校领导人员管理暂行办法, 中组发〔2017〕3号).
    """

    zh: str
    en: str
    team: Team | None
    units: frozenset[UnitKind]
    single: bool = False
    by_authority: bool = False


_SCHOOL = frozenset({UnitKind.SCHOOL})
_BUREAU = frozenset({UnitKind.BUREAU})
_LED_BY_PARTY = frozenset({UnitKind.SCHOOL, UnitKind.DISTRICT, UnitKind.BUREAU})
_ANY = frozenset(UnitKind)

# In the order in which people read a leadership.
POST_KINDS: Mapping[str, PostKind] = {
    "party_secretary": PostKind(
        "党组织书记", "Party secretary", Team.PARTY, _LED_BY_PARTY, single=True, by_authority=True
    ),
    "principal": PostKind("校长（园长）", "Principal", Team.ADMIN, _SCHOOL, single=True, by_authority=True),
    "bureau_director": PostKind("局长", "Director of the bureau", Team.ADMIN, _BUREAU, single=True),
    "deputy_party_secretary": PostKind("党组织副书记", "Deputy party secretary", Team.PARTY, _LED_BY_PARTY),
    "discipline_head": PostKind("纪检监察组组长", "Head of the inspection team", Team.DISCIPLINE, _BUREAU, single=True),
    "deputy_principal": PostKind("副校长（副园长）", "Deputy principal", Team.ADMIN, _SCHOOL),
    "deputy_bureau_director": PostKind("副局长", "Deputy director of the bureau", Team.ADMIN, _BUREAU),
    "discipline_member": PostKind("纪检委员", "Discipline member", Team.DISCIPLINE, _LED_BY_PARTY, single=True),
    "party_committee_member": PostKind("党组织委员", "Party committee member", Team.PARTY, _LED_BY_PARTY),
    "union_chair": PostKind("工会主席", "Chair of the union", Team.ADMIN, _SCHOOL | _BUREAU, single=True),
    "assistant_principal": PostKind("校长助理", "Assistant principal", Team.ADMIN, _SCHOOL),
    "district_head": PostKind(
        "学区主任", "Head of the district", Team.ADMIN, frozenset({UnitKind.DISTRICT}), single=True
    ),
    "section_head": PostKind("股长（科长）", "Head of the section", None, frozenset({UnitKind.SECTION}), single=True),
    "office_director": PostKind("办公室主任", "Office director", None, _SCHOOL | _BUREAU, single=True),
    "teaching_director": PostKind("教务主任", "Director of teaching", None, _SCHOOL),
    "moral_education_director": PostKind("德育主任", "Director of moral education", None, _SCHOOL),
    "logistics_director": PostKind("总务主任", "Director of logistics", None, _SCHOOL),
    "other": PostKind("其他职务", "Other post", None, _ANY),
}
SINGLE_POSTS = frozenset(kind for kind, row in POST_KINDS.items() if row.single)


class CommitteeRole(StrEnum):
    """What a member is in a committee; how it is called depends on the kind of committee."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    OFFICE_HEAD = "office_head"
    MEMBER = "member"


SINGLE_ROLES = frozenset({CommitteeRole.HEAD})


@dataclass(frozen=True, slots=True)
class CommitteeKind:
    """A kind of committee with the words of its roles (中文, English). `single`: one a unit at a time."""

    zh: str
    en: str
    units: frozenset[UnitKind]
    roles: Mapping[CommitteeRole, tuple[str, str]]
    single: bool = False


_LEADING_ROLES: Mapping[CommitteeRole, tuple[str, str]] = {
    CommitteeRole.HEAD: ("组长", "Head"),
    CommitteeRole.DEPUTY_HEAD: ("副组长", "Deputy head"),
    CommitteeRole.OFFICE_HEAD: ("办公室主任", "Office director"),
    CommitteeRole.MEMBER: ("成员", "Member"),
}
_COMMITTEE_ROLES: Mapping[CommitteeRole, tuple[str, str]] = {
    CommitteeRole.HEAD: ("主任", "Director"),
    CommitteeRole.DEPUTY_HEAD: ("副主任", "Deputy director"),
    CommitteeRole.MEMBER: ("委员", "Member"),
}

COMMITTEE_KINDS: Mapping[str, CommitteeKind] = {
    "clean_school_leading_group": CommitteeKind(
        "清廉学校建设领导小组", "Leading group for clean schools", _ANY, _LEADING_ROLES, single=True
    ),
    "supervision_committee": CommitteeKind(
        "校务监督委员会", "School supervision committee", _SCHOOL, _COMMITTEE_ROLES, single=True
    ),
    "ethics_leading_group": CommitteeKind(
        "师德师风建设领导小组", "Leading group for teacher ethics", _ANY, _LEADING_ROLES, single=True
    ),
    "leading_group": CommitteeKind("其他领导小组", "Other leading group", _ANY, _LEADING_ROLES),
}
