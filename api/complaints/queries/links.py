"""What cases have to do with elsewhere: shown to who may read both sides."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, select

from api.complaints.models.working import ComplaintLink, ComplaintOutcome
from api.complaints.ports import ports
from api.complaints.queries import visible
from api.complaints.queries.visible import C
from api.complaints.schemas.links import CaseLinkOut, CaseLinksOut, LinkType
from api.core.context import Context

_L, _O = ComplaintLink.__table__.c, ComplaintOutcome.__table__.c


def list_links(ctx: Context, case_id: UUID) -> CaseLinksOut:
    """The links of a case; what leads to something that the caller may not read is not there. Errors: `not_found`."""
    case = visible.get_case(ctx, case_id)
    rows = ctx.session.scalars(select(ComplaintLink).where(_L.case_id == case.id).order_by(_L.linked_on, _L.id)).all()
    asked = defaultdict[str, set[UUID]](set)
    for row in rows:
        asked[row.type].add(row.object_id)
    labels: dict[UUID, str] = {}
    for kind, ids in asked.items():
        labels |= readable(ctx, LinkType(kind), ids)
    return CaseLinksOut(
        items=[
            CaseLinkOut(
                id=row.id,
                type=LinkType(row.type),
                object_id=row.object_id,
                label=labels[row.object_id],
                linked_on=row.linked_on,
            )
            for row in rows
            if row.object_id in labels
        ]
    )


def readable(ctx: Context, kind: LinkType, ids: set[UUID]) -> Mapping[UUID, str]:
    """What the caller may read of these, by id; nothing of a kind that this house has not."""
    labels = ports.linked.get(kind.value)
    return labels(ctx, ids) if labels else {}


def find_link(ctx: Context, case_id: UUID, link_id: UUID) -> ComplaintLink | None:
    """A link of a case."""
    return ctx.session.scalars(select(ComplaintLink).where(_L.id == link_id, _L.case_id == case_id)).first()


def linked_to(object_id: UUID) -> ColumnElement[bool]:
    """Whether a case has to do with this; a problem of rectification that came of its outcome is one, too."""
    links = select(_L.case_id).where(_L.object_id == object_id)
    return C.id.in_(links.union(select(_O.case_id).where(_O.rectification_id == object_id)))
