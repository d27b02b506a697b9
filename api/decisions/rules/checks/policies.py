"""POL: the policy itself. A meeting can only keep to rules that exist and are fit to be kept."""

from api.checks.rules.answers import BLUE, NOT_APPLICABLE, PASSED, RED, YELLOW, Outcome, failed, lacking, passes
from api.decisions.rules.alike import shared_percent
from api.decisions.rules.arithmetic import HALF, TWO_THIRDS, Share
from api.decisions.rules.book import Book
from api.decisions.rules.checks.asking import Sitting, about_meetings, about_policies, about_school
from api.decisions.rules.facts import Level, Policy, QuorumRow
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING, Category, MeetingType

_GOVERNED = frozenset({MeetingType.PARTY_ORGANIZATION_MEETING, MeetingType.PRINCIPAL_OFFICE_MEETING})
_NORMAL_SPENDING = 5  # thresholds in a year: a school that spends less may well have had no large sum


@about_meetings("POL-01", RED)
def a_policy_is_in_force(sitting: Sitting, book: Book) -> Outcome:
    """中办发〔2022〕7号: both meetings have rules of procedure."""
    if sitting.meeting.type not in _GOVERNED:
        return NOT_APPLICABLE
    policy = book.policy(sitting.day)
    if policy is None:
        return failed(day=sitting.day)
    if policy.procedures is None:
        return lacking("policy.procedures")
    return passes(policy.procedures >= _GOVERNED, missing=sorted(_GOVERNED - policy.procedures), policy=policy.id)


@about_school("POL-02", YELLOW)
def the_catalogue_covers_all_categories(_: Book, book: Book) -> Outcome:
    """Major decisions, appointments, projects, large sums: 财会〔2012〕21号 and every school rule name the four."""
    if not book.has_begun:
        return NOT_APPLICABLE
    if book.facts.catalogue is None:
        return lacking("catalogue")
    absent = set(Category) - {matter.category for matter in book.facts.catalogue}
    return passes(not absent, missing=sorted(absent))


@about_school("POL-03", YELLOW)
def the_threshold_is_no_outlier(_: Book, book: Book) -> Outcome:
    """Auditors ask whether the threshold lets anything reach the meeting at all."""
    row, median = book.threshold(None, None, book.today), book.facts.peers.threshold_median
    if row is None:
        return NOT_APPLICABLE
    if median is None or book.facts.payments is None:
        return lacking("peers.threshold_median" if median is None else "payments")
    if row.amount > 3 * median or 3 * row.amount < median:
        return failed(threshold=row.amount, median=median)
    return _something_reaches(row.amount, book)


def _something_reaches(threshold: int, book: Book) -> Outcome:
    since = book.year_ago()
    paid = (p for p in book.facts.payments or () if p.paid_on > since and p.spend_type not in EXCLUDED_SPENDING)
    spent = sum(payment.amount for payment in paid)
    reached = any((case.topic.amount or 0) >= threshold for case in book.cases if case.day > since)
    if reached or spent < _NORMAL_SPENDING * threshold:
        return PASSED
    return failed(threshold=threshold, spent_at_least=_NORMAL_SPENDING * threshold)


@about_policies("POL-04", RED)
def the_quorum_is_lawful(policy: Policy, book: Book) -> Outcome:
    """中办发〔2022〕7号: at least half; at least two thirds for appointments. Judged where the school wrote it."""
    if policy.level is Level.BUREAU or (policy.effective_to and policy.effective_to < book.today):
        return NOT_APPLICABLE
    if not policy.quorums:
        return lacking("policy.quorums")
    low = [str(row.share) for row in policy.quorums if row.share.is_below(_lawful(row))]
    return passes(not low, shares=low)


def _lawful(row: QuorumRow) -> Share:
    return TWO_THIRDS if row.category is Category.PERSONNEL_APPOINTMENT else HALF


@about_policies("POL-05", BLUE)
def the_policy_is_no_copy(policy: Policy, book: Book) -> Outcome:
    """A copied policy names no sum, no post and no day of this school."""
    above = [one for one in book.facts.policies if one.level is Level.BUREAU]
    if policy.level is Level.BUREAU or not above:
        return NOT_APPLICABLE
    texts = [one.text for one in above if one.text]
    if not policy.text or not texts:
        return lacking("policy.text")
    likeness = max(shared_percent(policy.text, text) for text in texts)
    limit = book.limit("copy_percent", book.today)
    return passes(likeness <= limit, percent=likeness, limit=limit)
