"""What tests of results do: compute, publish, let the days pass, finalize."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from api.assessments.models import AssessmentPublication
from api.assessments.queries import publications
from api.assessments.service.publicity import follow_notice
from api.disclosures.ports import Event, Happening
from tests.api.assessments.filled import Filled
from tests.api.files.steps import work_off
from tests.world import V1, World

A = f"{V1}/assessments"
SHOWN = (date(2026, 11, 16), date(2026, 11, 20))  # first and last day of publicity


def match(thing: dict[str, Any]) -> dict[str, str]:
    """The header that says which revision was read."""
    return {"If-Match": f'"{thing["revision"]}"'}


def post(client: TestClient, path: str, thing: dict[str, Any], body: Any = None) -> Any:
    """Post to something as it was read."""
    return client.post(f"{A}{path}", json=body, headers=match(thing))


def campaign(client: TestClient, made: Filled) -> dict[str, Any]:
    """The campaign as it stands."""
    found: dict[str, Any] = client.get(made.url).json()
    return found


def computed(world: World, made: Filled, **body: Any) -> dict[str, Any]:
    """The campaign after the section officer had it computed and the worker did it."""
    officer = world.sign_in("section_officer")
    answer = officer.post(f"{made.url}:compute", json=body, headers=match(campaign(officer, made)))
    assert answer.status_code == 202, answer.text
    work_off(world)
    job = officer.get(answer.headers["location"]).json()
    assert job["state"] == "succeeded", job
    return campaign(officer, made)


def published(world: World, made: Filled, **body: Any) -> dict[str, Any]:
    """The campaign after its results were computed and their notice drafted."""
    computed(world, made, **body)
    officer = world.sign_in("section_officer")
    answer = officer.post(f"{made.url}:publish", headers=match(campaign(officer, made)))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def told(world: World, made: Filled, event: str, objections: int = 0) -> None:
    """The notice says what has become of it."""
    with world.host() as ctx:
        publication = publications.find_last(ctx, UUID(made.campaign_id))
        assert isinstance(publication, AssessmentPublication)
        assert publication.notice_id is not None
        happening = Happening(Event(event), publication.id, publication.notice_id, "2026-0001", *SHOWN, objections)
        follow_notice(ctx, happening)


def ranking(client: TestClient, made: Filled, **query: Any) -> list[dict[str, Any]]:
    """The rows of the ranking."""
    answer = client.get(f"{made.url}/ranking", params=query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows
