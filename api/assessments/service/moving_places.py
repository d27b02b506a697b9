"""What hangs on the codes of items goes with them to the new version: people's work, places for evidence, disagreements."""

from typing import Any
from uuid import UUID

from api.assessments.models import AssessmentAssignment, AssessmentDisagreement, AssessmentSlot
from api.assessments.queries import placed
from api.assessments.queries.migrating import Passage
from api.assessments.rules.migrating import codes_by_lineage, place_of, places_of, settled
from api.core.bulk import insert_many, update_many
from api.core.context import Context
from api.frameworks.rules.differences import Treatment

_ASSIGNMENTS: Any = AssessmentAssignment.__table__
_DISAGREEMENTS: Any = AssessmentDisagreement.__table__
_PLACES: Any = AssessmentSlot.__table__


def move_places(ctx: Context, passage: Passage, number: int) -> None:
    """Move all of it; `number` is that of the migration."""
    codes = codes_by_lineage(passage.old.framework, passage.new.framework)
    campaign_id = passage.held.campaign.id
    _move_assignments(ctx, passage, codes, campaign_id)
    _move_evidence(ctx, passage, codes, number)
    _move_disagreements(ctx, passage, campaign_id)


def _move_assignments(ctx: Context, passage: Passage, codes: dict[str, str | None], campaign_id: UUID) -> None:
    """Each stays with its people; what has something new in it is not finished."""
    finished = settled(passage.new.framework, passage.moves)
    gone, made = [], []
    for row in placed.list_assignments(ctx, campaign_id):
        code = codes[row.code]
        after = row._asdict() | {"code": code, "done_at": row.done_at if code in finished else None}
        if after != row._asdict():
            gone.append(row)
            made += [after] if code is not None else []
    placed.delete_assignments(ctx, gone)
    insert_many(ctx.session, _ASSIGNMENTS, made)


def _move_evidence(ctx: Context, passage: Passage, codes: dict[str, str | None], number: int) -> None:
    """A place that the new version does not have stays as one of then, with the evidence that served it.

    All that move step aside first, for two may change places.
    """
    there = places_of(passage.new.framework)
    aside, back = [], []
    for row in placed.list_places(ctx, passage.held.campaign.id):
        code = place_of(codes, there, (row.code, row.slot))
        if code != row.code:
            aside.append({"id": row.id, "code": row.code, "former": number})
            back += [{"id": row.id, "code": code, "former": 0}] if code is not None else []
    for rows in (aside, back):
        update_many(ctx.session, _PLACES, rows, ("code", "former"))


def _move_disagreements(ctx: Context, passage: Passage, campaign_id: UUID) -> None:
    """They stay where both scores do; elsewhere the rounds are held against each other anew."""
    gone, made = [], []
    for row in placed.list_disagreements(ctx, campaign_id):
        move = passage.by_code[row.code]
        if move.treatment is not Treatment.KEPT or move.new_code != row.code:
            gone.append(row)
            made += [row._asdict() | {"code": move.new_code}] if move.treatment is Treatment.KEPT else []
    placed.delete_disagreements(ctx, gone)
    insert_many(ctx.session, _DISAGREEMENTS, made)
