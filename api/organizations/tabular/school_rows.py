"""The row that brings a school in: the fields of `SchoolIn`, under the headings of the export and those of counties."""

from decimal import Decimal

from api.access.permissions import Permission
from api.core.intake import CellKind, Field, RowSpec
from api.organizations.rules import UnitKind
from api.organizations.service.take_frames import BY_COLUMN
from api.organizations.service.take_schools import take_schools
from api.organizations.service.undo import undo_schools
from api.organizations.tabular.fields import EXTERNAL_ID, EXTERNAL_IDS, ID, PLAIN
from api.organizations.tabular.words import choices

_HEADS = Decimal(1_000_000)


def _choice(name: str, heading: tuple[str, str], *aliases: str, required: bool = False) -> Field:
    return Field(name, heading, CellKind.CHOICE, aliases, required=required, choices=choices(name))


def _heads(name: str, heading: tuple[str, str], *aliases: str) -> Field:
    return Field(name, heading, CellKind.INTEGER, aliases, least=Decimal(0), most=_HEADS)


def _degrees(name: str, heading: tuple[str, str], most: int, *aliases: str) -> Field:
    kind = CellKind.DECIMAL
    return Field(name, heading, kind, aliases, least=Decimal(-most), most=Decimal(most), places=6)


FIELDS = (
    Field(
        "name",
        ("学校名称", "Name"),
        aliases=("学校(机构)名称", "学校（机构）名称", "单位名称", "校名", "学校", "School name", "School"),
        required=True,
        pattern=PLAIN,
        example="锦岚县第一小学",
    ),
    Field(
        "code",
        ("学校标识码", "School code"),
        CellKind.CODE,
        ("学校(机构)标识码", "学校（机构）标识码", "标识码", "学校代码", "学校编码", "机构标识码"),
        longest=10,
        pattern=r"[0-9]{10}",
        example="2199001024",
    ),
    Field(
        "parent",
        ("上级单位", "Parent unit"),
        CellKind.REFERENCE,
        (
            "所属学区",
            "学区",
            "主管单位",
            "主管部门",
            "隶属单位",
            "所属单位",
            "上级部门",
            "District",
            "Parent",
            "parent_name",
        ),
        required=True,
        refers_to="unit",
        schemes=("name", "code", "id", "ext"),
        example="梅岭学区",
        note=("写名称时要唯一；重名就改用代码或编号。", "A name must be unique; where it is not, use a code or an id."),
    ),
    _choice("type", ("办学类型", "Type"), "办学层次", "学校类型", "学校类别", "School type", "Level", required=True),
    _choice(
        *("ownership", ("举办者性质", "Ownership"), "公办/民办", "公办民办", "办学性质", "举办者类型", "学校性质"),
        required=True,
    ),
    Field("short_name", ("简称", "Short name"), aliases=("学校简称", "单位简称"), pattern=PLAIN),
    Field(
        "credit_code",
        ("统一社会信用代码", "Unified social credit code"),
        CellKind.CODE,
        ("社会信用代码", "信用代码", "统一信用代码"),
        longest=18,
        pattern=r"[0-9A-HJ-NPQRTUWXY]{18}",
    ),
    _choice("status", ("状态", "Status"), "办学状态", "学校状态"),
    _choice("area", ("城乡", "Area"), "城乡类型", "城乡分类", "所在地城乡类型", "Urban or rural"),
    _heads("pupils", ("在校学生", "Pupils"), "在校生数", "学生数", "在校学生数", "学生人数", "Students"),
    _heads("staff", ("教职工", "Staff"), "教职工数", "教职工人数", "教师数"),
    _choice("boarding", ("寄宿", "Boarding"), "是否寄宿", "是否寄宿制", "是否寄宿学校", "寄宿制"),
    _heads("boarders", ("寄宿生", "Boarders"), "寄宿生数", "寄宿生人数", "住校生数"),
    _choice("canteen", ("食堂", "Canteen"), "食堂类型", "食堂经营方式", "供餐方式"),
    _heads("party_members", ("党员", "Party members"), "党员数", "党员人数"),
    _choice("party_organization", ("党组织", "Party organization"), "党组织类型", "党组织形式"),
    _choice("party_coverage", ("党的工作覆盖", "Party coverage"), "党组织覆盖", "党建覆盖方式"),
    Field("address", ("地址", "Address"), aliases=("学校地址", "详细地址", "通讯地址"), pattern=PLAIN),
    _degrees("longitude", ("经度", "Longitude"), 180, "东经", "Lon", "Lng"),
    _degrees("latitude", ("纬度", "Latitude"), 90, "北纬", "Lat"),
    Field("former_names", ("曾用名", "Former names"), CellKind.LIST, ("原名", "曾用校名"), pattern=PLAIN),
    EXTERNAL_IDS,
    EXTERNAL_ID,
    ID,
)

SCHOOL_ROWS = RowSpec(
    name="school",
    object_type=UnitKind.SCHOOL.value,
    title=("学校", "Schools"),
    fields=FIELDS,
    keys=("code", "credit_code", "ext", "id"),
    permission=Permission.SCHOOL_UPDATE,
    take=take_schools,
    by_column=BY_COLUMN,
    undo=undo_schools,
    after=("unit",),
    is_a=("unit",),
)
