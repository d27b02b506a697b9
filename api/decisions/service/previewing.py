"""What the rules would say about a meeting as it is recorded now. Nothing is written: a draft is nobody's record yet."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from api.calendars.queries import work_calendar
from api.checks.queries import find_people
from api.checks.rules.answers import Answer, FindingSeverity
from api.checks.rules.engine import Counts, Found, Report, run
from api.checks.schemas.results import CheckCounts, CheckResultRow, CheckSubject
from api.checks.service import evidence_of
from api.core import clock
from api.core.context import Context
from api.core.schemas import Named, UnitRef
from api.decisions import queries
from api.decisions.checking import SUITE
from api.decisions.queries.facts.following import Following
from api.decisions.queries.facts.meetings import as_meeting
from api.decisions.queries.tree import MeetingTree
from api.decisions.rules.book import Book
from api.decisions.schemas.meetings_out import MeetingChecks

_ANSWERS, _SEVERITIES = tuple(Answer), tuple(FindingSeverity)


def preview_checks(ctx: Context, meeting_id: UUID) -> MeetingChecks:
    """Every rule about the meeting, its topics and decisions, as if it were submitted now. Errors: `not_found`."""
    meeting, _ = queries.load_meeting(ctx, meeting_id)
    tree = queries.tree_of(ctx, meeting)
    place = queries.place_of(ctx, meeting.unit_id)
    report = run(SUITE.stored, _with(ctx.session, tree, ctx))
    own = {meeting.id, *_parts(tree)}
    found = sorted((each for each in report.found if each.subject.id in own), key=_gravest_first)
    unit = UnitRef(id=place.id, name=place.name, kind=place.kind)
    people = find_people(ctx, [evidence_of(each) for each in found])
    items = [_shown(ctx, unit, each, named) for each, named in zip(found, people, strict=True)]
    return MeetingChecks(counts=_counted(report, own), items=items)


def _with(session: Session, tree: MeetingTree, ctx: Context) -> Book:
    """The school's book in which the meeting stands as it is recorded now."""
    unit_id = tree.row.unit_id
    ((_, book),) = SUITE.worlds(session, [unit_id], ctx.now)
    now = as_meeting(tree, Following(session, [unit_id]))
    held = [each for each in book.facts.meetings if each.id != now.id]
    facts = replace(book.facts, meetings=(*held, now))
    return Book(facts, clock.legal_day(ctx.now), work_calendar(session), clock.legal_day)


def _parts(tree: MeetingTree) -> list[UUID]:
    topics = [topic.row.id for topic in tree.topics]
    return [*topics, *(topic.decision.id for topic in tree.topics if topic.decision is not None)]


def _gravest_first(found: Found) -> tuple[int, int, str, UUID]:
    answer, severity = _ANSWERS.index(found.outcome.answer), _SEVERITIES.index(found.severity)
    return answer, severity, found.rule_id, found.subject.id


def _counted(report: Report, own: set[UUID]) -> CheckCounts:
    total = Counts()
    for (_, subject_id), counts in report.by_record.items():
        total = total.plus(counts) if subject_id in own else total
    return CheckCounts(**total._asdict())


def _shown(ctx: Context, unit: UnitRef, found: Found, people: list[Named]) -> CheckResultRow:
    about = found.subject
    return CheckResultRow(
        unit=unit,
        rule_id=found.rule_id,
        subject=CheckSubject(type=about.type, id=about.id, key=about.key, label=about.label, on=about.on),
        answer=found.outcome.answer,
        severity=found.severity,
        evidence=evidence_of(found),
        people=people,
        answered_at=ctx.now,
    )
