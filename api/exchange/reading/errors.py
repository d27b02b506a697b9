"""What can be wrong with a file as a whole: it is refused before any row is taken."""

from api.core.errors import ErrorSpec, Kind, define


def _file(code: str, zh: str, en: str) -> ErrorSpec:
    return define(f"import.file.{code}", Kind.UNPROCESSABLE, zh, en)


EMPTY = _file("empty", "文件是空的。", "The file is empty.")
TOO_LARGE = _file("too_large", "文件超过 {limit} MB，请分成几个。", "The file is over {limit} MB; split it.")
TOO_MANY_ROWS = _file(
    "too_many_rows", "超过 {limit} 行，请分成几个文件。", "There are over {limit} rows; split the file."
)
TOO_MANY_COLUMNS = _file("too_many_columns", "超过 {limit} 列。", "There are over {limit} columns.")
ROW_TOO_LONG = _file(
    "row_too_long",
    "从第 {row} 行起的一行长过 {limit} MB，多半是引号没有成对。",
    "The row that begins in line {row} is over {limit} MB; most likely a quotation mark is never closed.",
)
QUOTES = _file("quotes", "从第 {row} 行起引号不成对。", "From line {row} on the quotation marks do not pair up.")
BOMB = _file(
    "bomb",
    "压缩包展开后过大（超过 {limit} MB，或超过压缩后的 {ratio} 倍）。",
    "Unpacked, the file is too large: over {limit} MB, or over {ratio} times its packed size.",
)
TOO_MANY_PARTS = _file("too_many_parts", "工作簿里的部件超过 {limit} 个。", "The workbook has over {limit} parts.")
DAMAGED = _file("damaged", "文件损坏，打不开。", "The file is damaged and cannot be opened.")
TOO_COSTLY = _file(
    "too_costly",
    "读这个工作簿要的内存或时间太多，请另存为 CSV 再导入。",
    "Reading this workbook takes too much memory or time; save it as CSV.",
)
MACROS = _file(
    "macros", "工作簿带有宏，请另存为不带宏的 .xlsx。", "The workbook holds macros; save it as a plain .xlsx."
)
ENCRYPTED = _file("encrypted", "工作簿加了密码，请去掉密码再导入。", "The workbook is encrypted; remove the password.")
OLD_EXCEL = _file(
    "old_excel", "这是 .xls 旧格式，请另存为 .xlsx 或 CSV。", "This is the old .xls format; save it as .xlsx or CSV."
)
BINARY_EXCEL = _file(
    "binary_excel", "这是 .xlsb 格式，请另存为 .xlsx 或 CSV。", "This is the .xlsb format; save it as .xlsx or CSV."
)
OPEN_DOCUMENT = _file(
    "open_document", "这是 .ods 格式，请另存为 .xlsx 或 CSV。", "This is the .ods format; save it as .xlsx or CSV."
)
WEB_PAGE = _file(
    "web_page",
    "这其实是网页，只是用了 .xls 的名字；请用表格软件打开后另存为 .xlsx。",
    "This is a web page under the name of a workbook; open it in a spreadsheet program and save it as .xlsx.",
)
XML = _file("xml", "这是 XML，不是表格；请另存为 .xlsx 或 CSV。", "This is XML, not a table; save it as .xlsx or CSV.")
PDF = _file("pdf", "这是 PDF，不是表格。", "This is a PDF, not a table.")
ARCHIVE = _file(
    "archive", "这是压缩包，请解压后导入里面的表格。", "This is an archive; unpack it and import the table."
)
NOT_A_TABLE = _file("not_a_table", "这不是能导入的表格。", "This is not a table that can be imported.")
ENCODING = _file(
    "encoding",
    "第 {row} 行（字节 {offset}）不是 {encoding} 文字；换一种编码，或另存为 UTF-8。",
    "Line {row} (byte {offset}) is not {encoding} text; name another encoding, or save the file as UTF-8.",
)
ENCODING_UNKNOWN = _file(
    "encoding_unknown",
    "既不是 UTF-8 也不是 GB18030 文字（第 {row} 行，字节 {offset}）；请指明编码：{allowed}。",
    "The text is neither UTF-8 nor GB18030 (line {row}, byte {offset}); name its encoding: {allowed}.",
)
ENCODING_DOUBTED = _file(
    "encoding_doubted",
    "按 GB18030 读出来不像中文，可能是别的编码；看过预览后请指明：{allowed}。",
    "Read as GB18030 this does not look like Chinese; look at the preview and name the encoding: {allowed}.",
)
ENCODING_NAME = _file(
    "encoding_name", "没有这种编码，可用：{allowed}。", "There is no such encoding; there are: {allowed}."
)
DELIMITER = _file("delimiter", "分隔符只能是：{allowed}。", "The delimiter is one of: {allowed}.")
NO_HEADER = _file("no_header", "没有找到表头；请指明表头在第几行。", "No header was found; say in which row it is.")
HEADER_ONLY = _file("header_only", "只有表头，没有数据。", "There is a header and no data.")
RAGGED = _file(
    "ragged",
    "从第 {row} 行起，有太多行比表头长；多半是分隔符或表头行不对。",
    "From line {row} on, too many rows are longer than the header; the delimiter or the header row must be wrong.",
)
MERGED = _file("merged", "合并的单元格太多，请取消合并。", "Too many cells are merged; unmerge them.")
NO_SHEET = _file("no_sheet", "没有这张工作表。", "There is no such sheet.")
SHEET_EMPTY = _file("sheet_empty", "这张工作表是空的。", "This sheet is empty.")
NOT_RECORDS = _file(
    "not_records",
    "从第 {row} 条起，不是一行一个 JSON 对象。",
    "From record {row} on, this is not one JSON object a line.",
)
TRUNCATED = _file(
    "truncated",
    "文件不完整：行数或摘要与最后一行写的不符，请重新下载。",
    "The file is not whole: rows or digest differ from what its last line says; download it again.",
)
NOT_JSON = _file("not_json", "第 {row} 行的 JSON 写法有误。", "The JSON is malformed in line {row}.")
MAPPING = _file("mapping", "列的对应有误，见各项说明。", "The mapping of columns is wrong; see each entry.")
MAPPING_TYPE = _file("mapping_type", "这个对应是另一种数据用的。", "This mapping is for another type of row.")
HEADER_MISSING = _file("header_missing", "文件里没有这一列。", "The file has no such column.")
HEADER_DUPLICATE = _file(
    "header_duplicate",
    "这个列名在文件里出现了不止一次；请按列的位置指定。",
    "This heading occurs more than once in the file; name the column by its position.",
)
HEADERS_ALIKE = _file(
    "headers_alike",
    "有几列用了同一个列名：{headings}；请改名，或按列的位置指定用哪一列。",
    "Columns bear the same heading: {headings}. Rename them, or say by its position which one is meant.",
)
FIELD_UNKNOWN = _file("field_unknown", "没有这个字段。", "There is no such field.")
FIELD_TWICE = _file("field_twice", "两列对应了同一个字段。", "Two columns go to the same field.")
FIELD_UNMAPPED = _file(
    "field_unmapped", "新建要有的字段 {field} 没有对应的列。", "No column goes to {field}, which new records need."
)
PATTERN_BAD = _file(
    "pattern_bad",
    "这个表达式不能用：要能编译，拆分时每个命名分组是一个字段。",
    "This expression cannot be used: it has to compile, and to split, each named group is a field.",
)
CONSTANT_BAD = _file("constant_bad", "这个固定值不合这个字段的要求。", "This constant does not suit the field.")
