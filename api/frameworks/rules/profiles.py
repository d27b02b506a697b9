"""A county's profile: what it takes from a framework of a higher level and what it changes, resolved into a version.

After OSCAL's profile (import, set-parameter, alter). The resolved version stands on its own: it has the whole tree and
names its base by hash, so that a later version of the base changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Union

from api.core.errors import Violation
from api.core.points import Points
from api.frameworks import errors
from api.frameworks.rules import codec
from api.frameworks.rules.documents import content_hash
from api.frameworks.rules.kinds import Rule
from api.frameworks.rules.model import Aggregate, Base, Framework, Indicator

Nodes = tuple[Indicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """Only these indicators, with what lies above and below them."""

    kind: ClassVar[str] = "include"
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclude:
    """Not these indicators, nor what lies below them."""

    kind: ClassVar[str] = "exclude"
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPoints:
    """Other points for one indicator."""

    kind: ClassVar[str] = "set_points"
    code: str
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class SetParam:
    """Another value for one parameter of a rule; `param` is its place, such as `required` or `entries/1/per`."""

    kind: ClassVar[str] = "set_param"
    code: str
    param: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem:
    """An indicator of the county's own, below `parent` or at the top."""

    kind: ClassVar[str] = "add_item"
    parent: str | None = None
    indicator: Indicator


Operation = Union[Include, Exclude, SetPoints, SetParam, AddItem]  # noqa: UP007


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is resolved: the name of the result, and the operations in their order."""

    code: str
    version: str
    title: str
    title_en: str = ""
    issuer: str = ""
    operations: tuple[Operation, ...] = ()


def resolve(base: Framework, profile: Profile) -> tuple[Framework, list[Violation]]:
    """The version that the profile makes of its base, and what could not be done, by pointer into the profile.

    Points of a parent follow its children where they did so in the base; so does the declared total.
    """
    faults: list[Violation] = []
    nodes = base.indicators
    for index, operation in enumerate(profile.operations):
        nodes = _apply(operation, nodes, f"/operations/{index}", faults)
    agreeing = {node.code for node in _all(base.indicators) if _agrees(node)}
    nodes = tuple(_summed(node, agreeing) for node in nodes)
    total = base.declared_total
    if base.aggregate is Aggregate.SUM and sum(node.points for node in base.indicators) == total:
        total = Points(sum(node.points for node in nodes))
    resolved = replace(
        base,
        code=profile.code,
        version=profile.version,
        title=profile.title,
        title_en=profile.title_en,
        issuer=profile.issuer,
        declared_total=total,
        indicators=nodes,
        base=Base(code=base.code, version=base.version, content_hash=content_hash(base)),
    )
    return resolved, faults


def _apply(operation: Operation, nodes: Nodes, pointer: str, faults: list[Violation]) -> Nodes:
    missing = _missing(operation, {node.code for node in _all(nodes)})
    if missing:
        faults.append(Violation(errors.NODE_UNKNOWN, f"{pointer}/{missing}"))
        return nodes
    match operation:
        case Include():
            return _kept(nodes, frozenset(operation.codes))
        case Exclude():
            return _without(nodes, frozenset(operation.codes))
        case SetPoints():
            return _changed(nodes, operation.code, lambda node: replace(node, points=operation.points))
        case SetParam():
            return _changed(nodes, operation.code, lambda node: _with_param(node, operation, pointer, faults))
        case AddItem(parent=None):
            return (*nodes, operation.indicator)
        case AddItem():
            added = operation.indicator
            return _changed(
                nodes, operation.parent or "", lambda node: replace(node, children=(*node.children, added), rule=None)
            )


def _missing(operation: Operation, codes: set[str]) -> str | None:
    """The field that names an indicator which is not there."""
    match operation:
        case Include() | Exclude():
            return None if codes.issuperset(operation.codes) else "codes"
        case SetPoints() | SetParam():
            return None if operation.code in codes else "code"
        case AddItem():
            return None if operation.parent is None or operation.parent in codes else "parent"


def _all(nodes: Nodes) -> Iterable[Indicator]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _kept(nodes: Nodes, codes: frozenset[str]) -> Nodes:
    found = []
    for node in nodes:
        if node.code in codes:
            found.append(node)
        elif children := _kept(node.children, codes):
            found.append(replace(node, children=children))
    return tuple(found)


def _without(nodes: Nodes, codes: frozenset[str]) -> Nodes:
    """A parent that loses all its children goes with them."""
    found = []
    for node in nodes:
        if node.code in codes:
            continue
        children = _without(node.children, codes)
        if children or not node.children:
            found.append(replace(node, children=children))
    return tuple(found)


def _changed(nodes: Nodes, code: str, change: Callable[[Indicator], Indicator]) -> Nodes:
    return tuple(
        change(node) if node.code == code else replace(node, children=_changed(node.children, code, change))
        for node in nodes
    )


def _with_param(node: Indicator, operation: SetParam, pointer: str, faults: list[Violation]) -> Indicator:
    if node.rule is None:
        faults.append(Violation(errors.PARAM_UNKNOWN, f"{pointer}/code"))
        return node
    document = codec.write(node.rule)
    if not _set(document, operation.param.split("/"), operation.value):
        faults.append(Violation(errors.PARAM_UNKNOWN, f"{pointer}/param"))
        return node
    found: list[Violation] = []
    rule = codec.read(Rule, document, found, f"{pointer}/value")
    if found:
        faults.append(Violation(errors.PARAM_VALUE, f"{pointer}/value"))
        return node
    return replace(node, rule=rule)


def _set(document: Any, path: Sequence[str], value: str) -> bool:
    """Put `value` in place of a scalar that is there, or of a default that is not; whole numbers and yes-no by their kind."""
    *above, last = path
    for name in above:
        if isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        elif isinstance(document, dict) and isinstance(document.get(name), dict | list):
            document = document[name]
        else:
            return False
    if not isinstance(document, dict) or last == "kind" or isinstance(document.get(last), dict | list):
        return False
    old = document.get(last)
    if isinstance(old, bool):
        document[last] = value == "true"
    elif isinstance(old, int) or (old is None and last in {"max_times", "periods"}):
        document[last] = int(value) if value.isdecimal() else value
    else:
        document[last] = value
    return True


def _agrees(node: Indicator) -> bool:
    by_sum = bool(node.children) and node.aggregate is Aggregate.SUM
    return by_sum and sum(child.points for child in node.children) == node.points


def _summed(node: Indicator, agreeing: set[str]) -> Indicator:
    children = tuple(_summed(child, agreeing) for child in node.children)
    points = Points(sum(child.points for child in children)) if children and node.code in agreeing else node.points
    return replace(node, children=children, points=points)
