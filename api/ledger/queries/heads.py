"""Reading what was signed, and how the ledger stands."""

from sqlalchemy import func, select

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.jobs.models import Job
from api.core.jobs.resource import COLUMNS, JobOut, present
from api.core.paging import Paging
from api.core.schemas import Page
from api.ledger import schemas
from api.ledger.models import LedgerEpoch, LedgerHead
from api.ledger.queries.sequence import count_pending, tree_size

_HEAD, _JOB = LedgerHead.metadata.tables[LedgerHead.__tablename__], Job.metadata.tables[Job.__tablename__]
VERIFY, WITNESS = "ledger.verify", "ledger.witness"


def find_epoch(ctx: Context) -> LedgerEpoch | None:
    """The epoch that runs; None before the first event has its place."""
    return ctx.session.execute(select(LedgerEpoch).order_by(LedgerEpoch.number.desc()).limit(1)).scalar_one_or_none()


def find_head(ctx: Context, epoch: int) -> LedgerHead | None:
    """The newest signed head of an epoch."""
    stmt = select(LedgerHead).where(LedgerHead.epoch == epoch).order_by(LedgerHead.size.desc()).limit(1)
    return ctx.session.execute(stmt).scalar_one_or_none()


def get_note(ctx: Context, epoch: int, size: int) -> str:
    """The note of one signed head. Errors: `not_found`."""
    stmt = select(_HEAD.c.note).where(_HEAD.c.epoch == epoch, _HEAD.c.size == size)
    note: str | None = ctx.session.execute(stmt).scalar_one_or_none()
    if note is None:
        raise Refused(NOT_FOUND)
    return note


def get_ledger_head(ctx: Context) -> schemas.LedgerHead:
    """Where the ledger stands, when it was last verified and last witnessed."""
    epoch = find_epoch(ctx)
    head = find_head(ctx, epoch.number) if epoch else None
    return schemas.LedgerHead(
        origin=epoch.origin if epoch else None,
        size=tree_size(ctx),
        pending=count_pending(ctx),
        head=schemas.SignedHead.model_validate(head) if head else None,
        verification=_newest(ctx, VERIFY),
        witness=_newest(ctx, WITNESS),
    )


def list_heads(ctx: Context, paging: Paging) -> Page[schemas.SignedHead]:
    """Every head that was signed, newest first."""
    stmt = select(LedgerHead).order_by(LedgerHead.epoch.desc(), LedgerHead.size.desc())
    heads = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).scalars()
    total = ctx.session.execute(select(func.count()).select_from(_HEAD)).scalar_one()
    return Page(
        items=[schemas.SignedHead.model_validate(head) for head in heads],
        page=paging.page,
        size=paging.size,
        total=total,
    )


def list_verifications(ctx: Context, paging: Paging) -> Page[JobOut]:
    """The verifications that are kept, newest first, whoever asked for them: the ledger has no part of one's own."""
    found = _JOB.c.kind == VERIFY
    stmt = select(*COLUMNS).where(found).order_by(_JOB.c.id.desc()).limit(paging.size).offset(paging.offset)
    total = ctx.session.execute(select(func.count()).select_from(_JOB).where(found)).scalar_one()
    rows = ctx.session.execute(stmt)
    return Page(items=[present(ctx, row) for row in rows], page=paging.page, size=paging.size, total=total)


def _newest(ctx: Context, kind: str) -> JobOut | None:
    row = ctx.session.execute(select(*COLUMNS).where(_JOB.c.kind == kind).order_by(_JOB.c.id.desc()).limit(1)).first()
    return present(ctx, row) if row else None
