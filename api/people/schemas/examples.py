"""Examples in the contract."""

from typing import Any

from pydantic import ConfigDict


def example(**fields: Any) -> ConfigDict:
    """The example of a model."""
    return ConfigDict(json_schema_extra={"example": fields})


def patch_example(**fields: object) -> ConfigDict:
    """The example of a merge patch, whose fields have no defaults: one left out stays as it is."""

    def describe(schema: dict[str, Any]) -> None:
        schema["example"] = fields
        for field in schema["properties"].values():
            field.pop("default", None)

    return ConfigDict(json_schema_extra=describe)


SCHOOL = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
PERSON = {"id": "0198c0de-0000-7000-8000-0000000000a1", "name": "罗建平"}
OTHER = {"id": "0198c0de-0000-7000-8000-0000000000a2", "name": "罗建平"}
POST_ID = "0198c0de-0000-7000-8000-0000000000b1"
COMMITTEE_ID = "0198c0de-0000-7000-8000-0000000000c1"
MEMBER_ID = "0198c0de-0000-7000-8000-0000000000d1"
AT = {"created_at": "2026-11-20T08:30:00.000Z", "updated_at": "2026-11-20T08:30:00.000Z"}
POST_FACTS = {
    "kind": "principal",
    "title": "校长",
    "team": "admin",
    "portfolio": ["全面工作", "人事"],
    "acting": False,
    "part_time": False,
    "from_on": "2024-08-20",
    "term_ends_on": "2027-08-20",
}
POST = {
    "id": POST_ID,
    "revision": 1,
    "person": PERSON,
    "unit": SCHOOL,
    **POST_FACTS,
    "ended_on": None,
    "end_reason": None,
}
COMMITTEE_FACTS = {"kind": "supervision_committee", "name": "校务监督委员会", "founded_on": "2025-09-10"}
COMMITTEE = {"id": COMMITTEE_ID, "revision": 1, "unit": SCHOOL, **COMMITTEE_FACTS, "dissolved_on": None, "members": 5}
MEMBER = {
    "id": MEMBER_ID,
    "revision": 1,
    "person": PERSON,
    "role": "head",
    "capacity": "教师代表",
    "joined_on": "2025-09-10",
    "left_on": None,
}
REGISTRATION = {
    "id": "0198c0de-0000-7000-8000-0000000000e1",
    "unit": SCHOOL,
    "decision": "register",
    "state": "valid",
    "period_from_on": "2024-01-01",
    "period_to_on": "2028-12-31",
    "decided_on": "2024-05-28",
    "reason": None,
}
ROW = {
    **PERSON,
    "revision": 1,
    "unit": SCHOOL,
    "kind": "teacher",
    "status": "active",
    "identity": {"kind": "resident_id", "masked": "****001X"},
    "party": {"standing": "full", "joined_on": "2009-07-01", "unit": SCHOOL},
    "registration": {"state": "valid", "period_to_on": "2028-12-31", "expired": False},
    "posts": [{"id": POST_ID, "kind": "principal", "title": "校长", "unit": SCHOOL, "acting": False}],
}
