"""Making and changing items of evidence."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from api.core import clock, ids, pinyin, search
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.evidence import errors, queries, rules
from api.evidence.files import HOLDER, PURPOSE
from api.evidence.models import EvidenceFile, EvidenceItem, EvidenceRevision, EvidenceTag
from api.evidence.rules import Facts, ItemState, ItemVerb, UseVerb
from api.evidence.schemas import EvidenceIn, EvidenceOut, EvidencePatch, RevisionIn
from api.evidence.service.standing import open_item, subject
from api.evidence.service.uses import move_use
from api.files import service as files
from api.ledger.service import record


def create_item(ctx: Context, wanted: EvidenceIn) -> EvidenceOut:
    """File an item with its first revision.

    Errors: every fault at once as `input.invalid`; `file.not_attachable` for files that the caller did not upload.
    """
    facts = _facts(wanted.model_dump(include=set(_FIELDS)))
    place = queries.find_place(ctx, wanted.unit_id)
    faults = [] if place else [Violation(errors.UNIT_NOT_FOUND, "/unit_id")]
    refuse_if_any([*faults, *_violations(ctx, facts), *rules.file_violations(wanted.file_ids)])
    source, item_id = wanted.source, ids.ordered()
    held = _attach(ctx, item_id, wanted.file_ids)
    item = EvidenceItem(
        id=item_id,
        unit_id=wanted.unit_id,
        **_columns(facts, source.label, held),
        source_type=source.type,
        source_id=source.id,
        source_label=source.label,
        state=ItemState.ACTIVE.value,
        latest=1,
        created_by=ctx.signed_in.id,
        responsible_id=ctx.signed_in.id,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(item)
    ctx.session.flush()
    _write_tags(ctx, item.id, facts["tags"])
    _write_revision(ctx, item, wanted.file_ids, wanted.note)
    said = {**facts, "source": source.label or source.type, "files": held}
    record(ctx, "evidence.created", subject(item), None, said)
    return queries.get_item(ctx, item.id)


_FIELDS = ("title", "description", "category", "tags", "period_from", "period_to")


def _facts(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, "tags": rules.normal_tags(given["tags"])}


def _violations(ctx: Context, facts: Facts) -> list[Violation]:
    return list(rules.item_violations(facts, clock.legal_day(ctx.now)))


def _columns(facts: Facts, source: str | None, held: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The columns that hold `facts`, and by what an item is sorted and found.

    Found by title, tags, source, the names of its newest files, and the initials of its title.
    """
    own = {name: value for name, value in facts.items() if name != "tags"}
    title = facts["title"]
    texts = [title, *facts["tags"], source, *(file["name"] for file in held)]
    return {
        **own,
        "sort_key": pinyin.sort_key(title),
        "search_tokens": search.tokens(texts, [pinyin.initials(title)]),
    }


def _write_tags(ctx: Context, item_id: UUID, tags: Sequence[str]) -> None:
    ctx.session.execute(delete(EvidenceTag).where(EvidenceTag.item_id == item_id))
    if tags:
        ctx.session.execute(insert(EvidenceTag), [{"item_id": item_id, "tag": tag} for tag in tags])


def _attach(ctx: Context, item_id: UUID, file_ids: Sequence[UUID]) -> list[dict[str, str]]:
    """Let an item hold on to files; what the ledger says of them. Errors: `file.not_attachable`."""
    files.attach(ctx, file_ids, PURPOSE.name, (HOLDER, item_id))
    return queries.file_names(ctx, file_ids)


def _write_revision(ctx: Context, item: EvidenceItem, file_ids: Sequence[UUID], note: str | None) -> None:
    """Write the newest revision of an item, and its files in their order."""
    place = {"item_id": item.id, "number": item.latest}
    made = {"note": note, "created_by": ctx.signed_in.id, "created_at": ctx.now}
    ctx.session.execute(insert(EvidenceRevision).values(**place, **made))
    rows = [{**place, "position": position, "file_id": file_id} for position, file_id in enumerate(file_ids)]
    ctx.session.execute(insert(EvidenceFile), rows)


def _assign(ctx: Context, item: EvidenceItem, columns: Mapping[str, Any]) -> None:
    """Change the row once: its revision rises by one."""
    for name, value in columns.items():
        setattr(item, name, value)
    item.updated_at = ctx.now
    ctx.session.flush()


def change_item(ctx: Context, item_id: UUID, patch: EvidencePatch) -> EvidenceOut:
    """Put right what an item says; sending what it says already changes nothing.

    Errors: `not_found`, `conflict.stale`, `evidence.wrong_state`, every fault at once as `input.invalid`.
    """
    item = open_item(ctx, item_id, ItemVerb.CHANGE)
    before = queries.facts_of(ctx, item)
    after = _facts({**before, **patch.changes()})
    refuse_if_any(_violations(ctx, after))
    if after != before:
        _assign(ctx, item, _columns(after, item.source_label, queries.newest_files(ctx, item)))
        _write_tags(ctx, item.id, after["tags"])
        record(ctx, "evidence.changed", subject(item), before, after)
    return queries.get_item(ctx, item.id)


def revise_item(ctx: Context, item_id: UUID, wanted: RevisionIn) -> EvidenceOut:
    """Give an item a new revision; those before stay as they were.

    Errors: `not_found`, `conflict.stale`, `evidence.wrong_state`, `input.invalid`, `file.not_attachable`.
    """
    item = open_item(ctx, item_id, ItemVerb.REVISE)
    refuse_if_any(rules.file_violations(wanted.file_ids))
    held = _attach(ctx, item.id, wanted.file_ids)
    columns = _columns(queries.facts_of(ctx, item), item.source_label, held)
    _assign(ctx, item, {**columns, "latest": item.latest + 1})
    _write_revision(ctx, item, wanted.file_ids, wanted.note)
    record(ctx, "evidence.revised", subject(item), None, {"number": item.latest, "files": held, "note": wanted.note})
    return queries.get_item(ctx, item.id)


def withdraw_item(ctx: Context, item_id: UUID, reason: str) -> EvidenceOut:
    """Take an item out of use; its open uses are taken back with it, and it stays readable.

    Errors: `not_found`, `conflict.stale`, `evidence.wrong_state`, `evidence.accepted_somewhere`.
    """
    item = open_item(ctx, item_id, ItemVerb.WITHDRAW)
    uses, accepted = queries.open_uses(ctx, item_id)
    if accepted:
        raise Refused(errors.ACCEPTED_SOMEWHERE)
    for use in uses:
        move_use(ctx, item, use, UseVerb.TAKE_BACK, reason)
    return _turn(ctx, item, ItemState.WITHDRAWN, reason, "evidence.withdrawn")


def restore_item(ctx: Context, item_id: UUID) -> EvidenceOut:
    """Take a withdrawn item into use again. Errors: `not_found`, `conflict.stale`, `evidence.wrong_state`."""
    return _turn(ctx, open_item(ctx, item_id, ItemVerb.RESTORE), ItemState.ACTIVE, None, "evidence.restored")


def _turn(ctx: Context, item: EvidenceItem, state: ItemState, reason: str | None, action: str) -> EvidenceOut:
    before = {"state": item.state}
    _assign(ctx, item, {"state": state.value, "state_reason": reason})
    record(ctx, action, subject(item), before, {"state": item.state}, reason=reason)
    return queries.get_item(ctx, item.id)
