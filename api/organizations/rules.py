"""What a unit and a school may be. Pure.

The facts of a school are a flat mapping with the names of the wire (`pupils`, `boarding`, `longitude`, …). Rules judge
facts, the ledger shows them before and after, and a change is `before | changes`. None is "not known", never zero.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.core.errors import ErrorSpec, Violation
from api.organizations import errors
from api.organizations.data.divisions import Division

Facts = Mapping[str, Any]


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


# --- The tree --------------------------------------------------------------------------------------------------------

PARENTS: Mapping[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.PROVINCE: (),
    UnitKind.CITY: (UnitKind.PROVINCE,),
    UnitKind.COUNTY: (UnitKind.PROVINCE, UnitKind.CITY),
    UnitKind.BUREAU: (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.BUREAU),
    UnitKind.SECTION: (UnitKind.BUREAU,),
    UnitKind.DISTRICT: (UnitKind.BUREAU, UnitKind.DISTRICT),
    UnitKind.SCHOOL: (UnitKind.BUREAU, UnitKind.DISTRICT),
}

REGIONS = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY)

# A level costs 11 characters of the materialized path, which is indexed.
MAX_DEPTH = 12


def parent_violations(kind: UnitKind, parent_kind: str, parent_depth: int) -> Iterator[Violation]:
    """Whether a unit of `kind` may stand below a unit of `parent_kind` at `parent_depth` (the root's is 0)."""
    allowed = PARENTS[kind]
    if parent_kind not in allowed:
        yield Violation(errors.PARENT_KIND, "/parent_id", params={"allowed": ", ".join(allowed) or "–"})
    elif parent_depth + 1 >= MAX_DEPTH:
        yield Violation(errors.TOO_DEEP, "/parent_id", params={"limit": MAX_DEPTH})


@dataclass(frozen=True, slots=True)
class Region:
    """A unit that stands for an administrative division."""

    kind: UnitKind
    code: str
    name: str


def region_violations(region: Region, listed: Division | None, parent_code: str | None) -> Iterator[Violation]:
    """Whether a region is the one of the GB/T 2260 table; `listed` is what its code stands for there.

    A county may hang off a province directly (municipalities, 省直辖县级行政区划), so parents are compared by their digits.
    """
    if listed is None or listed.level != region.kind:
        yield Violation(errors.REGION_UNKNOWN, "/code")
        return
    if listed.name != region.name:
        yield Violation(errors.REGION_NAME, "/name", params={"name": listed.name})
    if parent_code is not None and not region.code.startswith(_own_digits(parent_code)):
        yield Violation(errors.REGION_PARENT, "/parent_id")


def _own_digits(code: str) -> str:
    """The digits of a region's code that its divisions share."""
    return code[:2] if code.endswith("0000") else code[:4]


# --- Schools ---------------------------------------------------------------------------------------------------------

# The fields that only the authority registers; a school keeps the others itself.
REGISTERED_FIELDS = frozenset({"code", "credit_code", "name", "type", "ownership", "status"})

# A record is complete when none of these is unknown.
EXPECTED_FIELDS = (
    "code",
    "credit_code",
    "boarding",
    "canteen",
    "area",
    "pupils",
    "staff",
    "party_members",
    "party_organization",
    "party_coverage",
    "address",
    "longitude",
    "latitude",
)

# 学校（机构）标识码: 2 digits category, 2 province, 6 serial. It is kept on rename and given anew when the category changes.
# Nine-year schools are coded as junior, complete secondary schools as senior secondary schools.
CATEGORIES: Mapping[SchoolType, str] = {
    SchoolType.KINDERGARTEN: "11",
    SchoolType.PRIMARY: "21",
    SchoolType.JUNIOR_SECONDARY: "31",
    SchoolType.NINE_YEAR: "31",
    SchoolType.SENIOR_SECONDARY: "34",
    SchoolType.COMPLETE_SECONDARY: "34",
    SchoolType.VOCATIONAL: "36",
    SchoolType.SPECIAL: "51",
}

# GB/T 2260, first two digits. A new province is made by the National People's Congress, the last one in 1997.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)

# GB 32100-2015, 4.3: 31 characters, without I, O, S, V and Z; the weights are the powers of 3 modulo 31.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,6})?", re.ASCII)
_CREDIT_CODE = re.compile(f"[{CREDIT_ALPHABET}]{{18}}")
_SCHOOL_CODE = re.compile(r"\d{10}", re.ASCII)


def school_violations(facts: Facts) -> Iterator[Violation]:
    """Everything that is wrong with the facts of a school, all at once."""
    yield from _code_violations(facts["code"], facts["type"])
    yield from _credit_code_violations(facts["credit_code"])
    yield from _boarder_violations(facts)
    yield from _degree_violations("/longitude", facts["longitude"], 180, errors.LONGITUDE_RANGE)
    yield from _degree_violations("/latitude", facts["latitude"], 90, errors.LATITUDE_RANGE)


def _code_violations(code: str | None, school_type: SchoolType) -> Iterator[Violation]:
    if code is None:
        return
    if not _SCHOOL_CODE.fullmatch(code):
        yield Violation(errors.CODE_FORM, "/code")
        return
    if code[:2] != CATEGORIES[school_type]:
        yield Violation(errors.CODE_CATEGORY, "/code", params={"expected": CATEGORIES[school_type]})
    if code[2:4] not in PROVINCES:
        yield Violation(errors.CODE_PROVINCE, "/code")


def _credit_code_violations(code: str | None) -> Iterator[Violation]:
    if code is None:
        return
    if not _CREDIT_CODE.fullmatch(code):
        yield Violation(errors.CREDIT_CODE_FORM, "/credit_code")
    elif credit_check(code[:17]) != code[17]:
        yield Violation(errors.CREDIT_CODE_CHECK, "/credit_code")


def credit_check(body: str) -> str:
    """The check character of the 17 characters of a unified social credit code (GB 32100-2015, 4.4)."""
    total = sum(
        weight * CREDIT_ALPHABET.index(character) for weight, character in zip(_CREDIT_WEIGHTS, body, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def _boarder_violations(facts: Facts) -> Iterator[Violation]:
    boarders, pupils = facts["boarders"], facts["pupils"]
    if boarders is not None and pupils is not None and boarders > pupils:
        yield Violation(errors.BOARDERS_EXCEED_PUPILS, "/boarders")
    if boarders and facts["boarding"] is False:
        yield Violation(errors.BOARDERS_WITHOUT_BOARDING, "/boarders")


def _degree_violations(pointer: str, value: str | None, limit: int, spec: ErrorSpec) -> Iterator[Violation]:
    if value is None:
        return
    if not _DEGREES.fullmatch(value) or abs(micro_degrees(value)) > limit * 1_000_000:
        yield Violation(spec, pointer)


def micro_degrees(degrees: str) -> int:
    """'121.4737' → 121473700: whole millionths, so that no database rounds."""
    whole, _, fraction = degrees.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * 1_000_000 + int(fraction.ljust(6, "0")))


def degrees(micro: int) -> str:
    """121473700 → '121.473700', always with six decimals."""
    whole, fraction = divmod(abs(micro), 1_000_000)
    return f"{'-' if micro < 0 else ''}{whole}.{fraction:06d}"


def normal(facts: Facts) -> dict[str, Any]:
    """Valid facts in the one form in which they are kept and compared."""
    places = {name: degrees(micro_degrees(facts[name])) for name in ("longitude", "latitude") if facts.get(name)}
    external_ids = sorted(facts["external_ids"], key=lambda external: (external["scheme"], external["value"]))
    return {**facts, **places, "external_ids": external_ids}


# --- What must be unique ---------------------------------------------------------------------------------------------


def unique_values(facts: Facts) -> Iterator[tuple[str, tuple[str, str]]]:
    """Pointer and (scheme, value) of everything in a unit's facts that no other unit may have."""
    for field in ("code", "credit_code"):
        if facts.get(field) is not None:
            yield f"/{field}", (f"/{field}", facts[field])
    for place, external in enumerate(facts["external_ids"]):
        yield f"/external_ids/{place}", (external["scheme"], external["value"])


def repetitions(documents: Sequence[tuple[str, Facts]]) -> Iterator[Violation]:
    """Values that stand more than once in one request, each place reported; a document comes with its pointer."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for prefix, facts in documents:
        for pointer, value in unique_values(facts):
            places[value].append(prefix + pointer)
    for pointers in places.values():
        if len(pointers) > 1:
            yield from (Violation(errors.REPEATED, pointer) for pointer in pointers)


_TAKEN = {"/code": errors.CODE_TAKEN, "/credit_code": errors.CREDIT_CODE_TAKEN}


def taken_violations(facts: Facts, taken: Iterable[tuple[str, str]]) -> Iterator[Violation]:
    """The values in a unit's facts that other units have already."""
    for pointer, value in unique_values(facts):
        if value in taken:
            yield Violation(_TAKEN.get(pointer, errors.EXTERNAL_ID_TAKEN), pointer)


def register_violations(before: Facts, after: Facts) -> Iterator[Violation]:
    """The registered fields that differ."""
    for field in sorted(REGISTERED_FIELDS):
        if before[field] != after[field]:
            yield Violation(errors.REGISTER_REQUIRED, f"/{field}")
