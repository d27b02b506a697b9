"""From what was entered for one school to its total, exactly and in a fixed order.

Leaf → floor and cap → what a not applicable one counts for → parents (each rounded, so that everything shown adds up) →
weights of parts → bonus (capped) → deductions → vetoes → grade. Every value is rounded half up to 0.01 once.
Explanations follow the same order (`explaining`); they are made on demand, for totals must be fast.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from api.core.points import ZERO, Points, rounded, share
from api.frameworks.rules.model import Aggregate, Bonus, BonusLevel, Framework, Indicator, NaPolicy, VetoEffect

Inputs = Mapping[str, Any]


class Override(NamedTuple):
    """What an assessor set instead of the result of a rule, and why."""

    points: Points
    reason: str


class Award(NamedTuple):
    """Something a bonus is claimed for. `name` tells awards apart: the same one counts once."""

    bonus: str
    level: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was entered for one school in one round; indicators by code."""

    items: Mapping[str, Inputs] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    awards: Sequence[Award] = ()
    deductions: Mapping[str, int] = field(default_factory=dict)
    vetoes: frozenset[str] = frozenset()
    metrics: Mapping[str, Points] = field(default_factory=dict)
    open_serious_findings: int = 0


class Score(NamedTuple):
    """What a sheet comes to. `values` by code, None where an indicator does not apply; `missing` has no entry yet."""

    total: Points
    base: Points
    bonus: Points
    deducted: Points
    values: Mapping[str, Points | None]
    missing: tuple[str, ...]


class Child(NamedTuple):
    """What a parent sees of a child."""

    value: Points | None
    full: Points
    weight: Points


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator with what the score needs ready: `full` is what its children can reach together."""

    indicator: Indicator
    full: Points
    children: tuple["Node", ...]
    cap: Points | None

    def value(self, sheet: Sheet, values: Mapping[str, Points | None]) -> Points | None:
        """Its score; None where it does not apply and is left out."""
        code = self.indicator.code
        if code in sheet.not_applicable:
            return self.absent()
        raw = self._leaf(sheet) if not self.children else self._parent(values)
        return self.absent() if raw is None else self.bounded(raw)

    def _leaf(self, sheet: Sheet) -> Points | None:
        code, rule = self.indicator.code, self.indicator.rule
        if code in sheet.overrides:
            return rounded(sheet.overrides[code].points)
        given = sheet.items.get(code)
        if given is None or rule is None:
            return ZERO
        return rule.score(self.indicator.points, given)

    def _parent(self, values: Mapping[str, Points | None]) -> Points | None:
        return combined(self.indicator.aggregate, self.indicator.points, self.seen(values))

    def seen(self, values: Mapping[str, Points | None]) -> list[Child]:
        """Its children with their values."""
        return [Child(values[child.indicator.code], child.full, child.indicator.weight) for child in self.children]

    def absent(self) -> Points | None:
        """What it counts for where it does not apply."""
        policy = self.indicator.na_policy
        if policy is NaPolicy.EXCLUDE_RESCALE:
            return None
        return rounded(self.full) if policy is NaPolicy.FULL else ZERO

    def bounded(self, raw: Points) -> Points:
        """Within floor and cap."""
        low = max(raw, self.indicator.floor)
        return low if self.cap is None else min(low, self.cap)


def combined(aggregate: Aggregate, points: Points, children: Sequence[Child]) -> Points | None:
    """The score of a parent, over the children that apply; None where none does."""
    counted = [child for child in children if child.value is not None]
    if not counted:
        return None
    if aggregate is Aggregate.SUM:
        return _sum(children, counted)
    shares = [(Fraction(child.value or 0, child.full), child.weight) for child in counted if child.full]
    if not shares:
        return ZERO
    if aggregate is Aggregate.MIN:
        level = min(one for one, _ in shares)
    elif aggregate is Aggregate.MEAN:
        level = sum((one for one, _ in shares), Fraction()) / len(shares)
    else:
        level = sum((one * weight for one, weight in shares), Fraction()) / (sum(weight for _, weight in shares) or 1)
    return share(points * level.numerator, level.denominator)


def _sum(children: Sequence[Child], counted: Sequence[Child]) -> Points:
    got = sum(child.value or 0 for child in counted)
    if len(counted) == len(children):
        return Points(got)
    part, full = sum(child.full for child in counted), sum(child.full for child in children)
    return share(got * full, part) if part else Points(got)


class Scorer:
    """One framework, made ready to score many sheets. The input of every item has been checked (`sheet_faults`)."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.roots = tuple(_ready(indicator) for indicator in framework.indicators)
        self.nodes = tuple(node for root in self.roots for node in _post_order(root))
        self._top = Node(_top(framework), Points(sum(root.full for root in self.roots)), self.roots, None)
        self._bonuses = {bonus.code: bonus for bonus in framework.bonuses}
        self._zeroing = {
            veto.code: veto.node for veto in framework.vetoes if veto.effect is VetoEffect.ZERO_NODE and veto.node
        }

    @property
    def full(self) -> Points:
        """The most that the indicators give together."""
        return self._top.full if self.framework.aggregate is Aggregate.SUM else self.framework.declared_total

    @property
    def top(self) -> Node:
        """The framework itself as the parent of its roots."""
        return self._top

    def score(self, sheet: Sheet) -> Score:
        """Every value and the total."""
        values: dict[str, Points | None] = {}
        zeroed = self.zeroed(sheet.vetoes)
        for node in self.nodes:
            value = node.value(sheet, values)
            code = node.indicator.code
            values[code] = ZERO if value is not None and code in zeroed else value
        base = self._top.value(sheet, values) or ZERO
        bonus, lost = self.bonus(sheet.awards), self.deducted(sheet.deductions)
        total = Points(max(0, self.limited(base, bonus) - lost))
        return Score(total, base, bonus, lost, values, tuple(self._missing(sheet)))

    def zeroed(self, vetoes: Iterable[str]) -> dict[str, str]:
        """The indicators that vetoes set to nothing, each with the veto."""
        return {self._zeroing[code]: code for code in sorted(vetoes) if code in self._zeroing}

    def _missing(self, sheet: Sheet) -> Iterable[str]:
        for node in self.nodes:
            code = node.indicator.code
            entered = code in sheet.items or code in sheet.overrides
            if not node.children and not entered and code not in sheet.not_applicable:
                yield code

    def limited(self, base: Points, bonus: Points) -> int:
        """Base and bonus, within the full unless a bonus may exceed it."""
        together = base + bonus
        return together if self.framework.may_exceed else min(together, max(base, self.full))

    def bonus(self, awards: Sequence[Award]) -> Points:
        """What awards add: each within its rule's cap, all within the framework's."""
        added = sum(
            min_of(sum(points for _, points, _ in counted), bonus.cap) for bonus, counted in self.claims(awards)
        )
        return rounded(min_of(added, self.framework.bonus_cap))

    def claims(self, awards: Sequence[Award]) -> Iterable[tuple[Bonus, list[tuple[BonusLevel, Points, Award]]]]:
        """Awards by bonus, in the order of the framework, best first; one that is counted already adds 0."""
        for bonus in self.framework.bonuses:
            levels = {level.code: level for level in bonus.levels}
            claimed = [(levels[award.level], award) for award in awards if award.bonus == bonus.code]
            claimed.sort(key=lambda claim: (claim[1].name, -claim[0].points, claim[0].code))
            yield bonus, list(_counted(bonus, claimed))

    def deducted(self, counts: Mapping[str, int]) -> Points:
        """What the deductions of the framework take off the total."""
        return rounded(sum(lost for _, _, lost in self.losses(counts)))

    def losses(self, counts: Mapping[str, int]) -> Iterable[tuple[Any, int, Points]]:
        """Each deduction that was met, how often, and what it costs."""
        for deduction in self.framework.deductions:
            if times := counts.get(deduction.code):
                counted = min_of(times, deduction.max_times)
                yield deduction, times, Points(min_of(counted * deduction.per, deduction.max_total))


def min_of(value: int, most: int | None) -> int:
    """`value`, not over `most` where there is one."""
    return value if most is None else min(value, most)


def _counted(bonus: Bonus, claimed: Sequence[tuple[BonusLevel, Award]]) -> Iterable[tuple[BonusLevel, Points, Award]]:
    for _, same in groupby(claimed, key=lambda claim: claim[1].name):
        for place, (level, award) in enumerate(same):
            yield level, ZERO if place and bonus.once_per_award else level.points, award


def _ready(indicator: Indicator) -> Node:
    children = tuple(_ready(child) for child in indicator.children)
    by_sum = indicator.children and indicator.aggregate is Aggregate.SUM
    full = Points(sum(child.full for child in children)) if by_sum else indicator.points
    return Node(indicator, full, children, _cap(indicator))


def _cap(indicator: Indicator) -> Points | None:
    """The cap that was set; without one the most that the rule gives, which may have no end, or the points."""
    if indicator.cap is not None or indicator.children:
        return indicator.cap
    if indicator.rule is None:
        return indicator.points
    most = indicator.rule.most(indicator.points)
    return None if most is None else max(most, indicator.points)


def _top(framework: Framework) -> Indicator:
    return Indicator(
        code="",
        title=framework.title,
        title_en=framework.title_en,
        lineage="",
        points=framework.declared_total,
        aggregate=framework.aggregate,
        children=framework.indicators,
    )


def _post_order(node: Node) -> Iterable[Node]:
    for child in node.children:
        yield from _post_order(child)
    yield node
