"""What items serve, and the review of each use."""

from dataclasses import dataclass
from uuid import UUID

from api.core import ids, notices
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation
from api.core.problems import MISSING
from api.evidence import errors, queries, rules
from api.evidence.models import EvidenceItem, EvidenceUse
from api.evidence.ports import CONSUMERS, GENERAL
from api.evidence.rules import ItemState, ItemVerb, UseState, UseVerb, Who
from api.evidence.schemas import EvidenceOut, UseIn
from api.evidence.service.standing import open_item, refuse_unheld, subject
from api.ledger.service import record

ACCEPTED = notices.define("evidence.accepted")
RETURNED = notices.define("evidence.returned")
_TOLD = {UseState.ACCEPTED: ACCEPTED, UseState.RETURNED: RETURNED}
_ACTIONS = {
    UseVerb.ACCEPT: "evidence.accepted",
    UseVerb.RETURN: "evidence.returned",
    UseVerb.RESUBMIT: "evidence.resubmitted",
    UseVerb.TAKE_BACK: "evidence.taken_back",
}


@dataclass(frozen=True, slots=True)
class Object:
    """What an item serves, as (type, id, label)."""

    type: str
    id: UUID
    label: str


def submit_use(ctx: Context, item_id: UUID, wanted: UseIn) -> EvidenceOut:
    """Submit the newest revision of an item for a use.

    Errors: `not_found`, `evidence.wrong_state`, `evidence.use_taken`, faults of type, id and label as `input.invalid`.
    """
    item = open_item(ctx, item_id, ItemVerb.SUBMIT)
    served = _object(ctx, item, wanted)
    use = EvidenceUse(
        id=ids.ordered(),
        item_id=item.id,
        object_type=served.type,
        object_id=served.id,
        object_label=served.label,
        number=item.latest,
        state=UseState.SUBMITTED.value,
        reason=None,
        submitted_by=ctx.signed_in.id,
        submitted_at=ctx.now,
        decided_by=None,
        decided_at=None,
    )
    ctx.session.add(use)
    ctx.session.flush()
    record(ctx, "evidence.submitted", subject(item), None, {"use": served.label, "number": use.number})
    return queries.get_item(ctx, item.id)


def _object(ctx: Context, item: EvidenceItem, wanted: UseIn) -> Object:
    """What the item shall serve: told in words, or an object that says its own name."""
    if wanted.type == GENERAL:
        if wanted.label is None:
            raise Refused(INVALID, [Violation(MISSING, "/label")])
        return Object(GENERAL, wanted.id or ids.ordered(), wanted.label)
    labelled = CONSUMERS.get(wanted.type)
    if labelled is None:
        allowed = ", ".join(sorted([GENERAL, *CONSUMERS]))
        params = {"allowed": allowed}
        raise Refused(INVALID, [Violation(errors.USE_TYPE_UNKNOWN, "/type", params=params)])
    label = labelled(ctx, wanted.id, item.unit_id) if wanted.id else None
    if wanted.id is None or label is None:
        raise Refused(INVALID, [Violation(errors.USE_OBJECT_UNKNOWN, "/id")])
    return Object(wanted.type, wanted.id, label)


def take_step(ctx: Context, place: tuple[UUID, UUID], verb: UseVerb, reason: str | None = None) -> EvidenceOut:
    """Do `verb` to the use `place`, (item, use), of the expected revision.

    Errors: `not_found`, `conflict.stale`, `evidence.wrong_state`, `evidence.own_submission`, `access.denied`.
    """
    item, standing = queries.load_item(ctx, place[0])
    use = queries.load_use(ctx, *place)
    ctx.expect(use.revision)
    if item.state != ItemState.ACTIVE:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(rules.item_verbs(ItemState(item.state))))
    step = rules.use_step(UseState(use.state), verb)
    refuse_unheld(standing, step.needs)
    if step.who is Who.ANOTHER and use.submitted_by == ctx.signed_in.id:
        raise Refused(errors.OWN_SUBMISSION)
    move_use(ctx, item, use, verb, reason)
    return queries.get_item(ctx, item.id)


def move_use(ctx: Context, item: EvidenceItem, use: EvidenceUse, verb: UseVerb, reason: str | None) -> None:
    """Make a move that has been judged, write it down, and tell who submitted and who answers for the item."""
    step = rules.use_step(UseState(use.state), verb)
    before = {"state": use.state, "number": use.number}
    use.state, use.reason = step.after.value, reason
    if step.current:
        use.number, use.submitted_by, use.submitted_at = item.latest, ctx.signed_in.id, ctx.now
        use.decided_by = use.decided_at = None
    elif step.after in _TOLD:
        use.decided_by, use.decided_at = ctx.signed_in.id, ctx.now
    ctx.session.flush()
    after = {"state": use.state, "number": use.number}
    record(
        ctx, _ACTIONS[verb], subject(item), {"use": None, **before}, {"use": use.object_label, **after}, reason=reason
    )
    if step.after in _TOLD:
        notices.notify(
            ctx,
            {use.submitted_by, item.responsible_id or item.created_by},
            _TOLD[step.after],
            notices.About("evidence", item.id, item.title, item.unit_id),
        )
