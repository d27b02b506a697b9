"""ANO-09 to ANO-15: what no single record shows. Surges, silence, absences, roles, emergencies."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from api.checks.rules.answers import (
    BLUE,
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Outcome,
    Subject,
    failed,
    graver,
    lacking,
    passes,
)
from api.decisions.rules.book import Book
from api.decisions.rules.checks.asking import about_payments, across, school_subject
from api.decisions.rules.facts import Meeting, Payment, TeamMember
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING, Category, Group, MeetingType, Post

_HALF_YEAR, _YEAR_AND_HALF = timedelta(days=182), timedelta(days=547)
_TIMES_MEAN = 2
_SOME_APPOINTMENTS = 3
_IN_A_ROW = 3
_MONEY = frozenset({Category.MAJOR_PROJECT, Category.LARGE_FUND_USE})


@across("team_member", "ANO-09", YELLOW)
def no_rush_before_the_principal_leaves(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """Twice the usual spending or appointments in the half year before the principal's term ends."""
    leaving = [m for m in book.facts.team or () if m.post is Post.PRINCIPAL and m.ends_on and m.group is Group.ADMIN]
    if not leaving:
        yield school_subject(book), lacking("team") if book.facts.team is None else NOT_APPLICABLE
    for member in leaving:
        yield Subject("team_member", member.id, member.post, member.ends_on), _rush(member, book)


def _rush(member: TeamMember, book: Book) -> Outcome:
    """The last half year against the year before it, as twice the mean of its halves."""
    assert member.ends_on is not None
    begins, before = member.ends_on - _HALF_YEAR, member.ends_on - _YEAR_AND_HALF
    if book.today < member.ends_on - _HALF_YEAR / 2:
        return NOT_APPLICABLE
    first = min((payment.paid_on for payment in book.facts.payments or ()), default=None)
    if first is None or first > before + timedelta(days=31):
        return lacking("payments")
    late, usual = (_spent(book, begins, member.ends_on), _spent(book, before, begins))
    posts, usual_posts = _appointed(book, begins, member.ends_on), _appointed(book, before, begins)
    surge = 2 * late > _TIMES_MEAN * usual
    rush = posts >= _SOME_APPOINTMENTS and 2 * posts > _TIMES_MEAN * usual_posts
    return passes(
        not surge and not rush,
        spent=late,
        spent_year_before=usual,
        appointments=posts,
        appointments_year_before=usual_posts,
    )


def _spent(book: Book, after: date, until: date) -> int:
    return sum(p.amount for p in _counted(book) if after < p.paid_on <= until)


def _appointed(book: Book, after: date, until: date) -> int:
    return sum(book.is_appointment(c.topic) and c.decision.passed for c in book.decided if after < c.day <= until)


def _counted(book: Book) -> list[Payment]:
    return book.kept("counted", lambda: [p for p in book.facts.payments or () if p.spend_type not in EXCLUDED_SPENDING])


@across("school", "ANO-10", BLUE)
def december_is_a_month_like_others(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """Budget that must go: December spends more than twice the mean of the months."""
    if book.facts.payments is None:
        yield school_subject(book), lacking("payments")
        return
    months: dict[int, Counter[int]] = defaultdict(Counter)
    for payment in _counted(book):
        months[payment.paid_on.year][payment.paid_on.month] += max(payment.amount, 0)
    for year, sums in sorted(months.items()) or [(book.today.year, Counter())]:
        yield school_subject(book, str(year)), _december(year, sums, book)


def _december(year: int, sums: Counter[int], book: Book) -> Outcome:
    total = sum(sums.values())
    if book.today.year == year or not total:
        return NOT_APPLICABLE
    return passes(12 * sums[12] <= _TIMES_MEAN * total, december=sums[12], year_total=total)


@across("school", "ANO-11", RED)
def the_party_meeting_is_not_silent(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """No party meeting for two months, or a term without a topic while large sums are paid."""
    if book.facts.team is None or book.facts.recorded_since is None:
        yield school_subject(book), lacking("team" if book.facts.team is None else "school.recorded_since")
        return
    if not any(member.group is Group.PARTY for member in book.facts.team):
        yield school_subject(book), NOT_APPLICABLE
        return
    silent = [*_gaps(book), *_empty_terms(book)]
    yield from silent or [(school_subject(book), PASSED)]


def _gaps(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """Times without a party meeting since the log is kept, up to today; the subject's key is the day it began."""
    assert book.facts.recorded_since is not None
    party = MeetingType.PARTY_ORGANIZATION_MEETING
    days = sorted(day for meeting, day in book.meetings if meeting.type is party and day >= book.facts.recorded_since)
    for last, following in zip([book.facts.recorded_since, *days], [*days, None], strict=True):
        limit = book.limit("meeting_gap_days", last)
        if ((following or book.today) - last).days > limit:
            yield school_subject(book, f"gap:{last}"), failed(no_meeting_since=last, next_on=following, limit=limit)


def _empty_terms(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    for first, last in book.facts.terms:
        topics = any(first <= case.day <= last for case in book.cases)
        if last >= book.today or topics or (book.facts.recorded_since or last) > first:
            continue
        large = sorted(p.id for p in _counted(book) if first <= p.paid_on <= last and _is_large(p, book))
        if large:
            yield school_subject(book, f"term:{first}"), failed(term=[first, last], payments=large)


def _is_large(payment: Payment, book: Book) -> bool:
    row = book.threshold(payment.spend_type, payment.budget_state, payment.paid_on)
    return row is not None and payment.amount >= row.amount


@across("team_member", "ANO-12", BLUE)
def nobody_stays_away_from_money(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """The same member absent whenever money is on the table, three times running."""
    money = [c for c in book.cases if book.categories(c.topic) & _MONEY]
    sittings = list({case.meeting.id: case for case in money}.values())
    if any(case.meeting.attendance is None for case in sittings):
        yield school_subject(book), lacking("meeting.attendance")
    for member in book.facts.team or ():
        asked = [case.meeting for case in sittings if book.is_entitled(member, case.meeting, case.day)]
        yield Subject("team_member", member.id, member.post, member.starts_on), _absences(member.person_id, asked)


def _absences(person_id: UUID, asked: list[Meeting]) -> Outcome:
    """The first run of absences that is too long; a meeting without attendance breaks it."""
    if len(asked) < _IN_A_ROW:
        return NOT_APPLICABLE
    for at in range(len(asked) - _IN_A_ROW + 1):
        run = asked[at : at + _IN_A_ROW]
        if all(_is_away(person_id, meeting) for meeting in run):
            return failed(absent_from=[meeting.id for meeting in run])
    return PASSED


def _is_away(person_id: UUID, meeting: Meeting) -> bool:
    if meeting.attendance is None:
        return False
    return not any(one.person_id == person_id and one.was_there for one in meeting.attendance)


@across("decision", "ANO-13", YELLOW, RED, BLUE, restricted=True)
def complaints_weigh_on_open_findings(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """A complaint about what has an open finding raises it one step, in what the inspection team looks at only."""
    if book.facts.complaints is None:
        yield school_subject(book), lacking("complaints")
        return
    open_at = {complaint.decision_id: complaint.severity for complaint in book.facts.complaints}
    for case in book.decided:
        severity = open_at.get(case.decision.id)
        clean = PASSED if case.decision.id in open_at else NOT_APPLICABLE
        outcome = failed(graver(severity), raised_from=severity) if severity else clean
        yield Subject("decision", case.decision.id, case.topic.title, case.day), outcome


@about_payments("ANO-14", RED)
def nobody_proposed_bought_and_accepted(payment: Payment, _: Book) -> Outcome:
    """财会〔2012〕21号: duties that exclude each other lie in different hands."""
    if payment.spend_type in EXCLUDED_SPENDING:
        return NOT_APPLICABLE
    if payment.proposer_id is None or payment.buyer_id is None or payment.accepted_by is None:
        return lacking("payment.proposer_id", "payment.buyer_id", "payment.accepted_by")
    alone = payment.proposer_id == payment.buyer_id and set(payment.accepted_by) == {payment.buyer_id}
    return passes(not alone, person=payment.buyer_id)


@across("school", "ANO-15", YELLOW)
def emergencies_are_rare(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """An emergency that comes every other month is a habit."""
    years: dict[int, list[bool | None]] = defaultdict(list)
    for meeting, day in book.meetings:
        years[day.year].append(meeting.emergency)
    for year, flags in sorted(years.items()):
        yield school_subject(book, str(year)), _emergencies(flags, book.limit("emergencies_a_year", date(year, 12, 31)))


def _emergencies(flags: list[bool | None], limit: int) -> Outcome:
    urgent = sum(flag is True for flag in flags)
    if urgent > limit:
        return failed(emergencies=urgent, limit=limit)
    if None in flags:
        return lacking("meeting.emergency")
    return PASSED if urgent else NOT_APPLICABLE
