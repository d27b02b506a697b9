"""What can be wrong with a row on its way in, whatever it is about; rules of one domain alone have codes of their own."""

from api.core.errors import Kind, define

ROW_DUPLICATE = define(
    "import.row.duplicate",
    Kind.UNPROCESSABLE,
    "与第 {row} 行的标识相同。",
    "Row {row} bears the same identifier.",
)
ROW_KEY_MISSING = define(
    "import.row.key_missing",
    Kind.UNPROCESSABLE,
    "没有标识，不知道是哪一条。",
    "Without an identifier it is not known which record this is.",
)
ROW_FIELD_MISSING = define(
    "import.row.field_missing",
    Kind.UNPROCESSABLE,
    "新建的记录要有这一项。",
    "A new record needs this field.",
)
ROW_EXISTS = define(
    "import.row.exists",
    Kind.UNPROCESSABLE,
    "已经有这一条；这次只新建，没有改它。",
    "This record is there already; only new ones were asked for.",
)
ROW_NOT_FOUND = define(
    "import.row.not_found",
    Kind.UNPROCESSABLE,
    "没有这一条；这次只更新，没有新建。",
    "There is no such record, and no new ones were asked for.",
)
ROW_REFERENCE_UNKNOWN = define(
    "import.row.reference_unknown",
    Kind.UNPROCESSABLE,
    "所引用的记录不存在，或不在你的管理范围内。",
    "What it refers to is not there, or outside your reach.",
)
ROW_PARENT_MISSING = define(
    "import.row.parent_missing",
    Kind.UNPROCESSABLE,
    "上级不存在，或不在你的管理范围内。",
    "Its parent is not there, or outside your reach.",
)
ROW_AMBIGUOUS = define(
    "import.row.ambiguous",
    Kind.UNPROCESSABLE,
    "符合的不止一条：{candidates}。改用能唯一确定的标识。",
    "More than one fits: {candidates}. Use an identifier that tells them apart.",
)
OUTSIDE_REACH = define(
    "import.right.outside_reach",
    Kind.UNPROCESSABLE,
    "不在你的管理范围内。",
    "This lies outside your reach.",
)
FIELD_DENIED = define(
    "import.right.field_denied",
    Kind.UNPROCESSABLE,
    "你不能改这一项。",
    "This field is not yours to change.",
)
APPLY_CONFLICT = define(
    "import.apply.conflict",
    Kind.CONFLICT,
    "写入时与别的改动冲突，再导入一次即可。",
    "It collided with another change while it was written; import it again.",
)
CHANGED_SINCE = define(
    "import.apply.changed_since",
    Kind.CONFLICT,
    "导入以后又改过，保留现状，没有撤销。",
    "It was changed after the import; it was kept as it is.",
)
ROW_NOT_CLEARABLE = define(
    "import.row.not_clearable",
    Kind.UNPROCESSABLE,
    "这一项不能清空。",
    "This field cannot be cleared.",
)
ROW_TOO_MANY_VALUES = define(
    "import.row.too_many_values",
    Kind.UNPROCESSABLE,
    "这一项最多 {limit} 个。",
    "This field takes {limit} values at most.",
)
REFERRED_TO = define(
    "import.apply.referred_to",
    Kind.CONFLICT,
    "已经有别的记录用到它，保留现状，没有撤销。",
    "Other records refer to it by now; it was kept as it is.",
)
