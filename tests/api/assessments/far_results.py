"""Results of the county beside this one, for the house's own tests."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.assessments.models import (
    AssessmentAdjustment,
    AssessmentAppeal,
    AssessmentAward,
    AssessmentComputation,
    AssessmentOutcome,
    AssessmentOutcomeDocument,
    AssessmentPublication,
)
from api.core import ids
from api.core.points import Points
from tests.world import World

_REASON = {"reason": "x"}
_REMOVAL = {"reason": "x", "ground": "decline", "document": "x"}
_PROOF = {"document": "x", "ground": "x"}

# Well-formed bodies by the end of an operation's name.
RESULTS: dict[str, dict[str, Any]] = {
    "{campaign_id}:compute POST": {},
    "/disagreements:settle POST": {"disagreement_ids": ["0198c0de-0000-7000-8000-00000000dead"], **_REASON},
    "/awards:publicise POST": {"title": "x", "award_ids": ["0198c0de-0000-7000-8000-00000000dead"]},
    "/awards:announce POST": {"title": "x", "award_ids": ["0198c0de-0000-7000-8000-00000000dead"]},
    "{campaign_id}:reopen POST": _REASON,
    "/campaigns/{campaign_id}/awards POST": {"title": "x", "scale": "grade", "band": "model"},
    "{enrolment_id}/bonus-claims POST": {"code": "X", "level": "x", "name": "x", **_PROOF},
    "{enrolment_id}/adjustments POST": {"kind": "deduction", "code": "D", "times": 1, **_PROOF},
    "{enrolment_id}/vetoes POST": {"code": "V1", **_PROOF},
    "{enrolment_id}/appeals POST": {"target": "grade", "statement": "x"},
    "{adjustment_id}:uphold POST": {},
    "{adjustment_id}:reject POST": _REASON,
    "{adjustment_id}:lift POST": _REASON,
    "{appeal_id}:reject POST": _REASON,
    "{appeal_id}:hear POST": {"team": "x", "heard_on": "2026-01-01", "hearing": "x"},
    "{appeal_id}:decide POST": {"result": "dismissed", "reason": "x"},
    "{outcome_id}:correct POST": _REASON,
    "{award_id}:grant POST": {},
    "{award_id}:refuse POST": _REASON,
    "{award_id}:resume POST": _REASON,
    "{award_id}:suspend POST": _REMOVAL,
    "{award_id}:revoke POST": _REMOVAL,
}


def far_results(world: World, assessed: dict[str, str]) -> dict[str, str]:
    """An outcome, an adjustment, an appeal and an award of an enrolment beyond reach; their ids."""
    campaign_id, enrolment_id = UUID(assessed["{campaign_id}"]), UUID(assessed["{enrolment_id}"])
    mine = {"campaign_id": campaign_id, "enrolment_id": enrolment_id, "unit_id": UUID(world.unit("far_school"))}
    made = {name: ids.ordered() for name in ("adjustment", "appeal", "outcome", "award", "computation", "publication")}
    with world.host() as ctx:
        at = {"updated_at": ctx.now, "revision": 1}
        begun = {"number": 1, "campaign_id": campaign_id}
        nobody = UUID(world.account("section_officer", "far_county"))
        rows: list[tuple[Any, dict[str, Any]]] = [
            (AssessmentComputation, {**begun, "id": made["computation"], "limits": [], "started_at": ctx.now}),
            (AssessmentPublication, {**begun, "id": made["publication"], "state": "released", "created_at": ctx.now}),
            (AssessmentAdjustment, {**mine, **at, "id": made["adjustment"], "state": "upheld", "proposed_at": ctx.now}),
            (AssessmentAppeal, {**mine, **at, "id": made["appeal"], "state": "filed", "filed_at": ctx.now}),
            (AssessmentOutcome, {**mine, "id": made["outcome"], "number": 1, "frozen_at": ctx.now}),
            (
                AssessmentAward,
                {**at, "id": made["award"], "unit_id": mine["unit_id"], "proposed_at": ctx.now, "open_objections": 0},
            ),
        ]
        for (model, row), rest in zip(rows, _rest(world, made, nobody), strict=True):
            ctx.session.execute(insert(model), {**row, **rest})
        document = {"outcome_id": made["outcome"], "content": "{}"}
        ctx.session.execute(insert(AssessmentOutcomeDocument), document)
    return {f"{{{name}_id}}": str(made[name]) for name in ("adjustment", "appeal", "outcome", "award")}


def _rest(world: World, made: dict[str, UUID], account: UUID) -> list[dict[str, Any]]:
    """What else the columns need."""
    points = dict.fromkeys(("total", "full_total"), Points(0))
    return [
        {"enrolments": 1, "incomplete": 0},
        {"computation_id": made["computation"], "open_objections": 0},
        {"kind": "veto", "code": "V1", "ground": "x", "evidence_ids": []},
        {
            "publication_id": made["publication"],
            "target": "grade",
            "code": "",
            "statement": "x",
            "evidence_ids": [],
            "changes": [],
            "filed_by": account,
        },
        {
            "type": "senior_secondary",
            "unit_name": "云屏中学",
            **points,
            "vetoed": False,
            "bands": {},
            "rank": 1,
            "rank_district": 1,
            "rank_type": 1,
            "document_hash": "0" * 64,
        },
        {"issuer_id": UUID(world.unit("far_bureau")), "kind": "title", "title": "x", "years": 2, "state": "granted"},
    ]
