"""Reading profiles, and what they would make of their bases."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.access import reach
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation
from api.core.paging import Paging, count
from api.core.schemas import Page, UnitRef
from api.frameworks.models import FrameworkProfile, FrameworkRecord, FrameworkVersion
from api.frameworks.queries import findings
from api.frameworks.queries.comparisons import present_changes
from api.frameworks.queries.versions import framework_of
from api.frameworks.rules import codec, documents
from api.frameworks.rules.differences import differences
from api.frameworks.rules.model import Framework
from api.frameworks.rules.profiles import Profile, resolve
from api.frameworks.rules.validation import check
from api.frameworks.schemas.comparisons import ProfileOut, ProfilePreview, ProfileRow, VersionNamed
from api.organizations.models import Unit


def _rows(ctx: Context) -> Select[*tuple[Any, ...]]:
    stmt = (
        select(FrameworkProfile, Unit, FrameworkVersion, FrameworkRecord.code.label("base_code"))
        .join(Unit, Unit.id == FrameworkProfile.unit_id)
        .join(FrameworkVersion, FrameworkVersion.id == FrameworkProfile.base_id)
        .join(FrameworkRecord, FrameworkRecord.id == FrameworkVersion.framework_id)
    )
    return reach.within(ctx, stmt, FrameworkProfile.unit_id)


def list_profiles(ctx: Context, paging: Paging) -> Page[ProfileRow]:
    """Profiles of units within reach, newest first."""
    stmt = _rows(ctx)
    page = stmt.order_by(FrameworkProfile.updated_at.desc(), FrameworkProfile.id)
    rows = ctx.session.execute(page.limit(paging.size).offset(paging.offset))
    items = [ProfileRow(**_shown(row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _shown(row: Any) -> dict[str, Any]:
    held, base = row.FrameworkProfile, row.FrameworkVersion
    return {
        **{name: getattr(held, name) for name in ("id", "code", "title", "updated_at", "revision")},
        "unit": UnitRef(id=row.Unit.id, name=row.Unit.name, kind=row.Unit.kind),
        "base": VersionNamed(id=base.id, framework=row.base_code, title=base.title, version=base.version),
    }


def get_profile(ctx: Context, profile_id: UUID) -> ProfileOut:
    """A profile within reach. Errors: `not_found`."""
    row = ctx.session.execute(_rows(ctx).where(FrameworkProfile.id == profile_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    document = {"title_en": "", "issuer": "", "operations": [], **row.FrameworkProfile.document}
    return ProfileOut.model_validate({**document, **_shown(row)})


def load_profile(ctx: Context, profile_id: UUID) -> FrameworkProfile:
    """A profile to be changed, of a unit within reach. Errors: `not_found`."""
    stmt = select(FrameworkProfile).where(FrameworkProfile.id == profile_id)
    found = ctx.session.scalars(reach.within(ctx, stmt, FrameworkProfile.unit_id)).one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def resolved(ctx: Context, held: FrameworkProfile) -> tuple[Framework, Framework, list[Violation]]:
    """The base, what the profile makes of it, and what it cannot do."""
    base = framework_of(ctx, held.base_id)
    profile: Profile = codec.read(Profile, held.document, [])
    return base, *resolve(base, profile)


def preview_profile(ctx: Context, profile_id: UUID) -> ProfilePreview:
    """What it would make of its base, and what is wrong with that. Errors: `not_found`."""
    base, framework, faults = resolved(ctx, load_profile(ctx, profile_id))
    checked = check(framework)
    return ProfilePreview(
        document=documents.document(framework),
        changes=present_changes(differences(base, framework)),
        faults=findings.present(ctx, framework, [*faults, *checked.faults]),
        warnings=findings.present(ctx, framework, checked.warnings),
    )
