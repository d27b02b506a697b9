"""Proofs: the filed document of the meeting that decided, and that its hash stands in the ledger."""

from uuid import UUID

from api.core.context import Context
from api.core.errors import Refused
from api.decisions import errors, queries
from api.decisions.schemas.following import DecisionProof
from api.ledger.errors import NOT_SEQUENCED
from api.ledger.service import prove


def prove_decision(ctx: Context, decision_id: UUID) -> DecisionProof:
    """The newest filed document with its proof; without one while the event waits for its place.

    Errors: `not_found`, `decision.not_filed`.
    """
    decision = queries.load_decision(ctx, decision_id)
    meeting = queries.meeting_of(ctx, decision)
    filed = queries.filed_of(ctx, meeting.id)
    if filed is None:
        raise Refused(errors.NOT_FILED)
    event_id = queries.filing_event(ctx, meeting.id, filed.document_hash)
    return DecisionProof(
        meeting_id=meeting.id,
        edition=filed.edition,
        document_hash=filed.document_hash,
        document=filed.content,
        proof=_proof(ctx, event_id) if event_id else None,
    )


def _proof(ctx: Context, event_id: UUID) -> str | None:
    try:
        return str(prove(ctx, event_id, with_payload=False))
    except Refused as refused:
        if refused.spec is NOT_SEQUENCED:
            return None
        raise
