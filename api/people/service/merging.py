"""Two records of one person become one; and records that look alike are told apart."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.core.context import Context
from api.core.errors import INVALID, NOT_FOUND, Refused, Violation
from api.ledger.service import Entry, record, record_all
from api.people import errors, queries, rules
from api.people.models import CommitteeMember, NotDuplicate, Person, Post, TeacherRegistration
from api.people.ports import ports
from api.people.rules import EndReason, MergePlan
from api.people.schemas import MergeIn, PairIn, PairOut, PersonOut
from api.people.service.persons import kept_identity, name_columns, subject
from api.people.service.refusals import refuse_if_any
from api.people.service.registrations import refresh_registration


def merge_person(ctx: Context, person_id: UUID, wanted: MergeIn) -> PersonOut:
    """Merge a record into the one that lives on; returns the latter.

    Posts, memberships and decisions move. What both records had counts as entered in error on the merged one's side.
    The merged record stays and points to the survivor, so that nothing that refers to it is lost.
    Errors: `not_found`, `conflict.stale`, `person.merged`, `person.merge_itself`, `person.identities_differ`.
    """
    merged, survivor = queries.load_pair(ctx, person_id, wanted.survivor_id)
    ctx.expect(merged.revision)
    facts = queries.merged_facts(merged), queries.merged_facts(survivor)
    refuse_if_any(rules.merge_violations(*facts))
    posts, members, decisions = queries.held_things(ctx, merged.id)
    own_posts, own_members, _ = queries.held_things(ctx, survivor.id)
    plan = rules.merge_plan(
        facts[1], facts[0], (queries.spells(own_posts, own_members), queries.spells(posts, members))
    )
    _end_twins(ctx, plan, posts, members)
    moved: tuple[Post | CommitteeMember | TeacherRegistration, ...] = (*posts, *members, *decisions)
    for thing in moved:
        thing.person_id = survivor.id
    _take_over(ctx, plan, merged, survivor)
    for earlier in (merged, *queries.load_merged(ctx, merged.id)):
        earlier.merged_into_id = survivor.id
    merged.updated_at = survivor.updated_at = ctx.now
    ctx.session.flush()
    for follow in ports.merged.values():
        follow(ctx, merged.id, survivor.id)
    refresh_registration(ctx, survivor)
    counts = {"posts": len(posts), "memberships": len(members), "registrations": len(decisions)}
    _record(ctx, merged, survivor, {**counts, "taken_over": list(plan.taken)})
    return queries.get_person(ctx, survivor.id)


def _end_twins(ctx: Context, plan: MergePlan, posts: Sequence[Post], members: Sequence[CommitteeMember]) -> None:
    for post in (post for post in posts if post.id in plan.twins):
        post.ended_on, post.end_reason, post.updated_at = post.from_on, EndReason.ENTERED_IN_ERROR, ctx.now
    for member in (member for member in members if member.id in plan.twins):
        member.left_on, member.updated_at = member.joined_on, ctx.now


def _take_over(ctx: Context, plan: MergePlan, merged: Person, survivor: Person) -> None:
    """What the survivor lacks; a whole number is better than its last four characters."""
    if "identity" in plan.taken or (survivor.id_hash is None and merged.id_hash is not None):
        for name, value in kept_identity(merged).items():
            setattr(survivor, name, value)
        survivor.search_tokens = name_columns(survivor.name, survivor.id_last_four)["search_tokens"]
    if "party" in plan.taken:
        for name in ("party_standing", "party_joined_on", "party_unit_id"):
            setattr(survivor, name, getattr(merged, name))
    survivor.updated_at = ctx.now


def _record(ctx: Context, merged: Person, survivor: Person, counts: dict[str, Any]) -> None:
    entries = [
        Entry("person.merged", subject(merged), {"merged_into": None}, {"merged_into": survivor.name}),
        Entry("person.absorbed", subject(survivor), None, {"merged": merged.name, **counts}),
    ]
    record_all(ctx, entries)


# --- Not the same ----------------------------------------------------------------------------------------------------


def dismiss_duplicate(ctx: Context, wanted: PairIn) -> PairOut:
    """These two look alike and are two people. Errors: `not_found`, `person.not_a_pair`."""
    one, other = _pair(ctx, wanted)
    if not queries.is_dismissed(ctx, (one.id, other.id)):
        ctx.session.add(NotDuplicate(one_id=one.id, other_id=other.id, at=ctx.now))
        record(ctx, "person.told_apart", subject(one), None, {"other": other.name})
    return PairOut(**wanted.model_dump(), dismissed=True)


def reconsider_duplicate(ctx: Context, wanted: PairIn) -> PairOut:
    """Take a dismissal back: the pair is shown again. Errors: as above."""
    one, other = _pair(ctx, wanted)
    if queries.is_dismissed(ctx, (one.id, other.id)):
        ctx.session.execute(
            delete(NotDuplicate).where(NotDuplicate.one_id == one.id, NotDuplicate.other_id == other.id)
        )
        record(ctx, "person.suspected_again", subject(one), None, {"other": other.name})
    return PairOut(**wanted.model_dump(), dismissed=False)


def _pair(ctx: Context, wanted: PairIn) -> tuple[Person, Person]:
    """Both records, the smaller id first."""
    if wanted.person_id == wanted.other_id:
        raise Refused(INVALID, [Violation(errors.NOT_A_PAIR, "/other_id")])
    one, other = sorted((wanted.person_id, wanted.other_id))
    try:
        return queries.load_pair(ctx, one, other)
    except Refused as refused:
        if refused.spec is not NOT_FOUND:
            raise
        raise Refused(INVALID, [Violation(errors.PERSON_NOT_FOUND, "/other_id")]) from refused
