"""Writing many persons at once: tables and what they are found by, but no event. Who brings rows in writes one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete

from api.core import bulk, ids
from api.core.context import Context
from api.core.errors import Refused
from api.core.faults import APPLY_CONFLICT
from api.people.models import Person, Post, TeacherRegistration
from api.people.service.persons import name_columns

PERSON, POST, REGISTRATION = (
    model.metadata.tables[model.__tablename__] for model in (Person, Post, TeacherRegistration)
)
# What a row can say of a person.
COLUMNS = (
    *("unit_id", "name", "kind", "status", "id_kind", "id_hash", "id_last_four"),
    *("party_standing", "party_joined_on", "party_unit_id", "registration", "registered_to_on"),
)
_DERIVED = ("sort_key", "search_tokens")


class PersonChange(NamedTuple):
    """A person to be changed, the revision that was read, and all columns as they will be."""

    id: UUID
    revision: int
    after: Mapping[str, Any]


def enter_persons(ctx: Context, persons: Sequence[Mapping[str, Any]]) -> list[UUID]:
    """Write new persons; their ids in this order."""
    times = {"created_at": ctx.now, "updated_at": ctx.now, "revision": 1, "merged_into_id": None}
    rows = [{"id": ids.ordered(), **facts, **_named(facts), **times} for facts in persons]
    bulk.insert_many(ctx.session, PERSON, rows)
    return [row["id"] for row in rows]


def change_persons(ctx: Context, changes: Sequence[PersonChange]) -> None:
    """Write the new facts of persons. Errors: `import.apply.conflict` when one is gone meanwhile."""
    rows = [
        {**change.after, **_named(change.after), "id": change.id, "updated_at": ctx.now}
        | {"revision": change.revision + 1}
        for change in changes
    ]
    if bulk.update_many(ctx.session, PERSON, rows, (*COLUMNS, *_DERIVED, "updated_at", "revision")) != len(rows):
        raise Refused(APPLY_CONFLICT)


def _named(facts: Mapping[str, Any]) -> dict[str, str]:
    return name_columns(facts["name"], facts["id_last_four"])


def remove_persons(ctx: Context, person_ids: Sequence[UUID]) -> None:
    """Take away persons that nothing refers to any more."""
    ctx.session.execute(delete(PERSON).where(PERSON.c.id.in_(person_ids)))


def remove_made(ctx: Context, post_ids: Sequence[UUID], registration_ids: Sequence[UUID]) -> None:
    """Take away posts and decisions that an import has entered."""
    ctx.session.execute(delete(POST).where(POST.c.id.in_(post_ids)))
    ctx.session.execute(delete(REGISTRATION).where(REGISTRATION.c.id.in_(registration_ids)))
