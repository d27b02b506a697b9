"""What an import refuses, by code. Faults of rows are in `core.faults`, those of files and cells are `reading`'s."""

from api.core.errors import Kind, define

TYPE_UNKNOWN = define(
    "import.type_unknown",
    Kind.UNPROCESSABLE,
    "没有这种可以导入的数据，可用：{allowed}。",
    "There is no such type to import; there are: {allowed}.",
)
UNIT_UNKNOWN = define(
    "import.unit_unknown",
    Kind.UNPROCESSABLE,
    "没有这个单位，或你不能为它导入。",
    "There is no such unit, or you cannot import for it.",
)
MODE_NOT_ALLOWED = define(
    "import.mode_not_allowed",
    Kind.UNPROCESSABLE,
    "这种数据不能这样导入，可用：{allowed}。",
    "This type cannot be imported that way; it takes: {allowed}.",
)
SCHEME_UNKNOWN = define(
    "import.scheme_unknown",
    Kind.UNPROCESSABLE,
    "不能用这种标识，可用：{allowed}。",
    "This cannot serve as an identifier; use one of: {allowed}.",
)
REFERENCE_UNKNOWN = define(
    "import.reference_unknown",
    Kind.UNPROCESSABLE,
    "没有这个引用字段，有：{allowed}。",
    "There is no such reference field; there are: {allowed}.",
)
MAPPING_UNKNOWN = define(
    "import.mapping_unknown",
    Kind.UNPROCESSABLE,
    "没有这个列对应方案，或它用于别的数据。",
    "There is no such mapping, or it is for another type.",
)
WRONG_STATE = define(
    "import.wrong_state",
    Kind.CONFLICT,
    "现在的状态不能这样做，可以：{allowed}。",
    "This cannot be done in its state; what can be: {allowed}.",
)
NOT_YOURS = define(
    "import.not_yours",
    Kind.FORBIDDEN,
    "这一步要由发起导入的人来做。",
    "This step is for the person who began the import.",
)
NO_FILE = define(
    "import.no_file",
    Kind.CONFLICT,
    "文件还没有传完，或已过保存期，请重新上传。",
    "The file is not complete, or no longer kept; upload it again.",
)
ROWS_GONE = define(
    "import.rows_gone",
    Kind.CONFLICT,
    "没有读好的数据行可用，先开始检查。",
    "There are no rows that were read and kept; start the check first.",
)
NOTHING_WRITTEN = define(
    "import.nothing_written",
    Kind.CONFLICT,
    "没有可以撤销的行。",
    "Nothing was written that could be taken back.",
)
ROLLBACK_OVER = define(
    "import.rollback_over",
    Kind.CONFLICT,
    "已过撤销期限（7 天）。",
    "The time for taking it back (7 days) is over.",
)
PARTS_MISSING = define(
    "import.parts_missing",
    Kind.CONFLICT,
    "还缺分段：{missing}。",
    "Parts are missing: {missing}.",
)
SIZE_MISMATCH = define(
    "import.size_mismatch",
    Kind.CONFLICT,
    "收到 {received} 字节，应有 {size} 字节。",
    "There are {received} bytes where {size} were announced.",
)
FILE_TOO_LARGE = define(
    "import.file_too_large",
    Kind.TOO_LARGE,
    "文件超过 {limit} 字节。",
    "The file is over {limit} bytes.",
)
PART_EMPTY = define("import.part_empty", Kind.UNPROCESSABLE, "没有内容。", "There is no content.")
BROKEN_OFF = define(
    "import.broken_off",
    Kind.BAD_REQUEST,
    "传输中断，这一段没有保存，重传即可。",
    "The line broke; this part was not kept, send it again.",
)
DIGEST_MISMATCH = define(
    "import.digest_mismatch",
    Kind.UNPROCESSABLE,
    "内容与 Content-Digest 不符，重传即可。",
    "The content is not what Content-Digest says; send it again.",
)
CODING_UNKNOWN = define(
    "import.coding_unknown",
    Kind.BAD_REQUEST,
    "Content-Encoding 只能是 gzip。",
    "Content-Encoding can be gzip only.",
)
CODING_BROKEN = define(
    "import.coding_broken",
    Kind.UNPROCESSABLE,
    "不是完好的 gzip 内容，或展开后过大。",
    "This is not sound gzip content, or too large when unpacked.",
)
TOO_MANY = define(
    "import.too_many",
    Kind.TOO_MANY,
    "已有 {limit} 个导入在排队或进行，等它们做完再来。",
    "As many as {limit} imports are waiting or running; come back when they are done.",
)
HAS_ERRORS = define(
    "import.has_errors",
    Kind.CONFLICT,
    "有错误的行，按“全部或全不”没有写入任何一行。",
    "There are faulty rows; all or nothing was asked for, and nothing was written.",
)
TOO_LARGE_FOR_ALL = define(
    "import.too_large_for_all",
    Kind.CONFLICT,
    "内置数据库一次最多写入 {limit} 行，改为按行写入。",
    "The embedded database writes at most {limit} rows at once; let it write row by row.",
)
STORAGE_DOWN = define(
    "import.storage_down",
    Kind.UNAVAILABLE,
    "取不到文件，稍后重试。",
    "The file cannot be reached; try again later.",
)
STOPPED = define(
    "import.stopped",
    Kind.INTERNAL,
    "中途停下，已写入的行都在，可以重试。",
    "It stopped on the way; what was written is there, and it can be tried again.",
)
NO_REPORT = define(
    "import.no_report",
    Kind.CONFLICT,
    "报告还没有，或已过保存期。",
    "There is no report yet, or it is no longer kept.",
)
