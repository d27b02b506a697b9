"""Where a unit may stand, and what a region is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.core.errors import Violation
from api.organizations import errors
from api.organizations.data.divisions import Division
from api.organizations.rules.kinds import UnitKind

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
