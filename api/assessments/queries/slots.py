"""Places for evidence: what stands in each, and what a use of evidence refers to."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from api.assessments.models import AssessmentCampaign, AssessmentEnrolment, AssessmentSlot
from api.assessments.queries.enrolments import Entry, load_entry
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.readiness import SLOT, of
from api.assessments.rules.scores import leaf_nodes
from api.assessments.schemas.work import EvidenceSlotOut, EvidenceSlots, SlotEvidence
from api.core.context import Context
from api.evidence.models import EvidenceFile, EvidenceItem, EvidenceUse
from api.evidence.rules import ItemState, UseState
from api.frameworks.rules.model import EvidenceSlot, SlotPeriod

Place = tuple[str, str]  # indicator, slot
_COUNTED = (UseState.SUBMITTED.value, UseState.ACCEPTED.value)
_PLAIN = ("method", "required", "min_files", "max_files", "period", "sensitive")


def slots_of(ctx: Context, entry: Entry) -> dict[Place, EvidenceSlot]:
    """The places of the items that apply to an enrolment, in order."""
    scorer = scorer_by_hash(ctx, entry.held.campaign.version_id, entry.held.content_hash)
    absent = set(entry.enrolment.not_applicable)
    return {
        (code, slot.code): slot
        for code, node in leaf_nodes(scorer).items()
        if code not in absent
        for slot in node.indicator.slots
    }


def find_slot(ctx: Context, enrolment_id: UUID, place: Place) -> AssessmentSlot | None:
    """A place that has been used."""
    stmt = select(AssessmentSlot).where(
        *of(enrolment_id), AssessmentSlot.code == place[0], AssessmentSlot.slot == place[1]
    )
    return ctx.session.execute(stmt).scalar_one_or_none()


def label_of(ctx: Context, slot_id: UUID, unit_id: UUID) -> str | None:
    """What a place is called towards evidence; None where evidence of that unit cannot serve it."""
    stmt = (
        select(AssessmentCampaign.title, AssessmentSlot.slot)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == AssessmentSlot.enrolment_id)
        .join(AssessmentCampaign, AssessmentCampaign.id == AssessmentEnrolment.campaign_id)
        .where(AssessmentSlot.id == slot_id, AssessmentEnrolment.unit_id == unit_id)
    )
    row = ctx.session.execute(stmt).first()
    return f"{row.title} {row.slot}"[:200] if row else None


def list_slots(ctx: Context, enrolment_id: UUID) -> EvidenceSlots:
    """The places of an enrolment with what stands in them. Errors: `not_found`."""
    entry = load_entry(ctx, enrolment_id)
    ids, held = _ids(ctx, enrolment_id), _items(ctx, entry)
    items = [_present(ctx, place, slot, (ids.get(place), held[place])) for place, slot in slots_of(ctx, entry).items()]
    required = [one for one in items if one.required]
    return EvidenceSlots(items=items, required=len(required), lacking=sum(not one.fulfilled for one in required))


def _present(
    ctx: Context, place: Place, slot: EvidenceSlot, found: tuple[UUID | None, list[SlotEvidence]]
) -> EvidenceSlotOut:
    slot_id, items = found
    files = sum(one.files for one in items if one.state in _COUNTED)
    return EvidenceSlotOut(
        id=slot_id,
        code=place[0],
        slot=place[1],
        title=(slot.title_en if ctx.language == "en" else "") or slot.title,
        **{name: getattr(slot, name) for name in _PLAIN},
        types=list(slot.types),
        files=files,
        fulfilled=files >= max(slot.min_files, 1),
        items=items,
    )


def _ids(ctx: Context, enrolment_id: UUID) -> dict[Place, UUID]:
    stmt = select(AssessmentSlot).where(*of(enrolment_id))
    return {(one.code, one.slot): one.id for one in ctx.session.execute(stmt).scalars()}


def _items(ctx: Context, entry: Entry) -> dict[Place, list[SlotEvidence]]:
    files = (
        select(func.count())
        .where(EvidenceFile.item_id == EvidenceUse.item_id, EvidenceFile.number == EvidenceUse.number)
        .correlate(EvidenceUse)
        .scalar_subquery()
    )
    stmt = (
        select(AssessmentSlot.code, AssessmentSlot.slot, EvidenceUse, EvidenceItem, files.label("files"))
        .join(EvidenceUse, (EvidenceUse.object_type == SLOT) & (EvidenceUse.object_id == AssessmentSlot.id))
        .join(EvidenceItem, EvidenceItem.id == EvidenceUse.item_id)
        .where(*of(entry.enrolment.id), EvidenceItem.state == ItemState.ACTIVE.value)
        .order_by(EvidenceUse.id)
    )
    places = slots_of(ctx, entry)
    found: dict[Place, list[SlotEvidence]] = defaultdict(list)
    for row in ctx.session.execute(stmt):
        place = (row.code, row.slot)
        if place in places and row.EvidenceUse.state != UseState.TAKEN_BACK:
            found[place].append(_item(row, covers=_covers(entry, row.EvidenceItem, places[place])))
    return found


def _covers(entry: Entry, item: EvidenceItem, slot: EvidenceSlot) -> bool:
    """Whether the period that an item is about, apart from when it was uploaded, touches the campaign's."""
    if slot.period is SlotPeriod.ANY or (item.period_from is None and item.period_to is None):
        return True
    campaign = entry.held.campaign
    begins, ends = item.period_from or item.period_to, item.period_to
    assert begins is not None
    return begins <= campaign.period_last_on and (ends is None or ends >= campaign.period_first_on)


def _item(row: Any, *, covers: bool) -> SlotEvidence:
    use: EvidenceUse = row.EvidenceUse
    return SlotEvidence(
        item_id=use.item_id,
        use_id=use.id,
        title=row.EvidenceItem.title,
        state=UseState(use.state),
        number=use.number,
        files=row.files,
        covers=covers,
        revision=use.revision,
    )
