"""Meetings of the demo as the log takes them: of the party organization, and of the principal's office.

Each fault is one that the rules look for. They are invented, as everything here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from api.core import clock
from api.demo.crews import Crew


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that schools decide: title, category, code, sum in 元, steps before, kind of spending."""

    title: str
    category: str
    code: str
    amount: str | None = None
    steps: tuple[str, ...] = ()
    spend: str | None = None


MATTERS = (
    Matter("传达学习上级党风廉政建设会议精神", "major_decision", "MD01"),
    Matter("审议学期工作计划", "major_decision", "MD04"),
    Matter("采购多媒体教学设备", "large_fund_use", "LF01", "86000.00", spend="goods"),
    Matter("聘任教务处副主任", "personnel_appointment", "PA01", None, ("consultation", "discipline_opinion")),
    Matter("操场看台维修工程", "major_project", "MP01", "168000.00", ("expert", "legality"), "works"),
    Matter("修订教职工考核办法", "major_decision", "MD05", None, ("consultation", "legality")),
    Matter("绩效工资分配方案", "major_decision", "MD09", None, ("consultation", "staff_congress")),
    Matter(
        "食堂大宗食材采购招标方案", "major_decision", "MD19", "420000.00", ("parent_committee", "legality"), "goods"
    ),
    Matter("课后服务收费项目", "major_decision", "MD18", None, ("parent_committee", "publicity_comment")),
    Matter("推荐县级优秀教师", "personnel_appointment", "PA06", None, ("consultation", "discipline_opinion")),
    Matter("校园安防设备更新", "large_fund_use", "LF02", "32000.00", spend="goods"),
    Matter("年度预算调整", "major_decision", "MD08", "150000.00"),
)
# What a principal's office decides by itself; a purchase above the threshold it does not, and that is a fault.
OFFICE_MATTERS = (
    Matter("新学期课程设置和课题立项", "major_decision", "MD13", None, ("expert",)),
    Matter("聘任各班班主任", "personnel_appointment", "PA03", None, ("consultation", "discipline_opinion")),
)
_HEARD = (  # what was heard, so that no minutes repeat others
    "教务处汇报了各年级上月教学检查的情况，提出加强作业统筹。",
    "德育处说明了近期家校沟通中反映较多的几件事。",
    "总务处通报了食堂和校门口的安全排查结果及整改时限。",
    "各教研组长谈了课题进度，两个组请求延长结题时间。",
    "工会转达了教师对课后服务排班的意见，会上逐条答复。",
    "办公室提出下阶段重点工作的分工，要求月底前报进展。",
)
WRONG_BODY = Matter("采购办公家具", "large_fund_use", "LF01", "26000.00", spend="goods")
# What is wrong with a meeting, by its place in a school's year; all others are sound.
FAULTS = ("late", "few", "first", "no_steps", "before", "silent", "wrong_count", "no_recorder")
OFFICE_FAULTS = ("wrong_body", "first", "undecided", "late")


def party_tree(crew: Crew, day: date, number: int, matter: Matter, fault: str) -> dict[str, Any]:
    """A meeting of the party organization on one matter; sound, but for its fault."""
    order = _speakers(crew, fault)
    away = set(order[: len(order) // 2 + 1]) if fault == "few" else set()
    there = [who for who in order if who not in away]
    own: dict[str, Any] = {"type": "party_organization_meeting", "chair_id": crew.secretary, "place": "三楼会议室"}
    own |= {"recorder_id": None if fault == "no_recorder" else order[0], "attendance": _came(crew.members, away, day)}
    text = f"会议研究了{matter.title}，一致同意。"
    return _meeting(crew, day, number, text) | own | {"topics": [_topic(crew, day, there, matter, fault)]}


def office_tree(crew: Crew, day: date, number: int, matter: Matter, fault: str) -> dict[str, Any]:
    """A meeting of the principal's office: nobody votes, the principal hears all and decides (中办发〔2022〕7号)."""
    head, members = crew.head, list(crew.office)
    others = [who for who in members if who != head]
    order = [head, *others] if fault == "first" else [*others, head]
    topic = _put(crew, day, matter, fault) | {
        "proposer_id": others[0],
        "voices": [
            {"person_id": who, "speak_order": place, "stance": "agree", "said": "同意。"}
            for place, who in enumerate(order, start=1)
        ],
    }
    decision = topic["decision"] | {"responsible_person_id": others[0]}
    topic["decision"] = decision | ({} if fault == "undecided" else {"decided_by_id": head})
    own: dict[str, Any] = {
        "type": "principal_office_meeting",
        "chair_id": head,
        "place": "校长室",
        "recorder_id": others[-1],
    }
    own |= {"attendance": _came(members, set(), day), "topics": [topic]}
    return (
        _meeting(crew, day, number, f"{_HEARD[number % len(_HEARD)]}关于{matter.title}，校长听取意见后决定同意。") | own
    )


def _meeting(crew: Crew, day: date, number: int, text: str) -> dict[str, Any]:
    return {
        "unit_id": crew.unit_id,
        "serial_no": number,
        "held_at": when(day, 0, 14),
        "ended_at": when(day, 0, 16),
        "notice_at": when(day, -4, 9),
        "papers_at": when(day, -4, 9),
        "minutes": {"issued_at": when(day, 1, 10), "text": text, "archive_class": "permanent"},
    }


def _came(members: Sequence[UUID], away: set[UUID], day: date) -> list[dict[str, Any]]:
    absent = {"status": "leave", "reason": "外出开会"}
    return [{"person_id": who, **(absent if who in away else {"signed_on": day})} for who in members]


def when(day: date, days: int, hour: int) -> datetime:
    """An hour, so many days after a day."""
    return datetime.combine(day + timedelta(days=days), time(hour), clock.zone())


def _speakers(crew: Crew, fault: str) -> list[UUID]:
    """In which order they speak: the principal before the secretary, both after all others (末位表态)."""
    if fault == "first":
        return [crew.secretary, *[who for who in crew.members if who != crew.secretary]]
    others = [who for who in crew.members if who not in {crew.secretary, crew.principal}]
    return [*others, *dict.fromkeys([crew.principal, crew.secretary])]


def _topic(crew: Crew, day: date, there: Sequence[UUID], matter: Matter, fault: str) -> dict[str, Any]:
    voices = [
        {"person_id": who, "speak_order": place, "stance": "agree", "said": "同意。", "ballot": "for"}
        for place, who in enumerate(there, start=1)
    ]
    vote = {"base": len(crew.members), "in_favour": len(there) + (fault == "wrong_count"), "against": 0, "abstained": 0}
    method = "signed_ballot" if matter.category == "personnel_appointment" else "show_of_hands"
    counted = vote | {"method": method, "passed": True, "per_topic": True}
    return _put(crew, day, matter, fault) | {"proposer_id": there[0], "voices": voices, "vote": counted}


def _put(crew: Crew, day: date, matter: Matter, fault: str) -> dict[str, Any]:
    """A matter as it is put before a meeting, and what came of it."""
    steps = [_step(kind, day - timedelta(days=7)) for kind in (*matter.steps, "secretary_principal_talk")]
    decision = {"result": "passed", "text": f"同意{matter.title}。", "responsible_person_id": crew.principal}
    return {
        "title": matter.title,
        "category": matter.category,
        "matter_codes": [matter.code],
        "background": f"{matter.title}的由来和必要性已书面说明。",
        "submitted_at": when(day, -6, 9),
        "amount": matter.amount,
        "spend_type": matter.spend,
        "budget_state": "unbudgeted" if matter.code == "LF02" else "budgeted" if matter.amount else None,
        "budget_line": "日常公用经费" if matter.amount else None,
        "status": "discussed",
        "minutes_spent": 25,
        "steps": [] if fault == "no_steps" else steps,
        "decision": decision | {"due_on": day + timedelta(days=60), "approved_amount": matter.amount},
    }


def _step(kind: str, day: date) -> dict[str, Any]:
    if kind == "publicity_comment":  # 国务院令第713号: thirty days as a rule
        return {"type": kind, "done": True, "starts_on": day - timedelta(days=36), "ends_on": day, "written": True}
    step: dict[str, Any] = {
        "type": kind,
        "done": True,
        "starts_on": day,
        "ends_on": day,
        "agreed": True,
        "written": True,
    }
    congress = {"expected": 30, "present": 27, "in_favour": 25} if kind == "staff_congress" else {}
    return step | congress
