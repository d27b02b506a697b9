"""Why a score is what it is, so that anyone can recompute it to the cent.

A tree: the lines of each node, with its children where these are summed, add up to its value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.core.points import Points, rounded
from api.frameworks.rules.model import Aggregate, NaPolicy
from api.frameworks.rules.scoring import Child, Node, Scorer, Sheet, combined
from api.frameworks.rules.sentences import Exact, Label, Line, line


@dataclass(frozen=True, slots=True)
class Explained:
    """One value: `adds` tells whether the children's values are part of the sum. None: it does not apply."""

    code: str
    label: Label
    full: Points
    value: Points | None
    lines: tuple[Line, ...]
    adds: bool
    children: tuple["Explained", ...]

    def added_up(self) -> int:
        """What lines and children come to; it is the value."""
        below = sum(child.value or 0 for child in self.children) if self.adds else 0
        return below + sum(one.amount for one in self.lines)


def explain(scorer: Scorer, sheet: Sheet) -> Explained:
    """The whole tree of a sheet: the total above, the leaves at its ends."""
    return _Explaining(scorer, sheet).total()


class _Explaining:
    def __init__(self, scorer: Scorer, sheet: Sheet) -> None:
        self.scorer, self.sheet, self.score = scorer, sheet, scorer.score(sheet)
        self.zeroed = scorer.zeroed(sheet.vetoes)
        self.vetoes = {veto.code: veto.label for veto in scorer.framework.vetoes}

    def total(self) -> Explained:
        """The root of the tree."""
        framework, score = self.scorer.framework, self.score
        lines = [*self._parent_lines(self.scorer.top, score.base), *self._bonus_lines()]
        over = score.base + score.bonus - self.scorer.limited(score.base, score.bonus)
        if over:
            lines.append(line("limited_to_full", -over, limit=Exact(self.scorer.full)))
        lines += [
            line("deducted", -lost, title=deduction.label, times=times, per=Exact(deduction.per))
            for deduction, times, lost in self.scorer.losses(self.sheet.deductions)
        ]
        children = tuple(self._node(root) for root in self.scorer.roots)
        adds = framework.aggregate is Aggregate.SUM
        top = Explained("", framework.label, self.scorer.full, score.total, tuple(lines), adds, children)
        rest = score.total - top.added_up()
        if not rest:
            return top
        settled = (*lines, line("total_floored" if not score.total else "rounded", rest))
        return Explained("", framework.label, self.scorer.full, score.total, settled, adds, children)

    def _bonus_lines(self) -> list[Line]:
        lines = []
        for bonus, counted in self.scorer.claims(self.sheet.awards):
            said = [
                line(
                    "added_levels" if points else "already_counted",
                    points,
                    title=Label(award.name),
                    level=level.label,
                )
                for level, points, award in counted
            ]
            lines += [*said, *_capped(said, bonus.cap)]
        return [*lines, *_capped(lines, self.scorer.framework.bonus_cap)]

    def _node(self, node: Node) -> Explained:
        indicator, value = node.indicator, self.score.values[node.indicator.code]
        children = tuple(self._node(child) for child in node.children)
        away = indicator.code in self.sheet.not_applicable
        lines = _absent_lines(node) if away else self._lines(node, value)
        adds = bool(children) and not away and value is not None and indicator.aggregate is Aggregate.SUM
        if adds and all(child.value is None for child in children):
            adds, lines = False, _absent_lines(node)
        if value is not None and indicator.code in self.zeroed:
            gone = sum(one.amount for one in lines) + (sum(child.value or 0 for child in children) if adds else 0)
            lines = [*lines, line("zeroed", -gone, veto=self.vetoes[self.zeroed[indicator.code]])]
        return Explained(indicator.code, indicator.label, node.full, value, tuple(lines), adds, children)

    def _lines(self, node: Node, value: Points | None) -> list[Line]:
        if node.children:
            return self._parent_lines(node, value)
        return self._leaf_lines(node)

    def _leaf_lines(self, node: Node) -> list[Line]:
        indicator, sheet = node.indicator, self.sheet
        given, rule = sheet.items.get(indicator.code), indicator.rule
        override = sheet.overrides.get(indicator.code)
        lines = rule.lines(indicator.points, given) if rule is not None and given is not None else []
        if override is not None:
            by = override.points - sum(one.amount for one in lines)
            lines.append(line("overridden", by, points=Exact(override.points), reason=override.reason))
        elif given is None or rule is None:
            lines.append(line("missing"))
        elif rule.score(indicator.points, given) is None:
            return [*lines, *_absent_lines(node)]
        return [*lines, *_bounds(node, sum(one.amount for one in lines))]

    def _parent_lines(self, node: Node, value: Points | None) -> list[Line]:
        children = node.seen(self.score.values)
        counted = [child for child in children if child.value is not None]
        if not counted:
            return _absent_lines(node)
        aggregate = node.indicator.aggregate
        if aggregate is not Aggregate.SUM:
            sentence = {Aggregate.MEAN: "mean", Aggregate.MIN: "min", Aggregate.WEIGHTED_MEAN: "weighted"}[aggregate]
            raw = self._raw(node)
            return [line(sentence, raw, count=len(counted)), *_bounds(node, raw)]
        lines = _rescaling(children, counted, self._raw(node))
        return [*lines, *_bounds(node, self._raw(node))] if value is not None else lines

    def _raw(self, node: Node) -> Points:
        return combined(node.indicator.aggregate, node.indicator.points, node.seen(self.score.values)) or Points(0)


def _rescaling(children: Sequence[Child], counted: Sequence[Child], raw: Points) -> list[Line]:
    by = raw - sum(child.value or 0 for child in counted)
    if len(counted) == len(children):
        return []
    part, full = (Points(sum(child.full for child in some)) for some in (counted, children))
    left_out = len(children) - len(counted)
    return [line("rescaled", by, count=left_out, part=Exact(part), full=Exact(full))]


def _bounds(node: Node, raw: int) -> list[Line]:
    """What rounding, floor and cap do to a sum of lines."""
    lines, near = [], rounded(raw)
    if near != raw:
        lines.append(line("rounded", near - raw))
    bounded = node.bounded(near)
    if bounded > near:
        lines.append(line("floored", bounded - near, limit=Exact(node.indicator.floor)))
    if bounded < near:
        lines.append(line("capped", bounded - near, limit=Exact(bounded)))
    return lines


def _absent_lines(node: Node) -> list[Line]:
    policy = node.indicator.na_policy
    if policy is NaPolicy.EXCLUDE_RESCALE:
        return [line("not_applicable")]
    return [line(f"not_applicable_{policy}", node.absent() or 0)]


def _capped(lines: Sequence[Line], cap: Points | None) -> list[Line]:
    added = sum(one.amount for one in lines)
    return [line("bonus_capped", cap - added, limit=Exact(cap))] if cap is not None and added > cap else []
