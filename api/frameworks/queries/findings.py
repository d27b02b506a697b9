"""Faults and warnings as a person reads them."""

from collections.abc import Iterable

from api.core.context import Context
from api.core.errors import Violation
from api.frameworks.rules.model import Framework
from api.frameworks.schemas import Finding


def present(ctx: Context, framework: Framework, violations: Iterable[Violation]) -> list[Finding]:
    """Each with its sentence in the caller's language and the indicator that it is about."""
    return [
        Finding(
            code=one.spec.code,
            message=one.spec.text(ctx.language, one.params),
            pointer=one.pointer,
            params=dict(one.params),
            indicator=_code_at(framework, one.pointer or ""),
        )
        for one in violations
    ]


def _code_at(framework: Framework, pointer: str) -> str | None:
    """The code of the node that a pointer leads into: `/indicators/2/children/0/rule`."""
    names = pointer.split("/")[1:]
    nodes, code = framework.indicators, None
    while len(names) > 1 and names[0] in {"indicators", "children"} and names[1].isdecimal():
        index = int(names[1])
        if index >= len(nodes):
            break
        code, nodes, names = nodes[index].code, nodes[index].children, names[2:]
    return code
