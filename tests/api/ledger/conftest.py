"""A ledger that tests can falsify: built once, copied for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.ledger.steps import sequence_all, sign, write
from tests.databases import Backend, Database, Template, borrowed
from tests.world import WORLD, World, inhabited


def _build(database: Database) -> None:
    WORLD.build(database)
    with inhabited(database) as world:
        write(world, 560)
        sequence_all(world)
        sign(world)
        write(world, 3)
        sequence_all(world)


LEDGER = Template("ledger", _build)


@pytest.fixture
def ledger(backend: Backend) -> Iterator[World]:
    """The small county with some 600 entries, a signed head, and three entries after it."""
    with borrowed(backend, LEDGER) as copy, inhabited(copy) as place:
        yield place


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own."""
    return tmp_path_factory.mktemp("ledger")
