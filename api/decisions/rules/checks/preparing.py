"""PRE: what comes before the meeting. Topic, notice, and the steps that a matter asks for."""

from datetime import date, datetime

from api.checks.rules.answers import (
    BLUE,
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Outcome,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.arithmetic import OVER_HALF, TWO_THIRDS
from api.decisions.rules.book import Book, Case
from api.decisions.rules.checks.asking import (
    Sitting,
    about_meetings,
    about_spending,
    about_topics,
    unrecorded,
)
from api.decisions.rules.facts import Contract, Payment, PreStep
from api.decisions.rules.vocabulary import (
    EXCLUDED_SPENDING,
    Adviser,
    BudgetState,
    MeetingType,
    Post,
    StepType,
)

_LED = frozenset({MeetingType.PARTY_ORGANIZATION_MEETING, MeetingType.PRINCIPAL_OFFICE_MEETING})


@about_topics("PRE-01", YELLOW)
def the_topic_names_a_matter(case: Case, book: Book) -> Outcome:
    """Every topic belongs to a matter of the catalogue; all later questions hang on it."""
    if not case.topic.matter_codes and not case.topic.category and not case.topic.amount:
        return NOT_APPLICABLE
    if book.facts.catalogue is None:
        return lacking("catalogue")
    unknown = [code for code in case.topic.matter_codes if code not in book.catalogue]
    return passes(bool(case.topic.matter_codes) and not unknown, unknown=unknown)


@about_spending("PRE-02", RED)
def large_spending_was_decided(spent: Payment | Contract, book: Book) -> Outcome:
    """财会〔2012〕21号: large sums are decided collectively. A payment under a contract is asked about there."""
    if spent.spend_type in EXCLUDED_SPENDING or (isinstance(spent, Payment) and spent.contract_id in book.contracts):
        return NOT_APPLICABLE
    day = spent.signed_on if isinstance(spent, Contract) else spent.paid_on
    row = book.threshold(spent.spend_type, spent.budget_state, day)
    if row is None:
        return lacking("policy.thresholds")
    if spent.amount < row.amount or book.decision_behind(spent):
        return PASSED
    if spent.spend_type is None:
        return lacking("spend_type")
    return failed(amount=spent.amount, threshold=row.amount)


@about_topics("PRE-03", BLUE)
def the_topic_was_handed_in_early(case: Case, book: Book) -> Outcome:
    """A topic in writing, some days before."""
    if case.meeting.emergency or case.topic.added_at:
        return NOT_APPLICABLE
    if case.topic.submitted_at is None:
        return lacking("topic.submitted_at")
    return _early(book.day_of(case.topic.submitted_at), case.day, book.limit("topic_days", case.day))


@about_meetings("PRE-04", YELLOW)
def notice_and_papers_came_early(sitting: Sitting, book: Book) -> Outcome:
    """Who learns of a topic at the table cannot weigh it."""
    meeting, day = sitting
    if meeting.emergency:
        return NOT_APPLICABLE
    if meeting.notice_at is None or meeting.papers_at is None:
        return lacking("meeting.notice_at" if meeting.notice_at is None else "meeting.papers_at")
    latest: datetime = max(meeting.notice_at, meeting.papers_at)
    return _early(book.day_of(latest), day, book.limit("notice_days", day))


def _early(done_on: date, meeting_on: date, limit: int) -> Outcome:
    days = (meeting_on - done_on).days
    return passes(days >= limit, done_on=done_on, meeting_on=meeting_on, days=days, limit=limit)


@about_topics("PRE-05", RED, YELLOW)
def no_topic_was_put_in_late(case: Case, book: Book) -> Outcome:
    """No ad-hoc motion but in an emergency; about appointments and large sums not even then."""
    grave = book.is_appointment(case.topic) or book.is_large(case.topic, case.day)
    if case.meeting.emergency and not grave:
        return NOT_APPLICABLE
    entered = case.topic.added_at or case.topic.submitted_at
    if entered is None or case.meeting.notice_at is None:
        return lacking("topic.submitted_at" if entered is None else "meeting.notice_at")
    if entered <= case.meeting.notice_at:
        return PASSED
    return failed(RED if grave else YELLOW, added_at=entered, notice_at=case.meeting.notice_at)


@about_topics("PRE-06", YELLOW)
def secretary_and_principal_agreed_to_ask(case: Case, book: Book) -> Outcome:
    """中办发〔2022〕7号: a topic is put only when secretary and principal have talked and do not differ in the main."""
    both = book.holders(Post.SECRETARY, case.day) & book.holders(Post.PRINCIPAL, case.day)
    if case.meeting.type not in _LED or both:
        return NOT_APPLICABLE
    return _step(case, StepType.SECRETARY_PRINCIPAL_TALK, agreed=True)


@about_topics("PRE-07", YELLOW)
def experts_were_asked(case: Case, book: Book) -> Outcome:
    """教监〔2011〕7号: expert argument for professional and technical matters."""
    return _required(case, book, StepType.EXPERT)


@about_topics("PRE-08", YELLOW)
def the_risk_was_assessed(case: Case, book: Book) -> Outcome:
    """国务院令第713号: risk assessment."""
    return _required(case, book, StepType.RISK)


@about_topics("PRE-09", RED)
def its_legality_was_reviewed(case: Case, book: Book) -> Outcome:
    """国务院令第713号: legality review. An opinion file before the meeting, or the legal adviser sat in."""
    if not book.needs_step(case.topic, StepType.LEGALITY):
        return _unknown_or(NOT_APPLICABLE, case, book)
    sat_in = any(a.adviser is Adviser.LEGAL and a.was_there for a in case.meeting.attendance or ())
    return PASSED if sat_in else _step(case, StepType.LEGALITY, written=True)


@about_topics("PRE-10", RED)
def the_staff_congress_was_heard(case: Case, book: Book) -> Outcome:
    """教监〔2011〕7号, 教育部令第32号: matters of staff interest; two thirds there, more than half of all in favour."""
    if not book.needs_step(case.topic, StepType.STAFF_CONGRESS):
        return _unknown_or(NOT_APPLICABLE, case, book)
    outcome = _step(case, StepType.STAFF_CONGRESS)
    return _congress(_find(case, StepType.STAFF_CONGRESS)) if outcome is PASSED else outcome


def _congress(step: PreStep | None) -> Outcome:
    if step is None or step.expected is None or step.present is None or step.in_favour is None:
        return lacking("staff_congress.counts")
    there, votes = TWO_THIRDS.need(step.expected), OVER_HALF.need(step.expected)
    return passes(
        step.present >= there and step.in_favour >= votes,
        present=step.present,
        present_needed=there,
        in_favour=step.in_favour,
        votes_needed=votes,
    )


@about_topics("PRE-11", RED)
def the_discipline_office_was_consulted(case: Case, book: Book) -> Outcome:
    """教监〔2011〕7号: asked in writing before cadres are appointed."""
    if not (book.is_appointment(case.topic) or book.needs_step(case.topic, StepType.DISCIPLINE_OPINION)):
        return _unknown_or(NOT_APPLICABLE, case, book)
    return _step(case, StepType.DISCIPLINE_OPINION, written=True)


@about_topics("PRE-12", YELLOW)
def parents_were_consulted(case: Case, book: Book) -> Outcome:
    """Canteen, uniforms, after-school charging: counties ask for the parent committee."""
    return _required(case, book, StepType.PARENT_COMMITTEE)


@about_topics("PRE-13", YELLOW)
def the_public_could_comment(case: Case, book: Book) -> Outcome:
    """国务院令第713号: as a rule no less than 30 days where the public interest is touched."""
    if not any(matter.public_interest for matter in book.matters(case.topic)):
        return _unknown_or(NOT_APPLICABLE, case, book)
    outcome = _step(case, StepType.PUBLICITY_COMMENT)
    step = _find(case, StepType.PUBLICITY_COMMENT)
    if outcome is not PASSED or step is None:
        return outcome
    if step.starts_on is None or step.ends_on is None:
        return lacking("publicity_comment.period")
    days, limit = (step.ends_on - step.starts_on).days + 1, book.limit("comment_days", case.day)
    return passes(days >= limit, days=days, limit=limit)


@about_topics("PRE-14", RED)
def the_money_has_a_source(case: Case, book: Book) -> Outcome:
    """A line of the budget, or marked as unbudgeted, for which the policy has a threshold of its own."""
    if not case.topic.amount:
        return NOT_APPLICABLE
    if case.topic.budget_state is None:
        return lacking("topic.budget_state")
    if case.topic.budget_state is BudgetState.BUDGETED:
        return passes(bool(case.topic.budget_line), missing=["topic.budget_line"])
    policy = book.policy(case.day)
    rows = policy.thresholds if policy else ()
    return passes(any(row.budget_state is BudgetState.UNBUDGETED for row in rows), missing=["policy.thresholds"])


def _required(case: Case, book: Book, kind: StepType) -> Outcome:
    if not book.needs_step(case.topic, kind):
        return _unknown_or(NOT_APPLICABLE, case, book)
    return _step(case, kind)


def _unknown_or(outcome: Outcome, case: Case, book: Book) -> Outcome:
    """What a matter asks for is known only where there is a catalogue and the topic names its matter."""
    if book.facts.catalogue is None or not case.topic.matter_codes:
        return lacking("topic.matter_codes")
    return outcome


def _find(case: Case, kind: StepType) -> PreStep | None:
    return next((step for step in case.topic.steps or () if step.type is kind), None)


def _step(case: Case, kind: StepType, *, written: bool = False, agreed: bool = False) -> Outcome:
    """Whether a step was done, before the meeting, in writing or in agreement where that is asked."""
    step = _find(case, kind)
    if step is None:
        return unrecorded(case.meeting, kind) if case.topic.steps is None else failed(missing=[kind])
    if step.done is None or (agreed and step.agreed is None):
        return lacking(f"{kind}.done" if step.done is None else f"{kind}.agreed")
    if step.ends_on and step.ends_on > case.day:
        return failed(ends_on=step.ends_on, meeting_on=case.day)
    in_order = step.done and (step.written or not written) and (step.agreed is True or not agreed)
    return passes(in_order, step=kind, done=step.done, written=step.written, agreed=step.agreed)
