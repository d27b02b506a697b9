"""Leading groups and supervision committees: founded, joined, left, dissolved."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import clock, ids, pinyin
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import Entry, record, record_all
from api.people import errors, queries, rules
from api.people.models import Committee, CommitteeMember
from api.people.rules import COMMITTEE_KINDS
from api.people.schemas import CommitteeIn, CommitteeOut, CommitteePatch, MemberIn, MemberPatch
from api.people.service.refusals import refuse_if_any

_INSERT, _INSERT_MEMBER = (insert(model.metadata.tables[model.__tablename__]) for model in (Committee, CommitteeMember))


def create_committee(ctx: Context, wanted: CommitteeIn) -> CommitteeOut:
    """Found a committee at a unit within reach. Errors: every fault at once as `input.invalid`; `committee.taken`."""
    return queries.get_committee(ctx, create_committees(ctx, [wanted])[0])


def create_committees(ctx: Context, wanted: Sequence[CommitteeIn]) -> list[UUID]:
    """Found many committees, all or none; ids in the order of the request. Errors as for one, below `/<index>`."""
    drafts = [_facts(item) for item in wanted]
    places = queries.find_places(ctx, {facts["unit_id"] for facts in drafts})
    queries.lock_units(ctx, places)
    refuse_if_any(_violations(ctx, drafts, places))
    rows = [_new_row(ctx, facts) for facts in drafts]
    insert_rows(ctx.session, _INSERT, rows)
    record_all(ctx, [_founded(row, places[row["unit_id"]].name) for row in rows])
    return [row["id"] for row in rows]


def _founded(row: Mapping[str, Any], unit: str) -> Entry:
    told = {name: row[name] for name in ("kind", "name", "founded_on")}
    return Entry("committee.created", _subject(row), None, {"unit": unit, **told})


def _facts(wanted: CommitteeIn) -> dict[str, Any]:
    kind = COMMITTEE_KINDS.get(wanted.kind)
    facts = wanted.model_dump() | {"dissolved_on": None}
    return {**facts, "name": wanted.name or (kind.zh if kind else "")}


def _new_row(ctx: Context, facts: Mapping[str, Any]) -> dict[str, Any]:
    times = {"created_at": ctx.now, "updated_at": ctx.now, "revision": 1}
    return {"id": ids.ordered(), **facts, "sort_key": pinyin.sort_key(facts["name"]), **times}


def _violations(ctx: Context, drafts: Sequence[dict[str, Any]], places: Mapping[UUID, Any]) -> Iterator[Violation]:
    standing = Counter((committee.unit_id, committee.kind) for committee in queries.find_standing(ctx, places))
    for index, facts in enumerate(drafts):
        prefix = f"/{index}" if len(drafts) > 1 else ""
        place, key = places.get(facts["unit_id"]), (facts["unit_id"], facts["kind"])
        if place is None:
            yield Violation(errors.UNIT_NOT_FOUND, f"{prefix}/unit_id")
        else:
            found = rules.committee_violations(facts, place.kind, standing[key], clock.legal_day(ctx.now))
            yield from (violation.below(prefix) for violation in found)
        standing[key] += 1


def update_committee(ctx: Context, committee_id: UUID, patch: CommitteePatch) -> CommitteeOut:
    """Change a committee that stands, or dissolve it; who is still a member leaves on the same day.

    Errors: `not_found`, `conflict.stale`, `committee.dissolved`, every fault at once as `input.invalid`.
    """
    committee = _load(ctx, {committee_id})[committee_id]
    ctx.expect(committee.revision)
    before = queries.facts_of_committee(committee)
    after = {**before, **patch.model_dump(exclude_unset=True)}
    place = queries.find_places(ctx, {committee.unit_id})[committee.unit_id]
    refuse_if_any(rules.committee_violations(after, place.kind, 0, clock.legal_day(ctx.now)))
    if after != before:
        if after["dissolved_on"] is not None:
            _end_memberships(ctx, committee, after)
        for name, value in after.items():
            setattr(committee, name, value)
        committee.sort_key, committee.updated_at = pinyin.sort_key(committee.name), ctx.now
        ctx.session.flush()
        action = "committee.dissolved" if after["dissolved_on"] else "committee.updated"
        shown = ("name", "founded_on", "dissolved_on")
        told = [{name: facts[name] for name in shown} for facts in (before, after)]
        record(ctx, action, _subject(vars(committee)), *told)
    return queries.get_committee(ctx, committee_id)


def _end_memberships(ctx: Context, committee: Committee, facts: Mapping[str, Any]) -> None:
    for member in queries.load_members(ctx, committee.id):
        before = queries.facts_of_member(member)
        day = max(member.joined_on, facts["dissolved_on"])
        _write_member(ctx, committee, member, before, {**before, "left_on": day})


def _load(ctx: Context, ids: set[UUID]) -> dict[UUID, Committee]:
    committees = queries.load_committees(ctx, ids)
    if any(committee.dissolved_on is not None for committee in committees.values()):
        raise Refused(errors.DISSOLVED)
    return committees


# --- Members ---------------------------------------------------------------------------------------------------------


def add_member(ctx: Context, committee_id: UUID, wanted: MemberIn) -> CommitteeOut:
    """Somebody joins a committee that stands.

    Errors: `not_found`, `committee.dissolved`, every fault at once as `input.invalid`, `committee.member_twice`,
    `committee.member_role_taken`, `person.merged`.
    """
    add_members(ctx, [(committee_id, wanted)])
    return queries.get_committee(ctx, committee_id)


def add_members(ctx: Context, wanted: Sequence[tuple[UUID, MemberIn]]) -> list[UUID]:
    """Many join committees within reach that stand, all or none. Errors as for one, below `/<index>`."""
    committees = _load(ctx, {committee_id for committee_id, _ in wanted})
    people = queries.find_persons(ctx, {item.person_id for _, item in wanted})
    queries.lock_units(ctx, {committee.unit_id for committee in committees.values()})
    drafts = [{"committee_id": committee_id, **item.model_dump()} for committee_id, item in wanted]
    refuse_if_any(_member_violations(ctx, drafts, committees, people))
    times = {"created_at": ctx.now, "updated_at": ctx.now, "revision": 1}
    rows = [{"id": ids.ordered(), **facts, **times} for facts in drafts]
    insert_rows(ctx.session, _INSERT_MEMBER, rows)
    record_all(ctx, [_joined(row, committees[row["committee_id"]], people[row["person_id"]].name) for row in rows])
    return [row["id"] for row in rows]


def _member_violations(
    ctx: Context, drafts: Sequence[dict[str, Any]], committees: Mapping[UUID, Committee], people: Mapping[UUID, Any]
) -> Iterator[Violation]:
    beside: dict[UUID, list[dict[str, Any]]] = {committee_id: [] for committee_id in committees}
    for member in queries.find_members(ctx, committees):
        beside[member["committee_id"]].append(member)
    for index, facts in enumerate(drafts):
        person, committee = (
            people.get(facts["person_id"]),
            queries.facts_of_committee(committees[facts["committee_id"]]),
        )
        found = list(rules.member_violations(facts, committee, clock.legal_day(ctx.now)))
        if person is None:
            found.append(Violation(errors.PERSON_NOT_FOUND, "/person_id"))
        elif person.merged_into_id is not None:
            found.append(Violation(errors.MERGED, "/person_id"))
        found += rules.member_collisions(facts, beside[facts["committee_id"]])
        beside[facts["committee_id"]].append(facts)
        yield from (violation.below(f"/{index}" if len(drafts) > 1 else "") for violation in found)


def update_member(ctx: Context, committee_id: UUID, member_id: UUID, patch: MemberPatch) -> CommitteeOut:
    """Change a membership, or end it by `left_on`; one that has ended is history.

    Errors: `not_found`, `conflict.stale`, `committee.dissolved`, `committee.member_left`, and those of `add_member`.
    """
    committee, member = queries.load_member(ctx, committee_id, member_id)
    ctx.expect(member.revision)
    if committee.dissolved_on is not None:
        raise Refused(errors.DISSOLVED)
    before = queries.facts_of_member(member)
    after = {**before, **patch.model_dump(exclude_unset=True)}
    if member.left_on is not None and after["left_on"] is not None:
        raise Refused(errors.MEMBER_LEFT)
    queries.lock_units(ctx, {committee.unit_id})
    others = [other for other in queries.find_members(ctx, {committee_id}) if other["id"] != member_id]
    faults = rules.member_violations(after, queries.facts_of_committee(committee), clock.legal_day(ctx.now))
    refuse_if_any([*faults, *rules.member_collisions(after, others)])
    if after != before:
        _write_member(ctx, committee, member, before, after)
    return queries.get_committee(ctx, committee_id)


def _write_member(
    ctx: Context, committee: Committee, member: CommitteeMember, before: dict[str, Any], after: dict[str, Any]
) -> None:
    for name, value in after.items():
        setattr(member, name, value)
    member.updated_at = ctx.now
    ctx.session.flush()
    name = queries.find_names(ctx, {member.person_id})[member.person_id]
    action = "committee_member.left" if after["left_on"] is not None else "committee_member.updated"
    subject = Subject("committee_member", member.id, f"{name} {committee.name}", committee.unit_id, member.revision)
    record(ctx, action, subject, _told(before, committee, name), _told(after, committee, name))


def _joined(row: Mapping[str, Any], committee: Committee, name: str) -> Entry:
    subject = Subject("committee_member", row["id"], f"{name} {committee.name}", committee.unit_id, 1)
    return Entry("committee_member.joined", subject, None, _told(row, committee, name))


def _told(facts: Mapping[str, Any], committee: Committee, name: str) -> dict[str, Any]:
    """A membership in the ledger, person and committee by name."""
    shown = ("role", "capacity", "joined_on", "left_on")
    return {"person": name, "committee": committee.name, **{field: facts[field] for field in shown}}


def _subject(row: Mapping[str, Any]) -> Subject:
    return Subject("committee", row["id"], row["name"], row["unit_id"], row["revision"])
