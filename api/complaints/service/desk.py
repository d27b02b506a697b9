"""The desk: screening, matching, coding, questions, duplicates, straight up, acceptance, notices."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.access.permissions import Permission
from api.complaints import errors
from api.complaints.errors_vault import CATEGORY_UNKNOWN
from api.complaints.models.cases import ComplaintCase, ComplaintSubject
from api.complaints.models.working import ComplaintMerge, ComplaintTransfer
from api.complaints.ports import ports
from api.complaints.queries import page, visible, work
from api.complaints.rules.policy import ARCHIVE_DAYS
from api.complaints.rules.received import Channel
from api.complaints.rules.states import DESK, CaseState, CaseVerb, Event
from api.complaints.rules.taxonomy import CATEGORIES
from api.complaints.rules.words import RESTRICTED, SUPERIOR, SubjectKind, Track
from api.complaints.schemas.cases import CaseOut
from api.complaints.schemas.moves import (
    AlarmIn,
    CaseMergeIn,
    ClassifyPatch,
    MatchIn,
    NotifyIn,
    SealUpIn,
    SubjectIn,
)
from api.complaints.service import handing_over
from api.complaints.service.moving import Move, Opened, open_case, take, tell, tell_accounts
from api.complaints.service.receiving import URGENT
from api.complaints.service.ticking import retrack
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.organizations.rules import UnitKind

V = CaseVerb
SUPERIOR_NAMED = notices.define("complaint.superior", mandatory=True, permission=Permission.COMPLAINT_INTAKE)
_NOT_MASTERS = frozenset({CaseState.MERGED, CaseState.SEALED_UP, CaseState.TRANSFERRED})


def shown(ctx: Context, opened: Opened) -> CaseOut:
    """The case after a move, for who made it; the rights are those of then."""
    return page.page_of(ctx, opened.case, opened.standing)


def screen(ctx: Context, case_id: UUID) -> CaseOut:
    """Begin to look at whose it is; the case gets its number. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.SCREEN)
    case, year = opened.case, clock.legal_day(ctx.now).year
    prefix = f"举〔{year}〕"
    number = f"{prefix}{work.next_serial(ctx.session, case.unit_id, prefix):04d}"
    take(ctx, opened, Move({"number": number}))
    return shown(ctx, opened)


def match(ctx: Context, case_id: UUID, wanted: MatchIn) -> CaseOut:
    """Say who is named. Until nobody is left to look up, the case is there for the desk and the head only.

    Somebody of a superior organ's starts the five days upward. Errors: those of `open_case`, faults as `input.invalid`.
    """
    opened = open_case(ctx, case_id, V.MATCH)
    case = opened.case
    units = _units_named(ctx, wanted.subjects)
    refuse_if_any(_subject_faults(ctx, wanted.subjects))
    ctx.session.execute(delete(ComplaintSubject).where(ComplaintSubject.case_id == case.id))
    ctx.session.add_all(_subject(case, index, one, units) for index, one in enumerate(wanted.subjects))
    ranks = {one.rank for one in wanted.subjects}
    bureau = any(work.kind_of(ctx.session, one.unit_id) == UnitKind.BUREAU for one in wanted.subjects if one.unit_id)
    superior = bool(ranks & SUPERIOR)
    changes = {"matched": wanted.complete, "superior": superior, "restricted": bool(ranks & RESTRICTED) or bureau}
    events = (Event.SUPERIOR,) if superior and not case.superior else ()
    take(ctx, opened, Move(changes, events=events, touched=["subjects"]))
    if superior and CaseState(case.state) in DESK:
        tell(ctx, case, Permission.COMPLAINT_INTAKE, SUPERIOR_NAMED)
    return shown(ctx, opened)


def _subject(case: ComplaintCase, position: int, one: SubjectIn, units: dict[UUID, UUID]) -> ComplaintSubject:
    unit = units.get(one.person_id) if one.person_id else one.unit_id
    return ComplaintSubject(
        id=ids.random(),
        case_id=case.id,
        position=position,
        kind=one.kind.value,
        rank=one.rank.value,
        person_id=one.person_id,
        unit_id=unit,
    )


def _units_named(ctx: Context, subjects: list[SubjectIn]) -> dict[UUID, UUID]:
    return work.persons_there(ctx.session, [one.person_id for one in subjects if one.person_id])


def _subject_faults(ctx: Context, subjects: list[SubjectIn]) -> Iterator[Violation]:
    persons = _units_named(ctx, subjects)
    units = work.units_there(ctx.session, [one.unit_id for one in subjects if one.unit_id])
    for index, one in enumerate(subjects):
        given = (one.person_id is not None, one.unit_id is not None)
        shapes = {SubjectKind.PERSON: (True, False), SubjectKind.UNIT: (False, True)}
        if given != shapes.get(one.kind, (False, False)):
            yield Violation(errors.SUBJECT_SHAPE, f"/subjects/{index}")
        if one.person_id and one.person_id not in persons:
            yield Violation(errors.PERSON_NOT_FOUND, f"/subjects/{index}/person_id")
        if one.unit_id and one.unit_id not in units:
            yield Violation(errors.UNIT_NOT_FOUND, f"/subjects/{index}/unit_id")


def classify(ctx: Context, case_id: UUID, patch: ClassifyPatch) -> CaseOut:
    """Code what it is about. Before a track is decided, the clocks follow the matter. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.CLASSIFY)
    case, changes = opened.case, patch.changes()
    if "category" in changes and changes["category"] not in CATEGORIES:
        refuse_if_any([Violation(CATEGORY_UNKNOWN, "/category")])
    category = CATEGORIES.get(changes.get("category", case.category) or "")
    urgent = case.urgent or (category is not None and category.urgent)
    news = urgent and not case.urgent
    take(ctx, opened, Move({**changes, "urgent": urgent}))
    if case.track is None or news:
        retrack(ctx, case)
    if news:
        tell(ctx, case, Permission.COMPLAINT_LEAD, URGENT)
    return shown(ctx, opened)


def alarm(ctx: Context, case_id: UUID, wanted: AlarmIn) -> CaseOut:
    """Somebody may be in danger, and who has to know was told. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.ALARM)
    take(ctx, opened, Move(reason=wanted.reason, touched=[f"told:{wanted.told}"]))
    return shown(ctx, opened)


def ask(ctx: Context, case_id: UUID, text: str) -> CaseOut:
    """Ask the reporter; all other clocks keep running. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.ASK)
    ports.ask(ctx, opened.case, text)
    take(ctx, opened, Move(touched=["question"]))
    return shown(ctx, opened)


def resume(ctx: Context, case_id: UUID) -> CaseOut:
    """Go on without an answer. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.RESUME)
    take(ctx, opened)
    return shown(ctx, opened)


def withdraw(ctx: Context, case_id: UUID, reason: str | None) -> CaseOut:
    """Mark that the reporter takes it back; handling may go on. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.WITHDRAW)
    take(ctx, opened, Move({"withdrawn_on": clock.legal_day(ctx.now)}, reason))
    return shown(ctx, opened)


def merge(ctx: Context, case_id: UUID, wanted: CaseMergeIn) -> CaseOut:
    """Put a repeat into the case that it repeats. Its receipt keeps working; who works on the master is told.

    Errors: those of `open_case`, `complaint.master_not_found`, `complaint.master_wrong`.
    """
    opened = open_case(ctx, case_id, V.MERGE)
    case, today = opened.case, clock.legal_day(ctx.now)
    master = _master(ctx, case, wanted.into_id)
    row = ComplaintMerge(case_id=case.id, into_id=master.id, merged_by=ctx.signed_in.id, merged_on=today)
    ctx.session.add(row)
    master.repeats, master.updated_at = master.repeats + 1, ctx.now
    take(ctx, opened, Move({"merged_into_id": master.id, "archive_from_on": today + timedelta(days=ARCHIVE_DAYS)}))
    handler = work.current_assignment(ctx.session, master.id)
    if handler is not None:
        tell_accounts(ctx, master, {handler.handler_id}, MERGED)
    return shown(ctx, opened)


MERGED = notices.define("complaint.merged", permission=Permission.COMPLAINT_READ)


def _master(ctx: Context, case: ComplaintCase, into_id: UUID) -> ComplaintCase:
    try:
        master = visible.get_case(ctx, into_id)
    except Refused:
        refuse_if_any([Violation(errors.MASTER_NOT_FOUND, "/into_id")])
        raise
    if master.id == case.id or CaseState(master.state) in _NOT_MASTERS or master.unit_id != case.unit_id:
        raise Refused(errors.MASTER_WRONG)
    return master


def seal_up(ctx: Context, case_id: UUID, wanted: SealUpIn) -> CaseOut:
    """Send a matter of the superior organ's straight up: what was handed over is wiped here; a stub stays.

    工作规则 第15条. The stub keeps number, day, target and the digest of what was handed over. Errors: those of
    `open_case`, those of `handing_over.refuse_unconfirmed`.
    """
    opened = open_case(ctx, case_id, V.SEAL_UP)
    case, today = opened.case, clock.legal_day(ctx.now)
    handing_over.refuse_unconfirmed(ctx, case, wanted.sha256)
    ctx.session.add(
        ComplaintTransfer(
            id=ids.random(),
            case_id=case.id,
            upward=True,
            organ=wanted.organ,
            document_no=wanted.document_no,
            digest=wanted.sha256,
            proposed_by=ctx.signed_in.id,
            sent_by=ctx.signed_in.id,
            sent_on=today,
        )
    )
    nothing = dict.fromkeys(("category", "severity", "amount", "people"))
    take(ctx, opened, Move({**nothing, "archive_from_on": today}))
    ports.wipe(ctx, case, wanted.document_no)
    return shown(ctx, opened)


def accept(ctx: Context, case_id: UUID, track: Track, severity: str) -> CaseOut:
    """Accept a case: its clocks are those of the track. The leader alone admits to the track of discipline.

    Errors: those of `open_case`, `complaint.track_for_lead`.
    """
    verb = V.ADMIT if track is Track.DISCIPLINE else V.ACCEPT
    opened = open_case(ctx, case_id, verb)
    case, today = opened.case, clock.legal_day(ctx.now)
    if verb is V.ACCEPT and case.track == Track.DISCIPLINE:
        raise Refused(errors.TRACK_FOR_LEAD)
    case.track = track.value
    retrack(ctx, case)
    changes = {"track": track.value, "severity": severity, "accepted_on": today, **told_by_receipt(case, today)}
    events = (*opened.step.events, *_notice_events(case))
    take(ctx, opened, Move(changes, events=events, touched=["track"]))
    tell(ctx, case, Permission.COMPLAINT_LEAD, ACCEPTED)
    return shown(ctx, opened)


ACCEPTED = notices.define("complaint.accepted", permission=Permission.COMPLAINT_LEAD)


def told_by_receipt(case: ComplaintCase, today: date) -> dict[str, Any]:
    """Who holds a receipt of the portal reads there that it was accepted, or not: that is the notice."""
    return {"notified_on": today} if case.channel == Channel.PORTAL and case.notified_on is None else {}


def _notice_events(case: ComplaintCase) -> tuple[Event, ...]:
    return (Event.NOTIFIED,) if case.channel == Channel.PORTAL else ()


def notify(ctx: Context, case_id: UUID, wanted: NotifyIn) -> CaseOut:
    """The reporter was told of acceptance or refusal. Errors: those of `open_case`; a coming day as `input.invalid`."""
    opened = open_case(ctx, case_id, V.NOTIFY)
    if wanted.told_on > opened.facts.today:
        refuse_if_any([Violation(errors.DAY_FUTURE, "/told_on")])
    take(ctx, opened, Move({"notified_on": wanted.told_on}, touched=[f"channel:{wanted.channel}"]))
    return shown(ctx, opened)
