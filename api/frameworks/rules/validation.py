"""Whether a framework can be published, and what people should know before. Faults refuse, warnings do not.

Totals of real tables often do not add up; a warning names both numbers, and the declared total stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from api.core.errors import Violation
from api.core.points import CENT, Points, written
from api.frameworks import errors
from api.frameworks.rules.applicability import applies, asked_facts, decide
from api.frameworks.rules.model import (
    Aggregate,
    Applicability,
    Demand,
    Fact,
    Framework,
    Place,
    Scale,
    VetoEffect,
    walk,
)
from api.frameworks.rules.titled import Titled
from api.organizations.rules import STAGES, Area, Canteen, Ownership, PartyOrganization, SchoolType, Stage

MAX_DEPTH = 8
MAX_NODES = 10_000
LONGEST_CODE, LONGEST_LINEAGE, LONGEST_TITLE = 40, 64, 200

FACT_VALUES: dict[Fact, frozenset[str]] = {
    Fact.TYPE: frozenset(SchoolType),
    Fact.STAGE: frozenset(Stage),
    Fact.OWNERSHIP: frozenset(Ownership),
    Fact.BOARDING: frozenset({"yes", "no"}),
    Fact.CANTEEN: frozenset(Canteen),
    Fact.AREA: frozenset(Area),
    Fact.PARTY_ORGANIZATION: frozenset(PartyOrganization),
}


class Checked(NamedTuple):
    """What was found; with no faults the framework can be published."""

    faults: tuple[Violation, ...]
    warnings: tuple[Violation, ...]


def check(framework: Framework) -> Checked:
    """Everything at once, by pointer into the document."""
    places = list(walk(framework))
    faults = [
        *_names(framework, places),
        *_shape(framework, places),
        *(fault for place in places for fault in _leaf_faults(place)),
        *_extras(framework, places),
        *(
            fault
            for index, scale in enumerate(framework.scales)
            for fault in _scale(framework, scale, f"/scales/{index}")
        ),
    ]
    warnings = [
        *_sums(framework, places),
        *(warning for place in places for warning in _leaf_warnings(place)),
        *_reach(framework, places),
        *(
            one
            for index, scale in enumerate(framework.scales)
            for one in _unreachable(framework, scale, f"/scales/{index}")
        ),
    ]
    return Checked(tuple(faults), tuple(warnings))


# --- Names and shape -------------------------------------------------------------------------------------------------


def _names(framework: Framework, places: Sequence[Place]) -> Iterator[Violation]:
    yield from name_faults(framework, "")
    if not framework.version.strip():
        yield Violation(errors.NAME_MISSING, "/version")
    if len(framework.version) > LONGEST_CODE:
        yield Violation(errors.CODE_SPELLING, "/version", params={"limit": LONGEST_CODE})
    codes, lineages = Counter(place.node.code for place in places), Counter(place.node.lineage for place in places)
    for place in places:
        yield from name_faults(place.node, place.pointer)
        if codes[place.node.code] > 1:
            yield Violation(errors.CODE_TWICE, f"{place.pointer}/code")
        if not place.node.lineage or lineages[place.node.lineage] > 1:
            yield Violation(errors.LINEAGE_TWICE, f"{place.pointer}/lineage")
        if len(place.node.lineage) > LONGEST_LINEAGE:
            yield Violation(errors.CODE_SPELLING, f"{place.pointer}/lineage", params={"limit": LONGEST_LINEAGE})
        yield from _codes(place.node.slots, f"{place.pointer}/slots")


def name_faults(one: Titled, pointer: str = "") -> Iterator[Violation]:
    """A code and a title, neither too long."""
    if not one.code.strip() or not one.title.strip():
        yield Violation(errors.NAME_MISSING, pointer or "/code")
    if len(one.code) > LONGEST_CODE or any(sign.isspace() or sign == "/" for sign in one.code):
        yield Violation(errors.CODE_SPELLING, f"{pointer}/code", params={"limit": LONGEST_CODE})
    if max(len(one.title), len(one.title_en)) > LONGEST_TITLE:
        yield Violation(errors.TITLE_TOO_LONG, f"{pointer}/title", params={"limit": LONGEST_TITLE})


def _codes(listed: Sequence[Titled], pointer: str) -> Iterator[Violation]:
    seen: set[str] = set()
    for index, one in enumerate(listed):
        yield from name_faults(one, f"{pointer}/{index}")
        if one.code in seen:
            yield Violation(errors.CODE_TWICE, f"{pointer}/{index}/code")
        seen.add(one.code)


def _shape(framework: Framework, places: Sequence[Place]) -> Iterator[Violation]:
    if not places:
        yield Violation(errors.EMPTY, "/indicators")
    if len(places) > MAX_NODES:
        yield Violation(errors.TOO_MANY, "/indicators", params={"limit": MAX_NODES})
    for place in places:
        if place.depth > MAX_DEPTH:
            yield Violation(errors.TOO_DEEP, place.pointer, params={"limit": MAX_DEPTH})
        if place.node.children and place.node.rule is not None:
            yield Violation(errors.RULE_ON_PARENT, f"{place.pointer}/rule")
        if not place.node.children and place.node.rule is None:
            yield Violation(errors.LEAF_WITHOUT_RULE, f"{place.pointer}/rule")
        if place.node.aggregate is Aggregate.WEIGHTED_MEAN and place.node.children:
            yield from _weights(place.node.children, f"{place.pointer}/children")
    if framework.aggregate is Aggregate.WEIGHTED_MEAN:
        yield from _weights(framework.indicators, "/indicators")
    yield from _days(framework)


def _days(framework: Framework) -> Iterator[Violation]:
    wrong = [name for name in ("effective_from", "effective_to") if not _is_day(getattr(framework, name))]
    yield from (Violation(errors.NOT_A_DAY, f"/{name}") for name in wrong)
    first, last = framework.effective_from, framework.effective_to
    if not wrong and first and last and last < first:
        yield Violation(errors.EFFECTIVE_REVERSED, "/effective_to")


def _is_day(text: str | None) -> bool:
    try:
        return text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _weights(children: Iterable[object], pointer: str) -> Iterator[Violation]:
    if any(getattr(child, "weight") <= 0 for child in children):  # noqa: B009
        yield Violation(errors.WEIGHTS_MISSING, pointer)


def _leaf_faults(place: Place) -> Iterator[Violation]:
    node = place.node
    for name in ("points", "cap", "floor"):
        value = getattr(node, name)
        if value is not None and value % CENT:
            yield Violation(errors.POINTS_TOO_FINE, f"{place.pointer}/{name}")
    if node.cap is not None and node.cap < node.floor:
        yield Violation(errors.CAP_BELOW_FLOOR, f"{place.pointer}/cap")
    if node.rule is not None:
        yield from (fault.below(f"{place.pointer}/rule") for fault in node.rule.faults(node.points))
    if node.applies is not None:
        yield from _fact_values(node.applies, f"{place.pointer}/applies")


def _fact_values(applicability: Applicability, pointer: str) -> Iterator[Violation]:
    for name, clauses in (("include", applicability.include), ("exclude", applicability.exclude)):
        for number, clause in enumerate(clauses):
            for index, asked in enumerate(clause.all_of):
                here = f"{pointer}/{name}/{number}/all_of/{index}/any_of"
                allowed = FACT_VALUES.get(asked.fact)
                if not asked.any_of:
                    yield Violation(errors.RULE_EMPTY, here)
                elif allowed is not None and not allowed.issuperset(asked.any_of):
                    yield Violation(errors.FACT_VALUE, here, params={"allowed": ", ".join(sorted(allowed))})


# --- Points ----------------------------------------------------------------------------------------------------------


def _sums(framework: Framework, places: Sequence[Place]) -> Iterator[Violation]:
    for place in places:
        node = place.node
        total = sum(child.points for child in node.children)
        if node.children and node.aggregate is Aggregate.SUM and total != node.points:
            both = {"sum": written(Points(total)), "declared": written(node.points)}
            yield Violation(errors.SUM_DIFFERS, f"{place.pointer}/points", params=both)
    total = sum(node.points for node in framework.indicators)
    if framework.aggregate is Aggregate.SUM and framework.indicators and total != framework.declared_total:
        both = {"sum": written(Points(total)), "declared": written(framework.declared_total)}
        yield Violation(errors.TOTAL_DIFFERS, "/declared_total", params=both)


def _leaf_warnings(place: Place) -> Iterator[Violation]:
    node = place.node
    most = node.rule.most(node.points) if node.rule is not None else None
    if most is not None and most != node.points:
        both = {"most": written(most), "points": written(node.points)}
        yield Violation(errors.RULE_MOST_DIFFERS, f"{place.pointer}/points", params=both)
    for index, slot in enumerate(node.slots):
        if not slot.code.startswith(node.code):
            yield Violation(errors.SLOT_CODE_STRAY, f"{place.pointer}/slots/{index}/code", params={"code": node.code})


def reachable(framework: Framework) -> int | None:
    """The most that can be reached; None where a bonus or a gain has no end."""
    if framework.bonuses and framework.may_exceed and framework.bonus_cap is None:
        return None
    rules = [(place.node.rule, place.node.points) for place in walk(framework) if place.node.rule is not None]
    if any(rule.most(points) is None for rule, points in rules):
        return None
    base = sum(node.points for node in framework.indicators)
    if framework.aggregate is not Aggregate.SUM:
        base = framework.declared_total
    return max(base, framework.declared_total) + (framework.bonus_cap or 0 if framework.may_exceed else 0)


# --- Applicability ---------------------------------------------------------------------------------------------------


def _reach(framework: Framework, places: Sequence[Place]) -> Iterator[Violation]:
    everything = {place.node.code for place in places}
    for place in places:
        if place.node.applies is not None and not any(
            applies(place.node.applies, _facts_of(kind)) for kind in SchoolType
        ):
            yield Violation(errors.NEVER_APPLIES, f"{place.pointer}/applies")
    if not any(place.node.applies is not None and set(asked_facts(place.node.applies)) for place in places):
        return
    for kind in SchoolType:
        if decide(framework, _facts_of(kind)).not_applicable >= everything:
            yield Violation(errors.NOTHING_APPLIES, "/indicators", params={"type": kind.value})


def _facts_of(kind: SchoolType) -> dict[Fact, frozenset[str]]:
    return {Fact.TYPE: frozenset({kind.value}), Fact.STAGE: frozenset(stage.value for stage in STAGES[kind])}


# --- Bonuses, deductions, vetoes, scales -----------------------------------------------------------------------------


def _extras(framework: Framework, places: Sequence[Place]) -> Iterator[Violation]:
    nodes = {place.node.code for place in places}
    bands = {band.code for scale in framework.scales[:1] for band in scale.bands}
    for name in ("bonuses", "deductions", "vetoes", "scales"):
        yield from _codes(getattr(framework, name), f"/{name}")
    for index, bonus in enumerate(framework.bonuses):
        yield from _codes(bonus.levels, f"/bonuses/{index}/levels")
        if not bonus.levels:
            yield Violation(errors.RULE_EMPTY, f"/bonuses/{index}/levels")
    for index, deduction in enumerate(framework.deductions):
        if deduction.per <= 0:
            yield Violation(errors.NOT_POSITIVE, f"/deductions/{index}/per")
    for index, veto in enumerate(framework.vetoes):
        if veto.effect is VetoEffect.ZERO_NODE and veto.node not in nodes:
            yield Violation(errors.NODE_UNKNOWN, f"/vetoes/{index}/node")
        if veto.effect is VetoEffect.CAP_GRADE and veto.band not in bands:
            yield Violation(errors.BAND_UNKNOWN, f"/vetoes/{index}/band")


def _scale(framework: Framework, scale: Scale, pointer: str) -> Iterator[Violation]:
    nodes = {place.node.code for place in walk(framework)}
    yield from _codes(scale.bands, f"{pointer}/bands")
    if not scale.bands:
        yield Violation(errors.RULE_EMPTY, f"{pointer}/bands")
    if any(one.min <= two.min for one, two in zip(scale.bands, scale.bands[1:], strict=False)):
        yield Violation(errors.BANDS_OVERLAP, f"{pointer}/bands")
    for number, band in enumerate(scale.bands):
        for index, condition in enumerate(band.conditions):
            here = f"{pointer}/bands/{number}/conditions/{index}/code"
            if condition.demand is Demand.NODE and condition.code not in nodes:
                yield Violation(errors.NODE_UNKNOWN, here)
            if condition.demand is Demand.METRIC and not condition.code:
                yield Violation(errors.NAME_MISSING, here)


def _unreachable(framework: Framework, scale: Scale, pointer: str) -> Iterator[Violation]:
    most = reachable(framework)
    for index, band in enumerate(scale.bands):
        if most is not None and band.min > most:
            both = {"most": written(Points(most)), "min": written(band.min)}
            yield Violation(errors.BAND_UNREACHABLE, f"{pointer}/bands/{index}/min", params=both)
    if scale.bands and (scale.bands[-1].min > 0 or scale.bands[-1].conditions or scale.bands[-1].quota):
        yield Violation(errors.BAND_GAP, f"{pointer}/bands/{len(scale.bands) - 1}")


def name_violations(framework: Framework) -> list[Violation]:
    """Faults that even a draft cannot hold: names missing or too long, codes twice, a tree too deep or too large."""
    places = list(walk(framework))
    kept = {errors.NAME_MISSING, errors.CODE_SPELLING, errors.TITLE_TOO_LONG, errors.CODE_TWICE}
    kept |= {errors.TOO_DEEP, errors.TOO_MANY}
    found = [*_names(framework, places), *_shape(framework, places)]
    return [fault for fault in found if fault.spec in kept]
