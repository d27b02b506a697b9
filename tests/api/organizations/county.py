"""Short ways to say what the tests of the tree do again and again."""

from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from tests.world import V1, World

__all__ = ["CREDIT_CODE", "V1", "County", "entries", "faults", "if_match"]

# The example of GB 32100-2015.
CREDIT_CODE = "91350100M000100Y43"


@dataclass(frozen=True)
class County:
    """The world seen from the bureau."""

    world: World

    def school(self, **facts: Any) -> dict[str, Any]:
        """A body for a new primary school in 梅岭学区."""
        known = {"parent_id": self.world.unit("district"), "name": "新建小学", "type": "primary", "ownership": "public"}
        return known | facts

    def found(self, client: TestClient, **facts: Any) -> dict[str, Any]:
        """A school that has been created."""
        reply = client.post(f"{V1}/schools", json=self.school(**facts))
        assert reply.status_code == 201, reply.text
        made: dict[str, Any] = reply.json()
        return made

    def count(self, client: TestClient) -> int:
        """How many schools the caller sees."""
        total: int = client.get(f"{V1}/schools", params={"size": 1}).json()["total"]
        return total


def faults(reply: Any) -> set[tuple[str, str]]:
    """Pointer (or parameter) and code of each error of a reply."""
    return {(entry.get("pointer", entry.get("parameter")), entry["code"]) for entry in reply.json()["errors"]}


def entries(client: TestClient, url: str) -> list[dict[str, Any]]:
    """The history at `url`, newest first."""
    items: list[dict[str, Any]] = client.get(f"{url}/history").json()["items"]
    return items


def if_match(revision: int) -> dict[str, str]:
    """The header of a change of that revision."""
    return {"If-Match": f'"{revision}"'}
