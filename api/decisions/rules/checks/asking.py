"""How a check is written down: one function about one record. Its text, basis, data and examples are in `data/checks`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from api.checks.rules.answers import NOT_APPLICABLE, FindingSeverity, Outcome, Subject, failed, lacking
from api.decisions.rules.book import Book, Case
from api.decisions.rules.facts import Contract, Meeting, Payment, Policy

X = TypeVar("X")
Answers = Iterable[tuple[Subject, Outcome]]


class Check(NamedTuple):
    """A check without its papers: the number, how grave a failure is (the usual severity first), and how it asks."""

    id: str
    severities: tuple[FindingSeverity, ...]
    about: str
    examine: Callable[[Book], Answers]
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Asks(Generic[X]):
    """Checks about one kind of record: the function is asked about each of them, with the book at hand."""

    about: str
    records: Callable[[Book], Iterable[tuple[Subject, X]]]

    def __call__(self, check_id: str, *severities: FindingSeverity) -> Callable[[Callable[[X, Book], Outcome]], Check]:
        """Make a check of the function below."""

        def _made(ask: Callable[[X, Book], Outcome]) -> Check:
            def _examine(book: Book) -> Iterator[tuple[Subject, Outcome]]:
                return ((subject, ask(record, book)) for subject, record in self.records(book))

            return Check(check_id, severities, self.about, _examine)

        return _made


def across(
    about: str, check_id: str, *severities: FindingSeverity, restricted: bool = False
) -> Callable[[Callable[[Book], Answers]], Check]:
    """Make a check of a function that looks at the whole book and finds its own subjects."""

    def _made(examine: Callable[[Book], Answers]) -> Check:
        return Check(check_id, severities, about, examine, restricted)

    return _made


class Sitting(NamedTuple):
    """A meeting on its day."""

    meeting: Meeting
    day: date


def _meetings(book: Book) -> list[tuple[Subject, Sitting]]:
    return book.kept("meetings", lambda: [(meeting_subject(m, day), Sitting(m, day)) for m, day in book.meetings])


def _topics(book: Book) -> list[tuple[Subject, Case]]:
    return book.kept("topics", lambda: [(_named("topic", c.topic.id, c.topic.title, c.day), c) for c in book.cases])


def _decisions(book: Book) -> list[tuple[Subject, Case]]:
    return book.kept(
        "decisions", lambda: [(_named("decision", c.decision.id, c.topic.title, c.day), c) for c in book.decided]
    )


def _payments(book: Book) -> list[tuple[Subject, Payment]]:
    return book.kept("payments", lambda: [(payment_subject(p), p) for p in book.facts.payments or ()])


def _contracts(book: Book) -> list[tuple[Subject, Contract]]:
    return book.kept("contracts", lambda: [(contract_subject(c, book), c) for c in book.facts.contracts or ()])


def _spending(book: Book) -> list[tuple[Subject, Payment | Contract]]:
    return [*_payments(book), *_contracts(book)]


def _school(book: Book) -> list[tuple[Subject, Book]]:
    return [(school_subject(book), book)]


def _policies(book: Book) -> list[tuple[Subject, Policy]]:
    return [(_named("policy", p.id, f"v{p.version}", p.effective_from), p) for p in book.facts.policies]


about_meetings = Asks("meeting", _meetings)
about_topics = Asks("topic", _topics)
about_decisions = Asks("decision", _decisions)
about_payments = Asks("payment", _payments)
about_contracts = Asks("contract", _contracts)
about_spending = Asks("spending", _spending)
about_school = Asks("school", _school)
about_policies = Asks("policy", _policies)


def _named(kind: str, record_id: UUID, label: str, day: date) -> Subject:
    return Subject(kind, record_id, label, day)


def meeting_subject(meeting: Meeting, day: date) -> Subject:
    """A meeting as a subject."""
    return Subject("meeting", meeting.id, f"{meeting.type}#{meeting.serial_no or '–'}", day)


def payment_subject(payment: Payment, key: str = "") -> Subject:
    """A payment as a subject."""
    return Subject("payment", payment.id, payment.purpose or payment.payee_name or "", payment.paid_on, key)


def contract_subject(contract: Contract, book: Book) -> Subject:
    """A contract as a subject."""
    supplier = book.suppliers.get(contract.supplier_id) if contract.supplier_id else None
    return Subject("contract", contract.id, supplier.name if supplier else "", contract.signed_on)


def school_subject(book: Book, key: str = "") -> Subject:
    """The school itself as a subject; `key` where one school has several such facts."""
    return Subject("school", book.facts.school_id, book.facts.name, key=key)


def unrecorded(meeting: Meeting, *missing: str) -> Outcome:
    """What is filed claims to be whole: what it lacks, it lacks. Before that the record says nothing yet."""
    return failed(missing=list(missing)) if meeting.filed_at else lacking(*missing)


def waited_for(due_on: date, book: Book) -> Outcome:
    """What has not been done by now: late after its last day; until then the clock runs and there is nothing to say."""
    return failed(due_on=due_on) if book.today > due_on else NOT_APPLICABLE
