"""Entries of many schools at once: what a campaign begins from, judged by the same rules as what is typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.assessments import queries
from api.assessments.models import AssessmentDisagreement, AssessmentRound, AssessmentScore
from api.assessments.queries.campaigns import Held
from api.assessments.rules.rounds import EntrySource, Round, RoundState
from api.assessments.rules.scores import Said, computed, counted, leaf_nodes, said_violations, sheet_of_round
from api.assessments.rules.work import DisagreementState, apart, gaps
from api.assessments.service.subjects import campaign_subject
from api.core import ids
from api.core.bulk import insert_many, update_many
from api.core.context import Context
from api.core.errors import refuse_if_any
from api.core.intake import Action, Outcome
from api.frameworks.rules.scoring import Node, Scorer
from api.ledger.service import record_bulk

_SCORES: Any = AssessmentScore.__table__
_ROUNDS: Any = AssessmentRound.__table__
_GAPS: Any = AssessmentDisagreement.__table__
_SIGNED = ("state", "submitted_at", "note", "team", "late")
_SETTLED = (*_SIGNED, "total", "entered", "missing", "updated_at", "revision")

Entries = Mapping[UUID, Mapping[str, Said]]  # by enrolment, then by code


@dataclass(frozen=True, slots=True)
class Signed:
    """That a round was handed in elsewhere: when, with which note, by which team."""

    at: datetime
    note: str | None = None
    team: str | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries, which of the rounds are signed with them, and where they come from."""

    entries: Entries
    signed: Mapping[UUID, Signed]
    source: EntrySource = EntrySource.ENTERED


def enter_many(
    ctx: Context, held: Held, which: Round, entries: Entries, signed: Mapping[UUID, Signed] | None = None
) -> int:
    """Begin rounds that nobody has begun with entries; how many. A few statements, one event for all.

    Items that do not apply to a school are left out. `signed`: these are handed in, if nothing is missing in them; what
    lies far from the round before is kept with its comment. Errors: faults of an entry as `input.invalid`.
    """
    return _enter(ctx, held, which, Batch(entries, signed or {}))


def begin_as_last_time(ctx: Context, held: Held, entries: Entries) -> int:
    """Begin self-assessments with what was entered in the campaign before; nobody has said it this time."""
    return _enter(ctx, held, Round.SELF, Batch(entries, {}, EntrySource.CLONED))


def _enter(ctx: Context, held: Held, which: Round, batch: Batch) -> int:
    scorer = queries.scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    nodes = leaf_nodes(scorer)
    untouched = queries.untouched_rounds(ctx, held.campaign.id, which, list(batch.entries))
    scores: list[dict[str, Any]] = []
    settled, outcomes = [], []
    for number, (held_round, absent) in enumerate(untouched, start=1):
        said = {
            code: one
            for code, one in batch.entries[held_round.enrolment_id].items()
            if code in nodes and code not in absent and (one.entered or one.comment)
        }
        refuse_if_any(fault for code, one in said.items() for fault in said_violations(nodes[code], one))
        scores += [_row(ctx, (held_round.id, batch.source), nodes[code], one) for code, one in said.items()]
        row = _settled(ctx, held_round, scorer, (said, absent))
        settled.append(row | _signature(row, batch.signed.get(held_round.enrolment_id)))
        revision = held_round.revision
        outcomes.append(Outcome(number, Action.UPDATED, held_round.id, which.value, revision, revision + 1))
    insert_many(ctx.session, _SCORES, scores)
    update_many(ctx.session, _ROUNDS, settled, _SETTLED)
    ctx.session.expire_all()
    _keep_gaps(ctx, held, which, {one.enrolment_id for one, _ in untouched} & set(batch.signed))
    record_bulk(
        ctx,
        "assessment_round.entered",
        campaign_subject(held.campaign),
        outcomes,
        said={"round": which.value, "source": batch.source.value},
    )
    return len(settled)


def _row(ctx: Context, place: tuple[UUID, EntrySource], node: Node, said: Said) -> dict[str, Any]:
    round_id, source = place
    # Whoever opened the campaign has not said what was taken over.
    by = ctx.actor if source is not EntrySource.CLONED else None
    return {
        "id": ids.ordered(),
        "round_id": round_id,
        "code": node.indicator.code,
        "lineage": node.indicator.lineage,
        "inputs": dict(said.inputs),
        "computed": computed(node, said),
        "overridden": said.overridden,
        "points": counted(node, said),
        "not_applicable": said.not_applicable,
        "override_reason": said.override_reason,
        "comment": said.comment,
        "source": source.value,
        "scored_by": by.id if by else None,
        "updated_at": ctx.now,
        "revision": 1,
    }


def _settled(
    ctx: Context, held: AssessmentRound, scorer: Scorer, entry: tuple[Mapping[str, Said], Sequence[str]]
) -> dict[str, Any]:
    said, absent = entry
    score = scorer.score(sheet_of_round(said, absent))
    missing = len(score.missing)
    return {
        "id": held.id,
        "state": RoundState.IN_PROGRESS.value,
        "total": score.total,
        "entered": sum(code not in absent for code in leaf_nodes(scorer)) - missing,
        "missing": missing,
        "updated_at": ctx.now,
        "revision": held.revision + 1,
    }


def _signature(row: Mapping[str, Any], signed: Signed | None) -> dict[str, Any]:
    if signed is None or row["missing"]:
        return dict.fromkeys(_SIGNED[1:]) | {"late": False}
    given = {"submitted_at": signed.at, "note": signed.note, "team": signed.team, "late": signed.late}
    return {"state": RoundState.SUBMITTED.value, **given}


def _keep_gaps(ctx: Context, held: Held, which: Round, enrolment_ids: Collection[UUID]) -> None:
    """What lies at least the threshold from the round before, with its explanation."""
    threshold = held.campaign.disagreement_threshold
    if which is Round.SELF or threshold is None:
        return
    found = queries.points_by_round(ctx, enrolment_ids)
    rows = [
        {
            "id": ids.ordered(),
            "enrolment_id": key,
            "code": code,
            "earlier": before.value,
            "later": which.value,
            "gap": gap,
            "explanation": comments.get(code),
            **dict.fromkeys(("ruling", "settled_by", "settled_at")),
            "state": (DisagreementState.EXPLAINED if comments.get(code) else DisagreementState.OPEN).value,
            "updated_at": ctx.now,
            "revision": 1,
        }
        for key, (rounds, comments) in found.items()
        for code, (before, gap) in gaps(which, rounds).items()
        if apart(gap, threshold)
    ]
    insert_many(ctx.session, _GAPS, rows)
