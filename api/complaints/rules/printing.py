"""The tables of states and clocks as a reader sees them: `docs/complaints.md` holds what is printed here, a test compares."""

from collections.abc import Iterator, Mapping

from api.complaints.rules.clocks import SHIPPED, ClockKind, ClockRule, TimeUnit
from api.complaints.rules.states import STEPS, CaseState, CaseVerb, Guard, Who

STATES: Mapping[CaseState, str] = {
    CaseState.RECEIVED: "已接收",
    CaseState.SCREENING: "甄别",
    CaseState.AWAITING_INFO: "待补充",
    CaseState.NOT_ACCEPTED: "不予受理",
    CaseState.TRANSFERRED: "已移送",
    CaseState.SEALED_UP: "径送上级",
    CaseState.MERGED: "重复件并入",
    CaseState.ACCEPTED: "已受理",
    CaseState.ASSIGNED: "已交办",
    CaseState.HANDLING: "核查中",
    CaseState.ON_HOLD: "暂存待查",
    CaseState.PENDING_APPROVAL: "结果待审",
    CaseState.CONCLUDED: "已办结",
    CaseState.FED_BACK: "已反馈",
    CaseState.UNDER_REVIEW: "异议/复查/复核",
    CaseState.ARCHIVED: "已归档",
}
_WHO: Mapping[Who, str] = {
    Who.REPORTER: "反映人",
    Who.INTAKE: "受理员",
    Who.LEAD: "分管领导",
    Who.HANDLER: "承办人",
    Who.JOB: "后台",
}
_UNITS: Mapping[TimeUnit, str] = {TimeUnit.DAY: "日", TimeUnit.WORKING_DAY: "工作日", TimeUnit.MONTH: "个月"}


def printed_states() -> str:
    """Every move as a row, grouped by what is done; verbs that leave the state alone are told once."""
    head = "| 动作 | 从 | 到 | 谁 | 第二人 | 条件 |\n|---|---|---|---|---|---|\n"
    return head + "".join(_row(verb) for verb in CaseVerb)


def _row(verb: CaseVerb) -> str:
    moves = {before: move for (before, found), move in STEPS.items() if found is verb}
    first = next(iter(moves.values()))
    stays = all(move.after is before for before, move in moves.items())
    places = "、".join(STATES[before] for before in moves)
    after = "不变" if stays else STATES[first.after]
    who = "、".join(_WHO[one] for one in Who if one in first.who)
    second = _WHO[first.second] if first.second else ""
    return f"| `{verb}` | {places} | {after} | {who} | {second} | {_conditions(first.guards, reason=first.reason)} |\n"


def _conditions(guards: tuple[Guard, ...], *, reason: bool) -> str:
    listed = [f"`{guard}`" for guard in guards] + (["理由"] if reason else [])
    return " ".join(listed)


def printed_clocks() -> str:
    """Every clock that is shipped as a row."""
    head = "| 时限 | 轨道 | 起 | 止 | 长度 | 可延长 | 性质 | 依据 | 已核 |\n|---|---|---|---|---|---|---|---|---|\n"
    return head + "".join(map(_clock, SHIPPED.values()))


def _clock(rule: ClockRule) -> str:
    length = "当日" if rule.length == 0 else f"{rule.length} {_UNITS[rule.unit]}"
    more = f"{rule.extend} {_UNITS[rule.extend_unit]} × {rule.extend_times}" if rule.extend else "否"
    kind = "期间" if rule.kind is ClockKind.WINDOW else "应办"
    notes = "、".join(_notes(rule))
    track = (rule.track or "全部") + (f"（{notes}）" if notes else "")
    sure = "是" if rule.verified else "否"
    return f"| `{rule.name}` | {track} | `{rule.start}` | `{rule.stop}` | {length} | {more} | {kind} | {rule.basis} | {sure} |\n"


def _notes(rule: ClockRule) -> Iterator[str]:
    if rule.named:
        yield "实名"
    if rule.urgent:
        yield "紧急"
    if rule.pause:
        yield "听证扣除"
