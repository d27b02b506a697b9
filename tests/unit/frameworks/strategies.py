"""Random rules with inputs that fit them, random trees with sheets, for properties that hold for all."""

from typing import Any, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from api.core.points import ONE, Points, written
from api.frameworks.rules.kinds import (
    AbcConditions,
    Bands,
    Checklist,
    CountDeduct,
    CountGain,
    Entry,
    FixedIf,
    Frequency,
    Gain,
    Level,
    Manual,
    Part,
    Presence,
    Proportional,
    RangeParts,
    Ratio,
    Rule,
    State,
    Step,
    Threshold,
    ZeroIf,
)
from api.frameworks.rules.kinds.shares import Empty
from api.frameworks.rules.model import Aggregate, Indicator, NaPolicy
from api.frameworks.rules.scoring import Sheet
from tests.unit.frameworks.build import framework, titled

STEADY = settings(
    max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
CENTS = st.integers(1, 2_000).map(lambda cents: Points(cents * 100))  # 0.01 to 20
FINE = st.integers(1, 50_000).map(Points)  # to the fourth place
COUNTS = st.integers(0, 6)


class Ruled(NamedTuple):
    """A rule, inputs that fit it, and inputs that give the full."""

    points: Points
    rule: Rule
    inputs: dict[str, Any]
    best: dict[str, Any]


@st.composite
def ruled(draw: st.DrawFn) -> Ruled:
    full = draw(CENTS)
    rule, inputs, best = draw(st.sampled_from(MAKERS))(draw, full)
    return Ruled(full, rule, inputs, best)


def _manual(draw: st.DrawFn, full: Points) -> Any:
    return Manual(), {"score": written(Points(draw(st.integers(0, full // 100)) * 100))}, {"score": written(full)}


def _parts(draw: st.DrawFn, full: Points) -> Any:
    first = Points(draw(st.integers(0, full // 100)) * 100)
    sizes = {code: size for code, size in (("a", first), ("b", Points(full - first))) if size}
    rule = RangeParts(parts=tuple(Part(code=code, title=code, max=size) for code, size in sizes.items()))
    given = {code: written(Points(draw(st.integers(0, size)))) for code, size in sizes.items()}
    return rule, {"parts": given}, {"parts": {code: written(size) for code, size in sizes.items()}}


def _level(draw: st.DrawFn, full: Points) -> Any:
    rule = Level(levels=(Step(code="a", title="好", points=full), Step(code="b", title="差", points=Points(full // 2))))
    return rule, {"level": draw(st.sampled_from("ab"))}, {"level": "a"}


def _abc(draw: st.DrawFn, full: Points) -> Any:
    rule = AbcConditions(a=titled("1", "2"), c=titled("x"), points_a=full, points_b=Points(full // 2))
    met, found = draw(st.sets(st.sampled_from(["1", "2"]))), draw(st.sets(st.just("x")))
    return rule, {"met": sorted(met), "found": sorted(found)}, {"met": ["1", "2"], "found": []}


def _checklist(draw: st.DrawFn, full: Points) -> Any:
    codes = ["1", "2", "3"]
    rule = Checklist(items=titled(*codes), all_or_nothing=draw(st.booleans()))
    return rule, {"ticked": sorted(draw(st.sets(st.sampled_from(codes))))}, {"ticked": codes}


def _deduct(draw: st.DrawFn, full: Points) -> Any:
    codes = ["1", "2", "3"]
    entries = tuple(
        Entry(
            code=code,
            title=code,
            per=draw(FINE),
            max_times=draw(st.none() | st.integers(1, 3)),
            max_total=draw(st.none() | FINE),
        )
        for code in codes
    )
    floor = Points(draw(st.integers(0, full // 100)) * 100)
    counts = draw(st.dictionaries(st.sampled_from(codes), COUNTS))
    return CountDeduct(entries=entries, floor=floor), {"counts": counts}, {"counts": {}}


def _frequency(draw: st.DrawFn, full: Points) -> Any:
    rule = Frequency(required=draw(st.integers(1, 4)), per_missing=draw(FINE), periods=2)
    return rule, {"held": [draw(COUNTS), draw(COUNTS)]}, {"held": [4, 4]}


def _gain(draw: st.DrawFn, full: Points) -> Any:
    steps = (Gain(at=1, points=Points(full // 2)), Gain(at=3, points=full))
    rule = CountGain(steps=steps, each_more=draw(FINE), cap=full)
    return rule, {"count": draw(COUNTS)}, {"count": 3}


def _truth(draw: st.DrawFn, full: Points) -> Any:
    holds = draw(st.booleans())
    if draw(st.booleans()):
        return FixedIf(condition="有"), {"holds": holds}, {"holds": True}
    return ZeroIf(condition="无"), {"holds": holds}, {"holds": False}


def _ratio(draw: st.DrawFn, full: Points) -> Any:
    rule = Ratio(empty=draw(st.sampled_from(Empty)))
    return rule, {"numerator": draw(COUNTS), "denominator": draw(COUNTS)}, {"numerator": 7, "denominator": 7}


def _bands(draw: st.DrawFn, full: Points) -> Any:
    low = Threshold(min=Points(50 * ONE), points=Points(full // 3))
    rule = Bands(thresholds=(Threshold(min=Points(90 * ONE), points=full), low))
    return rule, {"numerator": draw(COUNTS), "denominator": 6}, {"value": "90"}


def _proportional(draw: st.DrawFn, full: Points) -> Any:
    states = (("done", ONE), ("begun", ONE // 2), ("none", 0))
    rule = Proportional(states=tuple(State(code=code, title=code, factor=Points(factor)) for code, factor in states))
    return rule, {"states": {code: draw(COUNTS) for code, _ in states}}, {"states": {"done": 3}}


def _presence(draw: st.DrawFn, full: Points) -> Any:
    return Presence(expected=draw(st.integers(1, 9))), {"present": draw(COUNTS)}, {"present": 9}


MAKERS = [
    *(_manual, _parts, _level, _abc, _checklist, _deduct, _frequency, _gain),
    *(_truth, _ratio, _bands, _proportional, _presence),
]


class Filled(NamedTuple):
    """A tree with a random sheet and one that has the full everywhere."""

    roots: tuple[Indicator, ...]
    sheet: Sheet
    best: Sheet


@st.composite
def filled(draw: st.DrawFn, policies: tuple[NaPolicy, ...] = tuple(NaPolicy), sums: bool = False) -> Filled:
    """Up to three roots with up to three children each."""
    items: dict[str, Any] = {}
    best: dict[str, Any] = {}
    away: set[str] = set()

    def leaf(code: str) -> Indicator:
        made = draw(ruled())
        items[code], best[code] = made.inputs, made.best
        if draw(st.integers(0, 4)) == 0:
            away.add(code)
        policy = draw(st.sampled_from(policies))
        return Indicator(code=code, title=code, lineage=code, points=made.points, rule=made.rule, na_policy=policy)

    def root(number: int) -> Indicator:
        children = tuple(leaf(f"{number}.{index}") for index in range(draw(st.integers(1, 3))))
        total = Points(sum(child.points for child in children))
        aggregate = Aggregate.SUM if sums else draw(st.sampled_from(Aggregate))
        policy = draw(st.sampled_from(policies))
        named: dict[str, Any] = {"code": str(number), "title": str(number), "lineage": str(number)}
        return Indicator(**named, points=total, aggregate=aggregate, na_policy=policy, children=children)

    roots = tuple(root(number) for number in range(1, draw(st.integers(1, 3)) + 1))
    missing = draw(st.sets(st.sampled_from(sorted(items)), max_size=1))
    entered = {code: given for code, given in items.items() if code not in missing}
    gone = frozenset(away)
    return Filled(roots, Sheet(items=entered, not_applicable=gone), Sheet(items=best, not_applicable=gone))


def of(made: Filled, **settings: Any) -> Any:
    """A framework of that tree."""
    return framework(*made.roots, **settings)
