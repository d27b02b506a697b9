"""The bureau's desk: several filings answered in one request."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.batches import BatchDone, act_on_each
from api.core.context import Context
from api.decisions import queries
from api.decisions.models import DecisionFiling
from api.decisions.schemas.following import FilingAnswerRow, FilingAnswersIn
from api.decisions.service.following import filing_facts, write_answer
from api.decisions.service.standing import mark_all
from api.ledger.rules import Subject
from api.ledger.service import Entry, record_all


def answer_filings(ctx: Context, wanted: FilingAnswersIn) -> BatchDone:
    """Answer each filing that is there as it was read; each costs one statement.

    An answer moves no decision on: it was filed before. Errors: `input.invalid`; of each row those of `answer_filing`.
    """
    known: dict[UUID, tuple[DecisionFiling, Any]] = {}
    answered: list[tuple[DecisionFiling, dict[str, Any]]] = []

    def _held(ids: Sequence[UUID]) -> dict[UUID, DecisionFiling]:
        known.update(queries.load_filings(ctx, ids))
        return {id_: filing for id_, (filing, _) in known.items()}

    def _answer(row: FilingAnswerRow, filing: DecisionFiling) -> None:
        answered.append((filing, write_answer(ctx, filing, row)))

    done = act_on_each(ctx, wanted.items, _held, _answer)
    ctx.session.flush()
    record_all(ctx, [_entry(filing, before, known[filing.id][1]) for filing, before in answered])
    mark_all(ctx, sorted({filing.unit_id for filing, _ in answered}))
    return done


def _entry(filing: DecisionFiling, before: dict[str, Any], about: Any) -> Entry:
    subject = Subject("decision", filing.decision_id, about.title, filing.unit_id, about.decision_revision)
    return Entry("decision.filing_answered", subject, before, filing_facts(filing))
