"""Opening a bundle: its ZIP becomes the files of its members, and the members imports whose turns begin.

All of it is written in one chunk: a kill leaves a bundle that was not opened, and files that no row knows, which go.
The ZIP is not kept: a member may hold what may be kept in no file (个人信息保护法 第六条: no more than is needed).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from api.access.permissions import Permission
from api.core import ids, logs
from api.core.context import Context
from api.core.errors import ErrorSpec, Refused, Violation
from api.core.jobs.errors import RIGHT_LOST
from api.core.jobs.kinds import Chunk, JobKind, Run
from api.exchange.imports import queries, service
from api.exchange.imports.bundles import errors
from api.exchange.imports.bundles.archive import Archive, opened, refuse_places
from api.exchange.imports.bundles.manifest import MemberIn
from api.exchange.imports.errors import TYPE_UNKNOWN
from api.exchange.imports.models import Import, ImportPart
from api.exchange.imports.pipeline.source import assembled, digest_of
from api.exchange.imports.rules import ImportState, ImportVerb
from api.exchange.imports.rules.bundles import BUNDLE, dependency_order
from api.exchange.imports.service import Part, bundles
from api.exchange.imports.service.standing import plain_params
from api.exchange.specs import ports
from api.files.storage import Storage, import_key


def job(storage: Storage) -> JobKind:
    """The kind of job that opens bundles; like any import, one at a time."""
    kind = {"at_once": 1, "per_unit": 1, "group": "import", "quiet": True}
    return JobKind(f"import.{BUNDLE}", Opener(storage), permission=Permission.IMPORT_RUN, **kind)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens one bundle. What is refused is written down as the reason why it failed."""

    storage: Storage

    def __call__(self, run: Run) -> None:
        """One attempt."""
        try:
            _open(run, self.storage)
        except Refused as refused:
            if refused.spec is RIGHT_LOST:
                raise
            logs.warning("bundle_refused", id=run.arguments["import_id"], code=refused.spec.code)
            _fail(run, refused)


def _open(run: Run, storage: Storage) -> None:
    bundle_id = UUID(run.arguments["import_id"])
    with run.snapshot() as ctx:
        keys = queries.part_keys(ctx, bundle_id)
    with assembled(storage, keys) as path, opened(path) as archive:
        members = _in_order(archive.manifest.members)
        with _stored(run, storage, archive, members) as parts, run.chunk() as chunk:
            begun = _begin(chunk, bundle_id, digest_of(path), list(zip(members, parts, strict=True)))
    if begun:
        storage.delete(keys)


@dataclass(frozen=True, slots=True)
class _Named:
    """A member, and its place in the manifest."""

    number: int
    member: MemberIn

    def fault(self, spec: ErrorSpec, field: str = "", **params: Any) -> Violation:
        """What is wrong with it."""
        return Violation(spec, f"/members/{self.number}{field}", params=params)


def _in_order(members: Sequence[MemberIn]) -> list[_Named]:
    """So that each finds what it refers to; files of one type as the manifest has them. Errors: `import.type_unknown`."""
    order = dependency_order(ports.row_specs.values())
    named = [_Named(number, member) for number, member in enumerate(members)]
    unknown = [one for one in named if one.member.type not in order]
    refuse_places([one.fault(TYPE_UNKNOWN, "/type", allowed=", ".join(order)) for one in unknown])
    return sorted(named, key=lambda one: order.index(one.member.type))


@contextmanager
def _stored(run: Run, storage: Storage, archive: Archive, members: Sequence[_Named]) -> Iterator[list[Part]]:
    """The files of members as they are kept; where they come to nothing, they go again."""
    parts: list[Part] = []
    try:
        for one in members:
            run.report(len(parts), len(members))
            parts.append(_store(storage, archive, one))
        yield parts
    except BaseException:
        storage.delete([part.key for part in parts])
        raise


def _store(storage: Storage, archive: Archive, one: _Named) -> Part:
    """Errors: `import.bundle.digest_mismatch`, `import.bundle.not_zip`, `file.no_space`."""
    path, key = storage.new_path(), import_key(ids.ordered())
    try:
        digest = archive.unpack(one.member.file, path)
        if one.member.sha256 not in (None, digest):
            refuse_places([one.fault(errors.DIGEST_MISMATCH, "/sha256")])
        size = path.stat().st_size
        storage.put(key, path)
    finally:
        path.unlink(missing_ok=True)
    return Part(size, digest, key)


# --- Written down ----------------------------------------------------------------------------------------------------


def _begin(chunk: Chunk, bundle_id: UUID, digest: str, files: Sequence[tuple[_Named, Part]]) -> bool:
    """Members with their files in the place of the ZIP, and the first one's turn; not when somebody stopped it.

    Errors: every fault of what the manifest asks.
    """
    ctx = chunk.ctx
    bundle = _loaded(ctx, bundle_id)
    chunk.finish({"members": len(files)})
    if bundle is None:
        return False
    faults: list[Violation] = []
    for place, (one, part) in enumerate(files):
        faults += _made(ctx, bundle, (place, one), part)
    refuse_places(faults)
    ctx.session.execute(delete(ImportPart).where(ImportPart.import_id == bundle_id))
    bundle.file_sha256 = digest
    ctx.session.flush()
    bundles.begin(ctx, bundle)
    return True


def _made(ctx: Context, bundle: Import, placed: tuple[int, _Named], part: Part) -> list[Violation]:
    """One member as an import; else what is wrong with what the manifest asks."""
    place, named = placed
    try:
        one = service.new_import(ctx, named.member.descriptor(bundle.unit_id, bundle.atomic, bundle.max_errors))
    except Refused as refused:
        below = [fault.below(f"/members/{named.number}") for fault in refused.violations]
        return below or [named.fault(refused.spec)]
    one.bundle_id, one.place, one.received, one.uploaded_at = bundle.id, place, part.size, ctx.now
    one.state = ImportState.UPLOADED.value
    service.put_part(ctx, one, 1, part)
    return []


def _loaded(ctx: Context, bundle_id: UUID) -> Import | None:
    """The bundle, locked; None when somebody stopped it."""
    stmt = select(Import).where(Import.id == bundle_id, Import.state == ImportState.VALIDATING).with_for_update()
    return ctx.session.execute(stmt).scalar_one_or_none()


def _fail(run: Run, refused: Refused) -> None:
    with run.chunk() as chunk:
        bundle = _loaded(chunk.ctx, UUID(run.arguments["import_id"]))
        if bundle is not None:
            faults = [
                {"place": fault.pointer or "/", "code": fault.spec.code, "params": plain_params(fault.params)}
                for fault in refused.violations
            ]
            params = plain_params(refused.params) | ({"faults": faults} if faults else {})
            bundles.end(chunk.ctx, bundle, ImportVerb.FAIL, failure_code=refused.spec.code, failure_params=params)
        chunk.finish()
