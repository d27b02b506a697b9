"""A whole tree put in place of a draft's: what a table that was read makes of it."""

from uuid import UUID

from api.core.context import Context
from api.frameworks import queries
from api.frameworks.rules.model import Indicator
from api.frameworks.schemas import DraftOut
from api.frameworks.service.drafts import drop
from api.frameworks.service.records import note, open_to_edit, plant, touch


def replace_indicators(ctx: Context, framework_id: UUID, indicators: tuple[Indicator, ...]) -> DraftOut:
    """Take out every indicator of the draft and put these in. Errors: `not_found`, `framework.no_draft`."""
    opened = open_to_edit(ctx, framework_id)
    before = queries.count_nodes(ctx, opened.draft.id)
    drop(ctx, opened.draft.id)
    plant(ctx, opened.draft.id, indicators)
    touch(ctx, opened)
    after = queries.count_nodes(ctx, opened.draft.id)
    note(ctx, opened, "framework.table_imported", {"indicators": before}, {"indicators": after})
    ctx.session.expire(opened.draft)
    return queries.get_draft(ctx, framework_id)
