"""Objections from the portal: sealed on the public face, which cannot read them again, and taken out by the staff side."""

import logging
from datetime import date

import orjson
from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.core import clock
from api.core.context import Context
from api.core.database import insert_or
from api.core.errors import Refused
from api.core.jobs.kinds import Follower
from api.core.keys import KeyStoreError, UnknownKey
from api.disclosures import errors, queries
from api.disclosures.models import NoticeLetter, NoticeObjection, PublicNotice
from api.disclosures.ports import Event
from api.disclosures.rules import ObjectionState
from api.disclosures.schemas.public import LetterIn, LetterTaken
from api.disclosures.service.objections import CONTACT, receive
from api.disclosures.service.standing import tell

_log = logging.getLogger(__name__)
LETTER = "notice-objection"
_BATCH = 50


def drop_letter(ctx: Context, number: str, wanted: LetterIn) -> LetterTaken:
    """Seal an objection and put it into the box. The same id again is the same letter.

    Nothing about who sends it is written down: no address, no time, only the day. Errors: `not_found`,
    `objection.not_taken`, `objection.no_seal`.
    """
    if not queries.get_page(ctx, number).takes_objections:
        raise Refused(errors.NOT_TAKEN)
    today = clock.legal_day(ctx.now)
    try:
        contact = ctx.keys.seal_letter(wanted.contact, CONTACT) if wanted.contact else None
        sealed = ctx.keys.seal_letter(orjson.dumps({"text": wanted.text, "contact": contact}).decode(), LETTER)
    except UnknownKey as error:
        raise Refused(errors.NO_SEAL) from error
    row = {"id": wanted.id, "number": number, "sealed": sealed, "received_on": today}
    ctx.session.execute(insert_or(ctx.session, NoticeLetter.__table__).values(row).on_conflict_do_nothing())
    return LetterTaken(number=number, received_on=today)


def take_out(ctx: Context) -> bool:
    """Open the letters that wait, and tell the end of every period that is over. Whether there is more."""
    waiting = queries.letters(ctx, _BATCH)
    for letter, notice in waiting:
        objection = _opened(ctx, letter)
        if notice is not None and objection is not None and not queries.is_known(ctx, letter.id):
            objection.notice_id, objection.edition = notice.id, notice.edition
            receive(ctx, notice, objection)
    ctx.session.execute(delete(NoticeLetter).where(NoticeLetter.id.in_([letter.id for letter, _ in waiting])))
    ended = queries.untold_ends(ctx, clock.legal_day(ctx.now), _BATCH)
    for notice in ended:
        _tell_end(ctx, notice)
    return _BATCH in (len(waiting), len(ended))


def _opened(ctx: Context, letter: NoticeLetter) -> NoticeObjection | None:
    """What a letter says, as an objection; None of one that does not open, which is of use to nobody."""
    try:
        said = orjson.loads(ctx.keys.open_letter(letter.sealed, LETTER))
    except KeyStoreError:
        _log.warning("a letter to a notice did not open and was dropped")
        return None
    return NoticeObjection(
        id=letter.id,
        channel="portal",
        text=said["text"],
        contact=said["contact"],
        received_on=letter.received_on,
        state=ObjectionState.OPEN.value,
    )


def _tell_end(ctx: Context, notice: PublicNotice) -> None:
    """The period is over. No revision rises: nothing about the notice has changed but the day."""
    queries.note_end(ctx, notice)
    tell(ctx, notice, Event.ENDED)


def _due(session: Session) -> bool:
    today: date = clock.legal_day(clock.now())
    return queries.has_letters(session) or queries.has_untold_end(session, today)


FOLLOWER = Follower("disclosures.follow", _due, take_out)
