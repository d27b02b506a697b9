"""What should have been sent, in words: no expression and no name of a library's reaches a person.

One table for the patterns of texts, in requests and in cells of files; one for the kinds of values; one for what our own
validators object to. A house test holds every pattern of the contract, of the row specs and of the validators to them.
"""

import re
from collections.abc import Mapping

from api.core import money, points
from api.core.tabular import Words
from api.core.taking import EXTERNAL, SYSTEM

_NO_CONTROLS: Words = ("不含换行和控制字符的一行文字", "one line of text without control characters")
_LOWER: Words = ("小写英文字母和下划线", "small letters and underscores")
_SHA256: Words = ("SHA-256，64 位小写十六进制", "a SHA-256 of 64 small hexadecimal digits")
_CREDIT_CODE: Words = ("18 位统一社会信用代码", "a unified social credit code of 18 characters")
_MARKED_CODE: Words = ("不含空格和斜杠的编码", "a code without blanks and slashes")

PATTERNS: Mapping[str, Words] = {
    points.PATTERN: (
        "不小于 0 的数，最多 4 位小数，如 2.5",
        "a number of at least 0 with up to 4 decimals, such as 2.5",
    ),
    money.PATTERN: (
        "以元为单位的金额，最多 2 位小数，如 9800.00",
        "a sum in yuan with up to 2 decimals, such as 9800.00",
    ),
    SYSTEM: (
        "来源名称：小写字母开头，后接小写字母、数字、_ . -",
        "the name of a system: a small letter, then a–z, 0–9, _ . -",
    ),
    f"(code|uscc|{EXTERNAL}{SYSTEM})": ("code、uscc 或 ext:来源", "code, uscc or ext:SYSTEM"),
    f"[a-z_]{{1,40}}$|^{EXTERNAL}{SYSTEM}": ("字段名或 ext:来源", "the name of a field, or ext:SYSTEM"),
    r"$|^\w+=[\w:-]+(,\w+=[\w:-]+)*": ("字段=方式，逗号分隔", "FIELD=SCHEME, with commas between"),
    r"[^\x00-\x1f\x7f]*": _NO_CONTROLS,
    r"[^\x00-\x08\x0b-\x1f\x7f]*": ("不含控制字符的文字", "text without control characters"),
    r"[^,，、\x00-\x1f]+": ("不含逗号和顿号的标签", "a tag without commas"),
    r"[^\s/]+": _MARKED_CODE,
    "[0-9]{4}": ("4 位数字", "4 digits"),
    "[0-9]{2}([0-9]{2})?": ("2 位或 4 位数字", "2 or 4 digits"),
    "[0-9]{6}": ("6 位数字", "6 digits"),
    "[0-9]{10}": ("10 位数字", "10 digits"),
    "[0-9]{6}|[0-9]{12}": ("6 位或 12 位数字", "6 or 12 digits"),
    "[0-9a-f]{64}": _SHA256,
    "sha-256=:[A-Za-z0-9+/]{43}=:": ("sha-256=:…:（RFC 9530）", "sha-256=:…: (RFC 9530)"),
    "[0-9A-HJ-NPQRTUWXY]{18}": _CREDIT_CODE,
    "[0-9a-fA-F-]{36}": ("本系统的编号（UUID）", "an id of this house (UUID)"),
    "[0-9A-Za-z 　Ｘｘ]*": ("数字和字母", "digits and letters"),
    r"\**[0-9A-Za-z]{4}": ("后 4 位数字或字母", "the last 4 digits or letters"),
    "[a-z_]{1,20}": _LOWER,
    "[a-z_]{1,40}": _LOWER,
    "[a-z_]+": _LOWER,
    "[a-z0-9_]{1,40}": ("小写英文字母、数字和下划线", "small letters, digits and underscores"),
    "[a-z][a-z0-9_]{0,29}": (
        "小写字母开头，后接小写字母、数字和下划线",
        "a small letter, then small letters, digits, underscores",
    ),
    "[a-z][a-z0-9_.-]*": ("小写字母开头，后接小写字母、数字、_ . -", "a small letter, then a–z, 0–9, _ . -"),
    "[a-z0-9][a-z0-9_.-]*": ("小写字母、数字、_ . -", "small letters, digits, _ . -"),
    "[a-zA-Z0-9_.-]*": ("英文字母、数字、_ . -", "letters, digits, _ . -"),
    "[A-Za-z0-9._-]{1,20}": ("最多 20 个英文字母、数字、_ . -", "up to 20 letters, digits, _ . -"),
    "[A-Za-z0-9_-]{1,20}": ("编码名称，如 gb18030", "the name of an encoding, such as gb18030"),
    "[A-Z0-9][A-Z0-9_-]{0,9}": ("最多 10 个大写字母、数字、_ -", "up to 10 capital letters, digits, _ -"),
    "[A-Z]{3}": ("3 个大写字母", "3 capital letters"),
    "[A-Z]{3}-[0-9]{2}": ("规则编号，如 DEC-01", "the id of a rule, such as DEC-01"),
    "2[0-9]{3}-[0-9]{5,7}": ("公示编号，如 2026-00012", "the number of a notice, such as 2026-00012"),
    "20[0-9]{2}-2[0-9]{3}": ("学年，如 2026-2027", "a school year, such as 2026-2027"),
    '"?[A-Za-z0-9_-]{8,200}"?': ("8 到 200 个字母、数字、_ -", "8 to 200 letters, digits, _ -"),
    '"?[A-Za-z0-9_-]{22,200}"?': ("22 到 200 个字母、数字、_ -", "22 to 200 letters, digits, _ -"),
    '"[0-9]{1,18}"': ("版本号，即读取时的 ETag", "a revision, as the ETag says that came with it"),
    "(all|(≥|>=|>) ?[0-9]{1,3}/[0-9]{1,3})": ("≥2/3、>1/2 或 all", "≥2/3, >1/2 or all"),
}

_DAY: Words = ("日期，如 2026-09-01", "a day, such as 2026-09-01")
_TEXT: Words = ("文字", "text")
_WHOLE: Words = ("整数", "a whole number")
_NUMBER: Words = ("数", "a number")
_OBJECT: Words = ("JSON 对象", "a JSON object")
_LIST: Words = ("列表", "a list")

# By the first words of pydantic's kinds of faults; the first that fits.
KINDS: Mapping[str, Words] = {
    "string": _TEXT,
    "int": _WHOLE,
    "float": _NUMBER,
    "finite_number": _NUMBER,
    "decimal": _NUMBER,
    "multiple_of": _NUMBER,
    "bool": ("true 或 false", "true or false"),
    "uuid": ("编号（UUID）", "an id (UUID)"),
    "datetime": ("时间，如 2026-09-01T08:00:00Z", "a time, such as 2026-09-01T08:00:00Z"),
    "timezone": ("带时区的时间，如 2026-09-01T08:00:00Z", "a time with its zone, such as 2026-09-01T08:00:00Z"),
    "time": ("时间，如 08:00", "a time of day, such as 08:00"),
    "date": _DAY,
    "dict": _OBJECT,
    "model": _OBJECT,
    "mapping": _OBJECT,
    "union_tag": ("接口文档列出的某一种", "one of the kinds that the documentation lists"),
    "list": _LIST,
    "tuple": _LIST,
    "set": _LIST,
    "frozen_set": _LIST,
    "iterable": _LIST,
    "none": ("空", "nothing"),
}

# What our own validators say when they object.
OBJECTIONS: Mapping[str, Words] = {
    "control characters are not text": ("不含控制字符的文字", "text without control characters"),
    "a date is written YYYY-MM-DD": _DAY,
    "this expression does not compile": ("能编译的正则表达式", "a regular expression that compiles"),
    "a column goes to a field, or is split": ("to 和 split 二选一", "either to or split"),
    "a pattern that splits has named groups": ("带命名分组的拆分写法", "a pattern with named groups"),
    "say one of equals, starts and matches": ("equals、starts、matches 三选一", "one of equals, starts and matches"),
    "a quota says how many: top, percent, or both": ("top、percent 至少一项", "top, percent, or both"),
    "made at random: UUIDv4": ("随机生成的编号（UUIDv4）", "an id made at random (UUIDv4)"),
    "at most 20 answers": ("最多 20 个答案", "at most 20 answers"),
    "a sum is a decimal string in 元": PATTERNS[money.PATTERN],
    "not a sum of up to two places": PATTERNS[money.PATTERN],
    "not a decimal of up to four places": PATTERNS[points.PATTERN],
    "a share is written like ≥2/3, >1/2 or all": PATTERNS["(all|(≥|>=|>) ?[0-9]{1,3}/[0-9]{1,3})"],
    "a share lies above 0 and is at most 1; more than 1 cannot be reached": (
        "大于 0、不超过 1 的比例",
        "a share above 0, and of 1 at most",
    ),
}

_ELSE: Words = ("接口文档规定的写法", "what the documentation says")
_CHOICES = re.compile(r"\(([\w-]+(?:\|[\w-]+)+)\)(?:\(,\(\1\)\)\*)?")


def pattern_words(pattern: str) -> Words | None:
    """What a text must be that this pattern fits as a whole; None where nobody has said it."""
    bare = pattern.removeprefix("^").removesuffix("$")
    choices = _CHOICES.fullmatch(bare)
    if choices is None:
        return PATTERNS.get(bare, PATTERNS.get(pattern))
    names = choices[1].split("|")
    return "、".join(names), ", ".join(names)


def written(pattern: str) -> dict[str, str]:
    """The same as the parameters of a sentence."""
    return _params(pattern_words(pattern) or _ELSE)


def wanted(kind: str, context: Mapping[str, object]) -> dict[str, str]:
    """What was expected where pydantic found this kind of fault, as the parameters of a sentence."""
    if "pattern" in context:
        return written(str(context["pattern"]))
    if kind == "value_error":
        return _params(OBJECTIONS.get(str(context.get("error")), _ELSE))
    return _params(next((words for name, words in KINDS.items() if kind.startswith(name)), _ELSE))


def _params(words: Words) -> dict[str, str]:
    return {"wanted": words[0], "wanted_en": words[1]}
