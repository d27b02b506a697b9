"""Words that a reporter trusted the house with: planted by every way in, then looked for wherever bytes come out.

In a dump of the database, the log of every process, exports, metrics, job rows, replies of staff who may not read them,
and the bodies of refusals there must be none of them. Where they may be read, they are there: the search can find.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client import generate_latest
from sqlalchemy import MetaData, select
from sqlalchemy.engine import Connection

from api.complaints.cleaning import JOB
from api.complaints.service import documents
from api.core import logs
from tests import samples
from tests.api.complaints.steps import (
    PASSPHRASES,
    PORTAL,
    body,
    complained,
    cross,
    custodians,
    good,
    key,
    looked_up,
    only_case,
    portal_of,
    upload,
)
from tests.background import work_off
from tests.world import V1, World

TEXT, LETTER, PLACE, NOTE = "绝密正文甲", "绝密来信乙", "绝密地点丙", "绝密批注丁"
FILE, MOTIVE, RATING = "绝密文件名戊.jpg", "绝密动机己庚辛", "绝密评语壬"
WHO = {"name": "绝密姓名癸", "phone": "13977771234", "address": "绝密住址子", "relation": "绝密关系丑"}
AGENT, ADDRESS, TRACE = "canary-agent-9f8e7d", "203.0.113.77", "0af7651916cd43dd8448eb211c80319c"
FREE_TEXT = (TEXT, LETTER, PLACE, NOTE, FILE, MOTIVE, RATING, *WHO.values(), *PASSPHRASES.values())


def _everything(connection: Connection) -> Iterator[bytes]:
    """Every cell of every table, as bytes that hold what is stored: text as UTF-8, JSON unescaped, blobs as they are."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        for row in connection.execute(select(table)):
            for cell in row:
                yield cell if isinstance(cell, bytes) else _text(cell).encode()


def _text(cell: Any) -> str:
    return json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, dict | list) else str(cell)


@pytest.fixture
def planted(
    world: World,
    capfd: pytest.CaptureFixture[str],
) -> tuple[list[str], str, list[bytes]]:
    """A named complaint with everything: (canaries, log, replies that must not hold them)."""
    world.app.state.keys.publish()
    with world.host() as ctx:
        documents.refresh(ctx)
    portal = portal_of(world)
    logs.configure("debug")  # each application that is made sets its own level
    portal.headers.update({"user-agent": AGENT, "x-forwarded-for": ADDRESS, "traceparent": f"00-{TRACE}-{'1' * 16}-01"})
    keepers = custodians(world)
    receipt = complained(portal, text=TEXT, place=PLACE, identity=WHO)
    replies = [answer.content for answer in _refused(portal, receipt)]
    good(portal.post(f"{PORTAL}/messages", json=_letter(receipt)))
    good(portal.post(f"{PORTAL}/files", content=upload(samples.photograph(), FILE, receipt)))
    cross(world)
    work_off(world, JOB)
    case_id = only_case(world)
    clerk, head = world.sign_in("intake_clerk"), world.sign_in("inspection_head")
    good(clerk.post(f"{V1}/complaints/{case_id}/notes", json={"text": NOTE}))
    request = good(head.post(f"{V1}/complaints/{case_id}/identity-requests", json={"motive": MOTIVE}))
    grant = {"passphrase": PASSPHRASES["bureau"], "reason": MOTIVE}
    good(keepers[0].post(f"{V1}/identity-requests/{request['id']}:grant", json=grant))
    assert WHO["name"] in head.post(f"{V1}/identity-requests/{request['id']}:view").text, "here it may be read"
    assert TEXT in clerk.get(f"{V1}/complaints/{case_id}/contents").text, "here it may be read"
    cross(world)
    assert looked_up(portal, receipt)["letters"][0]["text"] == TEXT, "here it may be read"
    replies += [answer.content for answer in _seen_by_others(world)]
    written = "".join(capfd.readouterr())
    logs.configure("error")
    return [*FREE_TEXT, receipt, receipt.replace("-", "")], written, replies


def _letter(receipt: str) -> dict[str, str]:
    return {"receipt": receipt, "id": "7d4c1f0a-2b3c-4d5e-8f60-718293a4b5c6", "text": LETTER}


def _refused(portal: TestClient, receipt: str) -> Iterator[Any]:
    """Refusals of everything that holds canaries."""
    yield portal.post(PORTAL, json=body(text=TEXT, identity=WHO, place=PLACE, category="9999"), headers=key())
    yield portal.post(PORTAL, json=body(text=TEXT, under_14=True, identity=WHO), headers=key())
    yield portal.post(PORTAL, json=body(text=[TEXT], place={PLACE: 1}), headers=key())
    yield portal.post(f"{PORTAL}/files", content=upload(b"MZ", f"{FILE}.exe", receipt))
    yield portal.post(f"{PORTAL}/files", content=upload(b"<html>", FILE, receipt))
    yield portal.post(f"{PORTAL}/rating", json={"receipt": receipt, "stars": 1, "text": RATING})
    yield portal.post(f"{PORTAL}/messages", json=_letter(receipt) | {"id": "1"})
    yield portal.get(f"{PORTAL}/lookup", params={"receipt": receipt})
    yield portal.post(f"{PORTAL}/lookup", json={"receipt": [receipt]})


def _seen_by_others(world: World) -> Iterator[Any]:
    """What the house shows to those who do not read complaints, the record and the metrics among it."""
    for role, unit in (("platform_admin", "county"), ("auditor", "county"), ("school_leader", "school")):
        client = world.sign_in(role, unit)
        for path in ("/ledger/events", "/jobs", "/notifications", "/dashboard/overview", "/complaints", "/schools"):
            yield client.get(f"{V1}{path}")


def test_what_a_reporter_trusted_us_with_is_nowhere_but_where_it_may_be_read(
    world: World, planted: tuple[list[str], str, list[bytes]]
) -> None:
    canaries, written, replies = planted
    wanted = [word.encode() for word in canaries]
    assert [word for word in canaries if word in written] == [], "in a log"
    assert [word.decode() for reply in replies for word in wanted if word in reply] == [], "in a reply"
    metrics = generate_latest().decode()
    assert [word for word in canaries if word in metrics] == [], "in the metrics"
    with world.app.state.database.engine.connect() as connection:
        cells = list(_everything(connection))
    assert len(cells) > 1000
    assert {word.decode() for word in wanted for cell in cells if word in cell} == set(), "in the database"
    stored = [path.read_bytes() for path in world.database.folder.rglob("*") if path.is_file()]
    assert {word.decode() for word in wanted for content in stored if word in content} == set(), "in a file"
    _tells_no_origin(written, b"\n".join(cells))
    _tells_no_visit(written, metrics)


def _tells_no_origin(written: str, stored: bytes) -> None:
    """Nothing tells from where or with what it was sent."""
    for trace in (AGENT, ADDRESS, TRACE, "testclient"):
        assert trace not in written
        assert trace.encode() not in stored


def _tells_no_visit(written: str, metrics: str) -> None:
    """No line and no counter says that somebody was at the portal; the staff's requests have theirs."""
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    operations = {line.get("operation") for line in lines if line.get("event") == "request"}
    assert "add_complaint_note" in operations
    assert not operations & {"send_complaint", "look_up_complaint", "send_complaint_file", "get_complaint_portal"}
    assert 'operation="add_complaint_note"' in metrics
    assert "send_complaint" not in metrics
