"""What lies between two versions: differences and migration. Nothing is written."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from api.core.context import Context
from api.frameworks.queries.versions import named, read_both
from api.frameworks.rules.differences import Change, differences, plan
from api.frameworks.schemas.comparisons import ChangeOut, DiffOut, MigrationOut, MoveOut


def diff_versions(ctx: Context, old: UUID, new: UUID) -> DiffOut:
    """From one version to another, indicator by indicator of the same lineage. Errors: `not_found`."""
    (one, before), (other, after) = read_both(ctx, old, new)
    changes = present_changes(differences(before, after))
    counts = Counter(change.kind for change in changes)
    return DiffOut(old=named(one), new=named(other), counts=dict(counts), changes=changes)


def present_changes(changes: Iterable[Change]) -> list[ChangeOut]:
    """Each as the wire has it."""
    return [ChangeOut.model_validate(change) for change in changes]


def preview_migration(ctx: Context, old: UUID, new: UUID) -> MigrationOut:
    """What would become of sheets that were filled in by the old version. Errors: `not_found`."""
    (one, before), (other, after) = read_both(ctx, old, new)
    moves = [MoveOut.model_validate(move) for move in plan(before, after)]
    counts = Counter(move.treatment for move in moves)
    return MigrationOut(old=named(one), new=named(other), counts=dict(counts), moves=moves)
