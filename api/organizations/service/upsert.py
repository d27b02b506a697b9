"""Writing a school under an id of another system: whoever keeps the id needs not know ours, nor whether it is new."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from api.core.context import Context
from api.core.errors import STALE, Refused, Violation
from api.organizations import errors, queries, rules
from api.organizations.schemas import SchoolIn, SchoolOut
from api.organizations.service.schools import Draft, correct, found_schools
from api.organizations.service.tree import refuse_if_any


def put_school(ctx: Context, scheme: str, value: str, wanted: SchoolIn) -> tuple[SchoolOut, bool]:
    """Create the school with this id, or change the one that bears it; True where it is new. The same twice is once.

    A field that is left out keeps its value, null clears it: other systems send what they know. Two that create the
    same school at once: the second one waits, meets the first one's id and becomes a change.
    Errors: `unit.key_differs`, `unit.key_withdrawn`, `school.parent_by_move`, `conflict.stale`,
    those of `create_school` and `update_school`; `not_found` when the id belongs to a school outside reach.
    """
    holder = queries.find_holder(ctx, scheme, value)
    sent = _with_key(scheme, value, wanted)
    if holder is None:
        try:
            with ctx.session.begin_nested():
                return _create(ctx, wanted, sent), True
        except (IntegrityError, Refused):  # the other's id met in a constraint, or already when it was looked for
            holder = queries.find_holder(ctx, scheme, value)
            if holder is None:
                raise
    return _change(ctx, holder, wanted, sent), False


def _with_key(scheme: str, value: str, wanted: SchoolIn) -> dict[str, Any]:
    """The fields that were sent, and the id of the address among them."""
    sent = wanted.model_dump(exclude_unset=True)
    kind, source = rules.scheme_of(scheme) or ("", None)
    if kind == rules.EXTERNAL:
        return {**sent, "external_ids": _joined(sent.get("external_ids", []), {"scheme": source, "value": value})}
    name = {rules.CODE: "code", rules.CREDIT_CODE: "credit_code"}[kind]
    if sent.get(name, value) != value:
        refuse_if_any([Violation(errors.KEY_DIFFERS, f"/{name}")])
    return {**sent, name: value}


def _joined(ids: list[Any], more: dict[str, Any]) -> list[Any]:
    return [*(each for each in ids if each != more), more]


def _create(ctx: Context, wanted: SchoolIn, sent: dict[str, Any]) -> SchoolOut:
    if ctx.if_match is not None:
        raise Refused(STALE)
    return found_schools(ctx, [Draft("", {**wanted.model_dump(), **sent})])[0]


def _change(ctx: Context, holder: tuple[UUID, bool], wanted: SchoolIn, sent: dict[str, Any]) -> SchoolOut:
    school_id, live = holder
    school, parent, external_ids = queries.load_school(ctx, school_id)
    if not live:
        raise Refused(errors.KEY_WITHDRAWN)
    ctx.expect(school.revision)
    before = queries.facts_of(school, external_ids)
    if sent.pop("parent_id") != school.parent_id:
        raise Refused(errors.PARENT_BY_MOVE, [Violation(errors.PARENT_BY_MOVE, "/parent_id")])
    if "external_ids" not in wanted.model_fields_set:  # the ids of other systems are theirs
        sent.pop("external_ids", None)
    after = correct(ctx, school, before, sent)
    return queries.present(school, parent, after["external_ids"], queries.successors_of(ctx, school))
