"""What is wrong with a framework or refused of it, by code."""

from api.core.errors import Kind, define

# --- Inputs of a rule ------------------------------------------------------------------------------------------------

INPUT_MISSING = define("framework.input_missing", Kind.UNPROCESSABLE, "这一项还没有填。", "This is not filled in.")
INPUT_UNKNOWN = define(
    "framework.input_unknown",
    Kind.UNPROCESSABLE,
    "没有这一项，可用：{allowed}。",
    "There is no such entry; there are: {allowed}.",
)
INPUT_TWICE = define(
    "framework.input_twice", Kind.UNPROCESSABLE, "同一项列了不止一次。", "An entry is listed more than once."
)
INPUT_NOT_DECIMAL = define(
    "framework.input_not_decimal",
    Kind.UNPROCESSABLE,
    "要填不小于 0、最多四位小数的数（写成文本）。",
    "Give a number of at least 0 with up to four decimals, as text.",
)
INPUT_NOT_WHOLE = define(
    "framework.input_not_whole", Kind.UNPROCESSABLE, "要填不小于 0 的整数。", "Give a whole number of at least 0."
)
INPUT_NOT_TRUTH = define("framework.input_not_truth", Kind.UNPROCESSABLE, "要填是或否。", "Give true or false.")
INPUT_OVER = define("framework.input_over", Kind.UNPROCESSABLE, "不能超过 {most}。", "At most {most}.")
INPUT_STEP = define("framework.input_step", Kind.UNPROCESSABLE, "要是 {step} 的倍数。", "Give a multiple of {step}.")
INPUT_LENGTH = define("framework.input_length", Kind.UNPROCESSABLE, "要正好填 {length} 个。", "Give exactly {length}.")

# --- Documents -------------------------------------------------------------------------------------------------------

DOCUMENT_SCHEMA = define(
    "framework.document_schema",
    Kind.UNPROCESSABLE,
    "文件的格式版本不认识，认识：{known}。",
    "This schema of the document is not known; known: {known}.",
)
DOCUMENT_FIELD = define(
    "framework.document_field",
    Kind.UNPROCESSABLE,
    "没有这个字段，可用：{allowed}。",
    "There is no such field; there are: {allowed}.",
)
DOCUMENT_MISSING = define("framework.document_missing", Kind.UNPROCESSABLE, "缺少“{name}”。", "“{name}” is missing.")
DOCUMENT_VALUE = define(
    "framework.document_value",
    Kind.UNPROCESSABLE,
    "这里的值不对，要{expected}。",
    "The value does not fit; expected: {expected}.",
)

# --- Faults of a framework: it cannot be published -------------------------------------------------------------------

NAME_MISSING = define(
    "framework.name_missing", Kind.UNPROCESSABLE, "编码和名称都要有。", "Give both a code and a name."
)
CODE_TWICE = define("framework.code_twice", Kind.UNPROCESSABLE, "编码重复了。", "This code is used more than once.")
LINEAGE_TWICE = define(
    "framework.lineage_twice",
    Kind.UNPROCESSABLE,
    "两个指标不能是同一指标的延续。",
    "Two indicators cannot both continue the same one.",
)
EMPTY = define("framework.empty", Kind.UNPROCESSABLE, "没有任何指标。", "There are no indicators.")
TOO_DEEP = define("framework.too_deep", Kind.UNPROCESSABLE, "层级最多 {limit} 级。", "At most {limit} levels.")
TOO_MANY = define("framework.too_many", Kind.UNPROCESSABLE, "指标最多 {limit} 个。", "At most {limit} indicators.")
CYCLE = define(
    "framework.cycle", Kind.UNPROCESSABLE, "指标不能放到自己的下级里。", "An indicator cannot lie below itself."
)
PARENT_UNKNOWN = define(
    "framework.parent_unknown", Kind.UNPROCESSABLE, "没有这个上级指标。", "There is no such parent."
)
LEAF_WITHOUT_RULE = define(
    "framework.leaf_without_rule",
    Kind.UNPROCESSABLE,
    "末级指标要有评分规则。",
    "An indicator without children needs a rule.",
)
RULE_ON_PARENT = define(
    "framework.rule_on_parent",
    Kind.UNPROCESSABLE,
    "有下级的指标不能另设评分规则。",
    "An indicator with children cannot have a rule of its own.",
)
RULE_EMPTY = define("framework.rule_empty", Kind.UNPROCESSABLE, "至少要有一项。", "At least one entry is needed.")
NOT_POSITIVE = define("framework.not_positive", Kind.UNPROCESSABLE, "要大于 0。", "Give more than 0.")
OUT_OF_ORDER = define(
    "framework.out_of_order", Kind.UNPROCESSABLE, "次序或范围不对。", "The order or the range is wrong."
)
POINTS_TOO_FINE = define(
    "framework.points_too_fine", Kind.UNPROCESSABLE, "分值最多两位小数。", "Points have at most two decimals."
)
CAP_BELOW_FLOOR = define(
    "framework.cap_below_floor", Kind.UNPROCESSABLE, "上限不能低于下限。", "The cap cannot lie below the floor."
)
WEIGHTS_MISSING = define(
    "framework.weights_missing",
    Kind.UNPROCESSABLE,
    "按权重汇总要有大于 0 的权重。",
    "A weighted mean needs weights over 0.",
)
BANDS_OVERLAP = define(
    "framework.bands_overlap",
    Kind.UNPROCESSABLE,
    "等次要从高到低，起点各不相同。",
    "Bands go from high to low, each from another score.",
)
NODE_UNKNOWN = define("framework.node_unknown", Kind.UNPROCESSABLE, "没有这个指标。", "There is no such indicator.")
NOT_A_DAY = define("framework.not_a_day", Kind.UNPROCESSABLE, "日期写成 YYYY-MM-DD。", "A date is written YYYY-MM-DD.")
BAND_UNKNOWN = define("framework.band_unknown", Kind.UNPROCESSABLE, "没有这个等次。", "There is no such band.")
EFFECTIVE_REVERSED = define(
    "framework.effective_reversed",
    Kind.UNPROCESSABLE,
    "失效日期不能早于生效日期。",
    "The version cannot end before it begins.",
)

# --- Warnings: it can be published, and people should know -----------------------------------------------------------

SUM_DIFFERS = define(
    "framework.sum_differs",
    Kind.UNPROCESSABLE,
    "下级分值合计 {sum}，与本级分值 {declared} 不一致。",
    "The children sum to {sum}, not to the declared {declared}.",
)
TOTAL_DIFFERS = define(
    "framework.total_differs",
    Kind.UNPROCESSABLE,
    "指标分值合计 {sum}，与声明的总分 {declared} 不一致。",
    "The indicators sum to {sum}, not to the declared total of {declared}.",
)
RULE_MOST_DIFFERS = define(
    "framework.rule_most_differs",
    Kind.UNPROCESSABLE,
    "按规则最多得 {most} 分，与分值 {points} 不一致。",
    "The rule gives at most {most}, the indicator has {points}.",
)
BAND_UNREACHABLE = define(
    "framework.band_unreachable",
    Kind.UNPROCESSABLE,
    "最多 {most} 分，达不到这个等次的 {min} 分。",
    "At most {most} can be reached; the band begins at {min}.",
)
BAND_GAP = define(
    "framework.band_gap",
    Kind.UNPROCESSABLE,
    "最低一档不从 0 分起，或另有条件，会有学校定不出等次。",
    "The lowest band asks for something: some schools would get none.",
)
NOTHING_APPLIES = define(
    "framework.nothing_applies",
    Kind.UNPROCESSABLE,
    "没有一项指标适用于“{type}”。",
    "No indicator applies to schools of type “{type}”.",
)
NEVER_APPLIES = define(
    "framework.never_applies",
    Kind.UNPROCESSABLE,
    "适用条件自相矛盾，不适用于任何学校。",
    "The conditions exclude every school.",
)
SLOT_CODE_STRAY = define(
    "framework.slot_code_stray",
    Kind.UNPROCESSABLE,
    "佐证材料的编号一般以指标编码开头（{code}）。",
    "Evidence is usually numbered after its indicator ({code}).",
)
CODE_SPELLING = define(
    "framework.code_spelling",
    Kind.UNPROCESSABLE,
    "编码最多 {limit} 个字符，不含空格和斜线。",
    "A code has at most {limit} characters, no spaces, no slash.",
)
TITLE_TOO_LONG = define(
    "framework.title_too_long", Kind.UNPROCESSABLE, "名称最多 {limit} 个字。", "A title has at most {limit} characters."
)
FACT_VALUE = define(
    "framework.fact_value",
    Kind.UNPROCESSABLE,
    "没有这样的取值，可用：{allowed}。",
    "There is no such value; there are: {allowed}.",
)

# --- States ----------------------------------------------------------------------------------------------------------

PUBLISHED = define(
    "framework.published",
    Kind.CONFLICT,
    "已发布的版本不能改，要改就从它新建草稿。",
    "A published version never changes; start a draft from it.",
)
WRONG_STATE = define(
    "framework.wrong_state",
    Kind.CONFLICT,
    "现在的状态不能这样做，可以：{allowed}。",
    "This cannot be done in its state; what can be: {allowed}.",
)

# --- Profiles --------------------------------------------------------------------------------------------------------

PARAM_UNKNOWN = define(
    "framework.param_unknown", Kind.UNPROCESSABLE, "这条规则没有这个参数。", "The rule has no such parameter."
)
PARAM_VALUE = define(
    "framework.param_value", Kind.UNPROCESSABLE, "这个参数不能取这个值。", "The parameter cannot take this value."
)

# --- Crosswalks ------------------------------------------------------------------------------------------------------

OVER_HUNDRED = define(
    "framework.over_hundred", Kind.UNPROCESSABLE, "百分比不能超过 100。", "A percentage is at most 100."
)
MAPPED_TWICE = define(
    "framework.mapped_twice",
    Kind.UNPROCESSABLE,
    "同样的两组指标对照了不止一次。",
    "The same two sets are mapped more than once.",
)

# --- Frameworks, drafts, versions kept -------------------------------------------------------------------------------

UNIT_NOT_FOUND = define(
    "framework.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或你不能为它建立框架。",
    "There is no such unit, or you cannot make frameworks for it.",
)
CODE_TAKEN = define(
    "framework.code_taken",
    Kind.CONFLICT,
    "这个单位已有同编码的框架。",
    "The unit has a framework with this code already.",
)
DRAFT_EXISTS = define(
    "framework.draft_exists",
    Kind.CONFLICT,
    "这个框架已有草稿，先发布或放弃它。",
    "The framework has a draft already; publish or discard it first.",
)
NO_DRAFT = define(
    "framework.no_draft",
    Kind.CONFLICT,
    "这个框架没有草稿，从一个版本新建。",
    "The framework has no draft; start one from a version.",
)
NODE_CODE_TAKEN = define(
    "framework.node_code_taken",
    Kind.CONFLICT,
    "草稿里已有同编码的指标。",
    "The draft has an indicator with this code already.",
)
VERSION_TAKEN = define(
    "framework.version_taken",
    Kind.CONFLICT,
    "这个版本号已经发布过。",
    "A version of this name has been published already.",
)
HAS_FAULTS = define(
    "framework.has_faults",
    Kind.UNPROCESSABLE,
    "框架还有错误，不能发布，见各项说明。",
    "The framework has faults and cannot be published; see each entry.",
)
OWN_DRAFT = define(
    "framework.own_draft",
    Kind.FORBIDDEN,
    "自己编辑的草稿要由别人发布。",
    "What you edited last is for someone else to publish.",
)
HAS_CHILDREN = define(
    "framework.has_children",
    Kind.CONFLICT,
    "指标下还有下级，先移走或一并删除。",
    "The indicator has children; move them, or delete them with it.",
)
PACKAGE_UNKNOWN = define(
    "framework.package_unknown",
    Kind.UNPROCESSABLE,
    "没有这个随产品提供的框架，可用：{allowed}。",
    "No such framework is shipped; there are: {allowed}.",
)
VERSION_UNKNOWN = define(
    "framework.version_unknown",
    Kind.UNPROCESSABLE,
    "没有这个版本，或你看不到它。",
    "There is no such version, or you cannot see it.",
)
CROSSWALK_TAKEN = define(
    "framework.crosswalk_taken",
    Kind.CONFLICT,
    "这两个版本之间已有对照表。",
    "There is a crosswalk between these versions already.",
)
CROSSWALK_SAME = define(
    "framework.crosswalk_same",
    Kind.UNPROCESSABLE,
    "对照表要连接两个不同的版本。",
    "A crosswalk joins two different versions.",
)
PROFILE_TAKEN = define(
    "framework.profile_taken",
    Kind.CONFLICT,
    "这个单位已有同编码的县级方案。",
    "The unit has a profile with this code already.",
)
NO_SUCH_ENTRY = define(
    "framework.no_such_entry",
    Kind.UNPROCESSABLE,
    "没有这个编码，可用：{allowed}。",
    "There is no such code; there are: {allowed}.",
)

# --- Tables ----------------------------------------------------------------------------------------------------------

TABLE_UNREADABLE = define(
    "framework.table_unreadable",
    Kind.UNPROCESSABLE,
    "文件打不开，要 XLSX 表格。",
    "The file cannot be opened; send an XLSX table.",
)
TABLE_TOO_LARGE = define(
    "framework.table_too_large",
    Kind.UNPROCESSABLE,
    "表格太大，最多 {limit} 行。",
    "The table is too large: at most {limit} rows.",
)
TABLE_NO_HEADER = define(
    "framework.table_no_header",
    Kind.UNPROCESSABLE,
    "没有找到表头，要有“一级指标”和“分值”两列。",
    "No header was found; it needs the columns 一级指标 and 分值.",
)
TABLE_POINTS = define(
    "framework.table_points",
    Kind.UNPROCESSABLE,
    "第 {row} 行的分值读不出来。",
    "The points of row {row} cannot be read.",
)
TABLE_NO_NAME = define(
    "framework.table_no_name", Kind.UNPROCESSABLE, "第 {row} 行没有指标名称。", "Row {row} has no indicator."
)
TABLE_NO_RULE = define(
    "framework.table_no_rule",
    Kind.UNPROCESSABLE,
    "第 {row} 行的评分办法没有认出来，先按评定打分。",
    "The scoring sentence of row {row} was not recognized; it is scored by judgement for now.",
)
TABLE_PART_RULE = define(
    "framework.table_part_rule",
    Kind.UNPROCESSABLE,
    "第 {row} 行的评分办法只认出一部分，请核对。",
    "The scoring sentence of row {row} was recognized in part; please check.",
)
CHILDREN_APART = define(
    "framework.children_apart",
    Kind.UNPROCESSABLE,
    "下级指标要另行添加，不能写在这里。",
    "Children are added by themselves, not inside an indicator.",
)
