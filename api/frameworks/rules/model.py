"""What one version of a framework says. The canonical document is the truth; these classes are its reading.

Everything is frozen: a published version never changes, and a draft becomes a new value with each change. Fields that
hold their default are left out of the document, so a default is part of schema 1 and never changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from api.core.points import ONE, ZERO, Points
from api.frameworks.rules.kinds import Rule
from api.frameworks.rules.titled import Titled

_WHOLE = Points(ONE)
_HUNDRED = Points(100 * ONE)


class Kind(StrEnum):
    """What a framework is for."""

    SCORING = "scoring"  # 评分
    PASS_FAIL = "pass_fail"  # noqa: S105 (达标)
    GRADED = "graded"  # 分类定级, 评星
    NEGATIVE_LIST = "negative_list"  # 负面清单
    MATERIALS = "materials"  # 材料目录


class Level(StrEnum):
    """Who issues it."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    SCHOOL = "school"


class Aggregate(StrEnum):
    """How a node gets its score from its children."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"  # parts by weight after rescaling each to its full: 70 % + 30 %
    MEAN = "mean"  # of the shares of the children
    MIN = "min"  # the lowest share


class NaPolicy(StrEnum):
    """What an indicator counts for where it does not apply."""

    EXCLUDE_RESCALE = "exclude_rescale"
    FULL = "full"
    ZERO = "zero"


class Method(StrEnum):
    """How evidence is taken: 查阅资料, 访谈座谈, 实地查看, 问卷测评, 数据核验."""

    DOCUMENTS = "documents"
    INTERVIEW = "interview"
    SITE = "site"
    SURVEY = "survey"
    DATA = "data"


class SlotPeriod(StrEnum):
    """Which time evidence must cover."""

    ANY = "any"
    CYCLE = "cycle"
    TERM = "term"
    YEAR = "year"


class VetoEffect(StrEnum):
    """What a veto does."""

    FAIL = "fail"
    CAP_GRADE = "cap_grade"
    ZERO_NODE = "zero_node"
    REVOKE_AWARD = "revoke_award"
    BAR_APPLICATION = "bar_application"


class Fact(StrEnum):
    """What an indicator's applicability can ask of a school."""

    TYPE = "type"
    STAGE = "stage"
    OWNERSHIP = "ownership"
    BOARDING = "boarding"  # yes, no
    CANTEEN = "canteen"
    AREA = "area"
    DISTRICT = "district"
    PARTY_ORGANIZATION = "party_organization"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One fact and the values that will do."""

    fact: Fact
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Facts that must all be so."""

    all_of: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """To those that any `include` names (all, where there is none), save those that an `exclude` names."""

    include: tuple[Clause, ...] = ()
    exclude: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSlot(Titled):
    """A place for evidence, numbered like its indicator (1.1.1)."""

    method: Method = Method.DOCUMENTS
    required: bool = False
    min_files: int = 1
    max_files: int | None = None
    types: tuple[str, ...] = ()
    period: SlotPeriod = SlotPeriod.CYCLE
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Titled):
    """A node of the tree: a leaf has a rule, any other an aggregate. `lineage` names the same indicator across versions.

    `cap` and `floor` bound the score: without them 0 and the most that the rule gives.
    """

    lineage: str
    points: Points = ZERO
    weight: Points = _WHOLE
    aggregate: Aggregate = Aggregate.SUM
    rule: Rule | None = None
    na_policy: NaPolicy = NaPolicy.EXCLUDE_RESCALE
    floor: Points = ZERO
    cap: Points | None = None
    required: bool = True
    applies: Applicability | None = None
    text: str = ""  # 要点
    guidance: str = ""  # 评分办法, as the source writes it
    note: str = ""  # 备注
    sections: tuple[str, ...] = ()  # 责任股室
    slots: tuple[EvidenceSlot, ...] = ()
    children: tuple["Indicator", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusLevel(Titled):
    """What an award of this level adds."""

    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus(Titled):
    """加分: awards by level. `once_per_award`: the same award counts once, at its highest level."""

    levels: tuple[BonusLevel, ...]
    once_per_award: bool = True
    cap: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction(Titled):
    """Taken off the total, beside the indicators."""

    per: Points
    max_times: int | None = None
    max_total: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto(Titled):
    """一票否决: a ground and its effect. Decided by the county only, on evidence."""

    ground: str = ""
    effect: VetoEffect = VetoEffect.FAIL
    node: str | None = None  # of zero_node
    band: str | None = None  # of cap_grade: no better than this band of the main scale
    years: int | None = None  # for how long it counts
    evidence_required: bool = True


class Demand(StrEnum):
    """What a band may ask beside a score."""

    METRIC = "metric"
    NODE = "node"
    NO_VETO = "no_veto"
    NO_OPEN_SERIOUS_FINDING = "no_open_serious_finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One demand of a band. `code` is a metric or an indicator."""

    demand: Demand
    code: str | None = None
    min: Points = ZERO
    title: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many may hold a band: the first `top`, or `percent` of those ranked; in each group (county, district, type)."""

    top: int | None = None
    percent: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Titled):
    """One step of a scale, reached from `min` upwards."""

    min: Points
    conditions: tuple[Condition, ...] = ()
    quota: Quota | None = None
    consequence: str = ""  # e.g. 三星须写整改措施


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Titled):
    """Bands from the best to the lowest. The first scale is the grade; others (stars) are shown beside it."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The published version that a profile was resolved from."""

    code: str
    version: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework(Titled):
    """One version of a framework."""

    version: str
    kind: Kind = Kind.SCORING
    level: Level = Level.COUNTY
    issuer: str = ""
    source_no: str = ""
    source_url: str = ""
    provenance: str = ""  # where it comes from, and under which licence it may be used
    note: str = ""
    declared_total: Points = _HUNDRED
    aggregate: Aggregate = Aggregate.SUM
    effective_from: str | None = None  # a day
    effective_to: str | None = None
    base: Base | None = None
    indicators: tuple[Indicator, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    bonus_cap: Points | None = None
    may_exceed: bool = True  # whether a bonus may lift the total over its full
    deductions: tuple[Deduction, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    scales: tuple[Scale, ...] = ()


class Place(NamedTuple):
    """An indicator in its tree: `pointer` is its place in the document."""

    node: Indicator
    parent: Indicator | None
    depth: int
    pointer: str


def walk(framework: Framework) -> Iterator[Place]:
    """Every indicator, parents before their children, in order."""
    yield from _below(framework.indicators, None, 1, "/indicators")


def _below(nodes: tuple[Indicator, ...], parent: Indicator | None, depth: int, pointer: str) -> Iterator[Place]:
    for index, node in enumerate(nodes):
        here = f"{pointer}/{index}"
        yield Place(node, parent, depth, here)
        yield from _below(node.children, node, depth + 1, f"{here}/children")


def leaves(framework: Framework) -> Iterator[Indicator]:
    """The indicators that are scored, in order."""
    return (place.node for place in walk(framework) if not place.node.children)
