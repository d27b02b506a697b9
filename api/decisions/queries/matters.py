"""The matter catalogue 事项清单: a unit's own, or that of the nearest unit above that has one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access import reach
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.decisions.data import shipped_matters
from api.decisions.models import DecisionMatter
from api.decisions.queries.places import UNIT, Place, find_place, line_of
from api.decisions.rules.vocabulary import Category, Confidentiality, MeetingType, StepType
from api.decisions.schemas.policies import MatterCatalogue, MatterOut
from api.organizations.models import Unit

_MATTER = DecisionMatter.metadata.tables[DecisionMatter.__tablename__]
MATTER_FACTS = (
    *("code", "category", "name", "required_steps", "meeting_sequence", "needs_approval", "needs_publicity"),
    *("public_interest", "always_collective", "disclosure", "basis"),
)


def catalogue_at(ctx: Context, place: Place) -> Sequence[Any]:
    """The rows in force at a unit: its own, else those of the nearest unit above; empty where nobody adopted any."""
    stmt = select(_MATTER, UNIT.depth).join(Unit.__table__, UNIT.id == _MATTER.c.unit_id)
    stmt = stmt.where(UNIT.path.in_(line_of(place.path))).order_by(UNIT.depth.desc(), _MATTER.c.code)
    rows = ctx.session.execute(stmt).all()
    return [row for row in rows if row.depth == rows[0].depth]


def codes_for(ctx: Context, place: Place) -> list[str]:
    """The codes that topics of a unit may name: of the catalogue in force, else of the one that is shipped."""
    rows = catalogue_at(ctx, place)
    return [row.code for row in rows] or [matter["code"] for matter in shipped_matters()]


def get_catalogue(ctx: Context, unit_id: UUID) -> MatterCatalogue:
    """The catalogue in force at a unit within reach. Errors: `not_found`."""
    place = find_place(ctx, unit_id)
    if place is None:
        raise Refused(NOT_FOUND)
    rows = catalogue_at(ctx, place)
    owner = rows[0].unit_id if rows else None
    name = ctx.session.execute(select(UNIT.name).where(UNIT.id == owner)).scalar() if owner else None
    return MatterCatalogue(
        unit_id=place.id,
        adopted_by=owner,
        adopted_by_name=name,
        own=owner == place.id,
        items=[present_matter(row) for row in rows] or [shipped(matter) for matter in shipped_matters()],
    )


def present_matter(row: Any) -> MatterOut:
    """A matter as it is shown."""
    words = {name: getattr(row, name) for name in MATTER_FACTS}
    return MatterOut(id=row.id, revision=row.revision, **words)


def shipped(matter: dict[str, Any]) -> MatterOut:
    """A shipped matter that nobody adopted yet, as it is shown."""
    return MatterOut(
        id=None,
        revision=0,
        code=matter["code"],
        name=matter["zh"],
        category=Category(matter["category"]),
        required_steps=[StepType(step) for step in matter["required_steps"]],
        meeting_sequence=[MeetingType(kind) for kind in matter["meeting_sequence"]],
        disclosure=Confidentiality(matter["disclosure"]),
        basis=None,
        **{
            name: matter[name] for name in ("needs_approval", "needs_publicity", "public_interest", "always_collective")
        },
    )


def own_matters(ctx: Context, unit_id: UUID) -> Sequence[DecisionMatter]:
    """A unit's own rows, to be changed."""
    stmt = select(DecisionMatter).where(DecisionMatter.unit_id == unit_id).order_by(DecisionMatter.code)
    return ctx.session.scalars(stmt).all()


def load_matter(ctx: Context, matter_id: UUID) -> DecisionMatter:
    """A matter to be changed. Errors: `not_found`."""
    stmt = select(DecisionMatter).where(DecisionMatter.id == matter_id)
    row = ctx.session.execute(reach.within(ctx, stmt, DecisionMatter.unit_id)).scalar_one_or_none()
    if row is None:
        raise Refused(NOT_FOUND)
    return row
