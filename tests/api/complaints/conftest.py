"""A portal on the world's database, its documents put out."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.complaints import sealing
from api.complaints.service import documents
from tests.api.complaints.steps import portal_of
from tests.world import World


@pytest.fixture
def portal(world: World) -> Iterator[TestClient]:
    """The public face as a process of its own, which shares the world's database and folder of keys."""
    world.app.state.keys.publish()
    with world.host() as ctx:
        documents.refresh(ctx)
    client = portal_of(world)
    yield client
    client.app.state.database.close()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="module")
def cheap_passphrases() -> Iterator[None]:
    """The same Argon2id at a thousandth of its cost; `tests/unit/complaints/test_sealing` holds the real figures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "_PASSES", 1)
        patch.setattr(sealing, "_MEMORY", 64)
        yield
