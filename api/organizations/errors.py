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
