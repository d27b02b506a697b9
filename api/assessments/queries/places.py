"""The rounds of a campaign place by place as they stand now, and of one school part by part: for the blocks.

A later round is told to who may see it (`matrix.seeing`, `rounds.sees`); what is not handed in is nobody's yet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from api.access.permissions import Permission
from api.assessments.models import AssessmentEnrolment, AssessmentRound
from api.assessments.queries.enrolments import DISTRICT, load_entry
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.matrix import Seeing
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
_OWN = aliased(AssessmentRound, name="own")
_SIDE_BY_SIDE = (Round.SELF, Round.DISTRICT, Round.COUNTY)


def _in(one: Any) -> ColumnElement[bool]:
    """Whether a round is handed in, with a total."""
    return and_(one.state.in_(sorted(HANDED_IN)), one.total.is_not(None))


def list_standings(ctx: Context, campaign_ids: Collection[UUID], *mine: ColumnElement[bool]) -> Sequence[Any]:
    """How the rounds of campaigns stand by district, round and state, in pinyin order, in one statement.

    Self-assessment and county's round are set against each other where both are in.
    """
    both = and_(_OWN.enrolment_id == _R.enrolment_id, _OWN.round == Round.SELF.value, _in(_OWN))
    county = and_(_R.round == Round.COUNTY.value, _in(_R))
    place = (_E.campaign_id, _E.district_id, _R.round, _R.state)
    sums = (
        select(
            *place,
            func.count().label("schools"),
            func.sum(case((_in(_R), 1), else_=0)).label("handed_in"),
            func.sum(case((_in(_R), _R.total), else_=0)).label("points"),
            func.count(_OWN.id).label("compared"),
            func.sum(_OWN.total - _R.total).label("apart"),
        )
        .join(_R, _R.enrolment_id == _E.id)
        .outerjoin(_OWN, and_(both, county))
        .where(_E.campaign_id.in_(campaign_ids), *mine)
        .group_by(*place)
        .subquery("sums")
    )
    named = select(sums, DISTRICT.name).outerjoin(DISTRICT, DISTRICT.id == sums.c.district_id)
    return ctx.session.execute(named.order_by(DISTRICT.sort_key.asc().nulls_last(), sums.c.district_id)).all()


def present_places(rows: Iterable[Any], told: Seeing) -> list[PlaceRounds]:
    """District by district, the schools directly below the bureau last."""
    places: dict[tuple[UUID | None, str | None], dict[Round, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        places[row.district_id, row.name][Round(row.round)].append(row)
    return [_place(*named, rounds, told) for named, rounds in places.items()]


def _place(
    district_id: UUID | None, name: str | None, rounds: Mapping[Round, Sequence[Any]], told: Seeing
) -> PlaceRounds:
    county = rounds.get(Round.COUNTY, ()) if told[Round.COUNTY] is not False else ()
    compared, points = sum(row.compared for row in county), sum(int(row.apart or 0) for row in county)
    return PlaceRounds(
        district=Named(id=district_id, name=name) if district_id and name else None,
        rounds={which: _mean(rounds[which], told) for which in _SIDE_BY_SIDE if which in rounds},
        compared=compared,
        gap=written(_signed_mean(points, compared)) if compared else None,
    )


def _mean(rows: Sequence[Any], told: Seeing) -> RoundMean:
    handed_in, points = (sum(int(getattr(row, name)) for row in rows) for name in ("handed_in", "points"))
    known = handed_in and told[Round(rows[0].round)] is not False
    return RoundMean(
        schools=sum(row.schools for row in rows),
        handed_in=handed_in,
        mean=written(share(points, handed_in)) if known else None,
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
