"""Moving an unfinished campaign to a newer version of its framework, by a preview that somebody has looked at.

One transaction, for a campaign is assessed by one version: what stood before is kept first, then every entry goes where
the plan says. Whoever saves meanwhile waits for the round, and finds the new version (`queries.open_round`).
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.access.permissions import Permission
from api.assessments import queries, refusals
from api.assessments.models import (
    AssessmentEnrolment,
    AssessmentFormerRound,
    AssessmentMigration,
    AssessmentResult,
    AssessmentRound,
    AssessmentScore,
)
from api.assessments.queries import migrating, placed
from api.assessments.queries.campaigns import Held
from api.assessments.queries.migrating import Judged, Passage, Tally
from api.assessments.rules.campaigns import CampaignVerb, campaign_step
from api.assessments.rules.migrating import Carried
from api.assessments.rules.rounds import Round, RoundState
from api.assessments.rules.scores import computed, counted, sheet_of_round
from api.assessments.schemas.migrating import AssessmentMigrateIn
from api.assessments.service.campaigns import load_for
from api.assessments.service.moving_places import move_places
from api.assessments.service.subjects import campaign_subject
from api.core import ids, notices
from api.core.bulk import insert_many, update_many
from api.core.context import Context
from api.core.errors import Refused, Violation
from api.core.intake import Action, Outcome
from api.core.jobs.kinds import JobKind, Run
from api.core.jobs.resource import JobOut, accept
from api.core.points import Points, written
from api.frameworks.rules.differences import Treatment
from api.ledger.service import record, record_bulk

REOPENED = notices.define("assessment.migrated")
_ENROLMENTS: Any = AssessmentEnrolment.__table__
_ROUNDS: Any = AssessmentRound.__table__
_SCORES: Any = AssessmentScore.__table__
_FORMER: Any = AssessmentFormerRound.__table__
_KEPT = (
    *("enrolment_id", "round", "state", "team", "note", "submitted_by", "submitted_at", "late", "returns", "total"),
    *("entered", "missing", "revision"),
)
_ENTRY = ("code", "lineage", "inputs", "not_applicable", "override_reason", "comment", "source", "revision")
_SETTLED = (
    *("state", "return_reason", "returns", "decided_by", "decided_at", "total", "entered", "missing"),
    *("updated_at", "revision"),
)
_Line = tuple[UUID, Round, int]  # a round that is another now, and its revision before


def migrate_campaign(ctx: Context, campaign_id: UUID, wanted: AssessmentMigrateIn) -> JobOut:
    """Ask for a move of a campaign to a newer version.

    Errors: `not_found`, `conflict.stale`, `assessment.wrong_state`, `assessment.migration_target` as `input.invalid`,
    `assessment.migration_adjustments`, `assessment.preview_stale`.
    """
    held = load_for(ctx, campaign_id, CampaignVerb.MIGRATE)
    _judged(ctx, held, wanted)
    arguments = {"campaign_id": str(campaign_id), **wanted.model_dump(mode="json")}
    return accept(ctx, KIND, unit_id=held.campaign.unit_id, arguments=arguments, key=str(campaign_id))


def _judged(ctx: Context, held: Held, wanted: AssessmentMigrateIn) -> tuple[Passage, Tally]:
    """The move as it is now; it must be what was previewed."""
    passage, tally = migrating.passage_to(ctx, held, wanted.to), Tally()
    if unknown := migrating.unknown_adjustments(ctx, passage):
        codes = ", ".join(sorted({claim.code for claim, _ in unknown}))
        raise Refused(
            refusals.MIGRATION_ADJUSTMENTS, [Violation(refusals.MIGRATION_CODES, "", params={"codes": codes})]
        )
    for stretch in migrating.stream_sheets(ctx, held.campaign.id):
        for sheets in stretch:
            tally.add(migrating.judge(passage, sheets))
    if tally.hash_for(passage) != wanted.preview_hash:
        raise Refused(refusals.PREVIEW_STALE)
    return passage, tally


def run_migrating(run: Run) -> None:
    """Work off a move; all of it or nothing."""
    arguments = dict(run.arguments)
    campaign_id = UUID(arguments.pop("campaign_id"))
    with run.chunk() as chunk:
        chunk.finish(migrate_now(chunk.ctx, campaign_id, AssessmentMigrateIn.model_validate(arguments)))


def migrate_now(ctx: Context, campaign_id: UUID, wanted: AssessmentMigrateIn) -> dict[str, int]:
    """The move itself, in the caller's transaction; figures for who asked for it. Errors: as of `migrate_campaign`."""
    placed.lock_rounds(ctx, campaign_id)
    held = queries.load_campaign(ctx, campaign_id)
    campaign_step(held.state, CampaignVerb.MIGRATE)
    passage, tally = _judged(ctx, held, wanted)
    migration = _write_migration(ctx, passage, tally, wanted)
    lines: list[_Line] = []
    for stretch in migrating.stream_sheets(ctx, campaign_id, whole=True):
        judged = [migrating.judge(passage, sheets) for sheets in stretch]
        _keep(ctx, migration, judged)
        _carry_scores(ctx, passage, judged)
        lines += _settle_rounds(ctx, passage, judged, migration)
    move_places(ctx, passage, migration.number)
    # What was computed by the old version is not shown beside the new one; frozen outcomes stay what they are.
    ctx.session.execute(delete(AssessmentResult).where(AssessmentResult.campaign_id == campaign_id))
    ctx.session.expire_all()
    _move(ctx, campaign_id, migration, lines)
    return {"schools": tally.schools, "reopened": tally.reopened, "entries": tally.entries.total()}


def _write_migration(ctx: Context, passage: Passage, tally: Tally, wanted: AssessmentMigrateIn) -> AssessmentMigration:
    campaign = passage.held.campaign
    migration = AssessmentMigration(
        id=ids.ordered(),
        campaign_id=campaign.id,
        number=migrating.next_number(ctx, campaign.id),
        old_id=campaign.version_id,
        new_id=wanted.to,
        preview_hash=wanted.preview_hash,
        counts={treatment.value: number for treatment, number in migrating.counts_of(passage).items()},
        reopened=tally.reopened,
        reason=wanted.reason,
        migrated_by=ctx.actor.id if ctx.actor else None,
        migrated_at=ctx.now,
    )
    ctx.session.add(migration)
    ctx.session.flush()
    return migration


# --- What stood before -----------------------------------------------------------------------------------------------


def _keep(ctx: Context, migration: AssessmentMigration, judged: Iterable[Judged]) -> None:
    """Every round that was begun, with its entries, as it stands."""
    rows = [
        {
            "id": ids.ordered(),
            "migration_id": migration.id,
            **{name: getattr(row, name) for name in _KEPT},
            "not_applicable": list(one.sheets.enrolment.not_applicable),
            "entries": [_entry(score) for score in one.sheets.entries.get(which, {}).values()],
        }
        for one in judged
        for which, row in one.sheets.rounds.items()
        if row.state != RoundState.NOT_STARTED
    ]
    insert_many(ctx.session, _FORMER, rows)


def _entry(score: Any) -> dict[str, Any]:
    points: dict[str, Points | None] = {name: getattr(score, name) for name in ("computed", "overridden", "points")}
    return {
        **{name: getattr(score, name) for name in _ENTRY},
        **{name: None if value is None else written(value) for name, value in points.items()},
        "scored_by": str(score.scored_by) if score.scored_by else None,
        "updated_at": score.updated_at.isoformat(),
    }


# --- Entries ---------------------------------------------------------------------------------------------------------


def _carry_scores(ctx: Context, passage: Passage, judged: Iterable[Judged]) -> None:
    """Take away what changes and write it anew: codes may change places, and two of one code never stand together."""
    gone, made = [], []
    for one in judged:
        for which, entries in one.carried.items():
            for code, carried in entries.items():
                if carried is not None and carried.code == code and passage.by_code[code].treatment is Treatment.KEPT:
                    continue
                stored = one.sheets.entries[which][code]
                row = None if carried is None else _carried_row(passage, stored, carried)
                if row != stored._asdict():
                    gone.append(stored.id)
                    made += [] if row is None else [row | {"updated_at": ctx.now, "revision": stored.revision + 1}]
    placed.delete_scores(ctx, gone)
    insert_many(ctx.session, _SCORES, made)


def _carried_row(passage: Passage, stored: Any, carried: Carried) -> dict[str, Any]:
    said, node = carried.said, passage.nodes[carried.code]
    row: dict[str, Any] = stored._asdict()
    return row | {
        "code": carried.code,
        "inputs": dict(said.inputs),
        "overridden": said.overridden,
        "not_applicable": said.not_applicable,
        "override_reason": said.override_reason,
        "computed": computed(node, said),
        "points": counted(node, said),
    }


# --- Rounds ----------------------------------------------------------------------------------------------------------


def _settle_rounds(
    ctx: Context, passage: Passage, judged: Iterable[Judged], migration: AssessmentMigration
) -> list[_Line]:
    """What rounds come to by the new version, and which of them open again; a line for each that is another now."""
    rows, absent, lines = [], [], []
    for one in judged:
        if one.absent != list(one.sheets.enrolment.not_applicable):
            revision = one.sheets.enrolment.revision + 1
            absent.append({"id": one.sheets.enrolment.id, "not_applicable": one.absent, "revision": revision})
        for which, held in one.sheets.rounds.items():
            row = _settled(ctx, passage, (one, which), migration)
            if any(row[name] != getattr(held, name) for name in _SETTLED[:-2]):
                rows.append(row)
                lines.append((held.id, which, held.revision))
        _tell(ctx, one)
    update_many(ctx.session, _ROUNDS, rows, _SETTLED)
    update_many(ctx.session, _ENROLMENTS, absent, ("not_applicable", "revision"))
    return lines


def _settled(
    ctx: Context, passage: Passage, place: tuple[Judged, Round], migration: AssessmentMigration
) -> dict[str, Any]:
    judged, which = place
    held = judged.sheets.rounds[which]
    row = {name: getattr(held, name) for name in ("id", *_SETTLED)}
    score = passage.new.score(sheet_of_round(judged.entries(which), judged.absent))
    missing = len(score.missing)
    row |= {"missing": missing, "entered": len(judged.nodes) - missing}
    row |= {"updated_at": ctx.now, "revision": held.revision + 1}
    if held.state != RoundState.NOT_STARTED:
        row["total"] = score.total
    if which in judged.reopened:
        row |= {"state": RoundState.RETURNED.value, "return_reason": migration.reason, "returns": held.returns + 1}
        row |= {"decided_by": migration.migrated_by, "decided_at": ctx.now}
    return row


def _tell(ctx: Context, one: Judged) -> None:
    """Who had signed a round that opens again learns of it."""
    to = {one.sheets.rounds[which].submitted_by for which in one.reopened} - {None}
    if to:
        enrolment = one.sheets.enrolment
        about = notices.About("assessment_round", enrolment.id, enrolment.name, enrolment.unit_id)
        notices.notify(ctx, to, REOPENED, about)


def _move(ctx: Context, campaign_id: UUID, migration: AssessmentMigration, lines: Iterable[_Line]) -> None:
    """The campaign is assessed by the new version from here on."""
    held = queries.load_campaign(ctx, campaign_id)
    held.campaign.version_id, held.campaign.updated_at = migration.new_id, ctx.now
    ctx.session.flush()
    said = [{"version_id": str(one)} for one in (migration.old_id, migration.new_id)]
    facts = {"number": migration.number, "preview_hash": migration.preview_hash, "counts": migration.counts}
    about = campaign_subject(held.campaign)
    record(ctx, "assessment_campaign.migrated", about, said[0], said[1] | facts, reason=migration.reason)
    changed = [
        Outcome(number, Action.UPDATED, id_, which.value, revision, revision + 1)
        for number, (id_, which, revision) in enumerate(lines, start=1)
    ]
    record_bulk(ctx, "assessment_round.migrated", about, changed)


KIND = "assessments.migrate"
MIGRATING = JobKind(KIND, run_migrating, permission=Permission.ASSESSMENT_MANAGE, per_unit=1)
