"""What an export refuses, by code."""

from api.core.errors import Kind, define

UNKNOWN_KIND = define("export.unknown_kind", Kind.UNPROCESSABLE, "不能导出这个。", "There is no such export.")
TOO_MANY_ROWS = define(
    "export.too_many_rows",
    Kind.UNPROCESSABLE,
    "超过一张工作表能装的行数，改用 CSV，或加条件缩小范围。",
    "More rows than a sheet can hold; choose CSV, or narrow the filters.",
)
TOO_MANY = define(
    "export.too_many",
    Kind.TOO_MANY,
    "你还有 {limit} 个导出没有做完，等它们做完，或取消几个。",
    "You have {limit} unfinished exports; wait for them, or cancel some.",
)
WRONG_FORMAT = define(
    "export.wrong_format",
    Kind.UNPROCESSABLE,
    "整县（county）导出为 zip，其他列表不能。",
    "A county leaves as zip, and nothing else does.",
)
