"""What stands beside one decision: publicity, filings, execution, evaluations, contracts, payments; and its timeline."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging
from api.core.schemas import Page
from api.decisions.models import (
    Contract,
    DecisionEvaluation,
    DecisionExecution,
    DecisionFiling,
    DecisionProgress,
    DecisionPublicity,
    Payment,
    Supplier,
)
from api.decisions.queries.meetings import below, is_open
from api.decisions.queries.places import UNIT, UNIT_REF, accounts_named, unit_ref
from api.decisions.queries.tree import DECISION, TOPIC
from api.decisions.rules.vocabulary import Category, FilingAnswer, FilingKind
from api.decisions.schemas.following import (
    DecisionContractRef,
    DecisionEvaluationOut,
    DecisionFilingOut,
    DecisionPaymentRef,
    DecisionProgressOut,
    DecisionPublicityOut,
    ExecutionOut,
    FilingDeskRow,
    FilingFilter,
    TimelineEntry,
)
from api.organizations.models import Unit

_PUBLICITY, _FILING, _EXECUTION, _PROGRESS, _EVALUATION, _CONTRACT, _PAYMENT, _SUPPLIER = (
    model.metadata.tables[model.__tablename__]
    for model in (
        *(DecisionPublicity, DecisionFiling, DecisionExecution, DecisionProgress, DecisionEvaluation),
        *(Contract, Payment, Supplier),
    )
)
_FILED = tuple(
    name for name in DecisionFilingOut.model_fields if name not in {"filed_by", "answered_by", "overdue", "verbs"}
)


class Beside:
    """Everything that refers to one decision that the caller has loaded, read once."""

    def __init__(self, ctx: Context, decision_id: UUID) -> None:
        def _rows(table: Any, *order: Any) -> Any:
            stmt = select(table).where(table.c.decision_id == decision_id)
            return ctx.session.execute(stmt.order_by(*order)).all()

        self._ctx = ctx
        self.publicity = _rows(_PUBLICITY, _PUBLICITY.c.id)
        self.filings = _rows(_FILING, _FILING.c.id)
        self.execution = next(iter(_rows(_EXECUTION)), None)
        self.reports = _rows(_PROGRESS, _PROGRESS.c.id.desc())
        self.evaluations = _rows(_EVALUATION, _EVALUATION.c.evaluated_on, _EVALUATION.c.id)
        self.contracts = _rows(_CONTRACT, _CONTRACT.c.signed_on, _CONTRACT.c.id)
        paid = select(_PAYMENT, _SUPPLIER.c.name).outerjoin(_SUPPLIER, _SUPPLIER.c.id == _PAYMENT.c.supplier_id)
        paid = paid.where(_PAYMENT.c.decision_id == decision_id).order_by(_PAYMENT.c.paid_on, _PAYMENT.c.id)
        self.payments = ctx.session.execute(paid).all()

    def shown(self, records: bool, answers: bool) -> dict[str, Any]:  # noqa: FBT001 (two of the caller's rights)
        """All of it as it is shown."""
        names = accounts_named(self._ctx, _accounts(self.filings, self.reports))
        today = clock.legal_day(self._ctx.now)
        execution = self.execution
        return {
            "publicity": [DecisionPublicityOut.model_validate(row) for row in self.publicity],
            "filings": [
                DecisionFilingOut(**_shown_filing(row, names, today, records=records, answers=answers))
                for row in self.filings
            ],
            "execution": ExecutionOut.model_validate(execution) if execution else None,
            "reports": [
                DecisionProgressOut(
                    **{name: getattr(row, name) for name in ("id", "reported_on", "progress", "text")},
                    actor=names.get(row.actor_id),
                )
                for row in self.reports
            ],
            "evaluations": [DecisionEvaluationOut.model_validate(row) for row in self.evaluations],
            "contracts": [DecisionContractRef.model_validate(row) for row in self.contracts],
            "payments": [
                DecisionPaymentRef(id=row.id, paid_on=row.paid_on, amount=row.amount, payee=row.name or row.payee_name)
                for row in self.payments
            ],
            "paid": sum(row.amount for row in self.payments),
        }

    def timeline(self, decision: Any) -> list[TimelineEntry]:
        """The days in the life of a decision, oldest first."""
        return sorted(self._days(decision), key=lambda entry: entry.on)

    def _days(self, decision: Any) -> Iterator[TimelineEntry]:
        yield TimelineEntry(on=decision.decided_on, what="decided", text=None)
        for row in self.publicity:
            if row.starts_on:
                yield TimelineEntry(on=row.starts_on, what=row.kind, text=row.channel)
        for row in self.filings:
            yield TimelineEntry(on=row.filed_on, what=row.kind, text=row.note)
            if row.answered_on:
                yield TimelineEntry(on=row.answered_on, what=row.answer, text=row.answer_text)
            if row.acted_on:
                yield TimelineEntry(on=row.acted_on, what="acted", text=row.acted_text)
        for name in ("started_on", "completed_on", "changed_on"):
            day = getattr(self.execution, name, None)
            if day:
                yield TimelineEntry(on=day, what=name.removesuffix("_on"), text=None)
        yield from (TimelineEntry(on=row.reported_on, what="report", text=row.text) for row in self.reports)
        for row in self.contracts:
            yield TimelineEntry(on=row.signed_on, what="contract", text=row.title, amount=row.amount)
        for row in self.payments:
            yield TimelineEntry(on=row.paid_on, what="payment", text=row.name or row.payee_name, amount=row.amount)
        yield from (TimelineEntry(on=row.evaluated_on, what="evaluated", text=row.result) for row in self.evaluations)


def _accounts(filings: Any, reports: Any) -> Iterator[UUID | None]:
    for row in filings:
        yield from (row.filed_by, row.answered_by)
    yield from (row.actor_id for row in reports)


def _shown_filing(row: Any, names: Any, today: date, *, records: bool, answers: bool) -> dict[str, Any]:
    waits = row.answer is None
    objected = row.answer == FilingAnswer.OBJECTED and row.acted_on is None
    return {
        **{name: getattr(row, name) for name in _FILED},
        "kind": FilingKind(row.kind),
        "answer": FilingAnswer(row.answer) if row.answer else None,
        "filed_by": names.get(row.filed_by),
        "answered_by": names.get(row.answered_by),
        "overdue": waits and row.answer_due_on is not None and row.answer_due_on < today,
        "verbs": [*(["answer"] if answers and waits else []), *(["act"] if records and objected else [])],
    }


def decision_verbs(meeting: Any, *, records: bool, discloses: bool) -> list[str]:
    """What the caller can do beside a decision of this meeting."""
    if not records or not is_open(meeting):
        return []
    return ["file", "execute", "report", "evaluate", "publicize", *(["publish"] if discloses else [])]


# --- The bureau's desk -----------------------------------------------------------------------------------------------


def list_filings(ctx: Context, wanted: FilingFilter, paging: Paging) -> Page[FilingDeskRow]:
    """Filings within reach that match, the oldest that waits first."""
    answers = reach.condition(ctx, _FILING.c.unit_id, Permission.DECISION_ANSWER).label("answers")
    records = reach.condition(ctx, _FILING.c.unit_id, Permission.DECISION_RECORD).label("records")
    decided = (DECISION.c.decided_on, DECISION.c.approved_amount)
    shown = (*decided, TOPIC.c.title.label("topic"), TOPIC.c.category, answers, records)
    joined = _FILING.join(DECISION, DECISION.c.id == _FILING.c.decision_id).join(
        TOPIC, TOPIC.c.id == DECISION.c.topic_id
    )
    joined = joined.join(Unit.metadata.tables["unit"], UNIT.id == _FILING.c.unit_id)
    stmt = select(_FILING, *shown, *UNIT_REF).select_from(joined).where(*_filing_conditions(ctx, wanted))
    stmt = reach.within(ctx, stmt, _FILING.c.unit_id)
    order = (_FILING.c.answered_on.desc().nulls_first(), _FILING.c.filed_on, _FILING.c.id)
    rows = ctx.session.execute(stmt.order_by(*order).limit(paging.size).offset(paging.offset)).all()
    names = accounts_named(ctx, (id_ for row in rows for id_ in (row.filed_by, row.answered_by)))
    today = clock.legal_day(ctx.now)
    items = [
        FilingDeskRow(
            **_shown_filing(row, names, today, records=bool(row.records), answers=bool(row.answers)),
            unit=unit_ref(row),
            decision_id=row.decision_id,
            topic=row.topic,
            category=Category(row.category) if row.category else None,
            approved_amount=row.approved_amount,
            decided_on=row.decided_on,
        )
        for row in rows
    ]
    own = select(func.count()).select_from(_FILING).where(*_filing_conditions(ctx, wanted))
    total = ctx.session.execute(reach.within(ctx, own, _FILING.c.unit_id)).scalar_one()
    return Page(items=items, page=paging.page, size=paging.size, total=total)


def _filing_conditions(ctx: Context, wanted: FilingFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.unit is not None:
        yield below(ctx, wanted.unit, _FILING.c.unit_id)
    if wanted.kind:
        yield _FILING.c.kind.in_(wanted.kind)
    if wanted.answered is not None:
        yield _FILING.c.answer.is_not(None) if wanted.answered else _FILING.c.answer.is_(None)
    if wanted.objected is not None:
        open_ = and_(_FILING.c.answer == FilingAnswer.OBJECTED.value, _FILING.c.acted_on.is_(None))
        yield open_ if wanted.objected else ~open_
    if wanted.overdue is not None:
        late = and_(_FILING.c.answer.is_(None), _FILING.c.answer_due_on < clock.legal_day(ctx.now))
        yield late if wanted.overdue else or_(_FILING.c.answer.is_not(None), _FILING.c.answer_due_on.is_(None), ~late)


def load_filing(ctx: Context, filing_id: UUID) -> DecisionFiling:
    """A filing within reach of the permission that the route asks for. Errors: `not_found`."""
    stmt = reach.within(ctx, select(DecisionFiling).where(DecisionFiling.id == filing_id), DecisionFiling.unit_id)
    filing = ctx.session.execute(stmt).scalar_one_or_none()
    if filing is None:
        raise Refused(NOT_FOUND)
    return filing


def load_filings(ctx: Context, ids: Sequence[UUID]) -> dict[UUID, tuple[DecisionFiling, Any]]:
    """Those of `ids` that are filings within reach, each with its decision's title and revision, in one statement."""
    about = (TOPIC.c.title, DECISION.c.revision.label("decision_revision"))
    stmt = select(DecisionFiling, *about).join(DECISION, DECISION.c.id == DecisionFiling.decision_id)
    stmt = stmt.join(TOPIC, TOPIC.c.id == DECISION.c.topic_id).where(DecisionFiling.id.in_(ids))
    rows = ctx.session.execute(reach.within(ctx, stmt, DecisionFiling.unit_id))
    return {row[0].id: (row[0], row) for row in rows}


def kinds_waiting(ctx: Context, decision_id: UUID) -> Sequence[str]:
    """The kinds of filings of a decision that wait for an answer."""
    of_decision = (_FILING.c.decision_id == decision_id, _FILING.c.answer.is_(None))
    return ctx.session.scalars(select(_FILING.c.kind).where(*of_decision)).all()


def find_execution(ctx: Context, decision_id: UUID) -> DecisionExecution | None:
    """The execution of a decision that the caller has loaded."""
    return ctx.session.get(DecisionExecution, decision_id)


def publicity_of_notice(ctx: Context, notice_id: UUID) -> DecisionPublicity | None:
    """The publicity that runs through a notice; asked in the background too."""
    stmt = select(DecisionPublicity).where(DecisionPublicity.notice_id == notice_id)
    return ctx.session.execute(stmt).scalar_one_or_none()
