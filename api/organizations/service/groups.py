"""Groups of schools: founding, joining, leaving, ending."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import insert

from api.core import clock, ids, pinyin
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import NOT_FOUND, Refused, Violation
from api.core.schemas import Named
from api.ledger.rules import Subject
from api.ledger.service import record
from api.organizations import errors, queries, rules
from api.organizations.models import School, SchoolGroup, SchoolGroupMember
from api.organizations.rules import Facts, MemberRole, Term
from api.organizations.schemas import GroupEndIn, GroupIn, GroupLeft, GroupMemberIn, GroupOut, GroupPatch
from api.organizations.service.acts import Act
from api.organizations.service.tree import refuse_if_any

_GROUPS, _TERMS = (insert(model.metadata.tables[model.__tablename__]) for model in (SchoolGroup, SchoolGroupMember))


def create_group(ctx: Context, wanted: GroupIn) -> GroupOut:
    """Found a group with its head and first members. Errors: every fault at once as `input.invalid`."""
    today = clock.legal_day(ctx.now)
    from_on = wanted.from_on or today
    schools = {f"/member_ids/{index}": school for index, school in enumerate(wanted.member_ids)}
    schools = {"/head_school_id": wanted.head_school_id, **schools}
    names = queries.find_school_names(ctx, schools.values())
    parents = queries.find_parents(ctx, {wanted.unit_id})
    terms = {pointer: Term(school, _role(pointer), from_on, None) for pointer, school in schools.items()}
    found = [
        *([] if wanted.unit_id in parents else [Violation(errors.PARENT_NOT_FOUND, "/unit_id")]),
        *rules.kind_violations(wanted.kind),
        *rules.life_violations(from_on, from_on, today, "/from_on"),
        *(Violation(errors.GROUP_SCHOOL, pointer) for pointer, school in schools.items() if school not in names),
        *_repeated(terms),
    ]
    refuse_if_any(found)
    facts = {"unit_id": wanted.unit_id, "kind": wanted.kind, "name": wanted.name, "from_on": from_on, "until_on": None}
    times = {"created_at": ctx.now, "updated_at": ctx.now, "revision": 1, "sort_key": pinyin.sort_key(wanted.name)}
    group_id = ids.ordered()
    insert_rows(ctx.session, _GROUPS, [{"id": group_id, **facts, **times}])
    insert_rows(ctx.session, _TERMS, [_row(group_id, term) for term in terms.values()])
    members = [names[school] for school in wanted.member_ids]
    named = {"unit": parents[wanted.unit_id].name, "head": names[wanted.head_school_id], "members": members}
    told = {"name": wanted.name, "kind": wanted.kind, "from_on": from_on, **named}
    record(ctx, "group.created", Subject("school_group", group_id, wanted.name, wanted.unit_id, 1), None, told)
    return queries.get_group(ctx, group_id)


def _role(pointer: str) -> str:
    return (MemberRole.HEAD if pointer == "/head_school_id" else MemberRole.MEMBER).value


def _repeated(terms: dict[str, Term]) -> Iterator[Violation]:
    schools = [term.school_id for term in terms.values()]
    for pointer, term in terms.items():
        if schools.count(term.school_id) > 1:
            yield Violation(errors.REPEATED, pointer)


def _row(group_id: UUID, term: Term) -> dict[str, object]:
    return {
        "id": ids.ordered(),
        "group_id": group_id,
        "school_id": term.school_id,
        "role": term.role,
        "from_on": term.from_on,
        "until_on": term.until_on,
    }


def update_group(ctx: Context, group_id: UUID, patch: GroupPatch) -> GroupOut:
    """Give a group another name or kind. Errors: `not_found`, `conflict.stale`, `group.ended`, `input.invalid`."""
    group = _open(ctx, group_id)
    before = {"name": group.name, "kind": group.kind}
    after = {**before, **patch.model_dump(exclude_unset=True)}
    refuse_if_any(rules.kind_violations(after["kind"]))
    if after != before:
        group.name, group.kind = after["name"], after["kind"]
        group.sort_key = pinyin.sort_key(group.name)
        _tell(ctx, group, "group.updated", (before, after))
    return queries.get_group(ctx, group_id)


def join_group(ctx: Context, group_id: UUID, wanted: GroupMemberIn) -> GroupOut:
    """Take a school within reach into a group. Errors: `not_found`, `group.member_twice`, `group.head_taken`, …"""
    group = _open(ctx, group_id)
    today = clock.legal_day(ctx.now)
    term = Term(wanted.school_id, wanted.role.value, wanted.from_on or today, None)
    name = queries.find_school_names(ctx, [wanted.school_id]).get(wanted.school_id)
    others = [queries.term_of(member) for member in queries.load_terms(ctx, group.id)]
    found = [
        *([] if name else [Violation(errors.GROUP_SCHOOL, "/school_id")]),
        *rules.life_violations(term.from_on, group.from_on, today, "/from_on"),
        *rules.term_violations(term, others),
    ]
    refuse_if_any(found)
    insert_rows(ctx.session, _TERMS, [_row(group.id, term)])
    told = {"school": name, "role": term.role, "from_on": term.from_on}
    _tell(ctx, group, "group.joined", ({}, told))
    return queries.get_group(ctx, group_id)


def leave_group(ctx: Context, group_id: UUID, term_id: UUID, wanted: GroupEndIn) -> GroupOut:
    """End a school's time in a group. Errors: `not_found`, `group.member_ended`, `group.day_outside`."""
    group = _open(ctx, group_id)
    term = next((term for term in queries.load_terms(ctx, group.id) if term.id == term_id), None)
    if term is None:
        raise Refused(NOT_FOUND)
    if term.until_on is not None:
        raise Refused(errors.MEMBER_ENDED)
    day = _until(ctx, wanted, term.from_on)
    term.until_on = day
    (school,) = queries.names_of(ctx, [term.school_id])
    _tell(ctx, group, "group.left", ({}, {"school": school, "until_on": day}), wanted.reason)
    return queries.get_group(ctx, group_id)


def end_group(ctx: Context, group_id: UUID, wanted: GroupEndIn) -> GroupOut:
    """End a group and everybody's time in it. Errors: `not_found`, `group.ended`, `group.day_outside`."""
    group = _open(ctx, group_id)
    terms = [term for term in queries.load_terms(ctx, group.id) if term.until_on is None]
    day = _until(ctx, wanted, max([group.from_on, *(term.from_on for term in terms)]))
    group.until_on = day
    _end(terms, day)
    _tell(ctx, group, "group.ended", ({"until_on": None}, {"until_on": day}), wanted.reason)
    return queries.get_group(ctx, group_id)


def leave_groups(act: Act, school: School) -> None:
    """A school that closes leaves its groups on that day; who takes its place is for people to decide."""
    for group, term in queries.open_terms_of(act.ctx, school.id):
        _end([term], act.effective_on)
        told = {"school": school.name, "until_on": term.until_on}
        _tell(act.ctx, group, "group.left", ({}, told), act.reason)
        named = Named(id=group.id, name=group.name), Named(id=school.id, name=school.name)
        act.groups_left.append(GroupLeft(group=named[0], school=named[1]))


def _end(terms: Sequence[SchoolGroupMember], day: date) -> None:
    for term in terms:
        term.until_on = max(day, term.from_on)


def _open(ctx: Context, group_id: UUID) -> SchoolGroup:
    group = queries.load_group(ctx, group_id)
    ctx.expect(group.revision)
    if group.until_on is not None:
        raise Refused(errors.GROUP_ENDED)
    return group


def _until(ctx: Context, wanted: GroupEndIn, begins_on: date) -> date:
    today = clock.legal_day(ctx.now)
    day = wanted.until_on or today
    refuse_if_any(rules.life_violations(day, begins_on, today, "/until_on"))
    return day


def _tell(
    ctx: Context, group: SchoolGroup, action: str, states: tuple[Facts, Facts], reason: str | None = None
) -> None:
    group.updated_at = ctx.now
    ctx.session.flush()
    subject = Subject("school_group", group.id, group.name, group.unit_id, group.revision)
    record(ctx, action, subject, *states, reason=reason)
