"""Reading one item of evidence."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.schemas import Feed, Named, UnitRef
from api.evidence.models import EvidenceFile, EvidenceItem, EvidenceRevision, EvidenceTag, EvidenceUse
from api.evidence.rules import (
    ITEM_STEPS,
    OPEN_USES,
    USE_STEPS,
    ItemState,
    ItemVerb,
    UseState,
    UseVerb,
    Who,
    item_verbs,
    use_verbs,
)
from api.evidence.schemas import EvidenceOut, RevisionOut, SourceOut, UseOut
from api.files import queries as files
from api.files.models import StoredFile
from api.files.schemas import FileRow
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.models import Unit

_DECIDER = aliased(Account, name="decider")


class Place(NamedTuple):
    """A unit for which evidence is filed."""

    id: UUID
    name: str
    kind: str


class Standing(NamedTuple):
    """Which permissions the caller holds at the unit of an item."""

    manages: bool
    reviews: bool

    def holds(self, permission: Permission) -> bool:
        """Whether `permission`, one of evidence's own, is among them."""
        return {Permission.EVIDENCE_MANAGE: self.manages, Permission.EVIDENCE_REVIEW: self.reviews}.get(
            permission, True
        )


def find_place(ctx: Context, unit_id: UUID) -> Place | None:
    """A unit within reach of the permission that the route asks for."""
    stmt = reach.within(ctx, select(Unit.id, Unit.name, Unit.kind).where(Unit.id == unit_id), Unit.id)
    row = ctx.session.execute(stmt).first()
    return Place(*row) if row else None


def load_item(ctx: Context, item_id: UUID) -> tuple[EvidenceItem, Standing]:
    """An item to be changed, and the caller's standing. Errors: `not_found`."""
    manages = reach.condition(ctx, EvidenceItem.unit_id, Permission.EVIDENCE_MANAGE)
    reviews = reach.condition(ctx, EvidenceItem.unit_id, Permission.EVIDENCE_REVIEW)
    stmt = select(EvidenceItem, manages.label("manages"), reviews.label("reviews")).where(EvidenceItem.id == item_id)
    row = ctx.session.execute(reach.within(ctx, stmt, EvidenceItem.unit_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], Standing(bool(row.manages), bool(row.reviews))


def load_use(ctx: Context, item_id: UUID, use_id: UUID) -> EvidenceUse:
    """A use of an item that the caller has loaded. Errors: `not_found`."""
    stmt = select(EvidenceUse).where(EvidenceUse.id == use_id, EvidenceUse.item_id == item_id)
    use = ctx.session.execute(stmt).scalar_one_or_none()
    if use is None:
        raise Refused(NOT_FOUND)
    return use


def open_uses(ctx: Context, item_id: UUID) -> tuple[list[EvidenceUse], bool]:
    """The uses that withdrawing takes back, and whether one is accepted."""
    uses = ctx.session.execute(select(EvidenceUse).where(EvidenceUse.item_id == item_id)).scalars().all()
    return [use for use in uses if use.state in OPEN_USES], any(use.state == UseState.ACCEPTED for use in uses)


def facts_of(ctx: Context, item: EvidenceItem) -> dict[str, Any]:
    """The facts of an item as rules and ledger take them."""
    names = ("title", "description", "category", "period_from", "period_to")
    return {**{name: getattr(item, name) for name in names}, "tags": _tags(ctx, item.id)}


def _tags(ctx: Context, item_id: UUID) -> list[str]:
    stmt = select(EvidenceTag.tag).where(EvidenceTag.item_id == item_id).order_by(EvidenceTag.tag)
    return list(ctx.session.execute(stmt).scalars())


def file_names(ctx: Context, file_ids: Sequence[UUID]) -> list[dict[str, str]]:
    """Name and hash of files, in the order given: what the ledger says of a revision."""
    found = files.files_of(ctx, file_ids)
    return [{"name": found[key].name, "sha256": found[key].sha256} for key in file_ids]


def newest_files(ctx: Context, item: EvidenceItem) -> list[dict[str, str]]:
    """Name and hash of the files of an item's newest revision."""
    stmt = select(EvidenceFile.file_id).where(EvidenceFile.item_id == item.id, EvidenceFile.number == item.latest)
    return file_names(ctx, list(ctx.session.execute(stmt.order_by(EvidenceFile.position)).scalars()))


def get_item(ctx: Context, item_id: UUID) -> EvidenceOut:
    """An item within reach with its revisions, files and uses. Errors: `not_found`."""
    item, standing = load_item(ctx, item_id)
    unit = ctx.session.execute(_around(item)).one()
    revisions = _revisions(ctx, item, original=standing.manages or standing.reviews)
    return EvidenceOut(
        **{name: getattr(item, name) for name in _PLAIN},
        unit=UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        tags=_tags(ctx, item.id),
        source=SourceOut(type=item.source_type, id=item.source_id, label=item.source_label),
        revisions=revisions,
        uses=_uses(ctx, item, standing),
        verbs=_verbs(item, standing),
        created_by=revisions[-1].created_by,
        responsible=Named(id=unit.account_id, name=unit.display_name),
    )


def _around(item: EvidenceItem) -> Select[*tuple[Any, ...]]:
    """The unit of an item and who answers for it."""
    who = (Account.id.label("account_id"), Account.display_name)
    stmt = select(Unit.id, Unit.name, Unit.kind, *who).join(Account, Account.id == item.responsible_id)
    return stmt.where(Unit.id == item.unit_id)


_PLAIN = (
    *("id", "title", "description", "category", "period_from", "period_to", "state", "state_reason", "latest"),
    *("created_at", "updated_at", "revision"),
)


def _verbs(item: EvidenceItem, standing: Standing) -> list[ItemVerb]:
    state = ItemState(item.state)
    return [verb for verb in item_verbs(state) if standing.holds(ITEM_STEPS[state, verb].needs)]


def _revisions(ctx: Context, item: EvidenceItem, *, original: bool) -> list[RevisionOut]:
    held = _files(ctx, item.id, original=original)
    stmt = (
        select(EvidenceRevision, Account.display_name)
        .join(Account, Account.id == EvidenceRevision.created_by)
        .where(EvidenceRevision.item_id == item.id)
        .order_by(EvidenceRevision.number.desc())
    )
    return [
        RevisionOut(
            number=revision.number,
            note=revision.note,
            created_by=Named(id=revision.created_by, name=name),
            created_at=revision.created_at,
            files=held[revision.number],
        )
        for revision, name in ctx.session.execute(stmt)
    ]


def _files(ctx: Context, item_id: UUID, *, original: bool) -> dict[int, list[FileRow]]:
    stmt = (
        select(EvidenceFile.number, StoredFile)
        .join(StoredFile, StoredFile.id == EvidenceFile.file_id)
        .where(EvidenceFile.item_id == item_id)
        .order_by(EvidenceFile.number, EvidenceFile.position)
    )
    found: dict[int, list[FileRow]] = defaultdict(list)
    for number, file in ctx.session.execute(stmt):
        found[number].append(files.present_row(file, original=original))
    return found


def _uses(ctx: Context, item: EvidenceItem, standing: Standing) -> list[UseOut]:
    stmt = (
        select(EvidenceUse, Account.display_name, _DECIDER.display_name.label("decider"))
        .join(Account, Account.id == EvidenceUse.submitted_by)
        .outerjoin(_DECIDER, _DECIDER.id == EvidenceUse.decided_by)
        .where(EvidenceUse.item_id == item.id)
        .order_by(EvidenceUse.id.desc())
    )
    return [_use(ctx, row, item, standing) for row in ctx.session.execute(stmt)]


def _use(ctx: Context, row: Any, item: EvidenceItem, standing: Standing) -> UseOut:
    use: EvidenceUse = row.EvidenceUse
    return UseOut(
        id=use.id,
        type=use.object_type,
        object_id=use.object_id,
        label=use.object_label,
        number=use.number,
        state=UseState(use.state),
        reason=use.reason,
        submitted_by=Named(id=use.submitted_by, name=row.display_name),
        submitted_at=use.submitted_at,
        decided_by=Named(id=use.decided_by, name=row.decider) if use.decided_by else None,
        decided_at=use.decided_at,
        revision=use.revision,
        verbs=_use_verbs(ctx, use, item, standing),
    )


def _use_verbs(ctx: Context, use: EvidenceUse, item: EvidenceItem, standing: Standing) -> list[UseVerb]:
    if item.state != ItemState.ACTIVE:
        return []
    state = UseState(use.state)
    own = ctx.actor is not None and ctx.actor.id == use.submitted_by
    steps = {verb: USE_STEPS[state, verb] for verb in use_verbs(state)}
    return [
        verb for verb, step in steps.items() if standing.holds(step.needs) and not (own and step.who is Who.ANOTHER)
    ]


def list_history(ctx: Context, item_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to an item within reach, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    stmt = reach.within(ctx, select(EvidenceItem.id).where(EvidenceItem.id == item_id), EvidenceItem.unit_id)
    if ctx.session.execute(stmt).first() is None:
        raise Refused(NOT_FOUND)
    return ledger.list_object_events(ctx, "evidence", item_id, cursor, limit)
