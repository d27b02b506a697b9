"""Gathering what documents are made of: one school with its rounds, one campaign with all of its schools."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.assessments.documents import (
    About,
    CampaignFacts,
    Contested,
    Coverage,
    Progress,
    RoundFacts,
    SchoolFacts,
    Standing,
)
from api.assessments.models import (
    AssessmentDisagreement,
    AssessmentEnrolment,
    AssessmentOutcome,
    AssessmentResult,
    AssessmentRound,
    AssessmentScore,
)
from api.assessments.queries.campaigns import Held, load_campaign
from api.assessments.queries.enrolments import Entry, load_entry
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.rounds import rounds_of, sees
from api.assessments.rules.campaigns import CampaignState, reached
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.rounds import HANDED_IN, ORDER, Round, RoundState
from api.core import clock
from api.core.context import Context
from api.core.metrics import Period, find_metric
from api.core.points import Points, points
from api.core.tabular import Language
from api.frameworks.rules.scoring import Override, Scorer, Sheet
from api.organizations.models import School, Unit
from api.organizations.queries.tree import in_subtree
from api.organizations.rules import Status, UnitKind
from api.organizations.tabular.words import WORDS

TYPES = WORDS["type"]
RECTIFICATION = "rectifications.progress"
_SCHOOL: Any = School.__table__
_DISTRICT = aliased(Unit, name="district")
_ENROLLED = AssessmentEnrolment.state == EnrolmentState.ENROLLED.value
_PLACES = {"campaign": "rank", "district": "rank_district", "type": "rank_type"}


def about_campaign(ctx: Context, held: Held, language: Language) -> About:
    """What every document of the campaign says of it."""
    campaign = held.campaign
    scorer = scorer_by_hash(ctx, campaign.version_id, held.content_hash)
    return About(
        title=campaign.title,
        code=campaign.code,
        cycle=campaign.cycle,
        first_on=campaign.period_first_on,
        last_on=campaign.period_last_on,
        bureau=held.unit.name,
        framework=f"{scorer.framework.label.text(language)} {scorer.framework.version}",
        state=held.state,
        scorer=scorer,
        as_of=ctx.now,
        language=language,
    )


class Version(NamedTuple):
    """By which published version a campaign is assessed."""

    version_id: UUID
    content_hash: str


def version_of(ctx: Context, campaign_id: UUID) -> Version:
    """The version of a campaign that the caller holds. Errors: `not_found`."""
    held = load_campaign(ctx, campaign_id)
    return Version(held.campaign.version_id, held.content_hash)


def _type(code: str, language: Language) -> str:
    return TYPES[code][1 if language == "en" else 0]


# --- One school ------------------------------------------------------------------------------------------------------


def gather_school(ctx: Context, enrolment_id: UUID, language: Language) -> tuple[About, SchoolFacts]:
    """A school with the rounds and the result that the caller sees. Errors: `not_found`."""
    entry = load_entry(ctx, enrolment_id)
    about = about_campaign(ctx, entry.held, language)
    shown = {which: one for which, one in rounds_of(ctx, enrolment_id).items() if sees(ctx, entry, one)}
    scores = _scores_of(ctx, [one.id for one in shown.values()])
    absent = frozenset(entry.enrolment.not_applicable)
    rounds = [_round(about.scorer, one, scores[one.id], absent) for one in shown.values()]
    totals = {one.round: one.total for one in rounds if one.state in HANDED_IN}
    code, kind = ctx.session.execute(
        select(Unit.code, _SCHOOL.c.type).join(_SCHOOL, _SCHOOL.c.id == Unit.id).where(Unit.id == entry.unit.id)
    ).one()
    return about, SchoolFacts(
        name=entry.unit.name,
        code=code,
        district=entry.district.name if entry.district else None,
        type=_type(kind, language),
        rounds=tuple(rounds),
        standing=_standing_of(ctx, entry, language),
        contested=tuple(_contested(ctx, enrolment_id, shown)),
        progress=progress_of(ctx, entry.held, [entry.unit.id]),
        self_total=totals.get(Round.SELF),
        district_total=totals.get(Round.DISTRICT),
        county_total=totals.get(Round.COUNTY),
    )


def _scores_of(ctx: Context, round_ids: Collection[UUID]) -> dict[UUID, list[AssessmentScore]]:
    stmt = select(AssessmentScore).where(AssessmentScore.round_id.in_(list(round_ids)))
    found: dict[UUID, list[AssessmentScore]] = defaultdict(list)
    for score in ctx.session.execute(stmt).scalars():
        found[score.round_id].append(score)
    return found


def _round(
    scorer: Scorer, one: AssessmentRound, scores: Sequence[AssessmentScore], absent: frozenset[str]
) -> RoundFacts:
    """A round as it is written down; what its items come to is what was kept with them."""
    # An entry without points is open, unless it says that the item does not apply or its rule found nothing to score.
    absent |= {score.code for score in scores if score.points is None and (score.not_applicable or score.inputs)}
    kept = {score.code: Override(score.points, "") for score in scores if score.points is not None}
    score = scorer.score(Sheet(overrides=kept, not_applicable=absent))
    return RoundFacts(
        round=Round(one.round),
        state=RoundState(one.state),
        team=one.team,
        submitted_on=clock.legal_day(one.submitted_at) if one.submitted_at else None,
        late=one.late,
        total=one.total,
        values=score.values,
        missing=frozenset(score.missing),
        comments={score.code: score.comment for score in scores if score.comment},
    )


def _standing_of(ctx: Context, entry: Entry, language: Language) -> Standing | None:
    """The result, where the caller sees it: once it is public, or at the unit that holds the campaign."""
    held = entry.held
    public = reached(held.state, CampaignState.PUBLICITY)
    if not public and ctx.actor is not None and not reach.reaches(ctx, held.unit.path):
        return None
    stmt = select(AssessmentResult).where(
        AssessmentResult.enrolment_id == entry.enrolment.id, AssessmentResult.rank.is_not(None)
    )
    result = ctx.session.execute(stmt).scalar_one_or_none()
    if result is None:
        return None
    number, document_hash = _frozen(ctx, entry.enrolment.id) if reached(held.state, CampaignState.FINAL) else (None, "")
    return _standing(result, language, number, document_hash)


def _frozen(ctx: Context, enrolment_id: UUID) -> tuple[int | None, str]:
    """Number and hash of the last outcome."""
    outcome = AssessmentOutcome
    stmt = select(outcome.number, outcome.document_hash).where(outcome.enrolment_id == enrolment_id)
    found = ctx.session.execute(stmt.order_by(outcome.number.desc()).limit(1)).one_or_none()
    return (found.number, found.document_hash) if found else (None, "")


def _standing(result: Any, language: Language, number: int | None = None, document_hash: str = "") -> Standing:
    said = "en" if language == "en" else "zh"
    return Standing(
        **{name: getattr(result, name) for name in ("total", "base", "bonus", "deducted", "grade", "vetoed")},
        places={per: place for per, name in _PLACES.items() if (place := getattr(result, name)) is not None},
        values={code: _exact(value) for code, value in result.item_values.items()},
        reasons=tuple(reason[said] for reason in result.reasons),
        number=number,
        document_hash=document_hash,
    )


def _exact(text: str | None) -> Points | None:
    if text is None:
        return None
    return Points(-points(text[1:])) if text.startswith("-") else points(text)


def _contested(ctx: Context, enrolment_id: UUID, shown: Mapping[Round, Any]) -> Iterator[Contested]:
    """Disagreements of rounds that the caller sees both of."""
    pair = AssessmentDisagreement
    stmt = select(pair).where(pair.enrolment_id == enrolment_id).order_by(pair.code, pair.earlier, pair.later)
    for one in ctx.session.execute(stmt).scalars():
        earlier, later = Round(one.earlier), Round(one.later)
        if earlier in shown and later in shown:
            yield Contested(one.code, earlier, later, one.gap, one.explanation, one.ruling)


def progress_of(ctx: Context, held: Held, unit_ids: Collection[UUID]) -> Progress | None:
    """How far rectification of these units is over the campaign's period; None where nobody tells."""
    metric = find_metric(RECTIFICATION)
    if metric is None:
        return None
    figures = metric(ctx, unit_ids, Period(held.campaign.period_first_on, held.campaign.period_last_on))
    if not figures:
        return None
    sums = Counter[str]()
    for figure in figures.values():
        sums.update(figure.counts)
    return Progress(sums["done"], sums["begun"], sums["none"])


# --- The whole campaign ----------------------------------------------------------------------------------------------


def gather_campaign(ctx: Context, campaign_id: UUID, language: Language) -> tuple[About, CampaignFacts]:
    """A campaign with all of its schools, for those who hold it. Errors: `not_found`."""
    held = load_campaign(ctx, campaign_id)
    rows = list(_rows(ctx, campaign_id))
    standings = _round_standings(ctx, campaign_id)
    rounds = tuple(which for which in ORDER if any(which in one for one in standings.values()))
    schools = [_school(row, standings[row.id], language) for row in rows]
    coverage = _coverage(ctx, held, rows, standings)
    progress = progress_of(ctx, held, [row.unit_id for row in rows])
    return about_campaign(ctx, held, language), CampaignFacts(coverage, rounds, schools, progress)


def _rows(ctx: Context, campaign_id: UUID) -> Iterable[Any]:
    """Who takes part, with the results; in the order of the ranking, then by name."""
    result = AssessmentResult.__table__
    stmt = (
        select(
            AssessmentEnrolment.id,
            AssessmentEnrolment.unit_id,
            AssessmentEnrolment.district_id,
            Unit.name,
            Unit.code,
            _SCHOOL.c.type.label("school_type"),
            _DISTRICT.name.label("district"),
            *(result.c[name] for name in ("total", "base", "bonus", "deducted", "grade", "vetoed")),
            *(result.c[name] for name in ("rank", "rank_district", "rank_type", "item_values", "reasons")),
        )
        .join(Unit, Unit.id == AssessmentEnrolment.unit_id)
        .join(_SCHOOL, _SCHOOL.c.id == Unit.id)
        .outerjoin(_DISTRICT, _DISTRICT.id == AssessmentEnrolment.district_id)
        .outerjoin(result, (result.c.enrolment_id == AssessmentEnrolment.id) & result.c.rank.is_not(None))
        .where(AssessmentEnrolment.campaign_id == campaign_id, _ENROLLED)
        .order_by(result.c.rank.asc().nulls_last(), Unit.sort_key, AssessmentEnrolment.id)
    )
    return ctx.session.execute(stmt)


RoundStanding = tuple[RoundState, Points | None]


def _round_standings(ctx: Context, campaign_id: UUID) -> dict[UUID, dict[Round, RoundStanding]]:
    """State and total of every round, by enrolment."""
    one = AssessmentRound
    stmt = select(one.enrolment_id, one.round, one.state, one.total).join(
        AssessmentEnrolment, AssessmentEnrolment.id == one.enrolment_id
    )
    found: dict[UUID, dict[Round, RoundStanding]] = defaultdict(dict)
    for row in ctx.session.execute(stmt.where(AssessmentEnrolment.campaign_id == campaign_id, _ENROLLED)):
        found[row.enrolment_id][Round(row.round)] = RoundState(row.state), row.total
    return found


def _school(row: Any, rounds: Mapping[Round, RoundStanding], language: Language) -> SchoolFacts:
    totals = {which: total for which, (state, total) in rounds.items() if state in HANDED_IN}
    return SchoolFacts(
        name=row.name,
        code=row.code,
        district=row.district,
        type=_type(row.school_type, language),
        standing=None if row.rank is None else _standing(row, language),
        self_total=totals.get(Round.SELF),
        district_total=totals.get(Round.DISTRICT),
        county_total=totals.get(Round.COUNTY),
    )


def _coverage(
    ctx: Context, held: Held, rows: Iterable[Any], standings: Mapping[UUID, Mapping[Round, RoundStanding]]
) -> list[Coverage]:
    """By district: operating schools, who takes part, who has handed in which round; those directly below last."""
    schools = _schools_by_district(ctx, held)
    enrolled, handed = Counter[UUID | None](), defaultdict[UUID | None, Counter[Round]](Counter)
    for row in rows:
        enrolled[row.district_id] += 1
        handed[row.district_id].update(which for which, (state, _) in standings[row.id].items() if state in HANDED_IN)
    return [
        Coverage(name, schools[district][1] if district in schools else 0, enrolled[district], handed[district])
        for district, name in _districts(schools, rows)
    ]


def _districts(
    schools: Mapping[UUID | None, tuple[str | None, int]], rows: Iterable[Any]
) -> Iterator[tuple[UUID | None, str | None]]:
    """Every district that has schools, and those that had when they were enrolled."""
    names = {row.district_id: row.district for row in rows} | {key: name for key, (name, _) in schools.items()}
    ordered = [*(key for key in schools if key is not None), *(key for key in names if key not in schools)]
    for key in dict.fromkeys([*ordered, *([None] if None in names else [])]):
        yield key, names[key]


def _schools_by_district(ctx: Context, held: Held) -> dict[UUID | None, tuple[str | None, int]]:
    """How many schools operate below the campaign's unit, by district, in pinyin order."""
    district = case((_DISTRICT.kind == UnitKind.DISTRICT, _DISTRICT.id))
    name = case((_DISTRICT.kind == UnitKind.DISTRICT, _DISTRICT.name))
    order = case((_DISTRICT.kind == UnitKind.DISTRICT, _DISTRICT.sort_key))
    stmt = (
        select(district, name, func.count())
        .select_from(Unit)
        .join(_SCHOOL, _SCHOOL.c.id == Unit.id)
        .join(_DISTRICT, _DISTRICT.id == Unit.parent_id)
        .where(in_subtree(Unit.path, held.unit.path), Unit.status == Status.OPERATING)
        .group_by(district, name, order)
        .order_by(order.asc().nulls_last())
    )
    return {key: (title, number) for key, title, number in ctx.session.execute(stmt)}
