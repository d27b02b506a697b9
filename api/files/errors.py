"""What is refused of a file, by code."""

from api.core.errors import Kind, define

PURPOSE_UNKNOWN = define(
    "file.purpose_unknown",
    Kind.UNPROCESSABLE,
    "没有这种用途，可用：{allowed}。",
    "There is no such purpose; there are: {allowed}.",
)
NAME_BAD = define(
    "file.name_bad",
    Kind.UNPROCESSABLE,
    "文件名不能用：不带路径和控制字符，不以点开头，最多 {limit} 个字符。",
    "The name cannot be used: no path, no control characters, no leading dot, at most {limit} characters.",
)
DOUBLE_EXTENSION = define(
    "file.double_extension",
    Kind.UNPROCESSABLE,
    "文件名里藏着另一个扩展名，改名后再传。",
    "The name hides a second extension; rename the file and send it again.",
)
TYPE_NOT_ALLOWED = define(
    "file.type_not_allowed",
    Kind.UNPROCESSABLE,
    "这里不收这种文件，可以传：{allowed}。",
    "Files of this type are not taken here; these are: {allowed}.",
)
CONTENT_MISMATCH = define(
    "file.content_mismatch",
    Kind.UNPROCESSABLE,
    "文件内容和扩展名不符，不要直接改扩展名，另存为这种格式再传。",
    "The content is not what the extension says; save it in that format instead of renaming it.",
)
EMPTY = define("file.empty", Kind.UNPROCESSABLE, "文件是空的。", "The file is empty.")
TOO_LARGE = define(
    "file.too_large",
    Kind.TOO_LARGE,
    "文件太大，这种文件最多 {limit} 字节。",
    "The file is too large; files of this type may have {limit} bytes.",
)
ACTIVE_CONTENT = define(
    "file.active_content",
    Kind.UNPROCESSABLE,
    "文件里夹带了网页脚本或另一个文件。",
    "The file carries script or a second file inside.",
)
ARCHIVE_BOMB = define(
    "file.archive_bomb",
    Kind.UNPROCESSABLE,
    "文件解压后过大，拒收。",
    "Unpacked, the file would be far too large.",
)
DAMAGED = define("file.damaged", Kind.UNPROCESSABLE, "文件损坏，打不开。", "The file is damaged and cannot be opened.")
PROTECTED = define(
    "file.password_protected",
    Kind.UNPROCESSABLE,
    "文件加了密码，去掉密码再传。",
    "The file is protected by a password; take it off and send it again.",
)
PICTURE_TOO_LARGE = define(
    "file.picture_too_large",
    Kind.UNPROCESSABLE,
    "图片像素太多，最多 {limit} 百万像素。",
    "The picture has too many pixels; at most {limit} million.",
)
DIGEST_MISMATCH = define(
    "file.digest_mismatch",
    Kind.UNPROCESSABLE,
    "收到的内容和所报的 SHA-256 不一致，重新传。",
    "What arrived is not what the given SHA-256 says; send it again.",
)
ORIGINAL_DENIED = define(
    "file.original_denied",
    Kind.FORBIDDEN,
    "你只能看处理过的副本，不能取原件。",
    "You may open the cleaned copy only, not the original.",
)
NO_CLEAN_COPY = define(
    "file.no_clean_copy",
    Kind.CONFLICT,
    "没有处理过的副本：还没做好，或这种文件做不了。",
    "There is no cleaned copy: it is not made yet, or cannot be made of such a file.",
)
IN_USE = define("file.in_use", Kind.CONFLICT, "文件已经被引用，不能删除。", "The file is in use and cannot be removed.")
NOT_YOURS = define(
    "file.not_attachable",
    Kind.UNPROCESSABLE,
    "没有这个文件，或它不是你为这个用途上传的。",
    "There is no such file, or you did not upload it for this purpose.",
)
NO_SPACE = define(
    "file.no_space",
    Kind.UNAVAILABLE,
    "服务器存储空间不够，先告诉管理员。",
    "The server is short of storage; tell the operator.",
)
BROKEN_OFF = define("file.broken_off", Kind.BAD_REQUEST, "传到一半断了。", "The connection broke off half way.")

OFFSET_MISMATCH = define(
    "upload.offset_mismatch",
    Kind.CONFLICT,
    "续传位置不对，从第 {expected} 字节继续。",
    "The upload goes on at byte {expected}.",
)
TOO_LONG = define(
    "upload.too_long",
    Kind.UNPROCESSABLE,
    "内容比开头所报的大小（{size} 字节）多。",
    "There is more than the size that was announced ({size} bytes).",
)
INCOMPLETE = define(
    "upload.incomplete",
    Kind.CONFLICT,
    "还没传完，缺 {missing} 字节。",
    "The upload is not finished: {missing} bytes are missing.",
)
TOO_MANY = define(
    "upload.too_many",
    Kind.TOO_MANY,
    "没传完的文件太多（最多 {limit} 个），先传完或取消一些。",
    "Too many unfinished uploads (at most {limit}); finish or cancel some first.",
)
COMPLETED = define("upload.completed", Kind.CONFLICT, "这个上传已经完成。", "This upload is finished already.")
OFFSET_REQUIRED = define(
    "upload.offset_required",
    Kind.BAD_REQUEST,
    "要带上 Upload-Offset，写明从第几字节续传。",
    "Send Upload-Offset: the byte at which this part begins.",
)
