"""A portal on a host of its own: two databases, and the house that goes across."""

from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.cli import intake
from api.core.database import Database, Handle
from api.main import create_app
from tests.world import World, settings_for


class Apart:
    """A portal on a database of its own, and the house that fetches from it."""

    def __init__(self, world: World, outside: str) -> None:
        self.world = world
        self.settings = settings_for(world.database).model_copy(update={"portal_database_url": SecretStr(outside)})
        shown = self.settings.model_copy(
            update={"database_url": SecretStr(outside), "faces": "public", "proof_of_work": 0}
        )
        self.portal = TestClient(create_app(shown), raise_server_exceptions=False)
        self.database = Database(Handle(outside), 2)

    def sync(self) -> tuple[int, int]:
        """One round."""
        return intake.synchronize(self.settings, self.database)

    def close(self) -> None:
        """Let go of both."""
        self.database.close()
        self.portal.app.state.database.close()  # type: ignore[attr-defined]
