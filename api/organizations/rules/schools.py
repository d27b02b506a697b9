"""What a school may say of itself.

The facts of a school are a flat mapping with the names of the wire (`pupils`, `boarding`, `longitude`, …). Rules judge
facts, the ledger shows them before and after, and a change is `before | changes`. None is "not known", never zero.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from api.core.errors import ErrorSpec, Violation
from api.organizations import errors
from api.organizations.rules.kinds import SchoolType

Facts = Mapping[str, Any]

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
# 99 is none and never will be: the province of the demo, whose school codes are nobody's.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 99".split()
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


def credit_code_sound(code: str) -> bool:
    """Whether a unified social credit code has its form and its check character."""
    return bool(_CREDIT_CODE.fullmatch(code)) and credit_check(code[:17]) == code[17]


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


@lru_cache(maxsize=4096)
def micro_degrees(degrees: str) -> int:
    """'121.4737' → 121473700: whole millionths, so that no database rounds."""
    whole, _, fraction = degrees.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * 1_000_000 + int(fraction.ljust(6, "0")))


@lru_cache(maxsize=4096)
def degrees(micro: int) -> str:
    """121473700 → '121.473700', always with six decimals."""
    whole, fraction = divmod(abs(micro), 1_000_000)
    return f"{'-' if micro < 0 else ''}{whole}.{fraction:06d}"


def normal(facts: Facts) -> dict[str, Any]:
    """Valid facts in the one form in which they are kept and compared."""
    places = {name: degrees(micro_degrees(facts[name])) for name in ("longitude", "latitude") if facts.get(name)}
    external_ids = sorted(facts["external_ids"], key=lambda external: (external["scheme"], external["value"]))
    return {**facts, **places, "external_ids": external_ids}


def register_violations(before: Facts, after: Facts) -> Iterator[Violation]:
    """The registered fields that differ."""
    for field in sorted(REGISTERED_FIELDS):
        if before[field] != after[field]:
            yield Violation(errors.REGISTER_REQUIRED, f"/{field}")
