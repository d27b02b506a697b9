"""What the tests of the vault do again and again: complain, cross, ask, grant."""

import json
import secrets
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.complaints.data.shipped import shipped
from api.complaints.models.cases import ComplaintCase
from api.complaints.service.following import crossing_follower, keeping_follower
from api.main import create_app
from tests.background import worker
from tests.world import V1, World, settings_for

PORTAL = "/api/public/v1/complaints"
PRIVACY = str(shipped("privacy")["version"])
PASSPHRASES = {"bureau": "雨过天青云破处-一二三四", "county": "这般颜色做将来-四五六七"}
WHO = {"name": "温素琴甲乙丙", "phone": "13900007777"}


def good(answer: httpx.Response) -> Any:
    """The body of an answer that went well."""
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def key() -> dict[str, str]:
    """A fresh idempotency key."""
    return {"Idempotency-Key": secrets.token_urlsafe(24)}


def body(**changes: Any) -> dict[str, Any]:
    """A complaint from the portal."""
    return {
        "concerns": "school",
        "category": "0401",
        "text": "食堂把剩菜第二天再卖",
        "privacy_version": PRIVACY,
    } | changes


def portal_of(world: World, **changes: Any) -> TestClient:
    """A process of the public face alone, without work to prove unless it is asked for."""
    settings = settings_for(world.database).model_copy(update={"faces": "public", "proof_of_work": 0} | changes)
    return TestClient(create_app(settings), raise_server_exceptions=False)


def complained(portal: TestClient, **changes: Any) -> str:
    """Complain at the portal; the receipt."""
    return str(good(portal.post(PORTAL, json=body(**changes), headers=key()))["receipt"])


def looked_up(portal: TestClient, receipt: str) -> Any:
    """What the receipt shows."""
    return good(portal.post(f"{PORTAL}/lookup", json={"receipt": receipt}))


def cross(world: World) -> None:
    """Let the followers of the vault do all that is due."""
    followers = (crossing_follower(), keeping_follower.__wrapped__(shared=True))
    made = worker(world, jobs=(), followers=followers)
    for follower in followers:
        made.catch_up(follower)
    made.bench.database.close()


def custodians(world: World) -> list[TestClient]:
    """Two custodians with keys; the portal knows them."""
    found = []
    for unit, passphrase in PASSPHRASES.items():
        custodian = world.sign_in("identity_custodian", unit)
        good(custodian.post(f"{V1}/custodian-keys", json={"passphrase": passphrase}))
        found.append(custodian)
    return found


def upload(content: bytes, name: str, receipt: str | None = None) -> bytes:
    """The body of a file that is sent: what it is in a line, then the file."""
    said = {"name": name} if receipt is None else {"name": name, "receipt": receipt, "id": str(uuid4())}
    return json.dumps(said).encode() + b"\n" + content


def only_case(world: World) -> UUID:
    """The id of the one case there is."""
    with world.host() as ctx:
        return ctx.session.execute(select(ComplaintCase.id)).scalar_one()


def cases(world: World) -> list[UUID]:
    """The ids of all cases."""
    with world.host() as ctx:
        return list(ctx.session.scalars(select(ComplaintCase.id).order_by(ComplaintCase.id)))
