"""Role × operation as a reviewed file: who may do what, written out, so that a change of rights shows in a diff."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.core.openapi import guard_of

_HEAD = """# Who may do what

Made by `qinglian access-matrix`; a test fails when it is stale. ● allowed within reach · blank: 403.
`anyone` needs no log-in; `signed in` is open to every role. Rows outside a caller's reach answer 404.
"""


def access_matrix(app: FastAPI, roles: Mapping[str, frozenset[str]]) -> str:
    """The matrix as Markdown, operations in alphabetical order."""
    lines = [_HEAD, f"| operation | needs | {' | '.join(roles)} |", "|---|---|" + "---|" * len(roles)]
    for operation, guard in sorted(operations(app), key=lambda pair: pair[0]):
        marks = " | ".join("●" if allows(guard, held) else " " for held in roles.values())
        lines.append(f"| `{operation}` | {_needs(guard)} | {marks} |")
    return "\n".join(lines) + "\n"


def operations(app: FastAPI) -> Iterator[tuple[str, Any]]:
    """Every operation of the contract as (`PATH METHOD`, guard or None)."""
    for context in iter_route_contexts(app.routes):
        if getattr(context, "include_in_schema", False):
            for method in context.methods or ():
                yield f"{context.path_format} {method}", guard_of(context)


def allows(guard: Any, held: frozenset[str]) -> bool:
    """Whether the guard lets in who holds these permissions."""
    return guard is None or guard.anyone or guard.permission is None or guard.permission in held


def _needs(guard: Any) -> str:
    if guard is None or guard.anyone:
        return "anyone"
    return guard.permission or "signed in"
