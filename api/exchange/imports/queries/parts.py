"""The parts of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from api.core.context import Context
from api.exchange.imports.models import Import, ImportPart
from api.exchange.imports.queries.imports import require_import
from api.exchange.imports.queries.reports import said
from api.exchange.imports.schemas import PartOut, Parts
from api.exchange.imports.schemas.preview import PreviewOut, ProposedOut, SheetOut, WarningOut
from api.exchange.reading import Look, Proposal


@dataclass(frozen=True, slots=True)
class Source:
    """The file of an import: where its parts lie, and what the caller said about it."""

    one: Import
    keys: tuple[str, ...]


def list_parts(ctx: Context, import_id: UUID) -> Parts:
    """The parts that are there, in their order. Errors: `not_found`."""
    require_import(ctx, import_id)
    parts = parts_of(ctx, import_id)
    return Parts(items=[PartOut(number=part.number, size=part.size, sha256=part.sha256) for part in parts])


def parts_of(ctx: Context, import_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """The parts of an import that the caller has loaded, in their order: number, size, sha256, key."""
    part = ImportPart.__table__.c
    stmt = select(part.number, part.size, part.sha256, part.key).where(part.import_id == import_id)
    return ctx.session.execute(stmt.order_by(part.number)).all()


def part_keys(ctx: Context, import_id: UUID) -> tuple[str, ...]:
    """Where the parts lie, in their order."""
    stmt = select(ImportPart.key).where(ImportPart.import_id == import_id).order_by(ImportPart.number)
    return tuple(ctx.session.execute(stmt).scalars())


def get_source(ctx: Context, import_id: UUID) -> Source:
    """The file of an import that the caller may see. Errors: `not_found`."""
    one = require_import(ctx, import_id)
    return Source(one, part_keys(ctx, import_id))


def present_preview(ctx: Context, one: Import, look: Look, proposal: Proposal) -> PreviewOut:
    """A look into a file as the page shows it."""
    names = ("format", "encoding", "encoding_doubted", "delimiter", "sheet", "header_row", "second_header")
    seen: dict[str, Any] = {name: getattr(look, name) for name in (*names, "headers", "sample", "sample_rows")}
    return PreviewOut(
        **seen,
        sheets=[SheetOut.model_validate(sheet) for sheet in look.sheets],
        warnings=[WarningOut(code=code, message=said(ctx, code, {})) for code in look.warnings],
        mapping=one.mapping or proposal.mapping.document(),
        proposed=[ProposedOut.model_validate(column) for column in proposal.columns],
    )
