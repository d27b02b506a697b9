"""What a row may enter beside the person: one post, and the authority's last decision on a teacher's registration."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from api.core import bulk, clock, ids
from api.core.context import Context
from api.core.faults import ROW_FIELD_MISSING
from api.core.intake import Action
from api.ledger.rules import Subject
from api.ledger.service import Entry, record_all
from api.organizations.rules import UnitKind
from api.people import errors, queries, rules
from api.people.rules import PERIOD_YEARS, POST_KINDS, REGISTRATION_STEPS, Decision, Registration
from api.people.service.person_case import PersonCase
from api.people.service.persons_in_bulk import POST, REGISTRATION

_POST_FIELDS = {"kind": "post_kind", "from_on": "post_from_on", "term_ends_on": "post_term_ends_on"}
_PERIOD_FIELDS = {"period_to_on": "registered_to_on", "reason": "registration_reason", "decided_on": "registered_on"}
_DECISIONS = {
    Registration.VALID: Decision.REGISTER,
    Registration.SUSPENDED: Decision.SUSPEND,
    Registration.REFUSED: Decision.REFUSE,
}


def judge_extras(ctx: Context, cases: Iterable[PersonCase]) -> None:
    """What is wrong with the posts and decisions that rows enter, beside each other and what is there."""
    sound = [case for case in cases if not case.faults and case.after]
    _judge_decisions(ctx, [case for case in sound if case.row.values.get("registration") not in (None, "none")])
    _judge_posts(ctx, [case for case in sound if case.row.values.get("post_kind") is not None])


def _own_school(ctx: Context, case: PersonCase) -> bool:
    """Whether a school would register for itself what the authority decides."""
    place = _place(case)
    return place is not None and place[0] == UnitKind.SCHOOL and not queries.above(ctx, place[1])


def _place(case: PersonCase) -> tuple[str, str] | None:
    """Kind and path of the person's home after the change."""
    if case.unit is not None:
        return case.unit.kind, case.unit.path
    return (case.held.unit_kind, case.held.path) if case.held else None


# --- Registration ----------------------------------------------------------------------------------------------------


def _judge_decisions(ctx: Context, cases: Sequence[PersonCase]) -> None:
    new = [case for case in cases if _says_more(case)]
    last = queries.find_last_days(ctx, {case.held.id for case in new if case.held}) if new else {}
    for case in new:
        assert case.after is not None, "sound"
        if _own_school(ctx, case):
            case.refuse(errors.AUTHORITY_REQUIRED, "registration")
        elif case.after["kind"] not in rules.REGISTRABLE:
            case.refuse(errors.REGISTRATION_STAFF, "registration")
        else:
            _judge_decision(ctx, case, last.get(case.held.id) if case.held else None)


def _says_more(case: PersonCase) -> bool:
    values = case.row.values
    until = values.get("registered_to_on")
    known = (case.held.registration, case.held.registered_to_on) if case.held else (None, None)
    return _state(values) != known[0] or (until is not None and date.fromisoformat(until) != known[1])


def _state(values: Mapping[str, Any]) -> str:
    """Where the row says that a teacher stands; one that has expired was valid."""
    state: str = values["registration"]
    return Registration.VALID.value if state == "expired" else state


def _judge_decision(ctx: Context, case: PersonCase, last_on: date | None) -> None:
    values, today = case.row.values, clock.legal_day(ctx.now)
    before = Registration(case.held.registration if case.held else "none")
    wanted = Registration(_state(values))
    taken_back = before is Registration.REFUSED and wanted is Registration.VALID
    decision = Decision.REINSTATE if taken_back else _DECISIONS[wanted]
    step = REGISTRATION_STEPS.get((before, decision))
    if step is None:
        case.refuse(errors.REGISTRATION_STATE, "registration", allowed=", ".join(rules.legal_decisions(before)))
    elif values.get("registered_to_on") is None:
        case.refuse(ROW_FIELD_MISSING, "registered_to_on")
    else:
        case.extras.decision = _decision(values, decision, today)
        case.refuse_all(rules.decision_violations(case.extras.decision, step, last_on, today), _PERIOD_FIELDS)
        assert case.after is not None, "sound"
        until = case.extras.decision["period_to_on"] if step.after is Registration.VALID else None
        case.after |= {"registration": step.after.value, "registered_to_on": until}
        case.action = Action.UPDATED if case.action is Action.UNCHANGED else case.action


def _decision(values: Mapping[str, Any], decision: Decision, today: date) -> dict[str, Any]:
    """A period of five years to the day that is given, decided on its first day, where the row says no more."""
    until = date.fromisoformat(values["registered_to_on"])
    leap = (until.month, until.day) == (2, 29)
    since = until.replace(year=until.year - PERIOD_YEARS, day=28 if leap else until.day)
    decided = values.get("registered_on")
    return {
        "decision": decision.value,
        "period_from_on": since,
        "period_to_on": until,
        "decided_on": date.fromisoformat(decided) if decided else min(since, today),
        "reason": values.get("registration_reason"),
    }


# --- Post ------------------------------------------------------------------------------------------------------------


def _judge_posts(ctx: Context, cases: Sequence[PersonCase]) -> None:
    drafts = [(case, _post(case)) for case in cases if case.after]
    beside: dict[tuple[Any, str], list[Mapping[str, Any]]] = defaultdict(list)
    for post in queries.find_neighbours(ctx, [facts for _, facts in drafts]) if drafts else ():
        beside[post["unit_id"], post["kind"]].append(post)
    for case, facts in drafts:
        neighbours = beside[facts["unit_id"], facts["kind"]]
        own = [post for post in neighbours if post["person_id"] == facts["person_id"] and post["ended_on"] is None]
        if own and facts["person_id"] is not None:
            continue  # held already: what more the row says of it is said on the post's own page
        _judge_post(ctx, case, facts, neighbours)
        if not case.faults:
            neighbours.append(facts)
            case.extras.post = facts
            case.action = Action.UPDATED if case.action is Action.UNCHANGED else case.action


def _post(case: PersonCase) -> dict[str, Any]:
    values, kind = case.row.values, POST_KINDS[case.row.values["post_kind"]]
    assert case.after is not None, "sound"
    days = {name: values.get(sent) for name, sent in _POST_FIELDS.items() if name != "kind"}
    return {
        "person_id": case.held.id if case.held else None,
        "unit_id": case.after["unit_id"],
        "kind": values["post_kind"],
        "title": values.get("post_title") or kind.zh,
        "team": kind.team,
        "portfolio": [],
        "acting": False,
        "part_time": False,
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
        "ended_on": None,
        "end_reason": None,
    }


def _judge_post(ctx: Context, case: PersonCase, facts: dict[str, Any], neighbours: Iterable[Mapping[str, Any]]) -> None:
    place = _place(case)
    assert case.after is not None, "sound"
    assert place is not None, "sound"
    if POST_KINDS[facts["kind"]].by_authority and _own_school(ctx, case):
        case.refuse(errors.AUTHORITY_REQUIRED, "post_kind")
    if facts["from_on"] is None:
        case.refuse(ROW_FIELD_MISSING, "post_from_on")
        return
    case.refuse_all(
        rules.seat_violations(facts, place[0], case.after["status"]), _POST_FIELDS | {"person_id": "status"}
    )
    case.refuse_all(rules.post_violations(facts, clock.legal_day(ctx.now)), _POST_FIELDS)
    case.refuse_all(rules.collisions(facts, neighbours), _POST_FIELDS)


# --- Writing ---------------------------------------------------------------------------------------------------------


def write_extras(ctx: Context, cases: Iterable[PersonCase]) -> None:
    """Write posts and decisions, each with an event of its own, as if it had been entered by itself."""
    posts, decisions, entries = [], [], []
    for case in cases:
        person_id, after = case.held.id if case.held else case.id, case.after or {}
        if case.extras.post:
            post = {"id": ids.ordered(), **case.extras.post, "person_id": person_id, "created_at": ctx.now}
            posts.append(post | {"updated_at": ctx.now, "revision": 1})
            case.extras.made["post"] = str(post["id"])
            subject = Subject("post", post["id"], f"{after['name']} {post['title']}", post["unit_id"], 1)
            told = {name: value for name, value in case.extras.post.items() if name not in ("person_id", "unit_id")}
            entries.append(Entry("post.created", subject, None, {"person": after["name"], **told}))
        if case.extras.decision:
            row = {"id": ids.ordered(), "person_id": person_id, "unit_id": after["unit_id"], **case.extras.decision}
            decisions.append(row | {"state": after["registration"], "created_at": ctx.now})
            case.extras.made["registration"] = str(row["id"])
            subject = Subject("registration", row["id"], after["name"], after["unit_id"])
            was = {"state": case.held.registration if case.held else Registration.NONE}
            told = {"person": after["name"], **case.extras.decision, "state": after["registration"]}
            entries.append(Entry("registration.decided", subject, was, told))
    bulk.insert_many(ctx.session, POST, posts)
    bulk.insert_many(ctx.session, REGISTRATION, decisions)
    record_all(ctx, entries)
