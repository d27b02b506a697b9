"""What is wrong with a bundle, by code; each is found before anything of it is read as rows."""

from api.core.errors import Kind, define

NOT_ZIP = define(
    "import.bundle.not_zip",
    Kind.UNPROCESSABLE,
    "不是完好的 ZIP 文件。",
    "This is no sound ZIP file.",
)
ENCRYPTED = define(
    "import.bundle.encrypted",
    Kind.UNPROCESSABLE,
    "ZIP 加了密码，去掉密码再上传。",
    "The ZIP is encrypted; send it without a password.",
)
BOMB = define(
    "import.bundle.bomb",
    Kind.UNPROCESSABLE,
    "ZIP 展开后超过 {limit} MB，或压缩比超过 {ratio}，没有展开。",
    "Unpacked it would exceed {limit} MB, or {ratio} times its size; it was not unpacked.",
)
TOO_MANY_MEMBERS = define(
    "import.bundle.too_many_members",
    Kind.UNPROCESSABLE,
    "ZIP 里的文件超过 {limit} 个。",
    "The ZIP holds more than {limit} files.",
)
UNSAFE_NAME = define(
    "import.bundle.unsafe_name",
    Kind.UNPROCESSABLE,
    "ZIP 里有不安全的文件名（绝对路径、上级目录、链接或控制字符）。",
    "The ZIP holds an unsafe name: an absolute path, a way upwards, a link or control characters.",
)
NESTED = define(
    "import.bundle.nested",
    Kind.UNPROCESSABLE,
    "ZIP 里又有压缩包；每个成员要是一个数据文件。",
    "The ZIP holds another archive; each member is to be a file of data.",
)
REPEATED = define(
    "import.bundle.repeated",
    Kind.UNPROCESSABLE,
    "同一个文件出现两次。",
    "The same file stands there twice.",
)
MANIFEST_MISSING = define(
    "import.bundle.manifest_missing",
    Kind.UNPROCESSABLE,
    "ZIP 里没有清单 manifest.json。",
    "The ZIP holds no manifest.json.",
)
MANIFEST_INVALID = define(
    "import.bundle.manifest_invalid",
    Kind.UNPROCESSABLE,
    "清单 manifest.json 写得不对，见各项说明。",
    "The manifest.json is wrong; see what is said of each place.",
)
MEMBER_MISSING = define(
    "import.bundle.member_missing",
    Kind.UNPROCESSABLE,
    "清单上的文件不在 ZIP 里。",
    "The manifest names a file that the ZIP does not hold.",
)
MEMBER_UNNAMED = define(
    "import.bundle.member_unnamed",
    Kind.UNPROCESSABLE,
    "ZIP 里有清单上没有的文件。",
    "The ZIP holds a file that the manifest does not name.",
)
DIGEST_MISMATCH = define(
    "import.bundle.digest_mismatch",
    Kind.UNPROCESSABLE,
    "文件内容与清单上的 SHA-256 不符。",
    "A file is not what its SHA-256 in the manifest says.",
)
MEMBER_FAILED = define(
    "import.bundle.member_failed",
    Kind.UNPROCESSABLE,
    "一个成员没有做完，后面的没有开始。",
    "A member failed; those after it were not begun.",
)
OF_MEMBER = define(
    "import.bundle.option_of_member",
    Kind.UNPROCESSABLE,
    "这一项在清单里按成员写。",
    "This is said in the manifest, of each member.",
)
IS_MEMBER = define(
    "import.bundle.is_member",
    Kind.CONFLICT,
    "这是一个包的成员，请对整个包操作。",
    "This is a member of a bundle; act on the bundle.",
)
NO_PREVIEW = define(
    "import.bundle.no_preview",
    Kind.CONFLICT,
    "包里有多个文件，请看各成员。",
    "A bundle has several files; look at its members.",
)
