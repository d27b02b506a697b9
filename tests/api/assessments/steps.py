"""What tests of assessments do: set up, enrol, open, score, judge. Today is 20 November 2026."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import time_machine
from fastapi.testclient import TestClient

from api.assessments import queries
from api.assessments.rules.rounds import Round
from api.assessments.rules.scores import Said
from api.assessments.service import enter_many
from tests.databases import Database, Template
from tests.world import V1, WORLD, World, inhabited

A = f"{V1}/assessments"
TODAY = datetime(2026, 11, 20, 4, tzinfo=UTC)
WINDOWS = [
    {"round": "self", "opens_on": "2026-11-01", "closes_on": "2026-11-25"},
    {"round": "district", "opens_on": "2026-11-10", "closes_on": "2026-12-05"},
    {"round": "county", "opens_on": "2026-11-15", "closes_on": "2026-12-20"},
]


def match(thing: dict[str, Any]) -> dict[str, str]:
    """The header that says which revision was read."""
    return {"If-Match": f'"{thing["revision"]}"'}


def done(answer: Any, status: int = 200) -> dict[str, Any]:
    """The body of an answer that went well."""
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json() if answer.content else {}
    return found


def codes(answer: Any) -> list[str]:
    """The codes of a refusal: its own, then those of its entries."""
    body = answer.json()
    return [body["code"], *(entry["code"] for entry in body["errors"])]


def pointers(answer: Any) -> list[str]:
    """Where the faults of a refusal lie."""
    return [entry["pointer"] for entry in answer.json()["errors"]]


def adopted(world: World, leader: str = "county", unit: str = "bureau") -> str:
    """The version of the shipped reference, published for the bureau."""
    body = {"unit_id": world.unit(unit), "code": "QLXX-REF-100"}
    answer = world.sign_in("bureau_leader", leader).post(f"{V1}/frameworks:adopt", json=body)
    return str(done(answer, 201)["latest"]["id"])


def facts(world: World, version: str, **changes: Any) -> dict[str, Any]:
    """A good campaign."""
    return {
        "unit_id": world.unit("bureau"),
        "version_id": version,
        "code": "2026",
        "title": "2026年清廉学校年度评估",
        "cycle": "2026",
        "period_first_on": "2026-01-01",
        "period_last_on": "2026-12-31",
        "disagreement_threshold": "1",
        "windows": WINDOWS,
    } | changes


def created(world: World, version_id: str, **changes: Any) -> dict[str, Any]:
    """A draft."""
    officer = world.sign_in("section_officer")
    return done(officer.post(f"{A}/campaigns", json=facts(world, version_id, **changes)), 201)


def act(client: TestClient, thing: dict[str, Any], verb: str, body: Any = None, kind: str = "campaigns") -> Any:
    """Post a verb to a campaign or an enrolment, as it was read."""
    return client.post(f"{A}/{kind}/{thing['id']}:{verb}", json=body, headers=match(thing))


def opened(world: World, version_id: str, **changes: Any) -> dict[str, Any]:
    """A campaign of every school of the county, open."""
    officer = world.sign_in("section_officer")
    campaign = created(world, version_id, **changes)
    if campaign["mode"] == "full":
        done(officer.post(f"{A}/campaigns/{campaign['id']}/enrolments", json={}))
    return done(act(officer, campaign, "open"))


def advanced(world: World, campaign_id: str, to: str) -> dict[str, Any]:
    """The campaign after it has come to a state."""
    officer = world.sign_in("section_officer")
    campaign = done(officer.get(f"{A}/campaigns/{campaign_id}"))
    while campaign["state"] != to:
        campaign = done(act(officer, campaign, "advance"))
    return campaign


def enrolment_of(world: World, campaign_id: str, unit: str = "school") -> dict[str, Any]:
    """The enrolment of a school, as the county reads it."""
    officer = world.sign_in("section_officer")
    query = {"unit": world.unit(unit)}
    (row,) = done(officer.get(f"{A}/campaigns/{campaign_id}/enrolments", params=query))["items"]
    return done(officer.get(f"{A}/enrolments/{row['id']}"))


def _build(database: Database) -> None:
    """The world with the reference adopted, and one campaign of it, open."""
    WORLD.build(database)
    with time_machine.travel(TODAY, tick=True), inhabited(database) as world:
        version_id = adopted(world)
        campaign = opened(world, version_id)
        world.units |= {"version": version_id, "campaign": campaign["id"]}
        for unit in ("school", "other_school"):
            world.units[f"enrolment of {unit}"] = enrolment_of(world, campaign["id"], unit)["id"]
        for role, place in (("district_reviewer", "other_district"), ("inspection_head", "county")):
            world.account(role, place)
        (database.folder / "world.json").write_bytes(orjson.dumps((world.units, world.accounts)))


ASSESSED = Template("assessed", _build)


# --- Rounds ----------------------------------------------------------------------------------------------------------


def round_url(world: World, which: str = "self", unit: str = "school") -> str:
    """The address of a round of the running campaign."""
    return f"{A}/enrolments/{world.unit(f'enrolment of {unit}')}/rounds/{which}"


def save(client: TestClient, url: str, code: str, body: Any, revision: int = 0) -> Any:
    """Save the entry of an item that was read at a revision."""
    return client.put(f"{url}/scores/{code}", json=body, headers={"If-Match": f'"{revision}"'})


def best_inputs(rule: dict[str, Any], points: str) -> dict[str, Any]:
    """Inputs of a rule of the reference that give all its points."""
    rule = rule["rule"] if rule["kind"] == "derived" else rule
    match rule["kind"]:
        case "count_deduct":
            return {"counts": {}}
        case "level":
            return {"level": rule["levels"][0]["code"]}
        case "checklist":
            return {"ticked": [one["code"] for one in rule["items"]]}
        case "frequency":
            return {"held": [rule["required"]] * rule.get("periods", 1)}
        case "ratio":
            return {"numerator": 1, "denominator": 1}
        case "bands":
            return {"value": "100"}
        case "proportional":
            return {"states": {rule["states"][0]["code"]: 2}}
    return {"score": points}


def items_of(world: World) -> dict[str, dict[str, Any]]:
    """The leaves of the reference, by code."""
    officer = world.sign_in("section_officer")
    document = done(officer.get(f"{V1}/framework-versions/{world.unit('version')}"))["document"]
    return {leaf["code"]: leaf for area in document["indicators"] for leaf in area["children"]}


def filled(world: World, client: TestClient, which: str = "self", unit: str = "school", comment: str = "") -> None:
    """Every item of a round with its best inputs, those that have an entry already left alone.

    A round that nobody has begun is filled at once, as the product itself takes entries in; the forms are for the
    others.
    """
    url = round_url(world, which, unit)
    read = done(client.get(url))
    inputs = {code: best_inputs(leaf["rule"], leaf["points"]) for code, leaf in items_of(world).items()}
    if read["state"] == "not_started":
        with world.host() as ctx:
            held = queries.load_campaign(ctx, UUID(world.unit("campaign")))
            said = {code: Said(inputs=one, comment=comment or None) for code, one in inputs.items()}
            assert enter_many(ctx, held, Round(which), {UUID(world.unit(f"enrolment of {unit}")): said}) == 1
        return
    for code in sorted(inputs.keys() - {one["code"] for one in read["scores"]}):
        done(save(client, url, code, {"inputs": inputs[code], "comment": comment or None}))


def signed(client: TestClient, url: str, verb: str = "submit", body: Any = None) -> Any:
    """Submit, return or accept a round as it is now."""
    read = done(client.get(url))
    bodies = {"submit": {"note": "佐证后补", "no_conflict": True}, "return": {"reason": "补一次记录"}, "accept": {}}
    return client.post(f"{url}:{verb}", json=bodies[verb] if body is None else body, headers=match(read))


def submitted(world: World, which: str, unit: str = "school") -> None:
    """A round, filled and submitted by whose it is; the rounds before are there."""
    seats = {"self": ("school_leader", unit), "district": ("district_reviewer", _DISTRICTS[unit])}
    client = world.sign_in(*seats.get(which, ("section_officer", "county")))
    filled(world, client, which, unit, comment="核对无误")
    done(signed(client, round_url(world, which, unit)))


_DISTRICTS = {"school": "district", "other_school": "other_district"}
