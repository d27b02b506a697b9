"""The row that brings a division of GB/T 2260 in: a newer edition, or a correction."""

from api.access.permissions import Permission
from api.core.intake import CellKind, Field, RowSpec
from api.organizations.rules import REGIONS
from api.organizations.service.take_regions import take_regions
from api.organizations.tabular.fields import PLAIN
from api.organizations.tabular.words import choices

_LEVELS = {kind: words for kind, words in choices("kind").items() if kind in REGIONS}

FIELDS = (
    Field(
        "code",
        ("行政区划代码", "Division code"),
        CellKind.CODE,
        ("代码", "区划代码"),
        required=True,
        longest=6,
        pattern=r"[0-9]{6}",
        example="990124",
    ),
    Field("name", ("行政区划名称", "Division"), aliases=("名称", "单位名称"), required=True, longest=60, pattern=PLAIN),
    Field("level", ("级别", "Level"), CellKind.CHOICE, ("层级",), required=True, choices=_LEVELS),
    Field(
        "parent_code",
        ("上级代码", "Parent code"),
        CellKind.CODE,
        ("上级行政区划代码",),
        longest=6,
        pattern=r"[0-9]{6}",
    ),
    Field(
        "edition",
        ("版本", "Edition"),
        required=True,
        longest=20,
        pattern=PLAIN,
        example="2026-06",
        note=("表的年月。", "Year and month of the table."),
    ),
)

REGION_ROWS = RowSpec(
    name="region",
    object_type="region",
    title=("行政区划", "Administrative divisions"),
    fields=FIELDS,
    keys=("code",),
    permission=Permission.UNIT_MANAGE,
    take=take_regions,
)
