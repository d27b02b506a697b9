"""The words of the tree: what kinds of units and schools there are."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class UnitKind(StrEnum):
    """Kinds of units in the one organization tree."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    BUREAU = "bureau"  # 教育局
    SECTION = "section"  # 股室
    DISTRICT = "district"  # 学区
    SCHOOL = "school"


class SchoolType(StrEnum):
    """办学类型."""

    KINDERGARTEN = "kindergarten"  # 幼儿园
    PRIMARY = "primary"  # 小学
    JUNIOR_SECONDARY = "junior_secondary"  # 初级中学
    NINE_YEAR = "nine_year"  # 九年一贯制学校
    SENIOR_SECONDARY = "senior_secondary"  # 高级中学
    COMPLETE_SECONDARY = "complete_secondary"  # 完全中学
    VOCATIONAL = "vocational"  # 中等职业学校
    SPECIAL = "special"  # 特殊教育学校


class Stage(StrEnum):
    """学段."""

    PRESCHOOL = "preschool"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"


class Ownership(StrEnum):
    """公办, 民办."""

    PUBLIC = "public"
    PRIVATE = "private"


class Canteen(StrEnum):
    """How meals are provided: 无, 自营, 承包, 配送."""

    NONE = "none"
    SELF_RUN = "self_run"
    CONTRACTED = "contracted"
    DELIVERED = "delivered"


class Area(StrEnum):
    """城区, 镇区, 乡村 (统计用城乡划分)."""

    URBAN = "urban"
    TOWN = "town"
    RURAL = "rural"


class PartyOrganization(StrEnum):
    """无, 联合党支部, 党支部, 党总支, 党委."""

    NONE = "none"
    JOINT_BRANCH = "joint_branch"
    BRANCH = "branch"
    GENERAL_BRANCH = "general_branch"
    COMMITTEE = "committee"


class PartyCoverage(StrEnum):
    """How party work reaches a school: 单独组建, 联合组建, 选派党建指导员, 未覆盖."""

    INDEPENDENT = "independent"
    JOINT = "joint"
    DISPATCHED = "dispatched"
    NONE = "none"


class Status(StrEnum):
    """在办, 停办, 撤销. A closed unit stays in the tree: its records do."""

    OPERATING = "operating"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Succession(StrEnum):
    """How a unit went on in another: 合并, 分设."""

    MERGE = "merge"
    SPLIT = "split"


class MemberRole(StrEnum):
    """What a school is in a group: 牵头学校, 成员学校."""

    HEAD = "head"
    MEMBER = "member"


STAGES: Mapping[SchoolType, tuple[Stage, ...]] = {
    SchoolType.KINDERGARTEN: (Stage.PRESCHOOL,),
    SchoolType.PRIMARY: (Stage.PRIMARY,),
    SchoolType.JUNIOR_SECONDARY: (Stage.JUNIOR,),
    SchoolType.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
    SchoolType.SENIOR_SECONDARY: (Stage.SENIOR,),
    SchoolType.COMPLETE_SECONDARY: (Stage.JUNIOR, Stage.SENIOR),
    SchoolType.VOCATIONAL: (Stage.SENIOR,),
    # Special schools teach compulsory education (义务教育法 第19条); a senior department is not known from the type.
    SchoolType.SPECIAL: (Stage.PRIMARY, Stage.JUNIOR),
}


def types_at(stages: Iterable[Stage]) -> frozenset[SchoolType]:
    """The types of schools that teach at any of `stages`."""
    wanted = set(stages)
    return frozenset(kind for kind, taught in STAGES.items() if wanted & set(taught))
