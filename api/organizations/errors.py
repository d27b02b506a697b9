"""What the organization tree refuses, by code."""

from api.core.errors import Kind, define

PARENT_NOT_FOUND = define(
    "unit.parent_not_found",
    Kind.UNPROCESSABLE,
    "没有这个上级单位，或不在你的管理范围内。",
    "There is no such parent unit, or it is outside your reach.",
)
PARENT_REQUIRED = define(
    "unit.parent_required",
    Kind.UNPROCESSABLE,
    "要写明上级单位；最上级在安装时建立。",
    "Name the parent unit; the topmost unit is made at installation.",
)
PARENT_KIND = define(
    "unit.parent_kind",
    Kind.UNPROCESSABLE,
    "这类单位的上级只能是：{allowed}。",
    "The parent of such a unit must be one of: {allowed}.",
)
TOO_DEEP = define(
    "unit.too_deep", Kind.UNPROCESSABLE, "层级太多，最多 {limit} 层。", "Too many levels; at most {limit}."
)
REGION_CODE_REQUIRED = define(
    "unit.region_code_required",
    Kind.UNPROCESSABLE,
    "省、市、县要写行政区划代码（GB/T 2260，6 位数字）。",
    "A province, city or county needs its GB/T 2260 code of six digits.",
)
REGION_UNKNOWN = define(
    "unit.region_unknown",
    Kind.UNPROCESSABLE,
    "行政区划代码表（GB/T 2260）里没有这一级的这个代码。",
    "The table of GB/T 2260 has no such code at this level.",
)
REGION_FORM = define(
    "unit.region_form",
    Kind.UNPROCESSABLE,
    "行政区划代码 6 位数字，要与级别相符；名称前后不留空格。",
    "A code of GB/T 2260 has six digits that fit its level; no blanks around the name.",
)
REGION_NAME = define(
    "unit.region_name",
    Kind.UNPROCESSABLE,
    "名称要与行政区划代码表一致：{name}。",
    "The name must be the one of the table of GB/T 2260: {name}.",
)
REGION_PARENT = define(
    "unit.region_parent",
    Kind.UNPROCESSABLE,
    "按代码，这个区划不属于这个上级。",
    "By its code, this division does not belong to this parent.",
)
REPEATED = define(
    "unit.repeated",
    Kind.UNPROCESSABLE,
    "这个值在同一次提交里出现了不止一次。",
    "This value stands more than once in the same request.",
)
CODE_TAKEN = define("unit.code_taken", Kind.CONFLICT, "这个代码已经有单位在用。", "Another unit has this code.")
EXTERNAL_ID_TAKEN = define(
    "unit.external_id_taken",
    Kind.CONFLICT,
    "这个外部编号已经有单位在用。",
    "Another unit has this external id.",
)
EXTERNAL_ID_FORM = define(
    "unit.external_id_form",
    Kind.UNPROCESSABLE,
    "外部编号写成“系统:编号”，系统用小写字母、数字和 . _ -，例如 lk.census:15111。",
    "An external id is written system:value, the system in small letters, digits and . _ -, e.g. lk.census:15111.",
)
CREDIT_CODE_TAKEN = define(
    "school.credit_code_taken",
    Kind.CONFLICT,
    "这个统一社会信用代码已经有学校在用。",
    "Another school has this unified social credit code.",
)
CODE_FORM = define(
    "school.code_form",
    Kind.UNPROCESSABLE,
    "学校标识码是 10 位数字，前面的 0 也要写。",
    "A school code has 10 digits, leading zeros included.",
)
CODE_CATEGORY = define(
    "school.code_category",
    Kind.UNPROCESSABLE,
    "这类学校的标识码以 {expected} 开头。",
    "The code of a school of this type begins with {expected}.",
)
CODE_PROVINCE = define(
    "school.code_province",
    Kind.UNPROCESSABLE,
    "学校标识码第 3、4 位要是省级代码（GB/T 2260），例如 34。",
    "Digits 3 and 4 of a school code must be a province of GB/T 2260, e.g. 34.",
)
CREDIT_CODE_FORM = define(
    "school.credit_code_form",
    Kind.UNPROCESSABLE,
    "统一社会信用代码是 18 位大写字母和数字，没有 I、O、S、V、Z。",
    "A unified social credit code has 18 digits and capital letters, without I, O, S, V and Z.",
)
CREDIT_CODE_CHECK = define(
    "school.credit_code_check",
    Kind.UNPROCESSABLE,
    "统一社会信用代码的校验位不对，核对有没有抄错。",
    "The check character of the unified social credit code does not fit; look for a slip.",
)
BOARDERS_EXCEED_PUPILS = define(
    "school.boarders_exceed_pupils",
    Kind.UNPROCESSABLE,
    "寄宿生不能多于在校学生。",
    "There cannot be more boarders than pupils.",
)
BOARDERS_WITHOUT_BOARDING = define(
    "school.boarders_without_boarding",
    Kind.UNPROCESSABLE,
    "不寄宿的学校没有寄宿生，填 0 或留空。",
    "A school without boarding has no boarders: 0 or nothing.",
)
LONGITUDE_RANGE = define(
    "school.longitude_range",
    Kind.UNPROCESSABLE,
    "经度写成度，-180 到 180，最多 6 位小数。",
    "The longitude is in degrees from -180 to 180 with at most 6 decimals.",
)
LATITUDE_RANGE = define(
    "school.latitude_range",
    Kind.UNPROCESSABLE,
    "纬度写成度，-90 到 90，最多 6 位小数。",
    "The latitude is in degrees from -90 to 90 with at most 6 decimals.",
)
REGISTER_REQUIRED = define(
    "school.register_required",
    Kind.FORBIDDEN,
    "这一项由主管部门登记，学校自己不能改。",
    "This is registered by the authority; the school itself cannot change it.",
)
EXPORT_TOO_LARGE = define(
    "school.export_too_large",
    Kind.BAD_REQUEST,
    "一次最多导出 {limit} 行，加条件缩小范围。",
    "At most {limit} rows can be exported at once; narrow the filters.",
)

# --- Restructuring ---------------------------------------------------------------------------------------------------

VERB_NOT_NOW = define(
    "unit.verb_not_now",
    Kind.CONFLICT,
    "按这个单位现在的状态不能这样做，可以做的：{allowed}。",
    "Not in the present state of this unit; what can be done: {allowed}.",
)
STATUS_BY_VERB = define(
    "school.status_by_verb",
    Kind.UNPROCESSABLE,
    "撤销和恢复要用专门的操作，写明理由和生效日期。",
    "Closing and reopening are acts of their own, with a reason and the day from which they hold.",
)
UNIT_CLOSED = define(
    "unit.closed",
    Kind.CONFLICT,
    "这个单位已经撤销，记录只读。",
    "This unit is closed; its record can be read only.",
)
PARENT_CLOSED = define("unit.parent_closed", Kind.UNPROCESSABLE, "上级单位已经撤销。", "The parent unit is closed.")
PARENT_SAME = define(
    "unit.parent_same", Kind.UNPROCESSABLE, "已经在这个上级单位下。", "It is below this parent already."
)
PARENT_INSIDE = define(
    "unit.parent_inside",
    Kind.UNPROCESSABLE,
    "不能调到自己下面的单位里。",
    "A unit cannot be moved below itself.",
)
HAS_SUCCESSOR = define(
    "unit.has_successor",
    Kind.CONFLICT,
    "这个单位已经并入或分成别的单位，不能恢复。",
    "This unit went on in another one and cannot be reopened.",
)
NOT_EMPTY = define(
    "unit.not_empty",
    Kind.CONFLICT,
    "下面还有 {count} 个没有撤销的单位，先调走或撤销。",
    "There are {count} units below it that are not closed; move or close them first.",
)
NAME_SAME = define("unit.name_same", Kind.UNPROCESSABLE, "名称没有变。", "The name is the same.")
CODE_SAME = define("school.code_same", Kind.UNPROCESSABLE, "学校标识码没有变。", "The school code is the same.")
CODE_FORMER = define(
    "unit.code_former",
    Kind.CONFLICT,
    "这个代码以前是别的单位用的，撤下以后也不再给别的单位。",
    "This code was another unit's; a code is never given out again.",
)
EFFECTIVE_LATER = define(
    "unit.effective_later",
    Kind.UNPROCESSABLE,
    "生效日期还没有到，到了那天再登记。",
    "That day has not come yet; enter the change when it has.",
)
EFFECTIVE_TOO_EARLY = define(
    "unit.effective_too_early",
    Kind.UNPROCESSABLE,
    "生效日期不能早于 {day}，那天起才有记录，或那天已有同样的变动。",
    "Not before {day}: the record begins, or the same facts changed, on that day.",
)
NOT_RECORDED = define(
    "unit.not_recorded",
    Kind.NOT_FOUND,
    "这一天还没有这个单位的记录。",
    "There is no record of this unit on that day.",
)
MERGE_FEW = define(
    "unit.merge_few",
    Kind.UNPROCESSABLE,
    "合并至少要有两个不同的单位。",
    "It takes two different units at least to merge.",
)
MERGE_INTO = define(
    "unit.merge_into",
    Kind.UNPROCESSABLE,
    "写明并入哪一所，或合并成哪一所新学校，二选一。",
    "Name the one that goes on, or the new school that they become: one of the two.",
)
SURVIVOR_OUTSIDE = define(
    "unit.survivor_outside",
    Kind.UNPROCESSABLE,
    "并入的单位要在合并的单位里。",
    "The unit that goes on must be one of those that merge.",
)
KIND_DIFFERS = define(
    "unit.kind_differs",
    Kind.UNPROCESSABLE,
    "只有同一类单位才能合并。",
    "Only units of one kind can merge.",
)
KIND_FIXED = define(
    "unit.kind_fixed",
    Kind.UNPROCESSABLE,
    "单位的类别不能改。",
    "The kind of a unit cannot be changed.",
)
KEY_DIFFERS = define(
    "unit.key_differs",
    Kind.UNPROCESSABLE,
    "内容里的编号与地址里的不同。",
    "The id in the body differs from the one in the address.",
)
KEY_WITHDRAWN = define(
    "unit.key_withdrawn",
    Kind.CONFLICT,
    "这个编号已经撤下，只能查，不能按它改。",
    "This id was withdrawn: it still finds its school, but nothing can be changed by it.",
)
PARENT_BY_MOVE = define(
    "school.parent_by_move",
    Kind.CONFLICT,
    "学校不在这个上级单位下；调动是专门的操作。",
    "The school is below another parent; moving it is an act of its own.",
)

# --- Groups of schools -----------------------------------------------------------------------------------------------

GROUP_KIND = define(
    "group.kind_unknown",
    Kind.UNPROCESSABLE,
    "没有这种集团类别：可用 {allowed}。",
    "There is no such kind; there are: {allowed}.",
)
GROUP_MEMBER_TWICE = define(
    "group.member_twice",
    Kind.CONFLICT,
    "这所学校在这段时间已经是成员。",
    "The school is a member at that time already.",
)
GROUP_HEAD_TAKEN = define(
    "group.head_taken",
    Kind.CONFLICT,
    "集团这段时间已有牵头学校。",
    "The group has a head at that time already.",
)
GROUP_SCHOOL = define(
    "group.school_not_found",
    Kind.UNPROCESSABLE,
    "没有这所学校，或不在你的管理范围内。",
    "There is no such school, or it is outside your reach.",
)
GROUP_ENDED = define("group.ended", Kind.CONFLICT, "这个集团已经结束。", "This group has ended.")
MEMBER_ENDED = define("group.member_ended", Kind.CONFLICT, "这所学校已经退出。", "This school has left already.")
DAYS_REVERSED = define(
    "group.days_reversed",
    Kind.UNPROCESSABLE,
    "日期要在 {day} 之后。",
    "The day must be after {day}.",
)
GROUP_DAY = define(
    "group.day_outside",
    Kind.UNPROCESSABLE,
    "日期要在集团成立之后、结束之前，且不晚于今天。",
    "The day must lie within the life of the group and not after today.",
)
