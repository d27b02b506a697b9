"""What notices take as attachments, and who reads them inside the house. The public reads cleaned copies only."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.disclosures.models import PublicNotice
from api.files import ports, rules
from api.files.ports import FileRule
from api.files.rules import MEBIBYTE, Purpose

HOLDER = "public_notice"
# Only types that have a cleaner: what is published carries no author, place, camera or macro.
_LIMITS: Mapping[str, int] = dict.fromkeys(
    ("pdf", "docx", "xlsx", "jpeg", "png", "webp", "heic", "txt", "csv"), 20 * MEBIBYTE
)

PURPOSE = rules.define(Purpose("disclosure", Permission.DISCLOSURE_EDIT, _LIMITS))


def _within(ctx: Context, notice_id: Any, permission: Permission) -> ColumnElement[bool]:
    inside = reach.condition(ctx, PublicNotice.unit_id, permission)
    found: ColumnElement[bool] = notice_id.in_(select(PublicNotice.id).where(inside))
    return found


RULE = ports.define(
    FileRule(
        HOLDER,
        readable=lambda ctx, notice_id: _within(ctx, notice_id, Permission.DISCLOSURE_READ),
        original=lambda ctx, notice_id: _within(ctx, notice_id, Permission.DISCLOSURE_EDIT),
    )
)
