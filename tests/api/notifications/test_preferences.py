"""Switching kinds of notifications off."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.notifications.steps import KIND, URL, inbox, tell
from tests.world import World

SWITCHES = f"{URL}/preferences"
READER = ("bureau_leader", "county")


@pytest.fixture
def reader(world: World) -> TestClient:
    """Someone who approves roles, too."""
    return world.sign_in(*READER)


def switches(client: TestClient) -> dict[str, dict[str, Any]]:
    """The switches by kind."""
    return {item["kind"]: item for item in client.get(SWITCHES).json()["items"]}


class TestSwitches:
    def test_all_are_on_at_first(self, reader: TestClient) -> None:
        assert all(item["enabled"] for item in switches(reader).values())

    def test_are_those_of_kinds_that_can_arrive(self, world: World, reader: TestClient) -> None:
        assert "grant.proposed" in switches(reader)
        assert "grant.proposed" not in switches(world.sign_in("school_clerk", "school"))

    def test_what_is_switched_off_does_not_arrive(self, reader: TestClient, world: World) -> None:
        reply = reader.put(SWITCHES, json={"disabled": [KIND, KIND]})
        assert reply.status_code == 200
        assert not switches(reader)[KIND]["enabled"]
        tell(world, READER)
        assert inbox(reader) == []
        reader.put(SWITCHES, json={"disabled": []})
        tell(world, READER)
        assert len(inbox(reader)) == 1

    def test_are_ones_own(self, reader: TestClient, world: World) -> None:
        reader.put(SWITCHES, json={"disabled": [KIND]})
        tell(world, ("auditor", "county"))
        assert len(inbox(world.sign_in("auditor"))) == 1

    def test_a_mandatory_kind_stays_on(self, reader: TestClient) -> None:
        assert switches(reader)["grant.proposed"]["mandatory"]
        reply = reader.put(SWITCHES, json={"disabled": [KIND, "grant.proposed", "no.such"]})
        assert reply.status_code == 422
        assert [(fault["pointer"], fault["code"]) for fault in reply.json()["errors"]] == [
            ("/disabled/1", "notification.kind_mandatory"),
            ("/disabled/2", "notification.kind_unknown"),
        ]
        assert switches(reader)[KIND]["enabled"]
