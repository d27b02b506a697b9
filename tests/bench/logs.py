"""A city's decision log: that of one school as the product writes it, and SQL that gives every other school the like."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Table, insert, select

from api.core import clock, ids
from api.core.database import Base
from api.decisions.models import (
    Decision,
    DecisionEvaluation,
    DecisionExecution,
    DecisionFiling,
    DecisionProgress,
    DecisionPublicity,
    Payment,
    Supplier,
)
from tests.api.decisions.steps import SPEAKERS, Team, meeting, seated, step, topic
from tests.postgres import cluster, superuser
from tests.world import V1, World

PER_SCHOOL = 190
_A_MEETING = 2  # topics
_DAYS_APART = 11  # ninety-five meetings in not quite three years
# In the order in which rows refer to each other.
LOG = (
    *("person", "post", "supplier", "meeting", "meeting_attendance", "meeting_topic", "topic_step", "topic_voice"),
    *("meeting_minutes", "decision", "filed_meeting", "decision_publicity", "decision_filing", "decision_execution"),
    *("decision_progress", "decision_evaluation", "payment"),
)
_MATTERS: tuple[dict[str, Any], ...] = (
    {},
    {"title": "传达上级会议精神", "category": "major_decision", "matter_codes": ["MD01"], "amount": None},
    {"title": "聘任教务处副主任", "category": "personnel_appointment", "matter_codes": ["PA01"], "amount": None},
    {"title": "操场看台维修工程", "category": "major_project", "matter_codes": ["MP01"], "spend_type": "works"},
    {"title": "审议学期工作计划", "category": "major_decision", "matter_codes": ["MD04"], "amount": None},
    {"title": "校园安防设备更新", "category": "large_fund_use", "matter_codes": ["LF02"], "amount": "32000.00"},
)


def city_log(world: World, schools: int) -> list[UUID]:
    """Schools with a log of `PER_SCHOOL` decisions each; the first of them is the model of the others."""
    write_log(world)
    model = UUID(world.unit("school"))
    return [model, *_multiply(world.database.name, model, schools - 1)] if schools > 1 else [model]


def write_log(world: World) -> None:
    """A policy, a catalogue, and three years of one school: most meetings sound, some not, all that followed them."""
    officer, leader = world.sign_in("section_officer"), world.sign_in("school_leader", "school")
    county = {"unit_id": world.unit("bureau")}
    officer.post(f"{V1}/matters:adopt", json=county).raise_for_status()
    policy = officer.post(f"{V1}/policies", json=county | _POLICY).raise_for_status().json()
    header = {"If-Match": f'"{policy["revision"]}"'}
    officer.post(f"{V1}/policies/{policy['id']}:issue", headers=header).raise_for_status()
    team = seated(world)
    trees = [_tree(world, team, number) for number in range(PER_SCHOOL // _A_MEETING)]
    found = leader.post(f"{V1}/meetings:batch", json={"items": trees, "submit": True}).raise_for_status().json()
    for made in found["items"]:
        assert made["submitted"], made
        read = leader.get(f"{V1}/meetings/{made['meeting_id']}").json()
        assert step(leader, read, "file").status_code == 200
    with world.host() as ctx:
        _follow(ctx.session, team, UUID(world.account("school_leader", "school")))


_POLICY: dict[str, Any] = {
    "title": "三重一大决策制度实施办法",
    "effective_from": "2020-01-01",
    "content": {
        "thresholds": [{"amount": "10000.00"}, {"amount": "50000.00", "spend_type": "works"}],
        "quorums": [{"share": "≥1/2"}, {"share": "≥2/3", "category": "personnel_appointment"}],
        "vote_modes": [{"share": ">1/2"}],
        "procedures": ["party_organization_meeting", "principal_office_meeting"],
        "bands": [{"from_amount": "0.00", "methods": ["comparison", "open_tender"]}],
    },
}


def _tree(world: World, team: Team, number: int) -> dict[str, Any]:
    """The meeting of a fortnight; every seventh has something wrong with it."""
    day = clock.legal_day(clock.now()) - timedelta(days=_DAYS_APART * (PER_SCHOOL // _A_MEETING - number) + 3)
    wrong = number % 7 == 0
    order = SPEAKERS[::-1] if wrong else SPEAKERS
    topics = [_topic(team, day, order, number * _A_MEETING + place) for place in range(_A_MEETING)]
    return meeting(
        world,
        team,
        serial_no=number % 33 + 1,
        source={"system": "bench", "id": str(number)},
        held_at=_at(day, 14),
        ended_at=_at(day, 16),
        notice_at=_at(day - timedelta(days=4), 9),
        papers_at=_at(day - timedelta(days=4), 9),
        attendance=[{"person_id": team[who], "signed_on": day.isoformat()} for who in SPEAKERS[wrong:]],
        topics=topics,
        minutes={
            "issued_at": _at(day + timedelta(days=1), 10),
            "text": f"第{number}次会议纪要：" + "；".join(f"{one['title']}，{one['proposal']}" for one in topics),
            "archive_class": "permanent",
        },
    )


def _topic(team: Team, day: date, order: tuple[str, ...], number: int) -> dict[str, Any]:
    matter = _MATTERS[number % len(_MATTERS)]
    voices = [
        {"person_id": team[who], "speak_order": place, "stance": "agree", "said": "同意。", "ballot": "for"}
        for place, who in enumerate(order, start=1)
    ]
    before = (day - timedelta(days=6)).isoformat()
    good = topic(team)
    decision = good["decision"] | {"due_on": (day + timedelta(days=60)).isoformat()}
    if "amount" in matter:
        decision["approved_amount"] = matter["amount"]
    steps = [
        {"type": kind, "done": True, "starts_on": before, "ends_on": before, "agreed": True, "written": True}
        for kind in ("secretary_principal_talk", "consultation", "legality", "discipline_opinion", "expert")
    ]
    changes = {"voices": voices, "submitted_at": _at(day - timedelta(days=6), 9), "steps": steps, "decision": decision}
    said = f"第{number}号方案经{number * 37}人征求意见后修改，{'同意' * (number % 5 + 1)}"
    return good | changes | matter | {"proposal": said}


def _at(day: date, hour: int) -> str:
    return datetime.combine(day, time(hour), clock.zone()).isoformat()


def _follow(session: Any, team: Team, actor: UUID) -> None:
    """What came after each decision, in rows; and the log was kept at its time, not today."""
    tables = {model: Base.metadata.tables[model.__tablename__] for model in _FOLLOWING}
    decided = session.execute(select(tables[Decision])).all()
    supplier = _supplier(session, tables[Supplier], decided[0].unit_id)
    rows: dict[type, list[dict[str, Any]]] = {model: [] for model in _FOLLOWING}
    for one in decided:
        for model, row in _rows_after(one, supplier, [UUID(team[who]) for who in SPEAKERS], actor):
            rows[model].append(row)
    for model, some in rows.items():
        if some:
            session.execute(insert(tables[model]), some)


_FOLLOWING: tuple[Any, ...] = (
    *(Decision, Supplier, DecisionPublicity, DecisionFiling, DecisionExecution, DecisionProgress),
    *(DecisionEvaluation, Payment),
)


def _supplier(session: Any, table: Table, unit_id: UUID) -> UUID:
    now = clock.now()
    row: dict[str, Any] = {"id": ids.ordered(), "unit_id": unit_id, "created_at": now, "updated_at": now, "revision": 1}
    named = {"name": "锦岚文教", "name_key": "锦岚文教", "sort_key": "jin lan wen jiao"}
    session.execute(insert(table), row | named | {"phones": [], "related_person_ids": [], "staff": 12})
    return UUID(str(row["id"]))


def _rows_after(one: Any, supplier: UUID, people: list[UUID], actor: UUID) -> list[tuple[type, dict[str, Any]]]:
    now, day = clock.now(), one.decided_on
    done = day + timedelta(days=40)
    about = {"decision_id": one.id, "unit_id": one.unit_id}
    own = {"id": ids.ordered(), "revision": 1, **about}
    shown = {
        "kind": "disclosure",
        "starts_on": day,
        "masked": True,
        "objections": 0,
        "objections_open": 0,
        "created_at": now,
    }
    filed = {"kind": "post_filing", "filed_on": day, "received_at": now, "filed_by": actor, "answer": "noted"}
    begun = {"started_on": day, "progress": 100, "completed_on": done, "updated_at": now, "revision": 1}
    told = {"reported_on": done, "text": "已办结。", "actor_id": actor, "at": now}
    found: list[tuple[type, dict[str, Any]]] = [
        (DecisionPublicity, own | shown),
        (DecisionFiling, own | filed | {"answered_on": day + timedelta(days=1)}),
        (DecisionExecution, about | begun),
        (DecisionProgress, {"id": ids.ordered(), **about} | told),
        (DecisionEvaluation, own | {"evaluated_on": done, "result": "达到预期。", "created_at": now}),
    ]
    paid = {"amount": one.approved_amount or 380_000, "paid_on": done, "spend_type": "goods", "purpose": "设备"}
    bought = {"proposer_id": people[0], "buyer_id": people[1], "accepted_by": [str(people[2]), str(people[3])]}
    paid |= bought | {"accepted_on": done, "method": "comparison", "budget_state": "budgeted", "invoice_nos": []}
    covered = {"decision_id": one.id if one.approved_amount else None}
    times = {"created_at": now, "updated_at": now}
    found.append((Payment, own | paid | covered | times | {"supplier_id": supplier}))
    return found


def _multiply(name: str, model: UUID, copies: int) -> list[UUID]:
    """Copy the model's school and every row of its log; ids are made of the copy's number and the old id."""
    with psycopg.connect(cluster().dsn(name, superuser()), autocommit=True) as connection:
        for statement in _as_if_kept_in_time():
            connection.execute(statement.encode())
        connection.execute(_COPIES, (copies,))
        for table in ("unit", "school", *LOG):
            columns = Base.metadata.tables[table].columns
            chosen = ", ".join(_copied(column, table) for column in columns)
            names = ", ".join(f'"{column.name}"' for column in columns)
            of = "old.id = %s" if table in {"unit", "school"} else _own(table)
            select_ = f"SELECT {chosen} FROM {table} AS old CROSS JOIN copy WHERE {of}"
            connection.execute(f"INSERT INTO {table} ({names}) {select_}".encode(), (model,))
        connection.execute("ANALYZE")
        return [row[0] for row in connection.execute("SELECT id FROM copy ORDER BY id")]


_COPIES = "CREATE TABLE copy AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, %s) AS n"
_KEYS = {
    "path": "left(old.path, -11) || lpad(copy.n::text, 10, '0') || '/'",
    "code": "left(old.code, 4) || lpad((copy.n + 100000)::text, 6, '0')",
    "name": "old.name || copy.n",
}


def _as_if_kept_in_time() -> list[str]:
    """The log was kept at its time, not today; and nothing waits to be looked at."""
    filed = (
        "UPDATE filed_meeting f SET filed_at = m.held_at + interval '2 day' FROM meeting m WHERE m.id = f.meeting_id"
    )
    return [
        "UPDATE meeting SET received_at = held_at + interval '1 day'",
        filed,
        "UPDATE decision_filing SET received_at = filed_on + interval '12 hour'",
        "DELETE FROM decision_change",
    ]


def _own(table: str) -> str:
    """The rows of a table that belong to the model, by what they belong to."""
    columns = Base.metadata.tables[table].columns
    if "unit_id" in columns:
        return "old.unit_id = %s"
    above = "meeting" if "meeting_id" in columns else "meeting_topic"
    key = "meeting_id" if above == "meeting" else "topic_id"
    return f"old.{key} IN (SELECT id FROM {above} WHERE unit_id = %s)"


def _copied(column: Any, table: str) -> str:
    """What a copy holds in a column: ids of its own for rows of the log, whatever stands there for the rest."""
    if table in {"unit", "school"} and column.name == "id":
        return "copy.id"
    if table == "unit" and column.name in _KEYS:
        return _KEYS[column.name]
    target = next((key.column.table.name for key in column.foreign_keys), "")
    if column.name == "unit_id":
        return "copy.id"
    if target in LOG or (column.name == "id" and table in LOG):
        return f"md5(copy.n || '-' || old.\"{column.name}\")::uuid"
    return f'old."{column.name}"'
