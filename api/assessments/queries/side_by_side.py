"""The rounds of an enrolment beside each other, for who reviews, and for the school once it may see them."""

from collections.abc import Mapping
from uuid import UUID

from api.access.permissions import Permission
from api.assessments.models import AssessmentScore
from api.assessments.queries import scores
from api.assessments.queries.enrolments import Entry, load_entry
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.rounds import brief, rounds_of, sees
from api.assessments.queries.scores import Opened, names_of, present_score, tells_names
from api.assessments.queries.standing import standing_of
from api.assessments.rules.rounds import Round
from api.assessments.rules.scores import leaf_nodes
from api.assessments.rules.work import apart, gaps
from api.assessments.schemas.rounds import AssessmentScoreOut
from api.assessments.schemas.work import SideBySide, SideBySideItem
from api.core.context import Context
from api.core.points import Points, written
from api.core.schemas import Named
from api.frameworks.rules.scoring import Node

Stored = Mapping[Round, Mapping[str, AssessmentScore]]


def compare_rounds(ctx: Context, enrolment_id: UUID) -> SideBySide:
    """Every item with its entry in each round that the caller sees. Errors: `not_found`."""
    entry = load_entry(ctx, enrolment_id, Permission.ASSESSMENT_READ)
    every = rounds_of(ctx, enrolment_id)
    shown = {which: one for which, one in every.items() if sees(ctx, entry, one)}
    stored = scores.scores_of_rounds(ctx, list(shown.values())) if shown else {}
    scorer = scorer_by_hash(ctx, entry.held.campaign.version_id, entry.held.content_hash)
    standing = standing_of(ctx, entry)
    told = {which for which in shown if tells_names(Opened(entry, standing, shown, which, scorer))}
    names = names_of(ctx, [one.scored_by for which in told for one in stored[which].values()])
    presented = {which: _presented(entries, names if which in told else {}) for which, entries in stored.items()}
    distances = {which: gaps(which, _points(stored)) for which in stored}
    return SideBySide(
        enrolment_id=enrolment_id,
        rounds=[brief(one) for one in shown.values()],
        items=[_item(ctx, entry, node, (presented, distances)) for node in leaf_nodes(scorer).values()],
    )


def _presented(entries: Mapping[str, AssessmentScore], names: Mapping[UUID, Named]) -> dict[str, AssessmentScoreOut]:
    return {
        code: present_score(one, names.get(one.scored_by) if one.scored_by else None) for code, one in entries.items()
    }


def _points(stored: Stored) -> dict[Round, dict[str, Points | None]]:
    return {
        which: {code: one.points for code, one in entries.items() if scores.said(one).entered}
        for which, entries in stored.items()
    }


_Found = tuple[Mapping[Round, Mapping[str, AssessmentScoreOut]], Mapping[Round, Mapping[str, tuple[Round, Points]]]]


def _item(ctx: Context, entry: Entry, node: Node, found: _Found) -> SideBySideItem:
    presented, distances = found
    code, threshold = node.indicator.code, entry.held.campaign.disagreement_threshold
    mine = {which: gap[code][1] for which, gap in distances.items() if code in gap}
    return SideBySideItem(
        code=code,
        title=node.indicator.label.text(ctx.language),
        full=written(node.full),
        applies=code not in entry.enrolment.not_applicable,
        scores={which: entries[code] for which, entries in presented.items() if code in entries},
        gaps={which: written(gap) for which, gap in mine.items()},
        apart=[which for which, gap in mine.items() if apart(gap, threshold)],
    )
