"""Seating people: posts are taken, changed, ended, and reopened when the end was a mistake."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import clock, ids
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service import Entry, record, record_all
from api.people import errors, queries, rules
from api.people.models import Post
from api.people.rules import POST_KINDS, POST_STEPS, PostVerb
from api.people.schemas import PostEnd, PostIn, PostOut, PostPatch
from api.people.service.refusals import refuse_if_any, refuse_own_school

_INSERT = insert(Post.metadata.tables[Post.__tablename__])


def create_post(ctx: Context, wanted: PostIn) -> PostOut:
    """Seat one person at a unit within reach.

    Errors: `person.authority_required` (403) for what a school does not register for itself; every fault at once as
    `input.invalid`; `post.taken`, `post.twice`, `post.person_gone`, `person.merged` when only that stands against it.
    """
    return queries.get_post(ctx, create_posts(ctx, [wanted])[0])


def create_posts(ctx: Context, wanted: Sequence[PostIn]) -> list[UUID]:
    """Seat many, all or none; ids in the order of the request. Errors as for one, below `/<index>`."""
    drafts = [_facts(item) for item in wanted]
    people = queries.find_persons(ctx, {facts["person_id"] for facts in drafts})
    places = queries.find_places(ctx, {facts["unit_id"] for facts in drafts})
    for facts in drafts:
        _refuse_unappointed(ctx, facts, places)
    queries.lock_units(ctx, places)
    pointers = [f"/{index}" if len(drafts) > 1 else "" for index in range(len(drafts))]
    refuse_if_any(_violations(ctx, list(zip(pointers, drafts, strict=True)), people, places))
    times = {"created_at": ctx.now, "updated_at": ctx.now, "revision": 1}
    rows = [{"id": ids.ordered(), **facts, **times} for facts in drafts]
    insert_rows(ctx.session, _INSERT, rows)
    record_all(ctx, [_created(row, people[row["person_id"]].name, places[row["unit_id"]].name) for row in rows])
    return [row["id"] for row in rows]


def _created(row: Mapping[str, Any], name: str, unit: str) -> Entry:
    return Entry("post.created", _subject(row, name), None, {"unit": unit, **_told(row, name)})


def _facts(wanted: PostIn) -> dict[str, Any]:
    """A post as it is kept: title and team from the table where none is given."""
    facts = wanted.model_dump()
    kind = POST_KINDS.get(wanted.kind)
    if kind is not None:
        facts["title"] = wanted.title or kind.zh
        facts["team"] = wanted.team or kind.team
    return facts


def _violations(
    ctx: Context, drafts: Sequence[tuple[str, dict[str, Any]]], people: Mapping[UUID, Any], places: Mapping[UUID, Any]
) -> Iterator[Violation]:
    beside: dict[tuple[UUID, str], list[Mapping[str, Any]]] = defaultdict(list)
    for post in queries.find_neighbours(ctx, [facts for _, facts in drafts]):
        beside[post["unit_id"], post["kind"]].append(post)
    for pointer, facts in drafts:
        neighbours = beside[facts["unit_id"], facts["kind"]]
        found = [
            *_seat_violations(facts, people.get(facts["person_id"]), places.get(facts["unit_id"])),
            *rules.post_violations(facts, clock.legal_day(ctx.now)),
            *rules.collisions(facts, neighbours),
        ]
        yield from (violation.below(pointer) for violation in found)
        neighbours.append(facts)


def _seat_violations(facts: Mapping[str, Any], person: Any, place: Any) -> Iterator[Violation]:
    if person is None:
        yield Violation(errors.PERSON_NOT_FOUND, "/person_id")
    elif person.merged_into_id is not None:
        yield Violation(errors.MERGED, "/person_id")
    if place is None:
        yield Violation(errors.UNIT_NOT_FOUND, "/unit_id")
    if person is not None and place is not None:
        yield from rules.seat_violations(facts, place.kind, person.status)


def _refuse_unappointed(ctx: Context, facts: Mapping[str, Any], places: Mapping[UUID, Any]) -> None:
    kind = POST_KINDS.get(facts["kind"])
    if kind is not None and kind.by_authority:
        refuse_own_school(ctx, places.get(facts["unit_id"]), "/kind")


# --- Changing --------------------------------------------------------------------------------------------------------


def update_post(ctx: Context, post_id: UUID, patch: PostPatch) -> PostOut:
    """Change a post that is held; sending what it says already changes nothing.

    Errors: `not_found`, `conflict.stale`, `post.state` when it has ended, and those of `create_post`.
    """
    post, before = _load(ctx, post_id, PostVerb.CHANGE)
    return _change(ctx, post, before, {**before, **patch.model_dump(exclude_unset=True)}, "post.updated")


def end_post(ctx: Context, post_id: UUID, end: PostEnd) -> PostOut:
    """End a post. Errors: as for `update_post`."""
    post, before = _load(ctx, post_id, PostVerb.END)
    return _change(ctx, post, before, rules.ended_facts(before, end.ended_on, end.reason), "post.ended")


def reopen_post(ctx: Context, post_id: UUID) -> PostOut:
    """Take back the end of a post, where nobody else has the chair since. Errors: as for `update_post`."""
    post, before = _load(ctx, post_id, PostVerb.REOPEN)
    return _change(ctx, post, before, {**before, "ended_on": None, "end_reason": None}, "post.reopened")


def _load(ctx: Context, post_id: UUID, verb: PostVerb) -> tuple[Post, dict[str, Any]]:
    post = queries.load_post(ctx, post_id)
    ctx.expect(post.revision)
    facts = queries.facts_of_post(post)
    _refuse_unappointed(ctx, facts, queries.find_places(ctx, {post.unit_id}))
    state = rules.post_state(facts)
    if (state, verb) not in POST_STEPS:
        raise Refused(errors.POST_STATE, allowed=", ".join(rules.post_verbs(state)))
    return post, facts


def _change(ctx: Context, post: Post, before: dict[str, Any], after: dict[str, Any], action: str) -> PostOut:
    queries.lock_units(ctx, {post.unit_id})
    refuse_if_any(_change_violations(ctx, post, after))
    if after != before:
        name = queries.find_names(ctx, {post.person_id})[post.person_id]
        for field, value in after.items():
            setattr(post, field, value)
        post.updated_at = ctx.now
        ctx.session.flush()
        row = {"id": post.id, "revision": post.revision, **after}
        record(ctx, action, _subject(row, name), _told(before, name), _told(after, name))
    return queries.get_post(ctx, post.id)


def _change_violations(ctx: Context, post: Post, after: dict[str, Any]) -> Iterator[Violation]:
    today = clock.legal_day(ctx.now)
    yield from rules.post_violations(after, today)
    others = [other for other in queries.find_neighbours(ctx, [after]) if other["id"] != post.id]
    yield from rules.collisions(after, others)


_TOLD = tuple(name for name in PostIn.model_fields if name not in ("person_id", "unit_id"))


def _told(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A post in the ledger, with its holder by name."""
    return {"person": name, **{field: facts[field] for field in _TOLD}}


def _subject(row: Mapping[str, Any], name: str) -> Subject:
    return Subject("post", row["id"], f"{name} {row['title']}", row["unit_id"], row["revision"])
