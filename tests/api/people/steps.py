"""Short ways to say what the tests of people do again and again."""

from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from api.people.rules import resident_check
from tests.world import V1, World

__all__ = ["V1", "People", "codes", "faults", "if_match", "number"]


def number(serial: int) -> str:
    """A valid identity number of nobody: 9999 is no region."""
    body = f"99990019800101{serial:03d}"
    return body + resident_check(body)


def if_match(revision: int) -> dict[str, str]:
    """The header of a change of that revision."""
    return {"If-Match": f'"{revision}"'}


def faults(reply: Any) -> set[tuple[str, str]]:
    """Pointer (or parameter) and code of each error of a reply."""
    return {(entry.get("pointer", entry.get("parameter")), entry["code"]) for entry in reply.json()["errors"]}


def codes(reply: Any) -> list[str]:
    """The actions of a history, newest first."""
    return [event["action"] for event in reply.json()["items"]]


@dataclass(frozen=True)
class People:
    """The world and who is in it; whoever acts is named first."""

    world: World

    def person(self, client: TestClient, unit: str = "school", **facts: Any) -> dict[str, Any]:
        """Somebody who has been registered."""
        body = {"unit_id": self.world.unit(unit), "name": "罗建平", "kind": "teacher"} | facts
        return self._made(client.post(f"{V1}/persons", json=body))

    def post(self, client: TestClient, person: dict[str, Any], unit: str = "school", **facts: Any) -> dict[str, Any]:
        """A post that has been taken."""
        return self._made(self.seat(client, person, unit, **facts))

    def seat(self, client: TestClient, person: dict[str, Any], unit: str = "school", **facts: Any) -> Any:
        """The answer to taking a post."""
        known = {"kind": "deputy_principal", "from_on": "2024-08-20"}
        body = {"person_id": person["id"], "unit_id": self.world.unit(unit), **known, **facts}
        return client.post(f"{V1}/posts", json=body)

    def committee(self, client: TestClient, unit: str = "school", **facts: Any) -> dict[str, Any]:
        """A committee that has been founded."""
        body = {"unit_id": self.world.unit(unit), "kind": "supervision_committee", "founded_on": "2025-09-10"}
        return self._made(client.post(f"{V1}/committees", json=body | facts))

    def join(self, client: TestClient, committee: dict[str, Any], person: dict[str, Any], **facts: Any) -> Any:
        """The answer to joining."""
        body = {"person_id": person["id"], "role": "member", "joined_on": "2025-09-10"} | facts
        return client.post(f"{V1}/committees/{committee['id']}/members", json=body)

    def decide(self, client: TestClient, person: dict[str, Any], decision: str, **facts: Any) -> Any:
        """The answer to a decision on a registration."""
        known = {"period_from_on": "2024-01-01", "period_to_on": "2028-12-31", "decided_on": "2024-05-28"}
        url = f"{V1}/persons/{person['id']}/registrations"
        return client.post(url, json={"decision": decision, **known, **facts})

    def end(self, client: TestClient, post: dict[str, Any], **facts: Any) -> Any:
        """The answer to ending a post."""
        body = {"ended_on": "2026-08-31", "reason": "removed"} | facts
        return client.post(f"{V1}/posts/{post['id']}:end", json=body, headers=if_match(post["revision"]))

    def merge(self, client: TestClient, merged: dict[str, Any], survivor: dict[str, Any]) -> Any:
        """The answer to a merge."""
        url = f"{V1}/persons/{merged['id']}:merge"
        return client.post(url, json={"survivor_id": survivor["id"]}, headers=if_match(merged["revision"]))

    @staticmethod
    def _made(reply: Any) -> dict[str, Any]:
        assert reply.status_code == 201, reply.text
        made: dict[str, Any] = reply.json()
        return made
