"""Reading who is left out of the base, and what persons declared."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.access import reach
from api.core.context import Context
from api.core.paging import Paging
from api.core.schemas import Named, Page
from api.decisions.models import RelationDeclaration, TeamAbsence
from api.decisions.queries.meetings import below
from api.decisions.queries.money import UNITS, one_of, page_of, plain
from api.decisions.queries.places import UNIT, UNIT_REF
from api.decisions.schemas.money import AbsenceOut, AtUnit, DeclarationOut
from api.people.models import Person

_ABSENCE, _DECLARATION, _PERSON = (
    model.metadata.tables[model.__tablename__] for model in (TeamAbsence, RelationDeclaration, Person)
)


def list_absences(ctx: Context, wanted: AtUnit, paging: Paging) -> Page[AbsenceOut]:
    """Times in which members within reach are left out of the base, newest first."""
    stmt = _of_persons(ctx, _ABSENCE, wanted).order_by(_ABSENCE.c.starts_on.desc(), _ABSENCE.c.id)
    return page_of(ctx, stmt, paging, _absences)


def get_absence(ctx: Context, absence_id: UUID) -> AbsenceOut:
    """Such a time within reach. Errors: `not_found`."""
    return one_of(ctx, _of_persons(ctx, _ABSENCE, AtUnit()).where(_ABSENCE.c.id == absence_id), _absences)


def list_declarations(ctx: Context, wanted: AtUnit, paging: Paging) -> Page[DeclarationOut]:
    """What persons within reach declared, newest first."""
    stmt = _of_persons(ctx, _DECLARATION, wanted)
    return page_of(ctx, stmt.order_by(_DECLARATION.c.declared_on.desc(), _DECLARATION.c.id), paging, _declarations)


def get_declaration(ctx: Context, declaration_id: UUID) -> DeclarationOut:
    """A declaration within reach. Errors: `not_found`."""
    stmt = _of_persons(ctx, _DECLARATION, AtUnit()).where(_DECLARATION.c.id == declaration_id)
    return one_of(ctx, stmt, _declarations)


def _of_persons(ctx: Context, table: Any, wanted: AtUnit) -> Select[*tuple[Any, ...]]:
    joined = table.join(UNITS, UNIT.id == table.c.unit_id).join(_PERSON, _PERSON.c.id == table.c.person_id)
    stmt = select(table, _PERSON.c.name.label("person_name"), *UNIT_REF).select_from(joined)
    if wanted.unit is not None:
        stmt = stmt.where(below(ctx, wanted.unit, table.c.unit_id))
    return reach.within(ctx, stmt, table.c.unit_id)


def _absences(rows: Sequence[Any]) -> list[AbsenceOut]:
    return [AbsenceOut(**plain(row, AbsenceOut), person=Named(id=row.person_id, name=row.person_name)) for row in rows]


def _declarations(rows: Sequence[Any]) -> list[DeclarationOut]:
    return [
        DeclarationOut(**plain(row, DeclarationOut), person=Named(id=row.person_id, name=row.person_name))
        for row in rows
    ]
