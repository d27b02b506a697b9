"""Whether the caller may do something to a notice now: reach, permission at its own unit, state, a second pair of eyes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.disclosures import errors, figures, queries, rules
from api.disclosures.models import PublicNotice
from api.disclosures.ports import CONSUMERS, Event, Happening
from api.disclosures.queries import Standing
from api.disclosures.rules import NoticeState, NoticeVerb, ObjectionState, Who
from api.ledger.rules import Subject


def open_notice_for(ctx: Context, notice_id: UUID, verb: NoticeVerb) -> tuple[PublicNotice, Standing]:
    """A notice of the expected revision to which the caller may do `verb` now.

    Errors: `not_found`, `conflict.stale`, `notice.wrong_state`, `access.denied`, `notice.own_notice`.
    """
    notice, standing = queries.load_notice(ctx, notice_id)
    ctx.expect(notice.revision)
    step = rules.notice_step(NoticeState(notice.state), verb, published=notice.edition > 0)
    if not standing.holds(step.needs):
        raise Refused(FORBIDDEN)
    if step.who is Who.ANOTHER and standing.wrote:
        raise Refused(errors.OWN_NOTICE)
    return notice, standing


def change(ctx: Context, notice: PublicNotice, columns: Mapping[str, Any]) -> None:
    """Change the row once, and what is counted of it: its revision rises by one."""
    before = figures.cell(notice)
    for name, value in columns.items():
        setattr(notice, name, value)
    notice.updated_at = ctx.now
    ctx.session.flush()
    figures.count(ctx, before, figures.cell(notice))


def subject(notice: PublicNotice) -> Subject:
    """A notice as the ledger's subject."""
    return Subject("public_notice", notice.id, notice.title, notice.unit_id, notice.revision)


def tell(ctx: Context, notice: PublicNotice, event: Event, objection_id: UUID | None = None) -> None:
    """Tell the domain whose object the notice is about; a notice without an object has nobody to tell."""
    told = CONSUMERS.get(notice.object_type or "")
    if told is None or notice.object_id is None:
        return
    happening = Happening(
        event=event,
        object_id=notice.object_id,
        notice_id=notice.id,
        number=notice.number,
        starts_on=notice.starts_on,
        ends_on=notice.ends_on,
        open_objections=count_open(ctx, notice.id),
        objection_id=objection_id,
    )
    told(ctx, happening)


def count_open(ctx: Context, notice_id: UUID) -> int:
    """How many objections to a notice wait for an answer."""
    return queries.count_objections(ctx, notice_id).get(ObjectionState.OPEN, 0)
