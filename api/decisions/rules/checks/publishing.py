"""PUB and FIL: what is shown to people, and what is filed with the bureau."""

from collections.abc import Iterable
from datetime import date

from api.checks.rules.answers import (
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Answer,
    Outcome,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.book import Book, Case
from api.decisions.rules.checks.asking import about_decisions, waited_for
from api.decisions.rules.facts import Filing, Publicity
from api.decisions.rules.vocabulary import Confidentiality, FilingAnswer, FilingKind, PublicityKind

_WORST_FIRST = (Answer.FAIL, Answer.INSUFFICIENT_DATA, Answer.PASS, Answer.NOT_APPLICABLE)


@about_decisions("PUB-01", RED)
def it_was_publicized_long_enough(case: Case, book: Book) -> Outcome:
    """公示: appointments five working days, projects three, unless the policy says otherwise."""
    if not case.decision.passed or not _needs_notice(case, book):
        return NOT_APPLICABLE
    notices = _of(case, PublicityKind.PUBLIC_NOTICE)
    began = book.began_on(case.decision)
    if not notices:
        if began is not None:
            return failed(began_on=began)
        return waited_for(book.working_day_after(case.day, book.limit("disclosure_days", case.day)), book)
    if any(notice.starts_on is None or notice.ends_on is None for notice in notices):
        return lacking("publicity.period")
    days = max(_notice_days(notice, book) for notice in notices)
    limit = book.limit(f"notice_days_{'appointment' if book.is_appointment(case.topic) else 'project'}", case.day)
    return passes(days >= limit, working_days=days, limit=limit)


def _needs_notice(case: Case, book: Book) -> bool:
    return book.is_appointment(case.topic) or any(matter.needs_publicity for matter in book.matters(case.topic))


def _notice_days(notice: Publicity, book: Book) -> int:
    """Working days of a notice, its first day included when it is one."""
    assert notice.starts_on is not None
    assert notice.ends_on is not None
    return book.working_days(notice.starts_on, notice.ends_on) + book.calendar.is_working(notice.starts_on)


@about_decisions("PUB-02", RED)
def it_took_effect_after_the_notice(case: Case, book: Book) -> Outcome:
    """Nothing takes effect while people may still object, or while an objection is not answered."""
    notices = _of(case, PublicityKind.PUBLIC_NOTICE)
    if not notices or not case.decision.passed:
        return NOT_APPLICABLE
    ends = [notice.ends_on for notice in notices if notice.ends_on is not None]
    began = book.began_on(case.decision)
    if len(ends) < len(notices) or began is None:
        return lacking("publicity.period" if began else "decision.effective_on")
    waiting = sum(notice.objections_open for notice in notices)
    return passes(began > max(ends) and not waiting, began_on=began, ends_on=max(ends), objections_open=waiting)


@about_decisions("PUB-03", YELLOW)
def the_result_was_disclosed(case: Case, book: Book) -> Outcome:
    """公开: what can be disclosed is, within twenty working days."""
    if not case.decision.passed or not _is_public(case, book):
        return NOT_APPLICABLE
    due_on = book.working_day_after(case.day, book.limit("disclosure_days", case.day))
    told = _of(case, PublicityKind.DISCLOSURE)
    if not told:
        return waited_for(due_on, book)
    days = [notice.starts_on for notice in told if notice.starts_on is not None]
    if not days:
        return lacking("publicity.published_on")
    return passes(min(days) <= due_on, published_on=min(days), due_on=due_on)


def _is_public(case: Case, book: Book) -> bool:
    if case.decision.confidentiality is not Confidentiality.INTERNAL:
        return case.decision.confidentiality is Confidentiality.PUBLIC
    return any(matter.disclosure is Confidentiality.PUBLIC for matter in book.matters(case.topic))


@about_decisions("PUB-04", RED)
def nothing_confidential_was_shown(case: Case, _: Book) -> Outcome:
    """Confidential matters stay inside; personal data is masked before anything is shown."""
    shown = case.decision.publicity
    if not shown:
        return NOT_APPLICABLE
    if case.decision.confidentiality is Confidentiality.CONFIDENTIAL:
        return failed(publicity=[notice.id for notice in shown])
    bare = [notice.id for notice in shown if notice.masked is False]
    if bare or all(notice.masked for notice in shown):
        return passes(not bare, unmasked=bare)
    return lacking("publicity.masked")


def _of(case: Case, kind: PublicityKind) -> list[Publicity]:
    return [notice for notice in case.decision.publicity if notice.kind is kind]


@about_decisions("FIL-01", YELLOW)
def it_was_filed_before_the_meeting(case: Case, book: Book) -> Outcome:
    """事前报备, where the bureau asks for it: some working days before the meeting."""
    policy = book.policy(case.day)
    if policy is None or policy.pre_filing_required is None:
        return lacking("policy.pre_filing_required")
    if not policy.pre_filing_required:
        return NOT_APPLICABLE
    filings = _filings(case, FilingKind.PRE_FILING)
    filed = _first_day(filings)
    if filed is None:
        return lacking("filing.filed_on") if filings else failed(missing=[FilingKind.PRE_FILING])
    limit = book.limit("pre_filing_days", case.day)
    days = book.working_days(filed, case.day)
    return passes(days >= limit, filed_on=filed, meeting_on=case.day, working_days=days, limit=limit)


@about_decisions("FIL-02", YELLOW, RED)
def it_was_filed_after_the_meeting(case: Case, book: Book) -> Outcome:
    """事后报备: within some working days; red when it is later than thirty."""
    if not case.decision.passed:
        return NOT_APPLICABLE
    filings = _filings(case, FilingKind.POST_FILING)
    filed = _first_day(filings)
    if filings and filed is None:
        return lacking("filing.filed_on")
    due_on = book.working_day_after(case.day, book.limit("post_filing_days", case.day))
    if filed is None and book.today <= due_on:
        return NOT_APPLICABLE
    if filed is not None and filed <= due_on:
        return PASSED
    gravely = book.working_day_after(case.day, book.limit("post_filing_red_days", case.day))
    return failed(RED if (filed or book.today) > gravely else YELLOW, filed_on=filed, due_on=due_on)


@about_decisions("FIL-03", RED)
def it_was_approved_before_it_began(case: Case, book: Book) -> Outcome:
    """报批: what needs approval has its number before anything is signed, paid or begun."""
    if not case.decision.passed or not any(matter.needs_approval for matter in book.matters(case.topic)):
        return NOT_APPLICABLE
    began = book.began_on(case.decision)
    approvals = [filing for filing in _filings(case, FilingKind.APPROVAL) if filing.approval_no]
    if not approvals:
        return failed(began_on=began, missing=["approval_no"]) if began else lacking("filing.approval_no")
    answered = [filing.answered_on for filing in approvals if filing.answered_on is not None]
    if not answered:
        return lacking("filing.answered_on")
    return passes(began is None or began >= min(answered), began_on=began, approved_on=min(answered))


@about_decisions("FIL-04", YELLOW)
def the_bureau_answered_and_was_heard(case: Case, book: Book) -> Outcome:
    """The bureau answers within three working days; what it objects to is acted on."""
    filings = case.decision.filings
    if not filings:
        return NOT_APPLICABLE
    if any(filing.filed_on is None for filing in filings):
        return lacking("filing.filed_on")
    answers = [_answer(filing, case, book) for filing in filings]
    return min(answers, key=lambda outcome: _WORST_FIRST.index(outcome.answer))


def _answer(filing: Filing, case: Case, book: Book) -> Outcome:
    assert filing.filed_on is not None
    due_on = book.working_day_after(filing.filed_on, book.limit("answer_days", case.day))
    if filing.answered_on is None:
        return waited_for(due_on, book)
    ignored = filing.answer is FilingAnswer.OBJECTED and filing.acted_on is None
    return passes(
        filing.answered_on <= due_on and not ignored,
        answered_on=filing.answered_on,
        due_on=due_on,
        objection_ignored=ignored,
    )


def _filings(case: Case, kind: FilingKind) -> list[Filing]:
    return [filing for filing in case.decision.filings if filing.kind is kind]


def _first_day(filings: Iterable[Filing]) -> date | None:
    return min((filing.filed_on for filing in filings if filing.filed_on is not None), default=None)
