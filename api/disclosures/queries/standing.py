"""A notice to be changed, and what the caller may do with it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.disclosures.models import NoticeAuthor, NoticeEdition, NoticePage, PublicNotice
from api.disclosures.rules import NOTICE_STEPS, NoticeState, NoticeVerb, Who, notice_verbs
from api.organizations.models import Unit


class Standing(NamedTuple):
    """Which permissions the caller holds at the unit of a notice, and whether they had a hand in its working copy."""

    edits: bool
    releases: bool
    wrote: bool

    def holds(self, permission: Permission) -> bool:
        """Whether `permission`, one of disclosure's own, is among them."""
        held = {Permission.DISCLOSURE_EDIT: self.edits, Permission.DISCLOSURE_RELEASE: self.releases}
        return held.get(permission, True)

    def verbs(self, state: NoticeState, *, published: bool) -> list[NoticeVerb]:
        """What the caller can do in `state`."""
        steps = {verb: NOTICE_STEPS[state, verb] for verb in notice_verbs(state, published=published)}
        return [
            verb
            for verb, step in steps.items()
            if self.holds(step.needs) and not (self.wrote and step.who is Who.ANOTHER)
        ]


class Place(NamedTuple):
    """A unit that publishes."""

    id: UUID
    name: str


def find_place(ctx: Context, unit_id: UUID) -> Place | None:
    """A unit within reach of the permission that the route asks for."""
    stmt = reach.within(ctx, select(Unit.id, Unit.name).where(Unit.id == unit_id), Unit.id)
    row = ctx.session.execute(stmt).first()
    return Place(*row) if row else None


def place_of(ctx: Context, unit_id: UUID) -> Place:
    """A unit by its id, whoever asks."""
    return Place(*ctx.session.execute(select(Unit.id, Unit.name).where(Unit.id == unit_id)).one())


def load_notice(ctx: Context, notice_id: UUID) -> tuple[PublicNotice, Standing]:
    """A notice to be changed, and the caller's standing. Errors: `not_found`."""
    edits = reach.condition(ctx, PublicNotice.unit_id, Permission.DISCLOSURE_EDIT)
    releases = reach.condition(ctx, PublicNotice.unit_id, Permission.DISCLOSURE_RELEASE)
    wrote = select(NoticeAuthor.notice_id).where(
        NoticeAuthor.notice_id == PublicNotice.id,
        NoticeAuthor.edition == PublicNotice.edition + 1,
        NoticeAuthor.account_id == ctx.signed_in.id,
    )
    columns = (edits.label("edits"), releases.label("releases"), wrote.exists().label("wrote"))
    stmt = select(PublicNotice, *columns).where(PublicNotice.id == notice_id)
    row = ctx.session.execute(reach.within(ctx, stmt, PublicNotice.unit_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], Standing(bool(row.edits), bool(row.releases), bool(row.wrote))


def notice_of(ctx: Context, notice_id: UUID) -> PublicNotice:
    """A notice by its id, for code that has made sure of its own rights. Errors: `not_found`."""
    notice = ctx.session.get(PublicNotice, notice_id)
    if notice is None:
        raise Refused(NOT_FOUND)
    return notice


def pages_of(ctx: Context, number: str | None) -> Sequence[NoticePage]:
    """The public pages of a number, newest edition first."""
    stmt = select(NoticePage).where(NoticePage.number == number).order_by(NoticePage.edition.desc())
    return ctx.session.execute(stmt).scalars().all()


def edition_in_view(ctx: Context, notice: PublicNotice) -> NoticeEdition:
    """The edition that was published last."""
    stmt = select(NoticeEdition).where(NoticeEdition.notice_id == notice.id, NoticeEdition.edition == notice.edition)
    return ctx.session.execute(stmt).scalar_one()
