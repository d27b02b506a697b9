"""What tests of decisions do: seat a team, record a meeting, submit, file."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from api.people import service as people
from api.people.rules import StaffKind
from api.people.schemas import PersonIn, PostIn
from tests.world import V1, World

MEETINGS = f"{V1}/meetings"
Team = dict[str, str]
# Who leads the school: a party team of five, an administrative one of three; the principal sits in both.
POSTS = {
    "secretary": ("白书记", ["party_secretary"]),
    "principal": ("何校长", ["principal", "party_committee_member"]),
    "deputy": ("林副校长", ["deputy_principal", "party_committee_member"]),
    "discipline": ("周委员", ["discipline_member"]),
    "logistics": ("吴主任", ["deputy_principal", "party_committee_member"]),
}
SPEAKERS = ("discipline", "logistics", "deputy", "principal", "secretary")


def seated(world: World, unit: str = "school") -> Team:
    """The ids of a school's leaders, by what they are."""
    found: Team = {}
    with world.host() as ctx:
        at = UUID(world.unit(unit))
        for what, (name, posts) in POSTS.items():
            person = people.create_person(ctx, PersonIn(unit_id=at, name=name, kind=StaffKind.TEACHER))
            found[what] = str(person.id)
            for kind in posts:
                seat: dict[str, Any] = {
                    "person_id": person.id,
                    "unit_id": at,
                    "kind": kind,
                    "title": kind,
                    "from_on": date(2024, 9, 1),
                }
                people.create_post(ctx, PostIn(**seat))
    return found


def topic(team: Team, **changes: Any) -> dict[str, Any]:
    """A purchase that everything is right with."""
    voices = [
        {"person_id": team[who], "speak_order": place, "stance": "agree", "said": "同意采购。", "ballot": "for"}
        for place, who in enumerate(SPEAKERS, start=1)
    ]
    good: dict[str, Any] = {
        "title": "采购多媒体教学设备",
        "category": "large_fund_use",
        "matter_codes": ["LF01"],
        "proposer_id": team["logistics"],
        "background": "十二间教室设备老化。",
        "submitted_at": "2026-11-10T08:00:00+08:00",
        "amount": "128000.00",
        "spend_type": "goods",
        "budget_state": "budgeted",
        "budget_line": "教学设备购置",
        "status": "discussed",
        "minutes_spent": 25,
        "steps": [{"type": "secretary_principal_talk", "done": True, "starts_on": "2026-11-09", "agreed": True}],
        "voices": voices,
        "vote": {"method": "show_of_hands", "base": 5, "in_favour": 5, "against": 0, "abstained": 0, "passed": True},
        "decision": {
            "result": "passed",
            "text": "同意采购，由总务处办理。",
            "responsible_person_id": team["logistics"],
            "due_on": "2026-12-31",
            "approved_amount": "128000.00",
        },
    }
    return good | changes


def meeting(world: World, team: Team, unit: str = "school", **changes: Any) -> dict[str, Any]:
    """A party meeting that decides a purchase."""
    good: dict[str, Any] = {
        "unit_id": world.unit(unit),
        "type": "party_organization_meeting",
        "serial_no": 3,
        "held_at": "2026-11-16T14:30:00+08:00",
        "ended_at": "2026-11-16T16:00:00+08:00",
        "place": "三楼会议室",
        "chair_id": team["secretary"],
        "recorder_id": team["discipline"],
        "notice_at": "2026-11-12T09:00:00+08:00",
        "papers_at": "2026-11-12T09:00:00+08:00",
        "attendance": [{"person_id": team[who], "signed_on": "2026-11-17"} for who in POSTS],
        "topics": [topic(team)],
        "minutes": {"issued_at": "2026-11-17T10:00:00+08:00", "text": "会议同意采购。", "archive_class": "permanent"},
    }
    return good | changes


def recorded(client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    """The draft that was made of it."""
    answer = client.post(MEETINGS, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def match(thing: dict[str, Any]) -> dict[str, str]:
    """The header that says which revision was read."""
    return {"If-Match": f'"{thing["revision"]}"'}


def step(client: TestClient, thing: dict[str, Any], verb: str, body: Any = None) -> Any:
    """Do `verb` to a meeting as it was read."""
    return client.post(f"{MEETINGS}/{thing['id']}:{verb}", json=body, headers=match(thing))


def filed(client: TestClient, thing: dict[str, Any]) -> dict[str, Any]:
    """The meeting after it was submitted and filed by a leader."""
    for verb in ("submit", "file"):
        answer = step(client, thing, verb)
        assert answer.status_code == 200, answer.text
        thing = answer.json()
    return thing


def codes(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["code"]


def faults(answer: Any) -> list[tuple[str, str]]:
    """Where and why a body was refused."""
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
