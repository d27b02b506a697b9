"""Whom complaints are about, for those who may open the cases: what the inspection team holds against other records."""

from uuid import UUID

from sqlalchemy import or_, select

from api.complaints.models.cases import ComplaintCase, ComplaintSubject
from api.complaints.queries.visible import visible
from api.core.context import Context
from api.people.models import Person

_CASE, _PERSON = ComplaintCase.__table__.c, Person.__table__.c
# Under a name of its own: what `visible` asks of subjects is about all of a case, not about this one.
_NAMED = ComplaintSubject.metadata.tables[ComplaintSubject.__tablename__].alias("named")


def complained_persons(ctx: Context, unit_id: UUID) -> set[UUID]:
    """Persons of a unit who are named in complaints that the caller may open: not withdrawn, and not another's double."""
    stmt = select(_NAMED.c.person_id).join(ComplaintCase.__table__, _CASE.id == _NAMED.c.case_id)
    stmt = stmt.join(Person.__table__, _PERSON.id == _NAMED.c.person_id)
    of_unit = or_(_PERSON.unit_id == unit_id, _NAMED.c.unit_id == unit_id)
    stands = (_CASE.withdrawn_on.is_(None), _CASE.merged_into_id.is_(None))
    return set(ctx.session.scalars(visible(ctx, stmt.where(of_unit, *stands))))
