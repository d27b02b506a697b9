"""The row that brings a person in: minimal data; of an identity number a keyed hash and the last four are kept."""

from api.access.permissions import Permission
from api.core.intake import CellKind, Field, RowSpec
from api.people.service.take_persons import conceal, take_persons
from api.people.service.undo_persons import undo_persons
from api.people.tabular.words import NO_MEMBER, POSTS, choices

_PLAIN = r"[^\x00-\x1f\x7f]*"
_UNIT_SCHEMES = ("name", "code", "id", "ext")


def _day(name: str, heading: tuple[str, str], *aliases: str) -> Field:
    return Field(name, heading, CellKind.DATE, aliases)


FIELDS = (
    Field(
        "name",
        ("姓名", "Name"),
        aliases=("教师姓名", "人员姓名"),
        required=True,
        longest=60,
        pattern=_PLAIN,
        personal=True,
        example="罗建平",
    ),
    Field(
        "unit",
        ("单位", "Unit"),
        CellKind.REFERENCE,
        ("学校", "学校名称", "单位名称", "所在单位", "工作单位", "School"),
        required=True,
        refers_to="unit",
        schemes=_UNIT_SCHEMES,
        example="锦岚县第一小学",
    ),
    Field(
        "kind",
        ("人员类别", "Kind of staff"),
        CellKind.CHOICE,
        ("类别", "岗位类别"),
        required=True,
        choices=choices("kind"),
    ),
    Field("status", ("状态", "Status"), CellKind.CHOICE, ("在职状态", "人员状态"), choices=choices("status")),
    Field("id_kind", ("证件类型", "Identity document"), CellKind.CHOICE, ("身份证件类型",), choices=choices("id_kind")),
    Field(
        "id_number",
        ("证件号码", "Identity number"),
        CellKind.CODE,
        ("身份证号", "身份证号码", "身份证件号", "身份证件号码", "公民身份号码"),
        longest=40,
        pattern=r"[0-9A-Za-z 　Ｘｘ]*",
        personal=True,
        note=("只保存加密摘要和后四位。", "Only a keyed hash and the last four characters are kept."),
    ),
    Field(
        "id_last_four",
        ("证件号码后四位", "Last four of its number"),
        CellKind.CODE,
        ("id_masked",),
        longest=8,
        pattern=r"\**[0-9A-Za-z]{4}",
        personal=True,
    ),
    Field(
        "party_standing",
        ("党员", "Party member"),
        CellKind.CHOICE,
        ("政治面貌", "是否党员"),
        choices={**choices("party_standing"), "none": NO_MEMBER},
    ),
    _day("party_joined_on", ("入党日期", "Joined the Party on"), "入党时间"),
    Field(
        "party_unit",
        ("所在党组织的单位", "Unit of the party organization"),
        CellKind.REFERENCE,
        ("党组织所在单位",),
        refers_to="unit",
        schemes=_UNIT_SCHEMES,
    ),
    Field(
        "registration",
        ("教师资格注册", "Registration"),
        CellKind.CHOICE,
        ("定期注册结论", "教师资格定期注册", "注册结论"),
        choices={**choices("registration")},
    ),
    _day("registered_to_on", ("注册有效期至", "Registered until"), "注册有效期", "注册到期日"),
    _day("registered_on", ("注册日期", "Registration decided on"), "注册决定日期"),
    Field("registration_reason", ("注册说明", "Reason of the decision"), longest=1000, pattern=_PLAIN),
    Field("post_kind", ("职务", "Post"), CellKind.CHOICE, ("行政职务", "党政职务"), choices=POSTS),
    Field("post_title", ("职务名称", "Title of the post"), pattern=_PLAIN),
    _day("post_from_on", ("任职日期", "In post since"), "任职时间", "任职起始日期"),
    _day("post_term_ends_on", ("任期届满", "Term ends on"), "任期至"),
    Field("id", ("编号", "Id"), CellKind.CODE, longest=36),
)

PERSON_ROWS = RowSpec(
    name="person",
    object_type="person",
    title=("人员", "Persons"),
    fields=FIELDS,
    keys=("id_number", "name", "id"),
    permission=Permission.PERSON_MANAGE,
    take=take_persons,
    undo=undo_persons,
    after=("unit", "school"),
    key_fields={"name": ("unit", "name")},
    conceal=conceal,
)
