"""Examples that several shapes share."""

from pydantic import ConfigDict, JsonValue

ACCOUNT_ID = "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d01"
UNIT: dict[str, JsonValue] = {"id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d02", "name": "锦岚县教育局", "kind": "bureau"}
GRANT: dict[str, JsonValue] = {
    "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d03",
    "account": {"id": ACCOUNT_ID, "display_name": "钟毅"},
    "role": "discipline_inspector",
    "unit": UNIT,
    "state": "proposed",
    "proposed_by": {"id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d04", "display_name": "顾晓彤"},
    "decided_by": None,
    "created_at": "2026-03-02T01:00:00.000Z",
}
PERSON: dict[str, JsonValue] = {"id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d07", "name": "钟毅", "unit": UNIT}
ROW: dict[str, JsonValue] = {
    "id": ACCOUNT_ID,
    "username": "zhongyi",
    "display_name": "钟毅",
    "status": "active",
    "second_factor": True,
    "person": PERSON,
    "grants": [GRANT],
    "last_login_at": None,
    "created_at": "2026-03-02T00:58:00.000Z",
    "revision": 1,
}
PASSWORD = "initial-example"  # noqa: S105 (shown in the documentation)


def example(**fields: JsonValue) -> ConfigDict:
    """The example of a shape."""
    return ConfigDict(json_schema_extra={"example": fields})
