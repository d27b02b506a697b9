"""What evidence takes in as files, and who reads them: whoever reads the item; the original, who keeps or reviews it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.evidence.models import EvidenceItem
from api.files import ports, rules
from api.files.ports import FileRule
from api.files.rules import MEBIBYTE, Purpose

HOLDER = "evidence"
_OFFICE = dict.fromkeys(("pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt"), 200 * MEBIBYTE)
_PICTURES = dict.fromkeys(("jpeg", "png", "webp", "heic"), 50 * MEBIBYTE)
_TEXTS = dict.fromkeys(("txt", "csv"), 20 * MEBIBYTE)
# A recorded lesson or meeting: two hours at the rate of a phone.
_MEDIA = dict.fromkeys(("mp4", "mov"), 4096 * MEBIBYTE) | dict.fromkeys(("mp3", "m4a"), 500 * MEBIBYTE)
_LIMITS: Mapping[str, int] = {**_PICTURES, **_OFFICE, **_TEXTS, **_MEDIA}

PURPOSE = rules.define(Purpose("evidence", Permission.EVIDENCE_MANAGE, _LIMITS))


def _within(ctx: Context, item_id: Any, *permissions: Permission) -> ColumnElement[bool]:
    inside = [reach.condition(ctx, EvidenceItem.unit_id, permission) for permission in permissions]
    found: ColumnElement[bool] = item_id.in_(select(EvidenceItem.id).where(or_(*inside)))
    return found


RULE = ports.define(
    FileRule(
        HOLDER,
        readable=lambda ctx, item_id: _within(ctx, item_id, Permission.EVIDENCE_READ),
        original=lambda ctx, item_id: _within(ctx, item_id, Permission.EVIDENCE_MANAGE, Permission.EVIDENCE_REVIEW),
    )
)
