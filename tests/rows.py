"""Rows as an import hands them to a domain: by whom, how, and what became of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from api.access.providers import providers
from api.core.context import Capacity, Context
from api.core.intake import How, Mode, Outcome, Row, RowSpec
from tests.world import World


@contextmanager
def acting(world: World, role: str, unit: str = "county", permission: str | None = None) -> Iterator[Context]:
    """A transaction of whoever holds `role` at `unit`, as a job runs one."""
    account = UUID(world.account(role, unit))
    with world.host() as ctx:
        yield replace(ctx, actor=providers.find_account_actor(ctx.session, account, Capacity()), permission=permission)


def rows_of(documents: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Documents as the rows of a file with a header."""
    return [Row(number, document) for number, document in enumerate(documents, start=2)]


def how(mode: Mode = Mode.UPSERT, scheme: str = "code", *, write: bool = True, **references: str) -> How:
    """How rows are to be taken."""
    return How(mode, scheme, references, write)


def take(
    world: World,
    spec: RowSpec,
    documents: Sequence[Mapping[str, Any]],
    asked: How | None = None,
    *,
    role: str = "section_officer",
    unit: str = "county",
) -> list[Outcome]:
    """What becomes of rows that someone brings in."""
    with acting(world, role, unit, spec.permission) as ctx:
        return spec.take(ctx, rows_of(documents), asked or how())


def undo(world: World, spec: RowSpec, outcomes: Sequence[Outcome], role: str = "section_officer") -> list[Outcome]:
    """What becomes of outcomes that someone takes back."""
    assert spec.undo is not None
    with acting(world, role, "county", spec.permission) as ctx:
        return spec.undo(ctx, outcomes)


def actions(outcomes: Sequence[Outcome]) -> list[str]:
    """What became of each row."""
    return [outcome.action.value for outcome in outcomes]


def faults(outcome: Outcome) -> list[tuple[str | None, str]]:
    """Field and code of everything that was wrong with a row."""
    return [(fault.field, fault.spec.code) for fault in outcome.faults]
