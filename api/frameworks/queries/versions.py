"""Reading published versions: their rows, their documents, what they come to."""

import json
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.points import written
from api.core.schemas import Named, UnitRef
from api.frameworks.models import FrameworkDocument, FrameworkRecord, FrameworkRetirement, FrameworkVersion
from api.frameworks.queries import findings
from api.frameworks.queries.visibility import Place, may, visible
from api.frameworks.rules import documents
from api.frameworks.rules.model import Framework
from api.frameworks.rules.states import VersionState, VersionVerb, verbs
from api.frameworks.rules.validation import check
from api.frameworks.schemas import FrameworkRef, VersionOut, VersionRow
from api.frameworks.schemas.comparisons import VersionNamed
from api.ledger.verify import Document, VerifiableKind
from api.organizations.models import Unit


class Published(NamedTuple):
    """A version with its framework and unit."""

    version: FrameworkVersion
    retirement: FrameworkRetirement | None
    publisher: str | None
    record: FrameworkRecord
    unit: Place

    @property
    def state(self) -> VersionState:
        """In force, or retired."""
        return VersionState.RETIRED if self.retirement else VersionState.PUBLISHED


def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(FrameworkVersion, FrameworkRetirement, Account.display_name, FrameworkRecord, Unit)
        .join(FrameworkRecord, FrameworkRecord.id == FrameworkVersion.framework_id)
        .join(Unit, Unit.id == FrameworkRecord.unit_id)
        .outerjoin(FrameworkRetirement, FrameworkRetirement.version_id == FrameworkVersion.id)
        .outerjoin(Account, Account.id == FrameworkVersion.published_by)
    )


def _published(row: Row[*tuple[Any, ...]]) -> Published:
    unit = Place(row.Unit.id, row.Unit.name, row.Unit.kind, row.Unit.path)
    return Published(row.FrameworkVersion, row.FrameworkRetirement, row.display_name, row.FrameworkRecord, unit)


def find_published(ctx: Context, version_id: UUID) -> Published | None:
    """A version that the caller sees, or None."""
    row = ctx.session.execute(_select().where(FrameworkVersion.id == version_id, visible(ctx))).first()
    return _published(row) if row else None


def get_published(ctx: Context, version_id: UUID) -> Published:
    """A version that the caller sees. Errors: `not_found`."""
    found = find_published(ctx, version_id)
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def load_published(ctx: Context, version_id: UUID) -> Published:
    """A version of a framework within reach of what the route asks for. Errors: `not_found`."""
    found = get_published(ctx, version_id)
    if ctx.actor is not None and not reach.reaches(ctx, found.unit.path):
        raise Refused(NOT_FOUND)
    return found


def find_version(ctx: Context, unit_id: UUID, code: str, version: str) -> UUID | None:
    """A version of a unit's framework by its names."""
    stmt = (
        select(FrameworkVersion.id)
        .join(FrameworkRecord, FrameworkRecord.id == FrameworkVersion.framework_id)
        .where(FrameworkRecord.unit_id == unit_id, FrameworkRecord.code == code, FrameworkVersion.version == version)
    )
    return ctx.session.execute(stmt).scalar_one_or_none()


def list_published(ctx: Context, framework_id: UUID) -> list[Published]:
    """All versions of a framework that the caller has loaded, newest first."""
    stmt = _select().where(FrameworkVersion.framework_id == framework_id)
    newest_first = stmt.order_by(FrameworkVersion.published_at.desc(), FrameworkVersion.id.desc())
    return [_published(row) for row in ctx.session.execute(newest_first)]


def is_taken(ctx: Context, framework_id: UUID, version: str) -> bool:
    """Whether a version of this name has been published."""
    stmt = select(FrameworkVersion.id).where(
        FrameworkVersion.framework_id == framework_id, FrameworkVersion.version == version
    )
    return ctx.session.execute(stmt).first() is not None


def content_of(ctx: Context, version_id: UUID) -> str:
    """The canonical document of a version that the caller has loaded, byte for byte."""
    stmt = select(FrameworkDocument.content).where(FrameworkDocument.version_id == version_id)
    return ctx.session.execute(stmt).scalar_one()


def framework_of(ctx: Context, version_id: UUID) -> Framework:
    """What a version says, for a version that the caller has loaded."""
    return documents.read(json.loads(content_of(ctx, version_id)))


def read_both(ctx: Context, old: UUID, new: UUID) -> tuple[tuple[Published, Framework], tuple[Published, Framework]]:
    """Two versions that the caller sees, with what they say. Errors: `not_found`."""
    one, other = get_published(ctx, old), get_published(ctx, new)
    return (one, framework_of(ctx, old)), (other, framework_of(ctx, new))


# --- Presenting ------------------------------------------------------------------------------------------------------


def present_row(published: Published) -> VersionRow:
    """A version in a list."""
    return VersionRow(**_facts(published))


def _facts(published: Published) -> dict[str, Any]:
    version, retirement = published.version, published.retirement
    publisher = Named(id=version.published_by, name=published.publisher or "") if version.published_by else None
    names = ("id", "version", "title", "indicators", "leaves", "content_hash", "published_at")
    return {
        **{name: getattr(version, name) for name in names},
        "state": published.state,
        "declared_total": written(version.declared_total),
        "published_by": publisher,
        "retired_at": retirement.retired_at if retirement else None,
        "retirement_reason": retirement.reason if retirement else None,
    }


def get_version(ctx: Context, version_id: UUID) -> VersionOut:
    """A version with its document and what people should know of it. Errors: `not_found`."""
    published = get_published(ctx, version_id)
    document = json.loads(content_of(ctx, version_id))
    framework = documents.read(document)
    return VersionOut(
        **_facts(published),
        framework=present_ref(published.record, published.unit),
        document=document,
        warnings=findings.present(ctx, framework, check(framework).warnings),
        verbs=[verb for verb in verbs(published.state) if _may(ctx, published, verb)],
    )


def _may(ctx: Context, published: Published, verb: VersionVerb) -> bool:
    if verb is VersionVerb.CLONE:
        return ctx.may(Permission.FRAMEWORK_EDIT)
    return may(ctx, published.unit.path, Permission.FRAMEWORK_PUBLISH)


def present_ref(record: FrameworkRecord, unit: Place) -> FrameworkRef:
    """A framework by name."""
    shown = UnitRef(id=unit.id, name=unit.name, kind=unit.kind)
    return FrameworkRef(id=record.id, code=record.code, title=record.title, unit=shown)


def name_versions(ctx: Context, version_ids: Collection[UUID]) -> dict[UUID, VersionNamed]:
    """Versions by name, whoever asks: what refers to them has been judged."""
    stmt = (
        select(
            FrameworkVersion.id,
            FrameworkRecord.code.label("framework"),
            FrameworkVersion.title,
            FrameworkVersion.version,
        )
        .join(FrameworkRecord, FrameworkRecord.id == FrameworkVersion.framework_id)
        .where(FrameworkVersion.id.in_(list(version_ids)))
    )
    return {row.id: VersionNamed(**row._asdict()) for row in ctx.session.execute(stmt)}


def named(published: Published) -> VersionNamed:
    """A version with the code of its framework."""
    version = published.version
    return VersionNamed(id=version.id, framework=published.record.code, title=version.title, version=version.version)


# --- Held to the ledger ----------------------------------------------------------------------------------------------


def read_documents(session: Session) -> Iterator[Document]:
    """Every published version as its canonical document says it is, in the order of ids."""
    stmt = select(FrameworkDocument.version_id, FrameworkDocument.content).order_by(FrameworkDocument.version_id)
    for row in session.execute(stmt, execution_options={"yield_per": 20}):
        yield Document(row.version_id, 1, json.loads(row.content))


VERSIONS = VerifiableKind("framework_version", read_documents)
