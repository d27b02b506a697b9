"""Bundles and their members."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select

from api.access.permissions import Permission
from api.core.context import Context
from api.exchange.imports.models import Import, ImportOutcome, ImportPart
from api.exchange.imports.rules import Standing
from api.exchange.imports.rules.bundles import BUNDLE, UNDONE
from api.exchange.specs import ports


def permission_of(name: str) -> str | None:
    """What it takes to import a type; None for one that is not there.

    A bundle takes the right to import: those to its members are asked for when it is opened, and by each of them.
    """
    if name == BUNDLE:
        return Permission.IMPORT_RUN
    spec = ports.row_specs.get(name)
    return None if spec is None else spec.permission


def can_undo(name: str) -> bool:
    """Whether what an import of this type wrote can be taken back at all."""
    spec = ports.row_specs.get(name)
    return spec is not None and spec.undo is not None


def is_opened(ctx: Context, one: Import) -> bool:
    """Whether it is a bundle whose members are there."""
    return one.type == BUNDLE and bool(ctx.session.execute(select(exists().where(Import.bundle_id == one.id))).scalar())


def lock_bundle(ctx: Context, bundle_id: UUID) -> Import:
    """A bundle at work, locked; nobody's reach is asked, for a member of it is at work."""
    stmt = select(Import).where(Import.id == bundle_id).with_for_update()
    return ctx.session.execute(stmt, execution_options={"populate_existing": True}).scalar_one()


def members_of(ctx: Context, bundle_id: UUID) -> Sequence[Import]:
    """The members of a bundle in the order of their turns."""
    stmt = select(Import).where(Import.bundle_id == bundle_id).order_by(Import.place)
    return ctx.session.execute(stmt, execution_options={"populate_existing": True}).scalars().all()


def members_that_wrote(ctx: Context, bundle_id: UUID) -> frozenset[UUID]:
    """Those members that wrote something."""
    wrote = exists().where(ImportOutcome.import_id == Import.id)
    return frozenset(ctx.session.execute(select(Import.id).where(Import.bundle_id == bundle_id, wrote)).scalars())


def has_faults(ctx: Context, one: Import) -> bool:
    """Whether rows of an import were refused, or of a member of it."""
    if one.type != BUNDLE:
        return bool(one.groups)
    return any(member.groups for member in members_of(ctx, one.id))


def standing_of_bundle(ctx: Context, one: Import, members: Sequence[Import], *, in_time: bool, whole: bool) -> Standing:
    """What the guards of the state machine ask about a bundle: its own file until it was opened, then its members."""
    wrote = members_that_wrote(ctx, one.id)
    kept = exists().where(ImportPart.import_id == Import.id)
    filed = set(ctx.session.execute(select(Import.id).where(Import.bundle_id == one.id, kept)).scalars())
    readable = bool(members) and all(member.id in filed for member in members)
    return Standing(
        own=one.created_by == ctx.signed_in.id,
        file=(whole or readable) and not wrote,
        rows=bool(members) and all(member.rows_staged for member in members),
        reversible=any(m.id in wrote and m.state not in UNDONE and can_undo(m.type) for m in members),
        in_time=in_time,
    )
