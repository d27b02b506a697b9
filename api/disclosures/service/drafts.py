"""Drafting: by a person, or by another part of the product for one of its objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.calendars.queries import work_calendar
from api.core import clock, ids, pinyin, search
from api.core.context import Context
from api.core.database import insert_or
from api.core.errors import Refused, Violation, refuse_if_any
from api.disclosures import errors, figures, queries, rules
from api.disclosures.files import HOLDER, PURPOSE
from api.disclosures.models import NoticeAuthor, PublicNotice
from api.disclosures.rules import KINDS, Content, NoticeState, NoticeTable, NoticeVerb
from api.disclosures.schemas.notices import MaskIn, NoticeIn, NoticeOut, NoticePatch, TableBody
from api.disclosures.service.standing import change, open_notice_for, subject
from api.files import service as files
from api.ledger.service import record


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """What a notice is about; its type is one that `ports.define` knows."""

    type: str
    id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice to be opened. `days`: None is as many as the kind has. `file_ids`: uploaded for `disclosure`."""

    kind: str
    unit_id: UUID
    content: Content
    object: ObjectRef | None = None
    days: int | None = None
    formed_on: date | None = None
    file_ids: Sequence[UUID] = ()


def create_notice(ctx: Context, wanted: NoticeIn) -> NoticeOut:
    """Begin a draft for a unit within reach. Errors: every fault at once as `input.invalid`, `file.not_attachable`."""
    place = queries.find_place(ctx, wanted.unit_id)
    unknown = [] if place else [Violation(errors.UNIT_NOT_FOUND, "/unit_id")]
    content = Content(wanted.title, tuple(wanted.paragraphs), _table(wanted.table))
    draft = Draft(
        kind=wanted.kind,
        unit_id=wanted.unit_id,
        content=content,
        days=wanted.days,
        formed_on=wanted.formed_on,
        file_ids=wanted.file_ids,
    )
    refuse_if_any([*unknown, *_violations(ctx, draft)])
    return queries.get_notice(ctx, _write(ctx, draft).id)


def open_notice(ctx: Context, draft: Draft) -> UUID:
    """Begin a draft from code, for an object of a higher floor; its id. The caller has made sure of its own rights.

    The actor is its author and will not be the one who releases it. What becomes of it is told through `ports`.
    Errors: every fault at once as `input.invalid`.
    """
    refuse_if_any(_violations(ctx, draft))
    return _write(ctx, draft).id


def rewrite_notice(ctx: Context, notice_id: UUID, content: Content) -> None:
    """Give a draft that code has opened new words, as when its figures have changed. Errors: `notice.wrong_state`."""
    notice = queries.notice_of(ctx, notice_id)
    rules.notice_step(NoticeState(notice.state), NoticeVerb.CHANGE, published=notice.edition > 0)
    refuse_if_any(rules.content_violations(content))
    _rewrite(ctx, notice, {"content": content})


def _violations(ctx: Context, draft: Draft) -> list[Violation]:
    return [
        *rules.kind_violations(draft.kind, draft.days, draft.formed_on, clock.legal_day(ctx.now)),
        *rules.content_violations(draft.content),
        *rules.file_violations(draft.file_ids),
    ]


def _write(ctx: Context, draft: Draft) -> PublicNotice:
    kind, notice_id, about = KINDS[draft.kind], ids.ordered(), draft.object
    files.attach(ctx, draft.file_ids, PURPOSE.name, (HOLDER, notice_id))
    notice = PublicNotice(
        id=notice_id,
        unit_id=draft.unit_id,
        kind=kind.code,
        object_type=about.type if about else None,
        object_id=about.id if about else None,
        object_label=about.label if about else None,
        file_ids=[str(file_id) for file_id in draft.file_ids],
        **_words(draft.content),
        days=draft.days or kind.days or None,
        formed_on=draft.formed_on,
        due_on=rules.due_on(kind, draft.formed_on, work_calendar(ctx.session)),
        state=NoticeState.DRAFT.value,
        edition=0,
        restarts=False,
        created_by=ctx.signed_in.id,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(notice)
    ctx.session.flush()
    _sign(ctx, notice)
    figures.count(ctx, None, figures.cell(notice))
    record(ctx, "notice.created", subject(notice), None, said(notice))
    return notice


def _words(content: Content) -> dict[str, Any]:
    """The columns that hold a content, and by which a notice is sorted and found."""
    return {
        "title": content.title,
        "body": rules.body_of(content),
        "sort_key": pinyin.sort_key(content.title),
        "search_tokens": search.tokens([content.title], [pinyin.initials(content.title)]),
    }


def words_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a working copy that says what a published document says."""
    return _words(rules.content_of(document["title"], document))


def said(notice: PublicNotice) -> dict[str, Any]:
    """What the ledger says of a working copy: its facts, and a hash of its words, which the editions keep."""
    content = rules.content_of(notice.title, notice.body)
    return {
        **{name: getattr(notice, name) for name in ("kind", "title", "days", "formed_on", "due_on", "state")},
        "object": notice.object_label,
        "attachments": len(notice.file_ids),
        "paragraphs": len(content.paragraphs),
        "rows": len(content.table.rows) if content.table else 0,
    }


def _sign(ctx: Context, notice: PublicNotice) -> None:
    """Write down that the actor had a hand in the coming edition."""
    row = {"notice_id": notice.id, "edition": notice.edition + 1, "account_id": ctx.signed_in.id}
    ctx.session.execute(insert_or(ctx.session, NoticeAuthor.__table__).values(row).on_conflict_do_nothing())


def change_notice(ctx: Context, notice_id: UUID, patch: NoticePatch) -> NoticeOut:
    """Change a draft; sending what it says already changes nothing.

    Errors: `not_found`, `conflict.stale`, `notice.wrong_state`, `notice.table_fixed`, every fault as `input.invalid`.
    """
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.CHANGE)
    changes = patch.changes()
    content = _patched(rules.content_of(notice.title, notice.body), changes, patch)
    if notice.object_id is not None and rules.body_of(content)["table"] != notice.body.get("table"):
        raise Refused(errors.TABLE_FIXED, [Violation(errors.TABLE_FIXED, "/table")])
    days = changes.get("days", notice.days) or KINDS[notice.kind].days or None
    formed_on = changes.get("formed_on", notice.formed_on)
    file_ids = [UUID(str(file_id)) for file_id in changes.get("file_ids", notice.file_ids)]
    draft = Draft(notice.kind, notice.unit_id, content, days=days, formed_on=formed_on, file_ids=file_ids)
    refuse_if_any(_violations(ctx, draft))
    files.attach(ctx, file_ids, PURPOSE.name, (HOLDER, notice.id))
    _rewrite(ctx, notice, {"content": content, "days": days, "formed_on": formed_on, "file_ids": file_ids})
    return queries.get_notice(ctx, notice_id)


def _patched(content: Content, changes: Mapping[str, Any], patch: NoticePatch) -> Content:
    return Content(
        changes.get("title", content.title),
        tuple(changes.get("paragraphs", content.paragraphs)),
        _table(patch.table) if "table" in changes else content.table,
    )


def _table(body: TableBody | None) -> NoticeTable | None:
    return NoticeTable(tuple(body.columns), tuple(map(tuple, body.rows))) if body else None


def _rewrite(ctx: Context, notice: PublicNotice, changes: Mapping[str, Any]) -> None:
    """Write changes of the working copy down once, with who made them; nothing when nothing differs."""
    formed_on = changes.get("formed_on", notice.formed_on)
    due_on = rules.due_on(KINDS[notice.kind], formed_on, work_calendar(ctx.session))
    columns = {
        **_words(changes["content"]),
        "days": changes.get("days", notice.days),
        "formed_on": formed_on,
        "due_on": due_on,
        "file_ids": [str(file_id) for file_id in changes.get("file_ids", notice.file_ids)],
    }
    if all(getattr(notice, name) == value for name, value in columns.items()):
        return
    before = said(notice)
    change(ctx, notice, columns)
    _sign(ctx, notice)
    record(ctx, "notice.changed", subject(notice), before, said(notice))


def mask_findings(ctx: Context, notice_id: UUID, wanted: MaskIn) -> NoticeOut:
    """Put the proposed masks in place of what was found. Errors: as of `change_notice`, `notice.finding_unknown`."""
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.CHANGE)
    found = {finding.key: finding for finding in queries.findings_of(ctx, notice)}
    unknown = [index for index, key in enumerate(wanted.keys) if key not in found]
    refuse_if_any(Violation(errors.FINDING_UNKNOWN, f"/keys/{index}") for index in unknown)
    content = queries.content_of(notice)
    _rewrite(ctx, notice, {"content": rules.mask_content(content, [found[key] for key in wanted.keys])})
    return queries.get_notice(ctx, notice_id)


def check_notice(ctx: Context, notice_id: UUID) -> NoticeOut:
    """Finish a draft: its parts are complete, its attachments cleaned, its words closed until it is released or returned.

    What looks like personal data does not hold it up: who releases it decides. Errors: `not_found`, `conflict.stale`,
    `notice.wrong_state`, what is missing as `input.invalid`.
    """
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.CHECK)
    held = queries.files_of(ctx, notice)
    unclean = [
        Violation(errors.FILE_NOT_CLEAN, f"/file_ids/{index}")
        for index, file in enumerate(held)
        if file.clean_sha256 is None
    ]
    missing = rules.missing_parts(KINDS[notice.kind], queries.content_of(notice), len(held))
    refuse_if_any([*missing, *unclean])
    checked = {"state": NoticeState.CHECKED.value, "checked_by": ctx.signed_in.id, "checked_at": ctx.now}
    change(ctx, notice, {**checked, "returned_reason": None})
    _sign(ctx, notice)
    record(ctx, "notice.checked", subject(notice), {"state": "draft"}, {"state": "checked"})
    return queries.get_notice(ctx, notice_id)
