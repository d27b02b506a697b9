"""What other schools do: medians that a school's own figures are held against.

Thresholds are compared over the house among schools of one type; what hugs a threshold, and what goods cost, within the
county. Shares are counted by the county's policy of today: a school's own policy shall not hide what it does. Of fewer
than three schools there is no median to speak of.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median_low
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import Session

from api.decisions.models import Contract, DecisionPolicy, Payment
from api.decisions.queries.facts.rules_of_units import Rulebooks
from api.decisions.queries.places import UNIT, Place, line_of
from api.decisions.rules.book import in_force
from api.decisions.rules.facts import Peers, Threshold
from api.decisions.rules.states import PolicyState
from api.decisions.rules.vocabulary import EXCLUDED_SPENDING
from api.decisions.schemas.policies import PolicyContent
from api.organizations.models import School, Unit
from api.organizations.rules import UnitKind

_SCHOOL: Any = School
_POLICY, _PAYMENT, _CONTRACT = (
    model.metadata.tables[model.__tablename__].c for model in (DecisionPolicy, Payment, Contract)
)
_SOME = 3
_MIN_PAYMENTS = 10  # as rule ANO-04 asks
_YEAR = timedelta(days=365)


def peers_of(session: Session, unit_ids: Sequence[UUID], today: date) -> dict[UUID, Peers]:
    """The peers of each of these schools, with as many statements for fifty schools of a county as for one."""
    stmt = select(_SCHOOL.id, _SCHOOL.type, _SCHOOL.path).where(_SCHOOL.id.in_(list(unit_ids)))
    schools = session.execute(stmt).all()
    if not schools:
        return {}
    counties = _counties(session, [school.path for school in schools])
    thresholds = _thresholds(session, today)
    every = sorted(set(counties.values()), key=lambda county: county.path)
    hugging, prices = _hugging(session, every, today), _prices(session, every, today)
    found = {}
    for school in schools:
        path = counties[school.path].path
        found[school.id] = Peers(_median(thresholds.get(school.type or "", [])), hugging[path], prices[path])
    return found


def _median(figures: Sequence[int]) -> int | None:
    return median_low(figures) if len(figures) >= _SOME else None


def _counties(session: Session, paths: Sequence[str]) -> dict[str, Place]:
    """The county that each school lies in; where the tree has none, the unit at its top."""
    lines = {path: line_of(path) for path in paths}
    every = sorted({above for line in lines.values() for above in line})
    rows = session.execute(select(UNIT.id, UNIT.name, UNIT.kind, UNIT.path).where(UNIT.path.in_(every)))
    units = {row.path: Place(*row) for row in rows}
    found = {}
    for path, line in lines.items():
        known = [units[above] for above in line if above in units]
        county = (unit for unit in reversed(known) if unit.kind == UnitKind.COUNTY)
        found[path] = next(county, known[0])
    return found


def _thresholds(session: Session, today: date) -> Mapping[str, list[int]]:
    """The general threshold of every school that has set one of its own, by type of school."""
    current = (
        _POLICY.state == PolicyState.ISSUED.value,
        _POLICY.effective_from <= today,
        or_(_POLICY.effective_to.is_(None), _POLICY.effective_to >= today),
    )
    stmt = select(_SCHOOL.type, _POLICY.content).join(_SCHOOL, _SCHOOL.id == _POLICY.unit_id).where(*current)
    found: dict[str, list[int]] = defaultdict(list)
    for kind, content in session.execute(stmt):
        rows = PolicyContent.model_validate(content).thresholds
        if sums := [row.amount for row in rows if not (row.spend_type or row.budget_state or row.school_type)]:
            found[kind].append(min(sums))
    return found


def _hugging(session: Session, counties: Sequence[Place], today: date) -> Mapping[str, int | None]:
    """The median share of payments of the last year in [0.9 T, T), in 1/10,000, of schools with enough of them."""
    thresholds = _county_thresholds(session, counties, today)
    if not any(thresholds.values()):
        return dict.fromkeys(thresholds)
    limit = _limit_of(thresholds)
    near = and_(10 * _PAYMENT.amount >= 9 * limit, _PAYMENT.amount < limit)
    number, close = func.count().label("number"), func.sum(case((near, 1), else_=0)).label("close")
    stmt = select(UNIT.path, number, close).join(Unit.__table__, UNIT.id == _PAYMENT.unit_id)
    stmt = stmt.join(_SCHOOL.__table__, _SCHOOL.__table__.c.id == _PAYMENT.unit_id)
    spent = func.coalesce(_PAYMENT.spend_type, "").not_in(sorted(EXCLUDED_SPENDING))
    stmt = stmt.where(_below(counties), spent, _PAYMENT.paid_on > today - _YEAR)
    rows = session.execute(stmt.group_by(_PAYMENT.unit_id, UNIT.path).having(number >= _MIN_PAYMENTS)).all()
    return {
        county.path: _median(
            [10_000 * int(row.close) // row.number for row in rows if row.path.startswith(county.path)]
        )
        if thresholds[county.path]
        else None
        for county in counties
    }


def _below(counties: Sequence[Place]) -> Any:
    return or_(*(UNIT.path.startswith(county.path, autoescape=True) for county in counties))


def _county_thresholds(session: Session, counties: Sequence[Place], today: date) -> dict[str, Sequence[Threshold]]:
    """The thresholds in force in each county: by the newest policy of its bureau, or of a unit above."""
    bureaus = select(UNIT.id, UNIT.name, UNIT.kind, UNIT.path).where(
        _below(counties), UNIT.kind == UnitKind.BUREAU.value
    )
    places = [Place(*row) for row in session.execute(bureaus.order_by(UNIT.depth, UNIT.path))]
    own = {
        county.path: next((one for one in places if one.path.startswith(county.path)), county) for county in counties
    }
    rulebooks = Rulebooks(session, list(own.values()))
    found: dict[str, Sequence[Threshold]] = {}
    for path, place in own.items():
        policies = [one for one in rulebooks.policies(place) if in_force(one, today)]
        policies.sort(key=lambda one: (one.effective_from, one.version))
        found[path] = policies[-1].thresholds if policies else ()
    return found


def _limit_of(thresholds: Mapping[str, Sequence[Threshold]]) -> Any:
    """The threshold of a payment: the most particular row of its county that fits, as in `Book.threshold`."""
    whens = [
        (and_(UNIT.path.startswith(path, autoescape=True), *_fits(row)), literal(row.amount, BigInteger))
        for path, rows in thresholds.items()
        for row in sorted(rows, key=lambda row: -len(_fits(row)))
    ]
    return case(*whens, else_=null())


def _fits(row: Threshold) -> list[Any]:
    asked = (
        (_SCHOOL.__table__.c.type, row.school_type),
        (_PAYMENT.spend_type, row.spend_type),
        (_PAYMENT.budget_state, row.budget_state),
    )
    return [column == str(said) for column, said in asked if said]


def _prices(session: Session, counties: Sequence[Place], today: date) -> Mapping[str, Mapping[str, int] | None]:
    """The median unit price of each good that at least three schools of a county bought within the year."""
    items = _CONTRACT["items"]
    stmt = select(_CONTRACT.unit_id, UNIT.path, items.label("sold")).join(Unit.__table__, UNIT.id == _CONTRACT.unit_id)
    stmt = stmt.where(_below(counties), _CONTRACT.signed_on > today - _YEAR, items.is_not(None))
    rows = session.execute(stmt).all()
    return {county.path: _usual(row for row in rows if row.path.startswith(county.path)) for county in counties}


def _usual(rows: Iterable[Any]) -> Mapping[str, int] | None:
    paid: dict[str, dict[UUID, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for item in row.sold or ():
            if item.get("unit_price"):
                paid[item["name"]][row.unit_id].append(item["unit_price"])
    usual = {
        name: median_low([median_low(prices) for prices in by_school.values()])
        for name, by_school in paid.items()
        if len(by_school) >= _SOME
    }
    return usual or None
