"""Why a document is not made, by code."""

from api.core.errors import Kind, define

TOO_LARGE = define(
    "document.too_large",
    Kind.UNPROCESSABLE,
    "内容太多，一份文档装不下；请缩小范围，或改用表格导出。",
    "This is more than one document can hold; narrow it down, or export a table instead.",
)
FONTS_MISSING = define(
    "document.fonts_missing",
    Kind.UNAVAILABLE,
    "服务器上没有中文字体 Noto Serif CJK（Debian 软件包 fonts-noto-cjk），做不了 PDF；Word 文档不受影响。",
    "The server lacks the font Noto Serif CJK (Debian package fonts-noto-cjk), so it makes no PDF; Word documents are not affected.",
)
TOO_COSTLY = define(
    "document.too_costly",
    Kind.UNPROCESSABLE,
    "排版用的时间或内存超过了限度；请缩小范围，或改用 Word 文档。",
    "Typesetting took more time or memory than it may; narrow it down, or take the Word document.",
)
NOT_MADE = define(
    "document.not_made",
    Kind.INTERNAL,
    "文档没有做成，请稍后再试；问题已记入日志。",
    "The document was not made; try again later. The fault is in the log.",
)
