"""What can be wrong with a cell, or with how a row is written."""

from api.core.errors import ErrorSpec, Kind, define


def _cell(code: str, zh: str, en: str) -> ErrorSpec:
    return define(f"import.cell.{code}", Kind.UNPROCESSABLE, zh, en)


REQUIRED = _cell("required", "必填。", "This is required.")
LENGTH = _cell("length", "最多 {longest} 个字。", "There are at most {longest} characters.")
PATTERN = _cell("pattern", "写法不对，应为：{wanted}。", "It is not written as it should be; expected: {wanted_en}.")
CHOICE = _cell("choice", "不在可选范围内，可选：{allowed}。", "This is not one of the choices: {allowed_en}.")
INTEGER = _cell("integer", "要填整数。", "A whole number is expected.")
DECIMAL = _cell("decimal", "要填数字。", "A number is expected.")
PLACES = _cell("places", "最多 {places} 位小数。", "There are at most {places} decimal places.")
LEAST = _cell("least", "不能小于 {least}。", "This is at least {least}.")
MOST = _cell("most", "不能大于 {most}。", "This is at most {most}.")
BOOLEAN = _cell("boolean", "要填是或否。", "Yes or no is expected.")
DATE = _cell("date", "不是日期，或没有这一天。", "This is not a date, or there is no such day.")
MOMENT = _cell(
    "moment",
    "要写日期和时间，如 2026-11-18 14:30。",
    "A day with its time is expected, such as 2026-11-18 14:30.",
)
DATE_AMBIGUOUS = _cell(
    "date_ambiguous",
    "分不清日和月，请在列对应里指明日期写法。",
    "Day and month cannot be told apart; name the date format in the mapping.",
)
ZEROS_LOST = _cell(
    "zeros_lost",
    "开头的 0 丢了；在表格软件里把这一列设为文本再填。",
    "Leading zeros are lost; format the column as text and enter them again.",
)
CODE_AS_FLOAT = _cell(
    "code_as_float",
    "代码变成了科学计数法，后几位已经丢失；把这一列设为文本再填。",
    "The code has become a number in scientific notation and lost its last digits; format the column as text.",
)
PRECISION_LOST = _cell(
    "precision_lost",
    "超过 15 位的数字被表格软件改过，后几位已经不对；把这一列设为文本再填。",
    "A spreadsheet keeps 15 digits, the last ones of this number are wrong; format the column as text.",
)
FORMULA_ERROR = _cell("formula_error", "公式算出了错误。", "The formula ends in an error.")
FORMULA = _cell(
    "formula",
    "公式没有保存结果；用表格软件打开、保存后再导入，或改填数值。",
    "The result of this formula was not saved; open and save the file in a spreadsheet program, or enter the value.",
)
MERGED = _cell(
    "merged",
    "合并的单元格只有第一格有内容；请取消合并，把每一格填上。",
    "Cells are merged here and only the first is filled.",
)
CONTROL = _cell("control", "含有看不见的控制字符。", "It holds invisible control characters.")
DAMAGED_TEXT = _cell(
    "damaged_text", "文字已经损坏（含 �），要从原文件再导出一次。", "The text is damaged (it holds �); export it again."
)
SPLIT = _cell("split", "不合拆分的写法。", "It is not written as the mapping splits it.")
NESTED = _cell("nested", "这里要一个值，不是一组。", "A single value is expected here.")
RAGGED = define(
    "import.row.ragged",
    Kind.UNPROCESSABLE,
    "这一行有 {found} 格，表头只有 {expected} 格；多半是逗号没有加引号。",
    "This row has {found} cells and the header {expected}; most likely a comma is not quoted.",
)
RECORD = define("import.row.record", Kind.UNPROCESSABLE, "这一行不是 JSON 对象。", "This line is not a JSON object.")
