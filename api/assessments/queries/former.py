"""What stood before a campaign moved to a newer version: for who reads the enrolment, each round as far as it is shown."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.assessments.models import AssessmentFormerRound, AssessmentMigration
from api.assessments.queries.enrolments import Entry, load_entry
from api.assessments.queries.frameworks import scorer_of
from api.assessments.queries.rounds import sees
from api.assessments.queries.scores import names_of, tells_names_of
from api.assessments.rules.rounds import ORDER, Round
from api.assessments.rules.scores import Said, leaf_nodes, sheet_of_round
from api.assessments.schemas.migrating import FormerItem, FormerRound, FormerRoundOut, FormerSheet, FormerSheets
from api.assessments.schemas.rounds import AssessmentScoreOut
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.points import points, written
from api.core.schemas import Named
from api.frameworks.queries.versions import name_versions

_ROUND = ("round", "state", "entered", "missing", "late", "returns", "submitted_at")
_SCORE = ("code", "inputs", "computed", "overridden", "points", "not_applicable", "override_reason", "comment")


def list_former(ctx: Context, enrolment_id: UUID) -> FormerSheets:
    """The rounds of an enrolment as they stood before each move, newest first. Errors: `not_found`."""
    entry = load_entry(ctx, enrolment_id, Permission.ASSESSMENT_READ)
    moves: dict[int, Any] = {}
    rounds: dict[int, list[AssessmentFormerRound]] = defaultdict(list)
    for row in ctx.session.execute(_select(enrolment_id)):
        moves[row.AssessmentMigration.number] = row.AssessmentMigration
        rounds[row.AssessmentMigration.number].append(row.AssessmentFormerRound)
    names = name_versions(ctx, {one.old_id for one in moves.values()})
    items = [
        FormerSheet(
            number=number,
            framework=names[one.old_id],
            reason=one.reason,
            migrated_at=one.migrated_at,
            rounds=[
                FormerRound(**_brief(former))
                for former in sorted(rounds[number], key=lambda former: ORDER.index(Round(former.round)))
                if sees(ctx, entry, former)
            ],
        )
        for number, one in moves.items()
    ]
    return FormerSheets(items=[one for one in items if one.rounds])


def _select(enrolment_id: UUID) -> Any:
    return (
        select(AssessmentFormerRound, AssessmentMigration)
        .join(AssessmentMigration, AssessmentMigration.id == AssessmentFormerRound.migration_id)
        .where(AssessmentFormerRound.enrolment_id == enrolment_id)
        .order_by(AssessmentMigration.number.desc())
    )


def _brief(former: AssessmentFormerRound) -> dict[str, Any]:
    total = None if former.total is None else written(former.total)
    return {**{name: getattr(former, name) for name in _ROUND}, "total": total}


def get_former_round(ctx: Context, enrolment_id: UUID, number: int, which: Round) -> FormerRoundOut:
    """A round as it stood before a move, by the version of then. Errors: `not_found`."""
    entry = load_entry(ctx, enrolment_id, Permission.ASSESSMENT_READ)
    stmt = _select(enrolment_id).where(AssessmentMigration.number == number, AssessmentFormerRound.round == which.value)
    row = ctx.session.execute(stmt).one_or_none()
    if row is None or not sees(ctx, entry, row.AssessmentFormerRound):
        raise Refused(NOT_FOUND)
    former, migration = row.AssessmentFormerRound, row.AssessmentMigration
    names = _names(ctx, entry, former, which)
    return FormerRoundOut(
        **_brief(former),
        number=number,
        enrolment_id=enrolment_id,
        framework=name_versions(ctx, {migration.old_id})[migration.old_id],
        **{name: getattr(former, name) for name in ("team", "note", "not_applicable")},
        submitted_by=names.get(former.submitted_by),
        items=_items(ctx, former, migration.old_id),
        scores=[_score(one, names) for one in former.entries],
    )


def _names(ctx: Context, entry: Entry, former: AssessmentFormerRound, which: Round) -> dict[UUID | None, Named]:
    if not tells_names_of(ctx, entry, which):
        return {}
    scored = [UUID(one["scored_by"]) for one in former.entries if one["scored_by"]]
    return dict(names_of(ctx, [*scored, former.submitted_by]).items())


def _items(ctx: Context, former: AssessmentFormerRound, version_id: UUID) -> list[FormerItem]:
    scorer = scorer_of(ctx, version_id)
    entries = {one["code"]: _said(one) for one in former.entries}
    values = scorer.score(sheet_of_round(entries, former.not_applicable)).values
    return [
        FormerItem(
            code=code,
            title=node.indicator.label.text(ctx.language),
            full=written(node.full),
            value=None if (value := values[code]) is None else written(value),
        )
        for code, node in leaf_nodes(scorer).items()
    ]


def _said(one: dict[str, Any]) -> Said:
    overridden = None if one["overridden"] is None else points(one["overridden"])
    return Said(one["inputs"], overridden, one["not_applicable"], one["override_reason"], one["comment"])


def _score(one: dict[str, Any], names: dict[UUID | None, Named]) -> AssessmentScoreOut:
    who = names.get(UUID(one["scored_by"])) if one["scored_by"] else None
    at = datetime.fromisoformat(one["updated_at"])
    return AssessmentScoreOut(
        **{name: one[name] for name in (*_SCORE, "source", "revision")}, scored_by=who, updated_at=at
    )
