"""The rounds of a campaign place by place as they stand now, and of one school part by part: for the blocks.

A later round is told to who may see it (`matrix.seeing`, `rounds.sees`); what is not handed in is nobody's yet.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from api.access.permissions import Permission
from api.assessments.models import AssessmentEnrolment, AssessmentRound
from api.assessments.queries.campaigns import Held
from api.assessments.queries.enrolments import DISTRICT, load_entry
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.matrix import Seeing, seeing
from api.assessments.queries.results import maybe
from api.assessments.queries.rounds import rounds_of, sees
from api.assessments.queries.scores import said, scores_of_rounds
from api.assessments.rules.rounds import HANDED_IN, Round, RoundState
from api.assessments.rules.scores import sheet_of_round
from api.assessments.schemas.outcomes import OutcomeCampaign
from api.assessments.schemas.overviews import PlaceRounds, RoundMean, SchoolPart, SchoolParts
from api.core.context import Context
from api.core.points import Points, share, written
from api.core.schemas import Named

_E, _R = AssessmentEnrolment, AssessmentRound
_OWN, _COUNTY = aliased(AssessmentRound, name="own"), aliased(AssessmentRound, name="county")
_SIDE_BY_SIDE = (Round.SELF, Round.DISTRICT, Round.COUNTY)


def _in(one: Any) -> ColumnElement[bool]:
    """Whether a round is handed in, with a total."""
    return and_(one.state.in_(sorted(HANDED_IN)), one.total.is_not(None))


def list_places(ctx: Context, held: Held, *mine: ColumnElement[bool]) -> list[PlaceRounds]:
    """District by district in pinyin order, the schools directly below the bureau last. Two statements."""
    told, gaps = seeing(ctx, held), dict[UUID | None, Any]()
    if told[Round.COUNTY] is not False:
        gaps = {row.district_id: row for row in ctx.session.execute(_gaps(*mine))}
    names: dict[UUID | None, str | None] = {}
    rounds: dict[UUID | None, dict[Round, RoundMean]] = defaultdict(dict)
    for row in ctx.session.execute(_sums(*mine)):
        names[row.district_id] = row.name
        rounds[row.district_id][Round(row.round)] = _mean(row, told)
    return [
        PlaceRounds(
            district=Named(id=key, name=name) if key and name else None,
            rounds=rounds[key],
            compared=gaps[key].schools if key in gaps else 0,
            gap=written(_signed_mean(int(gaps[key].points), gaps[key].schools)) if key in gaps else None,
        )
        for key, name in names.items()
    ]


def _sums(*mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            _E.district_id,
            DISTRICT.name,
            _R.round,
            func.count().label("schools"),
            func.sum(case((_in(_R), 1), else_=0)).label("handed_in"),
            func.sum(case((_in(_R), _R.total), else_=0)).label("points"),
        )
        .join(_R, _R.enrolment_id == _E.id)
        .outerjoin(DISTRICT, DISTRICT.id == _E.district_id)
        .where(*mine, _R.round.in_(_SIDE_BY_SIDE))
        .group_by(_E.district_id, DISTRICT.name, DISTRICT.sort_key, _R.round)
        .order_by(DISTRICT.sort_key.asc().nulls_last(), _E.district_id)
    )


def _gaps(*mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    own = and_(_OWN.enrolment_id == _E.id, _OWN.round == Round.SELF.value, _in(_OWN))
    county = and_(_COUNTY.enrolment_id == _E.id, _COUNTY.round == Round.COUNTY.value, _in(_COUNTY))
    points = func.sum(_OWN.total - _COUNTY.total).label("points")
    stmt = select(_E.district_id, func.count().label("schools"), points).join(_OWN, own).join(_COUNTY, county)
    return stmt.where(*mine).group_by(_E.district_id)


def _mean(row: Any, told: Seeing) -> RoundMean:
    handed_in = int(row.handed_in)
    known = handed_in and told[Round(row.round)] is not False
    return RoundMean(
        schools=row.schools,
        handed_in=handed_in,
        mean=written(share(int(row.points), handed_in)) if known else None,
    )


def _signed_mean(total: int, number: int) -> Points:
    return share(total, number) if total >= 0 else Points(-share(-total, number))


# --- A school part by part -------------------------------------------------------------------------------------------


def get_parts(ctx: Context, enrolment_id: UUID, campaign: OutcomeCampaign) -> SchoolParts:
    """The roots of the framework with what each handed-in round gives them. Errors: `not_found`."""
    entry = load_entry(ctx, enrolment_id, Permission.ASSESSMENT_READ)
    every = [one for one in rounds_of(ctx, enrolment_id).values() if RoundState(one.state) in HANDED_IN]
    rounds = [one for one in every if sees(ctx, entry, one)]
    scorer = scorer_by_hash(ctx, entry.held.campaign.version_id, entry.held.content_hash)
    absent = entry.enrolment.not_applicable
    values = {
        which: scorer.score(sheet_of_round({code: said(one) for code, one in entries.items()}, absent)).values
        for which, entries in scores_of_rounds(ctx, rounds).items()
    }
    return SchoolParts(
        enrolment_id=enrolment_id,
        campaign=campaign,
        full=written(scorer.full),
        totals={Round(one.round): written(one.total) for one in rounds if one.total is not None},
        items=[
            SchoolPart(
                code=root.indicator.code,
                title=root.indicator.label.text(ctx.language),
                full=written(root.full),
                points={which: maybe(some[root.indicator.code]) for which, some in values.items()},
            )
            for root in scorer.roots
        ],
    )
