"""EXE: what became of a decision. Not before it, not against it, not for more than it allowed."""

from datetime import timedelta

from api.checks.rules.answers import (
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Outcome,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.book import Book, Case
from api.decisions.rules.checks.asking import about_decisions, about_payments, about_spending, waited_for
from api.decisions.rules.facts import Contract, Decision, Payment
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING, DecisionStatus, SpendType

_BOUGHT = frozenset({SpendType.GOODS, SpendType.WORKS, SpendType.SERVICES})
_STOPPED = frozenset({DecisionStatus.SUSPENDED, DecisionStatus.SUPERSEDED})
_DONE = frozenset({DecisionStatus.COMPLETED, DecisionStatus.EVALUATED})
_ACCEPTERS = 2


@about_decisions("EXE-01", RED)
def nothing_happened_before_the_decision(case: Case, book: Book) -> Outcome:
    """先办后议: begun, signed, paid or in effect before it was decided."""
    if not case.decision.passed:
        return NOT_APPLICABLE
    acts = book.acts(case.decision)
    if not acts:
        waits = book.today <= case.day + timedelta(days=book.limit("execution_days", case.day))
        return NOT_APPLICABLE if waits else lacking("execution", "payments", "contracts")
    early = {name: day for name, day in acts.items() if day < case.decision.decided_on}
    return passes(not early, decided_on=case.decision.decided_on, **early)


@about_decisions("EXE-02", YELLOW)
def execution_is_reported(case: Case, book: Book) -> Outcome:
    """Somebody says within a month what is being done."""
    if not case.decision.passed:
        return NOT_APPLICABLE
    due_on = case.day + timedelta(days=book.limit("execution_days", case.day))
    execution = case.decision.execution
    if execution is None:
        return waited_for(due_on, book)
    days = [day for day in (execution.started_on, execution.completed_on, *execution.reported_on) if day]
    return passes(min(days) <= due_on, reported_on=min(days), due_on=due_on) if days else lacking("execution.dates")


@about_decisions("EXE-03", YELLOW)
def it_was_done_in_time(case: Case, book: Book) -> Outcome:
    """The resolution named a day."""
    if not case.decision.passed:
        return NOT_APPLICABLE
    if case.decision.due_on is None:
        return lacking("decision.due_on")
    completed = case.decision.execution.completed_on if case.decision.execution else None
    if completed is None:
        return waited_for(case.decision.due_on, book)
    return passes(completed <= case.decision.due_on, completed_on=completed, due_on=case.decision.due_on)


@about_decisions("EXE-04", RED, YELLOW)
def no_more_was_paid_than_approved(case: Case, book: Book) -> Outcome:
    """More than approved is more than approved; over a tenth more needs a new decision."""
    approved = case.decision.approved_amount
    if not case.decision.passed or (approved is None and not case.topic.amount):
        return NOT_APPLICABLE
    if approved is None or book.facts.payments is None:
        return lacking("decision.approved_amount" if approved is None else "payments")
    paid = sum(payment.amount for payment in book.payments_of.get(case.decision.id, ()))
    if paid <= approved or _decided_again(case.decision, book):
        return PASSED
    limit = book.limit("overspend_percent", case.day)
    grave = 100 * (paid - approved) > limit * approved
    return failed(RED if grave else YELLOW, paid=paid, approved=approved, limit=limit)


def _decided_again(decision: Decision, book: Book) -> bool:
    changed = decision.execution.changed_by_topic_id if decision.execution else None
    return changed in book.case_by_topic


@about_decisions("EXE-05", RED)
def who_was_approved_was_paid(case: Case, book: Book) -> Outcome:
    """The money went to the supplier, and came out of the budget line, that were decided."""
    paid, approved = book.payments_of.get(case.decision.id, []), case.decision.approved_supplier_id
    if not paid or approved is None:
        return NOT_APPLICABLE
    if any(payment.supplier_id is None for payment in paid):
        return lacking("payment.supplier_id")
    others = [payment.id for payment in paid if payment.supplier_id != approved]
    line = case.topic.budget_line
    strayed = [payment.id for payment in paid if line and payment.budget_line not in {None, line}]
    return passes(not others and not strayed, other_payee=others, other_budget_line=strayed)


@about_decisions("EXE-06", RED)
def nothing_was_done_without_approval(case: Case, book: Book) -> Outcome:
    """Rejected, put off or stopped, and carried out all the same."""
    stopped = case.decision.status in _STOPPED
    if case.decision.passed and not stopped:
        return NOT_APPLICABLE
    if book.facts.payments is None and case.decision.execution is None:
        return lacking("payments", "execution")
    if stopped:
        return passes(not _runs_on(case.decision, book), status=case.decision.status)
    acts = book.acts(case.decision)
    return passes(not acts, result=case.decision.result, **acts)


def _runs_on(decision: Decision, book: Book) -> bool:
    """Whether something was paid or reported after a decision was stopped; the change names the day."""
    stopped_on = decision.execution.changed_on if decision.execution else None
    if stopped_on is None or decision.execution is None:
        return False
    days = [payment.paid_on for payment in book.payments_of.get(decision.id, ())]
    return any(day > stopped_on for day in [*days, *decision.execution.reported_on])


@about_decisions("EXE-07", RED)
def no_decision_was_changed_alone(case: Case, book: Book) -> Outcome:
    """财会〔2012〕21号: nobody decides alone or changes alone what was decided together; a change goes to the meeting."""
    execution = case.decision.execution
    changes = [r.by_topic_id for r in case.meeting.revisions if r.changes_decision and case.topic.id in r.topic_ids]
    if execution and execution.changed_on:
        changes.append(execution.changed_by_topic_id)
    if not changes:
        return NOT_APPLICABLE
    if None in changes:
        return failed(changed_without_meeting=changes.count(None))
    unknown = [topic_id for topic_id in changes if topic_id not in book.case_by_topic]
    return lacking("revision.topic") if unknown else PASSED


@about_decisions("EXE-08", YELLOW)
def the_result_was_evaluated(case: Case, book: Book) -> Outcome:
    """What was done is looked at once it is done."""
    execution = case.decision.execution
    completed = execution.completed_on if execution else None
    if completed is None:
        return lacking("execution.completed_on") if case.decision.status in _DONE else NOT_APPLICABLE
    due_on = completed + timedelta(days=book.limit("evaluation_days", case.day))
    if not case.decision.evaluated_on:
        return waited_for(due_on, book)
    first = min(case.decision.evaluated_on)
    return passes(first <= due_on, evaluated_on=first, due_on=due_on)


@about_spending("EXE-09", RED)
def the_method_fits_the_sum(spent: Payment | Contract, book: Book) -> Outcome:
    """A county's bands: from which sum on a purchase is compared, negotiated, tendered."""
    if spent.spend_type in EXCLUDED_SPENDING or (isinstance(spent, Payment) and spent.contract_id in book.contracts):
        return NOT_APPLICABLE
    policy = book.policy(spent.signed_on if isinstance(spent, Contract) else spent.paid_on)
    if policy is None or not policy.bands:
        return lacking("policy.bands")
    reached = [b for b in policy.bands if b.spend_type in {None, spent.spend_type} and spent.amount >= b.from_amount]
    if not reached:
        return NOT_APPLICABLE
    if spent.method is None:
        return lacking("method")
    band = max(reached, key=lambda one: one.from_amount)
    return passes(spent.method in band.methods, method=spent.method, allowed=sorted(band.methods), amount=spent.amount)


@about_payments("EXE-10", YELLOW)
def two_people_accepted_the_goods(payment: Payment, _: Book) -> Outcome:
    """Two people or more accept a purchase, and the buyer is never the only one."""
    if payment.spend_type not in _BOUGHT:
        return NOT_APPLICABLE
    if payment.accepted_by is None:
        return lacking("payment.accepted_by")
    accepters = set(payment.accepted_by)
    return passes(len(accepters) >= _ACCEPTERS, accepted_by=sorted(accepters), buyer=payment.buyer_id)
