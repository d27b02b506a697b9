"""The row that brings a bureau, section or district in."""

from api.access.permissions import Permission
from api.core.intake import CellKind, Field, RowSpec
from api.organizations.service.take_units import KINDS, take_units
from api.organizations.service.undo import undo_units
from api.organizations.tabular.fields import EXTERNAL_ID, EXTERNAL_IDS, ID, PLAIN
from api.organizations.tabular.words import choices

_KINDS = {kind: words for kind, words in choices("kind").items() if kind in KINDS}

FIELDS = (
    Field(
        "name",
        ("单位名称", "Name"),
        aliases=("名称", "单位", "学区名称", "科室名称", "Unit name", "Unit"),
        required=True,
        pattern=PLAIN,
        example="梅岭学区",
    ),
    Field(
        "kind",
        ("单位类别", "Kind"),
        CellKind.CHOICE,
        ("类别", "单位类型", "单位性质"),
        required=True,
        choices=_KINDS,
        example="学区",
    ),
    Field(
        "parent",
        ("上级单位", "Parent unit"),
        CellKind.REFERENCE,
        ("所属单位", "主管单位", "主管部门", "隶属单位", "Parent"),
        required=True,
        refers_to="unit",
        schemes=("name", "code", "id", "ext"),
        example="锦岚县教育局",
    ),
    Field("short_name", ("简称", "Short name"), aliases=("单位简称",), pattern=PLAIN),
    Field("code", ("单位代码", "Unit code"), CellKind.CODE, ("代码", "机构代码", "编码"), longest=20, pattern=PLAIN),
    Field("status", ("状态", "Status"), CellKind.CHOICE, choices=choices("status")),
    EXTERNAL_IDS,
    EXTERNAL_ID,
    ID,
)

UNIT_ROWS = RowSpec(
    name="unit",
    object_type="unit",
    title=("单位", "Units"),
    fields=FIELDS,
    keys=("code", "ext", "id"),
    permission=Permission.UNIT_MANAGE,
    take=take_units,
    undo=undo_units,
    key_fields={"code": ("kind", "code")},
)
